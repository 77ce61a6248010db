"""A question and its history -> an answer: retrieve, judge coverage, compose, cite."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, zip_longest
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from langchain_core.documents import BaseDocumentCompressor, Document
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.retrievers import BaseRetriever

from advisor.addressed import notes
from advisor.citations import Answer, Passage, Source, cite, sources, without_markers
from advisor.composing import Composer, escaped
from advisor.conversation import TURNS, checked, chosen, courtesy, leans, narrowed, questions, searched, standalone
from advisor.coverage import judge, left_open, sure, together
from advisor.documents import Guide
from advisor.figures import compare
from advisor.followups import suggestions
from advisor.lexical import WordIndex, words
from advisor.limits import Limits
from advisor.profile import Profile, told
from advisor.refusing import UNKNOWN, introduction, refusal
from advisor.spelling import Spelling
from advisor.statements import statements

if TYPE_CHECKING:
    from advisor.generation import Draft, Rewriter, Writer

LEFT_OPEN = 2  # words of the question that a partial answer names as not covered
SUGGESTIONS = 3
NEAREST = 3  # sections that a refusal points to
PART_WORDS = 90  # room for each question of several
FIRST_WORDS = 150  # room for the best section
NEXT_WORDS = 45  # room for the next one
NEARLY = 0.6  # a model is given the sections that score this share of the first
TELLING = 3  # words of a question that tell one item of a list from the others, where it has them all
FURTHER = 0.04  # a second section is used where it scores no more than this behind the first


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched.

    Attributes:
        text: what was typed, spelling corrected.
        standalone: with what earlier turns contribute, where it leans on them.
        parts: the questions it holds.
        queries: what is searched for each part.
        profile: what the asker tells about themselves.
    """

    text: str
    standalone: str
    parts: tuple[str, ...]
    queries: tuple[str, ...]
    profile: Profile | None = None


class Advisor:
    """Answers questions from the guides; keeps nothing between two questions.

    Args:
        retriever: finds sections; takes the last turn as `focus` beside the query.
        composer: makes the answer from the guides' own sentences.
        guides: all guides by name.
        words: word statistics of the same sections, for judging coverage.
        spelling: knows the words of the guides.
        limits: knows what is not answered whatever the guides hold.
        reranker: reads the question together with what was found.
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
        reranker: BaseDocumentCompressor | None = None,
        writer: "Writer | None" = None,
        rewriter: "Rewriter | None" = None,
        observe: Callable[[Answer], None] = lambda answer: None,
        answerable: Mapping[str, bool] | None = MappingProxyType({}),
    ) -> None:
        self.guides = guides
        self._retriever = retriever
        self._composer = composer
        self._words = words
        self._spelling = spelling
        self._limits = limits
        self._reranker = reranker
        self._judges = answerable is not None
        self._judged = dict(answerable or {})  # one a section at most, and each is judged once
        self._writer = writer
        self._rewriter = rewriter
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
        if (greeting := courtesy(question)) is not None:
            said = f"{greeting} {introduction([*self.guides.values()])}".strip()
            yield Answer(question, question, "none", said, timings_ms=_timings(begun, begun))
            return
        asked = replace(self._read(question, history), profile=profile)
        found = [self._retrieve(query, part) for query, part in zip(asked.queries, asked.parts, strict=True)]
        retrieved = perf_counter()
        # A question that needs no earlier turn is judged without them: their words are not its own.
        alone = bool(history) and not leans(asked.text)
        own = [self._retrieve(part, part) for part in asked.parts] if alone or len(found) > 1 else found
        judged = [judge(part, near, self._words) for part, near in zip(asked.parts, own, strict=True)]
        reason = self._limits.reason(asked.text, max((s.cosine for near in own for s in near[:1]), default=0.0))
        answer = Answer(question, asked.standalone, "none" if reason else together(judged), "")
        refused = answer.coverage == "none"
        grow = self._refuse(answer, asked, own[0], reason) if refused else self._compose(answer, asked, found)
        cited = set[tuple[str, str]]()
        if writer and not refused:
            used = _worth_telling(found)
            draft = writer.draft(asked.standalone, used, told(profile))  # is asked while the other is composed
            *_, composed = grow
            grow = self._phrase(composed, asked, used, draft)
            cited = {(c.document, c.anchor) for c in composed.citations}  # the model changes no suggestion
        for answer in grow:
            yield answer
        cited = cited or {(c.document, c.anchor) for c in answer.citations}
        followups = self._suggested(asked.text, found[0], cited)
        yield replace(answer, followups=followups, timings_ms=_timings(begun, retrieved))

    def search(self, question: str, history: Sequence[BaseMessage] = (), k: int | None = None) -> list[Source]:
        """The sections nearest to a question, best first, without an answer.

        Raises:
            QuestionError: the question is empty or far too long.
        """
        asked = self._read(checked(question), history)
        found = [self._retrieve(query, part, k) for query, part in zip(asked.queries, asked.parts, strict=True)]
        unique: dict[str, Source] = {}
        for source in (source for rank in zip_longest(*found) for source in rank if source):
            unique.setdefault(source.section.id, source)
        return list(unique.values())[:k]

    def answers_in_full(self, question: str) -> bool:
        """Whether the guides answer a question that may be suggested."""
        if question not in self._judged:
            self._judged[question] = judge(question, self._retrieve(question, question), self._words) == "full"
        return self._judged[question]

    def _read(self, question: str, history: Sequence[BaseMessage]) -> Asked:
        if suggestion := self._taken_up(question, history):
            return Asked(suggestion, suggestion, (suggestion,), (suggestion,))
        text = self._spelling.corrected(question)
        earlier = [HumanMessage(self._spelling.corrected(str(m.text))) for m in history if isinstance(m, HumanMessage)]
        parts, written = questions(text), self._written(text, earlier)
        shown = written or (standalone(text, earlier) if leans(text) else text)
        if len(parts) == 1:
            # Earlier turns help the search even where the question does without them.
            return Asked(text, shown, parts, (written or searched(text, earlier),))
        # A second question that leans on the first has it for an earlier turn.
        before = [[HumanMessage(first)] if leans(part) else [] for first, part in pairwise(("", *parts))]
        queries = tuple(searched(part, [*earlier, *turn]) for part, turn in zip(parts, before, strict=True))
        return Asked(text, shown, parts, queries)

    def _written(self, text: str, earlier: Sequence[BaseMessage]) -> str | None:
        """The question with what earlier turns contribute, as the chat model words it; None where it is not asked to.

        What it writes unfaithfully does not count.
        """
        rewriter = self._rewriter if earlier and leans(text) else None
        return rewriter.rewrite(text, [str(m.text) for m in earlier[-TURNS:]]) if rewriter else None

    def _taken_up(self, question: str, history: Sequence[BaseMessage]) -> str | None:
        """The suggestion that a bare "yes" or "the second one" takes up; what was suggested is worked out again."""
        position = chosen(question)
        last = max((i for i, m in enumerate(history) if isinstance(m, HumanMessage)), default=None)
        if position is None or last is None:
            return None
        *_, answered = self._stream(str(history[last].text), history[:last], None)
        suggested = answered.followups
        return suggested[position] if -len(suggested) <= position < len(suggested) else None

    def _suggested(self, question: str, found: Sequence[Source], cited: set[tuple[str, str]]) -> tuple[str, ...]:
        """Follow-up questions that the guides answer in full."""
        candidates = suggestions(question, found, cited)
        return tuple(islice((q for q, source in candidates.items() if self._suggests(q, source)), SUGGESTIONS))

    def _suggests(self, question: str, source: Source) -> bool:
        """Whether the guides answer in full what a section is asked for."""
        return self.answers_in_full(question) if self._judges else sure(self._composer.nearness(question, source))

    def _retrieve(self, query: str, focus: str, k: int | None = None) -> list[Source]:
        found: Sequence[Document] = self._retriever.invoke(query, focus=focus, k=k)
        if self._reranker and found and not sure(found[0].metadata["cosine"]):
            found = self._reranker.compress_documents(found, query)
        return sources(found, self.guides)

    def _compose(self, answer: Answer, asked: Asked, found: Sequence[Sequence[Source]]) -> Iterator[Answer]:
        planned, named = _planned(asked, found), _named(asked.text)
        passages = (
            p for questions, source, room in planned for p in self._composer.compose(questions, source, room, named)
        )
        yield from self._grow(answer, asked, [source for _, source, _ in planned], passages)

    def _phrase(self, composed: Answer, asked: Asked, used: Sequence[Source], draft: "Draft") -> Iterator[Answer]:
        """The model's sentences that the guides support; what was composed, where they are too few."""
        written = composed
        for written in self._grow(replace(composed, answer="", citations=()), asked, used, draft):
            if written.citations:
                yield written
        phrasing = draft.phrasing
        yield replace(composed if phrasing.composed else written, phrasing=phrasing)

    def _grow(
        self, answer: Answer, asked: Asked, used: Sequence[Source], passages: Iterable[Passage]
    ) -> Iterator[Answer]:
        """The answer as passages are added, and at its end what is said of all of them."""
        opening, end = self._frame(answer, used)
        for text, citations in cite(passages):
            answer = replace(answer, answer=opening + text, citations=citations)
            yield answer
        said = self._said({c.document for c in answer.citations})
        own = [compare(asked.text, answer.citations, said, asked.profile)]
        own += [notes(asked.profile, answer.citations)] if asked.profile else []
        yield replace(answer, answer="\n\n".join((answer.answer, *filter(None, own))) + end)

    def _said(self, guides: Iterable[str]) -> Iterator[str]:
        """All that some guides state."""
        return (s.text for name in guides for section in self.guides[name].sections for s in statements(section.text))

    def _frame(self, answer: Answer, used: Sequence[Source]) -> tuple[str, str]:
        """What stands around an answer that covers only part of the question: it says so, and which part."""
        if answer.coverage == "full":
            return "", ""
        missing = left_open(answer.question, used, self._words)[:LEFT_OPEN]
        named = " and ".join(f"“{escaped(without_markers(word))}”" for word in missing)
        return "The guides only come near this:\n\n", f"\n\nNot in the guides: {named}." if named else ""

    def _refuse(self, answer: Answer, asked: Asked, found: Sequence[Source], reason: str | None) -> Iterator[Answer]:
        passages = (p for source in found[:NEAREST] for p in self._composer.nearest(asked.text, source))
        citations = tuple(citations[-1] for _, citations in cite(passages))
        yield replace(answer, answer=refusal(reason or UNKNOWN, citations), citations=citations)


def _planned(asked: Asked, found: Sequence[Sequence[Source]]) -> list[tuple[list[str], Source, int]]:
    """Which sections answer which wording of the question, and in how many words each."""
    if len(found) == 1:
        [near] = found
        used = [s for s in near[:2] if near[0].score - s.score <= FURTHER]
        wordings = list(dict.fromkeys((asked.parts[0], asked.standalone)))
        return [(wordings, s, room) for s, room in zip(used, (FIRST_WORDS, NEXT_WORDS), strict=False)]
    wanted: dict[str, list[str]] = {}
    by_id: dict[str, Source] = {}
    for part, near in zip(asked.parts, found, strict=True):
        for source in near[:1]:
            by_id[source.section.id] = source
            wanted.setdefault(source.section.id, []).append(part)
    return [(parts, by_id[id], PART_WORDS) for id, parts in wanted.items()]


def _named(question: str) -> set[str]:
    """The words that tell an item of a list: those of a follow-up that narrows, or of a question that has several."""
    part = narrowed(question)
    found = {*words(part)}
    return found if part != question or len(found) >= TELLING else set()


def _worth_telling(found: Sequence[Sequence[Source]]) -> list[Source]:
    """The sections that a model is given, best first."""
    best = {s.section.id: s for rank in zip_longest(*found) for s in rank if s}
    return [s for s in best.values() if s.score >= NEARLY * max(s.score for s in best.values())]


def _timings(begun: float, retrieved: float) -> dict[str, float]:
    """Milliseconds of the stages up to now."""
    spans = {"retrieve": retrieved - begun, "answer": perf_counter() - retrieved, "total": perf_counter() - begun}
    return {stage: round(seconds * 1000, 1) for stage, seconds in spans.items()}
