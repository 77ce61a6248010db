"""Files that came through the page, before and after they are wanted."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from advisor import drafts
from advisor.errors import CorpusError
from advisor.readers import pages


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("Visa & Money.MD", b"# x", "visa-money.md"),
        ("../../etc/passwd", b"words", "passwd.txt"),
        ("C:\\a\\b.htm", b"<html>", "b.htm"),
        ("noend", b"<!doctype html><p>x", "noend.html"),
        ("2025 Match timeline.md", b"x", "2025-match-timeline.md"),
        ("1. Visas.md", b"x", "1-visas.md"),
        ("A. Visas.md", b"x", "a-visas.md"),
        ("Dr. Ruiz’s résumé", b"x", "dr-ruizs-resume.txt"),
    ],
)
def test_a_name_becomes_a_safe_one(name: str, data: bytes, kept: str, tmp_path: Path) -> None:
    file = drafts.file(tmp_path, drafts.write(tmp_path, name, data))
    assert file.name == kept
    assert file.read_bytes() == data
    assert drafts.target(tmp_path, file) == tmp_path / "uploads" / kept


@pytest.mark.parametrize("names", [("...", "!!!"), (f"{'long ' * 90}one", f"{'long ' * 90}two")])
def test_names_of_which_too_little_or_too_much_is_left_stay_apart(names: tuple[str, str]) -> None:
    first, second = map(drafts.plain_stem, names)
    assert first != second
    assert len(first) <= drafts.LONGEST_NAME
    assert drafts.plain_stem(f"{first}.md") == first


def test_questions_for_a_guide_are_no_guide(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="put it beside that guide's file"):
        drafts.write(tmp_path, "a/Visa.Questions.md", b"## Costs\n\n- how much is it\n")
    assert [*tmp_path.iterdir()] == []


def test_where_indexing_fails_the_earlier_file_and_the_draft_are_as_they_were(tmp_path: Path) -> None:
    kept = tmp_path / "uploads" / "a.md"
    kept.parent.mkdir()
    kept.write_bytes(b"old")
    for target in (kept, kept.with_name("b.md")):
        file = drafts.file(tmp_path, drafts.write(tmp_path, target.name, b"new"))
        with suppress(CorpusError), drafts.placed(file, target):
            assert target.read_bytes() == b"new"
            raise CorpusError("no")
        assert file.read_bytes() == b"new"
    assert (kept.read_bytes(), kept.with_name("b.md").exists()) == (b"old", False)


def test_a_page_keeps_its_address(tmp_path: Path) -> None:
    page = pages.Page("https://example.org/visas", b"<html><p>x")
    file = drafts.file(tmp_path, drafts.write_page(tmp_path, page))
    target = drafts.target(tmp_path, file)
    with drafts.placed(file, target):
        assert pages.source(target) == "https://example.org/visas"
    assert target.parent.name == "pages"
    assert not file.exists()


def test_a_page_takes_the_place_of_the_one_before_also_where_its_kind_is_another(tmp_path: Path) -> None:
    url, targets = "https://example.org/visas", []
    for data in (b"<html><p>x", b"plain words", b"<html><p>y"):
        file = drafts.file(tmp_path, drafts.write_page(tmp_path, pages.Page(url, data)))
        targets.append(drafts.target(tmp_path, file))
        with drafts.placed(file, targets[-1]):
            pass
    assert len({*targets}) == 1
    assert sorted(tmp_path.glob("pages/*")) == [targets[0], targets[0].with_name(targets[0].name + pages.SHORTCUT)]
    assert targets[0].read_bytes() == b"<html><p>y"


def test_a_draft_that_nobody_took_goes(tmp_path: Path) -> None:
    draft = drafts.write(tmp_path, "a.md", b"x")
    os.utime(drafts.file(tmp_path, draft).parent, (0, 0))
    drafts.write(tmp_path, "b.md", b"x")
    with pytest.raises(CorpusError, match="gone"):
        drafts.file(tmp_path, draft)


@pytest.mark.parametrize("draft", ["", "..", "../..", "*", "0" * 32])
def test_what_is_no_draft_is_not_looked_for(draft: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    with pytest.raises(CorpusError, match="gone"):
        drafts.file(tmp_path, draft)
