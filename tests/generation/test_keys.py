"""The provider's key is seen by the provider alone: not in answers, logs, traces, errors, nor on the page."""

import logging
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from advisor import tracing
from advisor.generation import Choice, Model, Writer, chat_model
from advisor.index import Index
from advisor.pipeline import Advisor
from tests.browser.page_server import serving
from tests.fakes import advisor_over
from tests.generation.server import Cut, Request, Script, Server, Status
from tests.generation.writers import KEY
from tests.ui.asking import ask, asking

QUESTION = "How many publications do I need?"


def echoed(request: Request) -> str:
    """What a server says that repeats the key it was given."""
    return f"Incorrect API key provided: {request.key} (Authorization: Bearer {request.key})."


FAILURES: dict[str, Script] = {
    "writes it": echoed,
    "refuses it": lambda request: Status(401, echoed(request)),
    "forbids it": lambda request: Status(403, echoed(request)),
    "is not there": lambda request: Status(404, echoed(request)),
    "limits": lambda request: Status(429, echoed(request), {"retry-after": "0.01"}),
    "breaks": lambda request: Status(500, echoed(request), {"retry-after": "0.01"}),
    "is too small": lambda request: Status(400, f"maximum context length exceeded. {echoed(request)}"),
    "sends readers on": lambda request: Status(302, headers={"location": f"http://127.0.0.1:9/?{request.key}"}),
    "cuts": lambda request: [f"There is no strict cutoff for {request.key}", Cut()],
}

failure = pytest.mark.parametrize("script", FAILURES.values(), ids=FAILURES)


@pytest.mark.parametrize("provider", ["openai", "anthropic", "ollama"])
def test_a_redirect_is_not_followed(index: Index, server: Server, provider: str) -> None:
    there = {"location": f"{server.url}/elsewhere"}
    server.script, server.requests = lambda request: Status(307, headers=there), []
    choice = Choice(f"{provider}:m", server.url, KEY if provider != "ollama" else "", seconds=5)
    answer = advisor_over(index, Writer(Model(chat_model(choice), choice), 3000)).answer(QUESTION)
    assert answer.phrasing is not None
    assert "another address: set ADVISOR_LLM_BASE_URL" in answer.phrasing.note
    assert len(server.requests) == 1


def test_no_library_can_log_the_key(caplog: pytest.LogCaptureFixture) -> None:
    chat_model(Choice("openai:m", "http://127.0.0.1:1/v1", KEY))
    caplog.set_level(logging.DEBUG)
    logger = logging.getLogger("some.library")
    try:
        raise ValueError(f"the key was {KEY}")
    except ValueError:
        logger.exception("sent %s to %s", {"authorization": KEY}, "there")
    logger.info("%s and %s", "one", {"two": 2})
    assert "sent {'authorization': '***'} to there" in caplog.text
    assert "ValueError: the key was ***" in caplog.text
    assert "one and {'two': 2}" in caplog.text
    assert KEY not in caplog.text


@failure
def test_no_failure_shows_the_key(
    phrased: Callable[..., Advisor], script: Script, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = phrased(script).answer(QUESTION)
    tracing.lines(tmp_path / "trace.jsonl", questions=True)(answer)
    assert answer.phrasing is not None
    assert answer.phrasing.composed
    for seen in (str(answer.as_json()), (tmp_path / "trace.jsonl").read_text(), caplog.text):
        assert KEY not in seen


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", f"http://user:{KEY}@127.0.0.1:1/v1"])
def test_a_server_that_is_not_there_shows_no_key(index: Index, url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    choice = Choice("openai:m", url, KEY, seconds=5)
    answer = advisor_over(index, Writer(Model(chat_model(choice), choice), 3000)).answer(QUESTION)
    assert answer.phrasing is not None
    assert answer.phrasing.composed
    assert KEY not in str(answer.as_json()) + caplog.text


def test_the_page_shows_no_key(phrased: Callable[..., Advisor], server: Server) -> None:
    advisor = phrased(FAILURES["refuses it"])
    with serving(lambda: advisor) as url, httpx.Client(base_url=url, timeout=60) as client:
        turn = ask(client, asking(client), QUESTION)
        pages = [client.get(path).text for path in ("/", "/config", "/guides", "/me")]
    assert server.requests[0].key == KEY
    assert "refused the key" in turn.shown + turn.notice
    assert KEY not in turn.shown + turn.notice + "".join(pages)
