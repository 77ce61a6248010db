"""Addresses of guides, sections and passages: `/guides/DOCUMENT?mark=START-END#ANCHOR`."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from advisor.citations import Citation

GUIDES = "/guides"
_MARK = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of a guide.

    Attributes:
        document: name of the guide.
        anchor: the section's anchor.
        start: offset of the passage in the guide's text.
        end: offset behind it.
    """

    document: str
    anchor: str
    start: int
    end: int


def place(citation: Citation) -> Place:
    """Where a citation's words stand."""
    return Place(citation.document, citation.anchor, citation.start, citation.end)


def guide(document: str, anchor: str = "") -> str:
    """The address of a guide or, with an anchor, of one of its sections."""
    return f"{GUIDES}/{quote(document, safe='')}" + (f"#{quote(anchor, safe='')}" if anchor else "")


def passage(at: Place) -> str:
    """The address of a guide's page with a passage marked."""
    return f"{guide(at.document)}?mark={at.start}-{at.end}#{quote(at.anchor, safe='')}"


def parse(address: str) -> Place | None:
    """The passage that an address leads to, if it is one that `passage` made."""
    parts = urlsplit(address)
    name = parts.path.removeprefix(f"{GUIDES}/")
    span = mark("".join(parse_qs(parts.query).get("mark", [])))
    if name == parts.path or not name or span is None:
        return None
    return Place(unquote(name), unquote(parts.fragment), *span)


def mark(value: str) -> tuple[int, int] | None:
    """The offsets in "START-END", or None where the value is no such thing."""
    found = _MARK.fullmatch(value)
    if not found:
        return None
    start, end = int(found[1]), int(found[2])
    return (start, end) if start < end else None


def question(text: str) -> str:
    """The address that opens the chat and asks this."""
    return "/?" + urlencode({"q": text})
