"""What a run of the indexer would change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.errors import CorpusError
from tests.fakes import builder, index_paths, write_guides

Plan = Callable[..., dict[str, str]]


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    return write_guides(tmp_path / "guides", a="# A\n\nText.\n", b="# B\n\nText.\n")


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return lambda *paths: {c.document: c.status for c in builder(tmp_path / "index").plan(paths)}


@pytest.fixture
def _indexed(tmp_path: Path, guides: Path) -> None:
    index_paths(tmp_path / "index", guides)


def test_without_an_index_all_guides_are_new(plan: Plan, guides: Path, tmp_path: Path) -> None:
    assert plan(guides) == {"a": "new", "b": "new"}
    assert not (tmp_path / "index").exists()


@pytest.mark.usefixtures("_indexed")
def test_guides_are_unchanged_changed_new_and_removed(plan: Plan, guides: Path) -> None:
    write_guides(guides, a="# A\n\nOther text.\n", c="# C\n\nText.\n")
    (guides / "b.md").unlink()
    assert plan(guides) == {"a": "changed", "c": "new", "b": "removed"}
    assert plan(guides / "c.md") == {"c": "new"}


@pytest.mark.usefixtures("_indexed")
def test_a_file_touched_without_a_change_is_unchanged(plan: Plan, guides: Path) -> None:
    (guides / "a.md").touch()
    assert plan(guides) == {"a": "unchanged", "b": "unchanged"}


@pytest.mark.usefixtures("_indexed")
def test_only_what_was_read_from_under_the_path_is_removed(plan: Plan, guides: Path, tmp_path: Path) -> None:
    other = write_guides(tmp_path / "other", c="# C\n\nText.\n")
    (guides / "a.md").unlink()
    assert plan(other) == {"c": "new"}
    assert plan(guides / "b.md") == {"b": "unchanged"}
    assert plan(guides / "a.md") == {"a": "removed"}
    assert plan(tmp_path) == {"b": "unchanged", "c": "new", "a": "removed"}


@pytest.mark.usefixtures("_indexed")
def test_a_folder_that_is_gone_removes_its_guides(plan: Plan, guides: Path) -> None:
    guides.rename(guides.with_name("moved"))
    assert plan(guides) == {"a": "removed", "b": "removed"}


@pytest.mark.usefixtures("_indexed")
def test_a_guide_that_cannot_be_read_any_more_fails_and_is_not_removed(plan: Plan, guides: Path) -> None:
    (guides / "a.md").write_bytes(b"\x00\x01")
    assert plan(guides) == {"a": "failed", "b": "unchanged"}


@pytest.mark.usefixtures("_indexed")
def test_a_guide_changes_with_the_questions_beside_it(plan: Plan, guides: Path, tmp_path: Path) -> None:
    side = guides / "a.questions.md"
    for write in (lambda: side.write_text("# A\n- one?"), lambda: side.write_text("# A\n- two?"), side.unlink):
        write()
        assert plan(guides) == {"a": "changed", "b": "unchanged"}
        index_paths(tmp_path / "index", guides)
        assert plan(guides) == {"a": "unchanged", "b": "unchanged"}


def test_questions_for_no_section_are_noted_on_their_guide(guides: Path, tmp_path: Path) -> None:
    (guides / "a.questions.md").write_text("## Moon\n- why?")
    changes = builder(tmp_path / "index").plan([guides])
    assert [(c.status, c.notes) for c in changes] == [
        ("new", ("a.questions.md: no section 'Moon' in the guide",)),
        ("new", ()),
    ]


@pytest.mark.usefixtures("_indexed")
def test_questions_that_cannot_be_read_fail_their_guide(plan: Plan, guides: Path) -> None:
    (guides / "a.questions.md").write_bytes(b"\xff\xfe")
    assert plan(guides) == {"a": "failed", "b": "unchanged"}


def test_a_guide_that_has_become_a_questions_file_is_removed(plan: Plan, guides: Path, tmp_path: Path) -> None:
    index_paths(tmp_path / "index", guides)
    file = tmp_path / "index" / "generations" / "1.json"
    file.write_text(file.read_text().replace("b.md", "b.questions.md"))
    (guides / "b.md").rename(guides / "b.questions.md")
    assert plan(guides) == {"a": "unchanged", "b": "removed"}


@pytest.mark.parametrize("content", [b"", b"  \n", b"\x00\x01", b"\xff\xfe", b"---\ntitle: [\n---\nText."])
def test_one_bad_file_fails_with_its_name_and_the_others_go_on(guides: Path, tmp_path: Path, content: bytes) -> None:
    (guides / "bad.md").write_bytes(content)
    changes = {c.document: c for c in builder(tmp_path / "index").plan([guides])}
    assert [c.status for c in changes.values()] == ["new", "new", "failed"]
    assert "bad.md" in changes["bad"].message


@pytest.mark.parametrize("yaml", ["reviewed: 2026-13-45", "reviewed: 2026-02-30"])
def test_an_impossible_date_fails_and_the_others_go_on(plan: Plan, guides: Path, yaml: str) -> None:
    write_guides(guides, bad=f"---\n{yaml}\n---\nText.\n")
    assert plan(guides) == {"a": "new", "b": "new", "bad": "failed"}


def test_a_path_that_is_not_there_fails_and_the_others_go_on(plan: Plan, guides: Path) -> None:
    assert plan(guides / "zzz.md", guides) == {"a": "new", "b": "new", "zzz": "failed"}


def test_a_folder_without_guides_says_what_to_put_there(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"x")
    with pytest.raises(CorpusError, match=r"No guides found in .*\.md"):
        plan(tmp_path)


def test_names_are_unique_and_fit_for_an_address(plan: Plan, guides: Path, tmp_path: Path) -> None:
    write_guides(tmp_path / "more", a="# A\n\nText.\n")
    (tmp_path / "more" / "Ünïcode & Co.txt").write_text("Text.")
    (tmp_path / "more" / "!!!.md").write_text("Text.")
    assert [*plan(guides, tmp_path / "more")] == ["a", "b", "guide", "a-2", "unicode-co"]


@pytest.mark.usefixtures("_indexed")
def test_a_file_keeps_its_name_when_a_namesake_comes(plan: Plan, guides: Path, tmp_path: Path) -> None:
    first = write_guides(tmp_path / "0", a="# Another A\n\nText.\n")
    assert plan(first, guides) == {"a-2": "new", "a": "unchanged", "b": "unchanged"}


def test_the_same_file_named_twice_is_read_once(plan: Plan, guides: Path) -> None:
    assert plan(guides, guides / "a.md", guides / ".." / "guides") == {"a": "new", "b": "new"}


def test_hidden_files_and_other_endings_are_left_alone(plan: Plan, guides: Path) -> None:
    write_guides(guides / ".git", hidden="# H\n\nText.\n")
    (guides / "notes.py").write_text("x = 1")
    assert plan(guides) == {"a": "new", "b": "new"}
