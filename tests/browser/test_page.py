"""The page in a real browser, over a fake advisor."""

from __future__ import annotations

import re
from threading import Event
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.steps import PHONE, answers, ask, check_no_sideways_scrolling, finished, kept
from tests.ui.page_fakes import FakeAdvisor

if TYPE_CHECKING:
    from tests.browser.conftest import Desk, Site

pytestmark = pytest.mark.browser


def test_a_question_a_streamed_answer_and_its_passage(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    page.locator("#question textarea").fill("how many publications do I need, wait")
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#conversation .user-row")).to_contain_text("how many publications")
    expect(answers(page)).to_contain_text("Three")
    expect(page.locator("#conversation a.citation")).to_have_count(0)
    site.advisor.go.set()
    expect(page.locator("#conversation a.citation")).to_have_count(4)
    site.advisor.go.clear()
    page.locator("#conversation a.citation[data-marker='2']").click()
    mark = page.locator("#sources mark").first
    expect(mark).to_have_text("Strong: 5–10+ items & a mix of:")
    expect(mark).to_be_in_viewport()
    expect(page.locator("#sources details[open]")).to_contain_text("You need steady work.")
    expect(page.locator("#question textarea")).to_have_value("")


def test_a_citation_opens_with_the_keyboard_and_leads_to_the_guide(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    citation = page.locator("#conversation a.citation[data-marker='3']")
    citation.focus()
    citation.press("Enter")
    expect(page.locator("#sources mark")).to_have_text(["A case report is a good first project."])
    with page.context.expect_page() as opened:
        page.locator("#sources details[open]").get_by_text("Open in the guide").click()
    guide = opened.value
    expect(guide.locator("mark")).to_have_text("A case report is a good first project.")
    expect(guide.locator("mark")).to_be_in_viewport()


def test_a_followup_keeps_the_conversation_and_each_answer_its_sources(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    expect(page.locator("#conversation a.citation")).to_have_count(4)
    page.get_by_role("button", name="Where do I find a mentor?").click()
    expect(answers(page)).to_have_count(2)
    expect(answers(page).nth(1)).to_contain_text("Partly covered by the guides")
    expect(page.locator("#sources mark")).to_have_text(["Ask at your own hospital first."])
    question, history = site.advisor.calls[-1]
    assert question == "Where do I find a mentor?"
    assert [m.type for m in history] == ["human", "ai"]
    assert history[0].content == "how many"
    assert "[1]" not in str(history[1].content)
    assert "<a" not in str(history[1].content)
    answers(page).nth(0).locator("a.citation[data-marker='1']").first.click()
    expect(page.locator("#sources mark").first).to_have_text("Three ranges help:")
    expect(page.locator("#sources details")).to_have_count(3)
    answers(page).nth(1).locator("a.citation").click()
    expect(page.locator("#sources mark")).to_have_text(["Ask at your own hospital first."])


def test_followups_are_pressed_with_the_keyboard_and_the_focus_goes_along(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    group = page.get_by_role("group", name="Ask next")
    expect(group.get_by_role("button")).to_have_text(["Where do I find a mentor?", "Is <b>this</b> safe?"])
    group.get_by_role("button").nth(1).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2)
    assert site.advisor.calls[-1][0] == "Where do I find a mentor?"
    expect(page.locator("#conversation .user-row .flex-wrap").nth(1)).to_be_focused()


def test_the_newest_question_comes_to_the_top_and_the_box_stays_in_view(desk: Desk, site: Site) -> None:
    page = desk.open(site.url, viewport={"width": 1280, "height": 480})
    for count in (1, 2, 3):
        ask(page, "how many")
        expect(answers(page)).to_have_count(count)
    expect(page.locator("#conversation .option").first).to_be_visible()
    page.wait_for_function("[...document.querySelectorAll('.user-row')].pop().getBoundingClientRect().top < 80")
    expect(page.locator("#send")).to_be_in_viewport(ratio=1)
    expect(page.locator("#sources mark").first).to_be_in_viewport()


def test_examples_and_library_stand_at_the_start(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    expect(page.locator("#guides")).to_contain_text("Research for the match")
    expect(page.locator("#guides")).to_contain_text("Reviewed 3 May 2026")
    expect(page.get_by_text("it decides nothing")).to_be_visible()
    page.get_by_role("button", name="Can I start with a case report?").click()
    expect(answers(page)).to_have_count(1)
    expect(page.locator("#sources mark").first).to_be_visible()


def test_a_new_conversation_starts_afresh(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    expect(page.locator("#sources mark").first).to_be_visible()
    page.locator("#foot").get_by_role("button", name="New conversation").click()
    expect(page.locator("#conversation .user-row")).to_have_count(0)
    expect(page.locator("#sources details")).to_have_count(0)
    ask(page, "mentor")
    expect(answers(page)).to_have_count(1)
    assert site.advisor.calls[-1] == ("mentor", [])


def test_a_refusal_points_to_the_nearest_section(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "what is the weather")
    expect(answers(page)).to_contain_text("Not covered by the guides")
    nearest = page.locator("#conversation .nearest a.citation[data-marker='1']")
    expect(nearest).to_contain_text("Where do I find a mentor?")
    nearest.click()
    expect(page.locator("#sources mark")).to_be_in_viewport()


def test_a_question_that_never_arrives_is_in_the_box_when_the_page_is_back(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "mentor")
    expect(answers(page)).to_have_count(1)
    kept(page)
    page.route("**/queue/join*", lambda route: route.abort())
    with page.expect_navigation():  # Gradio loads the page anew when the connection breaks
        ask(page, "how many")
    page.unroute("**/queue/join*")
    expect(page.locator("#question textarea")).to_have_value("how many")
    expect(answers(page)).to_have_count(1)
    page.locator("#send").click()
    expect(answers(page)).to_have_count(2)
    expect(page.locator("#question textarea")).to_have_value("")
    kept(page)
    page.reload()
    expect(answers(page)).to_have_count(2)
    expect(page.locator("#question textarea")).to_have_value("")
    assert all("ERR_FAILED" in fault for fault in desk.faults)
    desk.faults.clear()


def test_a_failure_is_a_notice_and_the_question_stays(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    expect(answers(page)).to_have_count(1)
    ask(page, "unreachable")
    expect(page.get_by_role("alert")).to_contain_text("The embedding model cannot be loaded; install it.")
    expect(page.locator("#question textarea")).to_have_value("unreachable")
    expect(answers(page)).to_have_count(1)
    ask(page, "mentor")
    expect(answers(page)).to_have_count(2)
    expect(page.locator("#notice .alert")).to_have_count(0)


def test_a_bug_is_no_answer(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "a bug")
    expect(page.locator("#notice .alert")).to_contain_text("fault of the program")
    expect(page.locator("body")).not_to_contain_text("secret detail")
    expect(page.locator("#conversation .answer")).to_have_count(0)
    expect(page.locator("#question textarea")).to_have_value("a bug")


def test_an_address_asks(desk: Desk, site: Site) -> None:
    page = desk.open(f"{site.url}/?q=how+many+%3Cb%3E+%26+more%3F")
    expect(page.locator("#conversation .user-row")).to_have_text(re.compile("how many <b> & more?"))
    expect(answers(page)).to_have_count(1)
    expect(page).to_have_url(f"{site.url}/")


def test_what_is_typed_is_shown_letter_by_letter(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    typed = '<img src=http://x.org onerror=alert(1)> ![x](http://x.org) *3* a_b_c $$x$$ "q" [l](javascript:alert(1))'
    ask(page, typed)
    expect(answers(page)).to_have_count(1)
    expect(page.locator("#conversation .user-row p")).to_have_text(typed)
    expect(answers(page)).to_contain_text("<script>x</script>")
    assert page.locator("#conversation img, #conversation script").count() == 0


def test_the_page_stands_before_the_advisor_does(desk: Desk) -> None:
    loaded = Event()

    def load() -> FakeAdvisor:
        loaded.wait(30)
        return FakeAdvisor()

    url = desk.serve(load)
    page = desk.open(url)
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    ask(page, "how many")
    expect(page.locator("#conversation .waiting")).to_contain_text("The advisor is starting")
    loaded.set()
    expect(answers(page)).to_have_count(1)
    expect(page.locator("#guides")).to_contain_text("Research for the match")


def test_two_browsers_do_not_see_each_other(desk: Desk, site: Site) -> None:
    one, other = desk.open(site.url), desk.open(site.url)
    ask(one, "how many")
    expect(answers(one)).to_have_count(1)
    ask(other, "mentor")
    expect(answers(other)).to_have_count(1)
    assert site.advisor.calls[-1] == ("mentor", [])
    expect(other.locator("#conversation")).not_to_contain_text("how many")
    expect(one.locator("#conversation")).not_to_contain_text("Partly covered")


def test_on_a_phone_the_sources_are_below_and_come_into_view(desk: Desk, site: Site) -> None:
    page = desk.open(site.url, **PHONE)
    ask(page, "how many")
    expect(answers(page)).to_have_count(1)
    check_no_sideways_scrolling(page)
    citation = page.locator("#conversation a.citation[data-marker='3']")
    citation.tap()
    expect(page.locator("#sources mark")).to_be_in_viewport()
    above = page.locator("#conversation").bounding_box()
    below = page.locator("#sources").bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] >= above["y"] + above["height"]
    page.locator("#sources").get_by_role("button", name="Back to the answer").click()
    expect(citation).to_be_in_viewport()
    expect(citation).to_be_focused()


def test_on_a_phone_a_suggestion_is_tapped_and_a_question_corrected(desk: Desk, site: Site) -> None:
    page = desk.open(site.url, **PHONE)
    ask(page, "how many " + "x" * 90)
    page.get_by_role("button", name="Where do I find a mentor?").tap()
    expect(answers(page)).to_have_count(2)
    page.locator("#conversation .change").tap()
    expect(page.get_by_role("textbox", name="Search for this instead")).to_be_in_viewport()
    check_no_sideways_scrolling(page)
    page.get_by_role("button", name="Search", exact=True).tap()
    expect(page.locator("#conversation .correct")).to_have_count(0)
    expect(finished(page)).to_have_count(2)
    assert site.advisor.calls[-1][1] == []


@pytest.mark.parametrize("path", ["/", "/guides", "/guides/research", "/guides/nothing"])
def test_320_pixels_are_enough(desk: Desk, site: Site, path: str) -> None:
    page = desk.open(site.url + path, viewport={"width": 320, "height": 640})
    if path == "/":
        ask(page, "how many " + "x" * 90)
        expect(page.locator("#sources mark").first).to_be_visible()
    check_no_sideways_scrolling(page)
    if path == "/guides/nothing":
        desk.faults.clear()  # the browser notes the 404 itself


def test_dark_mode_is_dark(desk: Desk, site: Site) -> None:
    page = desk.open(site.url, color_scheme="dark")
    expect(page.locator(".gradio-container")).to_have_css("background-color", "rgb(18, 25, 28)")
    guide = desk.open(f"{site.url}/guides/research", color_scheme="dark")
    expect(guide.locator("body")).to_have_css("background-color", "rgb(18, 25, 28)")


def test_guides_are_read_without_javascript(desk: Desk, site: Site) -> None:
    citation = site.advisor.answer("how many").citations[2]
    address = f"{site.url}/guides/research?mark={citation.start}-{citation.end}#{citation.anchor}"
    page = desk.open(address, java_script_enabled=False)
    expect(page.locator("mark")).to_have_text("A case report is a good first project.")
    expect(page.locator("mark")).to_be_in_viewport()
    page.get_by_role("link", name="Guides", exact=True).click()
    page.get_by_role("link", name="Research for the match").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Research for the match")
