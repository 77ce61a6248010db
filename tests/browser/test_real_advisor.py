"""The way a new user goes, over the real advisor: the command, the page, the cited passage."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.model]
ADVISOR = Path(sys.executable).parent / "advisor"


@contextmanager
def served(index: Path) -> Iterator[str]:
    """The address that `advisor serve` tells."""
    command = [str(ADVISOR), "serve", "--port", "0", "--index", str(index)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            yield next(found[0] for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
        finally:
            process.terminate()


def test_from_serve_to_the_marked_passage(desk: Desk, tmp_path: Path) -> None:
    with served(tmp_path / "index") as url:
        page = desk.open(url)
        page.locator("#question textarea").fill("how many publications do I need")
        page.locator("#send").click()
        answer = page.locator("#conversation .answer:not(.waiting)").first
        expect(answer.locator("a.citation").first).to_be_visible(timeout=60_000)
        for range_ in ("3–5", "5–10+", "10+"):
            expect(answer).to_contain_text(range_)
        first = page.locator("a.citation[data-marker='1']").first
        expect(first).to_have_attribute("title", re.compile("publications", re.IGNORECASE))
        first.click()
        expect(page.locator("#sources mark").first).to_be_in_viewport()
        expect(page.locator("#sources mark").filter(has_text="10+").first).to_be_visible()
        expect(page.locator("#conversation .option").first).to_be_visible()  # the answer is complete
        address = first.get_attribute("href")
        page.goto(f"{url}{address}")
        expect(page.locator("mark").first).to_be_in_viewport()
