"""What a reader does again and again."""

from typing import Any

from playwright.sync_api import Locator, Page

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def ask(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.locator("#question textarea").fill(question)
    page.locator("#send").click()


def answers(page: Page) -> Locator:
    """The answers in the conversation."""
    return page.locator("#conversation .answer:not(.waiting)")


def finished(page: Page) -> Locator:
    """The answers in the conversation that are complete."""
    return page.locator("#conversation .answer.complete")


def kept(page: Page) -> None:
    """Wait until the browser keeps the answer that it shows, a moment after; who leaves before finds the question."""
    page.wait_for_function("sessionStorage.getItem('advisor.unanswered') === ''")


def check_no_sideways_scrolling(page: Page) -> None:
    """The page is no wider than its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
