"""What stays of a guide when it changes: its name, its anchors, its vectors."""

from pathlib import Path

import pytest

from advisor.index import Change, SectionChange
from advisor.index.continuity import section_changes, with_anchors_of
from tests.fakes import BagOfWords, builder, index_paths, open_index, read, write_guides

OLD = "# T\n\n## A\n\n### Costs\n\nCosts of A.\n\n## B\n\nText of B.\n"
ARTICLE = "# T\n\n" + "\n\n".join(f"## Part {n}\n\nThe part {n} has {n + 3} rules that hold for all." for n in range(5))


def plan(tmp_path: Path, *paths: Path) -> dict[str, Change]:
    return {Path(c.path).name: c for c in builder(tmp_path / "index").plan(paths)}


def test_a_section_in_front_with_the_same_heading_does_not_take_the_anchor() -> None:
    old = read(OLD)
    new = with_anchors_of(old, read(OLD.replace("## A\n", "## Z\n\n### Costs\n\nCosts of Z.\n\n## A\n")))
    by_text = {s.text: s.anchor for s in new.sections if s.text}
    assert by_text == {"Costs of A.": "costs", "Text of B.": "b", "Costs of Z.": "costs-2"}
    assert len({s.anchor for s in new.sections}) == len(new.sections)
    assert {s.id for s in new.sections} == {f"guide#{s.anchor}" for s in new.sections}


def test_phrasings_follow_their_section() -> None:
    old = read("---\nquestions: {}\n---\n" + OLD)
    front = '---\nquestions:\n  B: ["why?"]\n---\n'
    from advisor.readers import with_phrasings

    new = with_phrasings(read(front + OLD.replace("## A\n", "## B\n\nAnother.\n\n## A\n", 1)), None, "")[0]
    kept = with_anchors_of(old, new)
    assert {kept.section(id.partition("#")[2]).text for id in kept.phrasings} == {"Another.", "Text of B."}  # type: ignore[union-attr]


def test_the_sections_that_changed_are_listed() -> None:
    new = read(OLD.replace("Text of B.", "Other text.").replace("## A\n\n### Costs", "## C\n\n### Fees"))
    assert [*section_changes(read(OLD), new)] == [
        SectionChange("added", ("C",)),
        SectionChange("added", ("C", "Fees")),
        SectionChange("changed", ("B",)),
        SectionChange("removed", ("A",)),
        SectionChange("removed", ("A", "Costs")),
    ]


def test_a_plan_lists_them(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", a=OLD)
    index_paths(tmp_path / "index", guides)
    write_guides(guides, a=OLD + "\nMore of B.\n")
    assert plan(tmp_path, guides)["a.md"].sections == (SectionChange("changed", ("B",)),)


@pytest.mark.parametrize("place", ["guides/renamed.md", "guides/folder/a.md"])
def test_a_file_that_moved_keeps_its_name_and_costs_nothing(tmp_path: Path, place: str) -> None:
    guides = write_guides(tmp_path / "guides", a=ARTICLE)
    index_paths(tmp_path / "index", guides)
    (guides / "folder").mkdir()
    (guides / "a.md").rename(tmp_path / place)
    counting = BagOfWords()
    assert index_paths(tmp_path / "index", guides, embeddings=counting) == {"a": "moved"}
    assert counting.embedded == []
    index = open_index(tmp_path / "index")
    assert index.guides["a"].source == Path(place).name
    assert index_paths(tmp_path / "index", guides) == {"a": "unchanged"}


@pytest.mark.parametrize("questions_too", [False, True])
def test_a_renamed_guide_keeps_its_name_whatever_becomes_of_its_questions(tmp_path: Path, questions_too: bool) -> None:
    guides = write_guides(tmp_path / "guides", a=ARTICLE)
    (guides / "a.questions.md").write_text("## Part 1\n\n- which rules hold?\n")
    index_paths(tmp_path / "index", guides)
    (guides / "a.md").rename(guides / "renamed.md")
    if questions_too:
        (guides / "a.questions.md").rename(guides / "renamed.questions.md")
    assert index_paths(tmp_path / "index", guides) == {"a": "moved"}
    guide = open_index(tmp_path / "index").guides["a"]
    assert (guide.source, bool(guide.phrasings)) == ("renamed.md", questions_too)
    assert index_paths(tmp_path / "index", guides) == {"a": "unchanged"}


def test_a_guide_that_is_renamed_and_edited_in_one_go_keeps_its_name_and_addresses(tmp_path: Path) -> None:
    text = ARTICLE + "".join(f"\n\nPoint {n} holds for all of them." for n in range(20))
    guides = write_guides(tmp_path / "guides", a=text)
    index_paths(tmp_path / "index", guides)
    (guides / "a.md").unlink()
    write_guides(guides, renamed=text.replace("Point 7 holds", "Point 7 now holds"))
    assert index_paths(tmp_path / "index", guides) == {"a": "moved"}
    guide = open_index(tmp_path / "index").guides["a"]
    assert "Point 7 now holds" in guide.text
    assert guide.section("part-4") is not None


def test_a_renamed_folder_costs_nothing(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", a=ARTICLE, b=OLD)
    index_paths(tmp_path / "index", guides)
    counting = BagOfWords()
    moved = guides.rename(tmp_path / "moved")
    assert index_paths(tmp_path / "index", moved, embeddings=counting) == {"a": "moved", "b": "moved"}
    assert counting.embedded == []


def test_a_section_that_moves_within_its_guide_costs_nothing(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", a="# T\n\n## A\n\nText of A.\n\n## B\n\nText of B.\n")
    index_paths(tmp_path / "index", guides)
    write_guides(guides, a="# T\n\n## B\n\nText of B.\n\n## A\n\nText of A.\n")
    counting = BagOfWords()
    assert index_paths(tmp_path / "index", guides, embeddings=counting) == {"a": "changed"}
    assert counting.embedded == []


def test_the_same_article_under_two_names_is_indexed_once(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", a=ARTICLE, copy=ARTICLE.replace("# T", "# Another title"))
    changes = plan(tmp_path, guides)
    assert (changes["a.md"].status, changes["copy.md"].status) == ("new", "duplicate")
    assert changes["copy.md"].message == "copy.md says the same as a.md, which is indexed"
    index_paths(tmp_path / "index", guides)
    assert [*open_index(tmp_path / "index").guides] == ["a"]


def test_when_the_first_of_two_goes_the_second_takes_its_place(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", a=ARTICLE, copy=ARTICLE.replace("# T", "# Another title"))
    index_paths(tmp_path / "index", guides)
    (guides / "a.md").unlink()
    assert index_paths(tmp_path / "index", guides) == {"a": "moved"}
    assert open_index(tmp_path / "index").guides["a"].source == "copy.md"


def test_another_edition_with_other_figures_is_another_article(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", a=ARTICLE, b=ARTICLE.replace("7 rules", "9 rules"))
    assert {c.status for c in plan(tmp_path, guides).values()} == {"new"}
