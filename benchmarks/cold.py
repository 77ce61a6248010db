"""A question in a fresh process, from start to exit, and the most memory it took, beside the stock recipe.

    python -m benchmarks.cold [--rounds N]

The stock recipe imports, opens its store and searches once; the advisor answers, with citations.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from time import perf_counter

from benchmarks.common import head, interleaved, machine, ratio, spread

QUESTION = "how many publications do I need"
ADVISOR = (sys.executable, "-c", "from advisor.cli import main; main()")
STOCK = (sys.executable, "-m", "benchmarks.stock")


def main() -> None:
    """Build both indexes, run both in turn, print times, memory and ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        ours = [*ADVISOR, "ask", QUESTION, "--index", f"{folder}/advisor"]
        stock = [*STOCK, "search", f"{folder}/stock", QUESTION]
        subprocess.run([*ADVISOR, "index", "--index", f"{folder}/advisor"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*STOCK, "build", f"{folder}/stock"], check=True)
        found = list(interleaved(rounds, lambda _: run(stock), lambda _: run(ours)))
    print(machine(), head(), sep="\n")
    times = [[figures[side][0] for figures in found] for side in (0, 1)]
    print(spread("stock: one search", times[0]), spread("advisor ask", times[1]), sep="\n")
    print(ratio("The advisor is faster", *times))
    worked = [statistics.median(figures[side][1] for figures in found) for side in (0, 1)]
    print(f"Processor time: stock {worked[0]:.2f} s, advisor {worked[1]:.2f} s, {worked[0] / worked[1]:.1f} times less")
    memory = [max(figures[side][2] for figures in found) for side in (0, 1)]
    print(f"Most memory: stock {memory[0]:.0f} MB, advisor {memory[1]:.0f} MB")


def run(command: Sequence[str]) -> tuple[float, float, float]:
    """Seconds that a process takes, seconds that it computes, and megabytes at its most."""
    begun = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    return perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
