"""What was found and judged -> the answer as it grows, with all that stands around it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.addressed import notes
from advisor.asked import Asked
from advisor.citations import Answer, Passage, Source, cite, without_markers
from advisor.composing import Composer, escaped
from advisor.coverage import left_open
from advisor.documents import Guide
from advisor.figures import compare
from advisor.lexical import WordIndex
from advisor.planning import named, planned
from advisor.refusing import UNKNOWN, Verdict, reason, refusal
from advisor.statements import statements

if TYPE_CHECKING:
    from advisor.generation import Draft

LEFT_OPEN = 2  # words of the question that a partial answer names as not covered
NEAREST = 3  # sections that a refusal points to


class Teller:
    """Tells what the guides say, or that they do not.

    Args:
        composer: makes the answer from the guides' own sentences.
        guides: all guides by name.
        words: word statistics of their sections, for naming what they leave open.
    """

    def __init__(self, composer: Composer, guides: Mapping[str, Guide], words: WordIndex) -> None:
        self._composer = composer
        self._guides = guides
        self._words = words

    def compose(self, answer: Answer, asked: Asked, found: Sequence[Sequence[Source]]) -> Iterator[Answer]:
        """The guides' own sentences on what is asked, a passage at a time."""
        wanted, item = planned(asked, found), named(asked.text)
        passages = (
            p for questions, source, room in wanted for p in self._composer.compose(questions, source, room, item)
        )
        yield from self._grow(answer, asked, passages)

    def phrase(self, composed: Answer, asked: Asked, draft: "Draft") -> Iterator[Answer]:
        """The model's sentences that the guides support; what was composed, where they are too few."""
        written = composed
        for written in self._grow(replace(composed, answer="", citations=()), asked, draft):
            if written.citations:
                yield written
        phrasing = draft.phrasing
        yield replace(composed if phrasing.composed else written, phrasing=phrasing)

    def _grow(self, answer: Answer, asked: Asked, passages: Iterable[Passage]) -> Iterator[Answer]:
        """The answer as passages are added, and at its end what is said of all of them."""
        opening, end = self._frame(answer, asked)
        for text, citations in cite(passages):
            answer = replace(answer, answer=opening + text, citations=citations)
            yield answer
        said = self._said({c.document for c in answer.citations})
        own = [compare(asked.text, answer.citations, said, asked.profile)]
        own += [notes(asked.profile, answer.citations)] if asked.profile else []
        yield replace(answer, answer="\n\n".join((answer.answer, *filter(None, own))) + end)

    def _said(self, guides: Iterable[str]) -> Iterator[str]:
        """All that some guides state."""
        return (s.text for name in guides for section in self._guides[name].sections for s in statements(section.text))

    def _frame(self, answer: Answer, asked: Asked) -> tuple[str, str]:
        """What stands around an answer that covers only part of the question: it says so, and which part."""
        if answer.coverage == "full":
            return "", ""
        missing = (asked.unheard or left_open(" ".join(asked.parts), self._words))[:LEFT_OPEN]
        named = " and ".join(f"“{escaped(without_markers(word))}”" for word in missing)
        return "The guides only come near this:\n\n", f"\n\nNot in the guides: {named}." if named else ""

    def refuse(self, answer: Answer, asked: Asked, verdicts: Sequence[Verdict]) -> Iterator[Answer]:
        """Why a question is not answered, and what the guides hold nearest."""
        limit = reason(verdicts)
        if limit and limit.alone:
            yield replace(answer, answer=limit.reason, standalone_question=answer.question)
            return
        passages = (p for source in verdicts[0].nearest[:NEAREST] for p in self._composer.nearest(asked.text, source))
        citations = tuple(citations[-1] for _, citations in cite(passages))
        yield replace(answer, answer=refusal(limit.reason if limit else UNKNOWN, citations), citations=citations)
