"""The panel of cited passages: each marked inside its whole section, with the way to its neighbours."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from advisor.citations import Answer
from advisor.documents import Guide, Section
from ui import links, passages
from ui.links import Place
from ui.marking import Span, marked
from ui.pages import render


def places(answer: Answer) -> dict[int, Place]:
    """An answer's passages by their markers."""
    return {citation.marker: links.place(citation) for citation in answer.citations}


def panel(cited: Mapping[int, Place], guides: Mapping[str, Guide]) -> str:
    """The panel's HTML.

    Args:
        cited: passages by their markers, in the order they are shown.
        guides: the guides by name.
    """
    return render("sources.html", {"sources": [_source(n, at, guides.get(at.document)) for n, at in cited.items()]})


def section(guide: Guide, found: Section) -> str:
    """A section as the panel shows it in the place of a cited one: its path, its text, its neighbours."""
    before, after = _neighbours(guide, found)
    return render("section.html", {"section": found, "body": marked(found.text), "before": before, "after": after})


def _source(marker: int, at: Place, guide: Guide | None) -> dict[str, Any]:
    span = passages.find(guide, at.mark, at.anchor) if guide else None
    found = _section_of(guide, at.anchor, span) if guide else None
    before, after = _neighbours(guide, found) if guide and found else (None, None)
    return {
        "marker": marker,
        "address": links.passage(at),
        "title": guide.title if guide else at.document,
        "reviewed": guide.about.get("reviewed") if guide else None,
        "path": found.headings if found else (),
        "page": guide.page(span[0]) if guide and span else None,
        "section": found,
        "body": _passage(found, span) if found else None,
        "changed": span is None,
        "before": before,
        "after": after,
    }


def _section_of(guide: Guide, anchor: str, span: Span | None) -> Section | None:
    """The section that a passage stands in now, or that it stood in."""
    around = (s for s in guide.sections if span and s.start <= span[0] < s.end)
    return next(around, None) or guide.section(anchor)


def _passage(found: Section, span: Span | None) -> Markup:
    """A section's text with the passage marked."""
    return marked(found.text, (span[0] - found.start, span[1] - found.start) if span else None)


def _neighbours(guide: Guide, found: Section) -> tuple[Section | None, Section | None]:
    """The sections with text before and behind one."""
    readable = [one for one in guide.sections if one.text or one.id == found.id]
    at = readable.index(found)
    return readable[at - 1] if at else None, readable[at + 1] if at + 1 < len(readable) else None
