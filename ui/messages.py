"""Gradio's messages <-> LangChain's messages, and an `Answer` as the conversation shows it.

What is shown is HTML that was made and escaped here, because Gradio reads a message as Markdown with
HTML in it. What comes back in the history is that same text, or plain text from a caller of the API.
"""

import html
import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from markdown_it.token import Token

from advisor.citations import MARKER, Answer, Citation
from advisor.markup import tokens
from ui import links, marking
from ui.pages import render

Message = dict[str, Any]

_PLAIN = set("',?;%/\" ().-+")  # punctuation that Markdown and HTML leave alone, but for the cases below
_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in string.punctuation if sign not in _PLAIN})
_LIST = re.compile(r"^(\s*(?:\d+)?)([-+.)])", re.MULTILINE)
_WEB = re.compile(r"www\.", re.IGNORECASE)
_NEWLINE = "&#10;"  # a blank line would end the block of HTML
_UNFINISHED = re.compile(r"\s*\[\d*$")
_LINKED_MARKER = re.compile(r"\s*\[\d+\](?:\(\S*\))?")
_VOID = ("br", "hr", "img")
_SHOWN = '<div class="answer'
_STANDALONE = ('<div class="standalone">', "</div>")


def user(question: str, *, standalone: bool = False) -> Message:
    """What the user typed, shown letter by letter.

    Args:
        question: what was typed.
        standalone: whether the conversation begins anew with it, as far as the advisor is told.
    """
    text = _LIST.sub(lambda m: f"{m[1]}&#{ord(m[2])};", question.translate(_SIGNS))
    text = _WEB.sub(lambda m: f"{m[0][:-1]}&#46;", text)
    if standalone:
        text = text.replace("\n", _NEWLINE).join(_STANDALONE)
    return {"role": "user", "content": text}


def progress(text: str) -> Message:
    """The place of an answer that is on its way."""
    return {"role": "assistant", "content": f'<div class="answer waiting">{html.escape(text)}</div>'}


def assistant(answer: Answer, *, complete: bool = True) -> Message:
    """An answer with its markers as links and its follow-ups as buttons.

    Args:
        answer: the answer.
        complete: whether it is whole; what still grows has no buttons.
    """
    cited = {citation.marker: citation for citation in answer.citations}
    body, used = _body(_UNFINISHED.sub("", answer.answer), cited)
    unused = [c for c in answer.citations if c.marker not in used and answer.coverage == "none"]
    nearest = [_link(c, _where(c)) for c in unused]
    parts = {
        "state": "complete" if complete else "growing",
        "coverage": answer.coverage,
        "body": body,
        "nearest": nearest,
        "understood": _understood(answer),
        "note": answer.phrasing.note if answer.phrasing else "",
    }
    page = render("answer.html", parts)
    options = [{"value": question, "label": question} for question in answer.followups if complete]
    return {"role": "assistant", "content": page.strip().replace("\n", _NEWLINE), "options": options}


def history(shown: Iterable[Mapping[str, Any]]) -> list[BaseMessage]:
    """The conversation since the last standalone question, without markers, links and folded blocks."""
    said: list[BaseMessage] = []
    for message in shown:
        text = _text(message.get("content"))
        if (message.get("metadata") or {}).get("title") or not text:
            continue
        if message.get("role") == "user":
            if is_standalone(message):
                said.clear()
                text = text.removeprefix(_STANDALONE[0]).removesuffix(_STANDALONE[1])
            said.append(HumanMessage(html.unescape(text)))
        elif message.get("role") == "assistant":
            said.append(AIMessage(_words(text)))
    return said


def is_standalone(message: Mapping[str, Any]) -> bool:
    """Whether a message is a question that is asked without the turns before it."""
    return message.get("role") == "user" and _text(message.get("content")).startswith(_STANDALONE[0])


def _understood(answer: Answer) -> str:
    """The standalone question, where it says other words than the user's."""
    return answer.standalone_question if _said(answer.standalone_question) != _said(answer.question) else ""


def _said(question: str) -> str:
    """A question without the differences that do not count: case, spaces and the sign at its end."""
    return " ".join(question.casefold().split()).rstrip(" .?!")


def _body(text: str, cited: Mapping[int, Citation]) -> tuple[str, set[int]]:
    """An answer's Markdown as HTML with its markers as links, and the markers it holds."""
    used: set[int] = set()
    parsed = tokens(text)
    for token in parsed:
        if token.type == "inline":
            children = marking.without_images(token.children or [])
            token.children = [piece for child in children for piece in _linked(child, cited, used)]
    return marking.html(parsed), used


def _linked(child: Token, cited: Mapping[int, Citation], used: set[int]) -> Iterator[Token]:
    """A text cut at its markers; a marker without a source is dropped."""
    if child.type != "text":
        yield child
        return
    at = 0
    for found in MARKER.finditer(child.content):
        before = child.content[at : found.start()]
        citation = cited.get(int(found[1]))
        yield child.copy(content=before if citation else before.rstrip())
        if citation:
            used.add(citation.marker)
            yield marking.raw(_link(citation, str(citation.marker)))
        at = found.end()
    yield child.copy(content=child.content[at:])


def _link(citation: Citation, text: str) -> str:
    """The link that opens a citation's passage; the page's script adds what Gradio strips."""
    address, title = html.escape(links.passage(links.place(citation))), html.escape(_where(citation))
    n = citation.marker
    words = html.escape(text)
    return f'<a class="citation n-{n}" data-marker="{n}" href="{address}" title="{title}">{words}</a>'


def _where(citation: Citation) -> str:
    return " › ".join(citation.section) or citation.title


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
    return re.sub(r"[ \t]+\n|\n{2,}", "\n", "".join(reader.words)).strip()


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
