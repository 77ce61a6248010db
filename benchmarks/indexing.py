"""How long indexing takes on many articles: nothing changed, one sentence edited, a folder renamed, rolled back.

    python benchmarks/indexing.py [--articles 1000] [--folder DIR] [--stand-in]

The articles are made from varied templates, the same ones each time. Each run is the command `advisor`
in a process of its own, so that its start counts. With --stand-in the first index, which embeds every
text once, is filled with vectors made of hashes, because that takes the model most of an hour on a slow
machine; all later runs embed with the real model.
"""

import argparse
import hashlib
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from advisor.chunking import chunk_guide
from advisor.documents import Guide
from advisor.embedding import SentenceEmbeddings
from advisor.index import Builder, Stamp
from advisor.index.vectors import FILE

FIELDS = (
    "anesthesiology",
    "cardiology",
    "dermatology",
    "neurology",
    "pathology",
    "pediatrics",
    "psychiatry",
    "surgery",
)
TOPICS = ("visas", "letters", "interviews", "research", "observerships", "exams", "ranking", "costs", "contracts")
PLACES = ("Boston", "Chicago", "Denver", "Houston", "Miami", "Phoenix", "Seattle", "Tampa")
OPENINGS = (
    "Applicants to {field} in {place} often ask about {topic}.",
    "This page collects what {field} programs around {place} say about {topic}.",
    "Few parts of an application to {field} are misread as often as {topic}.",
)
HEADINGS = (
    "What do programs in {place} expect?",
    "How do I prepare for {topic}?",
    "Which mistakes cost the most?",
    "When should I begin?",
    "Who can help in {place}?",
    "What does it cost?",
)
SENTENCES = (
    "Most programs answer within {a} weeks once the file is complete.",
    "Plan {a} to {b} months for {topic}, and write down what was agreed.",
    "In {place} the fee was {a}{b} dollars for the last season.",
    "Ask the coordinator in {place} before the {a}th of the month.",
    "Keep copies of every letter, because offices lose them.",
    "A mentor in {field} reads your draft faster than a service does.",
    "Of {b}{a} applicants in {field}, about {a} were invited.",
    "Leave at least {a} days between two interviews in {place}.",
)


def main() -> None:
    """Print one line a run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="where articles and index go; by default a folder that is deleted")
    parser.add_argument("--stand-in", action="store_true")
    given = parser.parse_args()
    folder = given.folder or Path(mkdtemp())
    guides, index = folder / "articles", folder / "index"
    write_articles(guides, given.articles)
    begun = perf_counter()
    if given.stand_in:
        fill(guides, index)
    else:
        timed("first index", guides, index)
    print(f"{'first index':<24}{perf_counter() - begun:>8.1f} s{'':>23}{rows(index):>8} texts", flush=True)
    timed("nothing changed", guides, index)
    edited = next(file for file in sorted(guides.glob("*.md")) if "offices lose them" in file.read_text())
    edited.write_text(edited.read_text().replace("offices lose them", "some offices lose them", 1))
    timed("one sentence edited", guides, index)
    moved = guides.rename(folder / "renamed")
    timed("folder renamed", moved, index)
    timed("rolled back", "--rollback", index)
    if not given.folder:
        shutil.rmtree(folder)


def timed(what: str, argument: Path | str, index: Path) -> None:
    """Run the indexer and print how long it took and how many texts were embedded."""
    before, begun, used = rows(index), perf_counter(), _processor()
    command = [
        sys.executable,
        "-c",
        "from advisor.cli import main; main()",
        "index",
        str(argument),
        "--index",
        str(index),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, said = perf_counter() - begun, done.stdout.splitlines()[-1]
    busy = _processor() - used
    print(f"{what:<24}{seconds:>8.1f} s{busy:>8.1f} s of processor{rows(index) - before:>8} texts   {said}", flush=True)


def _processor() -> float:
    """Seconds of processor time of the finished runs: what counts where other programs take their share."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fill(guides: Path, index: Path) -> None:
    """The first index, with vectors made of hashes under the real model's name."""
    model = SentenceEmbeddings()

    def chunk(guide: Guide) -> list[Document]:
        return chunk_guide(guide, lambda text: len(text.split()) * 2, 128)

    builder = Builder(index, StandIn(), Stamp(model.identity), chunk)
    builder.update([guides])


def rows(index: Path) -> int:
    """How many texts were ever embedded for an index and are still needed by a kept generation."""
    if not (index / FILE).is_file():
        return 0
    database = sqlite3.connect(index / FILE)
    [count] = database.execute("SELECT count(*) FROM vectors").fetchone()
    database.close()
    return int(count)


class StandIn(Embeddings):
    """A vector of length 1 for each text, the same each time; says nothing of what the text means."""

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """A text's vector."""
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=384)
        return list(vector / np.linalg.norm(vector))


def write_articles(folder: Path, count: int) -> None:
    """Articles of five sections each, in Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"article-{number:04}.md").write_text("\n".join(article(number)), encoding="utf-8")


def article(number: int) -> Iterator[str]:
    """The lines of one article."""
    chance = random.Random(number)
    words = {"field": chance.choice(FIELDS), "topic": chance.choice(TOPICS), "place": chance.choice(PLACES)}
    yield f"# {words['topic'].capitalize()} in {words['field']}, {words['place']} ({number})\n"
    yield chance.choice(OPENINGS).format(**words) + "\n"
    for heading in chance.sample(HEADINGS, 5):
        yield f"## {heading.format(**words)}\n"
        listed = chance.random() < 0.4
        for sentence in chance.sample(SENTENCES, chance.randint(2, 4)):
            text = sentence.format(**words, a=chance.randint(2, 9), b=chance.randint(10, 99))
            yield f"- {text}" if listed else text
        yield ""


if __name__ == "__main__":
    main()
