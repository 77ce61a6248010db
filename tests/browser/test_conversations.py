"""Conversations: kept in the browser, found again, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import PHONE, ask, check_no_sideways_scrolling, finished, kept

if TYPE_CHECKING:
    from tests.browser.conftest import Desk, Site

pytestmark = pytest.mark.browser


def asked(page: Page, *questions: str) -> None:
    """Ask and wait for the answers."""
    for count, question in enumerate(questions, start=1):
        ask(page, question)
        expect(finished(page)).to_have_count(count)
    kept(page)


def drawer(page: Page) -> Locator:
    """The list of conversations, opened."""
    expect(page.locator("#said")).to_be_attached()  # with it the page's script listens
    page.get_by_role("button", name="Conversations").click()
    return page.get_by_role("dialog", name="Your conversations")


def test_a_reload_keeps_the_conversation_and_its_sources(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    asked(page, "how many <b>?", "mentor")
    page.reload()
    expect(finished(page)).to_have_count(2)
    expect(page.locator("#conversation .user-row").first).to_have_text("how many <b>?")
    expect(page.locator("#sources mark").first).to_have_text("Ask at your own hospital first.")
    ask(page, "and then?")
    expect(finished(page)).to_have_count(3)
    assert [m.content for m in site.advisor.calls[-1][1] if m.type == "human"] == ["how many <b>?", "mentor"]


def test_conversations_are_listed_searched_opened_renamed_and_deleted(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    asked(page, "how many")
    drawer(page).get_by_role("button", name="New conversation").click()
    expect(page.locator("#conversation .user-row")).to_have_count(0)
    expect(page.locator("#sources details")).to_have_count(0)
    asked(page, "mentor")
    found = drawer(page)
    titles = found.locator(".title")
    expect(titles).to_have_text(["mentor", "how many"])
    found.get_by_role("searchbox").fill("case report")
    expect(titles).to_have_text(["how many"])
    titles.click()
    expect(found).to_be_hidden()
    expect(page.locator("#conversation .user-row")).to_have_text(["how many"])
    drawer(page).get_by_role("button", name="Rename: how many").click()
    page.get_by_role("textbox", name="New name").fill("<b>Papers</b>")
    page.get_by_role("textbox", name="New name").press("Enter")
    expect(titles).to_have_text(["mentor", "<b>Papers</b>"])
    found.get_by_role("button", name="Delete: mentor").click()
    found.get_by_role("button", name="Keep: mentor").click()
    found.get_by_role("button", name="Delete: mentor").click()
    found.get_by_role("button", name="Delete for good: mentor").click()
    expect(titles).to_have_text(["<b>Papers</b>"])
    page.keyboard.press("Escape")
    expect(page.locator("#conversation .user-row")).to_have_text(["how many"])
    drawer(page).get_by_role("button", name="Delete: <b>Papers</b>").click()
    found.get_by_role("button", name="Delete for good").click()
    expect(found).to_contain_text("There is none yet")
    page.reload()
    expect(page.locator("#conversation .example").first).to_be_visible()
    expect(page.locator("#conversation .user-row")).to_have_count(0)


def test_another_browser_has_none_of_them(desk: Desk, site: Site) -> None:
    one, other = desk.open(site.url), desk.open(site.url)
    asked(one, "how many")
    expect(drawer(other)).to_contain_text("There is none yet")


def test_a_conversation_is_saved_as_markdown_with_its_quotes(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    asked(page, "how *many* <b>?", "weather")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save", exact=True).click()
    text = Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename == "how-many-b.md"
    assert "## how *many* <b>?" in text.replace("\\", "")
    assert "- **Basic:** 3–5 items[^1]" in text
    assert "[^3]: " in text
    assert "“A case report is a good first project.”" in text
    assert "/guides/research?mark=" in text
    assert "<script>x</script>" not in text


def test_a_conversation_is_printed_with_its_quotes(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    page.evaluate("window.print = () => (window.printed = true)")
    asked(page, "how many")
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed")
    page.emulate_media(media="print")
    paper = page.locator("#paper")
    expect(paper.get_by_role("heading", level=2)).to_have_text(["how many", "Sources"])
    expect(paper).to_contain_text("it decides nothing")
    expect(paper).to_contain_text("A case report is a good first project.")
    expect(paper.locator("sup")).to_have_text(["1", "1", "2", "3"])
    expect(paper.locator("ol > li")).to_have_count(3)
    expect(page.locator("#composer")).to_be_hidden()
    assert len(page.pdf()) > 5000


def test_a_browser_that_keeps_nothing_still_answers(desk: Desk, site: Site) -> None:
    page = desk.open("about:blank")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no storage'); }})")
    page.goto(site.url)
    asked(page, "how many")
    expect(drawer(page)).to_contain_text("There is none yet")


def test_on_a_phone_the_list_fits(desk: Desk, site: Site) -> None:
    page = desk.open(site.url, **PHONE | {"viewport": {"width": 320, "height": 640}})
    asked(page, "how many " + "x" * 90)
    found = drawer(page)
    expect(found.get_by_role("button", name="Close")).to_be_in_viewport()
    check_no_sideways_scrolling(page)
    found.get_by_role("button", name="Close").tap()
    expect(found).to_be_hidden()
