"""Many clients of one process at once: answers a second and how long each takes, for 1 to 64 clients.

python -m benchmarks.clients [--clients 1 4 16 64] [--answers N]
"""

import argparse
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from advisor import indexing, wiring
from advisor.pipeline import Advisor
from advisor.settings import Settings, default_corpus
from benchmarks.common import head, machine, questions, seconds, spread


def main() -> None:
    """Let each number of clients ask the same questions, and print a row for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16, 64])
    parser.add_argument("--answers", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index=Path(folder), chroma_url=None)
        builder = indexing.builder(settings)
        builder.apply(builder.plan([default_corpus()]))
        wiring.prepare(settings)  # as `advisor index` does
        advisor = wiring.advisor(settings)
        asked = list(islice(cycle(questions(200)), given.answers))
        print(machine(), f"{'clients':>8}{'answers/s':>12}  {head()}", sep="\n")
        for clients in given.clients:
            whole, times = ask(advisor, asked, clients)
            print(f"{clients:>8}{len(asked) / whole:>12.1f}  {spread('', times)}", flush=True)


def ask(advisor: Advisor, asked: list[str], clients: int) -> tuple[float, list[float]]:
    """Seconds for all answers, and for each."""
    times: list[float] = []
    with ThreadPoolExecutor(clients) as pool:
        whole = seconds(
            lambda: times.extend(pool.map(lambda question: seconds(lambda: advisor.answer(question)), asked))
        )
    return whole, times


if __name__ == "__main__":
    main()
