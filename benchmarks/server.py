"""What a million chunks cost: embedding here, rows on a Chroma server; and how long a question to it takes.

    python -m benchmarks.server [--rows 20000]

Chunks of the shipped guides are embedded by the real model, on one core. Then a real `chroma run` on this
machine is filled with random vectors as the index does it, asked as the index asks, and killed and started
again. The last lines multiply the figures of a unit. Linux only.
"""

import argparse
import os
import random
import re
import tempfile
import time
from functools import partial
from pathlib import Path
from time import process_time

import numpy as np

from advisor import readers
from advisor.chunking import chunk_guide
from advisor.embedding import SentenceEmbeddings
from advisor.grains import CHUNKS
from advisor.index import exact, store, stored
from advisor.index.filling import EMBED_BATCH
from advisor.lexical import WordIndex, words
from advisor.settings import default_corpus
from benchmarks.common import head, machine, seconds, spread
from benchmarks.scale import WINDOW, guide, token_count
from tests.chroma_server import ChromaServer

DIMENSIONS = 384
MILLION = 1_000_000
TEXTS = 400  # chunks that are embedded
QUESTIONS = 100
GRAIN, COLLECTION = "statement", "advisor-cost"
GUIDES = 40


def main() -> None:
    """Measure, print, multiply."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args().rows
    print(machine())
    core_hours = embedding() * MILLION / 3600
    with tempfile.TemporaryDirectory() as folder:
        own, texts = replica(Path(folder))
        loading, held, disk = filled(Path(folder), rows)
    print(f"a million chunks: {core_hours:.1f} core-hours to embed, {loading * MILLION / 3600:.1f} hours to load")
    print(f"  the server's disk {disk * MILLION / 1e9:.1f} GB, its memory {held * MILLION / 1e9:.1f} GB")
    print(f"  a replica's disk {texts * MILLION / 1e9:.1f} GB, its memory {own * MILLION / 1e9:.1f} GB")
    print(f"  the plain vectors would be {4 * DIMENSIONS * MILLION / 1e9:.1f} GB")


def filled(folder: Path, rows: int) -> tuple[float, float, float]:
    """Seconds, bytes of memory and bytes of disk that a row takes on a server that gets that many."""
    place = folder / "chroma"
    vectors = np.random.default_rng(7).standard_normal((rows, DIMENSIONS), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    names = [f"{number:024x}" for number in range(rows)]
    with ChromaServer(place) as chroma:
        empty = memory(chroma.process.pid)
        loading = load(chroma, vectors, names)
        held = memory(chroma.process.pid) - empty
        there = store.writable(folder, "", COLLECTION, chroma.url)
        here = exact.ExactStore({GRAIN: exact.Rows(np.array(names), vectors)})
        print(head(f"ms a search, {CHUNKS} nearest"))
        print(spread("  on the server", search(there, vectors)))
        print(spread("  in this process", search(here, vectors)))
        chroma.kill()
        print(f"started again in {seconds(chroma.start):.1f} s")
    return loading, held / rows, size(place) / rows


def replica(folder: Path) -> tuple[float, float]:
    """Bytes of memory and of disk that a chunk takes on a machine that answers: its guides, not its vectors."""
    chance, known = random.Random(7), words(default_corpus().joinpath("networking.md").read_text(encoding="utf-8"))
    guides = [readers.read(guide(chance, known, n).encode(), f"g{n}", f"g{n}.md") for n in range(GUIDES)]
    names = [stored.save(folder, g, chunk_guide(g, token_count, WINDOW))[0] for g in guides]
    del guides
    before = memory(os.getpid())
    held = [stored.load_columns(folder, name) for name in names]
    index = WordIndex([s.text for g, _ in held for s in g.sections], [s.id for g, _ in held for s in g.sections])
    index.weights("a question")
    chunks = sum(len(columns.rows) for _, by_grain in held for columns in by_grain.values())
    return (memory(os.getpid()) - before) / chunks, size(folder / "guides") / chunks


def embedding() -> float:
    """Seconds of one core that a chunk takes."""
    model = SentenceEmbeddings()
    guides = [readers.read(f.read_bytes(), f.stem, f.name) for f in readers.guide_files([default_corpus()])]
    texts = [c.page_content for g in guides for c in chunk_guide(g, model.token_count, model.window)]
    texts = texts[:: max(1, len(texts) // TEXTS)][:TEXTS]
    model.embed_documents(texts[:8])
    begun = process_time()
    model.embed_documents(texts)
    took = (process_time() - begun) / len(texts)
    letters = np.mean([len(text) for text in texts])
    print(
        f"embedding: {took * 1000:.1f} ms of one core a chunk ({len(texts)} chunks, {letters:.0f} letters in the mean)"
    )
    return took


def load(chroma: ChromaServer, vectors: exact.Vectors, names: list[str]) -> float:
    """Fill the server in batches; seconds a row."""
    into = store.writable(Path(), "", COLLECTION, chroma.url)

    def fill() -> None:
        for start in range(0, len(names), EMBED_BATCH):
            into.add(GRAIN, names[start : start + EMBED_BATCH], vectors[start : start + EMBED_BATCH])

    took = seconds(fill) / len(names)
    print(f"loading: {1 / took:.0f} rows a second into the server")
    return took


def search(asked: store.Store | exact.ExactStore, vectors: exact.Vectors) -> list[float]:
    """Seconds of each search."""
    chosen = vectors[:: max(1, len(vectors) // QUESTIONS)][:QUESTIONS].tolist()
    return [seconds(partial(asked.nearest, GRAIN, vector, CHUNKS)) for vector in chosen]


def memory(process: int) -> int:
    """Bytes of a process's memory, once it has settled."""
    time.sleep(2)
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) * 1024 if found else 0


def size(folder: Path) -> int:
    """Bytes of all files of a folder."""
    return sum(os.path.getsize(file) for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
