"""One session of the chat page, spoken over HTTP as Gradio's own script does."""

import json
import re
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
    return int(next(d["id"] for d in config["dependencies"] if [send, "click"] in d["targets"]))


def ask(client: httpx.Client, event: int, question: str, session: str = "") -> Turn:
    """Ask a question.

    Args:
        client: reaches the site.
        event: from `asking`.
        question: what is asked.
        session: what the page is known by; by default one of its own.
    """
    begun, first = perf_counter(), 0.0
    data: list[Any] = []
    for kind, output in stream(client, event, question, session):
        if not first and re.search("answer (growing|complete)", json.dumps(output)):
            first = perf_counter() - begun
        if kind == "process_completed":  # the steps before it tell only what changed
            data = output["data"]
    conversation, _, notice = data
    shown = json.dumps(conversation[-1]) if conversation and isinstance(conversation, list) else ""
    return Turn(first, perf_counter() - begun, shown, str(notice))


def stream(client: httpx.Client, event: int, question: str, session: str = "") -> Any:
    """The server's messages to one question: (kind, output)."""
    session = session or uuid.uuid4().hex
    body = {"data": [question, [], None, False, ""], "fn_index": event, "session_hash": session}
    client.post("/gradio_api/queue/join", json=body).raise_for_status()
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as response:
        for line in response.iter_lines():
            if line.startswith("data:"):
                message = json.loads(line[5:])
                if message["msg"] in ("process_generating", "process_completed"):
                    yield message["msg"], message["output"]
                if message["msg"] in ("process_completed", "close_stream"):
                    return
