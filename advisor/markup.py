"""Markdown as the guides use it: blocks with offsets, plain words, HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Raw HTML stays text and links leave only to http(s) and mail: source text is data.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_STRAY = re.compile(r"\*\*")  # half of a pair whose other half stands in the next sentence
_WORDS_FIRST = re.compile(r"(?:[-*+] )?[*_]*[^\W\d_]")
_UNDERLINE = re.compile(r"\n[ \t]*(?:-+|=+)[ \t]*\Z")  # of what CommonMark takes for a heading

Kind = Literal["paragraph", "item", "row", "code"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item, table row or code block: `text[start:end]` without bullet or number.

    Attributes:
        kind: what it is; a further paragraph of a list item is a "paragraph" with the item's depth.
        start: offset of the first character.
        end: offset behind the last one.
        depth: how many lists it stands in.
        number: "1." for an item of a numbered list, else empty.
    """

    kind: Kind
    start: int
    end: int
    depth: int = 0
    number: str = ""


def says_something(text: str) -> bool:
    """Whether there is any block in a text; most texts show that by how they begin, and are not parsed for it."""
    return bool(_WORDS_FIRST.match(text) or blocks(text))


def tokens(text: str) -> list[Token]:
    """The Markdown tokens of a text; `token.map` holds line numbers."""
    return _MARKDOWN.parse(text)


def line_starts(text: str) -> list[int]:
    """The offset at which each line starts, and the text's length as the last entry."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    starts[-1] = len(text)
    return starts


@lru_cache(maxsize=4096)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text in order; headings inside it count as paragraphs."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    starts = line_starts(text)
    depth, first, number, row = 0, False, "", False
    for token in tokens(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "list_item_open":
            first, number = True, f"{token.info}." if token.info else ""
        elif token.type == "tr_open" and token.map:
            row = True
            start, end = _span(text, starts, token.map[0], token.map[1], "")
            yield Block("row", start, end, depth)
        elif token.type == "tr_close":
            row = False
        elif token.type in ("fence", "code_block") and token.map and token.content.strip():
            start, end = _code_span(text, starts, token)
            yield Block("code", start, end, depth)
        elif token.type == "inline" and token.map and not row and token.content.strip():
            start, end = _span(text, starts, token.map[0], token.map[1], token.content)
            yield Block("item" if first else "paragraph", start, end, depth, number if first else "")
            first = False


def _code_span(text: str, starts: list[int], token: Token) -> tuple[int, int]:
    """Offsets of a code block's lines, the fence left out."""
    first, behind = token.map or [0, 0]
    if token.type == "fence":
        first += 1
        closed = text[starts[behind - 1] : starts[behind]].strip().startswith(token.markup)
        behind -= closed and behind > first
    start = starts[first] + len(text[starts[first] :]) - len(text[starts[first] :].lstrip(" \t\n"))
    return start, start + len(text[start : starts[behind]].rstrip())


def _span(text: str, starts: list[int], first: int, behind: int, content: str) -> tuple[int, int]:
    """Offsets of a token's own words within its lines: markers in front of them left out."""
    start, end = starts[first], starts[behind]
    opening = content.strip().split("\n", 1)[0]
    at = text.find(opening, start, end) if opening else -1
    if at < 0:
        at = start + len(text[start:end]) - len(text[start:end].lstrip())
    return at, start + len(_UNDERLINE.sub("", text[start:end].rstrip()).rstrip())


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """The words of a piece of Markdown: signs stripped, one line.

    Bullets, list numbers and heading signs at the start of its lines go too.
    """
    if text.lstrip().startswith("|"):
        text = re.sub(r"\s*\|\s*", " | ", text).strip(" |")
    words: list[str] = []
    for token in tokens(text):
        if token.type == "inline":
            words.append(inline_words(token))
        elif token.type in ("fence", "code_block"):
            words.append(token.content)
    return re.sub(r"\s+", " ", _STRAY.sub("", " ".join(words))).strip()


def inline_words(token: Token) -> str:
    """The words of an inline token, its signs stripped."""
    parts = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(child.content)
    return "".join(parts)


def html(text: str) -> str:
    """A Markdown text as HTML; raw HTML in it is shown as text."""
    return str(_MARKDOWN.render(text))
