"""When something is to be done, as a text says it."""

import pytest

from advisor.timeline.periods import period


@pytest.mark.parametrize(
    ("text", "anchor", "first", "last"),
    [
        ("Months 0–6: first contacts", "start", 0, 5),
        ("Months 6–12: conferences", "start", 6, 11),
        ("Months 4–6: the language test", "start", 3, 5),
        ("Month 2", "start", 1, 1),
        ("in the next three months", "start", 0, 2),
        ("Book early, since places run out", "start", 0, 0),
        ("a year before you apply", "application", -12, -12),
        ("in the twelve months before applying", "application", -12, 0),
        ("12 to 18 months before the application opens", "application", -18, -12),
        ("Finish it before you submit your application", "application", 0, 0),
        ("six months before graduation", "graduation", -6, -6),
        ("Final year:", "graduation", -11, 0),
        ("letters should be there by mid-September", "calendar", 9, 9),
        ("from late October to mid-December", "calendar", 10, 12),
        ("Phase 1 (December–April)", "calendar", 12, 4),
        ("mostly between January and June", "calendar", 1, 6),
        ("Deadlines fall in October and June", "calendar", 10, 10),
        ("May: collect", "calendar", 5, 5),
        ("Start in May", "calendar", 5, 5),
    ],
)
def test_a_time_is_read(text: str, anchor: str, first: int, last: int) -> None:
    found = period(text)
    assert found is not None
    assert (found.anchor, found.first, found.last) == (anchor, first, last)


def test_a_year_belongs_to_its_month() -> None:
    found = period("by March 2028 at the latest")
    assert found is not None
    assert (found.year, "by March 2028 at the latest"[found.start : found.end]) == (2028, "March 2028")


@pytest.mark.parametrize(
    "text",
    [
        "It takes at least 12–24 months",
        "eighteen months before the end of training",
        "two weeks before the interview",
        "May I apply again?",
        "Posted on 2 February 2024",
        "no change since July",
        "If you start early, it is easy",
        "they march in and decide",
        "last year it was different",
        "",
    ],
)
def test_what_cannot_be_dated_is_not(text: str) -> None:
    assert period(text) is None
