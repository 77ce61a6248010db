"""Tables of a web page: which hold data, and their cells."""

from typing import TYPE_CHECKING

from advisor.readers.html.words import HEADINGS, count, text
from advisor.readers.runs import cell

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_CELL = 600  # letters; with more, the table only places columns of text
LONGEST_BARE, FEW_ROWS = 200, 3  # in so few rows without a head
MOST_COLUMNS = 40


def holds_data(table: "HtmlElement") -> bool:
    """Whether a table has rows of short cells, and does not only place parts of the page."""
    blocks = ("table", "pre", "article", *HEADINGS)
    if any(element is not table for element in table.iter(*blocks)):
        return False
    cells = [list(row.iterchildren("td", "th")) for row in table.iter("tr")]
    longest = max((len(c.text_content()) for row in cells for c in row), default=0)
    headed = any(c.tag == "th" for row in cells for c in row)
    most = LONGEST_CELL if headed or len(cells) > FEW_ROWS else LONGEST_BARE
    return max(map(len, cells), default=0) > 1 and longest <= most


def rows(table: "HtmlElement") -> tuple[tuple[str, ...], ...]:
    """The cells of a table by row; a cell over several rows stands in each of them."""
    found: list[tuple[str, ...]] = []
    hanging: dict[int, tuple[str, int]] = {}  # column -> words, and how many rows more they stand in
    for row in table.iter("tr"):
        cells: list[str] = []
        for element in row.iterchildren("td", "th"):
            _hang(cells, hanging)
            words = cell(text(element))
            if (down := _span(element, "rowspan")) > 1:
                hanging[len(cells)] = (words, down - 1)
            cells += [words] + [""] * (_span(element, "colspan") - 1)
        _hang(cells, hanging)
        if any(cells):
            found.append(tuple(cells[:MOST_COLUMNS]))
    return tuple(found)


def _hang(cells: list[str], hanging: dict[int, tuple[str, int]]) -> None:
    while len(cells) in hanging:
        column = len(cells)
        text, left = hanging.pop(column)
        cells.append(text)
        if left > 1:
            hanging[column] = (text, left - 1)


def _span(element: "HtmlElement", name: str) -> int:
    return max(1, min(count(element.get(name)), MOST_COLUMNS))
