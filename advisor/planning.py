"""What was found -> which sections answer, in how many words each."""

from collections.abc import Sequence
from itertools import zip_longest

from advisor.asked import Asked
from advisor.citations import Source
from advisor.conversation import narrowed
from advisor.lexical import words

PART_WORDS = 90  # room for each question of several
FIRST_WORDS = 150  # room for the best section
NEXT_WORDS = 45  # room for the next one
NEARLY = 0.6  # a model is given the sections that score this share of the first
TELLING = 3  # words of a question that tell one item of a list from the others, where it has them all
FURTHER = 0.02  # a second section is used where it scores no more than this behind the first
APART = 0.05  # the same for one of several questions whose best section is another's as well


def planned(asked: Asked, found: Sequence[Sequence[Source]]) -> list[tuple[list[str], Source, int]]:
    """Which sections answer which wording of the question, and in how many words each."""
    if len(found) == 1:
        [near] = found
        used = _close(near, FURTHER)
        wordings = list(dict.fromkeys((asked.parts[0], asked.standalone)))
        return [(wordings, s, room) for s, room in zip(used, (FIRST_WORDS, NEXT_WORDS), strict=False)]
    wanted: dict[str, list[str]] = {}
    by_id: dict[str, Source] = {}
    firsts = [near[0].section.id for near in found if near]
    for part, near in zip(asked.parts, found, strict=True):
        # Who asks two things seldom finds both in one place: where they share the best section, the next may be meant.
        shared = bool(near) and firsts.count(near[0].section.id) > 1
        for source in _close(near, APART) if shared else near[:1]:
            by_id[source.section.id] = source
            wanted.setdefault(source.section.id, []).append(part)
    return [(parts, by_id[id], PART_WORDS) for id, parts in wanted.items()]


def _close(near: Sequence[Source], behind: float) -> list[Source]:
    """The best section, and the next where it scores no more than this behind it."""
    return [source for source in near[:2] if near[0].score - source.score <= behind]


def named(question: str) -> set[str]:
    """The words that tell an item of a list: those of a follow-up that narrows, or of a question that has several."""
    part = narrowed(question)
    found = {*words(part)}
    return found if part != question or len(found) >= TELLING else set()


def worth_telling(found: Sequence[Sequence[Source]]) -> list[Source]:
    """The sections that a model is given, best first."""
    best = {s.section.id: s for rank in zip_longest(*found) for s in rank if s}
    return [s for s in best.values() if s.score >= NEARLY * max(s.score for s in best.values())]
