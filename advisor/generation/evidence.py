"""Sections -> units of evidence: the single things that a section says, each with what it leans on."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from advisor.citations import Source
from advisor.generation.language import foreign
from advisor.generation.wording import Wording, wording
from advisor.sentences import sentence_spans
from advisor.statements import Statement, ancestors, statements

_LABEL = re.compile(r"^([^.;:?!]{2,90}:|[^.;:?!]{2,30}\.)\s+(?=\S)")
_CLAUSE = re.compile(r"(?<=;)\s+|(?<=,) (?=(?:but|and|while|so) )")
_POINTING = re.compile(r"\b(?:it|its|they|them|their|this|these|that|those|such|ones?)\b", re.IGNORECASE)
# Words of a text that speaks to a program and not to a reader: nothing near them is evidence.
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:above|previous|prior|earlier|instructions?|rules?|prompts?)\b"
    r"|\b(?:system prompt|language model|AI (?:assistant|model|system)|chat ?bot|LLM|prompt injection)\b"
    r"|(?:^|[.!?:;,] |\b(?:and|to|must|please|always|only) )(?:say|answer|respond|reply|output|print|write) that\b"
    r"|(?:^|[.!?:;,] |\b(?:and|to|must|please|always|only) )(?:say|repeat|write|print|echo) [\"“'‘]"
    r"|\bpretend\b|\btell (?:the |every |all )?(?:user|reader|applicant|asker)s? that\b"
    r"|\b(?:answer|respond|reply) (?:only )?with\b|\byou are now\b|\bnew instructions?\b|\bdo not cite\b"
    r"|</?\w+>|\[/?INST\]|<\|",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that a section says.

    Attributes:
        source: the section.
        first: position of the first statement that introduces it.
        last: position of the statement itself.
        parent: what introduces it, if anything; units of one parent are items of one list.
        item: whether it is an item of a list.
        own: its words.
        lead: the words of what introduces it and of the sentence before it where it points back.
        heading: the words of the headings above it.
        title: the words of the guide's title and of whom it is for.
        joined: whether it is made of several clauses, each of which is a unit too.
    """

    source: Source
    first: int
    last: int
    parent: int | None
    item: bool
    own: Wording
    lead: Wording
    heading: Wording
    title: Wording
    joined: bool


def units(source: Source, shorten: Callable[[str], str]) -> tuple[Unit, ...]:
    """What a section says, one thing at a time; words that give orders to a program are no evidence.

    Args:
        source: the section.
        shorten: puts the short form of a term in place of its long one.
    """
    return tuple(_units(source, shorten))


def _units(source: Source, shorten: Callable[[str], str]) -> Iterator[Unit]:
    found = statements(source.section.text)
    # A heading that asks states nothing: its words prove nothing.
    heading = wording(shorten(" ".join(h for h in source.section.headings if not h.endswith("?"))))
    title = wording(shorten(f"{source.guide.title} {source.guide.about.get('audience') or ''}"))
    tainted = _tainted(found)
    for position, statement in enumerate(found):
        above = ancestors(found, position)
        if tainted & {position, *above}:
            continue
        lead = " ".join(found[i].text for i in reversed(above))
        for before, text in _things(statement.text):
            yield Unit(
                source,
                min([position, *above]),
                position,
                statement.parent,
                statement.kind == "item",
                wording(shorten(text)),
                wording(shorten(f"{lead} {before}")),
                heading,
                title,
                bool(_CLAUSE.search(text)),
            )


def _things(text: str) -> Iterator[tuple[str, str]]:
    """The sentences and parts of one statement, each with what stands before it; a label belongs to each of them."""
    label = match.group(1) if (match := _LABEL.match(text)) else ""
    rest = text[len(label) :].strip() if label else text
    before = ""
    for sentence in (rest[start:end] for start, end in sentence_spans(rest)):
        clauses = _CLAUSE.split(sentence)
        for part, front in dict(zip((sentence, *clauses), (before, before, *clauses), strict=False)).items():
            yield front if _POINTING.search(part) else "", f"{label} {part}".strip()
        before = sentence


def _tainted(found: Sequence[Statement]) -> set[int]:
    """Statements that order a program about or are not English, with the rest of their paragraph or list."""
    tainted: set[int] = set()
    for position, statement in enumerate(found):
        goes_on = position - 1 in tainted and not statement.opens
        ordering = _ORDER.search(statement.text) or foreign(statement.text)
        if goes_on or statement.parent in tainted or ordering:
            tainted.add(position)
    return tainted
