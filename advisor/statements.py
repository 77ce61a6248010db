"""A section's text as statements: sentences, list items, table rows, each with what introduces it.

An item means little without its lead-in, so every statement knows its parent: the sentence in front
of its list, the item it stands under, or the head of its table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from advisor.markup import Block, Kind, blocks, plain
from advisor.sentences import sentence_spans

# A sentence that opens with one of these leans on the one before it.
_LEANING = re.compile(
    r"(?:this|that|these|those|it|they|them|he|she|such|here|however|but|also|instead|otherwise|then|thus|therefore"
    r"|both|in other words|for example|from there|as a result)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a section says.

    Attributes:
        start: offset in the section's text.
        end: offset behind it.
        text: its words, Markdown signs stripped.
        kind: of the block it belongs to.
        depth: how many lists it stands in.
        parent: position of the statement that introduces it, if any.
        number: "1." for the first sentence of an item of a numbered list.
        leans: whether it needs the sentence in front of it to be understood.
        opens: whether it is the first of its block.
    """

    start: int
    end: int
    text: str
    kind: Kind
    depth: int
    parent: int | None
    number: str
    leans: bool
    opens: bool


@lru_cache(maxsize=4096)
def statements(text: str) -> tuple[Statement, ...]:
    """All statements of a section's text, in order."""
    found: list[Statement] = []
    parents: list[int] = []  # by depth: the statement that introduces the list one deeper
    previous: Block | None = None
    for block in blocks(text):
        if block.depth == 0 or (previous and previous.kind == "row"):
            parents = parents if _same_table(block, previous) else []
        parent = _parent(block, previous, parents, len(found))
        spans = (
            sentence_spans(text, block.start, block.end) if block.kind == "paragraph" else [(block.start, block.end)]
        )
        for start, end in spans:
            opens = start == spans[0][0]
            words = plain(text[start:end])
            leans = not opens and bool(_LEANING.match(words))
            number = block.number if opens else ""
            found.append(Statement(start, end, words, block.kind, block.depth, parent, number, leans, opens))
        parents = [*parents[: block.depth], len(found) - 1] if block.kind != "row" else parents
        previous = block
    return tuple(found)


def _same_table(block: Block, previous: Block | None) -> bool:
    return previous is not None and previous.kind == block.kind == "row"


def _parent(block: Block, previous: Block | None, parents: list[int], position: int) -> int | None:
    if block.kind == "row":
        if not parents:
            parents.append(position)  # the head of the table
            return None
        return parents[0]
    if block.depth == 0:
        return None
    if block.kind == "paragraph":  # a further paragraph of an item belongs to the item
        return parents[min(block.depth, len(parents) - 1)] if parents else None
    above = parents[: block.depth]
    return above[-1] if above else None


def contextual(heading: str, text: str) -> list[str]:
    """A section's statements as they are embedded: led by the heading and by what introduces them."""
    found = statements(text)
    return [" ".join((f"{heading}:", *_parent_text(found, s), s.text)) for s in found]


def _parent_text(all_: Sequence[Statement], statement: Statement) -> list[str]:
    return [] if statement.parent is None else [all_[statement.parent].text]


def ancestors(all_: Sequence[Statement], position: int) -> list[int]:
    """What has to stand in front of a statement for it to be understood, nearest first."""
    found = []
    statement = all_[position]
    if statement.leans and not statement.opens:
        found += [position - 1, *ancestors(all_, position - 1)]
    if statement.parent is not None:
        found += [statement.parent, *ancestors(all_, statement.parent)]
    return list(dict.fromkeys(found))


def root(all_: Sequence[Statement], position: int) -> int:
    """The topmost statement above one: all statements of one root belong together."""
    while (parent := all_[position].parent) is not None:
        position = parent
    return position
