"""Which blocks are headings: plain lines by their form and what stands around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.readers.plain_text import numbers
from advisor.readers.plain_text.forms import (
    Case,
    Number,
    case,
    end_mark,
    is_faq,
    is_main_word,
    is_prose,
    is_question,
    is_quoted,
    may_head,
    numbering,
)
from advisor.readers.plain_text.junk import looks_described, plain_key
from advisor.readers.plain_text.lines import Block

NEAR = 12  # blocks from the first or last quoted question
LONGEST_SAID = 8  # words of what is said in quotation marks and heads a section
LONGEST_ASKED = 100  # characters of a question that heads a section outside a list of questions


@dataclass(slots=True)
class Heading:
    """A heading and what its level is decided from.

    Attributes:
        index: of its block.
        text: the source's words.
        before: blank lines in front of it.
        mark: its underline or hashes.
        number: its place in a sequence, where it has one.
        case: how it is capitalised.
        listed: its depth in the table of contents; 0 if it is not in it.
        picture: where one stands at it: "above", "below", or empty.
        words: how many words stand between it and the next heading.
        level: 1 for a main heading; 0 until decided.
    """

    index: int
    text: str
    before: int
    mark: str
    number: Number | None
    case: Case
    listed: int
    picture: str
    words: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Page:
    """What every decision may look at."""

    blocks: Sequence[Block]
    listed: Mapping[str, int]
    dense: bool


def find(blocks: Sequence[Block], listed: Mapping[str, int]) -> list[Heading]:
    """The headings of a page in order, without levels.

    Args:
        blocks: the article's blocks.
        listed: what the table of contents lists.
    """
    numbered = numbers.find(blocks)
    page = _Page(blocks, listed, _is_dense(blocks))
    chosen = [i for i in range(len(blocks)) if i in numbered or _is_plain_heading(page, i)]
    quoted = {i for i in chosen if is_quoted(blocks[i].text)}
    chosen = sorted({*chosen, *_said(page, quoted)}) if len(quoted) > 1 else [i for i in chosen if i not in quoted]
    chosen = _without_runs(page, chosen, numbered)
    headings = [_heading(blocks[i], i, numbered.get(i), listed) for i in chosen]
    for heading, following in zip(headings, [*chosen[1:], len(blocks)], strict=False):
        heading.words = sum(len(b.text.split()) for b in blocks[heading.index + 1 : following])
    return headings


def _said(page: _Page, asked: set[int]) -> set[int]:
    """The short quoted lines that are no question, but are answered as the quoted questions around them are."""
    blocks, near = page.blocks, range(min(asked) - NEAR, max(asked) + NEAR)
    return {
        i
        for i, b in enumerate(blocks[:-1])
        if i in near and b.kind == "line" and b.before and is_quoted(b.text) and not is_question(b.text)
        if len(b.text.split()) <= LONGEST_SAID and blocks[i + 1].before and not _is_aside(blocks, i)
    }


def _heading(block: Block, index: int, number: Number | None, listed: Mapping[str, int]) -> Heading:
    text = block.source if block.kind == "item" else block.text
    depth = listed.get(plain_key(text), 0)
    return Heading(index, text, block.before, block.mark, number, case(text), depth, block.picture)


def _is_dense(blocks: Sequence[Block]) -> bool:
    """Whether the page has hardly any blank lines, so that they tell nothing."""
    lines = [b for b in blocks if b.kind == "line"]
    return sum(not b.before for b in lines) > 0.8 * len(lines)


def _is_plain_heading(page: _Page, index: int) -> bool:
    """Whether a line without number is a heading by its form and by what stands around it."""
    blocks, block = page.blocks, page.blocks[index]
    text = block.text
    if block.kind != "line":
        return False
    if block.mark:
        return True
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if following is None or not may_head(text, colon=case(text) == "caps"):
        return False
    if plain_key(text) in page.listed or (is_main_word(text) and (block.before or page.dense)):
        return True
    if _is_aside(blocks, index):
        return False
    if not block.before:
        return _stands_out(blocks, index, page.dense)
    return bool(following.before) or end_mark(following.text) in tuple(".!?:") or following.kind in ("item", "table")


def _is_aside(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line is an exclamation, a picture's caption, or a question that is too long or only an example."""
    text, following = blocks[index].text, blocks[index + 1]
    if is_quoted(text):
        led = index > 0 and end_mark(blocks[index - 1].text) == ":"
        return led or not is_prose(following.text) or is_quoted(following.text)
    if is_question(text) and len(text) > LONGEST_ASKED:
        return not any(is_faq(b.text) for b in blocks[max(0, index - 60) : index])
    return end_mark(text) == "!" or (looks_described(text) and following.kind != "item")


def _stands_out(blocks: Sequence[Block], index: int, dense: bool) -> bool:
    """Whether a line with text right above and below it is a heading all the same."""
    above, block, below = blocks[index - 1] if index else None, blocks[index], blocks[index + 1]
    if below.before or len(block.text) > 80 + 40 * dense:
        return False
    ended = above is None or above.kind != "line" or end_mark(above.text) in (".", "!", "?", "…", *(":" * dense))
    ended = ended or (is_question(block.text) and above is not None and "question" in above.text.lower())
    leads = is_prose(below.text) and (len(below.text) >= 60 or is_question(block.text))
    if dense:
        ended = ended or case(block.text) != "sentence" or (above is not None and is_main_word(above.text))
        leads = leads or below.kind == "item" or end_mark(below.text) in tuple(".!?:") or bool(numbering(below.text))
    short = case(block.text) != "sentence" or is_question(block.text) or len(block.text.split()) < 9 + 4 * dense
    return ended and leads and short


def _without_runs(page: _Page, chosen: Sequence[int], numbered: Mapping[int, Number]) -> list[int]:
    """The headings without runs of three or more plain lines that have no text: those are a list without bullets."""
    kept: list[int] = []
    run: list[int] = []
    for index in chosen:
        block = page.blocks[index]
        plain = index not in numbered and not block.mark and plain_key(block.text) not in page.listed
        near = run and index == run[-1] + 1 and block.before <= max(1, page.blocks[run[0]].before - 1)
        if not (plain and near):
            kept += _shortened(page.blocks, run)
            run = []
        (run if plain else kept).append(index)
    return kept + _shortened(page.blocks, run)


def _shortened(blocks: Sequence[Block], run: list[int]) -> list[int]:
    """What of a run are headings: of a long one at most the last line, where a paragraph follows it."""
    if len(run) < 3:
        return run
    leads = run[-1] + 1 < len(blocks) and is_prose(blocks[run[-1] + 1].text) and blocks[run[-1]].before
    return run[-1:] if leads else []
