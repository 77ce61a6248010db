"""Which lines of a PDF are headings: larger letters than the text's, or bold lines that stand alone."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from advisor.readers.article import LONGEST_HEADING
from advisor.readers.pdf.lines import Line
from advisor.readers.runs import bulleted

LARGER = 1.1  # times the text's size
NEAR = 0.25  # times the text's size between the lines of one paragraph
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
    formed = {at for at, line in enumerate(lines) if _has_form(line, size)}
    found = [at for at in formed if lines[at].size >= LARGER * size or _stands_alone(lines, at, formed, size)]
    styles = sorted({_style(lines[at]) for at in found}, reverse=True)
    return {at: styles.index(_style(lines[at])) + 1 for at in found}


def _style(line: Line) -> tuple[float, bool]:
    return line.size, line.bold


def _has_form(line: Line, size: float) -> bool:
    """Whether a line has a heading's form."""
    text = line.text.strip()
    if line.rows or not any(c.isalpha() for c in text) or bulleted(text)[0]:
        return False
    if line.size >= LARGER * size:
        return len(text) <= LONGEST
    return line.bold and line.size >= 0.9 * size and len(text) <= LONGEST_HEADING and text[-1] not in ".,;:"


def _stands_alone(lines: Sequence[Line], at: int, formed: Collection[int], size: float) -> bool:
    """Whether a bold line is no part of a paragraph: the lines beside it are none of its sentence."""
    for beside in (at - 1, at + 1):
        if not 0 <= beside < len(lines) or not _is_near(lines[min(at, beside)], lines[max(at, beside)], size):
            continue
        other = lines[beside]
        if other.bold and beside not in formed:
            return False
        open_ended = not other.bold and not other.rows and other.text.rstrip()[-1:] not in ".!?:"
        if beside < at and open_ended:
            return False
    return True


def _is_near(above: Line, below: Line, size: float) -> bool:
    return above.column == below.column and below.top - above.bottom < NEAR * size
