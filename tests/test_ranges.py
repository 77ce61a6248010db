"""Ranges of things, and what an asker has of them."""

import pytest

from advisor.profile import Profile
from advisor.ranges import Range, held, ranges, works

OWN = works(
    Profile(specialty="interventional radiology", articles=1, case_reports=2, posters=1, first_author=3, related=2)
)


def only(text: str) -> Range:
    [found] = ranges(text)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high", "shown"),
    [
        ("a total of 3–5 scholarly items here", 3, 5, "3–5 items"),
        ("5-10+ works", 5, None, "5-10+ works"),
        ("three to five posters", 3, 5, "three to five posters"),
        ("at least two publications", 2, None, "at least two publications"),
        ("four or more abstracts", 4, None, "four or more abstracts"),
    ],
)
def test_a_range_is_read(text: str, low: int, high: int | None, shown: str) -> None:
    found = only(text)
    assert (found.low, found.high, found.shown) == (low, high, shown)


@pytest.mark.parametrize("text", ["2 posters", "20–30%", "$3–5 items", "1.5–2.5 items", "J-1", "2024–25", ""])
def test_what_is_no_range_is_not(text: str) -> None:
    assert [found.shown for found in ranges(text) if found.noun] == []


@pytest.mark.parametrize(
    ("text", "number", "of"),
    [
        ("3–5 scholarly items", 4, "in all"),
        ("2–3 PubMed-indexed papers", 1, "original article"),
        ("3–5 items, at least 1–2 in IR", 2, "in your specialty"),
        ("10+ works with 2–3 first-author articles", 3, "as first author"),
    ],
)
def test_a_range_is_met_by_what_it_counts(text: str, number: int, of: str) -> None:
    has = [found for wanted in ranges(text) if (found := held(OWN, wanted, text))][-1]
    assert (has.number, has.of) == (number, of)


@pytest.mark.parametrize(
    "text",
    [
        "5–10 attendings in IR",
        "1–2 years of IR",
        "Find mentors, at least 1–2 in IR",
        "2–3 posters about livers",
        "8–12 cases",
        "One year yields 3–5 items",
        "Choose 2–3 projects to highlight",
    ],
)
def test_a_range_of_other_things_is_not_compared(text: str) -> None:
    assert [held(OWN, wanted, text) for wanted in ranges(text)] == [None]


def test_what_was_presented_is_no_presentation() -> None:
    text = "posters, at least one presented at a meeting"
    assert [held(works(Profile(presentations=2)), wanted, text) for wanted in ranges(text)] == [None]


def test_who_has_no_works_is_told_so_where_it_was_told() -> None:
    assert works(Profile(posters=0)).named == "0 publications"
    assert works(Profile()).counts == ()
