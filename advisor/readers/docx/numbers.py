"""The numbers of a Word document's lists, which stand nowhere in its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from advisor.readers.docx.styles import W, value, whole

if TYPE_CHECKING:
    from docx.document import Document

_BULLETS = ("bullet", "none")


@dataclass(slots=True)
class Counter:
    """Counts the items of each list as they come.

    Attributes:
        formats: (list id, depth) -> the number format and the first number.
    """

    formats: Mapping[tuple[str, int], tuple[str, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, list_id: str, depth: int) -> int | None:
        """The number of a list's next item; None for one with a bullet."""
        form, first = self.formats.get((list_id, depth), ("bullet", 1))
        counts = self._counts.setdefault(list_id, {})
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        counts[depth] = counts[depth] + 1 if depth in counts else first
        return None if form in _BULLETS else counts[depth]


def counter(document: "Document") -> Counter:
    """A counter for the lists of a document."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    try:
        element: Any = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[attr-defined]
    except KeyError:
        return Counter({})
    patterns = {e.get(f"{W}abstractNumId"): e for e in element.iterchildren(f"{W}abstractNum")}
    formats: dict[tuple[str, int], tuple[str, int]] = {}
    for number in element.iterchildren(f"{W}num"):
        list_id, pattern = number.get(f"{W}numId", ""), patterns.get(value(number, "abstractNumId"))
        levels = [] if pattern is None else list(pattern.iterchildren(f"{W}lvl"))
        for level in [*levels, *number.iter(f"{W}lvl")]:
            depth, first = whole(level.get(f"{W}ilvl")), whole(value(level, "start"), 1)
            formats[list_id, depth] = (value(level, "numFmt") or "decimal", first)
    return Counter(formats)
