"""The application: launch, API, failures."""

import html
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import gradio as gr
import httpx
import pytest
from fastapi.testclient import TestClient

from advisor.errors import AdvisorError, IndexNotBuilt
from tests.ui.page_fakes import FakeAdvisor
from ui import chat, messages
from ui.app import create_app, serve
from ui.chat import Chat
from ui.limits import RateLimit
from ui.loading import Loading


def chat_over(advisor: FakeAdvisor, per_minute: int = 100) -> Chat:
    return Chat(Loading(lambda: advisor), RateLimit(per_minute))


def test_a_taken_port_is_one_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AdvisorError, match=rf"Cannot listen on 127\.0\.0\.1:{port} \(.+\); .*--port"):
            serve(FakeAdvisor, port=port)


def test_an_unknown_host_is_one_clear_sentence() -> None:
    with pytest.raises(AdvisorError, match=r"Cannot listen on 256\.0\.0\.1:7860"):
        serve(FakeAdvisor, host="256.0.0.1")


def test_the_conversation_grows_and_its_sources_are_shown() -> None:
    advisor = FakeAdvisor()
    steps = list(chat_over(advisor).reply("how many", []))
    waiting = steps[0][0][-1]["content"][0]["text"]
    assert waiting in {messages.progress(text)["content"] for text in (chat.SEARCHING, chat.STARTING)}
    assert steps[0][1] == chat.SAME
    conversation, _, notice = steps[-1]
    assert [m["role"] for m in conversation] == ["user", "assistant"]
    [panel] = [step[1] for step in steps if step[1] != chat.SAME]
    assert "<mark>" in panel
    assert notice == ""
    [*_, last] = chat_over(advisor).reply("and then?", conversation)
    assert [m["role"] for m in last[0]] == ["user", "assistant"] * 2
    assert advisor.calls[-1][1][0].content == "how many"


def test_an_empty_question_changes_nothing() -> None:
    advisor = FakeAdvisor()
    [step] = chat_over(advisor).reply("  \n", [])
    assert step[-1] == ""
    assert not advisor.calls


def test_an_answer_that_is_complete_at_once_is_shown_once() -> None:
    waiting, whole = chat_over(FakeAdvisor()).reply("how many", [])
    assert 'class="answer waiting' in str(waiting[0][-1]["content"])
    assert 'class="answer complete' in str(whole[0][-1]["content"])


def test_an_answer_that_grows_has_no_buttons_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "GROWS_EVERY", 0)
    steps = list(chat_over(FakeAdvisor()).reply("how many", []))
    growing, whole = steps[-2][0][-1], steps[-1][0][-1]
    assert 'class="answer growing' in str(growing["content"])
    assert "<button" not in str(growing["content"])
    assert not growing["options"]
    assert 'class="answer complete' in str(whole["content"])
    assert whole["options"]


def test_a_standalone_question_is_asked_without_the_earlier_turns() -> None:
    advisor = FakeAdvisor()
    steps = list(chat_over(advisor).reply("mentor", [messages.user("how many")], alone=True))
    assert advisor.calls == [("mentor", [])]
    list(chat_over(advisor).reply("and then?", steps[-1][0]))
    assert [m.content for m in advisor.calls[-1][1]] == ["mentor", "Ask at your own hospital first."]


def test_a_changed_question_takes_the_place_of_the_old_one_and_what_followed() -> None:
    advisor = FakeAdvisor()
    page = chat_over(advisor)
    first = list(page.reply("how many", []))[-1][0]
    second = list(page.reply("mentor", first))[-1][0]
    conversation = list(page.reply("weather", second, 2))[-1][0]
    assert [m["content"][0]["text"] for m in conversation if m["role"] == "user"] == ["how many", "weather"]
    assert [m.content for m in advisor.calls[-1][1] if m.type == "human"] == ["how many"]


def test_a_changed_question_that_fails_loses_nothing() -> None:
    page = chat_over(FakeAdvisor())
    before = list(page.reply("how many", []))[-1][0]
    *_, (conversation, panel, notice) = page.reply("unreachable", before, 0)
    assert conversation == before
    assert panel == chat.SAME
    assert notice


def test_a_failure_is_a_notice_and_never_an_answer() -> None:
    before = [messages.user("x"), messages.progress("y")]
    *_, (conversation, panel, notice) = chat_over(FakeAdvisor()).reply("unreachable <b>", before)
    assert conversation == before
    assert panel == chat.SAME
    assert 'role="alert"' in notice
    assert "cannot be loaded; install it." in notice


def test_a_bug_is_not_caught() -> None:
    with pytest.raises(ZeroDivisionError):
        list(chat_over(FakeAdvisor()).reply("a bug", []))
    assert chat.BROKEN in html.unescape(chat.broken())


def test_who_asks_too_often_is_told_when_to_go_on() -> None:
    advisor = FakeAdvisor()
    page = chat_over(advisor, per_minute=1)
    before = list(page.reply("how many", []))[-1][0]
    [(conversation, panel, notice)] = page.reply("mentor", before)
    assert (conversation, panel) == (before, chat.SAME)
    assert re.search(r"again in \d+ seconds", notice)
    assert len(advisor.calls) == 1
    with pytest.raises(gr.Error, match="within a minute"):
        page.ask("mentor")


def test_without_an_advisor_the_opening_says_why() -> None:
    def load() -> FakeAdvisor:
        raise IndexNotBuilt("Run <advisor index>.")

    page = Chat(Loading(load), RateLimit(9))
    assert "Run &lt;advisor index&gt;." in page.opening()[2]
    *_, (_, _, notice) = page.reply("x", [])
    assert "Run &lt;advisor index&gt;." in notice


def test_the_api_answers_with_the_answer_object() -> None:
    advisor = FakeAdvisor()
    found = chat_over(advisor).ask("how many", [{"role": "user", "content": "before"}])
    assert found["coverage"] == "full"
    assert found["citations"][0]["marker"] == 1
    assert advisor.calls[0][1][0].content == "before"


def test_the_address_is_printed_once_the_site_is_there() -> None:
    code = "import page_fakes; from ui.app import serve; serve(page_fakes.FakeAdvisor, port=0)"
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}) as server:
        assert server.stderr is not None
        said = next(line for line in server.stderr if "listens" in line)
        url = re.findall(r"http://127\.0\.0\.1:\d+", said)[0]
        assert httpx.get(f"{url}/guides").status_code == 200
        server.terminate()


def test_nobody_can_put_files_on_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    with TestClient(create_app(FakeAdvisor)) as client:
        for path in ("/gradio_api/upload", "/gradio_api/upload/", "/upload"):
            assert client.post(path, files={"files": b"x"}).status_code in (404, 405)
    assert [*tmp_path.rglob("*.*")] == []


def test_importing_the_advisor_loads_nothing_of_the_browser_side() -> None:
    code = "import sys, advisor.documents, advisor.citations; sys.exit('gradio' in sys.modules or 'ui' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
