"""What was read of a file and what was passed over, for its keeper to look at before it is indexed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.documents import Guide, Section
from advisor.markup import plain
from advisor.readers.kinds import Kind

_SIGNS = re.compile(r"[\W_]+")
_LEAD = re.compile(r"\A\s*(?:#+|[-*+•o]|\(?(?:\d{1,3}|[a-z])[.)])\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read.

    Attributes:
        guide: the guide.
        kind: of the file: "markdown", "text", "html", "pdf" or "docx".
        passed_over: its lines that are not in the guide: menus, advertisement, page numbers, comments.
    """

    guide: Guide
    kind: Kind
    passed_over: tuple[str, ...]

    @property
    def outline(self) -> tuple["Branch", ...]:
        """The guide's headings as a tree; text before the first heading is a branch without a heading."""
        return _branches(self.guide.sections, 0)


@dataclass(frozen=True, slots=True)
class Branch:
    """A heading of the outline.

    Attributes:
        heading: its text; empty for the text before the first heading.
        anchor: of its section.
        words: how many words stand directly under it.
        branches: the headings under it.
    """

    heading: str
    anchor: str
    words: int
    branches: tuple["Branch", ...] = ()


def passed_over(lines: Iterable[str], guide: Guide) -> tuple[str, ...]:
    """The lines of a file whose words stand nowhere in the guide, each once."""
    headings = " ".join(section.headings[-1] for section in guide.sections if section.headings)
    told = " ".join(str(value) for value in guide.about.values())
    held = _key(f"{guide.title} {plain(guide.text)} {headings} {told}")
    left = (line.strip() for line in lines if (key := _key(_LEAD.sub("", plain(line)))) and key not in held)
    return tuple(dict.fromkeys(left))


def _key(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _branches(sections: Sequence[Section], depth: int) -> tuple[Branch, ...]:
    found: list[Branch] = []
    at = 0
    while at < len(sections):
        section = sections[at]
        end = at + 1
        while end < len(sections) and len(sections[end].headings) > max(depth, len(section.headings)):
            end += 1
        heading = section.headings[-1] if section.headings else ""
        below = _branches(sections[at + 1 : end], len(section.headings)) if section.headings else ()
        found.append(Branch(heading, section.anchor, len(plain(section.text).split()), below))
        at = end if section.headings else at + 1
    return tuple(found)
