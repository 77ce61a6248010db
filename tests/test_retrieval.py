"""Query -> the best sections."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document

from advisor.index import Index
from advisor.retrieval import SectionRetriever
from tests.fakes import index_paths, open_index, write_guides


@pytest.fixture(scope="module")
def retriever(index: Index) -> SectionRetriever:
    return SectionRetriever(index=index, k=4)


def ids(found: list[Document]) -> list[str]:
    return [str(document.id) for document in found]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("how many publications do I need", "research#how-many-publications-do-i-need"),
        ("what is a systematic review", "research#systematic-reviews"),
        ("J-1 sponsor", "visa#which-visa-fits-a-trainee"),
        ("price of an observership", "visa#what-does-an-observership-cost"),
    ],
)
def test_the_section_that_answers_comes_first(retriever: SectionRetriever, query: str, first: str) -> None:
    assert ids(retriever.invoke(query))[0] == first


def test_the_best_come_first_and_each_section_once(retriever: SectionRetriever) -> None:
    found = retriever.invoke("visa and publications", k=50)
    scores = [document.metadata["score"] for document in found]
    assert scores == sorted(scores, reverse=True)
    assert sorted(ids(found)) == sorted(retriever.index.sections)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_k_sections_are_found(retriever: SectionRetriever, k: int) -> None:
    assert len(retriever.invoke("visa", k=k)) == k
    assert len(retriever.invoke("visa")) == 4


def test_a_document_holds_a_whole_section(retriever: SectionRetriever) -> None:
    [document] = retriever.invoke("observership", k=1)
    section = retriever.index.sections[str(document.id)]
    assert document.page_content == section.text
    assert document.metadata["guide"] == "visa"
    assert document.metadata["section"] == section.id
    assert all(section.text[start:end].strip() for start, end in document.metadata["passages"])


def test_the_focus_decides_between_two_subjects(retriever: SectionRetriever) -> None:
    query = "Which visa fits a trainee? How many publications do I need?"
    for focus, first in (
        ("Which visa fits a trainee?", "visa#which-visa-fits-a-trainee"),
        ("How many publications do I need?", "research#how-many-publications-do-i-need"),
    ):
        assert ids(retriever.invoke(query, focus=focus))[0] == first


def test_a_focus_equal_to_the_query_changes_nothing(retriever: SectionRetriever) -> None:
    assert retriever.invoke("visa", focus="visa") == retriever.invoke("visa")


@given(st.text(max_size=30), st.text(max_size=10))
def test_scores_lie_between_0_and_1(index: Index, query: str, focus: str) -> None:
    found = SectionRetriever(index=index).invoke(query, focus=focus)
    assert all(0 <= document.metadata["score"] <= 1 for document in found)
    assert len(ids(found)) == len(set(ids(found)))


def test_words_and_vectors_together_beat_either_alone(tmp_path: Path) -> None:
    """One section shares the query's rare word, another its common ones, the best both."""
    text = "# T\n\n## A\n\nPapers count.\n\n## B\n\nEmbolization is rare.\n\n## C\n\nPapers on embolization count.\n"
    index_paths(tmp_path / "index", write_guides(tmp_path / "guides", t=text))
    found = SectionRetriever(index=open_index(tmp_path / "index")).invoke("papers on embolization")
    assert ids(found)[0] == "t#c"
