"""Bytes -> a guide: the kind is found by content."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.readers import MAX_BYTES, guide_files, read
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
    "data", [b"\xef\xbb\xbf# T\n\n## A\n\nText.", b"# T\r\n\r\n## A\r\n\r\nText.", b"# T\r\r## A\r\rText."]
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
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (b"PK\x03\x04\x00", "binary file"),
        ("Émigré".encode("latin-1"), "not a text file in UTF-8"),
        ("Text".encode("utf-16"), "not a text file in UTF-8"),
        (b"# Only\n\n## Headings\n", "no text besides its headings"),
        (b"x" * (MAX_BYTES + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_guide_is_one_clear_sentence(data: bytes, message: str) -> None:
    with pytest.raises(CorpusError, match=rf"^my\.md .*{message}"):
        guide(data)


def test_files_of_folders_and_files_named_are_found_once(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "deep/c.MARKDOWN", "x.png", ".hidden.md", ".git/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = guide_files([tmp_path, tmp_path / "a.txt", tmp_path / "x.png"])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.txt", "b.md", "deep/c.MARKDOWN", "x.png"]


@given(st.binary(max_size=60) | strategies.anything.map(str.encode), st.sampled_from(["a.md", "a.txt"]))
def test_any_bytes_are_read_or_refused(data: bytes, source: str) -> None:
    try:
        found = guide(data, source)
    except CorpusError:
        return
    assert any(s.text for s in found.sections)
