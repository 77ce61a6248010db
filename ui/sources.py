"""The panel of cited passages: each marked inside its whole section."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from advisor.citations import Answer
from advisor.documents import Guide
from ui import links
from ui.links import Place
from ui.marking import marked
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


def passage(at: Place, guide: Guide | None) -> Markup | None:
    """A section's text with the passage marked; None where the guide has no such section any more."""
    section = guide.section(at.anchor) if guide else None
    if section is None:
        return None
    return marked(section.text, (at.start - section.start, at.end - section.start))


def _source(marker: int, at: Place, guide: Guide | None) -> dict[str, Any]:
    section = guide.section(at.anchor) if guide else None
    return {
        "marker": marker,
        "address": links.passage(at),
        "title": guide.title if guide else at.document,
        "reviewed": guide.about.get("reviewed") if guide else None,
        "path": section.headings if section else (),
        "page": guide.page(at.start) if guide else None,
        "passage": passage(at, guide),
    }
