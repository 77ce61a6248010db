"""Hostile guides and questions in a real browser: nothing runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pytest
from langchain_core.messages import BaseMessage
from playwright.sync_api import Page, expect

from advisor.citations import Answer, Citation
from advisor.profile import Profile
from tests.browser.steps import ask, finished
from tests.ui.hostile import STRINGS, guide
from tests.ui.page_fakes import FakeAdvisor

if TYPE_CHECKING:
    from tests.browser.conftest import Desk, Site

pytestmark = pytest.mark.browser
HARM = """() => {
  const all = (what) => [...document.querySelectorAll(`:is(#desk, #conversations, #paper, .reading) :is(${what})`)];
  const away = (address) => address && !address.startsWith(location.origin);
  return [
    ...(window.hacked ? ["ran"] : []),
    ...all("a[href], form[action]").map((one) => one.href || one.action).filter(away),
    ...all("*").flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith("on")),
    ...all("script, iframe, img, object, base").map((one) => one.outerHTML),
  ];
}"""


class HostileAdvisor(FakeAdvisor):
    """Answers with every hostile string, cites sections that are made of them and suggests them."""

    def stream(
        self, question: str, history: Sequence[BaseMessage] = (), profile: Profile | None = None
    ) -> Iterator[Answer]:
        """The whole answer at once."""
        of = next(iter(self.guides.values()))
        citations = tuple(
            Citation(n, of.name, of.title, of.source, s.headings, s.anchor, s.text, s.start, s.end, 0.5)
            for n, s in enumerate(of.sections, start=1)
        )
        lines = "\n".join(f"- {c.quote} [{c.marker}]" for c in citations)
        yield Answer(question, f"{question} x", "partial", lines, citations, STRINGS)


def unharmed(page: Page) -> None:
    """Nothing ran, nothing leads elsewhere."""
    page.wait_for_timeout(100)  # a handler that fires late
    assert page.evaluate(HARM) == []


def test_nothing_hostile_runs_in_the_chat(desk: Desk) -> None:
    of = guide()
    url = desk.serve(lambda: HostileAdvisor({of.name: of}))
    page = desk.open(url)
    expect(page.locator("#conversation .example").first).to_be_visible()
    unharmed(page)
    ask(page, "\n".join(STRINGS))
    expect(finished(page)).to_have_count(1)
    expect(page.locator("#conversation .option")).to_have_count(len(STRINGS))
    unharmed(page)
    for marker in (1, 5, 12, 20):
        page.locator(f"#conversation a.citation[data-marker='{marker}']").click()
        expect(page.locator("#sources details[open] .number")).to_have_text(str(marker))
        unharmed(page)
    page.locator("#sources details[open] a.near").last.click()
    expect(page.locator("#sources .here")).to_be_visible()
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#conversations .title")).to_have_count(1)
    unharmed(page)
    page.keyboard.press("Escape")
    page.evaluate("window.print = () => (window.printed = true)")
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed")
    unharmed(page)
    page.reload()
    expect(finished(page)).to_have_count(1)
    unharmed(page)


def test_nothing_hostile_runs_in_the_name_of_a_conversation(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    ask(page, "how many")
    expect(finished(page)).to_have_count(1)
    page.get_by_role("button", name="Conversations").click()
    for text in (one.strip() for one in STRINGS):
        page.locator("#conversations").get_by_role("button", name="Rename").click()
        name = page.get_by_role("textbox", name="New name")
        name.fill(text)
        name.press("Enter")
        expect(page.locator("#conversations .title")).to_have_text(text)
    unharmed(page)


def test_nothing_hostile_runs_in_what_the_browser_keeps(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    profile = {"specialty": STRINGS[0], "posters": 2, "stage": STRINGS[2], "exams": [*STRINGS]}
    page.evaluate("kept => localStorage.setItem('advisor-about-me', JSON.stringify(kept))", profile)
    page.goto(f"{site.url}/me")
    unharmed(page)
    for text in STRINGS:
        page.get_by_role("textbox", name="I apply for").fill(text)
        page.get_by_role("button", name="Show where I stand").click()
        expect(page.locator("#status")).not_to_have_text("One moment…")
    unharmed(page)
    desk.faults.clear()  # the browser notes the refusals itself


def test_nothing_hostile_runs_in_a_guide_or_from_an_address(desk: Desk) -> None:
    of = guide()
    url = desk.serve(lambda: HostileAdvisor({of.name: of}))
    page = desk.open(f"{url}/guides/{of.name}?mark=0-9999")
    expect(page.locator("mark").first).to_be_visible()
    unharmed(page)
    page.get_by_role("link", name="Ask about this").first.click()
    expect(finished(page)).to_have_count(1)
    unharmed(page)


def test_an_inline_handler_that_got_in_would_not_run(desk: Desk, site: Site) -> None:
    page = desk.open(site.url)
    image = '<img src="/page/favicon.svg" onload="window.hacked = 1">'
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", image)
    page.wait_for_function("document.querySelector('body > img').complete")
    page.wait_for_timeout(100)
    assert page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in fault for fault in desk.faults)
    desk.faults.clear()
