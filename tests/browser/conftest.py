"""A real server on a free port and a real Chromium."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.page_server import serving
from tests.ui.page_fakes import FakeAdvisor

SHOTS = Path(__file__).with_name("shots")
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync"]

expect.set_options(timeout=15_000)  # a machine that runs other things too is slow


@dataclass
class Site:
    """A running server and the advisor behind it."""

    url: str
    advisor: FakeAdvisor


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The site over a fake advisor."""
    advisor = FakeAdvisor()
    with serving(lambda: advisor) as url:
        yield Site(url, advisor)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@dataclass
class Desk:
    """Opens pages and watches what they do behind the user's back."""

    browser: Browser
    contexts: list[BrowserContext]
    faults: list[str]
    servers: ExitStack

    def serve(self, load: Callable[[], FakeAdvisor], **options: object) -> str:
        """The address of a site of this test's own, which stands until its pages are closed."""
        return self.servers.enter_context(serving(load, **options))

    def open(self, url: str, **options: object) -> Page:
        """A page in a browser context of its own."""
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.goto(url)
        return page

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.faults.append(f"leaves this machine: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def desk(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Pages of one test; fails it when one reports an error or asks another machine for something."""
    with ExitStack() as servers:
        opened = Desk(browser, [], [], servers)
        yield opened
        for number, context in enumerate(opened.contexts):
            name = re.sub(r"[^\w-]+", "-", request.node.name).strip("-")
            context.pages[-1].screenshot(path=SHOTS / f"{name}-{number}.png")
            context.close()
    assert opened.faults == []
