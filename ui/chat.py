"""The chat page: its parts, and what happens when something is asked.

No state is kept here between two questions: the browser holds the conversation and hands it in.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components.chatbot import ExampleMessage
from gradio.events import api

from advisor.errors import AdvisorError
from ui import messages, pages, sources, welcome
from ui.loading import Loading
from ui.messages import Message

SEARCHING = "Searching the guides…"
STARTING = "The advisor is starting. This takes a few seconds, only the first time…"
BROKEN = "This is a fault of the program, not of your question. The server's log has the details."
_NO_SOURCES = sources.panel({}, {})
SCRIPT = Path(__file__).with_name("page.js")

Shown = tuple[Any, Any, Any, Any, str]  # conversation, question box, whether it stands alone, sources, notice
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True, slots=True)
class Chat:
    """What the page asks of the advisor."""

    loading: Loading

    def opening(self) -> tuple[Any, str, str]:
        """Example questions, the library and, where the advisor cannot be loaded, why."""
        try:
            guides = self.loading.advisor().guides
        except AdvisorError as error:
            return gr.skip(), "", notice(str(error))
        examples = [ExampleMessage(text=question) for question in welcome.examples(guides)]
        return gr.Chatbot(examples=examples), welcome.library(guides), ""

    def reply(self, question: str, shown: Sequence[Message], standalone: bool = False) -> Iterator[Shown]:
        """Answer a question within the conversation shown; a failure leaves both as they were.

        Args:
            question: what was typed.
            shown: the conversation so far.
            standalone: whether the question is asked without the earlier turns.
        """
        question = question.strip()
        if not question:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), ""
            return
        turns = [*shown, messages.user(question, standalone=standalone)]
        *history, _ = messages.history(turns)
        waiting = messages.progress(SEARCHING if self.loading.ready else STARTING)
        yield [*turns, waiting], "", False, gr.skip(), ""
        try:
            advisor = self.loading.advisor()
            for answer in advisor.stream(question, history):
                panel = sources.panel(sources.places(answer), advisor.guides)
                yield [*turns, messages.assistant(answer)], gr.skip(), gr.skip(), panel, ""
        except AdvisorError as error:
            yield [*shown], question, standalone, gr.skip(), notice(str(error))

    def broken(self, shown: Sequence[Message]) -> tuple[Any, Any, Any, str]:
        """Take back a question that a bug cut off; the bug itself is in the server's log."""
        at = messages.last_question(shown)
        if at is None:
            return gr.skip(), gr.skip(), gr.skip(), notice(BROKEN)
        asked = messages.history(shown[at : at + 1])
        question = str(asked[0].content) if asked else ""
        return [*shown[:at]], question, messages.is_standalone(shown[at]), notice(BROKEN)

    def ask(self, question: str, history: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        """Answer a question from the guides.

        Args:
            question: the question.
            history: the conversation so far, as messages with "role" and "content".

        Returns:
            The answer object: `answer`, `coverage`, `citations`, `followups` and more.
        """
        try:
            answer = self.loading.advisor().answer(question, messages.history(history or []))
        except AdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer.as_json()


def notice(message: str) -> str:
    """An error as the page shows it, apart from all answers."""
    return pages.render("notice.html", {"message": message})


def chosen(event: gr.SelectData) -> tuple[str, bool]:
    """The question of the button that was pressed; it belongs to the conversation."""
    return str(event.value["text"] if isinstance(event.value, dict) else event.value), False


@dataclass(frozen=True, slots=True)
class Parts:
    """What of the page changes."""

    conversation: gr.Chatbot
    alert: gr.HTML
    question: gr.Textbox
    send: gr.Button
    standalone: gr.Checkbox
    fresh: gr.Button
    panel: gr.HTML
    library: gr.HTML


def blocks(loading: Loading) -> gr.Blocks:
    """The page, wired."""
    page = gr.Blocks(title=pages.NAME, analytics_enabled=False, fill_width=True)
    with page:
        _wire(page, _parts(), Chat(loading))
    page.queue(default_concurrency_limit=16)
    return page


def _parts() -> Parts:
    """The page's parts, laid out."""
    gr.HTML(pages.render("header.html", {"chat": True}), elem_id="top", apply_default_css=False)
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            conversation = _conversation()
            alert = gr.HTML("", elem_id="notice", apply_default_css=False)
            with gr.Row(elem_id="composer"):
                question = _question()
                send = gr.Button("Ask", elem_id="send", variant="primary", scale=0, min_width=72)
                standalone = _standalone()
            with gr.Row(elem_id="foot"):
                gr.HTML(pages.render("note.html"), apply_default_css=False)
                fresh = gr.Button("New conversation", elem_id="fresh", scale=0)
        with gr.Column(elem_id="evidence"):
            panel = _panel()
            library = gr.HTML("", elem_id="guides", apply_default_css=False)
    return Parts(conversation, alert, question, send, standalone, fresh, panel, library)


def _wire(page: gr.Blocks, parts: Parts, chat: Chat) -> None:
    """What happens when."""
    conversation, question, standalone, alert = parts.conversation, parts.question, parts.standalone, parts.alert
    turn: dict[str, Any] = {
        "inputs": [question, conversation, standalone],
        "outputs": [conversation, question, standalone, parts.panel, alert],
        **_PRIVATE,
    }
    page.load(chat.opening, None, [conversation, parts.library, alert], **_PRIVATE)
    typed = gr.on([parts.send.click, question.submit], chat.reply, **turn)
    buttons = (conversation.example_select, conversation.option_select)
    picked = [
        button(chosen, None, [question, standalone], queue=False, **_PRIVATE).then(chat.reply, **turn)
        for button in buttons
    ]
    for asked in (typed, *picked):
        asked.failure(chat.broken, conversation, [conversation, question, standalone, alert], **_PRIVATE)
    emptied = f"() => [[], false, {json.dumps(_NO_SOURCES)}, '']"
    parts.fresh.click(None, None, [conversation, standalone, parts.panel, alert], js=emptied, **_PRIVATE)
    api(chat.ask, api_name="ask")


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="conversation",
        show_label=False,
        container=False,
        height="auto",
        layout="bubble",
        autoscroll=False,
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        line_breaks=False,
        allow_tags=False,
        placeholder=pages.render("hello.html").replace("\n", ""),
    )


def _question() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Your question",
        show_label=False,
        container=False,
        placeholder="Ask a question…",
        lines=1,
        max_lines=6,
        scale=1,
    )


def _standalone() -> gr.Checkbox:
    """Whether the question stands alone; the style sheet shows it only while it does."""
    return gr.Checkbox(elem_id="standalone", label="Ask on its own, without my earlier questions", container=False)


def _panel() -> gr.HTML:
    """The panel of sources; the page's script draws it, because it also shows those of earlier answers."""
    return gr.HTML(
        _NO_SOURCES,
        elem_id="sources",
        html_template='<div id="passages"></div>',
        js_on_load=SCRIPT.read_text(encoding="utf-8"),
        apply_default_css=False,
    )
