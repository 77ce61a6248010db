"""What the chat page asks of the advisor.

No state is kept here between two questions: the browser holds the conversation and hands it in.
"""

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

import gradio as gr
from gradio.components.chatbot import ExampleMessage

from advisor import profile as profiles
from advisor.citations import Answer
from advisor.errors import AdvisorError
from ui import messages, pages, sources, welcome
from ui.history import earlier_turns
from ui.limits import RateLimit
from ui.links import Place
from ui.loading import Loading
from ui.messages import Message

SEARCHING = "Searching the guides…"
STARTING = "The advisor is starting. This takes a few seconds, only the first time…"
BROKEN = "This is a fault of the program, not of your question. The server's log has the details."
TOO_MANY = "That is more than one address may ask within a minute. Your question is kept: send it again in {} seconds."

# Seconds; each step shown takes a server as long as a good part of an answer. What is composed is complete sooner.
GROWS_EVERY = 0.25

SAME = ""  # in the place of sources: those that are there stay. `gr.skip()` makes a component anew each time

Shown = tuple[Any, str, str]  # conversation, sources, notice


@dataclass(frozen=True, slots=True)
class Chat:
    """Answers the page.

    Attributes:
        loading: the advisor.
        limit: how often one client may ask.
    """

    loading: Loading
    limit: RateLimit

    def opening(self) -> tuple[Any, str, str]:
        """Example questions, the library and, where the advisor cannot be loaded, why."""
        try:
            guides = self.loading.advisor().guides
        except AdvisorError as error:
            return gr.skip(), "", notice(str(error))
        examples = [ExampleMessage(text=question) for question in welcome.examples(guides)]
        return gr.Chatbot(examples=examples), welcome.library(guides), ""

    def reply(
        self,
        question: str,
        shown: Sequence[Message],
        first: int | None = None,
        alone: bool = False,
        about_me: str = "",
        request: gr.Request | None = None,
    ) -> Iterator[Shown]:
        """Answer a question within the conversation shown; a failure leaves it as it was.

        Args:
            question: what was typed.
            shown: the conversation so far.
            first: index of the first message that the question takes the place of.
            alone: whether the question is asked without the earlier turns.
            about_me: the profile that the browser keeps, as JSON.
            request: names the client.
        """
        question = cleandoc(question).strip()
        if not question:
            yield [*shown], SAME, ""
            return
        if seconds := self.limit.wait(client(request)):
            yield [*shown], SAME, notice(TOO_MANY.format(math.ceil(seconds)))
            return
        turns = [*shown[:first], messages.user(question, standalone=alone)]
        *earlier, _ = earlier_turns(turns)
        waiting = messages.progress(SEARCHING if self.loading.ready else STARTING)
        yield messages.parts([*turns, waiting]), SAME, ""
        try:
            advisor = self.loading.advisor()
            drawn: dict[int, Place] = {}
            for answer, complete in _seldom(advisor.stream(question, earlier, _profile(about_me))):
                places = sources.places(answer)
                panel = SAME if places == drawn else sources.panel(places, advisor.guides)
                drawn = places
                yield messages.parts([*turns, messages.assistant(answer, complete=complete)]), panel, ""
        except AdvisorError as error:
            yield [*shown], SAME, notice(str(error))

    def ask(
        self,
        question: str,
        history: list[dict[str, Any]] | None = None,
        profile: dict[str, Any] | None = None,
        request: gr.Request | None = None,
    ) -> dict[str, Any]:
        """Answer a question about residency applications from the guides, every statement with a citation.

        Args:
            question: the question, in plain words.
            history: the conversation so far, as messages with "role" and "content".
            profile: what the asker tells about themselves, such as {"posters": 2, "visa": "J-1"}; it is not kept.
            request: names the client.

        Returns:
            The answer object: `answer`, `coverage`, `citations`, `followups` and more.
        """
        if seconds := self.limit.wait(client(request)):
            raise gr.Error(TOO_MANY.format(math.ceil(seconds)), print_exception=False)
        try:
            answer = self.loading.advisor().answer(
                question, earlier_turns(history or []), profiles.read(profile) if profile else None
            )
        except AdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer.as_json()


def _seldom(growing: Iterator[Answer]) -> Iterator[tuple[Answer, bool]]:
    """An answer as it grows, no oftener than a reader could follow, and at its end; whether that is the end."""
    shown = time.monotonic()
    for answer in growing:
        if (now := time.monotonic()) - shown >= GROWS_EVERY:
            shown = now
            yield answer, False
    yield answer, True


def broken() -> str:
    """What is said where a bug cut an answer off; the bug itself is in the server's log."""
    return notice(BROKEN)


def notice(message: str) -> str:
    """An error as the page shows it, apart from all answers."""
    return pages.render("notice.html", {"message": message})


def chosen(event: gr.SelectData) -> str:
    """The question of the button that was pressed."""
    return str(event.value["text"] if isinstance(event.value, dict) else event.value)


def _profile(about_me: str) -> profiles.Profile | None:
    """What the browser keeps of the asker; None where it keeps nothing that can be read."""
    try:
        found = profiles.kept(json.loads(about_me or "null"))
    except ValueError:
        return None
    return None if found.empty else found


def client(request: gr.Request | None) -> str:
    """The network address that a request comes from."""
    return str(request.client.host) if request and request.client else ""
