"""Words that a line's end has broken, joined: the document's own spelling decides, then English."""

import re
from collections.abc import Collection, Iterable

from advisor.spelling import english

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)([-\u00ad\u2010])$")
_FIRST = re.compile(r"[^\W\d_]+")


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """The whole words of some lines in lower case; what stands broken at a line's end is left out."""
    found: set[str] = set()
    broken = False
    for line in lines:
        words = [word.lower() for word in _WORD.findall(line)]
        ends_broken = bool(_BROKEN.search(line))
        found |= set(words[broken : len(words) - ends_broken])
        broken = ends_broken
    return frozenset(found)


def letters_to_drop(line: str, following: str, known: Collection[str]) -> int | None:
    """How many letters of a line's end go when the next line is joined to it; None where a space parts them.

    Args:
        line: a line's words.
        following: the next line's words.
        known: the document's vocabulary.
    """
    broken, rest = _BROKEN.search(line), _FIRST.match(following)
    if not broken or not rest:
        return None
    if broken[2] == "\u00ad":
        return 1
    if not rest[0][0].islower():
        return 0 if line[-2:-1].isalpha() else None
    head, tail = broken[1].lower(), rest[0].lower()
    return 0 if _keeps_hyphen(head, tail, known) else 1


def _keeps_hyphen(head: str, tail: str, known: Collection[str]) -> bool:
    if f"{head}-{tail}" in known:
        return True
    if head + tail in known:
        return False
    whole, parts = english().known([head + tail]), english().known([head, tail])
    return not whole and len(parts) == len({head, tail})
