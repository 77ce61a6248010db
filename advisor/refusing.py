"""What of a question is refused, and what is said then: what the guides hold nearest, or what can be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.citations import NEAREST_IS, Citation, Coverage, Source, without_markers
from advisor.composing import escaped
from advisor.documents import Guide
from advisor.limits import ELSEWHERE, Limit

UNKNOWN = "the guides do not answer this"
NAMED = 4  # guides that an introduction names


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one part of a question is answered.

    Attributes:
        part: the part.
        coverage: whether the guides answer it.
        limit: why it is not answered whatever the guides hold.
        nearest: what is found for it by itself, best first.
    """

    part: str
    coverage: Coverage
    limit: Limit | None
    nearest: Sequence[Source]


def answered(verdicts: Sequence[Verdict]) -> list[int]:
    """Which parts of a question are answered, by position; none where the guides answer none of them."""
    if all(v.coverage == "none" for v in verdicts) or any(v.limit and v.limit.alone for v in verdicts):
        return []
    return [i for i, v in enumerate(verdicts) if v.limit is None]


def reason(verdicts: Sequence[Verdict]) -> Limit | None:
    """Why a question is refused: the limit of its first part that has one, but first what is said alone."""
    return max((v.limit for v in verdicts if v.limit), key=lambda limit: limit.alone, default=None)


def left_out(verdicts: Sequence[Verdict]) -> str:
    """What is said, behind the answer to the other parts, of those over a limit."""
    return "".join(f"\n\n{_left_out(v.part, v.limit.reason)}" for v in verdicts if v.limit)


def _left_out(part: str, reason: str) -> str:
    if reason == ELSEWHERE:
        return f"Not in the guides:\n{_quoted(part)}"
    return f"On {_quoted(part)}: sorry, {reason}."


def refusal(reason: str, nearest: Sequence[Citation]) -> str:
    """One friendly sentence that says what the guides do hold."""
    if not nearest:
        return f"Sorry, {reason}."
    named = [f"{_quoted((c.section or (c.title,))[-1])} [{c.marker}]" for c in nearest]
    return f"Sorry, {reason}{NEAREST_IS}{_listed(named)}."


def choice(offered: Sequence[str]) -> str:
    """What is said to a reply that takes up none of the suggestions, or more than one."""
    count = "is one suggestion" if len(offered) == 1 else f"are {len(offered)} suggestions"
    return f"There {count}: {_listed([_quoted(question) for question in offered])}. Which one?"


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
