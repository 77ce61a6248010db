"""The asker's own figures beside the guide's."""

import pytest

from advisor.citations import Citation
from advisor.figures import compare
from advisor.profile import Profile

RANGES = "Three ranges help:\n3–5 total items, such as posters and abstracts\n5–10+ items\n10+ items"


def cited(quote: str = RANGES, marker: int = 1) -> Citation:
    return Citation(marker, "d", "T", "d.md", ("H",), "h", quote, 0, len(quote), 0.5)


def test_counts_are_added_up_and_set_against_every_range() -> None:
    assert compare("two posters and four abstracts so far, final year", [cited()]) == (
        "You wrote: two posters, four abstracts. In all: 6.\n\n"
        "- 3–5 items: reached [1]\n- 5–10+ items: reached [1]\n- 10+ items: 4 more [1]"
    )


def test_what_the_guide_names_along_with_it_is_counted_too_and_nothing_else() -> None:
    text = compare("3 posters, 2 talks and 5 interviews", [cited()], ["Send posters and talks.", "Do interviews."])
    assert text.startswith("You wrote: 3 posters, 2 talks. In all: 5.")


def test_a_range_of_one_thing_is_met_by_that_thing_alone() -> None:
    text = compare("I have 1 poster and 4 abstracts", [cited("Posters and abstracts:\n2–3 posters", marker=2)])
    assert text.endswith("- 2–3 posters: 1 more [2]")


@pytest.mark.parametrize(
    "message",
    [
        "how many items do I need",
        "I have 2 children and 3 cats",  # nothing the guide speaks of
        "I have 3 years and 20 days",
        "my score is 245",
        "how many posters for 1 abstract",  # not what the asker has
        "Is 1 poster enough?",
    ],
)
def test_what_cannot_be_compared_is_not(message: str) -> None:
    assert compare(message, [cited()]) == ""


@pytest.mark.parametrize("quote", ["1–2 posters about livers", "12–24 months of posters", "5 posters", ""])
def test_a_range_of_something_narrower_or_other_is_left_alone(quote: str) -> None:
    assert compare("I have 4 abstracts", [cited(f"Abstracts count.\n{quote}")]) == ""


def test_what_is_shown_of_the_guide_stands_in_it_and_what_is_the_askers_is_said_to_be() -> None:
    first, *rest = compare("I have 7 posters", [cited()]).splitlines()
    assert first == "You wrote: 7 posters."
    assert rest[1:] == ["- 3–5 items: reached [1]", "- 5–10+ items: reached [1]", "- 10+ items: 3 more [1]"]


def test_a_profile_is_compared_and_said_to_be_the_askers() -> None:
    profile = Profile(specialty="interventional radiology", posters=1, case_reports=2, related=0)
    quote = "Minimum: 3–5 items, of which at least 1–2 should be about IR.\n10+ items"
    assert compare("how many do I need", [cited(quote)], profile=profile) == (
        "Because you have 2 case reports + 1 poster = 3 (from About me):\n\n"
        "- 3–5 items: reached [1]\n- 1–2 should be about IR: 1 more [1]\n- 10+ items: 7 more [1]"
    )


def test_what_is_written_now_goes_before_the_profile() -> None:
    text = compare("I have 4 abstracts", [cited()], profile=Profile(posters=9))
    assert text.startswith("You wrote: 4 abstracts.")
    assert "About me" not in text
