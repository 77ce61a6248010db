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
STAYING = 0.2  # how much of that it costs to stay there

TOLD = 12.0  # for each level away from what the page says: hashes, underlines, a table of contents
BROKEN = 8.0  # a number that is not the next of its sequence, though that is open
LATE = 8.0  # a sequence that does not start at one
MIXED = 3.0  # a plain heading beside numbered ones
UNHELD = 1.5  # a first plain heading under a number, when those before it had none
EMPTY = 3.0  # a heading without text of its own, and without the next heading under it
LED = 1.5  # a sequence that starts behind a plain heading, but not under it
ASKED = 5.0  # a question that is not in the list of questions which is open
CLOSED = 3.0  # a heading under "Introduction" or "Conclusion"
UNLIKE = 0.6  # beside a heading of another form
LONE = 0.7  # an only child


class _Open(NamedTuple):
    """A heading under which others may still stand."""

    at: int  # its place among the headings
    held: bool  # whether one beside it, further up, has headings under it
    lone: bool  # whether none stands beside it further up


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
    best: _Outline | None = min(open_.values(), key=lambda o: o.cost)
    for heading in reversed(headings):
        assert best is not None
        heading.level, best = best.level, best.before


def _opened(path: _Path, at: int, level: int) -> _Path:
    beside = path[level - 1] if len(path) >= level else None
    return (*path[: level - 1], _Open(at, bool(beside and (beside.held or len(path) > level)), beside is None))


def _told(headings: Sequence[Heading]) -> list[int]:
    """The level the page itself tells of each heading, else 0: by hashes, contents, order of underlines."""
    marks = list(dict.fromkeys(h.mark for h in headings if h.mark))
    if all(m.startswith("#") for m in marks):
        marks.sort(key=len)
    depths = {mark: depth for depth, mark in enumerate(marks, 1)}
    telling = len({h.listed for h in headings}) > 1  # a table of contents that lists all alike tells nothing
    return [depths.get(h.mark, h.listed * telling) for h in headings]


def _cost(page: _Page, path: _Path, at: int, level: int) -> float:
    """What speaks against a level for the next heading."""
    heading = page.headings[at]
    cost = DEPTHS[level] * (1.0 if level > len(path) else STAYING) + LONE * sum(o.lone for o in path[max(1, level) :])
    if told := page.told[at]:
        return cost + TOLD * abs(level - told)
    cost += abs(page.mains[at]) * ((page.mains[at] < 0) == (level == 1))
    parent = page.headings[path[level - 2].at] if level > 1 else None
    beside = page.headings[path[level - 1].at] if len(path) >= level else None
    if parent and is_main_word(parent.text) and path[level - 2].at not in page.asking:
        cost += CLOSED
    if cues.asks(heading):
        cost += ASKED * any(o.at in page.asking for o in path[: level - 2] + path[level - 1 :])
    if path and level <= len(path):
        above = page.headings[at - 1]
        first = heading.number is not None and heading.number.value == 1
        cost += EMPTY * (not above.words and not _same_form(above.number, heading.number))
        cost += LED * (first and not above.number and not is_main_word(above.text))
    if heading.number:
        return cost + _numbered(page, path, heading.number, level)
    if beside and beside.number:
        cost += MIXED
    elif beside:
        cost += UNLIKE * _unlike(beside, heading, level)
    elif parent and parent.number and parent.words and not path[level - 2].held:
        cost += UNHELD
    return cost


def _unlike(one: Heading, other: Heading, level: int) -> bool:
    """Whether two plain headings are too different to stand side by side; main ones may differ more."""
    if not one.words and other.words:
        return True
    return level > 1 and (cues.asks(one) != cues.asks(other) or one.case != other.case != "any" != one.case)


def _same_form(one: Number | None, other: Number | None) -> bool:
    return bool(one and other and one.key == other.key and one.path[:-1] == other.path[:-1])


def _numbered(page: _Page, path: _Path, number: Number, level: int) -> float:
    """What speaks against a level for a heading with a number."""
    numbers = [page.headings[o.at].number for o in path]
    alike = {depth: n.value for depth, n in enumerate(numbers, 1) if n and _same_form(n, number)}
    if alike.get(level, number.value) < number.value:
        return 0.0
    cost = BROKEN * (number.value - 1 in alike.values()) + BROKEN * any(depth <= level for depth in alike)
    return cost + LATE * (number.value != 1) + MIXED * (len(path) >= level)
