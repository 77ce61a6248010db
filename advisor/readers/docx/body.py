"""The body of a Word document -> parts of an article."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advisor.readers.article import Part
from advisor.readers.docx import numbers, styles
from advisor.readers.docx.styles import W, is_on, outline, value, whole
from advisor.readers.runs import Run, behind, bulleted, cell, clean, formatted, paragraphs, words

if TYPE_CHECKING:
    from docx.document import Document

MOST_COLUMNS = 40
LONGEST_CELL = 600  # letters; with more, the table only places columns of text

_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {_FALLBACK, *(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent", "sdtPr"))}
_SIGNS = {f"{W}tab": " ", f"{W}noBreakHyphen": "-", f"{W}cr": "\n"}
_GALLERY = "Table of Contents"


@dataclass(frozen=True, slots=True)
class _Context:
    styles: dict[str, styles.Style]
    counter: numbers.Counter
    links: dict[str, str]


def parts(document: "Document") -> list[Part]:
    """The parts of a document in reading order."""
    links = {id: rel.target_ref for id, rel in document.part.rels.items() if rel.is_external}
    context = _Context(dict(styles.of_document(document)), numbers.counter(document), links)
    found: list[Part] = []
    for block in _blocks(document.element.body):
        found += _table(block, context) if block.tag == f"{W}tbl" else _paragraph(block, context, found)
    return found


def lines(document: "Document") -> Iterator[str]:
    """All words of the document's body, its heads and its feet, a line for each paragraph."""
    sections = document.sections
    edges = [
        edge for section in sections for edge in (section.header, section.footer) if not edge.is_linked_to_previous
    ]
    for element in [document.element.body, *(edge._element for edge in edges)]:
        for paragraph in element.iter(f"{W}p"):
            if line := clean("".join(t.text or "" for t in paragraph.iter(f"{W}t"))):
                yield line


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, out of content controls and kept changes; text boxes behind their paragraph."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
            if child.tag == f"{W}p":
                for box in child.iter(f"{W}txbxContent"):
                    if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                        yield from _blocks(box)
        elif child.tag not in _SKIPPED and value(child, "sdtPr/docPartObj/docPartGallery") != _GALLERY:
            yield from _blocks(child)


def _paragraph(element: Any, context: _Context, above: list[Part]) -> list[Part]:
    style = context.styles.get(value(element, "pPr/pStyle") or "", context.styles[""])
    runs = list(_runs(element, context, Run("", style.bold)))
    bare = words(runs)
    level = outline(value(element, "pPr/outlineLvl")) or style.level
    if not bare or style.role == "contents":
        return []
    if style.role == "heading" or level:
        return [Part("heading", bare, level)]
    list_id = value(element, "pPr/numPr/numId")
    list_id = style.list_id if list_id is None else list_id
    if list_id and list_id != "0":
        told = value(element, "pPr/numPr/ilvl")
        depth = whole(told, style.depth)
        number = context.counter.next(list_id, depth if told else 0)
        return [Part("item", formatted(runs), depth, number)]
    continues = style.role == "more" and bool(above) and above[-1].kind in ("item", "more")
    return [_line(line, above[-1].level if continues else None) for line in paragraphs(runs)]


def _line(runs: list[Run], depth: int | None) -> Part:
    """A paragraph; one that was given a bullet by hand is a list item, one with a depth goes on with the item there."""
    bare = words(runs)
    bullet, rest = bulleted(bare)
    if bullet:
        return Part("item", formatted(behind(runs, len(bare) - len(rest))))
    return Part("paragraph", formatted(runs)) if depth is None else Part("more", formatted(runs), depth)


def _runs(element: Any, context: _Context, style: Run) -> Iterator[Run]:
    """The words of a paragraph; a line break is a run of its own."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag in (f"{W}t", _MATH):
            yield Run(child.text or "", style.bold, style.link)
        elif child.tag in _SIGNS:
            yield Run(_SIGNS[child.tag])
        elif child.tag == f"{W}br":
            yield Run(" " if child.get(f"{W}type") in ("page", "column") else "\n")
        elif child.tag == f"{W}r":
            told = value(child, "rPr/b")
            bold = is_on(told) if told is not None else style.bold or value(child, "rPr/rStyle") == "Strong"
            yield from _runs(child, context, Run("", bold, style.link))
        else:
            link = context.links.get(child.get(_LINK, ""), style.link)
            yield from _runs(child, context, Run("", style.bold, link))


def _table(table: Any, context: _Context) -> list[Part]:
    """A table's rows; one that only places text is read cell by cell."""
    rows = list(table.iter(f"{W}tr"))
    cells = [list(row.iter(f"{W}tc")) for row in rows]
    found = [[_words(c, context) for c in row] for row in cells]
    places = len(list(table.iter(f"{W}tbl"))) > 1 or max(map(len, cells), default=0) < 2
    if places or any(len(text) > LONGEST_CELL for row in found for text in row):
        parts: list[Part] = []
        for block in (
            b for row in table.iterchildren(f"{W}tr") for c in row.iterchildren(f"{W}tc") for b in _blocks(c)
        ):
            parts += _table(block, context) if block.tag == f"{W}tbl" else _paragraph(block, context, parts)
        return parts
    grid: list[tuple[str, ...]] = []
    for row, texts in zip(cells, found, strict=True):
        line: list[str] = []
        for element, text in zip(row, texts, strict=True):
            merged = value(element, "tcPr/vMerge")
            above = grid[-1][len(line)] if grid and len(line) < len(grid[-1]) else ""
            span = min(whole(value(element, "tcPr/gridSpan"), 1), MOST_COLUMNS)
            line += [above if merged is not None and merged != "restart" else cell(text)]
            line += [""] * (span - 1)
        if any(line):
            grid.append(tuple(line))
    return [Part("table", "", rows=tuple(grid))] if grid else []


def _words(element: Any, context: _Context) -> str:
    return " ".join(words(list(_runs(p, context, Run("")))) for p in element.iter(f"{W}p"))
