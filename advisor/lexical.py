"""Word search over whole sections: stemmed BM25 (Robertson and Zaragoza, 2009; Lucene's variant, by bm25s)."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS
from rapidfuzz import fuzz, process

RELATED = 0.5  # weight of a word that means what was asked
ALIKE = 0.8  # from here on two spellings are taken for one word

_WORD = re.compile(r"[^\W_]+")
_STOPWORDS = frozenset(STOPWORDS_EN_PLUS)


@cache
def _stemmer() -> Any:
    return Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The words of a text as they are matched: lower case, stop words left out, stemmed.

    Signs part words, so that "J-1" and "J1 visa" share some and "10+" is found by "10".
    """
    found = [w for w in _WORD.findall(text.lower()) if w not in _STOPWORDS]
    return list(_stemmer().stemWords(found))


class WordIndex:
    """BM25 over a fixed list of texts.

    Args:
        texts: what is searched.
        ids: their names, in the same order.
    """

    def __init__(self, texts: Sequence[str], ids: Sequence[str]) -> None:
        self._ids = list(ids)
        tokens = [words(text) for text in texts]
        self._held = {id: frozenset(found) for id, found in zip(self._ids, tokens, strict=True)}
        self._texts_with = Counter(word for found in self._held.values() for word in found)
        self._engine = bm25s.BM25()
        if self._texts_with:
            self._engine.index(tokens, show_progress=False)

    def scores(self, query: str, related: str = "") -> dict[str, float]:
        """BM25 score by id, of the texts that share a word with the query or, at less weight, with related terms."""
        asked = words(query)
        known = [word for word in asked if word in self._texts_with]
        further = [word for word in words(related) if word in self._texts_with and word not in asked]
        scores = np.zeros(len(self._ids))
        if known:
            scores = scores + self._engine.get_scores(known)
        if further:
            scores = scores + RELATED * self._engine.get_scores(further)
        return {self._ids[i]: float(scores[i]) for i in np.flatnonzero(scores)}

    def share(self, query: str, ids: Iterable[str]) -> float:
        """The share of a query's words, weighed by rarity, that these texts hold together; 0 to 1."""
        asked = set(words(query))
        total = sum(map(self.rarity, asked))
        held = {word for id in ids for word in self._held[id]}
        return sum(map(self.rarity, asked & held)) / total if total else 0.0

    def similar(self, word: str) -> str | None:
        """The stemmed word of the texts that is spelled most like this one, if any is."""
        found = process.extractOne(word, self._texts_with.keys(), scorer=fuzz.ratio, score_cutoff=100 * ALIKE)
        return found[0] if found else None

    def rarity(self, word: str) -> float:
        """How much a stemmed word tells texts apart: its inverse document frequency, at least 0."""
        count, total = self._texts_with[word], len(self._ids)
        return math.log(1 + (total - count + 0.5) / (count + 0.5))
