"""What of an answer speaks to the asker in particular: "Medical student outside the US: …" to a medical student."""

from collections.abc import Iterator, Sequence
from itertools import islice

from advisor.citations import Citation
from advisor.profile import Profile

NOTES = 3
LEAD_WORDS = 8  # of a statement without a colon, its first words say whom it is for


def notes(profile: Profile, citations: Sequence[Citation]) -> str:
    """Markdown lines that point to the cited words that are meant for such as the asker; may be empty."""
    return "\n".join(f"- {line}" for line in islice(_notes(profile, citations), NOTES))


def _notes(profile: Profile, citations: Sequence[Citation]) -> Iterator[str]:
    """At most one for each trait."""
    for said, pattern in profile.traits:
        leads = ((lead, c.marker) for c in citations for lead in map(_lead, c.quote.split("\n")))
        addressed = next(((lead, marker) for lead, marker in leads if pattern.search(lead)), None)
        if addressed:
            yield f"Because you {said} (from About me), see “{addressed[0]}”. [{addressed[1]}]"


def _lead(statement: str) -> str:
    """Whom a statement is for, where it says so: the words before a colon or a comma, a few at most."""
    words = statement.split(":", 1)[0].split(",", 1)[0].split()
    return " ".join(words) if len(words) <= LEAD_WORDS and len(words) < len(statement.split()) else ""
