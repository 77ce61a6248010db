"""From guides to the months of one asker."""

from datetime import date

import pytest

from advisor.profile import Profile
from advisor.timeline import Timeline, timeline
from tests.fakes import read

TODAY = date(2026, 11, 22)
TEXT = """# A year of applying

## How long does it take?

The plan has two phases:

- **Months 0–6:** first contacts
- **Months 7–12:** letters and a [poster](https://example.org)

In August we met three residents. What happens in July? Letters should be there by mid-September.

## Before the season

Finish your certification 12 months before you apply. Interviews run from November to January.

## Final year

- Ask for letters
- Medical student abroad: Try to finish one paper before graduation.

## I have never done research. How do I begin?

1. Join a project that runs.
2. Offer help with two tasks:
   - data
   - drafts

## Planning a second attempt

Write to the coordinators in September.
"""
GUIDES = [read(TEXT)]


def made(**told: object) -> Timeline:
    return timeline(GUIDES, Profile.model_validate(told), TODAY)


def by_text(plan: Timeline) -> dict[str, tuple[str, str]]:
    return {step.text: (f"{step.first:%Y-%m}", f"{step.last:%Y-%m}") for step in plan.steps}


def test_steps_fall_in_the_months_that_the_guide_and_the_profile_name() -> None:
    plan = made(applying="2027-09", graduated=2027, stage="student")
    assert by_text(plan) == {
        "Join a project that runs.": ("2026-11", "2026-11"),
        "Offer help with two tasks: data; drafts": ("2026-11", "2026-11"),
        "Finish your certification 12 months before you apply.": ("2026-11", "2026-11"),
        "Ask for letters": ("2026-11", "2027-06"),
        "Months 0–6: first contacts": ("2026-11", "2027-04"),
        "Months 7–12: letters and a poster": ("2027-05", "2027-10"),
        "Medical student abroad: Try to finish one paper before graduation.": ("2027-06", "2027-06"),
        "Letters should be there by mid-September.": ("2027-09", "2027-09"),
        "Interviews run from November to January.": ("2027-11", "2028-01"),
    }
    assert plan.undated == ()


def test_every_step_is_cited_in_the_guides_own_words_and_in_order() -> None:
    plan = made(applying="2027-09", graduated=2027)
    assert [step.citation.marker for step in plan.steps] == [*range(1, len(plan.steps) + 1)]
    for step in plan.steps:
        cited = GUIDES[0].text[step.citation.start : step.citation.end]
        assert cited.startswith(step.text.split(":")[0]) or step.text.split()[0] in cited


def test_what_hangs_on_a_day_that_was_not_told_is_not_dated() -> None:
    undated = {step.text for step in made().undated}
    assert "Finish your certification 12 months before you apply." in undated
    assert "Ask for letters" in undated


def test_without_an_application_a_month_is_the_next_of_its_name() -> None:
    assert by_text(made())["Letters should be there by mid-September."] == ("2027-09", "2027-09")


def test_what_should_be_done_already_comes_at_once_and_says_so() -> None:
    late = [step.text for step in made(applying="2027-09").steps if step.late]
    assert late == ["Finish your certification 12 months before you apply."]


def test_what_comes_later_is_counted() -> None:
    plan = made(applying="2029-09")
    assert "Letters should be there by mid-September." not in by_text(plan)
    assert plan.beyond == 3


@pytest.mark.parametrize(("stage", "shown"), [("student", False), ("reapplicant", True), ("", True)])
def test_steps_for_another_stage_are_left_out(stage: str, shown: bool) -> None:
    texts = {step.text for step in made(stage=stage).steps}
    assert ("Write to the coordinators in September." in texts) is shown


def test_the_last_month_is_the_twenty_fourth() -> None:
    assert (made().begin, made().end) == (date(2026, 11, 1), date(2028, 10, 1))
