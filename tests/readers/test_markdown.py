"""The Markdown reader."""

import re

import pytest
from hypothesis import given

from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.markup import blocks, plain
from advisor.readers.markdown import read
from tests import strategies


def guide(text: str, name: str = "my-guide") -> Guide:
    return read(text, name, f"{name}.md")


def outline(text: str) -> list[str]:
    return [" > ".join(s.headings) for s in guide(text).sections if s.headings]


def test_front_matter_is_what_the_guide_says_about_itself() -> None:
    found = guide("---\ntitle: T\nsummary: S\ntopics: [a, b]\nreviewed: 2026-05-03\n---\n\nText.\n")
    assert found.title == "T"
    assert found.about == {"summary": "S", "topics": ["a", "b"], "reviewed": "2026-05-03"}
    assert [s.text for s in found.sections] == ["Text."]


@pytest.mark.parametrize("text", ["---\n---\nText.", "---\n# only a comment\n---\nText."])
def test_empty_front_matter_is_none(text: str) -> None:
    assert (guide(text).title, guide(text).about) == ("My guide", {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: T\n\nText.", "line 1 has no closing"),
        ("---\ntitle: T\nb: [\n---\nText.", r"line \d"),
        ("---\na: b: c\n---\nText.", "line 2: the front matter is not valid YAML"),
        ("---\n- a list\n---\nText.", "name: value"),
        ("---\njust words\n---\nText.", "name: value"),
        ("---\nreviewed: 2026-02-30\n---\nText.", "front matter"),
    ],
)
def test_broken_front_matter_is_one_clear_sentence(text: str, message: str) -> None:
    with pytest.raises(CorpusError, match=rf"my-guide\.md.*{message}"):
        guide(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: Front\n---\n# Heading\n\nText.", "Front"),
        ("# Heading\n\nText.\n\n## Sub\n", "Heading"),
        ("Heading\n=======\n\nText.", "Heading"),
        ("A heading of\ntwo lines\n=======\n\nText.", "A heading of two lines"),
        ("# A **bold** title\n\nText.", "A bold title"),
        ("# One\n\nText.\n\n# Two\n\nText.", "My guide"),
        ("Text first.\n\n# Heading\n\nText.", "My guide"),
        ("Text only.", "My guide"),
        ("---\ntitle: 2026\n---\nText.", "2026"),
        ("---\ntitle:\n---\n# Heading\n\nText.", "Heading"),
    ],
)
def test_the_title(text: str, title: str) -> None:
    assert guide(text).title == title


def test_headings_of_one_level_are_all_sections() -> None:
    assert outline("# One\n\nText.\n\n# Two\n\nText.") == ["One", "Two"]


def test_a_heading_that_repeats_the_title_is_no_section() -> None:
    assert outline("---\ntitle: T\n---\n# T\n\nText.\n\n## A\n") == ["A"]


def test_text_in_front_of_the_heading_that_repeats_the_title_is_kept() -> None:
    found = guide("---\ntitle: T\n---\nBefore.\n\n# T\n\nBehind.\n")
    text = " ".join(s.text for s in found.sections)
    assert "Before." in text
    assert "Behind." in text


def test_signs_in_code_are_no_headings() -> None:
    assert outline("# T\n\n## A\n\n```\n# comment\n## comment\n```\n\n    # code\n") == ["A"]


def test_headings_in_quotes_and_lists_belong_to_their_text() -> None:
    assert outline("# T\n\n## A\n\n> # quoted\n\n- # item\n") == ["A"]


def test_underlined_and_closed_headings_are_read() -> None:
    assert outline("T\n=\n\nA\n-\n\nText.\n\n### B ###\n\nText.\n") == ["A", "A > B"]


def test_signs_in_headings_are_stripped() -> None:
    assert outline("# T\n\n## **A** [link](http://x.example) `b`\n") == ["A link b"]


def test_lists_tables_and_code_stand_as_they_were() -> None:
    text = "- a\n  - b\n\n| a | b |\n| - | - |\n| c | d |\n\n```py\nx\n```"
    assert guide(f"# T\n\n## A\n\n{text}\n").sections[0].text == text


@given(strategies.anything)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = guide(text)
    except CorpusError:
        return
    assert found.title
    assert all(found.text[s.start : s.end] == s.text for s in found.sections)


@given(strategies.guide)
def test_no_word_is_lost(text: str) -> None:
    found = guide(f"# T\n\n{text}")
    held = " ".join(f"{' '.join(s.headings)} {s.text}" for s in found.sections)
    assert set(re.findall(r"\w+", held)) >= set(re.findall(r"[^\W\d]\w*", plain(text)))


def test_lines_over_a_row_of_dashes_are_a_paragraph_and_no_heading() -> None:
    [section] = guide("# T\n\nGET /a\nReads it.\n---\nPUT /a\nWrites it.\n---\n").sections
    said = [section.text[block.start : block.end] for block in blocks(section.text)]
    assert (section.headings, said) == ((), ["GET /a\nReads it.", "PUT /a\nWrites it."])
