"""Do the guides answer this question?"""

from dataclasses import replace

import pytest

from advisor.citations import Source
from advisor.coverage import COVERED, FAR, NEAR, judge, left_open, together
from advisor.lexical import WordIndex
from tests.fakes import read

GUIDE = read("# T\n\n## Visa\n\nA visa takes time.\n\n## Mentor\n\nAsk a mentor.\n")
WORDS = WordIndex([s.text for s in GUIDE.sections], [s.id for s in GUIDE.sections])
BELOW = NEAR - 0.01


def source(cosine: float, section: int = 0, answers: float | None = None) -> Source:
    return Source(GUIDE, GUIDE.sections[section], 0.5, cosine, answers)


def test_nothing_found_answers_nothing() -> None:
    assert judge("visa", [], WORDS) == "none"


@pytest.mark.parametrize(("cosine", "coverage"), [(COVERED + 0.01, "full"), (NEAR + 0.01, "partial"), (BELOW, "none")])
def test_nearness_decides_where_no_word_is_shared(cosine: float, coverage: str) -> None:
    assert judge("weather forecast", [source(cosine)], WORDS) == coverage


@pytest.mark.parametrize(("answers", "coverage"), [(0.5, "full"), (0.07, "partial"), (0.01, "none")])
def test_what_is_spoken_of_but_not_answered_is_not_covered(answers: float, coverage: str) -> None:
    assert judge("weather forecast", [source(COVERED, answers=answers)], WORDS) == coverage


def test_it_is_enough_that_one_section_answers() -> None:
    found = [source(COVERED, answers=0.01), source(COVERED, section=1, answers=0.9)]
    assert judge("which visa time", found, WORDS) == "full"
    assert judge("which visa time", found[:1], WORDS) == "none"


def test_the_best_section_counts_as_much_as_all_together() -> None:
    first = [source(COVERED, answers=0.5), source(COVERED, section=1, answers=0.02)]
    assert judge("weather forecast", first, WORDS) == "full"
    assert judge("weather forecast", first[::-1], WORDS) == "partial"


def test_what_comes_first_by_its_name_alone_is_not_judged_as_the_best() -> None:
    named, best = replace(source(COVERED, answers=0.5), named=0.1), source(COVERED, section=1, answers=0.02)
    assert judge("weather forecast", [replace(named, score=0.55), best], WORDS) == "partial"
    assert judge("weather forecast", [replace(named, score=0.65), best], WORDS) == "full"


def test_what_nothing_comes_near_in_meaning_is_not_answered_however_much_it_looks_so() -> None:
    assert judge("weather forecast", [source(FAR - 0.01, answers=0.99)], WORDS) == "none"
    assert judge("weather forecast", [source(0.1, answers=0.99), source(FAR, section=1, answers=0.99)], WORDS) == "full"


def test_the_nearer_a_section_the_less_it_has_to_look_like_an_answer() -> None:
    assert judge("weather forecast", [source(FAR, answers=0.07)], WORDS) == "none"
    assert judge("weather forecast", [source(0.9, answers=0.07)], WORDS) == "full"


def test_a_section_that_is_near_alone_has_to_look_more_like_an_answer() -> None:
    beside = [source(0.6, section=1, answers=0.01)]
    assert judge("weather forecast", [source(0.6, answers=0.1), *beside], WORDS) == "full"
    beside = [source(0.1, section=1, answers=0.01)]
    assert judge("weather forecast", [source(0.6, answers=0.1), *beside], WORDS) == "partial"


def test_a_name_alone_asks_for_what_the_guides_say_of_it() -> None:
    assert judge("visa", [source(0.1, answers=0.01)], WORDS) == "partial"
    assert judge("visa pottery", [source(0.1, answers=0.01)], WORDS) == "none"
    assert judge("does a visa take time", [source(0.1, answers=0.01)], WORDS) == "none"


@pytest.mark.parametrize("answers", [0.0, 1.0])
def test_certainty_is_no_error(answers: float) -> None:
    assert judge("weather forecast", [source(0.4, answers=answers)], WORDS) == ("full" if answers else "none")


def test_shared_words_lift_a_far_section() -> None:
    assert judge("weather forecast", [source(BELOW)], WORDS) == "none"
    assert judge("visa time", [source(BELOW)], WORDS) != "none"


def test_the_words_of_further_sections_count() -> None:
    found = [source(BELOW), source(BELOW - 0.1, section=1)]
    assert judge("mentor", found[:1], WORDS) == "none"
    assert judge("mentor", found, WORDS) != "none"


def test_a_question_of_stop_words_is_judged_by_nearness() -> None:
    assert judge("what about that?", [source(BELOW)], WORDS) == "none"


def test_parts_are_covered_as_they_are_together_but_names_that_no_guide_holds() -> None:
    assert together(["full", "full"]) == "full"
    assert together(["full", "none"]) == "partial"
    assert together(["full"], ["Zebra"]) == "partial"


def test_what_the_guides_leave_open_is_named_as_it_was_asked() -> None:
    assert left_open("Does a visa take time for (pottery)?", WORDS) == ["pottery"]


def test_a_word_is_left_open_without_what_is_joined_to_it() -> None:
    assert left_open("Pittsburgh’s visa, Lima's mentor", WORDS) == ["Pittsburgh", "Lima"]


def test_what_any_guide_holds_is_not_left_open() -> None:
    assert left_open("asking mentors takes visas", WORDS) == []


def test_a_misspelled_word_is_not_left_open() -> None:
    assert left_open("mentorr visa", WORDS) == []


def test_a_number_is_not_left_open() -> None:
    assert left_open("visa in 2011, for Twelve of seven", WORDS) == []


def test_words_that_only_ask_are_not_left_open() -> None:
    assert left_open("List and explain pottery", WORDS) == ["pottery"]
