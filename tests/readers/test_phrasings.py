"""Questions that a guide's keeper teaches."""

from pathlib import Path

import pytest
from hypothesis import given

from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.readers import guide_files, phrasings, stray_questions, with_phrasings
from tests import strategies
from tests.fakes import read

GUIDE = "# Visas\n\nOpening.\n\n## Which visa?\n\nA J-1.\n\n## Costs\n\n### 1. Fees\n\nMany.\n"


def taught(side: str | None, guide: str = GUIDE) -> tuple[Guide, tuple[str, ...]]:
    return with_phrasings(read(guide), side.encode() if side is not None else None, "guide.questions.md")


def test_the_items_under_a_heading_are_its_questions() -> None:
    text = "# T\n\nFor the keeper.\n\n## A **b**\n\n- one?\n- two\n  lines?\n  - inner?\n\n## C\n\n1. `four`?\n"
    assert phrasings.read(text) == {"A b": ("one?", "two lines?", "inner?"), "C": ("four?",)}


def test_comments_are_passed_over() -> None:
    text = "<!-- ## A\n- no? -->\n## B\n\n- yes? <!-- why -->\n<!--\n- no?\n-->\n- also?\n\n<!-- open\n\n- no?\n"
    assert phrasings.read(text) == {"B": ("yes?", "also?")}


def test_a_heading_that_comes_again_goes_on_and_no_question_comes_twice() -> None:
    assert phrasings.read("## A\n- one?\n- one?\n\n## B\n\n## A\n- two?\n") == {"A": ("one?", "two?")}


def test_questions_go_to_the_section_of_the_heading() -> None:
    guide, notes = taught("## Which visa?\n- j1 or h1b?\n\n## 1. Fees\n- how much?\n")
    assert guide.phrasings == {"guide#which-visa": ("j1 or h1b?",), "guide#fees": ("how much?",)}
    assert notes == ()


@pytest.mark.parametrize("heading", ["WHICH VISA", "2.1 Which visa?", "which – “visa”"])
def test_number_case_and_punctuation_of_a_heading_do_not_matter(heading: str) -> None:
    assert taught(f"## {heading}\n- j1?\n")[0].phrasings == {"guide#which-visa": ("j1?",)}


def test_a_heading_of_exactly_the_same_words_comes_first() -> None:
    guide = "# T\n\n## 1\\. Fees\n\nText.\n\n## 2\\. Fees\n\nText.\n"
    assert taught("## 2. Fees\n- q?\n", guide)[0].phrasings == {"guide#fees-2": ("q?",)}
    assert [*taught("## Fees\n- q?\n", guide)[0].phrasings] == ["guide#fees", "guide#fees-2"]


def test_all_sections_under_the_same_heading_get_the_questions() -> None:
    guide = "# T\n\n## A\n\n### Fees\n\nText.\n\n## B\n\n### Fees\n\nText.\n"
    assert taught("## Fees\n- q?\n", guide)[0].phrasings == {"guide#fees": ("q?",), "guide#b-fees": ("q?",)}


def test_the_title_stands_for_the_text_before_the_first_heading() -> None:
    assert taught("# Visas\n- what is this?\n")[0].phrasings == {"guide#opening": ("what is this?",)}


@pytest.mark.parametrize(
    ("side", "note"),
    [
        ("## Moon\n- q?\n", "no section 'Moon' in the guide"),
        ("## ?!\n- q?\n", "no section '?!' in the guide"),
        ("## Costs\n- q?\n", "the section 'Costs' has no text of its own"),
        ("- q?\n", "questions stand in front of the first heading"),
    ],
)
def test_questions_without_a_section_are_told_and_the_others_kept(side: str, note: str) -> None:
    guide, notes = taught(f"{side}\n## Which visa?\n- j1?\n")
    assert notes == (f"guide.questions.md: {note}",)
    assert guide.phrasings == {"guide#which-visa": ("j1?",)}


@pytest.mark.parametrize("side", [None, "", "## Moon\n", "\ufeff## Which visa?\r\n"])
def test_without_questions_the_guide_is_as_it_was(side: str | None) -> None:
    assert taught(side) == (read(GUIDE), ())


def test_front_matter_and_file_are_merged() -> None:
    front = "---\ntopics: [a]\nquestions:\n  Which visa:\n  - j1?\n  - h1b?\n  Moon:\n  - why?\n  Costs:\n---\n"
    guide, notes = taught("## Which visa?\n- h1b?\n- o1?\n", front + GUIDE)
    assert guide.phrasings == {"guide#which-visa": ("j1?", "h1b?", "o1?")}
    assert guide.about == {"topics": ["a"]}
    assert notes == ("guide.md, front matter: no section 'Moon' in the guide",)


@pytest.mark.parametrize("value", ["why", "[why]", "{Costs: why}", "{Costs: [a: b]}", "{Costs: [[a]]}"])
def test_front_matter_of_another_form_is_one_clear_sentence(value: str) -> None:
    with pytest.raises(CorpusError, match=r"^guide\.md: 'questions' in the front matter must be headings"):
        taught(None, f"---\nquestions: {value}\n---\n{GUIDE}")


def test_a_file_that_is_no_text_is_one_clear_sentence() -> None:
    with pytest.raises(CorpusError, match=r"^guide\.questions\.md is not a text file"):
        with_phrasings(read(GUIDE), "## é".encode("latin-1"), "guide.questions.md")


def test_a_questions_file_is_no_guide_and_stands_for_the_one_beside_it(tmp_path: Path) -> None:
    for name in ("a.md", "a.questions.md", "b.txt", "b.questions.md", "c.questions.md"):
        (tmp_path / name).write_text("x")
    assert [p.name for p in guide_files([tmp_path])] == ["a.md", "b.txt"]
    assert [p.name for p in guide_files([tmp_path / "b.questions.md", tmp_path / "c.questions.md"])] == ["b.txt"]
    assert stray_questions([tmp_path, tmp_path / "a.md"]) == [tmp_path / "c.questions.md"]


@given(strategies.anything)
def test_any_text_is_read_or_refused(side: str) -> None:
    try:
        guide, _ = taught(side)
    except CorpusError:
        return
    assert {*guide.phrasings} <= {s.id for s in guide.sections}
    assert all(question.strip() for asked in guide.phrasings.values() for question in asked)
