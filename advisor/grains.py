"""Query -> how near each section is at every grain, and what each grain is worth for this query.

A section is read by the cosines of its two best statements, of its best passage and of its headings, and by
BM25 over its words. BM25 says which section holds the question's words best, but not whether that is much:
divided by the best BM25 of the query it is weighed by the share of the question's words that the best section
holds. How much words count beside meaning depends on the query: much where the guides hold many of its words,
and rare ones; hardly where they hold few, as of a layman's question. The weights were fitted on questions over
guides that the embedding model was not trained on (`training/fusion.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.index import Index
from advisor.index.chunks import Hits

Values = NDArray[np.float64]

GRAINS = ("statement", "second", "passage", "heading", "words")
WEIGHTS = np.array([1.0, 0.32, 0.43, 0.17, -0.35])
# What the query's signals add to the weight of words, each times its number: the share of the query's words
# that one section holds; how rare they are, as that section's BM25 a word; the cosine of what is nearest.
WORDS_BY_SIGNAL = np.array([0.18, 1.47, 0.87])
PHRASED = 0.9  # a taught phrasing is itself a question, and so nearer to any other than a text is
SAME_QUESTION = 0.45  # a phrasing that (so weighed) is nearer asks the same; a farther one says nothing
CHUNKS = 400  # enough that a section outside them would not have come first
SECTIONS = 400  # the same, of those that only the words find


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


def read(index: Index, query: str, related: str = "") -> Reading:
    """What a query finds, grain by grain, before anything is weighed.

    Args:
        index: what is searched.
        query: what is searched for.
        related: terms that mean the same as some of the query's, for the words.
    """
    words = index.words.weights(query, related)
    hits = index.hits(query, CHUNKS)
    places = each_once(*(found.sections for found in hits.values()), _largest(words, SECTIONS))
    held, rareness = 0.0, 0.0
    if words.any():
        first = int(words.argmax())
        held = index.words.share(query, [index.words.ids[first]])
        rareness = index.words.rareness(query, float(words[first]))
        words = words * held / words[first]
    return _reading(places, hits, words, held, rareness)


def weights(signals: Values) -> Values:
    """What the grains are worth for a query, by its signals; shape (grains,), none below 0, together 1."""
    found = WEIGHTS.copy()
    found[-1] = max(0.0, found[-1] + signals @ WORDS_BY_SIGNAL)
    return np.asarray(found / found.sum())


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
    seconds = order[rank_within(hits.sections[order]) == 1]
    found = np.full(sections, hits.cosines[-1])
    found[hits.sections[seconds]] = hits.cosines[seconds]
    return found


def each_once(*places: NDArray[np.int32]) -> NDArray[np.int32]:
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


def rank_within(groups: NDArray[np.int32]) -> NDArray[np.int64]:
    """The position of each entry within its group, from 0; the entries of a group stand together."""
    begins = np.flatnonzero(np.diff(groups, prepend=-1))
    return np.arange(len(groups)) - np.repeat(begins, np.diff(begins, append=len(groups)))
