"""The words of a web page's elements, a line for each block."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = tuple(f"h{level}" for level in range(1, 7))

_INLINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr button picture"
)
INLINE = frozenset(_INLINE.split())
_SPACES = re.compile(r"\s+")


def text(element: "HtmlElement") -> str:
    """All words of an element."""
    return "".join(_pieces(element))


def count(told: str | None, default: int = 1) -> int:
    """A number that a page gives in an attribute; the default where it is none, or beyond all measure."""
    told = (told or "").strip()
    return int(told) if told.isdecimal() and len(told) < 5 else default


def spaced(words: str | None) -> str:
    """Text with its white space as a browser shows it."""
    return _SPACES.sub(" ", words or "")


def _pieces(element: "HtmlElement") -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    edge = "" if element.tag in INLINE else "\n"
    yield edge + spaced(element.text)
    for child in element:
        yield from _pieces(child)
        yield spaced(child.tail)
    yield edge
