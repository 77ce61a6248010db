"""The shipped model, run by onnxruntime."""

from pathlib import Path

import numpy as np
import pytest

from advisor import embedding
from advisor.errors import EmbeddingError
from advisor.onnx import Encoder, verify

TEXTS = ["A visa.", "How many publications do I need for a place at a teaching hospital?", "Letters"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(embedding.shipped_folder(), window=64)


@pytest.mark.model
def test_a_row_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.run(TEXTS)
    assert together.shape == (3, 384)
    assert np.array_equal(together, np.concatenate([encoder.run([text]) for text in TEXTS]))


@pytest.mark.model
def test_a_long_text_is_cut_at_the_window_but_counted_whole(encoder: Encoder) -> None:
    assert encoder.token_count("hello " * 100) == 102
    assert np.array_equal(encoder.run(["hello " * 100]), encoder.run(["hello " * 62]))


@pytest.mark.model
def test_no_text_gives_no_row(encoder: Encoder) -> None:
    assert len(encoder.run([])) == 0


def test_a_file_that_is_no_model_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_bytes((embedding.shipped_folder() / "tokenizer.json").read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(EmbeddingError, match=r"model\.onnx cannot be run"):
        Encoder(tmp_path, 64).run(["x"])


def test_an_altered_tokenizer_is_refused(tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"other")
    with pytest.raises(EmbeddingError, match="expected 1234"):
        verify(tmp_path, "1234")
