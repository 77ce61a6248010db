"""Query -> the best sections, each with its best statements and one comparable score.

What a section is worth at every grain (`grains.py`) is weighed and summed. A question is searched with what was said
before it and by itself, the more by itself the more it names; the whole conversation tells the guide. A section counts
for more in a guide whose best sections lie near too, and where the question calls it by its name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict, PrivateAttr

from advisor.called import called
from advisor.glossary import Glossary
from advisor.grains import Values, each_once, rank_within, read, weights
from advisor.index import Index
from advisor.index.chunks import Hits

GUIDE, GUIDE_SECTIONS = 0.5, 3  # weight of a guide, which is the mean of its best sections, beside one of them
STORY = 0.9  # weight of a message, against that of the question in it alone
PREFACE = 0.03  # what stands before a guide's first heading announces more than it answers
FIRST = 50  # sections, the best ones, of which it is seen whether the query calls them by name
STATEMENTS = 2  # of a section, that are judged beside the question
KEPT_SEARCHES = 64  # some 50 kB each


class SectionRetriever(BaseRetriever):
    """Finds the sections that answer a query, as documents that hold a section each.

    `page_content` is the section's Markdown. Metadata: `guide`, `section` (its id), `score` (0 to 1), `named` (what of
    it the section owes to its names), `cosine` (of what comes nearest in it), `statements` (its nearest, as they are
    embedded, best first).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    glossary: Glossary = Glossary({})
    k: int = 8
    _found: "Callable[[str], Ranked]" = PrivateAttr()

    def model_post_init(self, context: Any) -> None:
        """Have searches kept: a question is searched when it is answered and when it is judged."""
        self._found = lru_cache(maxsize=KEPT_SEARCHES)(self._search)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        focus: str = "",
        conversation: str = "",
        carried: float = 0.0,
        whole: str = "",
        k: int | None = None,
    ) -> list[Document]:
        """The best sections for a query.

        Args:
            query: what is searched for.
            run_manager: LangChain's callbacks.
            focus: the part of the query that matters most (the question behind a story); it is searched for as
                well, and the scores are averaged.
            conversation: the query with the turns before it; the same.
            carried: the weight of its scores, 0 to 1.
            whole: the query with more turns before it, which tell the guide; by default what the conversation holds.
            k: how many sections; by default the retriever's own number.
        """
        ranked = self._found(query)
        if focus and focus != query:
            ranked = _mean(ranked, self._found(focus), STORY)
        if carried:
            ranked = _mean(self._found(conversation), ranked, carried)
            if whole and whole != conversation:
                ranked = replace(ranked, whole=self._everywhere(self._found(whole))[ranked.places])
        scores = self._with_guides(ranked)
        near = np.argsort(-scores, kind="stable")[:FIRST]
        named = np.zeros(len(scores))
        named[near] = (1 - carried) * self._called(query, ranked.places[near])
        best = np.argsort(-scores - named, kind="stable")[: k or self.k].tolist()
        return [self._document(ranked, at, float(scores[at]), float(named[at])) for at in best]

    def _search(self, query: str) -> "Ranked":
        """Every section that the vectors or the words find."""
        found = read(self.index, query, self.glossary.related(query))
        scores = weights(found.signals) @ found.values
        return Ranked(found.places, scores, scores, found.cosines, (found.hits,))

    def _everywhere(self, found: "Ranked") -> Values:
        """The scores of all sections of the index, the lowest where a search did not reach; shape (sections,)."""
        scores = np.full(len(self.index.ordered), found.scores.min(initial=1.0))
        scores[found.places] = found.scores
        return scores

    def _with_guides(self, ranked: "Ranked") -> Values:
        """Every section's score with its guide's; shape (sections,).

        The last question says which section is meant, but the whole conversation which guide: it rarely leaves it.
        A guide of a single section is no more than that section.
        """
        guides = self.index.guide_of[ranked.places]
        own, counted = _guides(ranked.scores, guides)
        whole, _ = _guides(ranked.whole, guides)
        share = (counted - 1) / (GUIDE_SECTIONS - 1)
        scores = (ranked.scores + GUIDE * (own + share * (whole - own))) / (1 + GUIDE)
        return np.asarray(scores - PREFACE * self.index.prefaces[ranked.places])

    def _called(self, query: str, places: NDArray[np.int32]) -> Values:
        """What sections gain where the query calls them, or their guide, by its name; shape (sections,)."""
        shares, gained = self.index.words.shares(query), list[float]()
        for place in places:
            section = self.index.ordered[place]
            title = self.index.guides[section.guide].title if self.index.openings[place] else ""
            gained.append(called(shares, "".join(section.headings[-1:]), title))
        return np.array(gained)

    def _document(self, ranked: "Ranked", at: int, score: float, named: float) -> Document:
        section = self.index.ordered[ranked.places[at]]
        near = _statements(ranked, int(ranked.places[at]))
        metadata: dict[str, Any] = {
            "guide": section.guide,
            "section": section.id,
            "score": round(max(0.0, min(1.0, score + named)), 4),
            "named": round(named, 4),
            "cosine": float(ranked.cosines[at]),
            "statements": sorted(near, key=lambda text: -near[text])[:STATEMENTS],
        }
        return Document(id=section.id, page_content=section.text, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Sections that were found, each once, in the order in which they were come upon.

    Attributes:
        places: of the sections in the index, shape (sections,), as all that follow.
        scores: how near each is to the query, at every grain.
        whole: the same without regard to its last question.
        cosines: of what comes nearest in it.
        hits: by grain, what the vectors found; of each search.
    """

    places: NDArray[np.int32]
    scores: Values
    whole: Values
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


def _mean(whole: Ranked, part: Ranked, weight: float) -> Ranked:
    """Both searches' scores averaged, the first's at this weight; a section that one did not reach has its lowest."""
    places = each_once(whole.places, part.places)

    missing = [float(found.scores.min()) if len(found.scores) else 0.0 for found in (whole, part)]
    asked, own = (_at(places, f, f.scores, least) for f, least in zip((whole, part), missing, strict=True))
    cosines = np.maximum(*(_at(places, f, f.cosines, -np.inf) for f in (whole, part)))
    return Ranked(places, weight * asked + (1 - weight) * own, asked, cosines, whole.hits + part.hits)


def _guides(scores: Values, guides: NDArray[np.int32]) -> tuple[Values, NDArray[np.int64]]:
    """Of each section's guide the mean of its best sections, and how many these are; each of shape (sections,)."""
    order = np.lexsort((-scores, guides))
    best = order[rank_within(guides[order]) < GUIDE_SECTIONS]
    counted = np.maximum(np.bincount(guides[best]), 1)
    return (np.bincount(guides[best], scores[best]) / counted)[guides], counted[guides]


def _at(places: NDArray[np.int32], found: Ranked, values: Values, missing: float) -> Values:
    """Values of what was found, at all places, which hold its own; `missing` elsewhere."""
    order = np.argsort(places)
    spread = np.full(len(places), missing)
    spread[order[np.searchsorted(places, found.places, sorter=order)]] = values
    return spread
