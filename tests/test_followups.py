"""Questions that could come next."""

from dataclasses import replace
from pathlib import Path

import pytest

from advisor.citations import Source
from advisor.followups import candidates, keep, known, suggestions
from tests.fakes import RESEARCH, read

GUIDE = read(RESEARCH, "research")
FOUND = [Source(GUIDE, section, 0.5, 0.5) for section in GUIDE.sections]


def named(heading: str) -> Source:
    guide = read(f"# T\n\n## {heading}\n\nText.\n")
    return Source(guide, guide.sections[0], 0.5, 0.5)


def test_headings_that_are_questions_are_suggested_as_they_stand() -> None:
    assert next(iter(suggestions("x", FOUND, set()))) == "How many publications do I need?"


def test_other_headings_are_asked_about() -> None:
    assert "Case reports" in next(iter(suggestions("x", [named("Case reports")], set())))
    assert next(iter(suggestions("x", [named("Case reports")], set()))).endswith("?")


def test_what_the_answer_used_is_not_suggested() -> None:
    used = {("research", "how-many-publications-do-i-need")}
    assert "How many publications do I need?" not in suggestions("x", FOUND, used)


@pytest.mark.parametrize("question", ["How many publications do I need?", "how many publications do i need"])
def test_the_question_itself_is_not_suggested(question: str) -> None:
    assert "How many publications do I need?" not in suggestions(question, FOUND, set())


@pytest.mark.parametrize("heading", ["2. Why publish?", "Step 3: Why publish?", "4) Why publish?"])
def test_numbers_are_left_out(heading: str) -> None:
    assert [*suggestions("x", [named(heading)], set())] == ["Why publish?"]


def test_the_question_is_not_suggested_under_a_number() -> None:
    assert suggestions("Why publish?", [named("2. Why publish?")], set()) == {}


def test_a_question_asks_for_the_nearest_section_of_that_heading() -> None:
    first, second = named("Why publish?"), named("Why publish?")
    found = suggestions("x", [first, second], set())
    assert [*found] == ["Why publish?"]
    assert found["Why publish?"] is first


def test_a_taught_phrasing_that_reads_as_a_question_asks_for_a_section() -> None:
    plain = named("Case reports")
    phrasings = {plain.section.id: ("case repport easy?", "What is a good first project?")}
    taught = replace(plain, guide=replace(plain.guide, phrasings=phrasings))
    assert suggestions("x", [taught], set()) == {"What is a good first project?": taught}


def test_what_was_judged_is_known_to_the_same_judge_until_its_section_changes(tmp_path: Path) -> None:
    guide = read(RESEARCH, "research")
    wanted = candidates(guide.sections, {"research": guide})
    assert len(wanted) > 1
    verdicts = {question: number % 2 == 0 for number, question in enumerate(wanted)}
    keep(tmp_path, "the judge", wanted, verdicts)
    assert known(tmp_path, "the judge", wanted) == verdicts
    assert known(tmp_path, "another judge", wanted) == {}
    changed = read(RESEARCH.replace("case report", "case study"), "research")
    now = candidates(changed.sections, {"research": changed})
    assert 0 < len(known(tmp_path, "the judge", now)) < len(wanted)


def test_where_nothing_was_judged_nothing_is_known(tmp_path: Path) -> None:
    assert known(tmp_path, "the judge", {"a question?": "digest"}) == {}
