"""Typing errors set right, towards the words of the guides first.

A word that nobody knows may as well be right: a name, an abbreviation, a term that the guides lack, British
spelling, another language. Where that is as likely as a slip, it stays.
"""

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
SHORT = 6  # letters; in a word up to here another letter makes another word
LETTERS_PER_EDIT = 4  # a longer word may have more errors
COMMON = 2e-6  # of all English words; rarer ones are hardly what was meant

# What is said with a possessive is looked up without it.
_WORD = re.compile(r"[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?")
# The dictionary of general English is American.
_AMERICAN = [
    (re.compile(r"(?<=[iy])s(?=[eia])"), "z"),
    (re.compile(r"(?<=..o)u(?=r)"), ""),
    (re.compile(r"[ao](?=e)"), ""),
    (re.compile(r"tre(?=s?$)"), "ter"),
    (re.compile(r"mme(?=s?$)"), "m"),
]
_HEARD = {ord(letter): alike[0] for alike in ("aeiouy", "ckqsxz", "fv", "gj") for letter in alike}


class Spelling:
    """Knows the words of the guides and of general English.

    Args:
        texts: the guides', and whatever else stays as it is.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        # No word goes beyond white space: what stands between it is looked at once, however often it is written.
        written = dict.fromkeys(chain.from_iterable(map(str.split, texts)))
        self._known = dict.fromkeys(w.lower() for part in written for w in _WORD.findall(part))
        self._nearest = lru_cache(maxsize=4096)(self._find)

    def corrected(self, text: str) -> str:
        """The text with each unknown word replaced by the known one that it is nearly, if any.

        A text in another language stays as it is.
        """
        corrected = _WORD.sub(lambda match: self._word(match.group()), text)
        return text if corrected == text or self._foreign(text) else corrected

    def strange(self, word: str) -> bool:
        """Whether a word is neither the guides', nor nearly one of theirs, nor common in general English."""
        lower = word.lower()
        stem = lower.removesuffix("s")[:SHORT]
        if any(known.startswith(stem) for known in self._known) or self._nearest(lower) in self._known:
            return False
        return english().word_usage_frequency(lower) < COMMON

    def _foreign(self, text: str) -> bool:
        """Whether most words of a text are unknown, and more of them than a name are like no known one either."""
        words = [word for word in _WORD.findall(text) if len(word) > 1 and word.islower()]
        unknown = [w for w in words if w not in self._known and english().word_usage_frequency(w) < COMMON]
        strange = [word for word in unknown if self._word(word) == word]
        return len(strange) > 1 and 2 * len(unknown) > len(words)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if len(word) < SHORTEST or not word.islower() or lower in self._known:
            return word  # what is written with a capital is a name or an abbreviation
        return self._nearest(lower)

    def _find(self, word: str) -> str:
        """The guides' word that is one error away, else a common English one, else the guides' that is more away.

        The shortest are too like each other for general English.
        """
        american = _american(word)
        if english().known([word]):
            return word
        if american in self._known or english().known([american]):
            return american if american in self._known else word
        edits = max(1, len(word) // LETTERS_PER_EDIT)
        found = process.extract(word, self._known.keys(), scorer=OSA.distance, score_cutoff=edits, limit=None)
        near = {known: distance for known, distance, _ in found if _mistyped(word, known)}
        best = min(near, key=lambda known: (near[known], -JaroWinkler.similarity(known, word)), default=word)
        if near.get(best) == 1 or len(word) == SHORTEST:
            return best
        usage = {likely: english().word_usage_frequency(likely) for likely in english().candidates(word) or ()}
        common = [likely for likely, share in usage.items() if share >= COMMON and _mistyped(word, likely)]
        return max(common, key=usage.__getitem__, default=best)


def _american(word: str) -> str:
    """A British word in American spelling; what is none may become anything."""
    for british, american in _AMERICAN:
        word = british.sub(american, word)
    return word


def _mistyped(word: str, meant: str) -> bool:
    """Whether a word that is nearly another is rather that one mistyped than a word of its own.

    Hardly any error is in the first letter, but that it is left out or changes places (Kukich, 1992); what ends
    in another word is derived from it; in a short word a wrong letter sounds like the right one.
    """
    if len(meant) < SHORTEST or word[0] not in meant[:2] or word.endswith(meant):
        return False
    if len(word) > SHORT or len(word) != len(meant) or sorted(word) == sorted(meant):
        return True
    return word.translate(_HEARD) == meant.translate(_HEARD)


@cache
def english() -> "SpellChecker":
    """The words of general English; loaded once, in about as long as some answers take."""
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1)
