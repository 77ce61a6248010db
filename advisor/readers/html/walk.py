"""The elements of an article -> its parts."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from advisor.readers.article import Part
from advisor.readers.html import tables
from advisor.readers.html.head import is_title
from advisor.readers.html.words import HEADINGS, INLINE, count, spaced, text
from advisor.readers.runs import Run, behind, bulleted, clean, formatted, paragraphs, words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LEFT = re.compile(r"margin-left\s*:\s*([\d.]+)(in|pt|cm)", re.IGNORECASE)
_POINTS = {"in": 72.0, "pt": 1.0, "cm": 28.35}
_INDENT = 36.0  # points by which Word indents each level of a list
_WORD_MARK = re.compile(r"(?:[·•§oüØ\uf0b7\uf0a7\uf0d8\uf0fc*–-]|\(?(\d{1,3})[.)]|[a-zA-Z][.)])\s+")
_UNFOLDING = re.compile(r"(?:accordion|toggle|tab|faq|collapse|collapsible)[-_](?:[\w-]*[-_])?(?:title|question)$")
_SUBTITLE = re.compile(r"subtitle|standfirst|tagline|\bde[ck]k?\b", re.IGNORECASE)
_GOOGLE_LINK = re.compile(r"https?://www\.google\.com/url\?q=([^&]+).*")
_GOOGLE_LEVEL = re.compile(r"\blst-\w+-(\d)\b")


@dataclass(slots=True)
class _List:
    """An open list: its depth from 0, the number of its next item (None without numbers), whether an item waits."""

    depth: int
    number: int | None
    waits: bool = False


@dataclass(slots=True)
class _Walk:
    """Where the walk stands: the parts so far, the words of the open paragraph, the lists around it."""

    parts: list[Part] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    heading: int = 1


def parts(article: "HtmlElement") -> list[Part]:
    """The parts of an article in reading order."""
    walk = _Walk()
    _inside(walk, article, Run(""))
    _flush(walk)
    return walk.parts


def _inside(walk: _Walk, element: "HtmlElement", style: Run) -> None:
    """Walk what stands in an element."""
    walk.runs.append(replace(style, text=spaced(element.text)))
    for child in element:
        if isinstance(child.tag, str):
            _element(walk, child, style)
        walk.runs.append(replace(style, text=spaced(child.tail)))


def _element(walk: _Walk, element: "HtmlElement", style: Run) -> None:
    tag, role = element.tag, element.get("role")
    if tag == "br":
        walk.runs.append(Run("\n"))
    elif tag in INLINE and role != "heading":
        _inside(walk, element, _style(element, style))
    elif tag in HEADINGS or role == "heading":
        level = int(tag[1]) if tag in HEADINGS else count(element.get("aria-level"), 2)
        _heading(walk, element, level)
        walk.heading = level
    elif is_title(element):
        _heading(walk, element, 0)
    elif tag == "summary" or _unfolds(element):
        _heading(walk, element, walk.heading + 1)
    elif tag in ("ul", "ol") and not any(True for _ in element.iter(*HEADINGS)):
        _list(walk, element)
    elif tag == "table" and tables.holds_data(element):
        _flush(walk)
        walk.parts.append(Part("table", "", rows=tables.rows(element)))
    elif tag == "pre":
        _flush(walk)
        code = _code(element)
        walk.parts += [Part("code", code)] if code.strip() else []
    else:
        _block(walk, element, style)


def _unfolds(element: "HtmlElement") -> bool:
    """Whether an element is the line of an accordion under which its text unfolds, and marks no heading itself."""
    named = any(_UNFOLDING.search(name) for name in element.get("class", "").lower().split())
    return named and not any(True for _ in element.iter(*HEADINGS, "ul", "ol", "p"))


def _code(element: "HtmlElement") -> str:
    for end in element.iter("br"):
        end.tail = "\n" + (end.tail or "")
    return str(element.text_content()).strip("\n").rstrip()


def _block(walk: _Walk, element: "HtmlElement", style: Run) -> None:
    """An element that stands on lines of its own."""
    _flush(walk)
    if element.tag == "li" and walk.lists:
        walk.lists[-1].waits = True
        if walk.lists[-1].number is not None:
            walk.lists[-1].number = count(element.get("value"), walk.lists[-1].number)
    _inside(walk, element, Run("", bold=element.tag == "dt") if element.tag != "p" else _style(element, style))
    if element.tag == "p" and element.get("class", "").startswith("MsoList"):
        _word_item(walk, element)
    _flush(walk)


def _heading(walk: _Walk, element: "HtmlElement", level: int) -> None:
    _flush(walk)
    if heading := clean(text(element)).rstrip("¶").strip():
        behind_title = bool(walk.parts) and walk.parts[-1].kind == "heading" and walk.parts[-1].level < 2
        subtitle = behind_title and _SUBTITLE.search(element.get("class", ""))
        walk.parts.append(Part("paragraph", heading) if subtitle else Part("heading", heading, level))


def _list(walk: _Walk, element: "HtmlElement") -> None:
    _flush(walk)
    told = _GOOGLE_LEVEL.search(element.get("class", ""))
    depth = int(told[1]) if told else walk.lists[-1].depth + 1 if walk.lists else 0
    walk.lists.append(_List(depth, count(element.get("start")) if element.tag == "ol" else None))
    _inside(walk, element, Run(""))
    _flush(walk)
    walk.lists.pop()


def _word_item(walk: _Walk, element: "HtmlElement") -> None:
    """A paragraph that Word has saved for a list item: its bullet is text, its depth an indentation."""
    bare = words(walk.runs)
    mark = _WORD_MARK.match(bare)
    if not mark:
        return
    left = _LEFT.search(element.get("style", ""))
    depth = round(float(left[1]) * _POINTS[left[2].lower()] / _INDENT) - 1 if left else 0
    runs, walk.runs = behind(walk.runs, mark.end()), []
    walk.parts.append(Part("item", formatted(runs), max(0, depth), int(mark[1]) if mark[1] else None))


def _style(element: "HtmlElement", style: Run) -> Run:
    """The style of the words in an inline element."""
    bold = style.bold or element.tag in ("b", "strong") or bool(_BOLD.search(element.get("style", "")))
    href = element.get("href", "").strip() if element.tag == "a" else style.link
    redirected = _GOOGLE_LINK.fullmatch(href)
    return Run("", bold, unquote(redirected[1]) if redirected else href)


def _flush(walk: _Walk) -> None:
    """End the open paragraph; what lines break into items or bold lines becomes parts of its own."""
    runs, walk.runs = walk.runs, []
    for line in paragraphs(runs):
        bare = words(line)
        bullet, rest = bulleted(bare)
        inside = walk.lists[-1] if walk.lists else None
        if inside and inside.waits:
            walk.parts.append(Part("item", formatted(line), inside.depth, inside.number))
            inside.number = None if inside.number is None else inside.number + 1
            inside.waits = False
        elif bullet:
            depth = inside.depth + 1 if inside else 0
            walk.parts.append(Part("item", formatted(behind(line, len(bare) - len(rest))), depth))
        elif inside:
            walk.parts.append(Part("more", formatted(line), inside.depth))
        else:
            walk.parts.append(Part("paragraph", formatted(line)))
