"""Citations and answers: what an answer states, and the words of the guides that prove it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

Coverage = Literal["full", "partial", "none"]
MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Citation:
    """The words of a guide that support a statement.

    Attributes:
        marker: the number it carries in the answer, from 1.
        document: name of the guide.
        title: the guide's title.
        source: the file name or URL the guide was read from.
        section: heading texts from the main section down; empty for a guide's opening text.
        anchor: the section's anchor within the guide's page.
        quote: the cited words, Markdown signs stripped.
        start: offset of the quoted passage in the guide's stored text.
        end: offset behind it.
        score: how well the section answers, 0 to 1.
    """

    marker: int
    document: str
    title: str
    source: str
    section: tuple[str, ...]
    anchor: str
    quote: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the user gets it; a refusal is one whose coverage is "none".

    Attributes:
        question: what the user typed.
        standalone_question: the question with what earlier turns contribute to it.
        coverage: whether the guides answer it: "full", "partial" or "none".
        answer: Markdown; every statement carries the marker `[n]` of a citation.
        citations: in the order of their markers; with coverage "none" the nearest sections.
        followups: questions the guides answer that could come next.
        timings_ms: milliseconds by stage: "retrieve", "answer", "total".
    """

    question: str
    standalone_question: str
    coverage: Coverage
    answer: str
    citations: tuple[Citation, ...] = ()
    followups: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    def as_json(self, id: str | None = None) -> dict[str, Any]:
        """The answer object that scripts read, led by the question's id where one is given."""
        lead = {} if id is None else {"id": id}
        return lead | asdict(self)
