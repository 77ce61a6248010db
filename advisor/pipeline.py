"""A question and its history -> an answer: retrieve, judge coverage, compose, cite."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from langchain_core.documents import BaseDocumentCompressor, Document
from langchain_core.messages import BaseMessage
from langchain_core.retrievers import BaseRetriever

from advisor.asked import Asked, Reader, Search
from advisor.citations import Answer, Source, sources
from advisor.composing import Composer
from advisor.conversation import (
    SEARCHED_TURNS,
    asks_nothing,
    checked,
    chosen,
    courtesy,
    leans,
    points,
    taken_up,
    turns,
)
from advisor.coverage import judge, sure, together
from advisor.documents import Guide
from advisor.followups import suggestions
from advisor.lexical import WordIndex
from advisor.limits import Limit, Limits
from advisor.planning import worth_telling
from advisor.profile import Profile, told
from advisor.refusing import Verdict, answered, choice, introduction, left_out
from advisor.spelling import Spelling
from advisor.telling import Teller

if TYPE_CHECKING:
    from advisor.generation import Rewriter, Writer

SUGGESTIONS = 3
LEANING = 0.4  # of the search for a question left to earlier turns: from here on it is judged with them too


class Advisor:
    """Answers questions from the guides; keeps nothing between two questions.

    Args:
        retriever: finds sections; takes beside a query what `Search` says of it, and the question in it as `focus`.
        composer: makes the answer from the guides' own sentences.
        guides: all guides by name.
        words: word statistics of the same sections, for judging coverage.
        spelling: knows the words of the guides.
        limits: knows what is not answered whatever the guides hold.
        answerability: judges whether what was found answers.
        writer: has a chat model phrase what the guides answer; without one answers are composed.
        rewriter: has it word follow-ups.
        observe: is told of every finished answer.
        answerable: of questions that may be suggested, whether the guides answer them in full, where that is known;
            None where the sections are too many to be judged: then only what is sure by its section is suggested.
    """

    def __init__(
        self,
        retriever: BaseRetriever,
        composer: Composer,
        guides: Mapping[str, Guide],
        words: WordIndex,
        spelling: Spelling,
        limits: Limits,
        answerability: BaseDocumentCompressor | None = None,
        writer: "Writer | None" = None,
        rewriter: "Rewriter | None" = None,
        observe: Callable[[Answer], None] = lambda answer: None,
        answerable: Mapping[str, bool] | None = MappingProxyType({}),
    ) -> None:
        self.guides = guides
        self._retriever = retriever
        self._composer = composer
        self._teller = Teller(composer, guides, words)
        self._words = words
        self._reader = Reader(spelling, rewriter)
        self._limits = limits
        self._answerability = answerability
        self._judges = answerable is not None
        self._judged = dict(answerable or {})  # one a section at most, and each is judged once
        self._writer = writer
        self._observe = observe

    def answer(self, question: str, history: Sequence[BaseMessage] = (), profile: Profile | None = None) -> Answer:
        """The whole answer to a question.

        Args:
            question: what the user typed.
            history: the conversation so far, oldest message first.
            profile: what the user tells about themselves; the answer says where it uses that.

        Raises:
            QuestionError: the question is empty or far too long.
        """
        *_, last = self.stream(question, history, profile)
        return last

    def stream(
        self, question: str, history: Sequence[BaseMessage] = (), profile: Profile | None = None
    ) -> Iterator[Answer]:
        """The answer as it grows, a passage at a time; the last one is complete.

        Where a chat model phrases it and fails on the way, the answer in the guides' own words takes its place.
        """
        for answer in self._stream(question, history, self._writer, profile):
            yield answer
        self._observe(answer)

    def _stream(
        self, question: str, history: Sequence[BaseMessage], writer: "Writer | None", profile: Profile | None = None
    ) -> Iterator[Answer]:
        begun = perf_counter()
        question = checked(question)
        offered = self._offered(question, history)
        if (said := self._at_once(question, history, offered)) is not None:
            yield Answer(question, question, "none", said, (), offered, _timings(begun, begun))
            return
        asked = replace(self._reader.read(question, history, offered), profile=profile)
        yield from self._searched(question, asked, writer, begun)

    def _searched(self, question: str, asked: Asked, writer: "Writer | None", begun: float) -> Iterator[Answer]:
        """The answer as what is found for a question gives it."""
        asked, found = self._freed(asked, self._find(asked))
        retrieved = perf_counter()
        verdicts = self._judge(asked, found)
        kept, answer, left = answered(verdicts), Answer(question, asked.standalone, "none", ""), ""
        if kept:
            left = left_out(verdicts)
            asked, found = asked.only(kept), [found[i] for i in kept]
            grow = self._teller.compose(
                replace(answer, coverage=together([verdicts[i].coverage for i in kept], asked.unheard)), asked, found
            )
        else:
            grow = self._teller.refuse(answer, asked, verdicts)
        cited = set[tuple[str, str]]()
        if writer and kept:
            # It is asked while the other is composed.
            draft = writer.draft(asked.standalone, worth_telling(found), told(asked.profile))
            *_, composed = grow
            grow = self._teller.phrase(composed, asked, draft)
            cited = {(c.document, c.anchor) for c in composed.citations}  # the model changes no suggestion
        for answer in grow:
            yield answer
        cited = cited or {(c.document, c.anchor) for c in answer.citations}
        followups = self._suggested(asked.text, found[0], cited) if answer.citations else ()
        coverage, said = "partial" if left else answer.coverage, answer.answer + left
        timings = _timings(begun, retrieved)
        yield replace(answer, coverage=coverage, answer=said, followups=followups, timings_ms=timings)

    def _at_once(self, question: str, history: Sequence[BaseMessage], offered: Sequence[str]) -> str | None:
        """What is said where nothing is searched: to a courtesy, to someone in danger, to what asks nothing."""
        said = [turn for _, turn in turns(history)]
        if (greeting := courtesy(question)) is None:
            # "Please help me" still speaks of what was written before it.
            if limit := self._limits.urgent(". ".join([*(said[-1:] if leans(question) else []), question])):
                return limit.reason
            if chosen(question) is None and (said or not asks_nothing(question)):
                return None
            if offered:
                return None if taken_up(question, offered) else choice(offered)
        return f"{greeting or ''} {introduction([*self.guides.values()])}".strip()

    def _judge(self, asked: Asked, found: Sequence[Sequence[Source]]) -> list[Verdict]:
        """Whether each part of a question is answered."""
        # A question that hardly leans on earlier turns is judged without them: their words are not its own.
        alone = len(found) > 1 or 0 < asked.searches[0].carried < LEANING
        searches = zip(asked.searches, asked.parts, strict=True)
        own = [self._retrieve(Search(search.query), part) for search, part in searches] if alone else found
        limits = [self._limit(part, asked, near) for part, near in zip(asked.parts, own, strict=True)]
        return [
            Verdict(part, "none" if limit else judge(part, near, self._words), limit, near)
            for part, limit, near in zip(asked.parts, limits, own, strict=True)
        ]

    def _limit(self, part: str, asked: Asked, near: Sequence[Source]) -> Limit | None:
        """Why a part is not answered; the story around a single question and what a part points to belong to it."""
        nearest = max((source.cosine for source in near[:1]), default=0.0)
        whole = self._limits.reason(asked.text, nearest)
        if len(asked.parts) == 1 or (points(part) and not whole):
            return whole
        return self._limits.reason(part, nearest)

    def search(self, question: str, history: Sequence[BaseMessage] = (), k: int | None = None) -> list[Source]:
        """The sections nearest to a question, best first, without an answer.

        Raises:
            QuestionError: the question is empty or far too long.
        """
        question = checked(question)
        asked = self._reader.read(question, history, self._offered(question, history))
        found = self._find(asked, k)
        unique: dict[str, Source] = {}
        for source in (source for rank in zip_longest(*found) for source in rank if source):
            unique.setdefault(source.section.id, source)
        return list(unique.values())[:k]

    def answers_in_full(self, question: str) -> bool:
        """Whether the guides answer a question that may be suggested."""
        if question not in self._judged:
            self._judged[question] = judge(question, self._retrieve(Search(question), question), self._words) == "full"
        return self._judged[question]

    def _offered(self, question: str, history: Sequence[BaseMessage]) -> tuple[str, ...]:
        """What was suggested before a bare reply such as "yes", worked out again; nothing for another question.

        Replies to replies are followed back to the question that they began with, but not without end.
        """
        said = turns(history) if chosen(question) is not None else []
        begin = max((i for i, (_, turn) in enumerate(said) if chosen(turn) is None), default=None)
        if begin is None or len(said) - begin > SEARCHED_TURNS:
            return ()
        place, asked = said[begin]
        offered = self._followups(asked, history[:place])
        for _, reply in said[begin + 1 :]:
            if suggestion := taken_up(reply, offered):
                offered = self._followups(suggestion)
        return offered

    def _followups(self, question: str, history: Sequence[BaseMessage] = ()) -> tuple[str, ...]:
        """What is suggested after a question."""
        *_, answered = self._stream(question, history, None)
        return answered.followups

    def _suggested(self, question: str, found: Sequence[Source], cited: set[tuple[str, str]]) -> tuple[str, ...]:
        """Follow-up questions that the guides answer in full."""
        candidates = suggestions(question, found, cited)
        return tuple(islice((q for q, source in candidates.items() if self._suggests(q, source)), SUGGESTIONS))

    def _suggests(self, question: str, source: Source) -> bool:
        """Whether the guides answer in full what a section is asked for."""
        return self.answers_in_full(question) if self._judges else sure(self._composer.nearness(question, source))

    def _find(self, asked: Asked, k: int | None = None) -> list[list[Source]]:
        """What is found for each part of a question, best first."""
        return [self._retrieve(search, part, k) for search, part in zip(asked.searches, asked.parts, strict=True)]

    def _freed(self, asked: Asked, found: list[list[Source]]) -> tuple[Asked, list[list[Source]]]:
        """The question without the turns before it, where it points to nothing and surely finds the same by itself."""
        if asked.standalone == asked.text or points(asked.text) or len(found) > 1 or not found[0]:
            return asked, found
        own = self._retrieve(Search(asked.text), asked.parts[0])
        if not sure(own[0].cosine) or own[0].section.id != found[0][0].section.id:
            return asked, found
        return replace(asked, standalone=asked.text, searches=(Search(asked.text),)), [own]

    def _retrieve(self, search: Search, focus: str, k: int | None = None) -> list[Source]:
        found: Sequence[Document] = self._retriever.invoke(
            search.query, focus=focus, conversation=search.conversation, carried=search.carried, whole=search.whole, k=k
        )
        if self._answerability:
            found = self._answerability.compress_documents(found, search.conversation or search.query)
        return sources(found, self.guides)


def _timings(begun: float, retrieved: float) -> dict[str, float]:
    """Milliseconds of the stages up to now."""
    spans = {"retrieve": retrieved - begun, "answer": perf_counter() - retrieved, "total": perf_counter() - begun}
    return {stage: round(seconds * 1000, 1) for stage, seconds in spans.items()}
