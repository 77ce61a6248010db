"""How opening, answering and memory grow with the index: 1,000, 10,000 and, if asked for, 100,000 chunks.

    python -m benchmarks.scale [--sizes 1000 10000 100000] [--questions N]

Guides are written at random from the shipped guides' words, and vectors are random too: what is measured
is all of an answer but the model, which costs the same at every size. Building 100,000 chunks takes Chroma
some minutes.
"""

import argparse
import hashlib
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from advisor.chunking import chunk_guide
from advisor.composing import Composer
from advisor.index import Builder, Index, Stamp
from advisor.indexing import MOST_JUDGED
from advisor.lexical import words
from advisor.limits import Limits
from advisor.pipeline import Advisor
from advisor.retrieval import SectionRetriever
from advisor.settings import default_corpus
from advisor.spelling import Spelling
from benchmarks.common import head, machine, questions, seconds, spread

DIMENSIONS = 384
SECTION = 6  # sentences of a section; each is a chunk, and so is the section
SECTIONS = 40  # of a guide
WINDOW = 256


class RandomEmbeddings(Embeddings):
    """A vector for each text, the same at each call, of length 1."""

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a text."""
        seed = int.from_bytes(hashlib.md5(text.encode()).digest()[:8])
        vector = np.random.default_rng(seed).standard_normal(DIMENSIONS, dtype=np.float32)
        found: list[float] = (vector / np.linalg.norm(vector)).tolist()
        return found


def main() -> None:
    """Build an index of each size and ask it questions in a fresh process."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)  # the fresh process is given it
    given = parser.parse_args()
    if given.folder:
        measure(given.folder, given.questions)
        return
    print(machine(), f"{'chunks':>8}{'build s':>9}{'open s':>9}  {head('answer ms')}{'memory MB':>12}", sep="\n")
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            built = seconds(partial(build, Path(folder), size))
            command = [sys.executable, "-m", "benchmarks.scale", "--folder", folder]
            run = subprocess.run([*command, "--questions", str(given.questions)], check=True, stdout=subprocess.PIPE)
            print(f"{size:>8}{built:>9.1f}{run.stdout.decode().rstrip()}", flush=True)


def build(folder: Path, chunks: int) -> None:
    """An index of about that many chunks."""
    chance = random.Random(7)
    known = [
        w for file in default_corpus().glob("*.md") for w in file.read_text(encoding="utf-8").split() if w.isalpha()
    ]
    guides = folder / "guides"
    guides.mkdir()
    for number in range(max(1, chunks // (SECTIONS * (SECTION + 1)))):
        (guides / f"guide-{number}.md").write_text(guide(chance, known, number), encoding="utf-8")
    model = RandomEmbeddings()
    writer = Builder(folder / "index", model, Stamp("random"), lambda g: chunk_guide(g, token_count, WINDOW))
    writer.apply(writer.plan([guides]))


def guide(chance: random.Random, known: Sequence[str], number: int) -> str:
    """A guide in Markdown: headings and sentences of random words."""
    parts = [f"# Guide {number}"]
    for _ in range(SECTIONS):
        parts.append(f"## {' '.join(chance.choices(known, k=5)).capitalize()}")
        parts.append(" ".join(f"{' '.join(chance.choices(known, k=12)).capitalize()}." for _ in range(SECTION)))
    return "\n\n".join(parts)


def token_count(text: str) -> int:
    """A word counts as a token."""
    return len(text.split())


def measure(folder: Path, count: int) -> None:
    """Open, ask, print one row."""
    found: list[Advisor] = []
    opened = seconds(lambda: found.append(advisor(folder / "index")))
    times = [seconds(partial(found[0].answer, question)) for question in questions(count)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{opened:>9.2f}  {spread('', times)}{memory:>12.0f}")


def advisor(folder: Path) -> Advisor:
    """The advisor, wired as in the product, warmed by one question."""
    model = RandomEmbeddings()
    index = Index(folder, model, Stamp("random"))
    texts = [section.text for section in index.sections.values()]
    composer = Composer(index.statement_embeddings)
    found = Advisor(
        SectionRetriever(index=index),
        composer,
        index.guides,
        index.words,
        Spelling(texts),
        Limits(model),
        answerable={} if len(index.sections) <= MOST_JUDGED else None,
    )
    found.answer(f"what of {words(texts[0])[0]} unheardof")  # a word of no guide has the dictionary loaded
    return found


if __name__ == "__main__":
    main()
