"""The question and the statements that may answer it, read together.

Two embeddings tell whether two texts speak of the same thing. Whether one answers the other is seen only
by a model that reads both at once (a cross-encoder, as rerankers are; Nogueira and Cho, 2019). It tells
what the guides answer from what they merely touch. The order of the sections is left as it is: measured
on guides that neither model was trained on, the embeddings do better there without it.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from langchain_core.callbacks import Callbacks
from langchain_core.documents import BaseDocumentCompressor, Document
from numpy.typing import NDArray
from pydantic import PrivateAttr

from advisor.onnx import Encoder

FOLDER = Path(__file__).parent / "model" / "reranker"
DIGEST = "ce24c1c065ea03916460a61873300c4167ade697486e90bf56f5fb3206ae0e01"
WINDOW = 128  # tokens of a question and a statement
SECTIONS = 4  # sections that are read
WORDS = 60  # of a question, the last ones: the story stands in front
KEPT = 4096  # questions

# Pairs of a question and a statement -> how surely the one answers the other, as logits; shape (pairs, 1).
Read = Callable[[Sequence[tuple[str, str]]], NDArray[np.float32]]


def shipped() -> "Reranker":
    """The reranker with the model that is shipped; it is loaded at its first use.

    Raises:
        EmbeddingError: the model is missing or altered.
    """
    return Reranker(Encoder(FOLDER, WINDOW, DIGEST).run)


class Reranker(BaseDocumentCompressor):
    """Reads the first sections that a `SectionRetriever` found.

    Their metadata gain `answers`, the probability that the best of a section's `statements` answers the question.
    """

    _answers: Callable[[str, tuple[str, ...]], tuple[float, ...]] = PrivateAttr()

    def __init__(self, read: Read) -> None:
        super().__init__()

        def answers(question: str, statements: tuple[str, ...]) -> tuple[float, ...]:
            logits = read([(question, statement) for statement in statements])
            return tuple(float(p) for p in 1 / (1 + np.exp(-logits.reshape(-1))))

        # Kept, because the same suggestions are judged after many answers.
        self._answers = lru_cache(maxsize=KEPT)(answers)

    def compress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Callbacks | None = None
    ) -> list[Document]:
        """The same sections in the same order.

        Args:
            documents: what was retrieved, best first.
            query: the question.
            callbacks: LangChain's; nothing is reported to them.
        """
        first, rest = documents[:SECTIONS], documents[SECTIONS:]
        said = [tuple(d.metadata["statements"]) for d in first]
        question = " ".join(query.split()[-WORDS:])
        probabilities = iter(self._answers(question, tuple(text for texts in said for text in texts)))
        read = [max((next(probabilities) for _ in texts), default=0.0) for texts in said]
        return [*(_with(d, answers) for d, answers in zip(first, read, strict=True)), *rest]


def _with(document: Document, answers: float) -> Document:
    return document.model_copy(update={"metadata": document.metadata | {"answers": answers}})
