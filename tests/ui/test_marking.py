"""The passage marked inside its section."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.marking import marked

LIST = "A mix of:\n\n- **PubMed** articles\n- posters & _talks_\n  - local\n\nThe end."
TABLE = "| a | b |\n| --- | --- |\n| one | two |\n| three | four |"
VOID = {"br", "hr", "img"}


class Balance(HTMLParser):
    """Fails on a tag that is closed where it is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag


def check_balance(html: str) -> None:
    balance = Balance()
    balance.feed(html)
    balance.close()
    assert not balance.open


def marks(text: str, words: str) -> list[str]:
    """The marked texts where the passage is the words from the first to the last of `words`."""
    first, _, last = words.partition(" … ")
    start = text.index(first)
    end = text.index(last or first, start) + len(last or first)
    html = marked(text, (start, end))
    check_balance(html)
    return [unescape(re.sub("<[^>]+>", "", m)) for m in re.findall("<mark>(.*?)</mark>", html, re.DOTALL)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("One two three.", "two", ["two"]),
        ("One **two** three.", "two", ["two"]),
        ("One **two** three.", "**two** three", ["two three"]),
        ("One **two three** four.", "three** four", ["three", " four"]),
        ("An _it_ and `code` here", "_it_ and `code`", ["it and code"]),
        (LIST, "A mix of: … talks_", ["A mix of:", "PubMed articles", "posters & talks"]),
        (LIST, "local", ["local"]),
        (TABLE, "| three … four |", ["three", "four"]),
        (TABLE, "two", ["two"]),
        ("a \\* b &amp; c d", "b &amp; c", ["b & c"]),
        ("x\n\n```\none <b>\n\ntwo\n```\n\ny", "one <b>\n\ntwo", ["one <b>\n\ntwo"]),
        ("same same same", "same", ["same"]),
        ("1. first\n2. second\n\n   more\n", "second\n\n   more", ["second", "more"]),
        ("a [link text](http://x.org) b", "link text](http://x.org) b", ["link text b"]),
    ],
)
def test_the_words_of_the_passage_are_marked(text: str, words: str, expected: list[str]) -> None:
    assert marks(text, words) == expected


def test_the_second_of_two_equal_texts_is_marked() -> None:
    text = "- yes\n- no\n- yes"
    assert marked(text, (11, 16)).count("<mark>") == 1
    assert "<li><mark>yes</mark></li>\n</ul>" in marked(text, (13, 16))


def test_without_a_passage_nothing_is_marked() -> None:
    assert "<mark>" not in marked(LIST) + marked(LIST, (900, 950))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "![x](http://example.com/x.png)",
        "![x](javascript:alert(1))",
        '[x](http://a.b "t\\" onmouseover=\\"alert(1)")',
        '" onmouseover="alert(1)',
        "<mark>",
        "</mark></p></section>",
        "`<script>`",
        "```\n<script>\n```",
        "    <script>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "&lt;script&gt;",
        "<!-- -->",
        "| <script> |\n| --- |\n| <img src=x> |",
        '<http://a.b/"onmouseover=alert(1)>',
    ],
)
def test_source_text_never_becomes_markup(hostile: str) -> None:
    for span in (None, (0, len(hostile)), (2, 5)):
        html = marked(hostile, span)
        check_balance(html)
        tags = set(re.findall(r"<\s*([a-z]+)", html))
        assert tags <= {"p", "mark", "a", "code", "pre", "table", "thead", "tbody", "tr", "th", "td"}
        assert not re.search(r"<[^>]*\son\w+=", re.sub(r'="[^"]*"', "=", html))
        assert not re.search(r'(href|src)="(?!http://)', html)


@given(st.text(alphabet='ab *_`[]()<>&|\\\n-1.#!"~', max_size=80), st.integers(0, 80), st.integers(1, 40))
def test_marking_any_part_of_any_text_keeps_its_html(text: str, start: int, length: int) -> None:
    html = marked(text, (start, start + length))
    check_balance(html)
    assert re.sub("</?mark>", "", html) == marked(text)
