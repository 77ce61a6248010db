"""A question and its history -> an answer: retrieve, judge coverage, compose, cite."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

from langchain_core.messages import BaseMessage
from langchain_core.retrievers import BaseRetriever

from advisor.citations import Answer, Citation, Source, cite, sources, without_markers
from advisor.composing import Composer, escaped
from advisor.conversation import checked, leans, standalone
from advisor.coverage import judge, left_open
from advisor.documents import Guide
from advisor.followups import suggest
from advisor.lexical import WordIndex

REFUSAL = "Sorry, the guides do not answer this"
LEFT_OPEN = 2  # words of the question that a partial answer names as not covered
NEAREST = 3  # sections that a refusal points to
FURTHER = 0.85  # a second section is used where it scores this share of the first


class Advisor:
    """Answers questions from the guides; keeps nothing between two questions.

    Args:
        retriever: finds sections; takes the last turn as `focus` beside the query.
        composer: makes the answer from the guides' own sentences.
        guides: all guides by name.
        words: word statistics of the same sections, for judging coverage.
    """

    def __init__(
        self, retriever: BaseRetriever, composer: Composer, guides: Mapping[str, Guide], words: WordIndex
    ) -> None:
        self.guides = guides
        self._retriever = retriever
        self._composer = composer
        self._words = words

    def answer(self, question: str, history: Sequence[BaseMessage] = ()) -> Answer:
        """The whole answer to a question.

        Args:
            question: what the user typed.
            history: the conversation so far, oldest message first.

        Raises:
            QuestionError: the question is empty or far too long.
        """
        *_, last = self.stream(question, history)
        return last

    def stream(self, question: str, history: Sequence[BaseMessage] = ()) -> Iterator[Answer]:
        """The answer as it grows, a passage at a time; the last one is complete."""
        begun = perf_counter()
        question = checked(question)
        query = standalone(question, history)
        found = self.search(question, history)
        retrieved = perf_counter()
        # A question that needs no earlier turn is judged without them: their words are not its own.
        own = self.search(question) if history and not leans(question) else found
        judged = judge(question, own, self._words)
        answer = Answer(question, query, judged, "")
        grow = self._refuse(answer, own) if judged == "none" else self._compose(answer, found)
        for answer in grow:
            yield answer
        cited = {(c.document, c.anchor) for c in answer.citations}
        done = perf_counter()
        yield replace(
            answer,
            followups=suggest(question, found, cited),
            timings_ms={
                "retrieve": _milliseconds(retrieved - begun),
                "answer": _milliseconds(done - retrieved),
                "total": _milliseconds(done - begun),
            },
        )

    def search(self, question: str, history: Sequence[BaseMessage] = (), k: int | None = None) -> list[Source]:
        """The sections nearest to a question, best first, without an answer.

        Raises:
            QuestionError: the question is empty or far too long.
        """
        question = checked(question)
        found = self._retriever.invoke(standalone(question, history), focus=question, k=k)
        return sources(found, self.guides)

    def _compose(self, answer: Answer, found: Sequence[Source]) -> Iterator[Answer]:
        used = [s for s in found[:2] if s.score >= FURTHER * found[0].score]
        opening, end = self._frame(answer, used)
        for text, citations in cite(self._composer.compose([answer.question, answer.standalone_question], used)):
            answer = replace(answer, answer=opening + text, citations=citations)
            yield answer
        yield replace(answer, answer=answer.answer + end)

    def _frame(self, answer: Answer, used: Sequence[Source]) -> tuple[str, str]:
        """What stands around an answer that covers only part of the question: it says so, and which part."""
        if answer.coverage == "full":
            return "", ""
        missing = left_open(answer.question, used, self._words)[:LEFT_OPEN]
        named = " and ".join(f"“{escaped(without_markers(word))}”" for word in missing)
        return "The guides only come near this:\n\n", f"\n\nNot in the guides: {named}." if named else ""

    def _refuse(self, answer: Answer, found: Sequence[Source]) -> Iterator[Answer]:
        passages = self._composer.nearest(answer.question, found[:NEAREST])
        citations = tuple(citations[-1] for _, citations in cite(passages))
        yield replace(answer, answer=_refusal(citations), citations=citations)


def _refusal(nearest: Sequence[Citation]) -> str:
    """One friendly sentence that says what the guides do hold."""
    if not nearest:
        return f"{REFUSAL}."
    listed = [f"“{escaped(without_markers((c.section or (c.title,))[-1]))}” [{c.marker}]" for c in nearest]
    joined = f"{', '.join(listed[:-1])} and {listed[-1]}" if len(listed) > 1 else listed[0]
    return f"{REFUSAL}; what they hold nearest to it is {joined}."


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
