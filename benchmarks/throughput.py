"""Texts embedded a second at indexing, beside the stock recipe on the same texts.

python -m benchmarks.throughput [--rounds N]
"""

import argparse

from advisor.embedding import SentenceEmbeddings
from advisor.settings import default_corpus
from benchmarks import stock
from benchmarks.common import interleaved, machine, seconds


def main() -> None:
    """Embed the shipped guides, cut as the stock recipe cuts them, by both in turn."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    texts = [chunk.page_content for chunk in stock.chunks(default_corpus())]
    theirs, ours = stock.embeddings(), SentenceEmbeddings()
    theirs.embed_documents(texts[:2]), ours.embed_documents(texts[:2])
    found = list(
        interleaved(
            rounds,
            lambda _: len(texts) / seconds(lambda: theirs.embed_documents(texts)),
            lambda _: len(texts) / seconds(lambda: ours.embed_documents(texts)),
        )
    )
    print(machine())
    print(f"{len(texts)} texts of about 1,000 characters; texts a second, round by round")
    for label, rates in zip(("stock", "advisor"), zip(*found, strict=True), strict=True):
        print(f"{label:<10}" + "".join(f"{rate:>8.1f}" for rate in rates))
    ratios = sorted(own / its for its, own in found)
    print(f"The advisor is faster: {ratios[len(ratios) // 2]:.1f} times ({ratios[0]:.1f} to {ratios[-1]:.1f})")


if __name__ == "__main__":
    main()
