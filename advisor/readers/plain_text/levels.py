"""How deep each heading stands: main ones, then numbered sequences and what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.readers.plain_text import mains as main_headings
from advisor.readers.plain_text.forms import is_faq, is_question
from advisor.readers.plain_text.headings import Heading

FARTHEST = 60  # headings looked back on, so that time stays linear


@dataclass(slots=True)
class _Open:
    """A heading under which others may still stand."""

    heading: Heading
    level: int
    at: int


def assign(headings: Sequence[Heading]) -> None:
    """Set the level of every heading; 1 is the highest, and no level is left out on the way down."""
    mains = main_headings.find(headings)
    _restart(headings, mains)
    inside = main_headings.inside_sequences(headings)
    hashes = _hash_levels(headings)
    path: list[_Open] = []
    for at, heading in enumerate(headings):
        level = hashes.get(heading.mark) or _level(headings, at, path, mains, inside)
        path = [o for o in path if o.level < level]
        heading.level = min(level, path[-1].level + 1 if path else 1)
        path.append(_Open(heading, heading.level, at))


def _hash_levels(headings: Sequence[Heading]) -> dict[str, int]:
    """The level that each number of hashes stands for."""
    marks = sorted({h.mark for h in headings if h.mark.startswith("#")}, key=len)
    return {mark: depth for depth, mark in enumerate(marks, 1)}


def _level(headings: Sequence[Heading], at: int, path: list[_Open], mains: set[int], inside: set[int]) -> int:
    heading = headings[at]
    if at in mains or not path:
        return 1
    if heading.listed > 1:
        return heading.listed
    if (faq := _open_faq(path)) and (is_question(heading.text) or heading.text.startswith("Q")):
        return faq.level + 1
    return _numbered(heading, path) if heading.number else _unnumbered(headings, at, path, at in inside)


def _open_faq(path: Sequence[_Open]) -> _Open | None:
    """The list of questions in which we are; it ends at the first heading that is none."""
    for opened in reversed(path):
        if is_faq(opened.heading.text):
            return opened
        if not is_question(opened.heading.text):
            return None
    return None


def _numbered(heading: Heading, path: Sequence[_Open]) -> int:
    """The level of the sequence that the number continues, else one below what is open."""
    number = heading.number
    assert number is not None
    for opened in reversed(path):
        other = opened.heading.number
        if other is None:
            continue
        if len(number.path) > 1 and number.path[:-1] == other.path[: len(number.path)]:
            return opened.level + 1
        if other.key == number.key and (len(number.path) == 1 or number.path[:-1] == other.path[:-1]):
            return opened.level
    return path[-1].level + 1


def _unnumbered(headings: Sequence[Heading], at: int, path: Sequence[_Open], between: bool) -> int:
    """The level of a plain heading that is no main one.

    It stands below the innermost number, unless that is the last of a sequence without plain headings
    under its other numbers: then it stands beside the sequence, or beside the plain heading that led to
    it. Without number it stands beside its like under the main heading.
    """
    for place in range(len(path) - 1, -1, -1):
        opened = path[place]
        if not opened.heading.number:
            continue
        parent = path[place - 1] if place else None
        if between or parent is None or _holds_plain(headings, parent.at, opened.at):
            return opened.level + 1
        return parent.level if parent.level > 1 and not parent.heading.number else opened.level
    return path[-1].level if path[-1].level > 1 else 2


def _holds_plain(headings: Sequence[Heading], first: int, last: int) -> bool:
    """Whether a plain heading stands between two others."""
    return any(headings[i].number is None for i in range(max(first, last - FARTHEST) + 1, last))


def _restart(headings: Sequence[Heading], mains: set[int]) -> None:
    """Add to the main headings the plain ones in front of which a numbering ended and behind which it starts again.

    They stand beside the main one under which that numbering began.
    """
    parents: dict[str, int] = {}
    last: dict[str, tuple[int, int]] = {}  # where each numbering stood last, and at which value
    owner = -1
    for at, heading in enumerate(headings):
        number = heading.number
        if number is None:
            owner = at
            if at in mains:
                last, parents = {}, {}
        elif len(number.path) == 1:
            before, value = last.get(number.key, (owner, 0))
            if before < owner and number.value <= value:
                if parents[number.key] in mains:
                    mains.add(owner)
                parents[number.key] = owner
            parents.setdefault(number.key, owner)
            last[number.key] = at, number.value
