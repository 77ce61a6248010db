"""The page about the asker, and what its counts do to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.steps import PHONE, ask, check_no_sideways_scrolling, finished, kept
from tests.browser.test_accessible import serious

if TYPE_CHECKING:
    from tests.browser.conftest import Desk, Site

pytestmark = pytest.mark.browser


def test_on_a_phone_a_profile_is_filled_in_kept_used_and_cleared(desk: Desk, site: Site) -> None:
    page = desk.open(f"{site.url}/me", color_scheme="dark", **PHONE)
    page.get_by_label("Posters").fill("2")
    page.get_by_label("Case reports").fill("2")
    page.get_by_label("Visa: you …").select_option("J-1")
    page.get_by_label("Step 1").check()
    page.get_by_role("button", name="Show where I stand").tap()
    expect(page.get_by_role("heading", name="Where I stand")).to_be_focused()
    expect(page.get_by_role("img", name="3–5 items: You have 4 in all: reached.")).to_be_visible()
    expect(page.locator(".rows")).to_contain_text("You have 4 in all: 1 more to reach it.")
    check_no_sideways_scrolling(page)
    assert serious(page) == []
    page.locator(".rows a").first.tap()
    expect(page.locator("mark")).to_contain_text("3–5 items")

    page.goto(site.url)
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    kept(page)
    profile = site.advisor.profiles[-1]
    assert profile is not None
    assert (profile.posters, profile.visa, profile.exams) == (2, "J-1", ("Step 1",))

    page.goto(f"{site.url}/me")
    expect(page.get_by_label("Posters")).to_have_value("2")
    page.get_by_role("button", name="Clear it all").tap()
    expect(page.get_by_label("Posters")).to_have_value("")
    assert page.evaluate("JSON.stringify(localStorage)").count("posters") == 0
    page.goto(site.url)
    expect(finished(page)).to_have_count(1)  # the one that the browser kept
    ask(page, "how many")
    expect(finished(page)).to_have_count(2)
    assert site.advisor.profiles[-1] is None


def test_counts_that_cannot_be_are_told_and_nothing_is_lost(desk: Desk, site: Site) -> None:
    page = desk.open(f"{site.url}/me")
    page.get_by_label("Posters").fill("1")
    page.get_by_label("As first or co-first author").fill("3")
    page.get_by_role("button", name="Show where I stand").click()
    expect(page.get_by_role("status")).to_contain_text("there are more first-author works (3) than works in all (1)")
    expect(page.get_by_label("As first or co-first author")).to_have_value("3")
    desk.faults.clear()  # the browser notes the refusal itself
