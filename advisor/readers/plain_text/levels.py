"""How deep each heading stands: main ones, then numbered sequences and what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.readers.plain_text import mains as main_headings
from advisor.readers.plain_text.forms import is_faq, is_question
from advisor.readers.plain_text.headings import Heading
from advisor.readers.plain_text.mains import SHORT

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
    siblings = _restarts(headings, mains)
    inside = main_headings.inside_sequences(headings)
    hashes = main_headings.hash_levels(headings)
    path: list[_Open] = []
    for at, heading in enumerate(headings):
        level = hashes.get(heading.mark) or _level(headings, at, path, mains, siblings, inside)
        path = [o for o in path if o.level < level]
        heading.level = min(level, path[-1].level + 1 if path else 1)
        path.append(_Open(heading, heading.level, at))


def _level(
    headings: Sequence[Heading], at: int, path: list[_Open], mains: set[int], siblings: dict[int, int], inside: set[int]
) -> int:
    heading = headings[at]
    if at in mains or not path:
        return 1
    if heading.listed > 1:
        return heading.listed
    if at in siblings:
        return headings[siblings[at]].level
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
    if path[-1].heading.words > SHORT and path[-1].heading.number is None and len(path) > 1:
        return path[-1].level
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
    heading, last = headings[at], path[-1].heading
    if path[-1].level > 1 and not last.words and not heading.before > last.before:
        return path[-1].level + 1
    return path[-1].level if path[-1].level > 1 else 2


def _holds_plain(headings: Sequence[Heading], first: int, last: int) -> bool:
    """Whether a plain heading stands between two others."""
    return any(headings[i].number is None for i in range(max(first, last - FARTHEST) + 1, last))


def _restarts(headings: Sequence[Heading], mains: set[int]) -> dict[int, int]:
    """Plain headings in front of which a numbering ended and behind which it starts again.

    Such a heading stands beside the one under which that numbering began: it becomes a main one, or
    its place is given as the index of its sibling.
    """
    siblings: dict[int, int] = {}
    parents: dict[str, int] = {}
    last: dict[str, int] = {}
    owner = -1
    for at, heading in enumerate(headings):
        number = heading.number
        if number is None:
            owner = at
            if at in mains:
                last, parents = {}, {}
            continue
        if len(number.path) > 1:
            continue
        if number.key in last and number.value <= (headings[last[number.key]].number or number).value:
            parent = parents[number.key]
            if last[number.key] < owner and parent >= 0 and owner not in mains:
                if parent in mains:
                    mains.add(owner)
                else:
                    siblings[owner] = parent
            parents[number.key] = owner
        parents.setdefault(number.key, owner)
        last[number.key] = at
    return siblings
