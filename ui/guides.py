"""The guides' own pages, readable without JavaScript."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from advisor.documents import Guide, Section
from ui import links, passages, sources
from ui.links import Mark
from ui.loading import Loading
from ui.marking import Span, marked
from ui.pages import render

MOST_SOURCES = 50


def routes(loading: Loading) -> APIRouter:
    """The addresses under `/guides`, and the parts of the sources panel."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @router.get("/guides")
    def library() -> str:
        return render("guides.html", {"guides": loading.advisor().guides.values()})

    @router.get("/guides/{name}")
    def guide(name: str, mark: str = "") -> HTMLResponse:
        found = loading.advisor().guides.get(name)
        if found is None:
            return not_found(f"There is no guide called “{name}” here.")
        return HTMLResponse(guide_page(found, links.mark(mark)))

    @router.get("/sources")
    def panel(cite: Annotated[Sequence[str], Query(max_length=MOST_SOURCES)] = ()) -> str:
        cited = {int(number): links.parse(address) for number, _, address in map(_halves, cite) if number.isdecimal()}
        return sources.panel({n: at for n, at in cited.items() if at}, loading.advisor().guides)

    @router.get("/sources/{name}/{anchor}")
    def section(name: str, anchor: str) -> HTMLResponse:
        of = loading.advisor().guides.get(name)
        found = of.section(anchor) if of else None
        if of is None or found is None:
            return not_found("The guides have no such section.")
        return HTMLResponse(sources.section(of, found))

    return router


def not_found(message: str) -> HTMLResponse:
    """A friendly page for an address that leads nowhere."""
    return HTMLResponse(render("error.html", {"title": "Not found", "message": message}), 404)


def nowhere() -> HTMLResponse:
    """The answer to an address that leads nowhere."""
    return not_found("There is nothing at this address.")


def unavailable(message: str) -> HTMLResponse:
    """A page for what cannot be shown now."""
    return HTMLResponse(render("error.html", {"title": "Not available", "message": message}), 503)


def guide_page(guide: Guide, mark: Mark | None = None) -> str:
    """A guide as a page of its own.

    Args:
        guide: the guide.
        mark: a passage of it, or of an earlier version: it is marked, or said to have changed.
    """
    span = passages.find(guide, mark) if mark else None
    changed = mark is not None and span is None
    sections = [_section(s, span) for s in guide.sections]
    return render("guide.html", {"guide": guide, "sections": sections, "changed": changed})


def _section(section: Section, mark: Span | None) -> dict[str, Any]:
    heading = section.headings[-1] if section.headings else ""
    return {
        "anchor": section.anchor,
        "heading": heading,
        "level": min(len(section.headings) + 1, 6),
        "body": _marked(section, mark),
        "question": heading if heading.endswith("?") else f"What should I know about “{heading}”?",
    }


def _marked(section: Section, mark: Span | None) -> Markup:
    span = (mark[0] - section.start, mark[1] - section.start) if mark else None
    return marked(section.text, span)


def _halves(cite: str) -> tuple[str, str, str]:
    return cite.partition(":")
