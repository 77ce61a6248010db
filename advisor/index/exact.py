"""The vectors of a local store once more, as plain files that are searched exactly and without Chroma.

For the rows of one index (thousands to some hundred thousands) the product of a matrix with a vector is
faster than a walk through a graph, misses nothing, and spares a process Chroma's start and memory. The
files are mapped into memory: what is not searched costs nothing, and processes share what is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

SUFFIX = ".npy"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one grain.

    Attributes:
        names: of the rows, in order.
        vectors: of length 1, shape (rows, dimensions).
    """

    names: NDArray[np.str_]
    vectors: Vectors

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` rows nearest to a vector of length 1, best first, each with the cosine."""
        cosines = self.vectors @ vector
        best = np.argpartition(-cosines, k)[:k] if k < len(cosines) else np.arange(len(cosines))
        best = best[np.argsort(-cosines[best], kind="stable")]
        return list(zip(self.names[best].tolist(), cosines[best].tolist(), strict=True))

    def get(self, names: Sequence[str]) -> dict[str, Vectors]:
        """The vectors, shape (dimensions,), of those rows that there are."""
        places = np.searchsorted(self.names, names)
        found = zip(names, places.tolist(), strict=True)
        return {n: self.vectors[at] for n, at in found if at < len(self.names) and self.names[at] == n}


class ExactStore:
    """All grains of a store; the same questions can be asked as of `store.Store`.

    Args:
        grains: rows by grain.
    """

    def __init__(self, grains: Mapping[str, Rows]) -> None:
        self._grains = grains

    def nearest(self, grain: str, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """The `k` rows nearest to a vector, best first, each with the cosine."""
        return self._grains[grain].nearest(np.asarray(vector, np.float32), k)

    def vectors(self, grain: str, rows: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those rows that there are."""
        return self._grains[grain].get(rows) if grain in self._grains else {}

    def close(self) -> None:
        """The files are let go of when nothing refers to them."""


def save(folder: Path, grain: str, wanted: Collection[str], new: Mapping[str, Vectors]) -> None:
    """Write the rows of one grain: those that are wanted and there already, and new ones.

    Args:
        folder: the store.
        grain: whose rows.
        wanted: names of all that it shall hold.
        new: by name, the vectors of those that are not there.
    """
    if not wanted:
        return
    added = sorted(new)
    names, rows = np.array(added, dtype=str), np.array([_unit(new[name]) for name in added], np.float32)
    if before := _there(folder, grain):
        gone = [at for at, name in enumerate(before.names.tolist()) if name not in wanted]
        if not gone and not added:
            return
        names, rows = _merged(before, gone, names, rows)
    _names_file(folder, grain).unlink(missing_ok=True)
    _write(_vectors_file(folder, grain), rows)
    _write(_names_file(folder, grain), names)  # written last: with it the grain is complete


def _merged(
    before: Rows, gone: Sequence[int], names: NDArray[np.str_], rows: Vectors
) -> tuple[NDArray[np.str_], Vectors]:
    """Names, in order, and vectors of some rows without those that are gone and with new ones."""
    stay = np.delete(before.names, gone)
    places = np.searchsorted(stay, names)
    vectors = np.delete(before.vectors, gone, axis=0) if gone else before.vectors
    vectors = np.insert(vectors, places, rows, axis=0) if len(rows) else vectors
    return np.insert(stay.astype(np.promote_types(stay.dtype, names.dtype)), places, names), vectors


def names(folder: Path, grain: str) -> set[str]:
    """The rows of one grain that a store has."""
    there = _there(folder, grain)
    return set(there.names.tolist()) if there else set()


def opened(folder: Path, wanted: Mapping[str, int]) -> ExactStore | None:
    """The store, if every grain that is wanted is there and has as many rows as it should."""
    try:
        grains = {grain: _rows(folder, grain) for grain in wanted}
    except (OSError, ValueError):
        return None
    return ExactStore(grains) if all(len(grains[grain].names) == size for grain, size in wanted.items()) else None


def _there(folder: Path, grain: str) -> Rows | None:
    """The rows of a grain, if they are whole."""
    try:
        return _rows(folder, grain)
    except (OSError, ValueError):
        return None


def _write(file: Path, content: NDArray[Any]) -> None:
    """Write a file in one step, because the one in its place may be mapped into memory."""
    draft = file.with_suffix(f".draft{SUFFIX}")
    np.save(draft, content)
    draft.replace(file)


def _rows(folder: Path, grain: str) -> Rows:
    vectors, names = np.load(_vectors_file(folder, grain), mmap_mode="r"), np.load(_names_file(folder, grain))
    if len(vectors) != len(names):
        raise ValueError(f"{grain}: {len(names)} names for {len(vectors)} vectors")
    return Rows(names, np.asarray(vectors))


def _unit(vector: Vectors) -> Vectors:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)


def _vectors_file(folder: Path, grain: str) -> Path:
    return folder / f"{grain}.vectors{SUFFIX}"


def _names_file(folder: Path, grain: str) -> Path:
    return folder / f"{grain}.names{SUFFIX}"
