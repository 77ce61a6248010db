"""Word documents -> guides."""

import io
from collections.abc import Callable
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.readers import read
from advisor.readers.docx import package

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def content(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def guide(*make: Callable[[Document], object]) -> Guide:
    """What is read of a document to which these add."""
    document = docx.Document()
    for one in make:
        one(document)
    return read(content(document), "g", "g.docx")


def block(xml: str) -> Callable[[Document], object]:
    """Adds a paragraph or table as Word writes it."""
    return lambda d: d.element.body.insert(len(d.element.body) - 1, parse_xml(xml.replace(">", f" {W}>", 1)))


def test_styles_tell_title_and_headings() -> None:
    found = guide(
        lambda d: d.add_paragraph("Visas", style="Title"),
        lambda d: d.add_heading("Costs", 1),
        lambda d: d.add_heading("Fees", 2),
        lambda d: d.add_paragraph("A fee."),
    )
    assert found.title == "Visas"
    assert [s.headings for s in found.sections] == [("Costs",), ("Costs", "Fees")]


def test_a_document_without_styles_has_its_bold_lines_as_headings() -> None:
    found = guide(
        lambda d: d.add_paragraph("Some words first."),
        lambda d: setattr(d.add_paragraph().add_run("What does it cost?"), "bold", True),
        lambda d: d.add_paragraph("A fee."),
    )
    assert [s.headings for s in found.sections] == [(), ("What does it cost?",)]


def test_list_styles_give_depth_and_numbers() -> None:
    found = guide(
        lambda d: d.add_paragraph("Do this:"),
        lambda d: d.add_paragraph("one", style="List Number"),
        lambda d: d.add_paragraph("more on one", style="List Continue"),
        lambda d: d.add_paragraph("two", style="List Number"),
        lambda d: d.add_paragraph("deeper", style="List Bullet 2"),
        lambda d: d.add_paragraph("• by hand"),
    )
    assert found.text == "Do this:\n\n1. one\n\n   more on one\n2. two\n   - deeper\n\n- by hand\n"


def test_bold_words_and_links_are_kept() -> None:
    def add(document: Document) -> None:
        paragraph = document.add_paragraph("See ")
        paragraph.add_run("the list").bold = True
        link = document.part.relate_to("https://nrmp.org/a", RELATIONSHIP_TYPE.HYPERLINK, True)
        r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        run = "<w:r><w:t xml:space='preserve'> of NRMP</w:t></w:r>"
        paragraph._p.append(parse_xml(f'<w:hyperlink {W} {r} r:id="{link}">{run}</w:hyperlink>'))

    assert guide(add).text == "See **the list** [of NRMP](https://nrmp.org/a)\n"


def test_deleted_words_go_and_inserted_ones_stay() -> None:
    old = "<w:del><w:r><w:delText>never</w:delText></w:r></w:del>"
    new = "<w:ins><w:r><w:t>always</w:t></w:r></w:ins>"
    assert guide(block(f"<w:p><w:r><w:t>It is </w:t></w:r>{old}{new}</w:p>")).text == "It is always\n"


def test_a_table_keeps_its_cells_and_a_frame_only_its_words() -> None:
    def add(document: Document) -> None:
        table = document.add_table(2, 2)
        for cell, words in zip((c for row in table.rows for c in row.cells), ("A", "B", "x | y", "2"), strict=True):
            cell.text = words
        document.add_table(1, 1).cell(0, 0).text = "Framed words."

    assert guide(add).text == "| A | B |\n| --- | --- |\n| x \\| y | 2 |\n\nFramed words.\n"


def test_a_table_of_contents_is_left_out_and_a_content_control_read() -> None:
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    words = "<w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent>"
    found = guide(
        block(f"<w:sdt>{gallery}{words.format('Costs ... 3')}</w:sdt>"),
        block(f"<w:sdt>{words.format('Kept words.')}</w:sdt>"),
    )
    assert found.text == "Kept words.\n"


def test_the_properties_give_title_and_date() -> None:
    def tell(document: Document) -> None:
        document.core_properties.title = "Visas in short"
        document.core_properties.modified = datetime(2026, 5, 3)
        document.add_paragraph("Some words.")

    found = guide(tell)
    assert (found.title, found.about) == ("Visas in short", {"reviewed": "2026-05-03"})


def test_a_document_that_breaks_off_is_refused() -> None:
    whole = content(docx.Document())
    with pytest.raises(CorpusError, match=r"^g\.docx is damaged"):
        read(whole[: len(whole) // 2], "g", "g.docx")


def test_a_package_that_unpacks_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_UNPACKED", 2**20)
    stream = io.BytesIO(content(docx.Document()))
    with ZipFile(stream, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/picture.bin", bytes(2**20))
    with pytest.raises(CorpusError, match=r"^g\.docx would unpack to 1 MB"):
        read(stream.getvalue(), "g", "g.docx")


def test_a_packed_file_without_a_document_is_refused() -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(CorpusError, match=r"^g\.xlsx is a packed file that holds no Word document"):
        read(stream.getvalue(), "g", "g.xlsx")
