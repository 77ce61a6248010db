"""Questions that could come next: the headings of near sections which the answer did not use."""

import re
from collections.abc import Sequence

from advisor.citations import Source

MOST = 3
_NUMBER = re.compile(r"^\s*(?:\w+\s)?#?\d+(?:\.\d+)*\s*[.):–-]\s*")


def suggest(question: str, sources: Sequence[Source], used: set[tuple[str, str]]) -> tuple[str, ...]:
    """Up to three follow-up questions.

    Args:
        question: what was asked; not suggested again.
        sources: what was retrieved, best first.
        used: (guide, anchor) of the sections that the answer cites.
    """
    headings = [_NUMBER.sub("", s.section.headings[-1]) for s in sources if _is_free(s, used)]
    asked = question.casefold().rstrip("?")
    return tuple(dict.fromkeys(_as_question(h) for h in headings if h.casefold().rstrip("?") != asked))[:MOST]


def _is_free(source: Source, used: set[tuple[str, str]]) -> bool:
    return bool(source.section.headings) and (source.guide.name, source.section.anchor) not in used


def _as_question(heading: str) -> str:
    return heading if heading.endswith("?") else f"What do the guides say on “{heading}”?"
