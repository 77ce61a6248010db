"""A turn of the conversation: changed, repeated, stopped, judged, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.steps import ask, finished
from tests.ui.page_fakes import FakeAdvisor

if TYPE_CHECKING:
    from tests.browser.conftest import Desk, Site

pytestmark = pytest.mark.browser


def test_what_is_searched_for_is_corrected_in_place(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many <b>")
    expect(finished(page)).to_have_count(1)
    expect(page.locator("#conversation .understood")).to_have_count(0)
    ask(page, "and the mentor?")
    line = finished(page).nth(1).locator(".understood")
    expect(line).to_contain_text("Searching for: how many <b> and the mentor?")
    change = line.get_by_role("button", name="Change")
    change.press("Enter")
    field = page.get_by_role("textbox", name="Search for this instead")
    expect(field).to_be_focused()
    expect(field).to_have_value("how many <b> and the mentor?")
    field.press("Escape")
    expect(change).to_be_focused()
    change.press("Enter")
    field.fill("Who is a mentor?")
    field.press("Enter")
    expect(page.locator("#conversation .user-row")).to_contain_text(["how many <b>", "Who is a mentor?"])
    expect(finished(page)).to_have_count(2)
    expect(page.locator("#conversation .understood")).to_have_count(0)
    assert site.advisor.calls[-1] == ("Who is a mentor?", [])
    ask(page, "and how many?")
    expect(finished(page).nth(2)).to_contain_text("Searching for: Who is a mentor? and how many?")
    assert site.advisor.calls[-1][1][0].content == "Who is a mentor?"


def test_a_question_is_changed_and_its_answer_replaced(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many *x* & <b>?")
    expect(finished(page)).to_have_count(1)
    ask(page, "mentor")
    expect(finished(page)).to_have_count(2)
    finished(page).nth(0).get_by_role("button", name="Edit", exact=True).click()
    box = page.locator("#question textarea")
    expect(box).to_have_value("how many *x* & <b>?")
    expect(page.locator("#editing")).to_contain_text("What followed it is replaced as well.")
    page.get_by_role("button", name="Leave it as it was").click()
    expect(box).to_have_value("")
    expect(finished(page)).to_have_count(2)
    finished(page).nth(0).get_by_role("button", name="Edit", exact=True).click()
    box.fill("weather")
    box.press("Enter")
    expect(finished(page)).to_have_count(1)
    expect(page.locator("#conversation .user-row")).to_have_text(["weather"])
    expect(page.locator("#editing")).to_have_count(0)
    assert site.advisor.calls[-1] == ("weather", [])


@pytest.mark.parametrize("question", ["unreachable", "a bug"])
def test_a_changed_question_that_fails_loses_nothing(desk: Desk, site: Site, question: str) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    finished(page).get_by_role("button", name="Edit", exact=True).click()
    ask(page, question)
    expect(page.locator("#notice .alert")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value(question)
    expect(page.locator("#conversation .user-row")).to_have_text(["how many"])
    expect(finished(page)).to_have_count(1)


def test_a_question_is_asked_again(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    before = len(site.advisor.calls)
    finished(page).evaluate("answer => (answer.dataset.old = true)")
    finished(page).get_by_role("button", name="Ask again").click()
    expect(page.locator("#conversation .complete:not([data-old])")).to_have_count(1)
    assert site.advisor.calls[before:] == [("how many", [])]


def test_an_answer_is_stopped_and_what_was_said_stays(desk: Desk) -> None:
    advisor = FakeAdvisor()
    url = desk.serve(lambda: advisor)
    page = desk.open(url)
    ask(page, "how many, wait")
    expect(page.locator("#conversation .growing")).to_contain_text("Three")
    expect(page.locator("#send")).to_be_hidden()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#conversation .answer.stopped")).to_contain_text("Three")
    expect(page.locator("#send")).to_be_visible()
    advisor.go.set()
    ask(page, "mentor")
    expect(finished(page)).to_have_count(1)
    expect(page.locator("#conversation .user-row")).to_have_count(2)


def test_a_question_right_after_a_stop_is_asked_however_long_the_stop_takes(desk: Desk) -> None:
    advisor = FakeAdvisor()
    page = desk.open(desk.serve(lambda: advisor))
    ask(page, "how many, wait")
    expect(page.locator("#conversation .growing")).to_contain_text("Three")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#conversation .answer.stopped")).to_contain_text("Three")
    ask(page, "mentor")
    expect(page.locator("#question textarea")).to_have_value("mentor")  # the server is busy with the first
    advisor.go.set()
    expect(finished(page)).to_have_count(1)
    expect(page.locator("#conversation .user-row")).to_have_text(["how many, wait", "mentor"])
    expect(page.locator("#conversation .answer.stopped")).to_have_count(1)
    ask(page, "how unreachable")  # a failure is told as ever
    expect(page.get_by_text("The embedding model cannot be loaded")).to_be_visible()


def test_a_question_sent_while_an_answer_grows_is_asked_after_it(desk: Desk) -> None:
    advisor = FakeAdvisor()
    page = desk.open(desk.serve(lambda: advisor))
    ask(page, "how many, wait")
    expect(page.locator("#conversation .growing")).to_contain_text("Three")
    page.locator("#question textarea").fill("mentor")
    page.keyboard.press("Enter")
    expect(page.locator("#conversation .user-row")).to_have_count(1)
    advisor.go.set()
    expect(finished(page)).to_have_count(2)
    expect(page.locator("#conversation .user-row")).to_have_text(["how many, wait", "mentor"])
    expect(page.locator("#question textarea")).to_have_value("")


def test_a_reader_says_that_an_answer_helped_or_why_not(desk: Desk) -> None:
    kept: list[tuple[str, bool, str]] = []
    url = desk.serve(FakeAdvisor, record=lambda *given: kept.append((given[0], given[1], given[2])))
    page = desk.open(url)
    ask(page, "how many <b>?")
    expect(finished(page)).to_have_count(1)
    finished(page).get_by_role("button", name="Not helpful").click()
    field = page.get_by_role("textbox", name="What was missing")
    expect(field).to_be_focused()
    assert kept == [("how many <b>?", False, "")]  # also where no word follows
    expect(finished(page).get_by_role("button", name="Helpful", exact=True)).to_be_disabled()
    field.fill("no year")
    page.get_by_role("button", name="Send").click()
    expect(field).to_be_hidden()
    expect(page.get_by_role("status").filter(has_text="Thank you")).to_be_visible()
    ask(page, "mentor")
    expect(finished(page)).to_have_count(2)
    finished(page).nth(1).get_by_role("button", name="Helpful", exact=True).click()
    expect(finished(page).nth(1).get_by_role("button", name="Helpful", exact=True)).to_be_disabled()
    assert kept == [("how many <b>?", False, ""), ("how many <b>?", False, "no year"), ("mentor", True, "")]


def test_an_answer_is_copied_with_its_sources(desk: Desk, site: Site) -> None:
    page = desk.open(site.url, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    finished(page).get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Three ranges help:[^1]" in copied.replace(" ", " ").replace("help: [", "help:[")
    assert "- **Basic:** 3–5 items" in copied
    assert "“A case report is a good first project.”" in copied
    assert "Reviewed 3 May 2026" in copied
    assert "Helpful" not in copied


def test_marks_and_sources_light_up_together(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    citation = page.locator("#conversation a.citation[data-marker='3']")
    source = page.locator("#sources .source[data-marker='3']")
    citation.hover()
    expect(source).to_have_class("source pointed")
    source.hover()
    expect(source).not_to_have_class("source pointed")
    expect(citation).to_have_class("citation n-3 pointed")
    citation.focus()
    expect(source).to_have_class("source pointed")


def test_a_source_is_read_on_into_the_sections_next_to_it(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    page.locator("#conversation a.citation[data-marker='3']").click()
    source = page.locator("#sources details[open]")
    source.get_by_role("link", name="Where do I find a mentor?").click()
    expect(source.locator(".here")).to_have_text("Frequently asked questions › Where do I find a mentor?")
    expect(source).to_contain_text("Ask at your own hospital first.")
    source.get_by_role("link", name="Can I start with a case report?").click()
    expect(source.locator("mark")).to_have_text("A case report is a good first project.")
