"""Questions that could come next."""

import pytest

from advisor.citations import Source
from advisor.followups import MOST, suggest
from tests.fakes import RESEARCH, read

GUIDE = read(RESEARCH, "research")
FOUND = [Source(GUIDE, section, 0.5, 0.5) for section in GUIDE.sections]


def named(heading: str) -> Source:
    guide = read(f"# T\n\n## {heading}\n\nText.\n")
    return Source(guide, guide.sections[0], 0.5, 0.5)


def test_headings_that_are_questions_are_suggested_as_they_stand() -> None:
    assert suggest("x", FOUND, set())[0] == "How many publications do I need?"


def test_other_headings_are_asked_about() -> None:
    assert "Case reports" in suggest("x", [named("Case reports")], set())[0]
    assert suggest("x", [named("Case reports")], set())[0].endswith("?")


def test_what_the_answer_used_is_not_suggested() -> None:
    used = {("research", "how-many-publications-do-i-need")}
    assert "How many publications do I need?" not in suggest("x", FOUND, used)


@pytest.mark.parametrize("question", ["How many publications do I need?", "how many publications do i need"])
def test_the_question_itself_is_not_suggested(question: str) -> None:
    assert "How many publications do I need?" not in suggest(question, FOUND, set())


@pytest.mark.parametrize("heading", ["2. Why publish?", "Step 3: Why publish?", "4) Why publish?"])
def test_numbers_are_left_out(heading: str) -> None:
    assert suggest("x", [named(heading)], set()) == ("Why publish?",)


def test_the_question_is_not_suggested_under_a_number() -> None:
    assert suggest("Why publish?", [named("2. Why publish?")], set()) == ()


def test_a_few_are_enough_and_none_comes_twice() -> None:
    found = suggest("x", FOUND * 2, set())
    assert len(found) == len(set(found)) == MOST
