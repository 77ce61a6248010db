"""How fast the page is: interactive after the start line, first words of an answer, 25 sessions at once.

    python -m benchmarks.page --index .advisor

Prints one JSON object; times in seconds, over the real advisor and a real Chromium.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import httpx
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET
from tests.ui.asking import ask, asking

SESSIONS = 25
QUESTIONS = (
    "how many publications do I need",
    "What does an observership cost?",
    "how do I write to a program director",
    "who will win the world cup",
    "Is a virtual conference worth it?",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".advisor"), help="an index that is built already")
    index = parser.parse_args().index
    with browsing() as browser, served(index) as (url, listening):
        interactive = opened(browser, url) - listening
        with httpx.Client(base_url=url, timeout=120) as client:
            event = asking(client)
            ask(client, event, QUESTIONS[0])  # the model is loaded with the first question
            first = [ask(client, event, question).first for question in QUESTIONS * 4]
            with ThreadPoolExecutor(SESSIONS) as pool:
                turns = list(pool.map(lambda n: ask(client, event, QUESTIONS[n % 5]), range(SESSIONS)))
    done = sorted(turn.done for turn in turns)
    figures = {
        "interactive_after_start": round(interactive, 2),
        "first_words_median": round(median(first), 3),
        "first_words_worst": round(max(first), 3),
        "sessions": SESSIONS,
        "answered": sum("answer complete" in turn.shown for turn in turns),
        "session_p95": round(quantiles(done, n=20)[-1], 2),
    }
    print(json.dumps(figures))


@contextmanager
def served(index: Path) -> Iterator[tuple[str, float]]:
    """The address of `advisor serve`, and when it was told."""
    command = [
        sys.executable,
        "-c",
        "from advisor.cli import main; main()",
        "serve",
        "--port",
        "0",
        "--index",
        str(index),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            found = next(m[0] for line in process.stderr if (m := re.search(r"http://127\.0\.0\.1:\d+", line)))
            yield found, perf_counter()
        finally:
            process.terminate()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser that waits for its first page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def opened(browser: Browser, url: str) -> float:
    """When a reader can type a question."""
    page = browser.new_page()
    page.goto(url)
    page.locator("#question textarea").fill("x")
    at = perf_counter()
    page.close()
    return at


if __name__ == "__main__":
    main()
