"""Does a statement answer the question, or does it only speak of the same thing?"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from langchain_core.documents import Document

from advisor.answerability import EMBEDDER, SECTIONS, Answerability, Network, features
from advisor.embedding import SentenceEmbeddings
from advisor.errors import EmbeddingError
from tests.fakes import BagOfWords

DIMENSIONS = len(BagOfWords().embed_query("x"))


def shared_words() -> Network:
    """Sure that a statement answers where the vectors' product is large: where words are shared."""
    hidden = np.zeros((4 * DIMENSIONS, 1), np.float32)
    hidden[:DIMENSIONS] = 40
    return Network(np.zeros(DIMENSIONS, np.float32), hidden, np.zeros(1, np.float32), np.ones(1, np.float32), -4.0)


def judged(found: Sequence[Document], question: str = "what fee") -> list[Document]:
    return Answerability(embeddings=BagOfWords(), network=shared_words()).compress_documents(found, question)


def section(name: str, *statements: str) -> Document:
    return Document(page_content="", metadata={"section": name, "statements": list(statements)})


def test_the_best_statement_says_how_likely_a_section_answers() -> None:
    fees, costs = judged([section("fees", "It opens.", "What fee?"), section("costs", "A visa.")])
    assert fees.metadata["answers"] > 0.99
    assert costs.metadata["answers"] == pytest.approx(1 / (1 + np.exp(4)), abs=1e-4)


def test_the_order_and_all_else_stays() -> None:
    found = [section("costs", "A visa takes time."), section("fees", "What fee?")]
    assert [d.metadata | {"answers": 0} for d in judged(found)] == [d.metadata | {"answers": 0} for d in found]
    assert "answers" not in found[0].metadata


def test_only_the_first_sections_are_judged() -> None:
    found = judged([section(str(i), f"Text {i}.") for i in range(SECTIONS + 2)])
    assert ["answers" in d.metadata for d in found] == [True] * SECTIONS + [False] * 2


def test_a_section_without_statements_answers_nothing() -> None:
    assert judged([section("empty"), section("fees", "What fee?")])[0].metadata["answers"] == 0.0
    assert judged([section("empty")])[0].metadata["section"] == "empty"


def test_nothing_found_is_nothing_judged() -> None:
    assert judged([]) == []


def test_the_network_reads_both_vectors_their_product_and_their_difference() -> None:
    question, statement = np.array([1.0, 2.0], np.float32), np.array([[3.0, 1.0]], np.float32)
    assert features(question, statement).tolist() == [[3.0, 2.0, 2.0, 1.0, 1.0, 2.0, 3.0, 1.0]]


def test_the_question_alone_counts_for_every_statement_alike() -> None:
    zeros, (fee, visa) = np.zeros(2, np.float32), np.eye(2, dtype=np.float32)
    network = Network(np.array([-3, 1], np.float32), np.zeros((8, 2), np.float32), zeros, zeros, 0.0)
    statements = np.stack([fee, visa])
    assert network(fee, statements).tolist() == pytest.approx([1 / (1 + np.exp(3))] * 2)
    assert network(visa, statements).tolist() == pytest.approx([1 / (1 + np.exp(-1))] * 2)
    assert network(statements, statements).tolist() == pytest.approx([1 / (1 + np.exp(3)), 1 / (1 + np.exp(-1))])


def test_what_was_altered_or_is_gone_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="reinstall"):
        Network.load(tmp_path / "gone.npz")
    other = tmp_path / "other.npz"
    np.savez(other, hidden=np.zeros(3))
    with pytest.raises(EmbeddingError, match="not what was shipped"):
        Network.load(other)


def test_the_shipped_network_belongs_to_the_shipped_model() -> None:
    assert SentenceEmbeddings().identity == EMBEDDER


@pytest.mark.model
def test_the_shipped_network_tells_an_answer_from_what_only_speaks_of_it() -> None:
    judge = Answerability(embeddings=SentenceEmbeddings(), network=Network.load())
    said = "Observerships: An observership lasts four weeks and is arranged by the department."
    answers = [
        judge.compress_documents([section("observerships", said)], question)[0].metadata["answers"]
        for question in ("How long is an observership?", "Which visa do I need for an observership in Ohio?")
    ]
    assert answers[0] > 2 * answers[1]
