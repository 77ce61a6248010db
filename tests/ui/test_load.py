"""Many readers at once, slow ones and vanished ones among them."""

import gc
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from gradio.state_holder import SessionState

from tests.browser.page_server import serving
from tests.ui.asking import ask, asking, stream
from tests.ui.page_fakes import FakeAdvisor
from ui import app

SESSIONS = 25


def test_25_sessions_at_once_are_all_answered_each_with_its_own_question() -> None:
    advisor = FakeAdvisor()
    with serving(lambda: advisor) as url, httpx.Client(base_url=url, timeout=60) as client:
        event = asking(client)
        with ThreadPoolExecutor(SESSIONS) as pool:
            turns = list(pool.map(lambda n: ask(client, event, f"how many? {n}"), range(SESSIONS)))
    assert all("answer complete" in turn.shown for turn in turns)
    assert sorted(question for question, _ in advisor.calls) == sorted(f"how many? {n}" for n in range(SESSIONS))
    assert all(history == [] for _, history in advisor.calls)


def test_sessions_that_are_over_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "SESSIONS", 2)
    advisor = FakeAdvisor()
    with serving(lambda: advisor) as url, httpx.Client(base_url=url, timeout=60) as client:
        event, before = asking(client), _kept()
        turns = [ask(client, event, f"how many? {n}") for n in range(8)]
        kept = _kept() - before
    assert all("answer complete" in turn.shown for turn in turns)
    assert kept <= 3


def _kept() -> int:
    """Sessions that Gradio keeps."""
    gc.collect()
    return sum(type(found) is SessionState for found in gc.get_objects())  # isinstance would wake lazy modules


def test_who_vanishes_or_waits_blocks_nobody() -> None:
    advisor = FakeAdvisor()
    with serving(lambda: advisor) as url, httpx.Client(base_url=url, timeout=60) as client:
        event = asking(client)
        slow = [stream(client, event, "how many, wait") for _ in range(4)]
        for one in slow:
            next(one)
        slow.pop().close()  # gone in the middle of its answer
        assert "answer complete" in ask(client, event, "mentor").shown
        advisor.go.set()
        assert [[kind for kind, _ in one][-1] for one in slow] == ["process_completed"] * 3


@pytest.mark.parametrize(("question", "said"), [("x" * 4001, "at most 4,000"), (" \n", "")])
def test_a_question_that_cannot_be_asked_gets_a_sentence(question: str, said: str, advisor: object) -> None:
    with serving(lambda: advisor) as url, httpx.Client(base_url=url, timeout=60) as client:
        turn = ask(client, asking(client), question)
    assert said in turn.notice
    assert not turn.shown


def test_one_address_that_floods_gets_a_sentence() -> None:
    with (
        serving(FakeAdvisor, questions_per_minute=2) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        event = asking(client)
        turns = [ask(client, event, "mentor") for _ in range(3)]
    assert ["answer complete" in turn.shown for turn in turns] == [True, True, False]
    assert "again in" in turns[2].notice
