"""A generation of an index opened for questions: guides, sections, vectors, words."""

import weakref
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from advisor.chunking import GRAINS
from advisor.documents import Guide, Section
from advisor.index import store, stored, wording
from advisor.index.chunks import Chunks, Columns, Hits
from advisor.index.known import KnownEmbeddings
from advisor.index.manifest import Manifest, Stamp
from advisor.lexical import WordIndex


class Found(NamedTuple):
    """A chunk near a question: the chunk, and the cosine of the two vectors."""

    chunk: Document
    cosine: float


class Index:
    """Everything that answering needs, of one generation; what comes later does not change it.

    Args:
        folder: the index.
        embeddings: embeds the questions; must be those the index was built with.
        stamp: how the index has to be built.
        chroma_url: a Chroma server that has the vectors; by default they are under `folder`.
        before: an index of the same folder that was opened earlier; what has not changed is taken from it.

    Raises:
        IndexNotBuilt: there is no index in the folder.
        IndexMismatch: it was built in another way, or is damaged.
    """

    def __init__(
        self,
        folder: Path,
        embeddings: Embeddings,
        stamp: Stamp,
        chroma_url: str | None = None,
        before: "Index | None" = None,
    ) -> None:
        self.manifest = Manifest.load(folder)
        self.manifest.check(stamp, folder)
        self.embeddings = embeddings
        known = before._stored if before else {}
        self._stored: dict[str, tuple[Guide, dict[str, Columns]]] = {
            e.stored: known.get(e.stored) or stored.load_columns(folder, e.stored)
            for e in self.manifest.entries.values()
        }
        self.guides: Mapping[str, Guide] = {n: self._stored[e.stored][0] for n, e in self.manifest.entries.items()}
        self._words = wording.opened(folder, self.manifest)
        self.sections: Mapping[str, Section] = wording.searched(self.guides.values())
        self._store = store.searchable(folder, self.manifest, chroma_url)
        weakref.finalize(self, self._store.close)

    @cached_property
    def words(self) -> WordIndex:
        """BM25 over whole sections, each led by its heading path; weighed anew where no run has kept it."""
        return self._words or wording.made(self.guides, self.sections)

    def nearest(self, text: str, k: int) -> list[Found]:
        """The chunks of the `k` texts of each grain that are nearest to a text, grain by grain, best first."""
        return [
            Found(hits.chunks.document(number, self.ordered[place].guide, self.ordered[place].id), cosine)
            for hits in self.hits(text, k).values()
            for number, place, cosine in zip(hits.numbers, hits.sections, hits.cosines.tolist(), strict=True)
        ]

    def hits(self, text: str, k: int) -> dict[str, Hits]:
        """The same by grain, without an object for each chunk; grains of which nothing is indexed are left out."""
        vector = self.embeddings.embed_query(text)
        return {grain: chunks.hits(self._nearest(grain, vector, k)) for grain, chunks in self._chunks.items()}

    def _nearest(self, grain: str, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """The `k` nearest rows of this generation; the store of a server has those of other generations too."""
        own, asked = self._chunks[grain], k
        while True:
            found = self._store.nearest(grain, vector, asked)
            known = [(row, cosine) for row, cosine in found if row in own]
            if len(known) >= k or len(found) < asked:
                return known[:k]
            asked *= 2

    @cached_property
    def ordered(self) -> Sequence[Section]:
        """The sections by their place, which is that in `sections` and in `words`."""
        return [*self.sections.values()]

    @cached_property
    def guide_of(self) -> NDArray[np.int32]:
        """The guide of each section as a number, shape (sections,)."""
        numbers = {name: number for number, name in enumerate(self.guides)}
        return np.array([numbers[section.guide] for section in self.ordered], np.int32)

    @cached_property
    def prefaces(self) -> NDArray[np.bool_]:
        """Which sections stand before the first heading of a guide that has some; shape (sections,)."""
        headed = {section.guide for section in self.ordered if section.headings}
        return np.array([not section.headings and section.guide in headed for section in self.ordered], np.bool_)

    @cached_property
    def openings(self) -> NDArray[np.bool_]:
        """Which sections are the first with a heading of a guide that has several; shape (sections,)."""
        headed = [place for place, section in enumerate(self.ordered) if section.headings]
        _, first, count = np.unique(self.guide_of[headed], return_index=True, return_counts=True)
        found = np.zeros(len(self.ordered), np.bool_)
        found[np.array(headed, np.int64)[first[count > 1]]] = True
        return found

    @cached_property
    def statement_embeddings(self) -> Embeddings:
        """Embeddings that take a statement's vector from the index, where it has been since it was indexed."""
        return KnownEmbeddings(self.embeddings, lambda rows: self._store.vectors("statement", rows))

    @cached_property
    def _chunks(self) -> Mapping[str, Chunks]:
        """By grain, all chunks; grains without any are left out."""
        places = {id: place for place, id in enumerate(self.sections)}
        cut = [self._stored[entry.stored][1] for entry in self.manifest.entries.values()]
        by_grain = {grain: [columns[grain] for columns in cut if grain in columns] for grain in GRAINS}
        return {grain: Chunks(grain, guides, places) for grain, guides in by_grain.items() if guides}
