"""Query -> the best sections, each with its best passages and one comparable score.

A section is scored by the cosines of its two best statements and of its best passage, and by BM25 over
its words. BM25 says which section holds the question's words best, but not whether that is much: divided
by the best BM25 of the query it is weighed by the share of the question's words that the best section
holds. A section counts for more in a guide whose best sections lie near too. The weights were chosen on
questions over guides that the embedding model was not trained on.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from statistics import fmean
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from advisor.glossary import Glossary
from advisor.index import Index

WEIGHTS = {"statement": 1.0, "second": 0.2, "passage": 0.5, "words": 0.25}
GUIDE, GUIDE_SECTIONS = 0.4, 3  # weight of a guide, which is the mean of its best sections, beside one of them
JOINED = 0.7  # weight of a question with the turns before it, against that of the last turn alone
PHRASED = 0.9  # a taught phrasing is itself a question, and so nearer to any other than a text is
SAME_QUESTION = 0.45  # a phrasing that (so weighed) is nearer asks the same; a farther one says nothing
STATEMENTS = 2  # of a section, those that are read together with the question
CHUNKS = 400  # enough that a section outside them would not have come first
SECTIONS = 400  # the same, of those that only the words find


class SectionRetriever(BaseRetriever):
    """Finds the sections that answer a query, as documents that hold a section each.

    `page_content` is the section's Markdown. Metadata: `guide`, `section` (its id), `score` (0 to 1),
    `cosine` (of what comes nearest in it), `words` (BM25, 0 to 1), `passages` (spans of the
    section's text, best first), `statements` (its nearest, as they are embedded, best first).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    glossary: Glossary = Glossary({})
    k: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, focus: str = "", k: int | None = None
    ) -> list[Document]:
        """The best sections for a query.

        Args:
            query: what is searched for.
            run_manager: LangChain's callbacks.
            focus: the part of the query that matters most (the last turn of a conversation); it is
                searched for as well, and the scores are averaged, the query's at more weight.
            k: how many sections; by default the retriever's own number.
        """
        ranked = self._grains(query)
        if focus and focus != query:
            ranked = _mean(ranked, self._grains(focus))
        scores = self._with_guides({id: grains.score for id, grains in ranked.items()})
        best = nlargest(k or self.k, scores, key=scores.__getitem__)
        return [self._document(id, scores[id], ranked[id]) for id in best]

    def _grains(self, query: str) -> dict[str, "Grains"]:
        """Every section that the vectors or the words find."""
        words = self.index.words.scores(query, self.glossary.related(query))
        first = max(words, key=words.__getitem__, default="")
        scale = self.index.words.share(query, [first]) / words[first] if first else 0.0
        floors: dict[str, float] = {}
        near: defaultdict[str, Near] = defaultdict(Near)
        for chunk, cosine in self.index.nearest(query, CHUNKS):  # of each grain the best first
            floors[chunk.metadata["grain"]] = cosine
            near[chunk.metadata["section"]].add(chunk, cosine)
        ids = dict.fromkeys([*near, *nlargest(SECTIONS, words, key=words.__getitem__)])
        return {id: _scored(near.get(id, Near()), floors, words.get(id, 0.0) * scale) for id in ids}

    def _with_guides(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Every section's score with its guide's."""
        named = {id: self.index.sections[id].guide for id in scores}
        of = defaultdict[str, list[float]](list)
        for id, score in scores.items():
            of[named[id]].append(score)
        guides = {name: fmean(nlargest(GUIDE_SECTIONS, found)) for name, found in of.items()}
        return {id: (score + GUIDE * guides[named[id]]) / (1 + GUIDE) for id, score in scores.items()}

    def _document(self, id: str, score: float, grains: "Grains") -> Document:
        section = self.index.sections[id]
        spans = sorted(grains.passages, key=lambda span: -grains.passages[span])
        metadata: dict[str, Any] = {
            "guide": section.guide,
            "section": id,
            "score": round(max(0.0, min(1.0, score)), 4),
            "cosine": grains.cosine,
            "words": grains.words,
            "passages": spans,
            "statements": sorted(grains.statements, key=lambda text: -grains.statements[text])[:STATEMENTS],
        }
        return Document(id=id, page_content=section.text, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Grains:
    """How near one section is to a query, at every grain."""

    score: float
    cosine: float
    words: float
    passages: Mapping[tuple[int, int], float] = field(default_factory=dict)
    statements: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Near:
    """What the vectors found of one section: the best cosine of each grain, and those of its passages and statements.

    Attributes:
        cosines: by grain.
        passages: by span.
        statements: by what they say.
    """

    cosines: dict[str, float] = field(default_factory=dict)
    passages: dict[tuple[int, int], float] = field(default_factory=dict)
    statements: dict[str, float] = field(default_factory=dict)

    def add(self, chunk: Document, cosine: float) -> None:
        """Take up a chunk; of each grain the best comes first."""
        place = chunk.metadata
        self.cosines.setdefault(place["grain"], cosine)
        if place["grain"] == "passage":
            self.passages[place["start"], place["end"]] = cosine
        elif place["grain"] == "statement":
            self.statements[chunk.page_content] = cosine


def _scored(near: Near, floors: Mapping[str, float], words: float) -> Grains:
    """The weighted mean over the grains; what the search did not reach counts as the last it did.

    But not for phrasings: most sections have none, and so none that lies as near as the last one found.
    """
    cosines = {"passage": 0.0, "statement": 0.0, **floors, "phrasing": 0.0, **near.cosines}
    cosines["second"] = max(sorted(near.statements.values())[-2:-1], default=floors.get("statement", 0.0))
    phrased = PHRASED * cosines.pop("phrasing")
    phrased = phrased if phrased >= SAME_QUESTION else 0.0
    values = {grain: max(cosine, phrased) for grain, cosine in cosines.items()} | {"words": words}
    score = sum(WEIGHTS[grain] * value for grain, value in values.items()) / sum(WEIGHTS.values())
    return Grains(score, max(*cosines.values(), phrased), words, near.passages, near.statements)


def _mean(query: Mapping[str, Grains], focus: Mapping[str, Grains]) -> dict[str, Grains]:
    """Both searches' scores averaged; a section that one did not reach has its lowest there."""
    lowest = [min((g.score for g in found.values()), default=0.0) for found in (query, focus)]
    merged = {}
    for id in dict.fromkeys([*query, *focus]):
        first, second = query.get(id), focus.get(id)
        own = second.score if second else lowest[1]
        score = JOINED * (first.score if first else lowest[0]) + (1 - JOINED) * own
        known = [g for g in (second, first) if g]
        spans = {span: value for g in reversed(known) for span, value in g.passages.items()}
        said = {text: max(g.statements.get(text, 0.0) for g in known) for g in known for text in g.statements}
        merged[id] = Grains(score, max(g.cosine for g in known), max(g.words for g in known), spans, said)
    return merged
