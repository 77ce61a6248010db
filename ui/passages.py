"""Where a passage stands now that was cited from an earlier version of a guide."""

from collections.abc import Iterator

from advisor.citations import digest
from advisor.documents import Guide
from ui.links import Mark
from ui.marking import Span

LONGEST = 2000  # letters of a passage that is searched for; a longer one has to stand where it stood


def find(guide: Guide, mark: Mark, anchor: str = "") -> Span | None:
    """The offsets of the words that were cited, or None where the guide does not say them any more.

    Args:
        guide: as it is now.
        mark: the passage as it was; without a digest it is taken to be unchanged.
        anchor: the section in which it is looked for first.
    """
    length = mark.end - mark.start
    if not mark.digest:
        return mark.start, mark.end
    for start in _starts(guide, mark.start, anchor if length <= LONGEST else None):
        passage = guide.text[start : start + length]
        if len(passage) == length and digest(passage) == mark.digest:
            return start, start + length
    return None


def _starts(guide: Guide, start: int, anchor: str | None) -> Iterator[int]:
    """Where the passage may begin: where it did, in its section, anywhere."""
    yield start
    if anchor is None:
        return
    section = guide.section(anchor)
    for first, behind in ((section.start, section.end) if section else (0, 0), (0, len(guide.text))):
        yield from (at for at in range(first, behind) if at == 0 or not guide.text[at - 1].isalnum())
