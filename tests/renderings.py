"""A guide written out as HTML, DOCX and PDF, as editors and sites do it."""

import io
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

import docx
import fpdf
import matplotlib
from docx.text.paragraph import Paragraph
from fpdf.fonts import TTFFont

from advisor.documents import Guide
from advisor.markup import blocks, html, plain

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
HEADING_SIZES = {1: 20.0, 2: 16.0, 3: 13.5, 4: 12.0, 5: 11.0, 6: 10.5}

Piece = tuple[str, int, str, str]
"""Kind ("heading" or a block's), level or depth, number, Markdown; the rows of a "table" are lines."""


def pieces(guide: Guide) -> Iterator[Piece]:
    """The title, the headings and the blocks of a guide in order."""
    yield "heading", 1, "", guide.title
    for section in guide.sections:
        if section.headings:
            yield "heading", min(6, len(section.headings) + 1), "", section.headings[-1]
        for is_row, group in groupby(blocks(section.text), key=lambda block: block.kind == "row"):
            found = list(group)
            if is_row:
                yield "table", 0, "", "\n".join(plain(section.text[b.start : b.end]) for b in found)
                continue
            for block in found:
                kind = "more" if block.kind == "paragraph" and block.depth else block.kind
                yield kind, block.depth, block.number, section.text[block.start : block.end]


def _cells(table: str) -> list[list[str]]:
    return [row.split(" | ") for row in table.split("\n")]


def as_html(guide: Guide) -> str:
    """A bare page, as an editor exports it."""
    head = f"<head><meta charset='utf-8'><title>{escape(guide.title)}</title></head>"
    return f"<!DOCTYPE html>\n<html>{head}<body>{html(guide.text)}</body></html>"


def as_docx(guide: Guide) -> bytes:
    """A Word document in Word's own styles."""
    document = docx.Document()
    for kind, level, number, text in pieces(guide):
        style = f"Heading {level - 1}" if kind == "heading" else "List Number" if number else "List Bullet"
        if kind == "heading":
            document.add_paragraph(text, style="Title" if level == 1 else style)
        elif kind == "table":
            cells = _cells(text)
            table = document.add_table(len(cells), len(cells[0]))
            for row, texts in zip(table.rows, cells, strict=True):
                for cell, words in zip(row.cells, texts, strict=True):
                    cell.text = words
        elif kind == "item":
            _add_runs(document.add_paragraph(style=f"{style} {level}" if level > 1 else style), text)
        elif kind == "more":
            _add_runs(document.add_paragraph(style="List Continue" if level < 2 else f"List Continue {level}"), text)
        else:
            _add_runs(document.add_paragraph(), text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_runs(paragraph: Paragraph, text: str) -> None:
    """Words with what stands between ** in bold."""
    for at, piece in enumerate(" ".join(text.split()).split("**")):
        paragraph.add_run(piece).bold = at % 2 == 1


class Sheet(fpdf.FPDF):
    """Pages with a running head and their numbers, or without both."""

    def __init__(self, running: str = "") -> None:
        super().__init__(format="A4")
        self.running = running
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font("sans", style, FONTS / file)
        self.set_margin(22)

    def header(self) -> None:
        """The running head."""
        if not self.running:
            return
        self.set_font("sans", size=8)
        self.cell(0, 6, self.running, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def footer(self) -> None:
        """The page's number."""
        if not self.running:
            return
        self.set_y(-14)
        self.set_font("sans", size=8)
        self.cell(0, 6, f"Page {self.page_no()} of {{nb}}", align="C")

    def finished(self) -> bytes:
        """The file, its fonts closed."""
        made = bytes(self.output())
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()
        return made


def as_pdf(guide: Guide, running: str = "Residency guides, third edition") -> bytes:
    """Pages with headings in larger bold letters and lists that are moved in."""
    sheet = Sheet(running)
    sheet.set_title(guide.title)
    sheet.add_page()
    for kind, level, number, text in pieces(guide):
        if kind == "heading":
            sheet.ln(3)
            sheet.set_font("sans", "B", HEADING_SIZES[level])
            sheet.multi_cell(0, HEADING_SIZES[level] * 0.45, plain(text), align="L", new_x="LMARGIN", new_y="NEXT")
            sheet.ln(2)
            continue
        sheet.set_font("sans", size=10)
        if kind == "table":
            with sheet.table() as table:
                for texts in _cells(text):
                    table.row(texts)
            sheet.ln(2.5)
            continue
        if kind in ("item", "more"):
            sheet.set_x(sheet.l_margin + 6 * (level - 1))
            sheet.cell(6, 5, (number or "•") if kind == "item" else "")
        words = " ".join(text.split())
        sheet.multi_cell(0, 5, words, align="L", markdown=True, new_x="LMARGIN", new_y="NEXT")
        sheet.ln(1 if kind in ("item", "more") else 2.5)
    return sheet.finished()
