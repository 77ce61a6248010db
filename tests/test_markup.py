"""Markdown: blocks with offsets, plain words, HTML."""

import pytest
from hypothesis import given

from advisor.markup import blocks, html, line_starts, plain, says_something
from tests import strategies


def told(text: str) -> list[tuple[str, str, int, str]]:
    """Every block as kind, words, depth and number."""
    return [(b.kind, text[b.start : b.end], b.depth, b.number) for b in blocks(text)]


def test_paragraphs_and_nested_items_are_blocks() -> None:
    assert told("One.\n\n- a\n- b\n  - c\n\nTwo\nlines.") == [
        ("paragraph", "One.", 0, ""),
        ("item", "a", 1, ""),
        ("item", "b", 1, ""),
        ("item", "c", 2, ""),
        ("paragraph", "Two\nlines.", 0, ""),
    ]


def test_numbered_items_keep_their_number() -> None:
    assert told("1. a\n2. b") == [("item", "a", 1, "1."), ("item", "b", 1, "2.")]


def test_a_further_paragraph_of_an_item_is_a_paragraph_inside_the_list() -> None:
    assert told("1. a\n\n   more\n") == [("item", "a", 1, "1."), ("paragraph", "more", 1, "")]


def test_table_rows_are_blocks_and_the_rule_is_not() -> None:
    assert [row[:2] for row in told("| a | b |\n| - | - |\n| c | d |")] == [("row", "| a | b |"), ("row", "| c | d |")]


@pytest.mark.parametrize("text", ["```\nx = 1\ny\n```", "```py\nx = 1\ny\n```", "    x = 1\n    y"])
def test_code_is_one_block_without_its_fence(text: str) -> None:
    [(kind, words, depth, _)] = told(text)
    assert (kind, words.split(), depth) == ("code", ["x", "=", "1", "y"], 0)


def test_code_that_repeats_its_language_is_whole() -> None:
    assert told("```py\npy\nx\n```")[0][1] == "py\nx"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Bold** and _slanted_ `code`", "Bold and slanted code"),
        ("a [link](http://example.com) and ![picture](x.png)", "a link and picture"),
        ("two\nlines", "two lines"),
        ("- item", "item"),
        ("3. item", "item"),
        ("## heading", "heading"),
        ("| a | b |", "a | b"),
        ("half **of a pair", "half of a pair"),
        ("3–5 items & 10+", "3–5 items & 10+"),
        ("<b>raw</b>", "<b>raw</b>"),
        ("", ""),
    ],
)
def test_plain_keeps_the_words_only(text: str, words: str) -> None:
    assert plain(text) == words


def test_html_shows_raw_html_as_text() -> None:
    assert "<script>" not in html("<script>x</script>\n\na <img src=x>")
    assert "<img" not in html("<script>x</script>\n\na <img src=x>")


@pytest.mark.parametrize("target", ["javascript:x", "JaVaScRiPt:x", "vbscript:x", "data:text/html,x"])
def test_html_has_no_link_that_runs_code(target: str) -> None:
    assert "<a" not in html(f"[a]({target})")


def test_lines_start_behind_the_line_before() -> None:
    assert line_starts("ab\n\nc") == [0, 3, 4, 5]


@given(strategies.anything)
def test_blocks_lie_inside_the_text_in_order(text: str) -> None:
    found = blocks(text)
    assert all(0 <= b.start <= b.end <= len(text) for b in found)
    assert [b.start for b in found] == sorted(b.start for b in found)


@given(strategies.body)
def test_blocks_hold_all_words(text: str) -> None:
    held = " ".join(text[b.start : b.end] for b in blocks(text))
    assert set(plain(held).split()) >= set(text.split()) - {"-", "1.", "|", "---"}


@given(strategies.anything)
def test_plain_never_fails_and_is_one_line(text: str) -> None:
    assert "\n" not in plain(text)


@given(strategies.anything)
def test_a_text_says_something_where_it_has_a_block(text: str) -> None:
    assert says_something(text.strip()) == bool(blocks(text.strip()))


@pytest.mark.parametrize("text", ["", "---", "***", "* * *", "```\n```", "[a]: b", "-", "*", "**", "#"])
def test_signs_alone_say_nothing(text: str) -> None:
    assert says_something(text) == bool(blocks(text))
