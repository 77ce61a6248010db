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

# What answers a question with less than a sentence of its own.
_ANSWERING = re.compile(r"(?:\w+ly,? )?(?:yes|no(?=\s*[.,;:!–—-])|not|none|only|do not|don['’]t|say)\b", re.IGNORECASE)
FEW_WORDS = 6


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
    parents: list[int | None] = []  # by depth: the statement that introduces the list one deeper, if any does
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
        if block.kind != "row":
            unknown = [None] * (block.depth - len(parents))  # a list without a lead-in
            parents = [*parents[: block.depth], *unknown, len(found) - 1]
        previous = block
    return tuple(found)


def _same_table(block: Block, previous: Block | None) -> bool:
    return previous is not None and previous.kind == block.kind == "row"


def _parent(block: Block, previous: Block | None, parents: list[int | None], position: int) -> int | None:
    if block.kind == "row" and not parents:
        parents.append(position)  # the head of the table
        return None
    if block.depth == 0 and block.kind != "row":
        return None
    if block.kind in ("paragraph", "row"):  # what stands in an item besides its words belongs to it
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


def elliptical(text: str) -> bool:
    """Whether the words that open an answer may mean little, or something else, without the question."""
    return bool(_ANSWERING.match(text) or _LEANING.match(text)) or len(text.split()) <= FEW_WORDS


def announced(all_: Sequence[Statement], position: int) -> bool:
    """Whether the statement right before one calls for it: its question, or the words up to a colon.

    They are no evidence for it and so none of its `ancestors`, but are shown along with it.
    """
    if position == 0 or all_[position].parent is not None:
        return False
    before, statement = all_[position - 1], all_[position]
    asked = before.text.endswith("?") and not statement.opens and not statement.text.endswith("?")
    return asked or (before.depth == 0 and before.text.endswith(":"))


def context(all_: Sequence[Statement], position: int) -> list[int]:
    """All that is shown in front of a statement: its ancestors, and what announces it or them."""
    above = ancestors(all_, position)
    announcing = [i - 1 for i in (position, *above) if announced(all_, i)]
    return list(dict.fromkeys((*above, *(i for at in announcing for i in (at, *ancestors(all_, at))))))


def roots(all_: Sequence[Statement]) -> list[int]:
    """By statement the topmost one above it, or the first of its list: all of one root belong together."""
    found: list[int] = []
    for position, statement in enumerate(all_):
        listed = statement.kind == "item" and position and all_[position - 1].depth > 0
        behind = position - 1 if listed or announced(all_, position) else position
        above = behind if statement.parent is None else statement.parent
        found.append(found[above] if above < position else position)
    return found
