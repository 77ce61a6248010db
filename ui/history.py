"""Gradio's messages as LangChain's: what was said before a question.

What comes back from the page is the HTML that `ui.messages` made; a caller of the API sends plain text.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from ui.messages import STANDALONE

_LINKED_MARKER = re.compile(r"\s*\[\d+\](?:\(\S*\))?")
_SPACES = re.compile(r"[ \t\N{NO-BREAK SPACE}]+\n|\n{2,}")
_VOID = ("br", "hr", "img")
_SHOWN = '<div class="answer'


def earlier_turns(shown: Iterable[Mapping[str, Any]]) -> list[BaseMessage]:
    """The conversation since the last standalone question, without markers, links and folded blocks."""
    said: list[BaseMessage] = []
    for message in shown:
        text = _text(message.get("content"))
        if (message.get("metadata") or {}).get("title") or not text:
            continue
        if message.get("role") == "user":
            if text.startswith(STANDALONE[0]):
                said.clear()
                text = text.removeprefix(STANDALONE[0]).removesuffix(STANDALONE[1])
            said.append(HumanMessage(html.unescape(text)))
        elif message.get("role") == "assistant":
            said.append(AIMessage(_words(text)))
    return said


def _text(content: object) -> str:
    """A message's text: a string from the API, a list of parts from the browser."""
    if isinstance(content, str):
        return content.strip()
    parts = content if isinstance(content, Sequence) else [content]
    return "\n".join(str(p["text"]) for p in parts if isinstance(p, Mapping) and p.get("text")).strip()


def _words(text: str) -> str:
    """An earlier answer's words; its markers mean nothing outside it."""
    if not text.startswith(_SHOWN):
        return _LINKED_MARKER.sub("", text)
    reader = _Words()
    reader.feed(text)
    return _SPACES.sub("\n", "".join(reader.words)).strip()


class _Words(HTMLParser):
    """Collects the words of a shown answer; leaves out links to sources and what the page added."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a tag."""
        classes = (dict(attrs).get("class") or "").split()
        if self._skipped or {"citation", "aside"} & set(classes):
            if tag not in _VOID:
                self._skipped.append(tag)
        elif tag == "li":
            self.words.append("\n- ")
        elif tag in ("p", "tr", "pre", "br", "h1", "h2", "h3", "h4"):
            self.words.append("" if self.words and self.words[-1] == "\n- " else "\n")

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        if self._skipped and tag not in _VOID:
            self._skipped.pop()
        elif tag in ("td", "th"):
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if not self._skipped and (data.strip() or not data.startswith("\n")):
            self.words.append(data)
