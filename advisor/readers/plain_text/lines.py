"""Plain text -> blocks: line ends, hard wraps, list markers, underlines and tables resolved."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from advisor.readers.plain_text.forms import LONGEST, case, end_mark, may_head

Kind = Literal["line", "item", "more", "table"]

NARROW, WIDE = 40, 140  # a page is hard-wrapped at some width between these
LONGEST_JOINED = 20_000  # no paragraph is longer; growing one without end would take quadratic time

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_RULE = re.compile(r"(?:([-=_*~#+.•·—–])\s*)(?:\1\s*){2,}")
_FRAMED = re.compile(r"(?:\*\*|__|[>=*~-]{2,}\s)\s*(\w.*?)\s*(?:\*\*|__|\s[<=*~-]{2,})(:?)")
BULLET = re.compile(r"([•◦▪■●○·‣⁃►▶➤✓✔✅→*+–—-])\s+(?=\S)")
_ROUND = re.compile(r"o\s+(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]\s+(?=\S)")
_LETTER = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})[.)]\s+(?=\S)")
_ALONE = re.compile(r"[•◦▪■●○·‣⁃►▶➤*+–—-]|\(?\d{1,3}[.)]")
_HASHES = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_COLUMNS = re.compile(r"\t+|\s{3,}")
_INVISIBLE = "\u200b\u2060\ufeff\x00"


@dataclass(slots=True)
class Block:
    """A paragraph, list item or table of the page.

    Attributes:
        kind: "more" is a further paragraph of the list item above it.
        text: the source's words in one line, an item's marker left out; a table's rows by line.
        before: blank lines in front of it.
        indent: columns of white space in front of it.
        marker: "-" or "1." for an item, else empty.
        source: an item's text with its marker, as it stands in the source.
        mark: the sign of the rule under an underlined line, "#", "##" … for a Markdown heading.
        picture: where a picture's caption stood right beside it: "above", "below", or empty.
    """

    kind: Kind
    text: str
    before: int
    indent: int = 0
    marker: str = ""
    source: str = ""
    mark: str = ""
    picture: str = ""


@dataclass(slots=True)
class _Line:
    text: str
    before: int
    indent: int
    marker: str = ""
    source: str = ""
    cells: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return self.indent + len(self.source)


def blocks(text: str) -> list[Block]:
    """Cut a page into blocks."""
    lines = list(_lines(_LINE_ENDS.sub("\n", text)))
    margin = min((line.indent for line in lines), default=0)
    for line in lines:
        line.indent -= margin
    width = _wrap_width(lines)
    if width:
        _unmark(lines, width)
    found: list[Block] = []
    at = 0
    while at < len(lines):
        if rows := _table(lines, at):
            table = "\n".join(" | ".join(line.cells) for line in lines[at : at + rows] if line.cells)
            found.append(Block("table", table, lines[at].before))
            at += rows
            continue
        _add(found, lines[at], lines[at - 1] if at else None, width)
        at += 1
    return without(found, {i for i, b in enumerate(found) if not b.text})


def without(blocks: Sequence[Block], dropped: Collection[int]) -> list[Block]:
    """The blocks that stay; one that follows dropped ones stands as far from the text above as they did."""
    kept: list[Block] = []
    before = 0
    for index, block in enumerate(blocks):
        before = max(before, block.before)
        if index not in dropped:
            kept.append(replace(block, before=before) if before != block.before else block)
            before = 0
    return kept


def _lines(text: str) -> Iterator[_Line]:
    blank, pending = 0, ""
    for raw in text.split("\n"):
        body = raw.strip().strip(_INVISIBLE).strip()
        if not body:
            blank += 1
        elif _ALONE.fullmatch(body) and not pending:
            pending = body
        else:
            lead = raw[: len(raw) - len(raw.lstrip())].replace("\xa0", " ")
            yield _line(f"{pending} {body}".strip(), blank, len(lead.expandtabs(4)))
            blank, pending = 0, ""


def _line(body: str, before: int, indent: int) -> _Line:
    if (framed := _FRAMED.fullmatch(body[:LONGEST])) and len(body) < LONGEST and "**" not in framed[1]:
        body = framed[1] + framed[2]  # a heading in bold or between ornaments
    line = _Line(body, before, indent, source=body, cells=_cells(body))
    if _RULE.fullmatch(body):
        return line
    for pattern, marker in ((BULLET, "-"), (_NUMBER, ""), (_LETTER, "a"), (_ROUND if indent else BULLET, "-")):
        if match := pattern.match(body):
            line.marker = marker or f"{match[1]}."
            line.text = body if marker == "a" else body[match.end() :]
            break
    return line


def _cells(body: str) -> list[str]:
    if "|" in body:
        return [c.strip() for c in body.strip("|").split("|")]
    return [c for c in _COLUMNS.split(body) if c]


def _table(lines: Sequence[_Line], at: int) -> int:
    """How many lines from here form a table; grid lines among them count, and get no cells."""
    columns = 0
    rows: list[_Line] = []
    end = at
    for line in (lines[i] for i in range(at, len(lines))):
        grid = _is_grid(line)
        if rows and line.before and not (line.before == 1 and len(line.cells) > 2):
            break
        if not grid and (len(line.cells) < 2 or (columns and len(line.cells) != columns) or line.marker):
            break
        if not grid:
            columns = columns or len(line.cells)
            rows.append(line)
        elif not rows and (end > at or line.source[0] not in "|+"):
            break
        end += 1
    if len(rows) < (2 if columns > 2 else 3):
        return 0
    for line in lines[at:end]:
        if _is_grid(line):
            line.cells = []
    return end - at


def _is_grid(line: _Line) -> bool:
    """Whether a line only draws a table's border."""
    return line.source[0] in "|+-=" and "-" in line.source and set(line.source) <= set("|+:=- \t")


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The width at which the page's paragraphs are broken; 0 if a line is a paragraph."""
    pairs = [(a, b) for a, b in pairwise(lines) if not b.before and not b.marker]
    pairs = [(a, b) for a, b in pairs if not _RULE.fullmatch(a.source) and not _RULE.fullmatch(b.source)]
    if len(pairs) < 3:
        return 0
    widths = sorted(line.width for line in lines)
    width = widths[min(len(widths) - 1, len(widths) * 99 // 100)]
    lower = sum(b.source[0].islower() for _, b in pairs)
    open_ended = sum(not end_mark(a.source) for a, _ in pairs)
    wrapped = lower >= 0.4 * len(pairs) and open_ended >= 0.5 * len(pairs)
    return width if wrapped and NARROW <= width <= WIDE else 0


def _add(found: list[Block], line: _Line, above: _Line | None, width: int) -> None:
    """Add a line to the blocks: as a new one, as an underline, or to the last one."""
    last = found[-1] if found else None
    if _RULE.fullmatch(line.source):
        if last and last.kind == "line" and not line.before and line.source[0] in "=-~" and _underlines(line, last):
            last.mark = line.source[0]
        found.append(Block("line", "", line.before))  # a rule keeps its neighbours apart
        return
    open_ended = last and last.kind != "table" and 0 < len(last.text) < LONGEST_JOINED
    if last and open_ended and above and not (line.before or line.marker) and _joins(above, line, width):
        glue = "" if width and re.search(r"\w-$", last.text[-2:]) and line.text[0].islower() else " "
        last.text += glue + line.text
        last.source += glue + line.text
        return
    hashes = _HASHES.fullmatch(line.source)
    if hashes and may_head(hashes[2]):
        found.append(Block("line", hashes[2], line.before, mark=hashes[1]))
    elif line.marker:
        found.append(Block("item", line.text, line.before, line.indent, line.marker, line.source))
    else:
        kind: Kind = "more" if _continues(found, line) else "line"
        found.append(Block(kind, line.text, line.before, line.indent, source=line.source))


def _underlines(rule: _Line, block: Block) -> bool:
    """Whether a rule is as long as the line above it, and that line could be a heading."""
    length = len(block.text)
    return may_head(block.text, colon=True) and 0.4 * min(length, 80) <= len(rule.source) <= 2.5 * length + 10


def _joins(above: _Line, line: _Line, width: int) -> bool:
    """Whether a line goes on with the sentence of the line above it."""
    goes_on = line.text[0].islower() and not end_mark(above.source).strip(",")
    if width:
        first = line.source.split(maxsplit=1)[0]
        return goes_on or (above.width + 1 + len(first) > width)
    return goes_on and above.width > NARROW and case(above.source[:LONGEST]) == "sentence"


def _unmark(lines: Sequence[_Line], width: int) -> None:
    """Take a dash or number for words again where a hard wrap has put it at the start of a line."""
    for above, line in pairwise(lines):
        if not line.marker or line.before or end_mark(above.source) or line.indent < above.indent:
            continue
        beside = bool(above.marker) and line.indent == above.indent
        first = line.source.split(maxsplit=1)[0]
        if not beside and first not in "•*" and above.width + 1 + len(first) > width:
            line.marker, line.text = "", line.source


def _continues(found: Sequence[Block], line: _Line) -> bool:
    """Whether a line without a marker stands under a list item, indented deeper than it."""
    for block in reversed(found[-8:]):
        if block.kind == "item":
            return line.before < 2 and line.indent >= block.indent + 2
        if block.kind != "more":
            return False
    return False
