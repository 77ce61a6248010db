"""A model's stream of text -> whole sentences and list items, each as soon as it is complete."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.errors import GenerationError
from advisor.markup import plain
from advisor.sentences import sentence_spans

LONGEST = 1200  # characters without an end: no sentence, the model has lost its way

_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_OPEN_THOUGHT = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_MARK = re.compile(
    r"\s*(?:\[\^?\s*(?:(?:passages?|sources?|n)\s*)?\d+(?:\s*[,;–-]\s*\d+)*\s*\]|【[^】]*】|\((?:passages?|sources?)\s*\d[\d,\s]*\))",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ITEM = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.)])\s+")
_UNSEEN = ("Cf", "Cc", "Co", "Cs")  # what nobody sees may still turn a text round
_SKIPPED = re.compile(
    r"^\s*(?:#{1,6}\s|```|~~~|\||[-*_=]{3,}\s*$|\{|\[\d+\]:|(?:sources?|references?)\s*:)", re.IGNORECASE
)
# An end that no further letter can change: no abbreviation, number or address goes on behind it.
_ENDED = re.compile(r"(?:[a-z]{4,}|\])[.!?]+[*_\"”’)]*$")
_COMPLETE = re.compile(r"[.!?:…][\"'”’)*_]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence or list item, without markers, links and Markdown signs.

    Attributes:
        text: its words.
        item: whether it is an item of a list.
        opens: whether it opens a paragraph or a list.
    """

    text: str
    item: bool
    opens: bool


class Cutter:
    """Cuts a growing text; what was cut off is forgotten."""

    def __init__(self) -> None:
        self._rest = ""
        self._line_begun = False
        self._in_item = False
        self._gap = True
        self._fenced = False

    def feed(self, text: str) -> Iterator[Piece]:
        """The pieces that a further bit of text completes.

        Raises:
            GenerationError: the text goes on and on without a sentence's end.
        """
        self._rest = _THOUGHT.sub("", self._rest + text)
        while not _OPEN_THOUGHT.search(self._rest):
            line, newline, rest = self._rest.partition("\n")
            if not newline:
                break
            self._rest = rest
            yield from self._cut(line, ended=True)
            self._line_begun = False
        else:
            return
        if len(self._rest) > LONGEST:
            raise GenerationError("wrote without coming to an end")
        yield from self._begun()

    def end(self, *, whole: bool) -> Iterator[Piece]:
        """What is left at the end; where the model was cut off, only what ends as a sentence does.

        Args:
            whole: whether the model came to its own end.
        """
        rest = "" if _OPEN_THOUGHT.search(self._rest) else self._rest
        item = self._in_item if self._line_begun else bool(_ITEM.match(rest))
        if _COMPLETE.search(_MARK.sub("", rest).rstrip()) or (whole and item):
            yield from self._cut(rest, ended=True)
            self._rest = ""

    @property
    def half(self) -> bool:
        """Whether half a sentence is left."""
        return bool(clean(self._rest))

    def _begun(self) -> Iterator[Piece]:
        """Whole sentences of a line that is not complete yet."""
        if _SKIPPED.match(self._rest) or re.fullmatch(r"[\s\d.)*•+-]*", self._rest):
            return
        spans = sentence_spans(self._rest)
        if not spans:
            return
        if not _ENDED.search(self._rest.rstrip()):
            spans.pop()
        if spans:
            end = spans[-1][1]
            line, self._rest = self._rest[:end], self._rest[end:]
            yield from self._cut(line, ended=False)
            self._line_begun = True

    def _cut(self, line: str, *, ended: bool) -> Iterator[Piece]:
        if line.lstrip().startswith(("```", "~~~")):
            self._fenced = not self._fenced
        if not self._line_begun:
            if self._fenced or _SKIPPED.match(line) or not line.strip():
                self._gap = True
                return
            item = bool(_ITEM.match(line))
            self._gap = self._gap or (self._in_item and not item)
            self._in_item, line = item, _ITEM.sub("", line)
        spans = [(0, len(line))] if self._in_item and ended and not self._line_begun else sentence_spans(line)
        for position, (start, end) in enumerate(spans):
            if text := clean(line[start:end]):
                starts_item = self._in_item and not self._line_begun and position == 0
                yield Piece(text, starts_item, self._gap)
                self._gap = False


def clean(text: str) -> str:
    """The words alone: markers, links, tags and Markdown signs taken out."""
    text = "".join(c for c in html.unescape(text) if unicodedata.category(c) not in _UNSEEN)
    return plain(_TAG.sub("", _MARK.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text)))).strip()).strip()
