"""PDF -> guides."""

import zlib
from collections.abc import Callable

import fpdf
import pytest

from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.readers import preview, read
from advisor.readers.pdf import hyphens, source
from tests.renderings import Sheet

LONG = (
    "Networking is a strategic necessity for applicants from abroad, because program directors want people whom they"
    " know themselves, or whom a trusted colleague knows well from work that was done together."
)


def pdf(*make: Callable[[fpdf.FPDF], object], running: str = "") -> bytes:
    """A PDF to which these add."""
    sheet = Sheet(running)
    sheet.add_page()
    for one in make:
        one(sheet)
    return sheet.finished()


def text(words: str, size: float = 10, style: str = "", gap: float = 3) -> Callable[[fpdf.FPDF], object]:
    """Adds a paragraph with a gap below it."""

    def add(sheet: fpdf.FPDF) -> None:
        sheet.set_font("sans", style, size)
        sheet.multi_cell(0, size * 0.5, words, align="L", new_x="LMARGIN", new_y="NEXT")
        sheet.ln(gap)

    return add


def guide(*make: Callable[[fpdf.FPDF], object]) -> Guide:
    return read(pdf(*make), "g", "g.pdf")


def test_larger_and_bolder_lines_are_headings_by_their_style() -> None:
    found = guide(
        text("Visas for residents", 20, "B"),
        text(LONG),
        text("Costs", 14, "B"),
        text(LONG),
        text("Fees of a visa", 10, "B"),
        text(LONG),
        text("Times", 14, "B"),
        text(LONG),
    )
    assert found.title == "Visas for residents"
    assert [s.headings for s in found.sections] == [(), ("Costs",), ("Costs", "Fees of a visa"), ("Times",)]
    assert found.sections[1].text == LONG


def test_running_heads_and_page_numbers_go_and_the_pages_are_known() -> None:
    body = [text(f"Paragraph number {n}. {LONG}") for n in range(40)]
    found = preview(pdf(*body, running="Guides of the year"), "g", "g.pdf")
    assert "Guides of the year" in found.passed_over
    assert "Page 1 of" not in found.guide.text
    assert len(found.guide.pages) > 1
    for page, start in enumerate(found.guide.pages, 1):
        assert found.guide.page(start) == page
    assert found.guide.text.index("Paragraph number 0.") < found.guide.pages[1]
    assert found.guide.page(found.guide.text.index("Paragraph number 39.")) == len(found.guide.pages)


def test_pages_are_known_where_nothing_marks_the_headings() -> None:
    parts = [
        (f"Getting Started in {letter}", f"Letter {letter} begins. {LONG} {LONG}") for letter in "ABCDEFGHIJKLMNOP"
    ]
    found = guide(*(text(words) for part in parts for words in part))
    assert ("Getting Started in J",) in [s.headings for s in found.sections]
    assert found.page(found.text.index("Letter A begins")) == 1
    assert found.page(found.text.index("Letter P begins")) == len(found.pages) > 1


def test_two_columns_are_read_one_after_the_other() -> None:
    def columns(sheet: fpdf.FPDF) -> None:
        sheet.set_font("sans", size=10)
        with sheet.text_columns(ncols=2, gutter=8, text_align="J") as flow:
            for n in range(16):
                with flow.paragraph(bottom_margin=2) as paragraph:
                    paragraph.write(f"This is the beginning of number {n}. {LONG}")

    found = guide(text("Two columns", 18, "B"), text(LONG), columns)
    starts = [found.text.index(f"beginning of number {n}. {LONG}") for n in range(16)]
    assert starts == sorted(starts)


def test_lists_keep_their_depth_and_their_numbers() -> None:
    def item(mark: str, words: str, depth: int) -> Callable[[fpdf.FPDF], object]:
        def add(sheet: fpdf.FPDF) -> None:
            sheet.set_font("sans", size=10)
            sheet.set_x(sheet.l_margin + 6 * depth)
            sheet.cell(6, 5, mark)
            sheet.multi_cell(0, 5, words, align="L", new_x="LMARGIN", new_y="NEXT")

        return add

    found = guide(text("Three things help:"), item("1.", LONG, 0), item("•", "deeper", 1), item("2.", "last", 0))
    assert found.text == f"Three things help:\n\n1. {LONG}\n   - deeper\n2. last\n"


def test_bullets_that_are_drawn_and_not_written_are_bullets() -> None:
    def item(words: str) -> Callable[[fpdf.FPDF], object]:
        def add(sheet: fpdf.FPDF) -> None:
            sheet.set_font("sans", size=10)
            sheet.ellipse(sheet.l_margin + 2, sheet.get_y() + 1.8, 1.4, 1.4, style="F")
            sheet.set_x(sheet.l_margin + 6)
            sheet.multi_cell(0, 5, words, align="L", new_x="LMARGIN", new_y="NEXT")

        return add

    found = guide(text(LONG), item("a short letter"), item(LONG), item("exact dates"))
    assert found.text == f"{LONG}\n\n- a short letter\n- {LONG}\n- exact dates\n"


def test_a_ruled_table_stays_a_table() -> None:
    def table(sheet: fpdf.FPDF) -> None:
        sheet.set_font("sans", size=10)
        with sheet.table() as made:
            for row in (("Visa", "Fee"), ("J-1", "$220")):
                made.row(row)

    assert guide(text(LONG), table).text == f"{LONG}\n\n| Visa | Fee |\n| --- | --- |\n| J-1 | $220 |\n"


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("an inter-", "ventional suite", "an interventional suite"),
        ("of low-", "resource hospitals", "of low-resource hospitals"),
        ("for follow-", "up visits", "for follow-up visits"),
        ("the soft\u00ad", "ware", "the software"),
        ("a J-", "1 visa", None),
        ("pages 3 -", "and on", None),
    ],
)
def test_words_broken_at_a_lines_end_are_joined_as_they_are_spelled(
    line: str, following: str, joined: str | None
) -> None:
    dropped = hyphens.letters_to_drop(line, following, hyphens.vocabulary(["a follow-up of the interventional kind"]))
    assert (None if dropped is None else line[: len(line) - dropped] + following) == joined


def test_the_file_tells_title_and_date_where_no_heading_does() -> None:
    def tell(sheet: fpdf.FPDF) -> None:
        sheet.set_title("Visas in short")

    found = guide(tell, text(LONG))
    assert found.title == "Visas in short"
    assert len(found.about["reviewed"]) == 10


def test_a_scan_is_refused() -> None:
    with pytest.raises(CorpusError, match=r"^g\.pdf holds pictures of text.*OCR"):
        guide(lambda sheet: sheet.rect(10, 10, 100, 100, style="F"))


def test_a_locked_file_is_refused() -> None:
    with pytest.raises(CorpusError, match=r"^g\.pdf is locked with a password"):
        guide(lambda sheet: sheet.set_encryption(owner_password="a", user_password="b"), text(LONG))


def test_a_file_that_breaks_off_is_refused_or_read() -> None:
    whole = pdf(text(LONG))
    with pytest.raises(CorpusError, match=r"^g\.pdf (?:is a damaged PDF|holds pictures)"):
        read(whole[: len(whole) // 3], "g", "g.pdf")


def test_a_stream_that_unpacks_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_UNPACKED", 2**20)
    packed = zlib.compress(bytes(2**21))
    with pytest.raises(CorpusError, match=r"^g\.pdf would unpack to more than 1 MB"):
        read(b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj", "g", "g.pdf")


def test_a_failure_of_the_library_is_told_as_the_files_and_one_of_ours_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyError("no such font")

    data = pdf(text(LONG))
    with monkeypatch.context() as patched:
        patched.setattr("pdfplumber.page.Page.extract_words", fails)
        with pytest.raises(CorpusError, match=r"^g\.pdf is a damaged PDF"):
            read(data, "g", "g.pdf")
    monkeypatch.setattr(source, "_Sheet", None)
    with pytest.raises(TypeError):
        read(data, "g", "g.pdf")
