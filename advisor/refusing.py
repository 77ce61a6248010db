"""What is said where nothing is answered: a refusal that points to what the guides hold, or what can be asked."""

from collections.abc import Sequence

from advisor.citations import NEAREST_IS, Citation, without_markers
from advisor.composing import escaped
from advisor.documents import Guide

UNKNOWN = "the guides do not answer this"
NAMED = 4  # guides that an introduction names


def refusal(reason: str, nearest: Sequence[Citation]) -> str:
    """One friendly sentence that says what the guides do hold."""
    if not nearest:
        return f"Sorry, {reason}."
    named = [f"{_quoted((c.section or (c.title,))[-1])} [{c.marker}]" for c in nearest]
    return f"Sorry, {reason}{NEAREST_IS}{_listed(named)}."


def introduction(guides: Sequence[Guide]) -> str:
    """What can be asked here."""
    if not guides:
        return "There are no guides yet."
    named = [_quoted(guide.title) for guide in guides[:NAMED]]
    named += ["further ones"] if len(guides) > NAMED else []
    return f"Ask in your own words; I answer from the guides, with the place where it stands: {_listed(named)}."


def _quoted(heading: str) -> str:
    return f"“{escaped(without_markers(heading))}”"


def _listed(named: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
