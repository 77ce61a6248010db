"""The steps that the guides themselves date: each a statement of a guide, with the words that date it.

A statement is dated by its own words, else by the sentence that introduces its list, else by a heading
above it ("June and July: two drafts"). What only tells a story in passing ("in August we met …") is no step.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.citations import Citation, Passage, Source, citation
from advisor.documents import Guide, Section
from advisor.markup import plain
from advisor.profile import STAGES, Profile, Stage
from advisor.sentences import sentence_spans
from advisor.statements import Statement, statements
from advisor.timeline.periods import Period, period

LONGEST = 60  # words of a statement that still reads as a step

_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|us|me)\b(?!-)")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_LABEL = re.compile(r"^[^:]{1,80}:(?=\s)")
_ADVICE = re.compile(
    r"\b(?:should|must|need to|needs to|have to|has to|try to|aim to|be sure|at the latest|no later than"
    r"|opens?|closes?|due|deadlines?|begins?|starts?|runs?|ends?|go(?:es)? out|fall in|released|submitted|announced)\b",
    re.IGNORECASE,
)
# Words that open an order; a leading condition or time ("In July, ask …") may stand before them.
_VERBS = """
    accept add aim allow apply arrange ask assign attend avoid become begin book build buy call cancel check
    choose collect compare complete confirm connect contact continue create decide define discuss draft email
    ensure estimate explain find finish follow gather get give go have hold identify introduce join keep know
    learn leave let line list look make meet note obtain offer open order pay pick plan practice prepare
    present propose publish put rank read register reply request research reserve review save schedule search
    secure see send set show sign sit start stay study submit take talk tell test think track translate treat
    try update upload use verify visit volunteer watch work write
"""
_ORDERS = frozenset(_VERBS.split())
_BEGINNING = re.compile(
    r"\b(?:first\s+(?:\w+\s+){0,2}steps?|(?:do|should|can)\s+I\s+(?:start|begin)|where to start)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A step as a guide states it.

    Attributes:
        text: the words of the statement.
        period: when it is to be done.
        said: the words that say so.
        context: what introduces it: the sentence before its list, or its heading.
        citation: where it stands.
    """

    text: str
    period: Period
    said: str
    context: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class _Piece:
    """A statement, or those sentences of an item that share one date, with what it introduces."""

    start: int
    end: int
    text: str
    statement: Statement
    parent: Statement | None
    items: tuple[Statement, ...]

    @property
    def whole(self) -> str:
        """Its words, and behind a colon those that it introduces."""
        return f"{self.text} {'; '.join(item.text for item in self.items)}" if self.items else self.text


@dataclass(frozen=True, slots=True)
class _Found:
    """A piece, what dates it and what introduces it."""

    piece: _Piece
    period: Period
    said: str
    context: str


def steps(guides: Iterable[Guide], profile: Profile) -> list[Dated]:
    """All dated steps of the guides in their order, but for those that are meant for another stage than the asker's."""
    found: list[Dated] = []
    for guide in guides:
        for section in guide.sections:
            for one in filter(None, (_found(piece, section) for piece in _pieces(section))):
                who = " ".join((guide.title, _heading(section), one.context, _label(one.piece.statement.text)))
                if _meant_for(profile.stage, who):
                    found.append(_step(len(found) + 1, Source(guide, section, 0.0, 0.0), one))
    return found


def _pieces(section: Section) -> Iterator[_Piece]:
    """The statements that could be steps; those that introduce steps of their own are none."""
    all_ = statements(section.text)
    for position, statement in enumerate(all_):
        items = tuple(s for s in all_ if s.parent == position) if statement.text.endswith(":") else ()
        if statement.kind in ("code", "row") or (items and (_any_advises(items) or not _advises(statement.text))):
            continue
        parent = None if statement.parent is None else all_[statement.parent]
        for start, end in _by_date(section.text, statement):
            text, held = plain(section.text[start:end]), items if end == statement.end else ()
            yield _Piece(start, end, text, statement, parent, held)


def _by_date(text: str, statement: Statement) -> list[tuple[int, int]]:
    """The sentences of a statement, each with those behind it that name no time of their own."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text, statement.start, statement.end):
        if spans and period(plain(text[start:end])) is None:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _found(piece: _Piece, section: Section) -> _Found | None:
    """What dates a piece: its own words, the sentence before its list, or a heading; None where nothing does."""
    if not _reads_as_step(piece.text):
        return None
    if when := period(piece.text):
        # Unless the date leads it, a sentence has to advise something: others only tell of the time.
        leads = when.end <= len(_label(piece.text))
        said = piece.text[when.start : when.end]
        return _Found(piece, when, said, _heading(section)) if leads or _advises(piece.text) else None
    parent = piece.parent
    opening = parent.text.rstrip(":") if parent else ""
    when = period(opening)
    if parent and when and (parent.text.endswith(":") or when.end <= len(_label(parent.text))):
        direct = _advises(piece.text) or not _advises(opening)
        return _Found(piece, when, opening[when.start : when.end], opening) if direct else None
    return _under_heading(piece, section, opening) if piece.statement.depth <= 1 else None


def _under_heading(piece: _Piece, section: Section, opening: str) -> _Found | None:
    """Dated by a heading; or the first things to do, where a list of numbered steps is headed so."""
    listed = piece.statement.kind == "item"
    for heading in reversed(section.headings):
        when = period(heading)
        if when and not (when.anchor == "start" and when.first == when.last):  # "Ask early" is a title, no date
            step = _advises(piece.text) or (listed and not opening)
            return _Found(piece, when, heading[when.start : when.end], heading) if step else None
    beginning = next((text for text in (opening, _heading(section)) if _BEGINNING.search(text)), None)
    if beginning and piece.statement.number:
        return _Found(piece, Period("start", 0, 0, None, 0, 0), "", beginning)
    return None


def _step(marker: int, source: Source, found: _Found) -> Dated:
    piece = found.piece
    end = max([piece.end, *(item.end for item in piece.items)])
    passage = Passage(source, piece.start, end, (), piece.whole)
    return Dated(piece.whole, found.period, found.said.strip(" .,:"), found.context, citation(marker, passage))


def _reads_as_step(text: str) -> bool:
    bare = _QUOTED.sub("", text)
    return not bare.endswith("?") and not _FIRST_PERSON.search(bare) and len(bare.split()) <= LONGEST


def _any_advises(items: Iterable[Statement]) -> bool:
    return any(_advises(item.text) for item in items)


def _advises(text: str) -> bool:
    """Whether a sentence orders or announces something; a leading clause is passed over."""
    after = text.removeprefix(_label(text)).strip()
    clauses = (after, after.partition(", ")[2])
    return bool(_ADVICE.search(after)) or any(c.split(" ", 1)[0].lower().strip(".,;") in _ORDERS for c in clauses if c)


def _label(text: str) -> str:
    """The words up to a colon that lead a statement; empty where there are none."""
    found = _LABEL.match(text)
    return found[0] if found else ""


def _heading(section: Section) -> str:
    return section.headings[-1] if section.headings else ""


def _meant_for(stage: Stage, who: str) -> bool:
    """Whether a step speaks to the asker: of no stage by name, or of theirs."""
    named = {name for name, (_, pattern) in STAGES.items() if pattern.search(who)}
    return not stage or not named or stage in named
