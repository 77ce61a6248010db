"""Bytes -> a guide: the kind is found by content."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.readers import MAX_BYTES, file_bytes, guide_files, passed_by, read
from tests import strategies

PLAIN = "How a Page Is Read by Machines\n\nA first paragraph here.\n\n\nGetting Started\n\nAnother paragraph here.\n"


def guide(data: str | bytes, source: str = "my.md") -> Guide:
    return read(data if isinstance(data, bytes) else data.encode(), "my", source)


@pytest.mark.parametrize("source", ["a.md", "a.txt", "a", "http://x.example/a"])
def test_markdown_is_known_by_its_headings_or_front_matter(source: str) -> None:
    assert guide("# T\n\n## A\n\nText.\n", source).sections[0].headings == ("A",)
    assert guide("---\ntitle: T\n---\nText.\n", source).title == "T"


def test_other_text_is_read_as_scraped() -> None:
    found = guide(PLAIN, "article.txt")
    assert found.title == "How a Page Is Read by Machines"
    assert [s.headings for s in found.sections] == [(), ("Getting Started",)]


def test_the_ending_breaks_a_tie() -> None:
    assert guide(PLAIN, "article.md").title == "My"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf# T\n\n## A\n\nText.",
        b"# T\r\n\r\n## A\r\n\r\nText.",
        b"# T\r\r## A\r\rText.",
        "# T\n\n## A\n\nText.".encode("utf-16"),
    ],
)
def test_marks_and_line_ends_of_other_systems_are_read(data: bytes) -> None:
    [section] = guide(data).sections
    assert (section.headings, section.text) == (("A",), "Text.")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a picture"),
        (b"PK\x03\x04\x00", "is damaged"),
        (b"Text\x00\xff", "binary file"),
        (b"A long enough text. " * 20 + b"\x00", "binary file"),
        (b"Te\x01xt\x02", "binary file"),
        ("Émigré".encode("latin-1"), "not a text file in UTF-8"),
        (b"\xff\xfeT", "not a text file in UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"%PDF-1.7\n1 0 obj <<>> endobj", "damaged PDF"),
        (b"<html><body></body></html>", "no text"),
        (b"<!doctype html>", "is empty"),
        (b"# Only\n\n## Headings\n", "no text besides its headings"),
        (b"x" * (MAX_BYTES + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_guide_is_one_clear_sentence(data: bytes, message: str) -> None:
    with pytest.raises(CorpusError, match=rf"^my\.md .*{message}"):
        guide(data)


def test_a_stray_control_character_is_a_blank() -> None:
    [section] = guide(b"# T\n\n## A\n\n" + b"A long enough text. " * 20 + b"Co\x1dpied.").sections
    assert section.text.endswith("text. Co pied.")


def test_files_of_folders_and_files_named_are_found_once(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "deep/c.MARKDOWN", "x.png", ".hidden.md", ".git/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = guide_files([tmp_path, tmp_path / "a.txt", tmp_path / "x.png"])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.txt", "b.md", "deep/c.MARKDOWN", "x.png"]


def test_a_limit_of_ones_own_is_kept_before_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "long.md"
    file.write_text("x" * 2000)
    with pytest.raises(CorpusError, match=r"^long\.md is larger than 0\.00095"):
        file_bytes(file, 1000)


def test_what_a_browser_saved_beside_a_page_is_no_guide(tmp_path: Path) -> None:
    for name in ("page.html", "page_files/frame.html", "page_files/style.css", "other_files/b.html", "c.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [p.relative_to(tmp_path).as_posix() for p in guide_files([tmp_path])]
    assert found == ["other_files/b.html", "page.html"]
    assert [p.name for p in passed_by([tmp_path])] == ["c.xlsx"]


def test_an_index_among_the_guides_is_passed_over(tmp_path: Path) -> None:
    for name in ("a.md", "ix/generations/1.json", "ix/uploads/b.md", "ix/words/c.bin", "guides/generations/d.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [p.name for p in guide_files([tmp_path])] == ["a.md", "d.md"]
    assert passed_by([tmp_path]) == []
    assert [p.name for p in guide_files([tmp_path / "ix" / "uploads"])] == ["b.md"]


@given(st.binary(max_size=60) | strategies.anything.map(str.encode), st.sampled_from(["a.md", "a.txt"]))
def test_any_bytes_are_read_or_refused(data: bytes, source: str) -> None:
    try:
        found = guide(data, source)
    except CorpusError:
        return
    assert any(s.text for s in found.sections)
