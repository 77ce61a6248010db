"""Names that a question asks of and that no guide holds."""

import pytest

from advisor.asked import Asked, Search
from advisor.naming import unheard
from advisor.spelling import Spelling

GUIDES = "A mentor at an academic hospital has observers, publications and radiology fellowships at the University."
SPELLING = Spelling([GUIDES, "Electronic Residency Application Service"])


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Does Dr. Kowalski at Stanford take observers?", ["Kowalski", "Stanford"]),
        ("How do I apply through the Zebra Fellowship?", ["Zebra"]),
        ("Is the Graz Summer School worth it?", ["Graz"]),
        ("what is the deadline of the University of Toledo", ["Toledo"]),
        ("I am from Ghana, are there observers at Stanford?", ["Stanford"]),
        ("Are there observers at Saint-Kowalski\u2019s?", ["Kowalski"]),
    ],
)
def test_what_is_asked_of_a_name_is_heard(question: str, names: list[str]) -> None:
    assert unheard(question, SPELLING.strange) == tuple(names)


@pytest.mark.parametrize(
    "question",
    [
        "I am from Ghana. How do I find a mentor?",
        "I studied in Lahore and work with Dr. Kowalski at Stanford. How many publications do I need?",
        "I did a year at Stanford, how do I find a mentor?",
        "How do I find a mentor if I worked at Stanford?",
        "How do I, as a graduate from Toledo, find a mentor?",
        "Should I ask my Dr. Kowalski?",
        "Do Sri Lankan graduates need publications in October?",
        "Should I come at Christmas, or on Monday of October?",
        "HOW DO I FIND A MENTOR AT STANFORD?",
        "How Do I Find A Hospitalist Mentor At The Hospital?",
        "Should I Email a Radiolgy Mentor?",
        "Does the Electronic Residency Application Service take publications?",
        "Is \u201cDear Dr. Kowalski\u201d a good opening?",
        "does stanford take observers?",
        "Zebra Fellowship deadline",
        "Does ZYXW take observers?",
        "I met Dr. Kowalski at a conference. How do I follow up with Dr. Kowalski?",
        "My mentor is Anna Kowalska. What should I ask Prof. Kowalska for?",
        "How do I write to Dr. Lastname?",
        "Are Saudi Arabian graduates welcome in New York or New Jersey?",
        "Does Google Scholar or Anki help?",
        "How do I prepare by Skype?",
    ],
)
def test_neither_the_askers_story_nor_what_is_no_name_counts(question: str) -> None:
    assert unheard(question, SPELLING.strange) == ()


def test_who_was_spoken_of_in_an_earlier_turn_is_known() -> None:
    question = "Should I ask Dr. Kowalski for a letter?"
    assert unheard(question, SPELLING.strange) == ("Kowalski",)
    assert unheard(question, SPELLING.strange, "I was an observer with Dr. Kowalski.") == ()


def test_a_part_that_is_left_out_takes_its_names_along() -> None:
    asked = Asked("", "", ("who?", "how?"), (Search("who?"), Search("how?")), (("Kowalski",), ()))
    assert asked.unheard == ("Kowalski",)
    assert asked.only([1]).unheard == ()
