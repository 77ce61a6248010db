"""The file of a PDF, opened with care, and its lines."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from advisor.errors import CorpusError
from advisor.readers.article import cell
from advisor.readers.pdf import bullets, columns
from advisor.readers.pdf import lines as page_lines
from advisor.readers.pdf.lines import Line, Word

if TYPE_CHECKING:
    from pdfplumber.page import Page

MOST_PAGES = 1000
MOST_UNPACKED = 200 * 2**20  # bytes of one stream
LEAST_LETTERS = 15  # a page, on average; scanned pages have a stamp or a number at most
MOST_UNKNOWN = 0.2  # share of letters that the fonts do not name
LONGEST_CELL = 600  # letters; with more, a frame is no table

_STREAM = re.compile(rb"stream\r?\n(?=[\x08-\x78][\x01\x5e\x9c\xda\x3c])")  # where zlib's data may begin
_UNKNOWN = re.compile(r"\(cid:\d+\)|\ufffd")


def lines(data: bytes, name: str) -> tuple[list[Line], dict[str, Any]]:
    """The lines of a PDF in reading order, and what it says of itself (`Title`, `ModDate`, …).

    Raises:
        CorpusError: it is locked, damaged, scanned or too large.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    _refuse_bombs(data, name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise CorpusError(f"{name} has more than {MOST_PAGES} pages: split it into several guides.")
            found, letters = [], 0
            for page in pdf.pages:
                found += _page(page, len(found))
                letters += len(page.chars)
                page.close()
            pages, info = len(pdf.pages), dict(pdf.metadata)
    except CorpusError:
        raise
    except Exception as error:  # pdfminer's failures on damaged files share no base
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise CorpusError(f"{name} is locked with a password: save it without one, then add it again.") from error
        raise CorpusError(f"{name} is a damaged PDF: open it and save or print it as PDF again.") from error
    _refuse_pictures(found, pages, letters, name)
    return found, info


def _refuse_pictures(found: list[Line], pages: int, letters: int, name: str) -> None:
    text = "".join(line.text for line in found)
    if len(text) < LEAST_LETTERS * max(1, pages):
        raise CorpusError(
            f"{name} holds pictures of text and no text (a scan?): run text recognition (OCR) over it first."
        )
    if sum(len(unknown) for unknown in _UNKNOWN.findall(text)) > MOST_UNKNOWN * len(text):
        raise CorpusError(f"{name} does not say which letters its fonts show: save it from its source again.")


def _refuse_bombs(data: bytes, name: str) -> None:
    """Refuse a file with a stream that would unpack beyond all measure."""
    for match in _STREAM.finditer(data):
        unpacker, size, rest = zlib.decompressobj(), 0, data[match.end() : match.end() + MOST_UNPACKED]
        try:
            while rest and not unpacker.eof:
                size += len(unpacker.decompress(rest, 2**20))
                rest = unpacker.unconsumed_tail
                if size > MOST_UNPACKED:
                    raise CorpusError(
                        f"{name} would unpack to more than {MOST_UNPACKED // 2**20} MB: save it without pictures."
                    )
        except zlib.error:
            continue


def _page(page: "Page", column: int) -> Iterator[Line]:
    """The lines of one page; their columns are numbered from `column` on."""
    upright = page.filter(lambda thing: thing["object_type"] != "char" or thing["upright"]).dedupe_chars()
    tables = [(t.bbox, rows) for t in upright.find_tables() if (rows := _rows(t.extract()))]
    words = upright.extract_words(extra_attrs=["fontname", "size"], x_tolerance_ratio=0.15, keep_blank_chars=False)
    words += bullets.drawn([*page.curves, *page.rects], words)
    outside = [w for w in words if not any(_inside(w, box) for box, _ in tables)]
    found = []
    for at, words_of_column in enumerate(columns.columns(outside)):
        found += page_lines.of_column(words_of_column, page.page_number, column + at, float(page.height))
    for (x0, top, x1, bottom), rows in tables:
        at = next((i for i, line in enumerate(found) if line.top >= bottom and line.x0 < x1), len(found))
        height = float(page.height)
        where = found[at - 1].column if at else column
        found.insert(at, Line((), page.page_number, where, x0, x1, top, bottom, 0, x0, x1, height, rows=rows))
    yield from found


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _rows(cells: list[list[str | None]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a ruled table; empty for a frame around text."""
    rows = [tuple(cell(text or "") for text in row) for row in cells if any(row)]
    filled = [text for row in rows for text in row if text]
    wide = max((sum(bool(text) for text in row) for row in rows), default=0)
    return tuple(rows) if len(rows) > 1 and wide > 1 and max(map(len, filled)) <= LONGEST_CELL else ()
