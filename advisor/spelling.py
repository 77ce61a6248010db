"""Typing errors set right, towards the words of the guides first."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

if TYPE_CHECKING:
    from spellchecker import SpellChecker

SHORTEST = 4  # letters; shorter words are too like each other
LETTERS_PER_EDIT = 4  # a longer word may have more errors
COMMON = 2e-6  # of all English words; rarer ones are hardly what was meant

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Spelling:
    """Knows the words of the guides and of general English.

    Args:
        texts: the guides'.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        # No word goes beyond white space: what stands between it is looked at once, however often it is written.
        written = dict.fromkeys(chain.from_iterable(map(str.split, texts)))
        self._known = dict.fromkeys(w.lower() for part in written for w in _WORD.findall(part))
        self._nearest = lru_cache(maxsize=4096)(self._find)

    def corrected(self, text: str) -> str:
        """The text with each unknown word replaced by the known one that it is nearly, if any."""
        return _WORD.sub(lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if len(word) < SHORTEST or not word.islower() or lower in self._known:
            return word  # what is written with a capital is a name or an abbreviation
        return self._nearest(lower)

    def _find(self, word: str) -> str:
        if english().known([word]):
            return word
        edits = max(1, len(word) // LETTERS_PER_EDIT)
        found = process.extract(word, self._known.keys(), scorer=OSA.distance, score_cutoff=edits, limit=None)
        near = {known: distance for known, distance, _ in found if len(known) >= SHORTEST}
        if near:
            return str(min(near, key=lambda known: (near[known], -JaroWinkler.similarity(known, word))))
        likely = english().correction(word)
        return likely if likely and english().word_usage_frequency(likely) >= COMMON else word


@cache
def english() -> "SpellChecker":
    """The words of general English; loaded once, in about as long as some answers take."""
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1)
