"""The bottom of a page: where the article ends and advertisement, comments and links to others start."""

import re
from collections.abc import Sequence

from advisor.readers.plain_text.forms import is_main_word, may_head
from advisor.readers.plain_text.junk import LONGEST_NOTE, is_box, is_footer_line, is_line_junk, plain_key
from advisor.readers.plain_text.lines import Block

_STRONG = re.compile(
    r"related|you m|\d+ |comments?|leave|©|\(c\)\W{0,3}\d{4}|copyright|.*cookie|privacy|about the author",
    re.IGNORECASE,
)
_BRAND = re.compile(r"([A-Z][\w.&+]*(?: [A-Z][\w.&+]*)?)\s*(?:[-–—|]|®|™)\s+\S|([A-Z]\w*[a-z][A-Z]\w*):\s+\S")


def start(blocks: Sequence[Block], listed: dict[str, int]) -> int:
    """Where the article ends and the page's footer starts."""
    total, behind = sum(len(b.text) for b in blocks) or 1, 0
    end = len(blocks)
    parts = 0  # what looks like a heading with its paragraph behind this line
    for at in range(len(blocks) - 1, -1, -1):
        text = blocks[at].text
        behind += len(text)
        strong = bool(_STRONG.match(text))
        if is_footer_line(text) and blocks[at].kind != "table" and (strong or is_box(blocks, at)):
            if behind <= (0.6 if strong else 0.3) * total + 400 and parts <= strong:
                end = at
        elif _is_sure(blocks, at, listed):
            break
        parts += _leads_text(blocks, at, LONGEST_NOTE)
    while end and (is_line_junk(blocks[end - 1].text) or is_footer_line(blocks[end - 1].text)):
        end -= 1
    return _before_brand(blocks, end) if end < len(blocks) else end


def _leads_text(blocks: Sequence[Block], at: int, least: int) -> bool:
    """Whether a line might be a heading whose paragraph has more than so many words."""
    if blocks[at].kind != "line" or at + 1 >= len(blocks) or not may_head(blocks[at].text):
        return False
    return len(blocks[at + 1].text.split()) > least


def _is_sure(blocks: Sequence[Block], at: int, listed: dict[str, int]) -> bool:
    """Whether a line behind any footer line shows that the article goes on."""
    block = blocks[at]
    if block.mark or is_main_word(block.text) or plain_key(block.text) in listed:
        return _leads_text(blocks, at, 5)
    return block.before > 1 and _leads_text(blocks, at, 20)


def _before_brand(blocks: Sequence[Block], end: int) -> int:
    """The end moved up over an advertisement: a brand's name, never mentioned before, and its motto."""
    for at in range(end - 1, max(0, end - 10), -1):
        block = blocks[at]
        match = _BRAND.match(block.text) if block.kind == "line" and block.before and may_head(block.text) else None
        if not match:
            continue
        brand = match[1] or match[2]
        name = re.compile(rf"\b{re.escape(brand)}\b")
        again = bool(re.search(r"[a-z][A-Z]", brand)) or any(name.search(b.text) for b in blocks[at + 1 : end])
        if again and not any(name.search(b.text) for b in blocks[:at]):
            end = at
            break
    tab = blocks[end - 1].text if end else ""  # a tab's name: one word in lower case, alone on its line
    return end - 1 if tab.isalpha() and tab.islower() and blocks[end - 1].kind == "line" else end
