"""What the readers of formatted files have in common: the parts of an article -> Markdown.

HTML, DOCX and PDF all become the same parts, and the parts Markdown, so that offsets, pages and
answers have one path, whatever the keeper's file was.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from advisor.markup import plain
from advisor.readers.plain_text.junk import plain_key
from advisor.readers.plain_text.render import DEEPEST, heading_text

SAMPLE = 40  # letters of a page's first part by which it is found again
LONGEST_LEAD = 200  # letters that may stand in front of the title
LONGEST_HEADING = 120  # letters of a bold line that may be a heading

_ALL_BOLD = re.compile(r"\*\*(?!\s)((?:(?!\*\*).)+)\*\*:?")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of an article, in reading order.

    Attributes:
        kind: "more" is a further paragraph of the list item above it.
        text: Markdown without block signs; the lines of "code" as they are.
        level: a heading's level, 1 the highest; an item's depth, from 0.
        number: of an item of a numbered list, else None.
        rows: a table's cells, as Markdown.
        page: where it begins, from 1; 0 where the file has no pages.
    """

    kind: Literal["heading", "paragraph", "item", "more", "table", "code"]
    text: str
    level: int = 0
    number: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader found in a file.

    Attributes:
        title: may be empty.
        parts: in reading order, without the title.
        about: what the file says of itself: `reviewed`, `summary`.
        lines: all the words of the file, junk included, by line.
    """

    title: str
    parts: tuple[Part, ...]
    about: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


def with_bold_headings(parts: Sequence[Part]) -> list[Part]:
    """Lines that are wholly bold and short as headings, for files that know no other."""
    if any(part.kind == "heading" for part in parts):
        return list(parts)
    found: list[Part] = []
    for part in parts:
        match = _ALL_BOLD.fullmatch(part.text) if part.kind == "paragraph" else None
        heads = match and len(match[1]) <= LONGEST_HEADING and match[1][-1] not in ".,;"
        found.append(replace(part, kind="heading", level=2, text=plain(part.text)) if heads else part)
    return found


def titled(parts: Sequence[Part], told: str = "") -> tuple[str, list[Part]]:
    """The title, and the parts without it.

    It is the heading that says what the file says of itself, or the first one where that is alone on
    its level and leads the file, behind a line or two at most; else what the file says.

    Args:
        parts: of the whole article; the text of a heading is bare words.
        told: the title that the file says of itself.
    """
    heads = [i for i, part in enumerate(parts) if part.kind == "heading"]
    key = plain_key(told)
    at = next((i for i in heads[:3] if key and plain_key(parts[i].text) == key), None)
    if at is None and heads and (heads[0] == 0 or (not told and len(heads) > 1)):
        alone = all(parts[i].level > parts[heads[0]].level for i in heads[1:])
        leads = sum(len(part.text) for part in parts[: heads[0]]) <= LONGEST_LEAD
        at = heads[0] if alone and leads else None
    if at is None:
        return told, list(parts)
    return parts[at].text, [*parts[:at], *parts[at + 1 :]]


def markdown(article: Article) -> tuple[str, tuple[int, ...]]:
    """An article as Markdown, and the offset at which each of its pages begins (none without pages)."""
    lines = [(f"# {heading_text(article.title)}\n", 0)] if article.title else []
    shallowest = min((p.level for p in article.parts if p.kind == "heading"), default=1)
    columns: list[tuple[int, bool]] = []  # of the open items: where their text begins, and whether they count
    previous: Part | None = None
    for part in article.parts:
        if part.kind not in ("item", "more"):
            columns = []
        tight = part.kind == "item" and bool(previous) and _is_tight(part, columns)
        text = _block(part, columns, 2 - shallowest)
        lines.append((text if tight else "\n" + text, part.page))
        previous = part
    return _joined(lines)


def bare(article: Article) -> str:
    """An article as plain text, a blank line between its parts."""
    lines = [f"# {article.title}"] if article.title else []
    for part in article.parts:
        marker = ("-" if part.number is None else f"{part.number}.") + " " if part.kind == "item" else ""
        indent = "  " * (part.level + (part.kind == "more")) if part.kind in ("item", "more") else ""
        rows = "\n".join(" | ".join(row) for row in part.rows)
        lines.append(rows or indent + marker + (part.text if part.kind == "code" else plain(part.text)))
    return "\n\n".join(lines)


def pages_in(text: str, parts: Iterable[Part]) -> tuple[int, ...]:
    """The offset at which each page begins in another Markdown text of the same words; none without pages.

    A page whose first words are not in the text begins where the page before it does.
    """
    starts: list[int] = []
    for part in parts:
        if part.page > len(starts):
            at = text.find(part.text[:SAMPLE], starts[-1] if starts else 0)
            begin = at if at >= 0 and starts else starts[-1] if starts else 0
            starts += [begin] * (part.page - len(starts))
    return tuple(starts)


def _joined(lines: Sequence[tuple[str, int]]) -> tuple[str, tuple[int, ...]]:
    text, starts = "", [0]
    for line, page in lines:
        line = line if text else line.lstrip("\n")
        while len(starts) < page:
            starts.append(len(text) + len(line) - len(line.lstrip("\n")))
        text += line.rstrip("\n") + "\n"
    return text, tuple(starts) if len(starts) > 1 or any(page for _, page in lines) else ()


def _is_tight(part: Part, columns: Sequence[tuple[int, bool]]) -> bool:
    """Whether an item may follow without a blank line: a list of another kind, or from 2, needs one."""
    if part.level < len(columns):
        return columns[part.level][1] == (part.number is not None)
    return bool(columns) and part.number in (None, 1)


def _block(part: Part, columns: list[tuple[int, bool]], shift: int) -> str:
    """One part; `columns` is brought up to date."""
    if part.kind == "heading":
        return f"{'#' * min(DEEPEST, part.level + shift)} {heading_text(part.text)}"
    if part.kind == "table":
        return "\n".join(_table(part.rows))
    if part.kind == "code":
        fence = "`" * max([3, *(len(ticks) + 1 for ticks in re.findall("`+", part.text))])
        return f"{fence}\n{part.text}\n{fence}"
    if part.kind == "item":
        del columns[part.level :]
        column = columns[-1][0] if columns else 0
        marker = "-" if part.number is None else f"{part.number}."
        columns.append((column + len(marker) + 1, part.number is not None))
        return f"{' ' * column}{marker} {part.text}"
    del columns[part.level + 1 :]
    column = columns[-1][0] if columns else 0
    return " " * column + part.text


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    width = max(map(len, rows))
    for at, row in enumerate(rows):
        cells = [cell.replace("|", "\\|") for cell in row] + [""] * (width - len(row))
        yield f"| {' | '.join(cells)} |"
        if at == 0:
            yield "|" + " --- |" * width
