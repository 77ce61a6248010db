"""What a guide is once it is read: a title, a tree of headings, the text, offsets into it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

READING = 2  # raise it when a reader makes another guide of the same file
ANCHOR_WORDS = 12  # longer anchors make addresses that nobody can read or share
OPENING = "opening"  # the anchor of the text before the first heading

_LEADING_NUMBER = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.):]?|[ivxlc]+[.)]|[a-z][.)])\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text directly under it: the unit that a citation points to.

    Attributes:
        id: `guide#anchor`; stable across re-indexing while the headings stay.
        guide: name of the guide it belongs to.
        headings: heading texts from the main section down to its own, without the guide's title;
            empty for the text before the first heading.
        anchor: unique within the guide, fit for an address.
        start: offset of the first character of `text` in the guide's text.
        end: offset behind its last character, so `guide.text[start:end] == text`.
        text: Markdown, without the heading and without sub-sections; may be empty.
    """

    id: str
    guide: str
    headings: tuple[str, ...]
    anchor: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One source file as read.

    Attributes:
        name: the document's id, fit for an address ("research-profile").
        title: the guide's title.
        source: the file name or URL it was read from.
        text: the stored Markdown that all offsets refer to.
        sections: in the order of the text, those without own text included.
        about: front matter: `summary`, `audience`, `topics`, `reviewed`, `sources`, where given.
        phrasings: by section id, questions in applicants' words that the section answers; they help
            to find it and are never shown or cited.
        pages: the offset in `text` at which each page of the file begins; empty where it has none.
    """

    name: str
    title: str
    source: str
    text: str
    sections: tuple[Section, ...]
    about: Mapping[str, Any] = field(default_factory=dict)
    phrasings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pages: tuple[int, ...] = ()

    def page(self, offset: int) -> int | None:
        """The page, from 1, on which a place of the text stands; None where the file has no pages."""
        return bisect_right(self.pages, offset) or None

    def section(self, anchor: str) -> Section | None:
        """The section with this anchor, if there is one."""
        return next((s for s in self.sections if s.anchor == anchor), None)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line as a reader found it: its level (1 is the highest) and where it stands."""

    level: int
    text: str
    start: int
    end: int


def slug(text: str, words: int = ANCHOR_WORDS) -> str:
    """Lower-case words joined by hyphens, accents and leading numbers dropped; may be empty."""
    plain = unicodedata.normalize("NFKD", _LEADING_NUMBER.sub("", text) or text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = re.sub(r"[\u2018\u2019']", "", plain)
    return "-".join(re.findall(r"\w+", plain)[:words])


def sections(guide: str, text: str, headings: Iterable[Heading], body_start: int = 0) -> tuple[Section, ...]:
    """Cut a guide's text at its headings.

    Args:
        guide: name of the guide.
        text: the guide's stored text.
        headings: in the order of the text, the title left out.
        body_start: offset behind the title.
    """
    marks = [*headings]
    path: list[Heading] = []
    anchors = {OPENING}
    opening = _section(guide, (), OPENING, text, body_start, marks[0].start if marks else len(text))
    found = [opening] if opening.text else []
    ends = [*(h.start for h in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        path = [*(h for h in path if h.level < mark.level), mark]
        titles = tuple(h.text for h in path)
        anchor = _anchor(titles, anchors)
        anchors.add(anchor)
        found.append(_section(guide, titles, anchor, text, mark.end, end))
    return tuple(found)


def _section(guide: str, headings: tuple[str, ...], anchor: str, text: str, start: int, end: int) -> Section:
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    body = body.strip()
    return Section(f"{guide}#{anchor}", guide, headings, anchor, start, start + len(body), body)


def _anchor(headings: tuple[str, ...], taken: set[str]) -> str:
    """The heading's own slug; its parents' in front, then a number, only where that is taken."""
    slugs = [slug(h) or "section" for h in headings]
    for depth in range(1, len(slugs) + 1):
        anchor = "-".join(slugs[-depth:])
        if anchor not in taken:
            return anchor
    number = 2
    while f"{anchor}-{number}" in taken:
        number += 1
    return f"{anchor}-{number}"
