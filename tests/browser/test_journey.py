"""The whole way of a reader, on a desktop and on a phone, with a picture of each step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SHOTS
from tests.browser.steps import PHONE, ask, check_no_sideways_scrolling, finished, kept
from tests.ui.page_fakes import FakeAdvisor

if TYPE_CHECKING:
    from tests.browser.conftest import Desk, Site

pytestmark = pytest.mark.browser
Look = tuple[str, dict[str, Any]]
Picture = Callable[[Page, str], None]


@pytest.fixture(params=["desktop", "phone"])
def look(request: pytest.FixtureRequest) -> Look:
    """A size of the window, by name."""
    return request.param, PHONE if request.param == "phone" else {}


@pytest.fixture
def picture(look: Look) -> Picture:
    """Takes a picture of a step, and makes sure that the step is as wide as the window."""

    def take(page: Page, step: str) -> None:
        check_no_sideways_scrolling(page)
        page.screenshot(path=SHOTS / f"journey-{look[0]}-{step}.png")

    return take


def test_from_the_first_visit_to_a_kept_conversation(desk: Desk, look: Look, picture: Picture) -> None:
    advisor = FakeAdvisor()
    page = desk.open(desk.serve(lambda: advisor), **look[1])
    first_visit(page, picture)
    stream_and_cite(page, advisor, picture)
    follow_up_and_correct(page, picture)
    refuse_suggest_and_edit(page, picture)
    stop(page, advisor, picture)
    reload_and_export(page, picture)


def first_visit(page: Page, picture: Picture) -> None:
    expect(page).to_have_title("Match Advisor")
    expect(page.get_by_text("For international medical graduates")).to_be_in_viewport()
    expect(page.get_by_text("it decides nothing")).to_be_in_viewport()
    expect(page.locator("#conversation .example")).to_have_count(4)
    expect(page.locator("#guides")).to_contain_text("Reviewed 3 May 2026")
    picture(page, "1-first-visit")


def stream_and_cite(page: Page, advisor: FakeAdvisor, picture: Picture) -> None:
    ask(page, "how many, wait")
    expect(page.locator("#conversation .growing")).to_contain_text("Three")
    picture(page, "2-streaming")
    advisor.go.set()
    expect(finished(page)).to_have_count(1)
    citation = page.locator("#conversation a.citation[data-marker='3']")
    expect(citation).to_have_attribute("title", "Frequently asked questions › Can I start with a case report?")
    citation.click()
    mark = page.locator("#sources mark")
    expect(mark).to_have_text(["A case report is a good first project."])
    expect(mark).to_be_in_viewport()
    picture(page, "3-source")


def follow_up_and_correct(page: Page, picture: Picture) -> None:
    ask(page, "and the mentor?")
    expect(finished(page).nth(1)).to_contain_text("Searching for: how many, wait and the mentor?")
    expect(finished(page).nth(1)).to_contain_text("Partly covered by the guides")
    picture(page, "4-follow-up")
    page.locator("#conversation .change").click()
    field = page.get_by_role("textbox", name="Search for this instead")
    field.fill("Who is a mentor?")
    picture(page, "5-correct")
    field.press("Enter")
    expect(page.locator("#conversation .user-row").nth(1)).to_contain_text("Who is a mentor?")
    expect(page.locator("#conversation .understood")).to_have_count(0)


def refuse_suggest_and_edit(page: Page, picture: Picture) -> None:
    ask(page, "what is the weather")
    expect(finished(page).nth(2)).to_contain_text("Not covered by the guides")
    expect(finished(page).nth(2).locator(".nearest a")).to_have_text(
        ["Frequently asked questions › Where do I find a mentor?"]
    )
    picture(page, "6-refused")
    finished(page).nth(2).get_by_role("button", name="Edit", exact=True).click()
    expect(page.locator("#question textarea")).to_have_value("what is the weather")
    picture(page, "7-edit")
    ask(page, "how many")
    expect(page.locator("#conversation .user-row")).to_have_count(3)
    page.get_by_role("button", name="Where do I find a mentor?").click()
    expect(finished(page)).to_have_count(4)
    picture(page, "8-suggestion")


def stop(page: Page, advisor: FakeAdvisor, picture: Picture) -> None:
    advisor.go.clear()
    ask(page, "how many, wait")
    expect(page.locator("#conversation .growing")).to_contain_text("Three")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#conversation .stopped")).to_contain_text("Three")
    picture(page, "9-stopped")
    advisor.go.set()
    ask(page, "mentor")
    expect(finished(page)).to_have_count(5)
    kept(page)


def reload_and_export(page: Page, picture: Picture) -> None:
    page.reload()
    expect(page.locator("#conversation .user-row")).to_have_count(6)
    expect(page.locator("#sources mark").first).to_be_attached()
    page.get_by_role("button", name="Conversations").click()
    picture(page, "10-conversations")
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="Save: how many, wait").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert text.count("\n## ") == 6
    assert "- **Basic:** 3–5 items[^1]" in text
    assert "“A case report is a good first project.”" in text
    page.keyboard.press("Escape")
    page.evaluate("window.print = () => (window.printed = true)")
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed")
    page.emulate_media(media="print")
    expect(page.locator("#paper ol > li")).to_have_count(4)
    picture(page, "11-print")


def test_the_counts_of_a_profile_stand_beside_the_ranges(desk: Desk, site: Site, look: Look, picture: Picture) -> None:
    page = desk.open(f"{site.url}/me", **look[1])
    picture(page, "12-about-me")
    page.get_by_label("Posters").fill("2")
    page.get_by_role("button", name="Show where I stand").click()
    expect(page.get_by_role("heading", name="Where I stand")).to_be_in_viewport()
    expect(page.get_by_role("img", name="3–5 items: You have 2 in all")).to_be_visible()
    expect(page.get_by_role("heading", name="My next 24 months")).to_be_attached()
    picture(page, "13-where-i-stand")
    page.goto(site.url)
    expect(page.get_by_role("link", name="Uses what you told")).to_be_hidden()  # there is no conversation yet
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    expect(page.get_by_role("link", name="Uses what you told")).to_be_visible()


def test_two_readers_in_two_browsers_never_meet(desk: Desk, site: Site, look: Look) -> None:
    one, other = desk.open(site.url, **look[1]), desk.open(site.url, **look[1])
    ask(one, "how many")
    expect(finished(one)).to_have_count(1)
    ask(other, "mentor")
    expect(finished(other)).to_have_count(1)
    kept(other)
    other.reload()
    expect(finished(other)).to_have_count(1)
    expect(other.locator("body")).not_to_contain_text("how many")
    expect(one.locator("#conversation .user-row")).to_have_text(["how many"])


def test_the_guides_without_scripts_in_the_dark(desk: Desk, site: Site, look: Look, picture: Picture) -> None:
    citation = site.advisor.answer("how many").citations[2]
    address = f"{site.url}/guides/research?mark={citation.start}-{citation.end}#{citation.anchor}"
    page = desk.open(address, java_script_enabled=False, color_scheme="dark", **look[1])
    expect(page.locator("mark")).to_have_text("A case report is a good first project.")
    expect(page.locator("mark")).to_be_in_viewport()
    expect(page.locator("body")).to_have_css("background-color", "rgb(18, 25, 28)")
    page.screenshot(path=SHOTS / f"journey-{look[0]}-14-guide.png")
    page.get_by_role("link", name="Guides", exact=True).click()
    expect(page.get_by_role("link", name="Research for the match")).to_be_visible()
