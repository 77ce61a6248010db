"""Where a new text says what another one says already, or says it with other figures.

Only what is sure enough to be worth a look: the same words with other figures, and sections most of
whose statements stand in one other section.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from advisor.documents import Guide, Section
from advisor.lexical import words
from advisor.statements import statements

FEWEST_WORDS = 5  # besides figures and stop words; shorter statements are said of many things
FEWEST = 3  # statements of a section that can repeat another
REPEATED = 0.75  # share of them

Place = tuple[str, tuple[str, ...]]
"""A guide's file name, and the headings of one of its sections."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """A section beside one of another guide.

    Attributes:
        kind: contradicts (the same words, other figures) or repeats.
        section: headings of the new one.
        other: where the other stands.
        here: the statement of the new one, for a contradiction.
        there: the statement of the other one.
    """

    kind: Literal["contradicts", "repeats"]
    section: tuple[str, ...]
    other: Place
    here: str = ""
    there: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement: its words without figures, its figures, where it stands."""

    words: frozenset[str]
    figures: tuple[str, ...]
    text: str
    place: Place


def overlaps(guide: Guide, sections: Iterable[Section], others: Iterable[Guide]) -> Iterator[Overlap]:
    """What sections of a guide share with other guides.

    Args:
        guide: the new or changed one.
        sections: those of it that are new or changed.
        others: the guides that stay as they are.
    """
    known: defaultdict[frozenset[str], list[_Said]] = defaultdict(list)
    for other in others:
        for said in (said for section in other.sections for said in _said(other, section)):
            known[said.words].append(said)
    for section in sections:
        yield from _of_section([*_said(guide, section)], known)


def _of_section(own: list[_Said], known: dict[frozenset[str], list[_Said]]) -> Iterator[Overlap]:
    same: Counter[Place] = Counter()
    for here in own:
        alike = known.get(here.words, [])
        same.update({there.place for there in alike if there.figures == here.figures})
        if not any(there.figures == here.figures for there in alike):
            for there in alike[:1]:
                yield Overlap("contradicts", here.place[1], there.place, here.text, there.text)
    for place, count in same.most_common(1):
        if len(own) >= FEWEST and count >= REPEATED * len(own):
            yield Overlap("repeats", own[0].place[1], place)


def _said(guide: Guide, section: Section) -> Iterator[_Said]:
    for statement in statements(section.text):
        held = words(statement.text)
        figures = tuple(word for word in held if word.isdigit())
        rest = frozenset(held) - set(figures)
        if len(rest) >= FEWEST_WORDS:
            yield _Said(rest, figures, statement.text, (guide.source, section.headings))
