"""What was read of a file and what was passed over, for its keeper to look at before it is indexed."""

import re
from collections.abc import Sequence
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
        lines: all words of the file, a line for each of its blocks; none of a Markdown file, which is read whole.
    """

    guide: Guide
    kind: Kind
    lines: tuple[str, ...]

    @property
    def outline(self) -> tuple["Branch", ...]:
        """The guide's headings as a tree; text before the first heading is a branch without a heading."""
        return _branches(self.guide.sections, 0)

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The lines whose words stand nowhere in the guide, each once: menus, advertisement, page numbers, comments."""
        told = " ".join(str(value) for value in self.guide.about.values())
        held = _key(f"{self.guide.title} {plain(self.guide.text)} {told}")
        left = (line.strip() for line in self.lines if (key := _key(_LEAD.sub("", plain(line)))) and key not in held)
        return tuple(dict.fromkeys(left))


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
