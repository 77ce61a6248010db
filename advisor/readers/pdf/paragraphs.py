"""Lines -> parts of an article: wraps joined, list items told by their marks and depth by their edges."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from advisor.readers.article import Part
from advisor.readers.pdf.hyphens import letters_to_drop, vocabulary
from advisor.readers.pdf.lines import Line
from advisor.readers.runs import Run, behind, bulleted, formatted, words

LOOSE = 1.15  # times the usual distance of lines, from which on a line begins a paragraph
WIDEST = 1.8  # times the size of letters that lines of a paragraph stand apart
ROOM = 0.04  # of the column's width that a line leaves beyond the next word where its end is meant
MUCH_ROOM = 0.15  # of the width, with which the next line may go on in lower case and is still meant
INDENT = 6.0  # points by which the first line of a paragraph is moved in
AT_EDGE = 3.0  # points by which edges that are meant to be one differ

_NUMBER = re.compile(r"\(?(\d{1,3})[.)]\s+(?=\S)")
_ROUND = re.compile(r"o\s+(?=\S)")  # Word's bullet of the second depth
_ENDS = re.compile(r"[.!?:][\"'”’)\]]*$")


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together; `mark` is how many letters the bullet or number of a list item takes."""

    lines: list[Line]
    level: int = 0
    mark: int = 0
    number: int | None = None


def parts(lines: Sequence[Line], levels: Mapping[int, int]) -> list[Part]:
    """The parts of a PDF.

    Args:
        lines: in reading order.
        levels: position of a line -> its level, for those that are headings.
    """
    known = vocabulary(line.text for line in lines)
    usual = _usual_distances(lines)
    paragraphs: list[_Paragraph] = []
    for at, line in enumerate(lines):
        last = paragraphs[-1] if paragraphs else None
        new = _opened(line, levels.get(at, 0), last, usual[line.column])
        if last is not None and new is None:
            last.lines.append(line)
        else:
            paragraphs.append(new or _Paragraph([line]))
    items: list[float] = []  # where the marks of the open list items stand, from the column's edge
    return [_part(paragraph, items, known) for paragraph in paragraphs]


def _usual_distances(lines: Sequence[Line]) -> Mapping[int, float]:
    """By column, how far lines of one paragraph stand apart, as a multiple of their size: less than most lines do."""
    near = defaultdict[int, list[float]](list)
    for above, below in pairwise(lines):
        distance = (below.top - above.top) / below.size if below.size else 0
        if above.column == below.column and above.size == below.size and 0 < distance < WIDEST:
            near[below.column].append(distance)
    return defaultdict(lambda: 1.2, {column: quantiles([*d, *d], n=4)[0] for column, d in near.items()})


def _opened(line: Line, level: int, last: _Paragraph | None, usual: float) -> _Paragraph | None:
    """The paragraph that a line begins; None where it goes on with the last one."""
    if line.rows or last is None or last.lines[-1].rows or level != last.level:
        return _Paragraph([line], level, *(_mark(line) if not level and not line.rows else (0, None)))
    above = last.lines[-1]
    meant = _ends_by_choice(above, line, usual) and not _turns_page(last, line)
    if level:
        near = line.column == above.column and line.top - above.top < 1.6 * line.size and line.size == above.size
        return None if near and not _mark(line)[0] else _Paragraph([line], level)
    mark, number = _mark(line)
    if number is not None and not _counts(number, line, last, meant):
        mark, number = 0, None
    if mark or meant or _leaves_item(last, line) or _moves_in(last, line):
        return _Paragraph([line], 0, mark, number)
    return None


def _mark(line: Line) -> tuple[int, int | None]:
    """How many letters a list item's bullet or number takes, and the number."""
    text = words(line.runs)
    if number := _NUMBER.match(text):
        return number.end(), int(number[1])
    bullet, rest = bulleted(text)
    if bullet or _ROUND.match(text):
        return len(text) - len(rest) if bullet else 2, None
    return 0, None


def _counts(number: int, line: Line, last: _Paragraph, meant: bool) -> bool:
    """Whether a number at a line's start counts an item, and is no number of the sentence above it."""
    follows = last.number is not None and number == last.number + 1
    at_edge = abs(line.x0 - last.lines[0].x0) < AT_EDGE or line.column != last.lines[0].column
    return meant or (follows and at_edge) or line.x0 < last.lines[-1].x0 - AT_EDGE


def _ends_by_choice(above: Line, line: Line, usual: float) -> bool:
    """Whether a line's end is the end of a paragraph and not of the room for it."""
    ended = bool(_ENDS.search(above.text.rstrip()))
    left, width = above.right - above.x1 - line.first, above.right - above.left
    room = left > ROOM * width + 0.3 * above.size
    if above.column != line.column:
        return ended or (room and not line.text[:1].islower())
    if line.top - above.top > LOOSE * usual * max(above.size, line.size) or abs(above.size - line.size) > 1:
        return True
    return left > MUCH_ROOM * width or (room and (ended or not line.text[:1].islower()))


def _moves_in(last: _Paragraph, line: Line) -> bool:
    """Whether a line begins a paragraph by standing further in than the one above it at the column's edge."""
    above = last.lines[-1]
    at_edge = above.column == line.column and above.x0 < above.left + AT_EDGE
    return not last.mark and at_edge and line.x0 > above.x0 + INDENT and bool(_ENDS.search(above.text.rstrip()))


def _leaves_item(last: _Paragraph, line: Line) -> bool:
    """Whether a line stands further out than the words of the list item above it, where their edge is known."""
    above = last.lines[-1]
    known = bool(last.mark) and len(last.lines) > 1 and above.column == line.column
    return known and line.x0 < above.x0 - AT_EDGE


def _turns_page(last: _Paragraph, line: Line) -> bool:
    """Whether a line goes on with a list item of the page or column before: it stands where the item's words do."""
    first, above = last.lines[0], last.lines[-1]
    full = above.right - above.x1 < line.first + 0.3 * above.size + ROOM * (above.right - above.left)
    return (
        above.column != line.column
        and bool(last.mark)
        and full
        and line.x0 - line.left > first.x0 - first.left + AT_EDGE
    )


def _part(paragraph: _Paragraph, items: list[float], known: Collection[str]) -> Part:
    """One part; `items` is brought up to date."""
    first = paragraph.lines[0]
    if first.rows:
        items.clear()
        return Part("table", "", rows=first.rows, page=first.page)
    runs = _joined(paragraph.lines, known)
    edge = first.x0 - first.left
    if paragraph.level:
        items.clear()
        return Part("heading", words(runs), paragraph.level, page=first.page)
    if paragraph.mark:
        while items and items[-1] > edge + AT_EDGE:
            items.pop()
        if not items or items[-1] < edge - AT_EDGE:
            items.append(edge)
        bare = behind(runs, paragraph.mark)
        return Part("item", formatted(bare), len(items) - 1, paragraph.number, page=first.page)
    while items and edge < items[-1] + AT_EDGE:
        items.pop()
    return Part("more" if items else "paragraph", formatted(runs), max(0, len(items) - 1), page=first.page)


def _joined(lines: Sequence[Line], known: Collection[str]) -> list[Run]:
    """The words of some lines, those that were broken at a line's end joined."""
    runs = list(lines[0].runs)
    for line in lines[1:]:
        before = "".join(run.text for run in runs).rstrip()
        dropped = letters_to_drop(before, line.text.lstrip(), known)
        if dropped is None:
            runs.append(Run(" ", bold=runs[-1].bold and line.runs[0].bold))
        elif dropped:
            runs[-1] = Run(runs[-1].text.rstrip()[:-dropped], runs[-1].bold)
        runs += line.runs
    return runs
