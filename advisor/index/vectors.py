"""Every vector that was ever made for this index, by what the text says: nothing is embedded twice.

A SQLite file, written batch by batch, so that a run that is killed loses one batch of work at most.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

Bulk = Callable[[Mapping[str, str]], Iterator[Mapping[str, Vectors]]]
"""Texts by row -> vectors by row, a batch at a time, in any order."""

FILE = "vectors.sqlite3"
_ASKED_AT_ONCE = 500  # SQLite takes no more than 999 values in some builds
_TABLE = (
    "CREATE TABLE IF NOT EXISTS vectors"
    " (embedder TEXT, row TEXT, vector BLOB NOT NULL, PRIMARY KEY (embedder, row)) WITHOUT ROWID"
)


class VectorCache:
    """Vectors by embedder and row.

    Args:
        folder: the index.
        embedder: the identity of the model; another one's vectors are not seen.
    """

    def __init__(self, folder: Path, embedder: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / FILE
        self._embedder = embedder
        self._database = _opened(self._file)

    def get(self, rows: Sequence[str]) -> dict[str, Vectors]:
        """The vectors that are known, by row."""
        found: dict[str, Vectors] = {}
        for start in range(0, len(rows), _ASKED_AT_ONCE):
            asked = rows[start : start + _ASKED_AT_ONCE]
            query = f"SELECT row, vector FROM vectors WHERE embedder = ? AND row IN ({','.join('?' * len(asked))})"
            for row, vector in self._database.execute(query, (self._embedder, *asked)):
                found[row] = np.frombuffer(vector, np.float32)
        return found

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors."""
        with self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                ((self._embedder, row, vector.astype(np.float32).tobytes()) for row, vector in vectors.items()),
            )

    def forget(self, keep: Iterable[str]) -> None:
        """Delete all vectors but those of some rows, other embedders' too."""
        kept = set(keep)
        spare = [
            key for key in self._database.execute("SELECT embedder, row FROM vectors")
            if key[0] != self._embedder or key[1] not in kept
        ]  # fmt: skip
        with self._database:
            self._database.executemany("DELETE FROM vectors WHERE embedder = ? AND row = ?", spare)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def sound(folder: Path) -> bool:
    """Whether the file of a folder is whole, or not there yet."""
    file = folder / FILE
    if not file.is_file():
        return True
    try:
        database = sqlite3.connect(file)
        try:
            return bool(database.execute("PRAGMA quick_check").fetchone() == ("ok",))
        finally:
            database.close()
    except sqlite3.DatabaseError:
        return False


def embedded(texts: Mapping[str, str], cache: VectorCache, embeddings: Embeddings) -> Vectors:
    """The vectors of texts, made where the cache has none.

    Args:
        texts: by row.
        cache: takes what is made.
        embeddings: makes the vectors.

    Returns:
        The vectors in the order of the texts, shape (texts, dimensions).
    """
    known = cache.get(list(texts))
    new = [row for row in texts if row not in known]
    if new:
        made = np.asarray(embeddings.embed_documents([texts[row] for row in new]), np.float32)
        cache.put(dict(zip(new, made, strict=True)))
        known.update(zip(new, made, strict=True))
    return np.stack([known[row] for row in texts])


def fill(cache: VectorCache, texts: Mapping[str, str], bulk: Bulk) -> Iterator[int]:
    """Have in bulk whatever vectors the cache lacks, and tell of each batch how many it was.

    What was kept stays when the run is broken off, and is not made again by the next one.
    """
    known = cache.get(list(texts))
    for made in bulk({row: text for row, text in texts.items() if row not in known}):
        cache.put(made)
        yield len(made)


def _opened(file: Path) -> sqlite3.Connection:
    """The database; a damaged one is thrown away, it can be made anew."""
    try:
        return _prepared(file)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # locked, or no room: nothing is wrong with what is there
        file.unlink()
        return _prepared(file)


def _prepared(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=30)
    try:
        database.execute(_TABLE)
    except sqlite3.Error:
        database.close()
        raise
    return database
