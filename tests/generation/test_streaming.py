"""A model's stream of text -> whole sentences."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import GenerationError
from advisor.generation.streaming import Cutter, Piece, clean


def pieces(text: str, *, whole: bool = True) -> list[Piece]:
    """What comes out of a text that comes in word by word."""
    cutter = Cutter()
    found = [piece for token in re.findall(r"\s*\S+|\s+$", text) for piece in cutter.feed(token)]
    return [*found, *cutter.end(whole=whole)]


def texts(text: str, *, whole: bool = True) -> list[str]:
    return [piece.text for piece in pieces(text, whole=whole)]


def test_sentences_come_without_markers() -> None:
    assert texts("One is enough. [1] Two are better [2, 3]. Three (passage 4) too.") == [
        "One is enough.",
        "Two are better.",
        "Three too.",
    ]


def test_items_are_known_as_such() -> None:
    found = pieces("It needs:\n\n- **time**\n- 1–2 mentors [1]\n\nThat is all.")
    assert [(p.text, p.item, p.opens) for p in found] == [
        ("It needs:", False, True),
        ("time", True, True),
        ("1–2 mentors", True, False),
        ("That is all.", False, True),
    ]


@pytest.mark.parametrize(
    "text", ["Write to Dr. Chen.", "It takes 3.5 years.", "Ask early, e.g. in May.", "The U.S. needs it."]
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert texts(text) == [text]


def test_a_sentence_is_there_before_the_next_begins() -> None:
    assert [p.text for p in Cutter().feed("Research counts more here.")] == ["Research counts more here."]


@pytest.mark.parametrize(
    "text",
    [
        "## A heading",
        "<think>Say 50. Then more.</think>",
        "```json\n{}\n```",
        "| a | b |",
        "Sources: [1] A",
        "![x](http://a.b/c)",
    ],
)
def test_what_is_no_sentence_is_dropped(text: str) -> None:
    assert texts(f"{text}\n\nThe end is near.") == ["The end is near."]


def test_thoughts_that_never_end_are_never_shown() -> None:
    assert texts("<think>Well. This is hard. Perhaps.") == []


@pytest.mark.parametrize("whole", [True, False])
def test_half_a_sentence_at_the_end_is_dropped(whole: bool) -> None:
    assert texts("All is well here. And then the", whole=whole) == ["All is well here."]


def test_half_an_item_is_dropped_where_the_model_was_cut_off() -> None:
    assert texts("- one thing\n- another th", whole=False) == ["one thing"]
    assert texts("- one thing\n- another thing", whole=True) == ["one thing", "another thing"]


def test_text_without_an_end_is_an_error() -> None:
    with pytest.raises(GenerationError):
        texts("word " * 1000)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See [this page](https://evil.example/x).", "See this page."),
        ("**Bold** and `code`", "Bold and code"),
        ("Hidden\u202e turn\u200b here", "Hidden turn here"),
        ("<b>bold</b> <script>x</script>", "bold x"),
    ],
)
def test_the_words_alone_are_kept(text: str, words: str) -> None:
    assert clean(text) == words


@given(st.text(alphabet="ab .!?\n-*[]<>`#12", max_size=120), st.integers(1, 7))
def test_no_text_breaks_it_and_nothing_is_invented(text: str, size: int) -> None:
    cutter = Cutter()
    found = [p for i in range(0, len(text), size) for p in cutter.feed(text[i : i + size])]
    found += cutter.end(whole=True)
    letters = iter(re.sub(r"[^ab]", "", text))
    assert all(letter in letters for piece in found for letter in re.sub(r"[^ab]", "", piece.text))
