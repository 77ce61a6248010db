"""Bullets that a page draws as small shapes and not as letters, as browsers do when they print."""

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.readers.pdf.lines import Word

SMALLEST, LARGEST = 1.0, 8.0  # points that it measures
SQUARE = 1.3  # times its shorter side that the longer one may have
NEAREST, FARTHEST = 0.2, 2.5  # times the size of the letters between it and the words
LONE = 1.0  # times that size that is free in front of it


def drawn(shapes: Sequence[Mapping[str, Any]], words: Sequence[Word]) -> list[Word]:
    """A word "•" for each small round or square shape in front of a line.

    Args:
        shapes: curves and rectangles of a page, with `x0`, `x1`, `top`, `bottom` in points.
        words: of the page.
    """
    found: list[Word] = []
    for shape in filter(_is_small, shapes):
        middle = (shape["top"] + shape["bottom"]) / 2
        beside = [word for word in words if word["top"] <= middle <= word["bottom"]]
        first = min((w for w in beside if w["x0"] >= shape["x1"]), key=lambda w: w["x0"], default=None)
        if first is not None and _leads(shape, first, beside):
            found.append({**first, "text": "•", "x0": shape["x0"], "x1": shape["x1"]})
    return found


def _is_small(shape: Mapping[str, Any]) -> bool:
    short, long = sorted((shape["x1"] - shape["x0"], shape["bottom"] - shape["top"]))
    return bool(short >= SMALLEST and long <= min(LARGEST, SQUARE * short))


def _leads(shape: Mapping[str, Any], first: Word, beside: Sequence[Word]) -> bool:
    """Whether a shape stands in front of a word as a bullet does, and alone there."""
    apart = (first["x0"] - shape["x1"]) / first["size"]
    near = any(shape["x0"] - LONE * first["size"] < word["x1"] <= shape["x0"] for word in beside)
    return NEAREST <= apart <= FARTHEST and not near
