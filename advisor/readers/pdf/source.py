"""The file of a PDF, opened with care, and its lines."""

import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from advisor.errors import CorpusError
from advisor.readers.pdf import bullets, columns
from advisor.readers.pdf import lines as page_lines
from advisor.readers.pdf.lines import Line, Word
from advisor.readers.runs import cell

if TYPE_CHECKING:
    from pdfplumber.page import Page

MOST_PAGES = 1000
MOST_UNPACKED = 2**30  # bytes of all streams together
LEAST_LETTERS = 15  # a page, on average; scanned pages have a stamp or a number at most
MOST_UNKNOWN = 0.2  # share of letters that the fonts do not name
LONGEST_CELL = 600  # letters; with more, a frame is no table

_STREAM = re.compile(rb"stream\r?\n(?=[\x08-\x78][\x01\x5e\x9c\xda\x3c])")  # where zlib's data may begin
_UNKNOWN = re.compile(r"\(cid:\d+\)|\ufffd")
_PIECE = 2**16  # bytes that are unpacked at a time

Box = tuple[float, float, float, float]
"""Left, upper, right and lower edge in points."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What pdfplumber finds on a page."""

    number: int
    height: float
    words: list[Word]
    shapes: list[Mapping[str, Any]]
    tables: list[tuple[Box, list[list[str | None]]]]


def lines(data: bytes, name: str) -> tuple[list[Line], dict[str, Any]]:
    """The lines of a PDF in reading order, and what it says of itself (`Title`, `ModDate`, …).

    Raises:
        CorpusError: it is locked, damaged, scanned or too large.
    """
    if _unpacked(data) > MOST_UNPACKED:
        raise CorpusError(f"{name} would unpack to more than {MOST_UNPACKED // 2**20} MB: save it without pictures.")
    sheets, info = _sheets(data, name)
    found: list[Line] = []
    for sheet in sheets:
        found += _lines(sheet, len(found))
    _refuse_pictures(found, len(sheets), name)
    return found, info


def _sheets(data: bytes, name: str) -> tuple[list[_Sheet], dict[str, Any]]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) <= MOST_PAGES:
                return [_sheet(page) for page in pdf.pages], dict(pdf.metadata)
    except Exception as error:  # the libraries' failures on damaged files share no base
        if _is_ours(error):
            raise
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise CorpusError(f"{name} is locked with a password: save it without one, then add it again.") from error
        raise CorpusError(f"{name} is a damaged PDF: open it and save or print it as PDF again.") from error
    raise CorpusError(f"{name} has more than {MOST_PAGES} pages: split it into several guides.")


def _is_ours(error: BaseException) -> bool:
    """Whether it was raised in code of ours, and so is a fault of ours and not of the file."""
    *_, (frame, _) = walk_tb(error.__traceback__)
    return str(frame.f_globals["__name__"]).startswith("advisor.")


def _sheet(page: "Page") -> _Sheet:
    """What stands on a page; letters that are turned, or printed twice for weight, count once or not at all."""
    upright = page.filter(lambda thing: thing["object_type"] != "char" or thing["upright"]).dedupe_chars()
    words = upright.extract_words(extra_attrs=["fontname", "size"], x_tolerance_ratio=0.15)
    tables = [(table.bbox, table.extract()) for table in upright.find_tables()]
    sheet = _Sheet(page.page_number, float(page.height), [*words], [*page.curves, *page.rects], tables)
    page.close()  # frees what it has parsed
    return sheet


def _unpacked(data: bytes) -> int:
    """How many bytes the streams of a file unpack to; it stops counting beyond what is allowed."""
    size = 0
    for match in _STREAM.finditer(data):
        unpacker, at = zlib.decompressobj(), match.end()
        try:
            while at < len(data) and not unpacker.eof and size <= MOST_UNPACKED:
                rest, at = data[at : at + _PIECE], at + _PIECE
                while rest and not unpacker.eof and size <= MOST_UNPACKED:
                    size += len(unpacker.decompress(rest, 2**20))
                    rest = unpacker.unconsumed_tail
        except zlib.error:
            continue
    return size


def _refuse_pictures(found: list[Line], pages: int, name: str) -> None:
    text = "".join(line.text for line in found)
    if len(text) < LEAST_LETTERS * max(1, pages):
        raise CorpusError(
            f"{name} holds pictures of text and no text (a scan?): run text recognition (OCR) over it first."
        )
    if sum(len(unknown) for unknown in _UNKNOWN.findall(text)) > MOST_UNKNOWN * len(text):
        raise CorpusError(f"{name} does not say which letters its fonts show: save it from its source again.")


def _lines(sheet: _Sheet, column: int) -> list[Line]:
    """The lines of one page; their columns are numbered from `column` on."""
    tables = [(box, rows) for box, cells in sheet.tables if (rows := _rows(cells))]
    words = [*sheet.words, *bullets.drawn(sheet.shapes, sheet.words)]
    outside = [word for word in words if not any(_inside(word, box) for box, _ in tables)]
    found: list[Line] = []
    for at, inside in enumerate(columns.columns(outside)):
        found += page_lines.of_column(inside, sheet.number, column + at, sheet.height)
    for (x0, top, x1, bottom), rows in tables:
        at = next((i for i, line in enumerate(found) if line.top >= bottom and line.x0 < x1), len(found))
        where = found[at - 1].column if at else column
        found.insert(at, Line((), sheet.number, where, x0, x1, top, bottom, 0, x0, x1, sheet.height, rows=rows))
    return found


def _inside(word: Word, box: Box) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _rows(cells: list[list[str | None]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a ruled table; empty for a frame around text."""
    rows = [tuple(cell(text or "") for text in row) for row in cells if any(row)]
    filled = [text for row in rows for text in row if text]
    wide = max((sum(bool(text) for text in row) for row in rows), default=0)
    return tuple(rows) if len(rows) > 1 and wide > 1 and max(map(len, filled)) <= LONGEST_CELL else ()
