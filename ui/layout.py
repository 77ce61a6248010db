"""The chat page's parts, where they stand, and what happens when."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import api

from ui import chat, pages, sources
from ui.api import Library
from ui.chat import Chat

Panel = Callable[[], None]
"""Makes components of its own beside the conversation, and wires them."""

_NO_SOURCES = sources.panel({}, {})
_OPENING = '<p class="note">The guides are being opened…</p>'
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What of the page changes."""

    conversation: gr.Chatbot
    alert: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    fresh: gr.Button
    reopen: gr.Button
    first: gr.Number
    alone: gr.Checkbox
    about_me: gr.Textbox
    panel: gr.HTML
    library: gr.HTML


def blocks(answering: Chat, panels: Sequence[Panel] = ()) -> gr.Blocks:
    """The page, wired.

    Args:
        answering: answers it.
        panels: further parts beside the conversation.
    """
    # Gradio would sum up all events so far in a data frame after each one: a question would cost more each time.
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(10**9))
    page = gr.Blocks(title=pages.NAME, analytics_enabled=False, fill_width=True)
    with page:
        parts = _parts(panels)
        page.load(answering.opening, None, [parts.conversation, parts.library, parts.alert], **_PRIVATE)
        _wire_asking(parts, answering)
        _wire_keeping(parts)
        library = Library(answering.loading, answering.limit)
        for function in (answering.ask, library.search, library.guides):
            api(function, api_name=function.__name__)
    # Gradio would tell everybody who waits about every turn that begins, which grows with the square of their number.
    page.queue(status_update_rate=60, default_concurrency_limit=16)
    return page


def _parts(panels: Sequence[Panel]) -> Parts:
    gr.HTML(pages.render("header.html", {"chat": True}), elem_id="top", apply_default_css=False)
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            conversation = _conversation()
            alert = gr.HTML("", elem_id="notice", apply_default_css=False)
            with gr.Row(elem_id="composer"):
                question = _question()
                send = gr.Button("Ask", elem_id="send", variant="primary", scale=0, min_width=72)
                stop = gr.Button("Stop", elem_id="stop", scale=0, min_width=72)
            gr.HTML(pages.render("note.html"), elem_id="foot", apply_default_css=False)
            # The page's script fills these in and presses them.
            first, alone = gr.Number(precision=0, visible=False), gr.Checkbox(visible=False)
            about_me = gr.Textbox(visible=False)
            fresh = gr.Button("New conversation", elem_id="fresh", visible="hidden")
            reopen = gr.Button("Open again", elem_id="reopen", visible="hidden")
        with gr.Column(elem_id="evidence"):
            panel = _panel()
            library = gr.HTML(_OPENING, elem_id="guides", apply_default_css=False)
            for make in panels:
                make()
    return Parts(conversation, alert, question, send, stop, fresh, reopen, first, alone, about_me, panel, library)


def _wire_asking(parts: Parts, answering: Chat) -> None:
    conversation, question, alert = parts.conversation, parts.question, parts.alert
    turn: dict[str, Any] = {
        "inputs": [question, conversation, parts.first, parts.alone, parts.about_me],
        "outputs": [conversation, parts.panel, alert],
        "js": _script("turns", "turn"),
        # What is checked and converted between Gradio's parts and us is plain already: each takes a thread's turn.
        "preprocess": False,
        "postprocess": False,
        **_PRIVATE,
    }
    # What is sent while an answer grows is asked after it.
    typed = gr.on([parts.send.click, question.submit], answering.reply, trigger_mode="always_last", **turn)
    picked = [
        button(chat.chosen, None, question, queue=False, **_PRIVATE).then(answering.reply, **turn)
        for button in (conversation.example_select, conversation.option_select)
    ]
    back: dict[str, Any] = {"outputs": [conversation, question, alert], **_PRIVATE}
    for asked in (typed, *picked):
        asked.success(None, alert, question, js=_script("turns", "returned"), **_PRIVATE)
        asked.failure(None, None, js=_script("turns", "failed", json.dumps(chat.broken())), **back)
    parts.stop.click(None, conversation, js=_script("turns", "stopped"), cancels=[typed, *picked], **back)


def _wire_keeping(parts: Parts) -> None:
    """The browser keeps the conversations; the server takes no part."""
    conversation, panel, alert = parts.conversation, parts.panel, parts.alert
    conversation.change(None, conversation, None, js=_script("turns", "heard"), **_PRIVATE)
    emptied = _script("sources", "emptied", json.dumps(_NO_SOURCES))
    parts.fresh.click(None, None, [conversation, panel, alert], js=emptied, **_PRIVATE)
    reopened = parts.reopen.click(
        None, None, [conversation, alert], js=_script("conversations", "reopened"), **_PRIVATE
    )
    reopened.then(None, None, None, js=_script("sources", "showNewest"), **_PRIVATE)


def _script(module: str, name: str, arguments: str = "...given") -> str:
    """JavaScript that calls a function of the page's own scripts."""
    return f"async (...given) => (await import('/page/{module}.js')).{name}({arguments})"


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


def _panel() -> gr.HTML:
    """The panel of sources; the page's script draws it, because it also shows those of earlier answers."""
    return gr.HTML(
        _NO_SOURCES,
        elem_id="sources",
        html_template='<div id="passages"></div>',
        js_on_load="import('/page/chat.js').then((page) => page.start(element, props, watch));",
        apply_default_css=False,
    )
