"""Embeddings that ask the index first."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from advisor.index.stored import row_of

Lookup = Callable[[Sequence[str]], Mapping[str, NDArray[np.float32]]]


class KnownEmbeddings(Embeddings):
    """Takes the vectors of texts that were indexed from the index, and embeds the others.

    Args:
        embeddings: those that the index was built with.
        lookup: the vectors of those rows that the index has.
    """

    def __init__(self, embeddings: Embeddings, lookup: Lookup) -> None:
        self._embeddings = embeddings
        self._lookup = lookup

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, shape (texts, dimensions)."""
        rows = [row_of(text) for text in texts]
        known = self._lookup(rows) if rows else {}
        new = [text for text, row in zip(texts, rows, strict=True) if row not in known]
        made = iter(self._embeddings.embed_documents(new) if new else ())
        return [known[row].tolist() if row in known else next(made) for row in rows]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, shape (dimensions,)."""
        return self._embeddings.embed_query(text)
