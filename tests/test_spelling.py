"""Typing errors set right."""

import pytest

from advisor.spelling import Spelling, english

SPELLING = Spelling(["A research mentor helps with publications and the residency application."])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("reserch mentor", "research mentor"),
        ("resaerch publicatoins?", "research publications?"),
        ("aplication for residancy", "application for residency"),
        ("befor i start", "before i start"),
    ],
)
def test_what_is_nearly_a_known_word_becomes_it(typed: str, meant: str) -> None:
    assert SPELLING.corrected(typed) == meant


@pytest.mark.parametrize(
    "text", ["chores for bosses", "Dr Okonkwo in Enugu", "TACE", "J-1 or H-1B", "12 usd", "", "qqqqzzzz"]
)
def test_other_words_names_and_figures_stay(text: str) -> None:
    assert SPELLING.corrected(text) == text


def test_the_dictionary_is_loaded_once_for_all_guides() -> None:
    english.cache_clear()
    for text in ("one guide", "another one"):
        Spelling([text]).corrected("unheardof")
    assert english.cache_info().misses == 1


def test_words_are_known_whatever_stands_beside_them() -> None:
    known = Spelling(["(Fellowship/observership): don't\u00a0panic—Fellowship!\nTRAINEE's"])
    assert (
        known.corrected("felowship obsevership don't panik traine's") == "fellowship observership don't panic trainee's"
    )
