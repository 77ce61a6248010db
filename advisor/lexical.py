"""Word search over whole sections: stemmed BM25 (Robertson and Zaragoza, 2009; Lucene's variant).

The words are weighed when an index is written; a question only adds up, which takes no more than the
files that are kept. They are mapped into memory. The weights are those of the package bm25s, which
brings scipy: a writer of an index would wait longer for its start than for the weighing.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np
import Stemmer
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

K1, B = 1.5, 0.75  # how soon a word's repetition counts no more; how much a long text counts less
VERSION = 2  # raise it when the same text has other words or weights
RELATED = 0.5  # weight of a word that means what was asked
ALIKE = 0.8  # from here on two spellings are taken for one word

_WORD = re.compile(r"[^\W_]+")
# Those of bm25s (`STOPWORDS_EN_PLUS`).
STOPWORDS = frozenset(Path(__file__).with_name("stopwords.txt").read_text(encoding="utf-8").split())
_NAMES, _ARRAYS = "words.json", ("starts", "places", "counts", "weights")


@cache
def _stemmer() -> Any:
    return Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The words of a text as they are matched: lower case, stop words left out, stemmed.

    Signs part words, so that "J-1" and "J1 visa" share some and "10+" is found by "10".
    """
    found = [w for w in _WORD.findall(text.lower()) if w not in STOPWORDS]
    return list(_stemmer().stemWords(found))


@dataclass(frozen=True, slots=True)
class Postings:
    """Which texts hold a word, and its BM25 weight in each: those of column `c` are `starts[c]` to `starts[c + 1]`.

    Attributes:
        columns: by word.
        starts: shape (words + 1,).
        places: positions of the texts, ascending within a column.
        counts: beside them, how often the text holds the word.
        weights: beside them.
    """

    columns: Mapping[str, int]
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    counts: NDArray[np.int32]
    weights: NDArray[np.float32]

    def of(self, word: str) -> slice:
        """Where a word's texts stand; nowhere for a word that none holds."""
        column = self.columns.get(word)
        return slice(0, 0) if column is None else slice(int(self.starts[column]), int(self.starts[column + 1]))

    def hold(self, word: str, places: NDArray[np.int32]) -> bool:
        """Whether one of some texts, given by their positions, holds a word."""
        there = self.places[self.of(word)]
        found = np.searchsorted(there, places)
        return bool((there[found[found < len(there)]] == places[found < len(there)]).any())


class WordIndex:
    """BM25 over a fixed list of texts.

    Args:
        texts: what is searched.
        ids: their names, in the same order.
    """

    def __init__(self, texts: Sequence[str], ids: Sequence[str]) -> None:
        self._hold(ids, _weighed(_counted([words(text) for text in texts], range(len(texts)), {}), len(texts)))

    @classmethod
    def opened(cls, folder: Path) -> Self:
        """What `save` has written.

        Raises:
            OSError: a file is missing.
            ValueError: one is damaged.
        """
        content = json.loads((folder / _NAMES).read_bytes())
        arrays = [np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS]
        found = cls.__new__(cls)
        columns = {word: column for column, word in enumerate(content["words"])}
        found._hold(content["ids"], Postings(columns, *map(np.asarray, arrays)))
        return found

    def save(self, folder: Path) -> None:
        """Write it; the file without which it does not open comes last."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self._postings, name))
        content = {"ids": self._ids, "words": list(self._postings.columns)}
        (folder / _NAMES).write_text(json.dumps(content), encoding="utf-8")

    def changed(self, ids: Sequence[str], texts: Mapping[str, str]) -> Self:
        """The index of other texts, some of which are here and stay as they are: their words are not looked for again.

        Args:
            ids: the names of all, in order.
            texts: of those that are not here, or not the same, by name.
        """
        places = {id: place for place, id in enumerate(ids)}
        moved = np.array([-1 if id in texts else places.get(id, -1) for id in self._ids], np.int64)
        columns = dict(self._postings.columns)
        new = _counted([words(text) for text in texts.values()], [places[id] for id in texts], columns)
        old = self._postings
        held, at = np.repeat(np.arange(len(old.starts) - 1), np.diff(old.starts)), moved[old.places]
        stay = at >= 0
        found = Counts(
            columns,
            np.concatenate([held[stay], new.held]),
            np.concatenate([at[stay], new.places]),
            np.concatenate([old.counts[stay], new.counts]),
        )
        changed = type(self).__new__(type(self))
        changed._hold(ids, _weighed(found, len(ids)))
        return changed

    def _hold(self, ids: Sequence[str], postings: Postings) -> None:
        self._ids = list(ids)
        self._places = {id: place for place, id in enumerate(self._ids)}
        self._postings = postings

    @property
    def ids(self) -> list[str]:
        """The names of the texts, in order."""
        return self._ids

    def weights(self, query: str, related: str = "") -> NDArray[np.float64]:
        """BM25 of every text, shape (texts,): of the words shared with the query and, at less weight, related terms."""
        asked = words(query)
        further = [word for word in words(related) if word not in asked]
        return np.asarray(self._sum(asked).astype(np.float64) + RELATED * self._sum(further))

    def share(self, query: str, ids: Iterable[str]) -> float:
        """The share of a query's words, weighed by rarity, that these texts hold together; 0 to 1."""
        places = np.array([self._places[id] for id in ids], np.int32)
        return sum(share for word, share in self.shares(query).items() if self._postings.hold(word, places))

    def shares(self, query: str) -> dict[str, float]:
        """What each stemmed word of a query is of all of it, weighed by rarity; together 1, where there are any."""
        rarities = {word: self.rarity(word) for word in words(query)}
        total = sum(rarities.values())
        return {word: rarity / total for word, rarity in rarities.items()}

    def rareness(self, query: str, weight: float) -> float:
        """A text's BM25 a word of the query, as a part of what the rarest word would weigh; 0 to 1."""
        return min(1.0, weight / (len(words(query)) + 1) / math.log(1 + len(self._ids)))

    def similar(self, word: str) -> str | None:
        """The stemmed word of the texts that is spelled most like this one, if any is."""
        found = process.extractOne(word, self._postings.columns.keys(), scorer=fuzz.ratio, score_cutoff=100 * ALIKE)
        return found[0] if found else None

    def rarity(self, word: str) -> float:
        """How much a stemmed word tells texts apart: its inverse document frequency, at least 0."""
        held = self._postings.of(word)
        count, total = held.stop - held.start, len(self._ids)
        return math.log(1 + (total - count + 0.5) / (count + 0.5))

    def _sum(self, asked: Iterable[str]) -> NDArray[np.float32]:
        """The weights of words added up, a word that is asked twice counted twice; shape (texts,)."""
        scores = np.zeros(len(self._ids), np.float32)
        for word in asked:
            held = self._postings.of(word)
            scores[self._postings.places[held]] += self._postings.weights[held]
        return scores


@dataclass(frozen=True, slots=True)
class Counts:
    """How often which text holds which word; an entry for each word of each text.

    Attributes:
        columns: of the words, by word.
        held: the column of the word, shape (entries,), as all that follow.
        places: the position of the text.
        counts: how often.
    """

    columns: dict[str, int]
    held: NDArray[np.int64]
    places: NDArray[np.int64]
    counts: NDArray[np.int32]


def _counted(tokens: Sequence[Sequence[str]], places: Sequence[int], columns: dict[str, int]) -> Counts:
    """The words of texts counted; what is new among them gets a column.

    Args:
        tokens: the words of each text.
        places: the positions of the texts.
        columns: of the words that are known.
    """
    of = np.array([columns.setdefault(word, len(columns)) for found in tokens for word in found], np.int64)
    text = np.repeat(np.arange(len(tokens)), [len(found) for found in tokens])
    pairs, counts = np.unique(of * len(tokens) + text, return_counts=True)
    held, text = np.divmod(pairs, max(1, len(tokens)))
    return Counts(columns, held, np.asarray(places, np.int64)[text], counts.astype(np.int32))


def _weighed(found: Counts, texts: int) -> Postings:
    """The postings of so many texts; words that none holds are left out."""
    order = np.lexsort((found.places, found.held))
    held, places, counts = found.held[order], found.places[order], found.counts[order]
    lengths = np.bincount(places, counts, minlength=texts)
    there, held = np.unique(held, return_inverse=True)
    starts = np.searchsorted(held, np.arange(len(there) + 1))
    norm = K1 * (1 - B + B * lengths / max(1.0, lengths.mean())) if texts else lengths
    weights = _rarity(np.diff(starts), texts)[held] * counts / (counts + norm[places])
    known = list(found.columns)
    columns = {known[column]: number for number, column in enumerate(there.tolist())}
    return Postings(columns, starts.astype(np.int64), places.astype(np.int32), counts, weights.astype(np.float32))


def _rarity(held: NDArray[np.int64], total: int) -> NDArray[np.float64]:
    """Inverse document frequency of words that so many of the texts hold, at least 0."""
    return np.log1p((total - held + 0.5) / (held + 0.5))
