"""The question and the statements that may answer it, read together."""

from collections.abc import Sequence

import numpy as np
import pytest
from langchain_core.documents import Document
from numpy.typing import NDArray

from advisor.reranking import SECTIONS, Reranker


class WordReader:
    """Is sure that a statement answers when it holds the question's last word; counts what it reads."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.pairs += pairs
        return np.array([[4.0 if q.split()[-1] in s else -4.0] for q, s in pairs], np.float32)


def section(name: str, score: float, *statements: str) -> Document:
    return Document(page_content="", metadata={"section": name, "score": score, "statements": list(statements)})


def names(documents: Sequence[Document]) -> list[str]:
    return [d.metadata["section"] for d in documents]


def test_the_order_stays() -> None:
    found = [section("costs", 0.52, "A visa takes time."), section("fees", 0.5, "It opens.", "The fee is small.")]
    assert names(Reranker(WordReader()).compress_documents(found, "what fee")) == ["costs", "fees"]


def test_the_best_statement_says_how_likely_a_section_answers() -> None:
    found = [section("fees", 0.5, "It opens.", "The fee is small."), section("none", 0.4)]
    answers = [d.metadata["answers"] for d in Reranker(WordReader()).compress_documents(found, "what fee")]
    assert answers == [pytest.approx(0.982, abs=0.001), 0.0]


def test_only_the_first_sections_are_read() -> None:
    reader = WordReader()
    found = [section(str(i), 0.5 - i / 100, f"Text {i}.") for i in range(SECTIONS + 2)]
    read = Reranker(reader).compress_documents(found, "what fee")
    assert names(read) == names(found)
    assert ["answers" in d.metadata for d in read] == [True] * SECTIONS + [False] * 2
    assert len(reader.pairs) == SECTIONS


def test_what_was_read_is_not_read_again() -> None:
    reader = WordReader()
    reranker = Reranker(reader)
    found = [section("fees", 0.5, "The fee is small.")]
    assert reranker.compress_documents(found, "what fee") == reranker.compress_documents(found, "what fee")
    assert len(reader.pairs) == 1


def test_nothing_found_is_nothing_read() -> None:
    reader = WordReader()
    assert Reranker(reader).compress_documents([], "what fee") == []
    assert reader.pairs == []
