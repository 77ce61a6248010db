"""LangChain's own tracing of model calls: callbacks see them, and nothing is sent anywhere unless it is switched on."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.context import collect_runs

from advisor.generation import Writer
from advisor.index import Index
from tests.fakes import advisor_over
from tests.generation.server import Server
from tests.generation.writers import KEY, model_of, writer_of

QUESTION = "How many publications do I need?"
WRITTEN = "There is no strict cutoff for publications. Quality counts more than the plain number."
ASKED = """
import sys
from pathlib import Path
from langchain_core.tracers.langchain import wait_for_all_tracers
from tests.fakes import advisor_over, open_index
from tests.generation.writers import writer_of

answer = advisor_over(open_index(Path(sys.argv[1])), writer_of(sys.argv[2])).answer(sys.argv[3])
wait_for_all_tracers()
assert not answer.phrasing.composed
"""
LONGEST = 240  # seconds on a busy machine


class Seen(BaseCallbackHandler):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def on_chat_model_start(self, serialized: dict[str, Any], messages: Any, **kwargs: Any) -> None:
        self.told.append(f"{serialized} {messages} {kwargs}")

    def on_llm_end(self, response: Any, **kwargs: Any) -> None:
        self.told.append(str(response))


def test_a_models_callbacks_see_the_call_and_no_key(index: Index, server: Server) -> None:
    server.script, seen = lambda request: WRITTEN, Seen()
    model = model_of(server.url)
    model.chat.callbacks = [seen]
    advisor_over(index, Writer(model, 3000)).answer(QUESTION)
    asked, written = seen.told
    assert QUESTION in asked
    assert WRITTEN in written
    assert KEY not in asked + written


def test_a_tracer_of_the_callers_context_sees_the_call(index: Index, server: Server) -> None:
    server.script = lambda request: WRITTEN
    with collect_runs() as found:
        advisor_over(index, writer_of(server.url)).answer(QUESTION)
    assert "llm" in {run.run_type for run in found.traced_runs}


class Sink(ThreadingHTTPServer):
    """Keeps what is sent to it, whatever it is."""

    daemon_threads = True
    sent: list[bytes]


class Handler(BaseHTTPRequestHandler):
    """Takes anything."""

    server: Sink

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self._take(b"")

    def do_POST(self) -> None:
        if "chunked" in self.headers.get("transfer-encoding", ""):
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self._take(body)

    do_PATCH = do_POST

    def _take(self, body: bytes) -> None:
        self.server.sent.append(body)
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A server in the place of LangSmith's."""
    running = Sink(("127.0.0.1", 0), Handler)
    running.sent = []
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize("on", [False, True])
def test_calls_are_sent_to_langsmith_only_where_that_is_switched_on(
    index_folder: Path, server: Server, sink: Sink, on: bool
) -> None:
    server.script = lambda request: WRITTEN
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LANGSMITH", "LANGCHAIN"))}
    own |= {"LANGSMITH_ENDPOINT": f"http://127.0.0.1:{sink.server_address[1]}", "LANGSMITH_API_KEY": "ls-none"}
    own |= {"LANGSMITH_DISABLE_RUN_COMPRESSION": "true"} | ({"LANGSMITH_TRACING": "true"} if on else {})
    command = [sys.executable, "-c", ASKED, str(index_folder), server.url, QUESTION]
    done = subprocess.run(command, env=own, capture_output=True, text=True, timeout=LONGEST)
    assert done.returncode == 0, done.stderr
    sent = b"".join(sink.sent).decode(errors="replace")
    assert (QUESTION in sent) is on
    assert bool(sink.sent) is on
    assert KEY not in sent
