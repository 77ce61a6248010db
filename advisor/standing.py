"""Where the asker stands: what they have beside every range of such things that the guides name, each cited."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from advisor.citations import Citation, Passage, Source, citation
from advisor.documents import Guide
from advisor.profile import Profile
from advisor.ranges import Held, Range, Works, held, ranges, works
from advisor.statements import Statement, statements

LABEL_WORDS = 8  # more words in front of a colon are no name of a range


@dataclass(frozen=True, slots=True)
class Standing:
    """One range of a guide and what the asker has of it.

    Attributes:
        label: what the guide calls the range, else the heading above it.
        wanted: the range.
        held: what the asker has.
        citation: the statement that names the range; markers count the standings.
    """

    label: str
    wanted: Range
    held: Held
    citation: Citation

    @property
    def missing(self) -> int:
        """How many more it takes; 0 where the range is reached."""
        return max(0, self.wanted.low - self.held.number)


def standings(guides: Iterable[Guide], profile: Profile) -> list[Standing]:
    """The asker beside all ranges of the guides that count what the profile counts, in the guides' order."""
    own = works(profile)
    if not own.counts:
        return []
    found: dict[tuple[str, str], Standing] = {}
    for guide in guides:
        for section in guide.sections:
            for standing in _in_section(own, Source(guide, section, 0.0, 0.0)):
                found.setdefault((standing.label, standing.held.shown), standing)
    numbered = enumerate(found.values(), 1)
    return [replace(one, citation=replace(one.citation, marker=marker)) for marker, one in numbered]


def _in_section(own: Works, source: Source) -> Iterator[Standing]:
    all_ = statements(source.section.text)
    for statement in all_:
        if statement.kind in ("code", "row"):  # a cell says too little to be told from others
            continue
        passage = Passage(source, statement.start, statement.end, (), statement.text)
        for wanted in ranges(statement.text):
            has = held(own, wanted, statement.text)
            if has:
                yield Standing(_label(all_, statement, wanted, source), wanted, has, citation(0, passage))


def _label(all_: Sequence[Statement], statement: Statement, wanted: Range, source: Source) -> str:
    """What a range goes by: the words before a colon in its statement or in the one above, else the heading."""
    above = [] if statement.parent is None else [all_[statement.parent].text]
    for text in (statement.text[: wanted.start], *above):
        label, colon, _ = text.partition(":")
        if colon and len(label.split()) <= LABEL_WORDS:
            return label
    return (source.section.headings or (source.guide.title,))[-1]
