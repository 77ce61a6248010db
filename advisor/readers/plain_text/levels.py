"""How deep each heading stands: of all outlines of the page the one with the least that speaks against it.

Every heading may stand at any open level or one deeper. What a choice costs is the sum of a few weights
below; none of them decides alone, and the whole page is decided together.
"""

from collections.abc import Sequence
from typing import NamedTuple

from advisor.readers.plain_text import cues
from advisor.readers.plain_text.forms import Number, is_main_word
from advisor.readers.plain_text.headings import Heading

WIDTH = 12  # outlines followed at a time
DEEPEST = 5
DEPTHS = (0.0, 0.0, 0.3, 0.8, 3.0, 4.0)  # to go down to a level: where nothing tells levels apart, flat is right
AGAIN = 0.2  # how much of that it costs to stay there

TOLD = 12.0  # for each level away from what the page says: hashes, underlines, a table of contents
BROKEN = 8.0  # a number that is not the next of its sequence, though that is open
LATE = 8.0  # a sequence that does not start at one
ORPHAN = 4.0  # "2.1" not under "2"
MIXED = 3.0  # a plain heading beside numbered ones
MIXED_MAIN = 1.0  # the same among main headings
UNHELD = 1.5  # a first plain heading under a number, when those before it had none
EMPTY = 3.0  # a heading without text of its own, and without the next heading under it
LED = 1.5  # a sequence that starts behind a plain heading, but not under it
ASKED = 5.0  # a question that is not in the list of questions which is open
UNASKED = 3.0  # in a list of questions, what is none
CLOSED = 3.0  # a heading under "Introduction" or "Conclusion"
UNLIKE = 0.6  # beside a heading of another form
LONE = 0.7  # an only child


class _Open(NamedTuple):
    """A heading under which others may still stand.

    Attributes:
        at: its place among the headings.
        held: whether one beside it, further up, has headings under it.
        lone: whether none stands beside it further up.
    """

    at: int
    held: bool
    lone: bool


_Path = tuple[_Open, ...]


class _Outline(NamedTuple):
    """The levels chosen so far, the last one first, and what they cost."""

    cost: float
    level: int
    before: "_Outline | None"


class _Page(NamedTuple):
    headings: Sequence[Heading]
    mains: Sequence[float]
    asking: set[int]
    told: Sequence[int]


def assign(headings: Sequence[Heading]) -> None:
    """Set the level of every heading; 1 is the highest, and no level is left out on the way down."""
    page = _Page(headings, cues.evidence(headings), cues.question_lists(headings), _told(headings))
    open_: dict[_Path, _Outline] = {(): _Outline(0.0, 0, None)}
    for at in range(len(headings)):
        longer: dict[_Path, _Outline] = {}
        for path, outline in open_.items():
            for level in range(1, min(len(path) + 1, DEEPEST) + 1):
                cost = outline.cost + _cost(page, path, at, level)
                new = _opened(path, at, level)
                if new not in longer or cost < longer[new].cost:
                    longer[new] = _Outline(cost, level, outline)
        open_ = dict(sorted(longer.items(), key=lambda o: o[1].cost)[:WIDTH])
    best: _Outline | None = min(
        (o._replace(cost=o.cost + LONE * sum(x.lone for x in p[1:])) for p, o in open_.items()), key=lambda o: o.cost
    )
    for heading in reversed(headings):
        assert best is not None
        heading.level, best = best.level, best.before


def _opened(path: _Path, at: int, level: int) -> _Path:
    beside = path[level - 1] if len(path) >= level else None
    return (*path[: level - 1], _Open(at, bool(beside and (beside.held or len(path) > level)), beside is None))


def _told(headings: Sequence[Heading]) -> list[int]:
    """The level that the page itself gives each heading; 0 where it gives none.

    Underlines count by the order of their first use, hashes by their number.
    """
    marks = list(dict.fromkeys(h.mark for h in headings if h.mark))
    if all(m.startswith("#") for m in marks):
        marks.sort(key=len)
    depths = {mark: depth for depth, mark in enumerate(marks, 1)}
    telling = len({h.listed for h in headings}) > 1  # a table of contents that lists all alike tells nothing
    return [depths.get(h.mark, h.listed * telling) for h in headings]


def _cost(page: _Page, path: _Path, at: int, level: int) -> float:
    """What speaks against a level for the next heading."""
    heading = page.headings[at]
    cost = DEPTHS[level] * (1.0 if level > len(path) else AGAIN) + LONE * sum(o.lone for o in path[max(1, level) :])
    if told := page.told[at]:
        return cost + TOLD * abs(level - told)
    cost += abs(page.mains[at]) * ((page.mains[at] < 0) == (level == 1))
    parent = page.headings[path[level - 2].at] if level > 1 else None
    beside = page.headings[path[level - 1].at] if len(path) >= level else None
    if parent and is_main_word(parent.text) and path[level - 2].at not in page.asking:
        cost += CLOSED
    cost += _questions(page, path, at, level)
    if path and level <= len(path):
        above = page.headings[at - 1]
        first = heading.number is not None and heading.number.value == 1
        cost += EMPTY * (not above.words and not _same_form(above.number, heading.number))
        cost += LED * (first and not above.number and not is_main_word(above.text))
    if heading.number:
        return cost + _numbered(page, path, heading.number, level)
    if beside and beside.number:
        cost += MIXED if level > 1 else MIXED_MAIN
    elif beside:
        cost += _unlike(beside, heading, level)
    elif parent and parent.number and parent.words and not path[level - 2].held:
        cost += UNHELD
    return cost


def _questions(page: _Page, path: _Path, at: int, level: int) -> float:
    for depth, opened in enumerate(path, 1):
        if opened.at in page.asking:
            inside = depth == level - 1
            return ASKED * (not inside) if cues.asks(page.headings[at]) else UNASKED * (depth < level)
    return 0.0


def _unlike(one: Heading, other: Heading, level: int) -> float:
    """What speaks against two plain headings standing side by side."""
    different = not one.words and bool(other.words)
    if level > 1:
        different = different or cues.asks(one) != cues.asks(other) or (one.case != other.case != "any" != one.case)
    return UNLIKE * different


def _same_form(one: Number | None, other: Number | None) -> bool:
    return bool(one and other and one.key == other.key and one.path[:-1] == other.path[:-1])


def _numbered(page: _Page, path: _Path, number: Number, level: int) -> float:
    """What speaks against a level for a heading with a number."""
    cost = 0.0
    numbers = [page.headings[o.at].number for o in path]
    beside = numbers[level - 1] if len(path) >= level else None
    alike = [n for n in numbers[:level] if n and _same_form(n, number)]
    follows = bool(beside and _same_form(beside, number) and beside.value < number.value)
    if len(number.path) > 1:
        above = numbers[level - 2] if level > 1 else None
        cost += ORPHAN * (above is None or above.path != number.path[:-1])
    if follows:
        return cost
    if any(n and _same_form(n, number) and n.value == number.value - 1 for n in numbers):
        cost += BROKEN
    cost += BROKEN * bool(alike) + LATE * (number.value != 1)
    return cost + (MIXED if level > 1 else MIXED_MAIN) * (len(path) >= level)
