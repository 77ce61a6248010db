"""An index opened for questions: guides, sections, vectors, words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from advisor.chunking import GRAINS, heading_path
from advisor.documents import Guide, Section
from advisor.errors import IndexMismatch
from advisor.index import store
from advisor.index.manifest import Manifest, Stamp
from advisor.lexical import WordIndex
from advisor.markup import blocks

if TYPE_CHECKING:
    from langchain_chroma import Chroma


@dataclass(frozen=True, slots=True)
class Found:
    """A chunk near a question: the chunk, and the cosine of the two vectors."""

    chunk: Document
    cosine: float


class Index:
    """Everything that answering needs, read once.

    Args:
        folder: the index.
        embeddings: embeds the questions; must be those the index was built with.
        stamp: how the index has to be built.
        chroma_url: a Chroma server that has the vectors; by default they are under `folder`.

    Raises:
        IndexNotBuilt: there is no index in the folder.
        IndexMismatch: it was built in another way, or is damaged.
    """

    def __init__(self, folder: Path, embeddings: Embeddings, stamp: Stamp, chroma_url: str | None = None) -> None:
        self.manifest = Manifest.load(folder)
        self.manifest.check(stamp, folder)
        self.embeddings = embeddings
        self.guides: Mapping[str, Guide] = {n: store.load_guide(folder, n) for n in self.manifest.entries}
        self.sections: Mapping[str, Section] = {
            section.id: section for guide in self.guides.values() for section in guide.sections if blocks(section.text)
        }
        self._chunks = frozenset(chunk for e in self.manifest.entries.values() for chunk in e.chunks)
        self._folder = folder
        self._chroma_url = chroma_url

    @cached_property
    def words(self) -> WordIndex:
        """BM25 over whole sections, each led by its heading path."""
        texts = [f"{heading_path(self.guides[s.guide], s)}\n{s.text}" for s in self.sections.values()]
        return WordIndex(texts, list(self.sections))

    def nearest(self, text: str, k: int) -> list[Found]:
        """The `k` chunks of each grain that are nearest to a text, grain by grain, best first."""
        vector = self.embeddings.embed_query(text)
        return [found for grain in self._grains for found in self._nearest(vector, k, grain)]

    @cached_property
    def _grains(self) -> tuple[str, ...]:
        phrased = any(guide.phrasings for guide in self.guides.values())
        return () if not self.sections else GRAINS if phrased else GRAINS[:-1]

    def _nearest(self, vector: list[float], k: int, grain: str) -> list[Found]:
        found = self._vectors.similarity_search_by_vector_with_relevance_scores(vector, k, filter={"grain": grain})
        return [Found(chunk, 1 - distance) for chunk, distance in found if chunk.id in self._chunks]

    @cached_property
    def _vectors(self) -> "Chroma":
        chroma = store.client(self._folder, self._chroma_url)
        if self.manifest.collection not in {c.name for c in chroma.list_collections()}:
            raise IndexMismatch(
                f"The index in {self._folder} has lost its vectors: run 'advisor index --index {self._folder}'"
                " to make them anew."
            )
        return store.vectors(chroma, self.manifest.collection, self.embeddings)
