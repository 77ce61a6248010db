"""The top of a page: which line is the title, and what in front of the first paragraph is not the article's."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from advisor.readers.plain_text.forms import STOP_WORDS, case, end_mark, is_prose, is_question, words
from advisor.readers.plain_text.junk import (
    DATE,
    is_caption,
    is_contents_label,
    is_footer_line,
    is_line_junk,
    looks_described,
    plain_key,
)
from advisor.readers.plain_text.lines import Block, without

HEADER = 40  # blocks in which the title is looked for

_BYLINE = re.compile(r"(?i:(?:[\w.-]+ ){0,2}by:?|authors?:?|words:?|(?:text|story):)\s+[A-Z].{0,90}")
_CRUMBS = re.compile(r"[^>›»→]{1,40}(?:\s?[>›»→]\s?[^>›»→]{1,120}){1,6}|(?:home|start)\s+[/|\\]\s.*", re.IGNORECASE)
_DATED = re.compile(DATE, re.IGNORECASE)
_LOGO = re.compile(r"\blogo\b", re.IGNORECASE)


def split(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """The title and the blocks behind it, without the page's own lines in front of the first paragraph."""
    opening = next((i for i, b in enumerate(blocks[:HEADER]) if _opens(b)), min(len(blocks), HEADER))
    header = blocks[:opening]
    title = _title_index(header, sum(b.mark == "=" for b in blocks) == 1, opening < len(blocks))
    if title is None:
        return "", without(blocks, {i for i, b in enumerate(header) if _is_header_junk(b)})
    text = header[title].text
    dropped = set(range(title + 1))
    dropped |= {
        i for i in range(title + 1, opening) if _is_header_junk(blocks[i]) or _is_deck(blocks, i, text, opening)
    }
    decks = {i for i in range(title + 1, opening - 1) if i not in dropped and _is_header_junk(blocks[i + 1])}
    kept = [replace(b, kind="more") if i in decks and b.kind == "line" else b for i, b in enumerate(blocks)]
    return _without_site(text), without(kept, dropped)


def _opens(block: Block) -> bool:
    """Whether a block is the first of the article's own sentences."""
    text = block.text
    if is_line_junk(text) or is_footer_line(text) or is_contents_label(text) or _is_keywords(text):
        return False
    return (
        block.kind == "line" and not block.mark and is_prose(text) and len(text.split()) > 7 and not is_question(text)
    )


def _is_header_junk(block: Block) -> bool:
    text = block.text
    if block.mark:
        return False
    if is_line_junk(text) or is_footer_line(text) or _LOGO.search(text) or _CRUMBS.fullmatch(text):
        return True
    return (bool(_BYLINE.fullmatch(text)) or bool(_DATED.search(text) and len(text) < 100)) and not is_prose(text)


def _title_index(header: Sequence[Block], one_mark: bool, opened: bool) -> int | None:
    """Where the title stands: the first line of a heading's form behind logo, menu and breadcrumbs.

    Args:
        header: the blocks in front of the first paragraph.
        one_mark: whether the page underlines a single line with "=", which is the title then.
        opened: whether the first paragraph was found.
    """
    crumbs = max((i for i, b in enumerate(header) if _CRUMBS.fullmatch(b.text) and not b.mark), default=-1)
    lines = [
        i for i, b in enumerate(header) if b.kind == "line" and not _is_header_junk(b) and not _is_keywords(b.text)
    ]
    # A sentence is a title only where the first paragraph comes behind it: a note of a few lines may have none.
    named = [i for i in lines if not _is_sentence(header[i].text)]
    lines = named or (lines if opened else [])
    marked = [i for i in lines if header[i].mark == "#" or (header[i].mark == "=" and one_mark)]
    if marked or (lines and header[lines[0]].mark):
        return (marked or lines)[0]
    behind = [i for i in lines if i > crumbs] or lines
    behind = [i for i in behind if not is_caption(header[i].text, "")] or behind
    telling = [i for i in behind if len(header[i].text.split()) > 3] or [i for i in behind if len(header[i].text) > 7]
    if not (telling or behind):
        return None
    chosen = _behind_site(header, telling or behind)
    bare = plain_key(_without_site(header[chosen].text))
    again = [
        i for i in behind if i > chosen and plain_key(header[i].text) and bare.startswith(plain_key(header[i].text))
    ]
    return next((i for i in again if len(header[i].text.split()) > 2), chosen)


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and "." not in text.split()[-1][:-1]  # but no abbreviation, as in "M.D."


def _behind_site(header: Sequence[Block], lines: Sequence[int]) -> int:
    """The first line, but where that is a menu or a site's name a later one that looks more like a title."""
    first = lines[0]
    later = [i for i in lines[1:] if header[i].before and case(header[i].text) == "title"]
    better = [i for i in later if len(header[i].text.split()) > 5]
    if not header[first].before and first > 0:
        return (better or [first])[0]
    dated = [i for i in better if i + 1 < len(header) and _is_header_junk(header[i + 1])]
    return dated[0] if dated and len(header[first].text.split()) < 6 else first


def _without_site(title: str) -> str:
    """A page's title without the site's name behind a bar."""
    head, bar, site = title.rpartition(" | ")
    return head.strip() if bar and len(site.split()) < 6 and len(head.split()) > 1 else title


def _is_keywords(text: str) -> bool:
    """Whether a line strings search words together: no sentence, few small words, mostly lower case."""
    found = words(text)
    if len(found) < 5 or end_mark(text) or is_question(text):
        return False
    small = sum(w.lower() in STOP_WORDS for w in found) / len(found)
    capital = sum(w[0].isupper() and not w.isupper() for w in found) / len(found)
    repeats = max(Counter(w.lower() for w in found if w.lower() not in STOP_WORDS).values(), default=0)
    listed = text.count(",") >= 3 and text.count(",") >= len(found) / 5
    if listed and capital < 0.8 and small < 0.2:
        return True
    return len(found) > 7 and capital < 0.5 and (small < 0.12 or (repeats > 1 and (text[0].islower() or small < 0.25)))


def _is_deck(blocks: Sequence[Block], at: int, title: str, opening: int) -> bool:
    """Whether a header line behind the title is keywords, a caption, the title again or a writer's name."""
    block = blocks[at]
    text = block.text
    if block.kind == "item" or block.mark:
        return False
    if _is_keywords(text) or is_caption(text, title) or plain_key(text) == plain_key(title):
        return True
    if looks_described(text):
        return True
    name = len(text.split()) < 6 and bool(re.search(r",\s*(?:M\.?D|Ph\.?D|MPH|D\.?O|MBBS|R\.?N|MA|MSc)\b", text))
    sibling = at + 1 < opening and text[0].islower()
    return name or sibling
