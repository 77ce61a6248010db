"""A guide beside its earlier version: which sections changed, and anchors that stay as they were."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from advisor.documents import Guide, Section

SectionStatus = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What happens to one section: its headings, empty for the text before the first."""

    status: SectionStatus
    headings: tuple[str, ...]


def with_anchors_of(old: Guide, new: Guide) -> Guide:
    """The new version with the anchors that its sections had in the old one, so that links to them still hold.

    A section is the same where headings and text are, then where the headings are.
    """
    kept = _pairs(old, new)
    taken = {section.anchor for section in kept.values()}
    renamed: dict[str, str] = {}
    for position, section in enumerate(new.sections):
        if position in kept:
            renamed[section.id] = kept[position].anchor
        else:
            renamed[section.id] = _free(section.anchor, taken)
            taken.add(renamed[section.id])
    if all(renamed[s.id] == s.anchor for s in new.sections):
        return new
    ids = {id: f"{new.name}#{anchor}" for id, anchor in renamed.items()}
    sections = tuple(replace(s, id=ids[s.id], anchor=renamed[s.id]) for s in new.sections)
    return replace(new, sections=sections, phrasings={ids[id]: asked for id, asked in new.phrasings.items()})


def section_changes(old: Guide, new: Guide) -> Iterator[SectionChange]:
    """The sections that were added, changed or removed, in the order of the new version; removed ones last."""
    before, after = ({s.anchor: s for s in guide.sections} for guide in (old, new))
    for anchor, section in after.items():
        if anchor not in before:
            yield SectionChange("added", section.headings)
        elif (section.text, section.headings) != (before[anchor].text, before[anchor].headings):
            yield SectionChange("changed", section.headings)
    yield from (SectionChange("removed", s.headings) for anchor, s in before.items() if anchor not in after)


def _pairs(old: Guide, new: Guide) -> dict[int, Section]:
    """By position in the new version, the section of the old one that it is."""
    keys: tuple[Callable[[Section], Hashable], ...] = (lambda s: (s.headings, s.text), lambda s: s.headings)
    left, pairs = list(old.sections), dict[int, Section]()
    for key in keys:
        waiting: dict[Hashable, list[Section]] = {}
        for section in left:
            waiting.setdefault(key(section), []).append(section)
        for position, section in enumerate(new.sections):
            if position not in pairs and waiting.get(key(section)):
                pairs[position] = waiting[key(section)].pop(0)
        left = [section for sections in waiting.values() for section in sections]
    return pairs


def _free(anchor: str, taken: set[str]) -> str:
    number, free = 2, anchor
    while free in taken:
        free, number = f"{anchor}-{number}", number + 1
    return free
