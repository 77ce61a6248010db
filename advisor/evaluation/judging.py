"""A question and its answer -> how well it is answered."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from advisor.citations import MARKER, Answer, Citation, without_markers
from advisor.documents import Guide
from advisor.evaluation.questions import Question
from advisor.markup import plain

FIRST = 2  # a gold section has to be among the first two citations
LONGEST = 200  # words of an answer
TELLING = 5  # content words from which on a sentence is a statement
SUPPORTED = 0.8  # share of a statement's content words that its sources have to hold

_FUNCTION_WORD = re.compile(r"an?|and|are|as|at|be|by|for|from|if|in|into|is|its?|of|on|or|that|the|this|to|with|your?")
_LIST_NUMBER = re.compile(r"(?m)^\s*(?:[-*\u2022]\s*)?\d{1,2}[.)]\s+")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+(?=[A-Z\u201c\"])")


@dataclass(frozen=True, slots=True)
class Result:
    """How one question was answered: its figures, and what was wanted and got.

    Attributes:
        question: the last turn.
        cite1: None, as are `cited`, `precision` and `facts`, where the question has no answer.
        wanted: headings of the gold sections.
        must: the facts, each with its spellings.
        got: headings of the cited sections, in the order of the citations.
        missing: the facts that do not stand in the answer.
        written: sentences of a chat model that claim something.
        withheld: those of them that the guides do not support.
        fallback: whether the guides' own words were given instead; None where no model was asked.
    """

    id: str
    kind: str
    question: str
    answerable: bool
    good: bool
    refused: bool
    words: int
    support: float
    broken_quotes: int
    milliseconds: float
    cite1: bool | None
    cited: bool | None
    precision: float | None
    facts: float | None
    wanted: tuple[str, ...]
    must: tuple[tuple[str, ...], ...]
    got: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...]
    written: int = 0
    withheld: int = 0
    fallback: bool | None = None


def judge(question: Question, answer: Answer, guides: Mapping[str, Guide]) -> Result:
    """Hold one answer against what the question file wants, and its quotes against the guides."""
    refused = answer.coverage == "none"
    words = len(MARKER.sub(" ", answer.answer).split())
    text = normal(without_markers(answer.answer))
    missing = tuple(fact for fact in question.must if not any(normal(spelling) in text for spelling in fact))
    hits = [_is_gold(c, question.gold, guides) for c in answer.citations]
    broken = sum(not _stands(c, guides) for c in answer.citations)
    support = _support(question, answer)
    fit = any(hits[:FIRST]) and not missing and words <= LONGEST and not broken and support == 1
    answerable, phrasing = question.answerable, answer.phrasing
    return Result(
        id=question.id,
        kind=question.kind,
        question=question.turns[-1],
        answerable=answerable,
        good=not refused and fit if answerable else refused,
        refused=refused,
        words=words,
        support=support,
        broken_quotes=broken,
        milliseconds=answer.timings_ms["total"],
        cite1=any(hits[:1]) if answerable else None,
        cited=any(hits) if answerable else None,
        precision=_share(sum(hits), len(hits), none=0.0) if answerable else None,
        facts=_share(len(question.must) - len(missing), len(question.must)) if answerable else None,
        wanted=tuple(section for _, section in question.gold),
        must=question.must,
        got=tuple(_heading(c) for c in answer.citations),
        missing=missing,
        written=phrasing.proved + phrasing.withheld if phrasing else 0,
        withheld=phrasing.withheld if phrasing else 0,
        fallback=phrasing.composed if phrasing else None,
    )


def _is_gold(citation: Citation, gold: Iterable[tuple[str, str]], guides: Mapping[str, Guide]) -> bool:
    heading = _loose(_heading(citation))
    return any(
        _loose(section) == heading and (document == citation.document or document not in guides)
        for document, section in gold
    )


def _heading(citation: Citation) -> str:
    return (citation.section or (citation.title,))[-1]


def _stands(citation: Citation, guides: Mapping[str, Guide]) -> bool:
    """Whether the quoted words stand in their guide; signs and list numbers do not count."""
    guide = guides.get(citation.document)
    quotes = {_loose(citation.quote), _loose(_LIST_NUMBER.sub("", citation.quote))} - {""}
    return guide is not None and any(quote in form for quote in quotes for form in _forms(guide.text))


@lru_cache(maxsize=256)
def _forms(text: str) -> tuple[str, ...]:
    """The ways in which a guide's text is read when a quote is looked for; the last is without links' addresses."""
    return tuple(_loose(form) for form in (text, _LIST_NUMBER.sub("", text), plain(text)))


def _support(question: Question, answer: Answer) -> float:
    """The share of an answer's statements whose words its quotes and their headings, or the asker's own, hold."""
    if answer.coverage == "none":
        return 1.0
    held = [*question.turns, *(text for c in answer.citations for text in (c.quote, *c.section))]
    pool = {word for text in held for word in _loose(text).split()}
    stated = [words for words in _statements(answer.answer) if len(words) >= TELLING]
    return _share(sum(sum(w in pool for w in words) >= SUPPORTED * len(words) for words in stated), len(stated))


def _statements(answer: str) -> Iterator[list[str]]:
    """The content words of each sentence that is no heading."""
    for line in answer.splitlines():
        if not line.strip().startswith("#"):
            for sentence in _SENTENCE_BREAK.split(line.strip()):
                yield [word for word in _loose(sentence).split() if not _FUNCTION_WORD.fullmatch(word)]


def normal(text: str) -> str:
    """Lower case, one kind of dash and quotation mark, no Markdown signs, single spaces."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"[\u2018\u2019]", "'", re.sub(r"[\u201c\u201d]", '"', text))
    return " ".join(re.sub(r"[*_`#\\]", "", text).lower().split())


def _loose(text: str) -> str:
    """`normal` without punctuation, bullets and markers: what quotes and headings are compared by."""
    return " ".join(re.sub(r"[^\w%$+/-]", " ", MARKER.sub(" ", normal(text))).split())


def _share(part: int, whole: int, none: float = 1.0) -> float:
    return round(part / whole, 6) if whole else none
