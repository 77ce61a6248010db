"""How fast the page is: interactive after the start line, first words of an answer, many sessions at once.

    python -m benchmarks.page --index .advisor [--sessions 50]

Prints one JSON object; times in seconds, over the real advisor and a real Chromium. The sessions ask
without a pause, as nobody does, for what the page can do at most (the engine is asked the same by as many
threads), and then as people do, who read an answer before they go on. The clients take their share of the
same cores.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import httpx
from playwright.sync_api import Browser, sync_playwright

from advisor import wiring
from advisor.settings import Settings
from benchmarks.clients import ask as answered
from benchmarks.common import questions
from tests.browser.conftest import CHROMIUM, QUIET
from tests.ui.asking import Turn, ask, asking

TURNS = 4  # questions of a session
READING = 5.0  # seconds, on average, until the next question
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
        turns, whole = all_sessions(url, event, sessions, 0.0)
        reading, _ = all_sessions(url, event, sessions, READING)
    asked = [question for number in range(sessions) for question in questions_of(number)]
    engine, _ = answered(wiring.advisor(Settings(index=index)), asked, sessions)
    figures = {
        "interactive_after_start": round(interactive, 2),
        "first_words_median": round(median(first), 3),
        "first_words_worst": round(max(first), 3),
        "sessions": sessions,
        "asked": len(reading + turns),
        "answered": sum("answer complete" in turn.shown for turn in reading + turns),
        "answer_p95": round(quantiles([turn.done for turn in reading], n=20)[-1], 2),
        "answer_p95_without_a_pause": round(quantiles([turn.done for turn in turns], n=20)[-1], 2),
        "answers_a_second": round(len(turns) / whole, 1),
        "answers_a_second_of_the_engine": round(len(turns) / engine, 1),
    }
    print(json.dumps(figures))


def all_sessions(url: str, event: int, sessions: int, reading: float) -> tuple[list[Turn], float]:
    """What many sessions at once are answered, and the seconds for all of it; they read for so long on average."""
    begun = perf_counter()
    with ThreadPoolExecutor(sessions) as pool:
        found = pool.map(lambda number: session(url, event, number, reading), range(sessions))
        turns = [turn for asked in found for turn in asked]
    return turns, perf_counter() - begun


def session(url: str, event: int, number: int, reading: float) -> list[Turn]:
    """What one session is answered; each comes from an address of its own, because one may only ask so much."""
    chance, turns = random.Random(number), []
    transport = httpx.HTTPTransport(local_address=f"127.0.1.{number + 1}", verify=False)  # reads no certificates
    with httpx.Client(base_url=url, timeout=120, transport=transport) as client:
        for question in questions_of(number):
            time.sleep(chance.uniform(0, 2 * reading))
            turns.append(ask(client, event, question, f"session{number}"))
    return turns


def questions_of(number: int) -> list[str]:
    """What a session asks: the shipped questions, dealt out, so that little is asked twice."""
    return list(islice(cycle(questions(1000)), number * TURNS, (number + 1) * TURNS))


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
