"""The most memory of a process that answers, with and without the page, beside the stock recipe's.

python -m benchmarks.memory
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx

from benchmarks.common import machine

_STOCK = """
import sys; from pathlib import Path; from benchmarks import stock; from benchmarks.common import questions
store = stock.opened(Path(sys.argv[1]))
for question in questions(112): store.similarity_search(question, stock.NEAREST)
"""
_OURS = """
import sys; from pathlib import Path; from advisor import wiring; from advisor.settings import Settings
from benchmarks.common import questions
advisor = wiring.advisor(Settings(index=Path(sys.argv[1]), chroma_url=None))
for question in questions(112): advisor.answer(question)
"""
_MOST = "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"


def main() -> None:
    """Build both, let each answer all shipped questions in a process of its own, print megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        advisor = [sys.executable, "-c", "from advisor.cli import main; main()"]
        subprocess.run([*advisor, "index", "--index", f"{folder}/advisor"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-m", "benchmarks.stock", "build", f"{folder}/stock"], check=True)
        theirs, ours = most(_STOCK, f"{folder}/stock"), most(_OURS, f"{folder}/advisor")
        page = serving([*advisor, "serve", "--port", "0", "--index", f"{folder}/advisor"])
    print(machine())
    print(f"{'stock, 112 searches':<28}{theirs:>8.0f} MB")
    print(f"{'advisor, 112 answers':<28}{ours:>8.0f} MB  ({ours / theirs:.2f} of the stock recipe's)")
    print(f"{'advisor serve, page loaded':<28}{page:>8.0f} MB  ({page / theirs:.2f} of the stock recipe's)")


def most(code: str, folder: str) -> float:
    """Megabytes that a process takes at its most."""
    run = subprocess.run([sys.executable, "-c", code + _MOST, folder], check=True, capture_output=True, text=True)
    return float(run.stdout.split()[-1])


def serving(command: list[str]) -> float:
    """Megabytes that the page's process has taken once the page and a guide are loaded (Linux)."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            address = next(found[0] for line in process.stderr or () if (found := re.search(r"http://\S+", line)))
            for path in ("/", "/guides"):
                httpx.get(address + path, timeout=120).raise_for_status()
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
            return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
