"""Addresses of guides, sections and passages: `/guides/DOCUMENT?mark=START-END-DIGEST#ANCHOR`.

The digest tells whether the guide still says what was cited; addresses of earlier releases have none.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from advisor.citations import Citation

GUIDES = "/guides"
_MARK = re.compile(r"(\d{1,9})-(\d{1,9})(?:-([0-9a-f]{10}))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage of a guide's text, as it was when it was cited.

    Attributes:
        start: its offset.
        end: offset behind it.
        digest: of its text; empty where that is not known.
    """

    start: int
    end: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where cited words stand.

    Attributes:
        document: name of the guide.
        anchor: the section's anchor.
        mark: the passage.
    """

    document: str
    anchor: str
    mark: Mark


def place(citation: Citation) -> Place:
    """Where a citation's words stand."""
    return Place(citation.document, citation.anchor, Mark(citation.start, citation.end, citation.digest))


def guide(document: str, anchor: str = "") -> str:
    """The address of a guide or, with an anchor, of one of its sections."""
    return f"{GUIDES}/{quote(document, safe='')}" + (f"#{quote(anchor, safe='')}" if anchor else "")


def passage(at: Place) -> str:
    """The address of a guide's page with a passage marked."""
    digest = f"-{at.mark.digest}" if at.mark.digest else ""
    return f"{guide(at.document)}?mark={at.mark.start}-{at.mark.end}{digest}#{quote(at.anchor, safe='')}"


def parse(address: str) -> Place | None:
    """The passage that an address leads to, if it is one that `passage` made."""
    parts = urlsplit(address)
    name = parts.path.removeprefix(f"{GUIDES}/")
    marked = mark("".join(parse_qs(parts.query).get("mark", [])))
    if name == parts.path or not name or marked is None:
        return None
    return Place(unquote(name), unquote(parts.fragment), marked)


def mark(value: str) -> Mark | None:
    """The passage in "START-END-DIGEST", or None where the value is no such thing."""
    found = _MARK.fullmatch(value)
    if not found:
        return None
    start, end = int(found[1]), int(found[2])
    return Mark(start, end, found[3] or "") if start < end else None


def question(text: str) -> str:
    """The address that opens the chat and asks this."""
    return "/?" + urlencode({"q": text})
