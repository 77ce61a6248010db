"""Questions that got no answer, or none that helped, are kept for `advisor gaps`."""

import click

from advisor import wiring
from advisor.citations import Answer
from advisor.errors import IndexNotWritten
from advisor.gaps import Why
from advisor.settings import Settings


def refused(settings: Settings, answer: Answer) -> None:
    """Remember a question that the guides do not answer."""
    if answer.coverage == "none" and answer.citations:  # a greeting asks for nothing
        _keep(settings, answer.standalone_question, "refused")


def judged(settings: Settings, question: str, helpful: bool, said: str) -> None:
    """Remember a question whose answer did not help, and the reader's word why not."""
    if not helpful:
        _keep(settings, question, "unhelpful", said)


def _keep(settings: Settings, question: str, why: Why, said: str = "") -> None:
    gaps = wiring.gaps(settings)
    try:
        if gaps:
            gaps.record(question, why, said)
    except IndexNotWritten as error:  # the answer stands all the same
        click.echo(f"Note: {error}", err=True)
