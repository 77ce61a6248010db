"""Fetched pages, kept as files."""

from pathlib import Path

import pytest

from advisor import readers
from advisor.errors import CorpusError
from advisor.readers import pages

PAGE = b"<html><body><h1>Visas</h1><p>A J-1 visa needs a sponsor.</p></body></html>"


def test_a_page_is_kept_with_its_address_and_takes_the_place_of_the_former(tmp_path: Path) -> None:
    url = "https://guides.example/visas/j-1?x=1"
    first = pages.keep(pages.Page(url, PAGE), tmp_path)
    second = pages.keep(pages.Page(url, PAGE + b"\n"), tmp_path)
    assert first == second
    assert first.read_bytes() == PAGE + b"\n"
    assert pages.source(first) == url
    assert readers.guide_files([tmp_path]) == [first]


def test_a_page_of_questions_for_a_guide_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds questions for a guide"):
        pages.keep(pages.Page("https://guides.example/visas.questions.md", b"## Costs\n\n- how much\n"), tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_a_file_without_an_address_is_its_own_source(tmp_path: Path) -> None:
    assert pages.source(tmp_path / "a.pdf") == "a.pdf"
