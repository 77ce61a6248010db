"""The bottom of a page: where the article ends and advertisement, comments and links to others start."""

import re
from collections.abc import Sequence

from advisor.readers.plain_text.forms import is_main_word, may_head
from advisor.readers.plain_text.junk import is_footer_line, is_line_junk, plain_key
from advisor.readers.plain_text.lines import Block

_STRONG_FOOTER = re.compile(
    r"related|you m|\d+ |comments?|leave|©|\(c\)|copyright|.*cookie|privacy|about the author", re.IGNORECASE
)
_OFFER = re.compile(
    r"no credit card|free (?:to try|trial|for the first)|100 ?% free|no account|sign up|get started|half price"
    r"|\d+ ?% off|coupon"
    r"|try (?:it|us|.{2,25}) (?:free|today|now)|book (?:a|your) (?:free )?(?:call|session|consultation|demo)"
    r"|start your free"
    r"|join (?:over )?\d+|cancel any ?time|download (?:our|the) (?:free )?(?:app|guide|checklist)|learn more\b"
    r"|limited time",
    re.IGNORECASE,
)
_BRAND = re.compile(r"([A-Z][\w.&+]*(?: [A-Z][\w.&+]*)?)\s*(?:[-–—|:]|®|™)\s+\S")


def start(blocks: Sequence[Block], listed: dict[str, int]) -> int:
    """Where the article ends and the page's footer starts."""
    lengths = [len(b.text) for b in blocks]
    total, behind = sum(lengths) or 1, 0
    evidence = len(blocks)
    end = len(blocks)
    for at in range(len(blocks) - 1, -1, -1):
        behind += lengths[at]
        text = blocks[at].text
        if is_footer_line(text) and blocks[at].kind != "table":
            strong = bool(_STRONG_FOOTER.match(text))
            if evidence == len(blocks) and behind <= (0.6 if strong else 0.3) * total + 400:
                end = at
        elif evidence == len(blocks) and _is_article(blocks, at, listed):
            evidence = at
    return _advertised(blocks, _trailing(blocks, end))


def _is_article(blocks: Sequence[Block], at: int, listed: dict[str, int]) -> bool:
    """Whether a block behind a footer line shows that the article goes on: a heading with text of its own."""
    block = blocks[at]
    if block.kind != "line" or at + 1 >= len(blocks) or not may_head(block.text) or is_footer_line(block.text):
        return False
    sure = block.mark or is_main_word(block.text) or plain_key(block.text) in listed
    length = len(blocks[at + 1].text.split())
    return (bool(sure) and length > 5) or (block.before > 1 and length > 20)


def _trailing(blocks: Sequence[Block], end: int) -> int:
    """The end moved up over lines of the page that stand directly in front of the footer."""
    while end and (is_line_junk(blocks[end - 1].text) or is_footer_line(blocks[end - 1].text)):
        end -= 1
    return end


def _advertised(blocks: Sequence[Block], end: int) -> int:
    """The end moved up over an advertisement: a brand's name that the article never mentions, or an offer."""
    last = end
    if end and _is_offer(blocks, end - 1):
        last = end - 1
    for at in range(end - 1, max(0, end - 10), -1):
        match = _BRAND.match(blocks[at].text)
        if not match or blocks[at].kind != "line" or not may_head(blocks[at].text):
            continue
        name = re.compile(rf"\b{re.escape(match[1])}\b")
        again = sum(bool(name.search(b.text)) for b in blocks[at + 1 : end])
        inner = bool(re.search(r"[a-z][A-Z]", match[1]))
        offered = last < end or end < len(blocks)
        if offered and again + inner > 0 and not any(name.search(b.text) for b in blocks[:at]):
            return _trailing_word(blocks, at)
    return _trailing_word(blocks, last) if last < end or end < len(blocks) else end


def _is_offer(blocks: Sequence[Block], at: int) -> bool:
    text = blocks[at].text
    alone = blocks[at].source.startswith("*") and not any(b.source.startswith("* ") for b in blocks[:at])
    return len(text) < 200 and (bool(_OFFER.search(text)) or alone)


def _trailing_word(blocks: Sequence[Block], end: int) -> int:
    """The end moved up over a tab's name: one word in lower case, alone on its line."""
    last = blocks[end - 1].text if end else ""
    return end - 1 if last.isalpha() and last.islower() and blocks[end - 1].kind == "line" else end
