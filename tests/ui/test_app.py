"""The application: launch, API, failures."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from advisor.errors import AdvisorError, IndexNotBuilt
from tests.ui.page_fakes import FakeAdvisor
from ui import chat, messages
from ui.app import serve
from ui.chat import Chat
from ui.loading import Loading


def chat_over(advisor: FakeAdvisor) -> Chat:
    return Chat(Loading(lambda: advisor))


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


def test_the_conversation_grows_and_the_box_is_emptied() -> None:
    advisor = FakeAdvisor()
    steps = list(chat_over(advisor).reply("how many", []))
    assert steps[0][0][-1] in (messages.progress(chat.SEARCHING), messages.progress(chat.STARTING))
    assert steps[0][1] == ""
    conversation, _, _, panel, notice = steps[-1]
    assert [m["role"] for m in conversation] == ["user", "assistant"]
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


def test_a_standalone_question_is_asked_without_the_earlier_turns() -> None:
    advisor = FakeAdvisor()
    steps = list(chat_over(advisor).reply("mentor", [messages.user("how many")], standalone=True))
    assert advisor.calls == [("mentor", [])]
    assert steps[0][1:3] == ("", False)
    list(chat_over(advisor).reply("and then?", steps[-1][0]))
    assert [m.content for m in advisor.calls[-1][1]] == ["mentor", "Ask at your own hospital first."]


@pytest.mark.parametrize("question", ["unreachable", "a bug"])
def test_a_standalone_question_that_fails_still_stands_alone(question: str) -> None:
    page = chat_over(FakeAdvisor())
    steps = page.reply(question, [messages.user("how many")], standalone=True)
    conversation = next(steps)[0]
    if question == "unreachable":
        assert next(steps)[1:3] == (question, True)
    else:
        assert page.broken(conversation)[1:3] == (question, True)


def test_a_failure_is_a_notice_and_never_an_answer() -> None:
    before = [messages.user("x"), messages.progress("y")]
    *_, (conversation, question, standalone, _, notice) = chat_over(FakeAdvisor()).reply("unreachable <b>", before)
    assert conversation == before
    assert (question, standalone) == ("unreachable <b>", False)
    assert 'role="alert"' in notice
    assert "cannot be loaded; install it." in notice


def test_a_bug_is_not_caught_and_the_question_comes_back() -> None:
    page = chat_over(FakeAdvisor())
    steps = page.reply("a *bug*", [])
    conversation = next(steps)[0]
    with pytest.raises(ZeroDivisionError):
        list(steps)
    shown, question, standalone, notice = page.broken(conversation)
    assert (shown, question, standalone) == ([], "a *bug*", False)
    assert chat.BROKEN in notice.replace("&#39;", "'")
    assert "secret" not in notice


def test_without_an_advisor_the_opening_says_why() -> None:
    def load() -> FakeAdvisor:
        raise IndexNotBuilt("Run <advisor index>.")

    page = Chat(Loading(load))
    assert "Run &lt;advisor index&gt;." in page.opening()[2]
    *_, (_, question, _, _, notice) = page.reply("x", [])
    assert question == "x"
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


def test_importing_the_advisor_loads_nothing_of_the_browser_side() -> None:
    code = "import sys, advisor.documents, advisor.citations; sys.exit('gradio' in sys.modules or 'ui' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
