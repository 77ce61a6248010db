"""Runs of text in one style -> Markdown, and the paragraphs and bullets in them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from advisor.markup import plain
from advisor.readers.plain_text.lines import BULLET
from advisor.readers.plain_text.render import inline, paragraph

_BOLD, _NORMAL = "\ue000", "\ue001"  # stand for ** until the text between is escaped
_PRIVATE = re.compile(r"[\ue000-\uf8ff\u200b\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_WEB = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style; `link` is the address it leads to, if any."""

    text: str
    bold: bool = False
    link: str = ""


def words(runs: Iterable[Run]) -> str:
    """The bare words of some runs, in one line."""
    return clean("".join(run.text for run in runs))


def clean(text: str) -> str:
    """Text in one line, without signs that cannot be seen."""
    return _SPACE.sub(" ", _PRIVATE.sub("", text)).strip()


def formatted(runs: Sequence[Run]) -> str:
    """Runs as one line of Markdown: bold words and links to the web are kept, all other signs escaped.

    Where Markdown cannot say it (bold that ends inside a word), the words stand without the formatting.
    """
    bare = words(runs)
    if not any(run.bold or run.link for run in runs):
        return paragraph(bare)
    for marked in (_marked(runs), _marked([replace(run, link="") for run in runs])):
        if plain(marked) == bare:
            return marked
    return paragraph(bare)


def _marked(runs: Sequence[Run]) -> str:
    pieces: list[str] = []
    links: list[str] = []
    for bold, same in groupby(runs, key=lambda run: run.bold):
        text = ""
        for run in same:
            if run.link and run.text.strip() and _WEB.fullmatch(run.link) and not _WEB.fullmatch(run.text.strip()):
                text += f"{_space(run.text, 0)}[{clean(run.text)}\ue002{len(links)}\ue003{_space(run.text, -1)}"
                links.append(run.link.replace("(", "%28").replace(")", "%29"))
            else:
                text += _PRIVATE.sub("", run.text)
        around = bold and text.strip()
        pieces.append(f"{_space(text, 0)}{_BOLD}{text.strip()}{_NORMAL}{_space(text, -1)}" if around else text)
    line = paragraph(_SPACE.sub(" ", "".join(pieces)).strip())
    line = re.sub("\ue002(\\d+)\ue003", lambda m: f"]({links[int(m[1])]})", line)
    return line.replace(_BOLD, "**").replace(_NORMAL, "**")


def _space(text: str, at: int) -> str:
    return " " if text and text[at].isspace() else ""


def bulleted(text: str) -> tuple[str, str]:
    """A line's bullet and the words behind it; the bullet is empty where it has none."""
    match = BULLET.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    r"""The paragraphs of some runs, in which "\n" stands for a line break.

    They are cut at blank lines, in front of bullets, and around lines that are wholly bold.
    """
    found: list[list[Run]] = []
    breaks = 0
    for is_break, same in groupby(runs, key=lambda run: run.text == "\n"):
        line = list(same)
        if is_break:
            breaks += len(line)
        elif bare := words(line):
            if not found or breaks > 1 or bulleted(bare)[0] or _is_bold(line) or _is_bold(found[-1]):
                found.append(line)
            else:
                found[-1] += [Run(" "), *line]
            breaks = 0
    return found


def _is_bold(runs: Sequence[Run]) -> bool:
    return all(run.bold for run in runs if run.text.strip())


def behind(runs: Sequence[Run], count: int) -> list[Run]:
    """Runs without the first letters of their words in one line."""
    left = words(runs)[count:]
    kept = list(runs)
    while kept and words(kept) != left:
        first = kept[0]
        kept = [replace(first, text=first.text[1:]), *kept[1:]] if first.text else kept[1:]
    return kept


def cell(text: str) -> str:
    """The words of a table's cell, safe inside it."""
    return inline(clean(text))
