"""The chunks of a generation as columns: of many thousand, Python objects are made of the few that are shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from langchain_core.documents import Document
from numpy.typing import NDArray

from advisor import chunking

Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Columns:
    """The chunks of one grain of one guide, in the guide's order; an entry a chunk.

    Attributes:
        rows: of the vector store.
        texts: as they are embedded.
        sections: ids.
        starts: where it begins in the section's text.
        ends: where it ends.
    """

    rows: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


class Chunks:
    """All chunks of one grain, numbered from 0.

    Args:
        grain: which.
        guides: the columns of each guide.
        places: of the sections, by id: their position among all that are searched.

    Attributes:
        rows: which row a chunk's text has, as a number, shape (chunks,); the same text has the same.
        sections: a chunk's section, as its place, shape (chunks,).
        texts: as they are embedded.
    """

    def __init__(self, grain: str, guides: Sequence[Columns], places: Mapping[str, int]) -> None:
        names = [name for guide in guides for name in guide.rows]
        self._grain = grain
        self._numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        self.rows = _numbers(map(self._numbers.__getitem__, names), len(names))
        self.sections = _numbers(map(places.__getitem__, chain.from_iterable(g.sections for g in guides)), len(names))
        self.texts = [text for guide in guides for text in guide.texts]
        self._starts = _numbers(chain.from_iterable(g.starts for g in guides), len(names))
        self._ends = _numbers(chain.from_iterable(g.ends for g in guides), len(names))
        # The chunks of row `r` are `_of_row[_bounds[r] : _bounds[r + 1]]`.
        self._of_row = np.argsort(self.rows, kind="stable")
        self._bounds = np.concatenate([[0], np.cumsum(np.bincount(self.rows, minlength=len(self._numbers)))])

    def __contains__(self, row: str) -> bool:
        return row in self._numbers

    def hits(self, found: Sequence[tuple[str, float]]) -> "Hits":
        """The chunks that say what some rows hold.

        Args:
            found: rows of these chunks with their cosines, best first.
        """
        rows = _numbers((self._numbers[row] for row, _ in found), len(found))
        first, count = self._bounds[rows], self._bounds[rows + 1] - self._bounds[rows]
        # Most rows are said once; the chunks of one that is said more often follow each other.
        later = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        numbers = self._of_row[np.repeat(first, count) + later]
        return Hits(self, numbers, np.repeat(np.array([cosine for _, cosine in found], np.float64), count))

    def span(self, number: int) -> tuple[int, int]:
        """Where a chunk stands in its section's text."""
        return int(self._starts[number]), int(self._ends[number])

    def document(self, number: int, guide: str, section: str) -> Document:
        """A chunk as it was made."""
        return chunking.chunk(guide, section, self._grain, *self.span(number), self.texts[number])


@dataclass(frozen=True, slots=True)
class Hits:
    """Chunks of one grain that a search found, best first.

    Attributes:
        chunks: all of the grain.
        numbers: of those found, shape (hits,).
        cosines: of each and the question, shape (hits,).
    """

    chunks: Chunks
    numbers: NDArray[np.int64]
    cosines: NDArray[np.float64]

    @property
    def sections(self) -> Places:
        """The place of each hit's section, shape (hits,)."""
        return self.chunks.sections[self.numbers]

    def within(self, section: int) -> Iterator[tuple[int, float]]:
        """The hits in a section, as numbers of chunks with their cosines, best first."""
        there = np.flatnonzero(self.sections == section)
        return zip(self.numbers[there].tolist(), self.cosines[there].tolist(), strict=True)


def _numbers(found: Iterator[int], count: int) -> Places:
    return np.fromiter(found, np.int32, count)
