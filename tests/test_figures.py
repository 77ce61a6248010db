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


@pytest.mark.parametrize(("said", "compared"), [("Do interviews.", True), ("Posters and interviews count.", False)])
def test_other_things_are_not_counted_and_what_may_be_a_work_leaves_it_open(said: str, compared: bool) -> None:
    text = compare("3 posters, 2 talks and 5 interviews", [cited()], [said])
    assert text.startswith("You wrote: 3 posters, 2 talks. In all: 5.") == compared == bool(text)


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("Two posters and four abstracts so far, final year, I will need sponsorship", "Two posters, four abstracts"),
        ("Two posters and four abstracts so far, is that enough?", "Two posters, four abstracts"),
        ("I have 2 publications and my brother has 9 publications.", "2 publications"),
        ("My mentor has 200 publications, I have 3 posters.", "3 posters"),
        ("5 publications, of which 2 publications are in IR.", "5 publications"),
        ("I have 5 publications (2 reviews, 3 case reports).", "5 publications"),
        ("2 posters, 4 abstracts and 1 first-author paper", "2 posters, 4 abstracts, 1 first-author paper"),
        ("2 papers and 3 posters,4 abstracts", "2 papers, 3 posters, 4 abstracts"),
        ("I've published 3 papers and presented a poster.", "3 papers, a poster"),
        ("Until now I have 3 posters.", "3 posters"),
        ("I am a research fellow with 5 publications. Do I need 10 publications?", "5 publications"),
        ("I have 6 months in a lab, 2 case reports on livers and no papers yet.", "2 case reports"),
    ],
)
def test_only_what_the_asker_has_is_counted(message: str, written: str) -> None:
    opening = compare(message, [cited()]).splitlines()[0]
    assert opening.removeprefix("You wrote: ").split(".")[0] == written


@pytest.mark.parametrize(
    "message",
    [
        "My mentor has 200 publications, I have none.",
        "My mentor and I have 10 publications.",
        "My friend is in his final year, two posters and four abstracts so far.",
        "A friend told me 20 publications are needed.",
        "I want 10 publications.",
        "I still need 3 posters.",
        "I will have 5 papers.",
        "If I have 3 posters, is that enough?",
        "I don't have 3 posters.",
        "I lost 3 publications.",
        "My 2 posters were rejected.",
        "I have 3 papers. They were rejected.",
        "I have 3 papers, all under review.",
        "I have 3 project ideas.",
        "I have 5 publications as a goal.",
    ],
)
def test_what_others_have_or_the_asker_wants_lost_or_lacks_is_not_counted(message: str) -> None:
    assert compare(f"{message} How many publications do I need?", [cited()]) == ""


@pytest.mark.parametrize(
    "message",
    [
        "I have 2.5 publications.",
        "I have 1,200 publications.",
        "I have 3/4 publications.",
        "I have 2 posters and 1,200 papers.",
        "I have 2 posters and some papers.",
        "I have 2 posters and papers.",
        "I have 5 or 6 posters.",
        "I have 2 oral and 3 poster presentations.",
        "I have 5 publications: 2 posters and 3 abstracts.",
        "I have 5 publications, 2 first-author papers.",
        "I have 4 abstracts. My 2 posters were accepted.",
    ],
)
def test_where_the_sum_is_open_nothing_is_compared(message: str) -> None:
    assert compare(message, [cited()]) == ""


@pytest.mark.parametrize(
    "quote",
    [
        "2–3 sentences about your posters",
        "A year in a lab yields 2–3 posters.",
        "Choose 2–3 posters to talk about.",
        "Add no more than 2–3 posters.",
        "What comes of it as a result:\n2–3 posters",
        "2–3 peer-reviewed posters",
    ],
)
def test_a_range_that_nobody_has_to_reach_is_left_alone(quote: str) -> None:
    assert compare("I have 10 posters", [cited(quote)]) == ""


def test_nothing_but_works_is_compared() -> None:
    assert compare("Mine has 10 sentences.", [cited("Practice 2–3 sentences about your posters.")]) == ""
    assert compare("I have 2 letters.", [cited("Posters count.\n1–2 letters")]) == ""


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
