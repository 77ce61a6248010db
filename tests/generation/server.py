"""A server that speaks OpenAI's protocol over real HTTP and plays scripts: each decides what a model writes."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Status:
    """An answer that is none: an HTTP error."""

    status: int
    message: str = "no"
    headers: dict[str, str] = field(default_factory=dict)
    code: str | None = None


@dataclass(frozen=True)
class Pause:
    """Seconds in which nothing comes."""

    seconds: float


class Cut:
    """The connection ends here, without a last word."""


Step = str | Pause | Cut
Script = Callable[["Request"], Status | Iterator[Step] | list[Step] | str]


@dataclass(frozen=True)
class Request:
    """What the server was asked.

    Attributes:
        count: how many requests there have been, this one included.
        text: all that the messages say.
        body: the request as it came.
        key: the key it came with.
    """

    count: int
    text: str
    body: dict[str, Any]
    key: str

    @property
    def question(self) -> str:
        """The question the prompt asks."""
        return str(re.findall(r"<question>(.*?)</question>", self._last, re.DOTALL)[-1])

    @property
    def passages(self) -> list[str]:
        """The texts of the prompt's passages, without their headings."""
        found = re.findall(r"<passage number=\"\d+\">\n(.*?)\n</passage>", self._last, re.DOTALL)
        return [text.partition("\n\n")[2] for text in found]

    @property
    def _last(self) -> str:
        return str(self.body["messages"][-1]["content"])


class Server(ThreadingHTTPServer):
    """Plays the script that it was last given."""

    daemon_threads = True
    script: Script
    requests: list[Request]

    @property
    def url(self) -> str:
        """The address to set as ADVISOR_LLM_BASE_URL."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        text = "\n".join(str(message["content"]) for message in body["messages"])
        key = self.headers.get("authorization", "").removeprefix("Bearer ")
        request = Request(len(self.server.requests) + 1, text, body, key)
        self.server.requests.append(request)
        played = self.server.script(request)
        if isinstance(played, Status):
            self._fail(played)
            return
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked may have gone
            self._stream([played] if isinstance(played, str) else played)

    def _fail(self, status: Status) -> None:
        data = json.dumps({"error": {"message": status.message, "type": "error", "code": status.code}}).encode()
        self.send_response(status.status)
        for name, value in (status.headers | {"content-type": "application/json"}).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, steps: Iterator[Step] | list[Step]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        for step in steps:
            if isinstance(step, Cut):
                return
            if isinstance(step, Pause):
                time.sleep(step.seconds)
                continue
            for token in re.findall(r"\s*\S+|\s+$", step):
                self._send({"content": token}, None)
        self._send({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, delta: dict[str, str], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()


@contextmanager
def serving(script: Script = lambda request: "") -> Iterator[Server]:
    """A server on this machine, while the block runs."""
    server = Server(("127.0.0.1", 0), Handler)
    server.script, server.requests = script, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
