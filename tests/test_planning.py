"""Which sections answer, for a question and for several at once."""

import pytest

from advisor.asked import Asked, Search
from advisor.citations import Source
from advisor.planning import APART, FURTHER, planned
from tests.fakes import read

GUIDE = read("# T\n\n" + "\n\n".join(f"## {name}\n\nText.\n" for name in "ABC"))
PLACES = {section.headings[-1]: section for section in GUIDE.sections}


def found(**scores: float) -> list[Source]:
    return [Source(GUIDE, PLACES[name], score, score) for name, score in scores.items()]


def plan(*near: list[Source]) -> dict[str, list[str]]:
    """Headings of the sections that answer, each with what it answers."""
    parts = tuple(f"part {number}" for number in range(1, len(near) + 1))
    asked = Asked(" ".join(parts), " ".join(parts), parts, tuple(map(Search, parts)))
    return {source.section.headings[-1]: wordings for wordings, source, _ in planned(asked, near)}


@pytest.mark.parametrize(("behind", "used"), [(FURTHER - 0.001, ["A", "B"]), (FURTHER + 0.001, ["A"])])
def test_a_second_section_answers_only_where_it_is_nearly_as_good(behind: float, used: list[str]) -> None:
    assert [*plan(found(A=0.5, B=0.5 - behind, C=0.1))] == used


def test_each_of_several_questions_is_answered_by_its_best_section() -> None:
    assert plan(found(A=0.5, C=0.49), found(B=0.4, C=0.39)) == {"A": ["part 1"], "B": ["part 2"]}


def test_where_two_questions_share_the_best_section_the_next_may_be_meant_by_one() -> None:
    near, far = 0.4 - APART + 0.01, 0.5 - APART - 0.01
    assert plan(found(A=0.5, C=far), found(A=0.4, B=near)) == {"A": ["part 1", "part 2"], "B": ["part 2"]}
    assert plan(found(A=0.5, C=far), found(A=0.5, B=far)) == {"A": ["part 1", "part 2"]}
