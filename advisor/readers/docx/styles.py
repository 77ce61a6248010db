"""What a Word document's styles say of its paragraphs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from docx.document import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST_OUTLINE = 5  # Word counts outline levels from 0; 9 is body text

_HEADING = re.compile(r"heading (\d)")
_LIST = re.compile(r"list(?: (bullet|number|continue|paragraph))?(?: (\d))?")
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of figures|contents heading|header|footer")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style gives to a paragraph; a paragraph's own marks go first.

    Attributes:
        role: "contents" is a table of contents; "more" goes on with the list item above it.
        level: a heading's, 1 the highest; the title's is 0.
        depth: of a list that tells it by the style's name.
        bold: whether its words are bold.
        list_id: of the numbering that it carries; empty where none.
    """

    role: Literal["", "heading", "contents", "more"] = ""
    level: int = 0
    depth: int = 0
    bold: bool = False
    list_id: str = ""


def of_document(document: "Document") -> Mapping[str, Style]:
    """The styles by id, what they inherit included; "" is the default style of paragraphs."""
    elements = {e.get(f"{W}styleId", ""): e for e in document.styles.element.iterchildren(f"{W}style")}
    found = {id: _style(element, elements) for id, element in elements.items()}
    default = next((id for id, e in elements.items() if _is_default(e)), None)
    return found | {"": found.get(default or "", Style())}


def value(element: Any, path: str) -> str | None:
    """The `w:val` of an element's descendant ("pPr/numPr/ilvl"); None where there is none, "" without a value."""
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{W}val", "")


def whole(told: str | None, default: int = 0) -> int:
    """A number as an attribute gives it; the default where it is none, or beyond all measure."""
    return int(told) if told and told.isdecimal() and len(told) < 5 else default


def is_on(told: str | None) -> bool:
    """Whether a switch such as bold is on: it is there, and not turned off."""
    return told is not None and told not in ("0", "false", "off", "none")


def outline(told: str | None) -> int:
    """The heading level of an outline level; 0 for body text."""
    level = whole(told, DEEPEST_OUTLINE + 1)
    return level + 1 if level <= DEEPEST_OUTLINE else 0


def _style(element: Any, elements: Mapping[str, Any]) -> Style:
    chain = [element]
    while (base := elements.get(value(chain[-1], "basedOn") or "")) is not None and base not in chain:
        chain.append(base)
    name = (value(element, "name") or "").lower()
    names = [(value(e, "name") or "").lower() for e in chain]
    numbered = next((n for e in chain if (n := value(e, "pPr/numPr/numId")) is not None), "")
    level = next((o for e in chain if (o := outline(value(e, "pPr/outlineLvl")))), 0)
    heading = next((int(m[1]) for n in names if (m := _HEADING.fullmatch(n))), level)
    bold = is_on(next((b for e in chain if (b := value(e, "rPr/b")) is not None), None))
    listed = _LIST.fullmatch(name)
    if _CONTENTS.fullmatch(name):
        return Style("contents")
    if heading or "title" in names:
        return Style("heading", heading, bold=bold)
    more = bool(listed) and not numbered
    return Style("more" if more else "", 0, int(listed[2] or 1) - 1 if listed else 0, bold, numbered or "")


def _is_default(element: Any) -> bool:
    return element.get(f"{W}type") == "paragraph" and is_on(element.get(f"{W}default"))
