"""The element of a page that holds the article, and the article's end where no element tells it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.markup import plain
from advisor.readers.article import Part
from advisor.readers.html.junk import prose
from advisor.readers.plain_text import footer, junk
from advisor.readers.plain_text.lines import Block, Kind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BEFORE = 0.3  # of the words, that may stand in front of the title
LEAST_PROSE = 0.7  # of the page's, for an element to be taken for the whole article

_KINDS: dict[str, Kind] = {"item": "item", "more": "more", "table": "table"}
_CANDIDATES = (
    "descendant-or-self::*[self::article or self::main or @role='main' or contains(@itemprop, 'articleBody')"
    " or contains(@class, 'entry-content') or contains(@class, 'post-content') or contains(@class, 'article-content')"
    " or contains(@class, 'article-body') or contains(@class, 'article__body') or contains(@class, 'post-body')"
    " or contains(@class, 'page-content') or contains(@class, 'mw-parser-output') or contains(@class, 'markdown-body')"
    " or @id='content' or @id='main' or @id='bodyContent']"
)


def article(body: "HtmlElement") -> "HtmlElement":
    """The smallest element that is marked as the article and holds nearly all prose; else the page."""
    least = LEAST_PROSE * prose(body)
    fitting = [(prose(found), -at, found) for at, found in enumerate(body.xpath(_CANDIDATES))]
    fitting = [found for found in fitting if found[0] >= least]
    return min(fitting, key=lambda found: found[:2])[2] if fitting else body


def trimmed(parts: Sequence[Part], headline: str) -> list[Part]:
    """An article's parts without the page's lines around and between them."""
    at = _start(parts, junk.plain_key(headline))
    blocks = [_block(part) for part in parts[at:]]
    inside, listed = junk.contents(blocks)
    end = footer.start(blocks, listed)
    dropped = inside | {i for i, b in enumerate(blocks) if b.kind == "line" and not b.mark and _is_no_text(b.text)}
    kept = [part for i, part in enumerate(parts[at : at + end]) if i not in dropped]
    return [p for i, p in enumerate(kept) if p.kind != "heading" or not _is_empty(kept, i)]


def _start(parts: Sequence[Part], key: str) -> int:
    """Where the title stands among the parts, if little stands in front of it; else the beginning."""
    at = next((i for i, p in enumerate(parts) if p.kind == "heading" and key and junk.plain_key(p.text) == key), 0)
    before, all_ = sum(len(p.text) for p in parts[:at]), sum(len(p.text) for p in parts)
    return at if before <= MOST_BEFORE * all_ else 0


def _is_no_text(line: str) -> bool:
    return junk.is_line_junk(line) or not any(map(str.isalnum, line))


def _is_empty(parts: Sequence[Part], at: int) -> bool:
    """Whether a heading of the page's furniture has lost all that stood under it."""
    behind = parts[at + 1] if at + 1 < len(parts) else None
    return junk.is_footer_line(parts[at].text) and (behind is None or behind.kind == "heading")


def _block(part: Part) -> Block:
    """A part as the reader of plain text sees it."""
    text = "\n".join(" | ".join(row) for row in part.rows) or plain(part.text)
    marker = ("-" if part.number is None else f"{part.number}.") if part.kind == "item" else ""
    mark = "#" * part.level if part.kind == "heading" and not junk.is_footer_line(text) else ""
    return Block(_KINDS.get(part.kind, "line"), text, 1, part.level, marker, text, mark)
