"""The page about the asker: a form that the browser keeps, and what comes of it.

What is filled in is sent along when something is to be made of it, and is kept nowhere on this side.
"""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from advisor import profile as profiles
from advisor.errors import ProfileError
from advisor.profile import EXAMS, KINDS, STAGES, VISAS, Profile
from advisor.standing import standings
from advisor.timeline import MONTHS, as_ics, as_markdown, months, timeline
from advisor.timeline.plan import after
from ui.limits import RateLimit
from ui.loading import Loading
from ui.pages import render
from ui.picture import picture, told

SPECIALTY = "interventional radiology"  # what the form begins with
MOST_ROWS = 12  # of the picture
AHEAD = 36  # months in which an application can be planned
TOO_MANY = "That is more than one address may ask for within a minute. Try again in {} seconds."

Given = Annotated[dict[str, Any], Body()]


def routes(loading: Loading, limit: RateLimit) -> APIRouter:
    """The addresses under `/me`.

    Args:
        loading: the advisor, whose guides are read.
        limit: how often one client may have something made.
    """
    router = APIRouter(include_in_schema=False)

    def checked(given: Mapping[str, Any], request: Request) -> Profile:
        if seconds := limit.wait(request.client.host if request.client else ""):
            raise ProfileError(TOO_MANY.format(math.ceil(seconds)))
        return profiles.read(given)

    @router.get("/me", response_class=HTMLResponse)
    def form() -> str:
        return form_page(date.today())

    @router.post("/me")
    def made(given: Given, request: Request) -> Response:
        try:
            profile = checked(given, request)
        except ProfileError as error:
            return PlainTextResponse(str(error), 422)
        return HTMLResponse(result(loading, profile, date.today()))

    @router.post("/me/timeline.{kind}")
    def export(kind: Literal["ics", "md"], given: Given, request: Request) -> Response:
        try:
            plan = timeline(loading.advisor().guides.values(), checked(given, request), date.today())
        except ProfileError as error:
            return PlainTextResponse(str(error), 422)
        if kind == "ics":
            return Response(
                as_ics(plan, datetime.now(UTC), str(request.base_url).rstrip("/")), media_type="text/calendar"
            )
        return Response(as_markdown(plan), media_type="text/markdown")

    return router


def form_page(today: date) -> str:
    """The empty form; the browser fills in what it keeps."""
    return render(
        "me.html",
        {
            "stages": {name: said for name, (said, _) in STAGES.items()},
            "visas": {name: said for name, (said, _) in VISAS.items()},
            "exams": EXAMS,
            "kinds": {kind: more for kind, (_, more) in KINDS.items()},
            "specialty": SPECIALTY,
            "months": [after(today, count) for count in range(AHEAD)],
            "year": today.year,
        },
    )


def result(loading: Loading, profile: Profile, today: date) -> str:
    """What comes of a profile: where the asker stands, and the months to come."""
    guides = loading.advisor().guides.values()
    rows = standings(guides, profile)
    plan = timeline(guides, profile, today)
    by_month = [(month, [*steps]) for month, steps in groupby(plan.steps, key=lambda step: step.first)]
    values = {
        "profile": profile,
        "rows": rows,
        "more": max(0, len(rows) - MOST_ROWS),
        "picture": picture(rows[:MOST_ROWS]),
        "told": told,
        "plan": plan,
        "by_month": by_month,
        "length": MONTHS,
        "when": months,
    }
    return render("me_result.html", values)
