"""Query -> the best sections, each with its best passages and one comparable score.

A section is scored at several grains: the cosine of its best passage and of its heading path, and
BM25 over its words divided by the best BM25 of the query. The weighted mean was chosen on public
benchmarks (doc2dial, SciFact), where it beats either side alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from advisor.index import Found, Index

WEIGHTS = {"passage": 2.0, "heading": 0.6, "words": 0.6}
CHUNKS = 400  # enough that a section outside them would not have come first


class SectionRetriever(BaseRetriever):
    """Finds the sections that answer a query, as documents that hold a section each.

    `page_content` is the section's Markdown. Metadata: `guide`, `section` (its id), `score` (0 to 1),
    `cosine` (its best passage), `words` (share of the best BM25 score), `passages` (spans of the
    section's text, best first).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    k: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, focus: str = "", k: int | None = None
    ) -> list[Document]:
        """The best sections for a query.

        Args:
            query: what is searched for.
            run_manager: LangChain's callbacks.
            focus: the part of the query that matters most (the last turn of a conversation); it is
                searched for as well, and both scores are averaged.
            k: how many sections; by default the retriever's own number.
        """
        ranked = _grains(self.index, query)
        if focus and focus != query:
            ranked = _mean(ranked, _grains(self.index, focus))
        best = sorted(ranked.items(), key=lambda item: -item[1].score)
        return [self._document(id, grains) for id, grains in best[: k or self.k]]

    def _document(self, id: str, grains: "Grains") -> Document:
        section = self.index.sections[id]
        spans = sorted(grains.passages, key=lambda span: -grains.passages[span])
        metadata: dict[str, Any] = {
            "guide": section.guide,
            "section": id,
            "score": round(max(0.0, min(1.0, grains.score)), 4),
            "cosine": grains.cosine,
            "words": grains.words,
            "passages": spans,
        }
        return Document(id=id, page_content=section.text, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Grains:
    """How near one section is to a query, at every grain."""

    score: float
    cosine: float
    words: float
    passages: Mapping[tuple[int, int], float] = field(default_factory=dict)


def _grains(index: Index, query: str) -> dict[str, Grains]:
    """Every section that the vectors or the words find."""
    chunks = index.nearest(query, CHUNKS)
    words = index.words.scores(query)
    best = max(words.values(), default=0.0) or 1.0
    floor = min((f.cosine for f in chunks), default=0.0)
    by_section: dict[str, list[Found]] = {}
    for found in chunks:
        by_section.setdefault(found.chunk.metadata["section"], []).append(found)
    ids = dict.fromkeys([*by_section, *words])
    return {id: _scored(by_section.get(id, ()), floor, words.get(id, 0.0) / best) for id in ids}


def _scored(chunks: Iterable[Found], floor: float, words: float) -> Grains:
    """The weighted mean over the grains; what the search did not reach counts as the last it did."""
    cosines: dict[str, float] = {}
    passages: dict[tuple[int, int], float] = {}
    for found in chunks:
        grain = found.chunk.metadata["grain"]
        cosines[grain] = max(cosines.get(grain, floor), found.cosine)
        if grain == "passage":
            passages[found.chunk.metadata["start"], found.chunk.metadata["end"]] = found.cosine
    values = {
        "passage": cosines.get("passage", floor),
        "heading": cosines.get("heading", floor),
        "words": words,
    }
    score = sum(WEIGHTS[grain] * value for grain, value in values.items()) / sum(WEIGHTS.values())
    return Grains(score, max(cosines.values(), default=floor), words, passages)


def _mean(query: Mapping[str, Grains], focus: Mapping[str, Grains]) -> dict[str, Grains]:
    """Both searches' scores averaged; a section that one did not reach has its lowest there."""
    lowest = [min((g.score for g in found.values()), default=0.0) for found in (query, focus)]
    merged = {}
    for id in dict.fromkeys([*query, *focus]):
        first, second = query.get(id), focus.get(id)
        score = ((first.score if first else lowest[0]) + (second.score if second else lowest[1])) / 2
        known = [g for g in (second, first) if g]
        spans = {span: value for g in reversed(known) for span, value in g.passages.items()}
        merged[id] = Grains(score, max(g.cosine for g in known), max(g.words for g in known), spans)
    return merged
