"""Every page in light and dark, checked by axe-core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.steps import PHONE, ask, finished

if TYPE_CHECKING:
    from tests.browser.conftest import Desk, Site

pytestmark = pytest.mark.browser
LOOKS: list[dict[str, Any]] = [{"color_scheme": "light"}, {"color_scheme": "dark", **PHONE}]


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    found = Axe().run(page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html'][:200]}" for one in grave for node in one["nodes"]]


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark-phone"])
def test_the_chat_is_accessible(desk: Desk, site: Site, look: dict[str, Any]) -> None:
    page = desk.open(site.url, reduced_motion="reduce", **look)
    expect(page.locator("#conversation .example").first).to_be_visible()
    assert serious(page) == []
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    expect(page.locator("#conversation .option").first).to_be_visible()
    assert serious(page) == []
    ask(page, "mentor")
    expect(finished(page)).to_have_count(2)
    page.locator("#conversation .change").click()
    finished(page).nth(0).get_by_role("button", name="Not helpful").click()
    assert serious(page) == []
    page.get_by_role("button", name="Conversations").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.evaluate("window.print = () => (window.printed = true)")
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed")
    page.emulate_media(media="print", color_scheme="light")
    assert serious(page) == []


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark-phone"])
@pytest.mark.parametrize("path", ["/guides", "/guides/research?mark=20-60", "/guides/nothing", "/me"])
def test_every_other_page_is_accessible(desk: Desk, site: Site, path: str, look: dict[str, Any]) -> None:
    page = desk.open(site.url + path, **look)
    assert serious(page) == []
    page.emulate_media(media="print", color_scheme="light")
    assert serious(page) == []
    desk.faults[:] = [fault for fault in desk.faults if "404" not in fault]  # the browser notes that itself


# But for what WCAG 2.5.8 excepts: links inside a sentence, a citation's number among them.
INLINE = ".skip, .anchor, p a:not(.tap), li p a, :not(.nearest) > ul > li > a.citation, #sources .passage a"
PRESSED = "a[href], button, input, select, textarea, summary"
FINGER = """([pressed, inline]) => [...document.querySelectorAll(pressed)].filter((one) => {
  if (!one.checkVisibility() || one.matches(inline)) return false;
  one.scrollIntoView({ block: "center" });
  const { left, top, width, height } = one.getBoundingClientRect();
  const hit = (y) => {
    const there = document.elementFromPoint(left + Math.min(width / 2, 20), y);
    return one.contains(there) || [...(one.labels ?? [])].some((label) => label.contains(there));
  };
  const middle = top + height / 2;
  return !hit(middle - 21) || !hit(middle + 21);
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("path", ["/", "/guides", "/guides/research", "/me"])
def test_what_is_pressed_on_a_phone_is_44_pixels_high(desk: Desk, site: Site, path: str) -> None:
    page = desk.open(site.url + path, reduced_motion="reduce", **PHONE)
    if path == "/":
        expect(page.locator("#conversation .example").first).to_be_visible()
        assert page.evaluate(FINGER, [PRESSED, INLINE]) == []
        ask(page, "how many")
        expect(finished(page)).to_have_count(1)
        ask(page, "weather")
        expect(finished(page)).to_have_count(2)
        finished(page).nth(0).get_by_role("button", name="Edit", exact=True).click()
    assert page.evaluate(FINGER, [PRESSED, INLINE]) == []


def test_everything_is_reached_by_keyboard_alone(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    page.locator("#question textarea").press_sequentially("how many")
    page.keyboard.press("Enter")
    expect(finished(page)).to_have_count(1)
    page.locator("h1").click()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.tagName"))
    wanted = {"Conversations", "Guides", "1", "2", "3", "Copy", "Ask again", "Edit", "Helpful", "Not helpful"}
    wanted |= {"Where do I find a mentor?", "New conversation", "Save", "Print", "TEXTAREA", "Ask", "Open in the guide"}
    assert wanted <= reached


def test_twice_the_size_needs_no_sideways_scrolling(desk: Desk, site: Site) -> None:
    page = desk.open(site.url, viewport={"width": 640, "height": 400}, device_scale_factor=2)
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.locator("#send")).to_be_in_viewport()


def test_an_answer_is_announced(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    log = page.locator("#conversation [role=log]")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log.locator(".answer")).to_have_count(1)
