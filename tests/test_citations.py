"""Citations and markers."""

import json
import re
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document

from advisor.citations import MARKER, Answer, Passage, Source, citation, cite, sources, without_markers
from tests import strategies
from tests.fakes import RESEARCH, read

GUIDE = read(RESEARCH, "research")
SECTION = GUIDE.sections[1]
SOURCE = Source(GUIDE, SECTION, 0.8, 0.7)


def passage(*lines: str, start: int = 0, end: int = 39) -> Passage:
    return Passage(SOURCE, start, end, lines, SECTION.text[start:end])


def test_a_citation_names_the_place_and_the_words() -> None:
    found = citation(3, passage("x"))
    assert (found.marker, found.document, found.title) == (3, "research", "Research for the match")
    assert (found.source, found.anchor, found.score) == ("research.md", "how-many-publications-do-i-need", 0.8)
    assert found.section == ("How many publications do I need?",)
    assert GUIDE.text[found.start : found.end] == found.quote == "There is no strict cutoff for publicatio"[:39]


def test_a_citation_names_the_page_where_the_guide_has_pages() -> None:
    paged = replace(GUIDE, pages=(0, SECTION.start + 10))
    cited = [citation(1, Passage(replace(SOURCE, guide=paged), start, 39, ("x",), "x")) for start in (0, 10)]
    assert [c.page for c in cited] == [1, 2]
    assert citation(1, passage("x")).page is None


def test_every_line_gets_the_marker_of_its_passage() -> None:
    *_, (text, citations) = cite([passage("Ranges help:", "- a", "- b"), passage("Quality counts.", start=40, end=50)])
    assert text == "Ranges help: [1]\n- a [1]\n- b [1]\n\nQuality counts. [2]"
    assert [c.marker for c in citations] == [1, 2]


def test_a_sentence_behind_a_list_stands_apart() -> None:
    *_, (text, _) = cite([passage("Two:", "- a", "- b", "Quality counts.")])
    assert text == "Two: [1]\n- a [1]\n- b [1]\n\nQuality counts. [1]"


def test_the_answer_grows_a_passage_at_a_time() -> None:
    steps = [*cite(passage(words, start=start) for start, words in enumerate(("One.", "Two.", "Three.")))]
    assert [len(citations) for _, citations in steps] == [1, 2, 3]
    assert all(after.startswith(before) for (before, _), (after, _) in pairwise(steps))


def test_the_same_words_keep_their_number_and_a_sentence_goes_on_in_its_paragraph() -> None:
    first, other = passage("One."), passage("Two.", start=5)
    *_, (text, citations) = cite([first, replace(other, goes_on=True), replace(first, goes_on=True)])
    assert text == "One. [1] Two. [2] One. [1]"
    assert [c.marker for c in citations] == [1, 2]


def test_an_item_goes_on_with_the_list() -> None:
    *_, (text, _) = cite([passage("It needs:", "- a"), replace(passage("- b", start=5), goes_on=True)])
    assert text == "It needs: [1]\n- a [1]\n- b [2]"


def test_nothing_to_cite_yields_nothing() -> None:
    assert [*cite([])] == []


def test_deeper_items_go_on_with_the_list_before() -> None:
    *_, (text, _) = cite(passage(words, start=start) for start, words in enumerate(("- a", "  - b", "- c")))
    assert text == "- a [1]\n  - b [2]\n\n- c [3]"


def test_retrieved_documents_become_sources_of_the_guide() -> None:
    metadata = {"guide": "research", "section": SECTION.id, "score": 0.8, "named": 0.0, "cosine": 0.7}
    assert sources([Document(SECTION.text, metadata=metadata)], {"research": GUIDE}) == [SOURCE]


def test_markers_are_taken_out_of_an_earlier_answer() -> None:
    assert without_markers("One. [1]\n- two [2][13]") == "One.\n- two"


def test_the_answer_object_is_json_and_led_by_its_id() -> None:
    answer = Answer("q?", "q?", "full", "Yes. [1]", (citation(1, passage("Yes.")),), ("next?",), {"total": 1.0})
    row = json.loads(json.dumps(answer.as_json("7")))
    assert [*row] == [
        "id",
        "question",
        "standalone_question",
        "coverage",
        "answer",
        "citations",
        "followups",
        "timings_ms",
    ]
    assert [*row["citations"][0]] == [
        "marker",
        "document",
        "title",
        "source",
        "section",
        "anchor",
        "quote",
        "start",
        "end",
        "score",
        "page",
        "digest",
    ]
    assert row["citations"][0]["section"] == ["How many publications do I need?"]
    assert "id" not in answer.as_json()


@given(st.lists(st.lists(strategies.sentence, min_size=1, max_size=3), min_size=1, max_size=5))
def test_no_marker_lies_outside_the_citations(lines: list[list[str]]) -> None:
    for text, citations in cite(passage(*found) for found in lines):
        assert {int(n) for n in MARKER.findall(text)} == {c.marker for c in citations}
        assert all(re.search(r" \[\d+\]$", line) for line in text.split("\n") if line)
