"""The same article under two names or in two formats, told by what it states.

The sketch of a guide is the bottom-k sketch of its statements (Broder, 1997, "On the resemblance and
containment of documents"): the smallest hashes, of which two guides share the share of statements that
they share. Guides with other figures are never taken for the same: an edition of another year is news.
"""

import re
from collections.abc import Iterator, Mapping
from zlib import crc32

from advisor.documents import Guide
from advisor.statements import statements

SAME = 0.9  # share of statements; a reader of another format may lose or split some
KEPT = 64  # hashes; more tell nothing new
FEWEST = 3  # statements that are needed to tell guides apart
TELLING = 4  # words; what is shorter stands in many guides

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def sketch(guide: Guide) -> tuple[int, ...]:
    """What a guide says, in short: the hash of its figures, then the smallest hashes of its statements."""
    stated = {*_statements(guide)}
    figures = sorted(number for text in stated for number in _NUMBER.findall(text))
    return (crc32(" ".join(figures).encode()), *sorted({crc32(text.encode()) for text in stated})[:KEPT])


def same_as(found: tuple[int, ...], others: Mapping[str, tuple[int, ...]]) -> str | None:
    """The name of the guide that says the same, if there is one.

    Args:
        found: a guide's sketch.
        others: the sketches of the guides there are.
    """
    alike = {name: _resemblance(found[1:], other[1:]) for name, other in others.items() if found[:1] == other[:1]}
    best = max(alike, key=alike.__getitem__, default=None)
    return best if best is not None and alike[best] >= SAME else None


def _resemblance(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    if min(len(first), len(second)) < FEWEST:
        return 0.0
    smallest = set(sorted({*first, *second})[:KEPT])
    return len(smallest & {*first} & {*second}) / len(smallest)


def _statements(guide: Guide) -> Iterator[str]:
    for section in guide.sections:
        for statement in statements(section.text):
            words = re.findall(r"[^\W_]+", statement.text.lower())
            if len(words) >= TELLING:
                yield " ".join(words)
