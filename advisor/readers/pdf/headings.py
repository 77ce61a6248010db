"""Which lines of a PDF are headings: larger letters than the text's, or bold lines that stand alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from advisor.readers.article import LONGEST_HEADING, bulleted
from advisor.readers.pdf.lines import Line

LARGER = 1.1  # times the text's size
LONGEST = 200  # letters of a heading in larger letters


def text_size(lines: Sequence[Line]) -> float:
    """The size of most letters."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def levels(lines: Sequence[Line]) -> Mapping[int, int]:
    """The positions of the heading lines, with their levels: the larger and bolder, the higher."""
    size = text_size([line for line in lines if not line.rows])
    above = [None, *lines]
    found = [i for i, line in enumerate(lines) if _is_heading(line, above[i], size)]
    alone = [i for i in found if lines[i].size >= LARGER * size or _stands_alone(lines, i, size, set(found))]
    styles = sorted({_style(lines[i]) for i in alone}, reverse=True)
    return {i: styles.index(_style(lines[i])) + 1 for i in alone}


def _style(line: Line) -> tuple[float, bool]:
    return line.size, line.bold


def _is_heading(line: Line, above: Line | None, size: float) -> bool:
    """Whether a line has a heading's form."""
    text = line.text.strip()
    if line.rows or not any(c.isalpha() for c in text) or bulleted(text)[0]:
        return False
    if line.size >= LARGER * size:
        return len(text) <= LONGEST
    return line.bold and line.size >= 0.9 * size and len(text) <= LONGEST_HEADING and text[-1] not in ".,;:"


def _stands_alone(lines: Sequence[Line], at: int, size: float, found: set[int]) -> bool:
    """Whether a bold line is no part of a paragraph: no other words follow it without a gap."""
    for first, second in pairwise(lines[max(0, at - 1) : at + 2]):
        other = first if second is lines[at] else second
        gap = second.top - first.bottom
        near = first.column == second.column and gap < 0.25 * size
        above = other is first
        if near and other.bold and lines.index(other) not in found:
            return False
        if near and above and other.text.rstrip()[-1:] not in ".!?:" and not other.bold and not other.rows:
            return False
    return True
