"""A section's text as statements."""

import re

import pytest
from hypothesis import given

from advisor.statements import ancestors, context, elliptical, roots, statements
from tests import strategies

LIST = "Three ranges help:\n\n- **Low:** 3 items\n- High:\n  - articles\n  - posters\n\nQuality counts."


def texts(text: str) -> list[str]:
    return [s.text for s in statements(text)]


def parents(text: str) -> dict[str, str | None]:
    found = statements(text)
    return {s.text: None if s.parent is None else found[s.parent].text for s in found}


def test_sentences_items_and_rows_are_statements() -> None:
    assert texts("One. Two.\n\n- Item one. Same item.\n\n| a | b |\n| - | - |\n| c | d |") == [
        "One.",
        "Two.",
        "Item one. Same item.",
        "a | b",
        "c | d",
    ]


def test_items_know_what_introduces_them() -> None:
    assert parents(LIST) == {
        "Three ranges help:": None,
        "Low: 3 items": "Three ranges help:",
        "High:": "Three ranges help:",
        "articles": "High:",
        "posters": "High:",
        "Quality counts.": None,
    }


def test_the_first_item_of_a_list_without_a_lead_in_introduces_none_of_the_others() -> None:
    assert parents("1. Low\n   - case\n   - letter\n2. High\n   - article") == {
        "Low": None,
        "case": "Low",
        "letter": "Low",
        "High": None,
        "article": "High",
    }


def test_the_last_sentence_before_a_list_introduces_it() -> None:
    assert parents("No cutoff. Ranges help:\n\n- a")["a"] == "Ranges help:"


def test_rows_belong_to_the_head_of_their_table() -> None:
    assert parents("Text.\n\n| a | b |\n| - | - |\n| c | d |\n| e | f |\n\nAfter.") == {
        "Text.": None,
        "a | b": None,
        "c | d": "a | b",
        "e | f": "a | b",
        "After.": None,
    }


def test_a_list_after_a_table_does_not_belong_to_it() -> None:
    assert parents("| a | b |\n| - | - |\n| c | d |\n\n- item")["item"] is None


def test_a_further_paragraph_belongs_to_its_item() -> None:
    assert parents("Steps:\n\n1. first\n\n   more on it\n\n2. second") == {
        "Steps:": None,
        "first": "Steps:",
        "more on it": "first",
        "second": "Steps:",
    }


def test_numbers_stay_with_their_items() -> None:
    assert [(s.number, s.text) for s in statements("1. a\n2. b")] == [("1.", "a"), ("2.", "b")]


def test_a_leaning_sentence_brings_the_one_before() -> None:
    found = statements("A report describes one patient. It is a good start. Ask early.")
    assert [s.leans for s in found] == [False, True, False]
    assert ancestors(found, 1) == [0]


def test_the_first_sentence_of_a_block_never_leans() -> None:
    assert not statements("One.\n\nThis stands alone.")[1].leans


def test_ancestors_lead_from_the_nearest_to_the_top() -> None:
    found = statements(LIST)
    assert [found[i].text for i in ancestors(found, 3)] == ["High:", "Three ranges help:"]


def test_the_root_is_the_topmost_statement() -> None:
    found = statements(LIST)
    assert roots(found) == [0, 0, 0, 0, 0, 5]


def test_items_of_a_list_without_a_lead_in_belong_together() -> None:
    assert roots(statements("1. Low\n   - case\n2. High\n\nText.")) == [0, 0, 0, 3]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Start early. Can a resident help? Of course. Ask one.", [(), (), (1,), ()]),
        ("Which one? The best? Nobody knows.", [(), (), (1,)]),  # a question announces no other
        ("Visa considerations:\n\nStart early. Ask the dean.", [(), (0,), ()]),
        ("Visas:\n\nYou need:\n\n- a letter", [(), (0,), (1, 0)]),
        ("In one view:\n\n| a | b |\n| - | - |\n| c | d |", [(), (0,), (1, 0)]),
        ("Is it over?\n\nAsk early.", [(), ()]),  # a paragraph that ends on a question
        ("- Is it paid?\n- Is it long?", [(), ()]),  # questions to put to somebody
    ],
)
def test_what_announces_a_statement_is_shown_with_it(text: str, shown: list[tuple[int, ...]]) -> None:
    found = statements(text)
    assert [tuple(context(found, i)) for i in range(len(found))] == shown
    groups = roots(found)
    assert all(groups[i] == groups[j] for i, above in enumerate(shown) for j in above)


@pytest.mark.parametrize("text", ["Yes. Ask.", "No, unless you are asked to by the program.", "Two or three at most."])
def test_an_answer_may_need_its_question(text: str) -> None:
    assert elliptical(text)


def test_a_whole_sentence_needs_no_question() -> None:
    assert not elliptical("No program asks for more than four of these letters.")


def test_no_text_has_no_statements() -> None:
    assert statements("") == ()


@given(strategies.body)
def test_statements_cover_all_words(text: str) -> None:
    held = " ".join(texts(text))
    assert set(re.findall(r"\w+", held)) >= set(re.findall(r"[^\W\d]\w*", text))


@given(strategies.body | strategies.anything)
def test_statements_come_in_order_and_parents_before_their_children(text: str) -> None:
    found = statements(text)
    assert [s.start for s in found] == sorted(s.start for s in found)
    assert all(0 <= s.start <= s.end <= len(text) for s in found)
    assert all(s.parent is None or s.parent < i for i, s in enumerate(found))
    assert all(i not in ancestors(found, i) for i in range(len(found)))
