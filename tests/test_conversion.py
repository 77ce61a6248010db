"""Other models than the shipped one: converted once, or left on torch."""

import logging
from pathlib import Path

import numpy as np
import pytest

from advisor import conversion, embedding
from advisor.conversion import load
from advisor.embedding import SentenceEmbeddings
from advisor.engines import OnnxEngine, TorchEngine

pytestmark = pytest.mark.model

TEXTS = ["A visa.", "How many publications do I need for a place at a teaching hospital?"]


def save_model(folder: Path, **pooling: bool) -> Path:
    """A small BERT with random weights, in sentence-transformers' format, that wants words in front of a text."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    tokenizer = AutoTokenizer.from_pretrained(str(embedding.shipped_folder()))
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config).save_pretrained(str(folder / "bert"))
    tokenizer.save_pretrained(str(folder / "bert"))
    modules = [Transformer(str(folder / "bert"), max_seq_length=32), Pooling(32, **pooling)]
    model = SentenceTransformer(modules=modules, prompts={"query": "query: ", "document": "passage: "}, device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


def test_a_model_is_converted_once_with_its_prompts_and_its_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = save_model(tmp_path)
    first = SentenceEmbeddings(str(source), tmp_path / "cache").embed_documents(TEXTS)
    original = TorchEngine(conversion.sentence_transformer("it", source))
    monkeypatch.setattr(conversion, "sentence_transformer", None)  # from here on torch is not to be asked
    kept = load("it", source, tmp_path / "cache")
    assert isinstance(kept, OnnxEngine)
    assert kept.window == original.window == 32
    assert np.allclose(kept.queries(TEXTS), original.queries(TEXTS), atol=1e-5)
    assert np.allclose(kept.documents(TEXTS), original.documents(TEXTS), atol=1e-5)
    assert np.allclose(kept.documents(TEXTS), first)


def test_a_damaged_conversion_is_made_anew(tmp_path: Path) -> None:
    source, cache = save_model(tmp_path), tmp_path / "cache"
    whole = load("it", source, cache).queries(TEXTS)
    [weights] = cache.rglob("model.onnx")
    weights.write_bytes(weights.read_bytes()[:-1])
    assert np.allclose(load("it", source, cache).queries(TEXTS), whole)


def test_a_model_whose_vectors_would_change_stays_on_torch(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    source = save_model(tmp_path, include_prompt=False)  # words in front that count for nothing: not in our graph
    with caplog.at_level(logging.WARNING):
        engine = load("it", source, tmp_path / "cache")
    assert isinstance(engine, TorchEngine)
    assert "it is served by torch, because it cannot be converted: its vectors would have cosine" in caplog.text
