"""The words of a page -> its lines."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.readers.runs import Run

Word = Mapping[str, Any]
"""A word as pdfplumber gives it: `text`, `x0`, `x1`, `top`, `bottom` in points, `fontname`, `size`."""

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|cmb\d|-bd\b|sfbx", re.IGNORECASE)
_LIGATURES = {ord("ﬀ"): "ff", ord("ﬁ"): "fi", ord("ﬂ"): "fl", ord("ﬃ"): "ffi", ord("ﬄ"): "ffl", ord("ﬅ"): "st"}
_SYMBOL = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a table.

    Attributes:
        runs: its words, bold ones apart.
        page: from 1.
        column: which column of which page it stands in; lines of one column have the same number.
        x0: its left edge; all places are in points from the page's upper left corner.
        x1: its right edge.
        top: its upper edge.
        bottom: its lower edge.
        size: of most of its letters, to half a point.
        left: the left edge of the column.
        right: the right edge of the column.
        height: of the page.
        first: width of its first word.
        rows: the cells, where it is a table.
    """

    runs: tuple[Run, ...]
    page: int
    column: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    left: float
    right: float
    height: float
    first: float = 0.0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs) or " | ".join(cell for row in self.rows for cell in row)

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        return bool(self.runs) and all(run.bold for run in self.runs if run.text.strip())


def of_column(words: Sequence[Word], page: int, column: int, height: float) -> list[Line]:
    """The lines of one column, from above."""
    left, right = min(w["x0"] for w in words), max(w["x1"] for w in words)
    return [_line(row, page, column, left, right, height) for row in rows(words)]


def rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words by the line that they stand on, each line from the left; raised and lowered signs stay in theirs."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w["top"] + w["bottom"], w["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        last = found[-1][0] if found else None
        if last and middle <= last["bottom"] - 0.25 * (last["bottom"] - last["top"]):
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(row, key=lambda w: w["x0"]) for row in found]


def _line(row: Sequence[Word], page: int, column: int, left: float, right: float, height: float) -> Line:
    runs: list[Run] = []
    behind: Word | None = None
    for word in row:
        apart = behind is not None and word["x0"] - behind["x1"] > 0.12 * word["size"]
        text = _SYMBOL.sub("•", word["text"]) if behind is None else word["text"]
        runs.append(Run((" " if apart else "") + text.translate(_LIGATURES), bool(_BOLD.search(word["fontname"]))))
        behind = word
    sizes = Counter[float]()
    for word in row:
        sizes[round(2 * word["size"]) / 2] += len(word["text"])
    return Line(
        tuple(runs),
        page,
        column,
        row[0]["x0"],
        row[-1]["x1"],
        min(w["top"] for w in row),
        max(w["bottom"] for w in row),
        sizes.most_common(1)[0][0],
        left,
        right,
        height,
        row[0]["x1"] - row[0]["x0"],
    )
