"""A question to a process that is up: the whole answer, beside the stock recipe's search alone.

    python -m benchmarks.warm [--questions N]

Every question is asked once, so that no answer comes from memory; suggestions were judged at indexing.
"""

import argparse
import tempfile
from pathlib import Path

from advisor import indexing, wiring
from advisor.settings import Settings, default_corpus
from benchmarks import stock
from benchmarks.common import head, interleaved, machine, questions, ratio, seconds, spread

WARMING = 12  # questions that are asked before time is taken


def main() -> None:
    """Build both in one process, ask in turn, print times and ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--questions", type=int, default=112)
    asked = questions(parser.parse_args().questions)
    with tempfile.TemporaryDirectory() as folder:
        theirs, ours = measured(Path(folder), default_corpus(), asked)
    print(machine(), head(), sep="\n")
    print(spread("stock: one search", theirs), spread("advisor: the whole answer", ours), sep="\n")
    print(ratio("The advisor is faster", theirs, ours))


def measured(folder: Path, corpus: Path, asked: list[str]) -> tuple[list[float], list[float]]:
    """Seconds a question, of the stock recipe and of the advisor."""
    settings = Settings(index=folder / "advisor", chroma_url=None)
    builder = indexing.builder(settings)
    builder.apply(builder.plan([corpus]))
    wiring.prepare(settings)  # as `advisor index` does
    store = stock.opened(folder / "stock")
    store.add_documents(stock.chunks(corpus))
    advisor = wiring.advisor(settings)
    found = interleaved(
        len(asked),
        lambda i: seconds(lambda: store.similarity_search(asked[i], stock.NEAREST)),
        lambda i: seconds(lambda: advisor.answer(asked[i])),
    )
    theirs, ours = zip(*list(found)[min(WARMING, len(asked) // 2) :], strict=True)
    return list(theirs), list(ours)


if __name__ == "__main__":
    main()
