"""Blocks and headings -> canonical Markdown, escaped only where Markdown would act on the source's signs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.readers.plain_text.lines import Block

DEEPEST = 6

_BLOCK_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|(?:[-=_*]\s?){3,}$|~~~|```|\|)")
_COUNT_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()|^\[(?=[^\]]*\]:)")
_ENTITY = re.compile(r"&(?=#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z]\w{1,30};)")
_ADDRESS = re.compile(r"<(?=[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|[^\s<>@]+@[^\s<>]+>)")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_STARS = re.compile(r"\*(?=\S)|(?<=\S)\*")
_LINES = re.compile(r"(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_CLOSING_HASH = re.compile(r"(\s)(#+)$")


@dataclass(frozen=True, slots=True)
class _Item:
    """An open list item: its indentation in the source, the column of its text here, whether it is numbered."""

    indent: int
    column: int
    counted: bool


def markdown(title: str, blocks: Sequence[Block], levels: Mapping[int, int]) -> str:
    """The whole page.

    Args:
        title: its title; may be empty.
        blocks: in order.
        levels: block index -> heading level, 1 for the main ones.
    """
    parts = [f"# {heading_text(title)}"] if title else []
    items: list[_Item] = []
    previous = ""
    for index, block in enumerate(blocks):
        kind = "heading" if index in levels else block.kind
        if kind not in ("item", "more"):
            items = []
        if kind == "heading":
            text = block.source if block.kind == "item" else block.text
            lines = f"{'#' * min(DEEPEST, levels[index] + 1)} {heading_text(text)}"
        elif kind == "item":
            lines, tight = _item(block, items)
        elif kind == "more":
            lines = " " * (items[-1].column if items else 0) + paragraph(block.text)
        else:
            lines = _table(block.text) if kind == "table" else paragraph(block.text)
        joined = kind == "item" and tight and previous in ("item", "more")
        parts.append(lines if joined or not parts else "\n" + lines)
        previous = kind
    return "\n".join(parts) + "\n" if parts else ""


def _item(block: Block, items: list[_Item]) -> tuple[str, bool]:
    """One list item at its depth, and whether it may follow without a blank line.

    `items` holds the open ones and is brought up to date. A list that starts at 2, or that is of another
    kind than the one above it, would be taken for a continuation of that without a blank line.
    """
    number = re.fullmatch(r"(\d{1,3})\.", block.marker)
    sibling = None
    while items and items[-1].indent >= block.indent:
        sibling = items.pop()
    column = items[-1].column if items else 0
    marker = f"{int(number[1])}." if number else "-"
    items.append(_Item(block.indent, column + len(marker) + 1, bool(number)))
    tight = sibling.counted == bool(number) if sibling else not number or int(number[1]) == 1
    return f"{' ' * column}{marker} {paragraph(block.text)}", tight


def _table(text: str) -> str:
    rows = [[inline(c).replace("|", "\\|") for c in line.split(" | ")] for line in text.split("\n")]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def heading_text(text: str) -> str:
    """A heading's words, safe behind its hashes."""
    return _CLOSING_HASH.sub(r"\1\\\2", paragraph(text))


def paragraph(text: str) -> str:
    """A paragraph's words, safe at the start of a line."""
    safe = inline(text)
    if _BLOCK_START.match(safe):
        return "\\" + safe
    return _COUNT_START.sub(r"\1\\\2", safe, count=1) if _COUNT_START.match(safe) else safe


def inline(text: str) -> str:
    """Text with the signs escaped on which Markdown would really act."""
    safe = _ESCAPE.sub(r"\\\\", text)
    safe = _ENTITY.sub(r"\\&", _ADDRESS.sub(r"\\<", _LINK.sub(r"\\[", safe)))
    if safe.count("`") > 1:
        safe = safe.replace("`", "\\`")
    for pattern in (_STARS, _LINES):
        if len(pattern.findall(safe)) > 1:
            safe = pattern.sub(lambda m: "\\" + m[0], safe)
    return safe
