"""Citations and answers: what an answer states, and the words of the guides that prove it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import Any, Literal

from langchain_core.documents import Document

from advisor.documents import Guide, Section

Coverage = Literal["full", "partial", "none"]
MARKER = re.compile(r"\[(\d+)\]")
DIGEST_BYTES = 5  # one of a thousand passages is taken for another once in a billion guides
NEAREST_IS = "; what the guides hold nearest to it is "  # in a refusal, before the sections it points to


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
        page: of the file, from 1, where the passage begins; None where the file has no pages.
        digest: of the quoted passage's source: tells later whether the guide still says it; see `digest`.
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
    page: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """What a chat model contributed to an answer.

    Attributes:
        model: its name.
        proved: sentences that the guides support.
        withheld: sentences that they do not, which nobody got to see.
        replaced: those of them in whose place the guides' own sentence stands.
        reasons: why, in a word each.
        composed: whether the whole answer was given in the guides' own words instead.
        note: says to the reader what is in the guides' own words, and why; empty where nothing is.
        tokens: that the model wrote, where it says so.
        first_ms: milliseconds from the request to the first proved sentence.
    """

    model: str
    proved: int
    withheld: int
    reasons: tuple[str, ...]
    composed: bool
    note: str
    tokens: int
    first_ms: float | None
    replaced: int = 0


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
        phrasing: what a chat model had to do with it; None where there is none.
    """

    question: str
    standalone_question: str
    coverage: Coverage
    answer: str
    citations: tuple[Citation, ...] = ()
    followups: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    phrasing: Phrasing | None = None

    def as_json(self, id: str | None = None) -> dict[str, Any]:
        """The answer object that scripts read, led by the question's id where one is given.

        Without a chat model it says nothing of one.
        """
        lead = {} if id is None else {"id": id}
        return {key: value for key, value in (lead | asdict(self)).items() if key != "phrasing" or value}


@dataclass(frozen=True, slots=True)
class Source:
    """A section that retrieval found.

    Attributes:
        guide: the guide it stands in.
        section: the section.
        score: how well it answers the query, 0 to 1.
        cosine: of its best chunk and the query.
        answers: how probable it is that one of its statements answers, where that was judged.
        named: what of the score it owes to its names.
    """

    guide: Guide
    section: Section
    score: float
    cosine: float
    answers: float | None = None
    named: float = 0.0


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a source that an answer uses: `section.text[start:end]`, and how they are shown.

    Attributes:
        source: where they stand.
        start: offset in the section's text.
        end: offset behind.
        lines: the Markdown lines that show them, each of which gets the citation's marker.
        quote: the words themselves, Markdown signs stripped.
        goes_on: whether its first line goes on in the line before.
    """

    source: Source
    start: int
    end: int
    lines: tuple[str, ...]
    quote: str
    goes_on: bool = False


def sources(documents: Iterable[Document], guides: Mapping[str, Guide]) -> list[Source]:
    """What retrieval found, with the guides' own sections."""
    found = []
    for document in documents:
        guide = guides[document.metadata["guide"]]
        section = next(s for s in guide.sections if s.id == document.metadata["section"])
        known = document.metadata
        found.append(Source(guide, section, known["score"], known["cosine"], known.get("answers"), known["named"]))
    return found


def cite(passages: Iterable[Passage]) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Number the passages and write them down, one after the other.

    Yields:
        The answer so far, every line with its marker, and the citations so far.
    """
    text, citations, markers = "", tuple[Citation, ...](), dict[tuple[str, int, int], int]()
    for passage in passages:
        place = (passage.source.section.id, passage.start, passage.end)
        marker = markers.setdefault(place, len(markers) + 1)  # the same words keep their number
        for position, line in enumerate(passage.lines):
            opens = position == 0 and not passage.goes_on
            joint = (
                " "
                if passage.goes_on and position == 0 and not line.startswith("- ")
                else _gap(text, line, opens=opens)
            )
            text += f"{joint if text else ''}{line} [{marker}]"
        if marker > len(citations):
            citations = (*citations, citation(marker, passage))
        yield text, citations


def citation(marker: int, passage: Passage) -> Citation:
    """The citation of one passage."""
    guide, section = passage.source.guide, passage.source.section
    return Citation(
        marker=marker,
        document=guide.name,
        title=guide.title,
        source=guide.source,
        section=section.headings,
        anchor=section.anchor,
        quote=passage.quote,
        start=section.start + passage.start,
        end=section.start + passage.end,
        score=passage.source.score,
        page=guide.page(section.start + passage.start),
        digest=digest(section.text[passage.start : passage.end]),
    )


def digest(text: str) -> str:
    """What a passage's source is known by, short enough for an address."""
    return blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()


def without_markers(text: str) -> str:
    """A text without citation markers, which mean nothing outside the answer they stand in."""
    return re.sub(r"\s*" + MARKER.pattern, "", text)


def _gap(before: str, line: str, *, opens: bool) -> str:
    """What parts two lines: items of one list follow each other, and what stands behind a list stands apart."""
    if not before:
        return ""
    after_item = before.rsplit("\n", 1)[-1].lstrip().startswith("- ")
    if opens:
        return "\n" if after_item and line.startswith("  ") else "\n\n"
    return "\n\n" if after_item and not line.lstrip().startswith("- ") else "\n"
