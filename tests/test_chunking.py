"""Sections -> chunks."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document

from advisor.chunking import chunk_guide, heading_path, passages
from advisor.documents import Guide
from advisor.markup import blocks
from tests import strategies
from tests.fakes import RESEARCH, read, word_count

LONG = " ".join(f"Sentence number {n} has six words." for n in range(30))


def chunks(guide: Guide, window: int = 40) -> list[Document]:
    return chunk_guide(guide, word_count, window)


def of_grain(grain: str, found: list[Document]) -> list[Document]:
    return [c for c in found if c.metadata["grain"] == grain]


def test_a_short_section_is_a_passage_its_statements_and_its_headings() -> None:
    found = chunks(read("# T\n\n## A\n\n### B\n\nSome **words**. Three:\n\n- an item\n"))
    assert [(c.metadata["grain"], c.page_content) for c in found] == [
        ("passage", "T > A > B\nSome words. Three:\nan item"),
        ("statement", "B: Some words."),
        ("statement", "B: Three:"),
        ("statement", "B: Three: an item"),
        ("heading", "T > A > B"),
    ]


def test_a_long_section_is_several_passages() -> None:
    assert len(of_grain("passage", chunks(read(f"# T\n\n## A\n\n{LONG}\n")))) > 1


def test_the_statements_of_the_opening_are_led_by_the_title() -> None:
    assert [c.page_content for c in of_grain("statement", chunks(read("# T\n\nOpening.\n")))] == ["T: Opening."]


def test_a_heading_without_text_gives_no_chunk() -> None:
    assert {c.metadata["section"] for c in chunks(read("# T\n\n## A\n\n### B\n\nText.\n"))} == {"guide#b"}


def test_a_chunk_says_where_it_stands() -> None:
    guide = read("# T\n\n## A\n\nSome words.\n")
    [chunk] = of_grain("passage", chunks(guide))
    section = guide.sections[0]
    span = section.text[chunk.metadata["start"] : chunk.metadata["end"]]
    assert chunk.metadata | {"start": 0, "end": 0} == {
        "guide": "guide",
        "section": "guide#a",
        "grain": "passage",
        "start": 0,
        "end": 0,
    }
    assert span == "Some words."


def test_ids_are_unique_and_do_not_depend_on_what_stands_around() -> None:
    ids = [c.id for c in chunks(read(RESEARCH))]
    assert len(ids) == len(set(ids))
    before = {c.id for c in chunks(read("# T\n\n## A\n\nText.\n"))}
    assert {c.id for c in chunks(read("# T\n\nNew opening.\n\n## A\n\nText.\n"))} > before


def test_a_changed_word_changes_the_id() -> None:
    first, second = (chunks(read(f"# T\n\n## A\n\n{words}\n"))[0].id for words in ("Old text.", "New text."))
    assert first != second


def test_a_phrasing_is_a_chunk_of_its_own_words_alone() -> None:
    plain = read("# T\n\n## A\n\nText.\n")
    found = chunks(replace(plain, phrasings={"guide#a": ("how much?", "what does it cost?")}))
    phrasings = of_grain("phrasing", found)
    assert [c.page_content for c in phrasings] == ["how much?", "what does it cost?"]
    assert phrasings[0].metadata == {"guide": "guide", "section": "guide#a", "grain": "phrasing", "start": 0, "end": 0}
    assert [c for c in found if c not in phrasings] == chunks(plain)


def test_phrasings_longer_than_the_window_are_cut_between_words_and_stay_unique() -> None:
    long = "word " * 100
    guide = replace(read("# T\n\n## A\n\nText.\n"), phrasings={"guide#a": (f"{long}one", f"{long}two", "x" * 90)})
    assert [c.page_content for c in of_grain("phrasing", chunks(guide))] == [("word " * 40).strip(), "x" * 90]
    assert of_grain("phrasing", chunk_guide(guide, len, 80))[-1].page_content == "x" * 80


@pytest.mark.parametrize("heading", ["A", "A heading " * 5, "A heading longer than the window itself " * 20])
def test_every_passage_fits_the_window(heading: str) -> None:
    found = chunks(read(f"# T\n\n## {heading}\n\n{LONG}\n"))
    assert max(word_count(c.page_content) for c in of_grain("passage", found)) <= 40


def test_a_long_sentence_is_cut_between_words() -> None:
    text = " ".join(["extraordinarily", *("short" for _ in range(30))])
    pieces = [text[start:end].split() for start, end in passages(text, word_count, 4)]
    assert max(map(len, pieces)) <= 4
    assert [word for piece in pieces for word in piece] == text.split()


def test_a_first_long_word_is_not_cut_where_later_white_space_serves() -> None:
    text = "a" * 60 + " b c d e f"
    assert {word for start, end in passages(text, word_count, 3) for word in text[start:end].split()} == {*text.split()}


def test_a_word_longer_than_the_window_is_cut_anywhere() -> None:
    assert [e - s for s, e in passages("x" * 40, len, 10)] == [10] * 4


@given(strategies.guide, st.integers(12, 60))
def test_the_chunks_of_a_section_contain_all_its_words(text: str, window: int) -> None:
    guide = read(text)
    found = chunks(guide, window)
    for section in guide.sections:
        held = " ".join(c.page_content for c in found if c.metadata["section"] == section.id)
        assert set(re.findall(r"\w+", held)) >= set(re.findall(r"[^\W\d]\w*", section.text))


@given(strategies.body, st.integers(2, 30))
def test_passages_tile_the_text(text: str, room: int) -> None:
    spans = passages(text, word_count, room)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(text[i].isspace() or i in covered for b in blocks(text) for i in range(b.start, b.end))


@given(strategies.guide)
def test_ids_are_unique_and_stable_and_every_passage_is_led_by_its_heading_path(text: str) -> None:
    guide = read(text)
    found = chunks(guide)
    ids = [c.id for c in found]
    assert len(ids) == len(set(ids))
    assert ids == [c.id for c in chunks(read(text))]
    paths = {s.id: heading_path(guide, s) for s in guide.sections}
    led = of_grain("passage", found)
    assert all(c.page_content.startswith(paths[c.metadata["section"]]) for c in led)
