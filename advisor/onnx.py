"""A transformer exported to ONNX, run by onnxruntime on the cores there are."""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from advisor.errors import EmbeddingError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

WEIGHTS, TOKENIZER = "model.onnx", "tokenizer.json"


class Encoder:
    """Texts -> the model's output, a row each.

    A text is run alone, and as many at once as there are cores. On a processor's small caches that is
    faster than a batch, nothing is computed on padding, and a row does not depend on its neighbours:
    a model with dynamic int8 scales its activations by the largest of the whole batch.

    Args:
        folder: holds `model.onnx`, which takes `input_ids`, `attention_mask` and, if it likes,
            `token_type_ids` of shape (texts, tokens) and gives (texts, dimensions), and `tokenizer.json`.
        window: the most tokens that are read of a text; what is longer is cut at its end.
        digest: what `digest_of` has to find in the folder, where that is known.

    Raises:
        EmbeddingError: a file is missing, altered, or no such model.
    """

    def __init__(self, folder: Path, window: int, digest: str | None = None) -> None:
        self._folder = folder
        self.window = window
        if digest is not None:
            verify(folder, digest)

    def run(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The model's output; shape (texts, dimensions)."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        encoded = self._tokenizer.encode_batch(list(texts))
        if len(encoded) == 1:
            return self._row(encoded[0])
        # The longest first, so that no core is left with one at the end.
        order = sorted(range(len(encoded)), key=lambda i: -len(encoded[i].ids))
        rows = dict(zip(order, self._pool.map(self._row, [encoded[i] for i in order]), strict=True))
        return np.concatenate([rows[i] for i in range(len(encoded))])

    def token_count(self, text: str) -> int:
        """Tokens of a text before anything is cut, its start and end marks included."""
        return len(self._uncut.encode(text).ids)

    def _row(self, encoding: "Encoding") -> NDArray[np.float32]:
        feed = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        wanted = {name: np.array([feed[name]], np.int64) for name in self._inputs}
        [output] = self._session.run(None, wanted)
        return np.asarray(output, np.float32)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        """One for all who ask: however many do at once, no more texts are run than there are cores."""
        return ThreadPoolExecutor(cores(), "encoder")

    @cached_property
    def _inputs(self) -> tuple[str, ...]:
        return tuple(value.name for value in self._session.get_inputs())

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        tokenizer = _load_tokenizer(self._folder)
        tokenizer.enable_truncation(self.window)
        return tokenizer

    @cached_property
    def _uncut(self) -> "Tokenizer":
        tokenizer = _load_tokenizer(self._folder)
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the cores are shared out over texts
        options.enable_cpu_mem_arena = False  # it would keep what the longest text took, once for each core
        try:
            return onnxruntime.InferenceSession(
                str(self._folder / WEIGHTS), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors share no other base
            raise EmbeddingError(f"{self._folder / WEIGHTS} cannot be run: {error}") from error


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def digest_of(folder: Path) -> str:
    """SHA-256 over the weights and the tokenizer of a folder; either one altered gives other vectors."""
    digest = hashlib.sha256()
    for name in (WEIGHTS, TOKENIZER):
        with (folder / name).open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def verify(folder: Path, digest: str) -> None:
    """Make sure that a folder holds the model that it should.

    Raises:
        EmbeddingError: a file is missing or altered.
    """
    for name in (WEIGHTS, TOKENIZER):
        if not (folder / name).is_file():
            raise EmbeddingError(f"{folder / name} is missing: reinstall with 'pip install --force-reinstall .'.")
    found = digest_of(folder)
    if found != digest:
        raise EmbeddingError(
            f"{folder} does not hold the model that was shipped: its SHA-256 is {found[:12]}…, expected"
            f" {digest[:12]}…. Reinstall with 'pip install --force-reinstall .'."
        )


def _load_tokenizer(folder: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    return tokenizer
