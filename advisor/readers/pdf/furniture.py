"""What stands on every page of a PDF: running heads, running feet, page numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence

from advisor.readers.pdf.lines import Line

MARGIN = 0.12  # of the page's height, above and below, in which it stands
SHARE = 0.4  # of the pages on which it comes back; left and right pages may differ
EDGE = 2  # lines from the page's edge

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:page|p\.|seite|page no\.?)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-–—|]?(?:\s*(?:of|/|von|de)\s*\d{1,4})?",
    re.IGNORECASE,
)


def without(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that come back at the same height of the pages, and without page numbers."""
    pages = defaultdict[int, list[Line]](list)
    for line in lines:
        pages[line.page].append(line)
    edges = {id(line): line for page in pages.values() for line in _edge(page)}
    seen = defaultdict[str, set[int]](set)
    for line in edges.values():
        seen[_key(line)].add(line.page)
    least = max(2, SHARE * len(pages))
    dropped = {at for at, line in edges.items() if len(seen[_key(line)]) >= least or _NUMBER.fullmatch(line.text)}
    return [line for line in lines if id(line) not in dropped]


def _edge(page: Sequence[Line]) -> list[Line]:
    """The first and the last lines of a page that stand in its margins."""
    ordered = sorted((line for line in page if not line.rows), key=lambda line: line.top)
    heights = sorted({round(line.top) for line in ordered})
    outer = {*heights[:EDGE], *heights[-EDGE:]}
    return [line for line in ordered if round(line.top) in outer and _in_margin(line)]


def _in_margin(line: Line) -> bool:
    return line.bottom < MARGIN * line.height or line.top > (1 - MARGIN) * line.height


def _key(line: Line) -> str:
    """A line's words and height, whatever its numbers are."""
    return f"{_DIGITS.sub('#', line.text)} {round(line.top / 4)}"
