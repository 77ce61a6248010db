"""Passages that were cited from an earlier version of a guide."""

import pytest

from advisor.citations import digest
from advisor.documents import Guide
from advisor.readers import markdown
from ui import guides, passages, sources
from ui.links import Mark, Place

TEXT = "# Visas\n\n## Fees\n\nThe form costs 160 dollars. Pay it early.\n\n## Waiting\n\nAllow three weeks.\n"
CITED = "The form costs 160 dollars."
NOTICE = "has changed since"


def read(text: str) -> Guide:
    return markdown.read(text, "visas", "visas.md")


def cited(words: str = CITED) -> Place:
    """A passage as an answer from the first version cites it."""
    start = TEXT.index(words)
    return Place("visas", "fees", Mark(start, start + len(words), digest(words)))


NEWER = {
    "the same": TEXT,
    "more in front": TEXT.replace("# Visas\n", "# Visas\n\nWritten anew.\n"),
    "more in its section": TEXT.replace("The form", "First the form is filled in. The form"),
    "in another section": TEXT.replace(CITED, "").replace("Allow", f"{CITED} Allow"),
    "under another heading": TEXT.replace("## Fees", "## What it costs"),
}


@pytest.mark.parametrize("newer", NEWER)
def test_words_that_are_still_there_are_marked_wherever_they_stand(newer: str) -> None:
    guide = read(NEWER[newer])
    for html in (guides.guide_page(guide, cited().mark), sources.panel({1: cited()}, {"visas": guide})):
        assert f"<mark>{CITED}</mark>" in html
        assert NOTICE not in html


@pytest.mark.parametrize(
    "newer", [TEXT.replace("160", "185"), TEXT.replace(CITED, ""), "# Visas\n\n## Fees\n\nNone.\n"]
)
def test_words_that_changed_are_said_to_have(newer: str) -> None:
    for html in (guides.guide_page(read(newer), cited().mark), sources.panel({1: cited()}, {"visas": read(newer)})):
        assert NOTICE in html
        assert "<mark>" not in html


def test_the_panel_shows_what_the_section_says_now() -> None:
    html = sources.panel({1: cited()}, {"visas": read(TEXT.replace("160", "185"))})
    assert "The form costs 185 dollars." in html


def test_a_very_long_passage_is_not_searched_for() -> None:
    words = "word " * passages.LONGEST
    guide = read(f"# Visas\n\n## Fees\n\n{words}\n")
    start = guide.text.index("word")
    mark = Mark(start, start + len(words.strip()), digest(words.strip()))
    assert passages.find(guide, mark) == (mark.start, mark.end)
    assert passages.find(guide, Mark(mark.start - 1, mark.end - 1, mark.digest)) is None


def test_an_address_of_an_earlier_release_is_taken_at_its_word() -> None:
    mark = cited().mark
    assert passages.find(read(TEXT), Mark(mark.start, mark.end)) == (mark.start, mark.end)
