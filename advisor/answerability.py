"""Does a statement answer the question, or does it only speak of the same thing?

How alike two texts are is the cosine of their vectors. What is asked for, and whether a statement says such a
thing, stands in the vectors as well: a network with one hidden layer reads it off the two, their difference and
their product (the features of InferSent; Conneau et al., 2017). Beside it
the question's vector counts by itself: some things are asked of guides in vain more often than others. A
cross-encoder, which reads both texts at once, was measured in the network's place: it tells no more, and takes as
long as all the rest of an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

import numpy as np
from langchain_core.callbacks import Callbacks
from langchain_core.documents import BaseDocumentCompressor, Document
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from pydantic import ConfigDict

from advisor.errors import EmbeddingError

EMBEDDER = "advisor-minilm@9933fa137fd4c6ab"  # whose vectors the network was trained on
FILE = Path(__file__).parent / "model" / "answerability.npz"
DIGEST = "95a3b735301ebe83d0fc0a6d9d2a50775038d167b1bcba6e566eb10d68fe54bd"
SECTIONS = 4  # sections that are judged

Vectors = NDArray[np.float32]


def features(question: Vectors, statements: Vectors) -> Vectors:
    """What the network reads; shape (statements, 4 x dimensions).

    Args:
        question: its vector, or one for each statement; shape (dimensions,) or (statements, dimensions).
        statements: their vectors, shape (statements, dimensions).
    """
    asked = np.broadcast_to(question, statements.shape)
    return np.concatenate([asked * statements, np.abs(asked - statements), asked, statements], axis=1)


@dataclass(frozen=True, slots=True)
class Network:
    """Vectors of a question and of statements -> the probability of each that it answers.

    Attributes:
        asked: weights of the question alone, shape (dimensions,).
        hidden: weights of the hidden layer, shape (features, units).
        hidden_bias: shape (units,).
        output: weights of the output, shape (units,).
        output_bias: of the output.
    """

    asked: Vectors
    hidden: Vectors
    hidden_bias: Vectors
    output: Vectors
    output_bias: float

    @classmethod
    def load(cls, file: Path = FILE, digest: str = DIGEST) -> Self:
        """The network that is shipped.

        Raises:
            EmbeddingError: the file is missing or altered.
        """
        if not file.is_file() or sha256(file.read_bytes()).hexdigest() != digest:
            raise EmbeddingError(
                f"{file} is missing or not what was shipped: reinstall with 'pip install --force-reinstall .'."
            )
        with np.load(file) as kept:
            layers = {name: kept[name].astype(np.float32) for name in kept.files}
        bias = float(layers.pop("output_bias"))
        return cls(**layers, output_bias=bias)

    def __call__(self, question: Vectors, statements: Vectors) -> Vectors:
        """The probability of each statement; shape (statements,)."""
        units = np.maximum(features(question, statements) @ self.hidden + self.hidden_bias, 0)
        logits = units @ self.output + self.output_bias + question @ self.asked
        return np.asarray(1 / (1 + np.exp(-logits)))


class Answerability(BaseDocumentCompressor):
    """Judges the first sections that a `SectionRetriever` found; their order stays as it is.

    Their metadata gain `answers`, the probability that the best of a section's `statements` answers the question.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    embeddings: Embeddings
    network: Network

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
        said = [text for document in first for text in document.metadata["statements"]]
        if not said:
            return [*documents]
        asked = np.asarray(self.embeddings.embed_query(query), np.float32)
        answers = iter(self.network(asked, np.asarray(self.embeddings.embed_documents(said), np.float32)).tolist())
        best = [max((next(answers) for _ in d.metadata["statements"]), default=0.0) for d in first]
        return [*(_with(document, answer) for document, answer in zip(first, best, strict=True)), *rest]


def _with(document: Document, answers: float) -> Document:
    return document.model_copy(update={"metadata": document.metadata | {"answers": answers}})
