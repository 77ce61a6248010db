"""Questions that could come next: what near sections answer that the answer did not use."""

import re
from collections.abc import Sequence

from advisor.citations import Source

_NUMBER = re.compile(r"^\s*(?:\w+\s)?#?\d+(?:\.\d+)*\s*[.):–-]\s*")


def suggestions(question: str, sources: Sequence[Source], used: set[tuple[str, str]]) -> list[str]:
    """Questions that could come next, the nearest first; whether the guides answer them is not judged here.

    Args:
        question: what was asked; not suggested again.
        sources: what was retrieved, best first.
        used: (guide, anchor) of the sections that the answer cites.
    """
    asked = _bare(question)
    found = [_as_question(s) for s in sources if s.section.headings and (s.guide.name, s.section.anchor) not in used]
    return list(dict.fromkeys(q for q in found if _bare(q) != asked))


def _as_question(source: Source) -> str:
    """A taught phrasing that reads as a question, else the heading, made one where it is none."""
    taught = source.guide.phrasings.get(source.section.id, ())
    heading = _NUMBER.sub("", source.section.headings[-1])
    if heading.endswith("?"):
        return heading
    return next((q for q in taught if q.endswith("?") and q[0].isupper()), f"What do the guides say on “{heading}”?")


def _bare(question: str) -> str:
    return question.casefold().rstrip("? ")
