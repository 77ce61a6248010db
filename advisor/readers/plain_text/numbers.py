"""Numbered lines that are headings: judged as whole sequences, so that lists stay lists."""

from collections.abc import Sequence
from itertools import pairwise

from advisor.readers.plain_text.forms import Number, end_mark, may_head, numbering
from advisor.readers.plain_text.lines import Block

LONGEST_ITEM = 40  # blocks that one item of a numbered list may hold


def find(blocks: Sequence[Block]) -> dict[int, Number]:
    """The numbered lines that are headings.

    Lines of one form ("1.", "Step 1:") are judged together: those that follow each other with nothing
    in between are a list; a sequence of which most have text of their own is an outline.
    """
    found: dict[int, Number] = {}
    by_key: dict[str, list[tuple[int, Number]]] = {}
    for index, block in enumerate(blocks):
        text = block.source or block.text
        outer = block.kind in ("line", "item") and not block.indent and block.marker != "-" and len(text) < 400
        if outer and (number := numbering(text)):
            key = "dec" if number.key.startswith("dec") else number.key
            by_key.setdefault(key, []).append((index, number))
    for members in by_key.values():
        lone = [m for m, beside in zip(members, _beside(blocks, members), strict=True) if not beside]
        for sequence in _sequences(lone):
            if _is_outline(blocks, sequence):
                found |= dict(sequence)
    return found


def _beside(blocks: Sequence[Block], members: Sequence[tuple[int, Number]]) -> list[bool]:
    """For each numbered line whether the one before or behind it in the sequence has nothing in between."""
    touching = [
        len(a.path) == len(b.path)
        and (b.value > a.value if j == i + 1 else b.value == a.value + 1 and _only_continues(blocks, i, j))
        for (i, a), (j, b) in pairwise(members)
    ]
    return [left or right for left, right in zip([False, *touching], [*touching, False], strict=True)]


def _only_continues(blocks: Sequence[Block], first: int, second: int) -> bool:
    """Whether between two numbered lines stands nothing but what belongs to the first as a list item."""
    if second - first > LONGEST_ITEM:
        return False
    between = blocks[first + 1 : second]
    if any(b.kind in ("line", "table") for b in between):
        return False
    glued = not blocks[second].before or all(not b.before for b in between)
    return (glued and all(b.indent > 0 or b.kind == "more" for b in between)) or not blocks[second].before


def _sequences(members: Sequence[tuple[int, Number]]) -> list[list[tuple[int, Number]]]:
    """Numbered lines of one form cut where the numbers start again."""
    found: list[list[tuple[int, Number]]] = []
    for index, number in members:
        if found and (number.value > found[-1][-1][1].value or len(number.path) > 1):
            found[-1].append((index, number))
        else:
            found.append([(index, number)])
    return found


def _is_outline(blocks: Sequence[Block], sequence: Sequence[tuple[int, Number]]) -> bool:
    """Whether most lines of a numbered sequence look like headings and are followed by text."""
    key = sequence[0][1].key
    bare = key == "1" or (key[0] in "AIai" and key[1:] in (".", ")", ":"))
    labelled = not bare and key[0].islower() and not key.startswith("dec")
    if bare and len(sequence) < 2:
        return False
    formed = sum(may_head(blocks[i].source or blocks[i].text, colon=True) for i, _ in sequence)
    led = sum(_has_text(blocks, i) for i, _ in sequence)
    items = sum(_has_items(blocks, i) for i, _ in sequence)
    if formed < 0.75 * len(sequence) or (len(sequence) == 1 and end_mark(blocks[sequence[0][0]].text) == ":"):
        return False
    return led >= 0.5 * len(sequence) or (led + items >= 0.75 * len(sequence) and (led > 0 or labelled or items > 0))


def _has_text(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line is followed by a paragraph or a deeper heading of its own."""
    if index + 1 >= len(blocks):
        return False
    following = blocks[index + 1]
    ours = numbering(blocks[index].source or blocks[index].text)
    number = numbering(following.source or following.text) if not following.indent else None
    if number and ours and number.key == ours.key and following.kind == "item":
        return number.value != ours.value + 1
    return following.kind in ("line", "table") or bool(number and ours and following.kind == "item")


def _has_items(blocks: Sequence[Block], index: int) -> bool:
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return following is not None and following.kind == "item" and blocks[index].before > 0
