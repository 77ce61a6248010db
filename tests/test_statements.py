"""A section's text as statements."""

import re

from hypothesis import given

from advisor.statements import ancestors, root, statements
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
    assert [root(found, i) for i in range(len(found))] == [0, 0, 0, 0, 0, 5]


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
