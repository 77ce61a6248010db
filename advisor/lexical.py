"""Word search over whole sections: stemmed BM25 (Robertson and Zaragoza, 2009; Lucene's variant, by bm25s)."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

_WORD = re.compile(r"[^\W_]+")
_STOPWORDS = frozenset(STOPWORDS_EN)


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
    """BM25 over a fixed list of texts."""

    def __init__(self, engine: bm25s.BM25, ids: Sequence[str]) -> None:
        self._engine = engine
        self.ids = list(ids)

    @classmethod
    def build(cls, texts: Sequence[str], ids: Sequence[str]) -> Self:
        """Index texts; `ids` name them in the same order."""
        engine = bm25s.BM25()
        tokens = [words(t) for t in texts]
        if any(tokens):
            engine.index(tokens, show_progress=False)
        return cls(engine, ids)

    def scores(self, query: str) -> dict[str, float]:
        """BM25 score by id, of the texts that share a word with the query."""
        known = [w for w in words(query) if w in getattr(self._engine, "vocab_dict", {})]
        if not known:
            return {}
        scores = self._engine.get_scores(known)
        return {self.ids[i]: float(scores[i]) for i in np.flatnonzero(scores)}
