"""Typing errors set right."""

import pytest

from advisor.spelling import Spelling, english

SPELLING = Spelling(["A research mentor helps with many publications and the residency application."])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("reserch mentor", "research mentor"),
        ("resaerch publicatoins?", "research publications?"),
        ("aplication for residancy", "application for residency"),
        ("befor i start", "before i start"),
        ("a raport of teh docter", "a report of teh doctor"),
        ("meny publicatons", "many publications"),
        ("adress, adderss and addresss", "address, address and address"),
    ],
)
def test_what_is_nearly_a_known_word_becomes_it(typed: str, meant: str) -> None:
    assert SPELLING.corrected(typed) == meant


@pytest.mark.parametrize(
    "text", ["chores for bosses", "Dr Okonkwo in Enugu", "TACE", "J-1 or H-1B", "12 usd", "", "qqqqzzzz"]
)
def test_other_words_names_and_figures_stay(text: str) -> None:
    assert SPELLING.corrected(text) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("The name of a plan that you need in the world.", "is nbme like plab, neet or uworld"),
        ("Applicants find specialties and internships.", "reapplicants, subspecialties, externships"),
        ("Hepatology sets priorities. Two summaries. Recognised memories.", "summarise, prioritise and memorise it"),
        ("Hepatology comes with a meter of could.", "haematology, anaesthetised, a metre of mould"),
        ("Hospitals and others.", "women's and the other's"),
    ],
)
def test_a_word_that_is_likely_right_stays(said: str, text: str) -> None:
    assert Spelling([said]).corrected(text) == text


def test_a_british_word_becomes_the_guides_american_one() -> None:
    known = Spelling(["Hematology programs organize centers of behavior that analyze the esophagus."])
    assert (
        known.corrected("haematology programmes organise centres of behaviour that analyse the oesophagus")
        == "hematology programs organize centers of behavior that analyze the esophagus"
    )


def test_an_error_of_one_letter_comes_before_two_towards_a_word_of_the_guides() -> None:
    assert Spelling(["graduation"]).corrected("radation") == "radiation"
    assert Spelling(["graduation"]).corrected("graduaton") == "graduation"


@pytest.mark.parametrize(
    "text",
    [
        "necesito una visa para la residencia",
        "wie viele publikationen brauche ich",
        "combien de publications dois je avoir pour postuler",
    ],
)
def test_another_language_stays(text: str) -> None:
    known = Spelling(["The visa, publications and the residency are a vile necessity: combine them.", "Post it."])
    assert known.corrected(text) == text


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


@pytest.mark.parametrize("word", ["Zebra", "Kowalski", "Graz", "Stanford"])
def test_a_word_that_neither_the_guides_nor_people_use_is_strange(word: str) -> None:
    assert SPELLING.strange(word)


@pytest.mark.parametrize("word", ["Mentor", "Mentors", "Applicants", "Resaerch", "Chair", "Egyptian"])
def test_no_word_that_is_nearly_the_guides_or_common_is_strange(word: str) -> None:
    assert not SPELLING.strange(word)
