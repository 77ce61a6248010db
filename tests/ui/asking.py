"""One session of the chat page, spoken over HTTP as Gradio's own script does."""

import json
import uuid
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one question.

    Attributes:
        first: seconds until the first words of the answer.
        done: seconds until the answer was complete.
        shown: the last message of the conversation.
        notice: the page's notice, empty where there is none.
    """

    first: float
    done: float
    shown: str
    notice: str


def asking(client: httpx.Client) -> int:
    """The number of the event that sends a question."""
    config = client.get("/config").json()
    send = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "send")
    return next(d["id"] for d in config["dependencies"] if [send, "click"] in d["targets"])


def ask(client: httpx.Client, event: int, question: str) -> Turn:
    """Ask a question in a session of its own.

    Args:
        client: reaches the site.
        event: from `asking`.
        question: what is asked.
    """
    begun, first = perf_counter(), 0.0
    data: list[Any] = [None, None, None, None]
    for kind, output in stream(client, event, question):
        # Gradio sends what changed since the step before: [how, where, what] for each output.
        for at, value in enumerate(output.get("data") or []):
            data[at] = _patched(data[at], value) if kind == "process_generating" else value
        if not first and 'class=\\"answer growing' in json.dumps(data[0]):
            first = perf_counter() - begun
    shown = json.dumps(data[0][-1]) if data[0] and isinstance(data[0], list) else ""
    return Turn(first, perf_counter() - begun, shown, str(data[3]))


def stream(client: httpx.Client, event: int, question: str) -> Any:
    """The server's messages to one question: (kind, output)."""
    session = uuid.uuid4().hex
    body = {"data": [question, [], None, False], "fn_index": event, "session_hash": session}
    client.post("/gradio_api/queue/join", json=body).raise_for_status()
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as response:
        for line in response.iter_lines():
            if line.startswith("data:"):
                message = json.loads(line[5:])
                if message["msg"] in ("process_generating", "process_completed"):
                    yield message["msg"], message["output"]
                if message["msg"] in ("process_completed", "close_stream"):
                    return


def _patched(old: Any, value: Any) -> Any:
    """A value after Gradio's changes; the first step sends it whole."""
    if not (isinstance(value, list) and value and all(isinstance(one, list) and len(one) == 3 for one in value)):
        return value
    for how, path, what in value:
        old = _changed(old, how, path, what)
    return old


def _changed(old: Any, how: str, path: list[Any], what: Any) -> Any:
    if not path:
        return (old or "") + what if how == "append" else what
    at, *rest = path
    if not rest and how == "add" and isinstance(old, list):
        old.insert(at, what)
    elif not rest and how == "delete":
        del old[at]
    else:
        old[at] = _changed(old[at] if how != "add" or rest else None, how, rest, what)
    return old
