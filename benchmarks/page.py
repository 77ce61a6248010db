"""How fast the page is: interactive after the start line, first words of an answer, many sessions at once.

    python -m benchmarks.page --index .advisor [--sessions 50]

Prints one JSON object; times in seconds, over the real advisor and a real Chromium. The sessions all ask at
the same moment, and again as soon as they are answered; the engine is asked the same by as many threads.
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

from advisor import wiring
from advisor.settings import Settings
from benchmarks.clients import ask as answered
from tests.browser.conftest import CHROMIUM, QUIET
from tests.ui.asking import Turn, ask, asking

TURNS = 4  # questions of a session
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
    parser.add_argument("--sessions", type=int, default=50)
    given = parser.parse_args()
    index, sessions = given.index, given.sessions
    with browsing() as browser, served(index) as (url, listening):
        interactive = opened(browser, url) - listening
        with httpx.Client(base_url=url, timeout=120) as client:
            event = asking(client)
            ask(client, event, QUESTIONS[0])  # the model is loaded with the first question
            first = [ask(client, event, question).first for question in QUESTIONS * 4]
        begun = perf_counter()
        with ThreadPoolExecutor(sessions) as pool:
            turns = [
                turn for session in pool.map(lambda n: session_of(url, event, n), range(sessions)) for turn in session
            ]
        whole = perf_counter() - begun
    engine, _ = answered(
        wiring.advisor(Settings(index=index)), [QUESTIONS[n % len(QUESTIONS)] for n in range(len(turns))], sessions
    )
    figures = {
        "interactive_after_start": round(interactive, 2),
        "first_words_median": round(median(first), 3),
        "first_words_worst": round(max(first), 3),
        "sessions": sessions,
        "asked": len(turns),
        "answered": sum("answer complete" in turn.shown for turn in turns),
        "answer_p95": round(quantiles([turn.done for turn in turns], n=20)[-1], 2),
        "answers_a_second": round(len(turns) / whole, 1),
        "answers_a_second_of_the_engine": round(len(turns) / engine, 1),
    }
    print(json.dumps(figures))


def session_of(url: str, event: int, number: int) -> list[Turn]:
    """What one of many sessions is answered, each from an address of its own: one may only ask so much."""
    transport = httpx.HTTPTransport(local_address=f"127.0.1.{number + 1}")
    with httpx.Client(base_url=url, timeout=120, transport=transport) as client:
        return [ask(client, event, QUESTIONS[(number + turn) % len(QUESTIONS)]) for turn in range(TURNS)]


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
