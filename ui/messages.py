"""Questions and answers as Gradio's messages.

What is shown is HTML that was made and escaped here, because Gradio reads a message as Markdown with
HTML in it. `ui.history` reads it back.
"""

import html
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markdown_it.token import Token

from advisor.citations import MARKER, NEAREST_IS, Answer, Citation
from advisor.markup import tokens
from ui import links, marking
from ui.pages import render

Message = dict[str, Any]

_PLAIN = set("',?;%/\" ().-+")  # punctuation that Markdown and HTML leave alone, but for the cases below
_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in string.punctuation if sign not in _PLAIN})
_LIST = re.compile(r"^(\s*(?:\d+)?)([-+.)])", re.MULTILINE)
_WEB = re.compile(r"www\.", re.IGNORECASE)
_GLUE = "\N{NO-BREAK SPACE}"  # a marker never begins a line
_NEWLINE = "&#10;"  # a blank line would end the block of HTML
_UNFINISHED = re.compile(r"\s*\[\d*$")
STANDALONE = ('<div class="standalone">', "</div>")


def user(question: str, *, standalone: bool = False) -> Message:
    """What the user typed, shown letter by letter.

    Args:
        question: what was typed.
        standalone: whether the conversation begins anew with it, as far as the advisor is told.
    """
    text = _LIST.sub(lambda m: f"{m[1]}&#{ord(m[2])};", question.translate(_SIGNS))
    text = _WEB.sub(lambda m: f"{m[0][:-1]}&#46;", text)
    if standalone:
        text = text.replace("\n", _NEWLINE).join(STANDALONE)
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
    body, used = _body(_UNFINISHED.sub("", _said_without_nearest(answer)), cited)
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


def parts(conversation: Iterable[Message]) -> list[Message]:
    """Messages as Gradio's own script reads them; those that come from there have their parts already."""
    return [
        {**message, "content": [{"type": "text", "text": message["content"]}]}
        if isinstance(message["content"], str)
        else message
        for message in conversation
    ]


def _said_without_nearest(answer: Answer) -> str:
    """The answer's words; the page lists the sections nearest to a refused question below them."""
    if answer.coverage != "none":
        return answer.answer
    said, named, _ = answer.answer.partition(NEAREST_IS)
    return f"{said}." if named else said


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
        yield child.copy(content=f"{before.rstrip()}{_GLUE}" if citation and before.endswith(" ") else before.rstrip())
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
