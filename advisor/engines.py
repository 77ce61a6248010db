"""What computes vectors: a model on onnxruntime, or one on torch where it has to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from advisor.onnx import Encoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
DEFAULT_WINDOW = 512  # tokens, for a model that names no limit


class Engine(Protocol):
    """What computes vectors; their length is 1."""

    @property
    def window(self) -> int:
        """The most tokens that are read of a text."""

    def token_count(self, text: str) -> int:
        """Tokens of a text before anything is cut."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape (texts, dimensions)."""

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages, shape (texts, dimensions)."""


@dataclass(frozen=True, slots=True)
class OnnxEngine:
    """A converted model, with the words that some models want in front of a question or a passage."""

    encoder: Encoder
    query_prompt: str = ""
    document_prompt: str = ""

    @property
    def window(self) -> int:
        """See `Engine`."""
        return self.encoder.window

    def token_count(self, text: str) -> int:
        """See `Engine`."""
        return self.encoder.token_count(text)

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Engine`."""
        return self._vectors(self.query_prompt, texts)

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Engine`."""
        return self._vectors(self.document_prompt, texts)

    def _vectors(self, prompt: str, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self.encoder.run([prompt + text for text in texts])
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12))


@dataclass(frozen=True, slots=True)
class TorchEngine:
    """The model as sentence-transformers runs it."""

    model: "SentenceTransformer"

    @property
    def window(self) -> int:
        """See `Engine`."""
        return int(self.model.max_seq_length or DEFAULT_WINDOW)

    def token_count(self, text: str) -> int:
        """See `Engine`."""
        return len(self.model.tokenizer(text, verbose=False)["input_ids"])

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Engine`."""
        return self._vectors(self.model.encode_query, texts)

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Engine`."""
        return self._vectors(self.model.encode_document, texts)

    def _vectors(self, encode: Any, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)
