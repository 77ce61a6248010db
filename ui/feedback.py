"""What readers say of an answer, handed to whoever keeps it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, StringConstraints

from ui.limits import RateLimit

MOST_QUESTION, MOST_REASON = 4000, 500  # characters
Recorder = Callable[[str, bool, str], None]
"""Takes a question, whether its answer helped, and the reader's word why (may be empty)."""


def ignore(question: str, helpful: bool, reason: str) -> None:
    """A recorder that keeps nothing."""


class Feedback(BaseModel):
    """A reader's judgement of one answer."""

    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_QUESTION)]
    helpful: bool
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_REASON)] = ""


def routes(record: Recorder, limit: RateLimit) -> APIRouter:
    """The address that takes feedback.

    Args:
        record: keeps it.
        limit: how often one client may give it.
    """
    router = APIRouter(include_in_schema=False)

    @router.post("/feedback")
    def feedback(given: Feedback, request: Request) -> Response:
        if limit.wait(request.client.host if request.client else ""):
            return Response(status_code=429)
        record(given.question, given.helpful, given.reason)
        return Response(status_code=204)

    return router
