"""Query -> the best sections, each with its best statements and one comparable score.

A section is scored by the cosines of its two best statements, of its best passage and of its headings, and
by BM25 over its words. BM25 says which section holds the question's words best, but not whether that is
much: divided by the best BM25 of the query it is weighed by the share of the question's words that the
best section holds. How much words count beside meaning depends on the query: much where the guides hold many
of its words, and rare ones; hardly where they hold few, as of a layman's question. A section counts for more in
a guide whose best sections lie near too. The weights were fitted on questions over guides that the embedding
model was not trained on (`training/fusion.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict, PrivateAttr

from advisor.glossary import Glossary
from advisor.index import Index
from advisor.index.chunks import Hits

Values = NDArray[np.float64]

GRAINS = ("statement", "second", "passage", "heading", "words")
WEIGHTS = np.array([1.0, 0.32, 0.43, 0.16, -0.36])
# What the query's signals add to the weight of words, each times its number: the share of the query's words
# that one section holds; how rare they are, as that section's BM25 a word; the cosine of what is nearest.
WORDS_BY_SIGNAL = np.array([0.14, 1.54, 0.91])
GUIDE, GUIDE_SECTIONS = 0.4, 3  # weight of a guide, which is the mean of its best sections, beside one of them
JOINED = 0.7  # weight of a question with the turns before it, against that of the last turn alone
PHRASED = 0.9  # a taught phrasing is itself a question, and so nearer to any other than a text is
SAME_QUESTION = 0.45  # a phrasing that (so weighed) is nearer asks the same; a farther one says nothing
STATEMENTS = 2  # of a section, that are judged beside the question
CHUNKS = 400  # enough that a section outside them would not have come first
SECTIONS = 400  # the same, of those that only the words find
KEPT_SEARCHES = 64  # some 50 kB each


class SectionRetriever(BaseRetriever):
    """Finds the sections that answer a query, as documents that hold a section each.

    `page_content` is the section's Markdown. Metadata: `guide`, `section` (its id), `score` (0 to 1),
    `cosine` (of what comes nearest in it), `statements` (its nearest, as they are embedded, best first).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    glossary: Glossary = Glossary({})
    k: int = 8
    _found: "Callable[[str], Ranked]" = PrivateAttr()

    def model_post_init(self, context: Any) -> None:
        """Have searches kept: a question is searched by itself and as the last turn of a conversation."""
        self._found = lru_cache(maxsize=KEPT_SEARCHES)(self._search)

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
        ranked = self._found(query)
        if focus and focus != query:
            ranked = _mean(ranked, self._found(focus))
        scores = self._with_guides(ranked)
        best = np.argsort(-scores, kind="stable")[: k or self.k].tolist()
        return [self._document(ranked, at, float(scores[at])) for at in best]

    def read(self, query: str) -> "Reading":
        """What a query finds, grain by grain, before anything is weighed."""
        words = self.index.words.weights(query, self.glossary.related(query))
        hits = self.index.hits(query, CHUNKS)
        places = _each_once(*(found.sections for found in hits.values()), _largest(words, SECTIONS))
        held, rareness = 0.0, 0.0
        if words.any():
            first = int(words.argmax())
            held = self.index.words.share(query, [self.index.words.ids[first]])
            rareness = self.index.words.rareness(query, float(words[first]))
            words = words * held / words[first]
        return _reading(places, hits, words, held, rareness)

    def _search(self, query: str) -> "Ranked":
        """Every section that the vectors or the words find."""
        found = self.read(query)
        return Ranked(found.places, weights(found.signals) @ found.values, found.cosines, (found.hits,))

    def _with_guides(self, ranked: "Ranked") -> Values:
        """Every section's score with its guide's; shape (sections,)."""
        guides = self.index.guide_of[ranked.places]
        order = np.lexsort((-ranked.scores, guides))
        best = order[_rank(guides[order]) < GUIDE_SECTIONS]
        counted = np.maximum(np.bincount(guides[best]), 1)
        means = np.bincount(guides[best], ranked.scores[best]) / counted
        return np.asarray((ranked.scores + GUIDE * means[guides]) / (1 + GUIDE))

    def _document(self, ranked: "Ranked", at: int, score: float) -> Document:
        section = self.index.ordered[ranked.places[at]]
        near = _statements(ranked, int(ranked.places[at]))
        metadata: dict[str, Any] = {
            "guide": section.guide,
            "section": section.id,
            "score": round(max(0.0, min(1.0, score)), 4),
            "cosine": float(ranked.cosines[at]),
            "statements": sorted(near, key=lambda text: -near[text])[:STATEMENTS],
        }
        return Document(id=section.id, page_content=section.text, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query finds.

    Attributes:
        places: of the sections in the index, shape (sections,).
        hits: by grain, what the vectors found.
        values: how near each section is at each grain, shape (grains, sections), in the order of `GRAINS`.
        signals: of the query, in the order of `WORDS_BY_SIGNAL`, each 0 to 1.
        cosines: of what comes nearest in each section, shape (sections,).
    """

    places: NDArray[np.int32]
    hits: Mapping[str, Hits]
    values: Values
    signals: Values
    cosines: Values


@dataclass(frozen=True, slots=True)
class Ranked:
    """Sections that were found, each once, in the order in which they were come upon.

    Attributes:
        places: of the sections in the index, shape (sections,), as all that follow.
        scores: how near each is to the query, at every grain.
        cosines: of what comes nearest in it.
        hits: by grain, what the vectors found; of each search.
    """

    places: NDArray[np.int32]
    scores: Values
    cosines: Values
    hits: tuple[Mapping[str, Hits], ...]


def _statements(ranked: Ranked, place: int) -> dict[str, float]:
    """What the vectors found of a section's statements, with the cosine of the search that sees it nearest."""
    found: dict[str, float] = {}
    for hits in reversed(ranked.hits):
        for number, cosine in hits["statement"].within(place) if "statement" in hits else ():
            text = hits["statement"].chunks.texts[number]
            found[text] = max(cosine, found.get(text, cosine))
    return found


def _reading(
    places: NDArray[np.int32], hits: Mapping[str, Hits], words: Values, held: float, rareness: float
) -> Reading:
    """The values of the grains; what the search did not reach counts as the last it did.

    But not for phrasings: most sections have none, and so none that lies as near as the last one found.

    Args:
        places: of the sections to weigh.
        hits: by grain.
        words: BM25 of all sections, the best one's being `held`.
        held: the share of the query's words that the section holds which BM25 puts first.
        rareness: of these words.
    """
    sections = len(words)
    passage = _best(hits.get("passage"), sections)[places]
    statement = _best(hits.get("statement"), sections)[places]
    second = _second(hits.get("statement"), sections)[places]
    phrased = PHRASED * _best(hits.get("phrasing"), sections, floor=0.0)[places]
    phrased[phrased < SAME_QUESTION] = 0.0
    cosines = np.maximum(np.stack([statement, second, passage]), phrased)
    values = np.stack([*cosines, _best(hits.get("heading"), sections)[places], words[places]])
    signals = np.array([held, rareness, cosines[0].max(initial=0.0)])
    return Reading(places, hits, values, signals, cosines.max(axis=0))


def weights(signals: Values) -> Values:
    """What the grains are worth for a query, by its signals; shape (grains,), none below 0, together 1."""
    found = WEIGHTS.copy()
    found[-1] = max(0.0, found[-1] + signals @ WORDS_BY_SIGNAL)
    return np.asarray(found / found.sum())


def _best(hits: Hits | None, sections: int, floor: float | None = None) -> Values:
    """The cosine of what is nearest in each section; by default the last one found where there is nothing."""
    if hits is None or not len(hits.cosines):
        return np.zeros(sections)
    found = np.full(sections, hits.cosines[-1] if floor is None else floor)
    found[hits.sections[::-1]] = hits.cosines[::-1]  # the best, which come first, are written last
    return found


def _second(hits: Hits | None, sections: int) -> Values:
    """The cosine of the second nearest in each section, the last one found where there is none."""
    if hits is None or not len(hits.cosines):
        return np.zeros(sections)
    said = hits.sections.astype(np.int64) * len(hits.chunks.texts) + hits.chunks.rows[hits.numbers]
    once = np.sort(np.unique(said, return_index=True)[1])  # what a section says twice counts once
    order = once[np.argsort(hits.sections[once], kind="stable")]
    seconds = order[_rank(hits.sections[order]) == 1]
    found = np.full(sections, hits.cosines[-1])
    found[hits.sections[seconds]] = hits.cosines[seconds]
    return found


def _mean(query: Ranked, focus: Ranked) -> Ranked:
    """Both searches' scores averaged; a section that one did not reach has its lowest there."""
    places = _each_once(query.places, focus.places)

    missing = [float(found.scores.min()) if len(found.scores) else 0.0 for found in (query, focus)]
    asked, own = (_at(places, f, f.scores, least) for f, least in zip((query, focus), missing, strict=True))
    cosines = np.maximum(*(_at(places, f, f.cosines, -np.inf) for f in (query, focus)))
    return Ranked(places, JOINED * asked + (1 - JOINED) * own, cosines, query.hits + focus.hits)


def _at(places: NDArray[np.int32], found: Ranked, values: Values, missing: float) -> Values:
    """Values of what was found, at all places, which hold its own; `missing` elsewhere."""
    order = np.argsort(places)
    spread = np.full(len(places), missing)
    spread[order[np.searchsorted(places, found.places, sorter=order)]] = values
    return spread


def _each_once(*places: NDArray[np.int32]) -> NDArray[np.int32]:
    """All of them, in the order of their first coming."""
    found = np.concatenate(places)
    return np.asarray(found[np.sort(np.unique(found, return_index=True)[1])])


def _largest(values: Values, most: int) -> NDArray[np.int32]:
    """Positions of the largest values above 0, the largest first, the earlier one of two alike."""
    found = np.flatnonzero(values)
    if len(found) > most:
        least = np.partition(values[found], -most)[-most]
        found = found[values[found] >= least]
    return found[np.argsort(-values[found], kind="stable")][:most].astype(np.int32)


def _rank(groups: NDArray[np.int32]) -> NDArray[np.int64]:
    """The position of each entry within its group, from 0; the entries of a group stand together."""
    begins = np.flatnonzero(np.diff(groups, prepend=-1))
    return np.arange(len(groups)) - np.repeat(begins, np.diff(begins, append=len(groups)))
