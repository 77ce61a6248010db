"""A generation of an index opened for questions: guides, sections, vectors, words."""

import weakref
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from advisor.chunking import GRAINS
from advisor.documents import Guide, Section
from advisor.index import store, stored, wording
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
        self._stored: dict[str, tuple[Guide, list[Document]]] = {
            e.stored: known.get(e.stored) or stored.load(folder, e.stored) for e in self.manifest.entries.values()
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
        vector = self.embeddings.embed_query(text)
        return [
            Found(chunk, cosine)
            for grain, chunks in self._chunks.items()
            for row, cosine in self._nearest(grain, vector, k)
            for chunk in chunks[row]
        ]

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
    def statement_embeddings(self) -> Embeddings:
        """Embeddings that take a statement's vector from the index, where it has been since it was indexed."""
        return KnownEmbeddings(self.embeddings, lambda rows: self._store.vectors("statement", rows))

    @cached_property
    def _chunks(self) -> Mapping[str, Mapping[str, list[Document]]]:
        """By grain and row, the chunks that say what the row holds; grains without any are left out."""
        found: dict[str, dict[str, list[Document]]] = {grain: {} for grain in GRAINS}
        for _, chunks in self._stored.values():
            for chunk in chunks:
                found[chunk.metadata["grain"]].setdefault(stored.row_of(chunk.page_content), []).append(chunk)
        return {grain: chunks for grain, chunks in found.items() if chunks}
