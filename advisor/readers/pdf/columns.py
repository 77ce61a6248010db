"""The words of a page in reading order: columns are read one after the other, what spans them parts them.

A gutter is a strip without words beside which lines stand that fill their side and, on its right,
begin at one edge. So neither a ragged margin nor a table's gap is taken for one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from advisor.readers.pdf.lines import Word, rows

LEAST_ROWS = 5  # lines on each side of a gutter
LEAST_FILL = 0.5  # of its side's width that a line takes in the middle
LEAST_WORDS = 3  # in a line of a column
ALIGNED = 0.6  # share of the lines right of a gutter that begin at one edge
STEP = 3.0  # points between the places that are tried
NARROWEST = 7.0  # points


def columns(words: Sequence[Word]) -> list[list[Word]]:
    """The page's words by column, in reading order; words that span columns come as a column of their own."""
    gutter = _gutter(words)
    if gutter is None:
        return [list(words)] if words else []
    found: list[list[Word]] = []
    for crosses, band in groupby(rows(words), key=lambda row: _crosses(row, gutter)):
        inside = [word for row in band for word in row]
        if crosses:
            found.append(inside)
        else:
            left = [w for w in inside if w["x1"] <= gutter]
            right = [w for w in inside if w["x0"] >= gutter]
            found += [*columns(left), *columns(right)]
    return found


def _crosses(row: Sequence[Word], gutter: float) -> bool:
    """Whether a line goes over the gutter: a word covers it, or two words beside it stand as in a sentence."""
    before = max((w["x1"] for w in row if w["x0"] < gutter), default=None)
    behind = min((w["x0"] for w in row if w["x0"] >= gutter), default=None)
    if before is not None and before > gutter:
        return True
    return before is not None and behind is not None and behind - before < NARROWEST


def _gutter(words: Sequence[Word]) -> float | None:
    """The middle of the page's widest gutter, if it has one."""
    if len(words) < 2 * LEAST_ROWS * LEAST_WORDS:
        return None
    left, right = min(w["x0"] for w in words), max(w["x1"] for w in words)
    lines = rows(words)
    found = [x for x in _places(left, right) if _parts_columns(lines, x)]
    if not found:
        return None
    strips = [list(strip) for _, strip in groupby(enumerate(found), key=lambda p: round(p[1] / STEP) - p[0])]
    widest = max(strips, key=len)
    return widest[len(widest) // 2][1]


def _places(left: float, right: float) -> Iterator[float]:
    x = left + 0.15 * (right - left)
    while x < left + 0.85 * (right - left):
        yield x
        x += STEP


def _parts_columns(lines: Sequence[Sequence[Word]], x: float) -> bool:
    """Whether the longest stretch of lines that do not cross a place has text in columns on both sides of it."""
    stretches = [list(s) for crosses, s in groupby(lines, key=lambda row: _crosses(row, x)) if not crosses]
    stretch = max(stretches, key=len, default=[])
    sides = [[w for w in row if w["x1"] <= x] for row in stretch], [[w for w in row if w["x0"] >= x] for row in stretch]
    left, right = ([row for row in side if row] for side in sides)
    return _is_column(left) and _is_column(right) and _is_aligned(right)


def _is_column(side: Sequence[Sequence[Word]]) -> bool:
    if len(side) < LEAST_ROWS:
        return False
    width = max(row[-1]["x1"] for row in side) - min(row[0]["x0"] for row in side)
    fills = median(row[-1]["x1"] - row[0]["x0"] for row in side) >= LEAST_FILL * width
    return fills and median(map(len, side)) >= LEAST_WORDS


def _is_aligned(side: Sequence[Sequence[Word]]) -> bool:
    starts = Counter(round(row[0]["x0"] / STEP) for row in side)
    edge, _ = starts.most_common(1)[0]
    return sum(starts[at] for at in (edge - 1, edge, edge + 1)) >= ALIGNED * len(side)
