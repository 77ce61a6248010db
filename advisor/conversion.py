"""Any sentence-transformers model -> one that onnxruntime serves, converted once and kept.

torch, which takes seconds to start and hundreds of megabytes, is imported only for the conversion, or to
serve a model that cannot be converted.
"""

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from logging import ERROR, getLogger
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.engines import Engine, OnnxEngine, TorchEngine
from advisor.errors import EmbeddingError
from advisor.onnx import TOKENIZER, WEIGHTS, Encoder, digest_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ALIKE = 0.999  # least cosine of a converted model's vectors to the original's

_SAMPLE = (
    "visa",
    "How many publications do I need?",
    "A J-1 visa is sponsored by ECFMG; an H-1B visa needs the exam Step 3 (and a hospital that pays).",
    "Letters of recommendation count for more than the number of papers. " * 60,  # longer than most windows
)
_HASHED = {".safetensors", ".bin", ".json", ".txt"}  # what makes a model's vectors
_log = getLogger(__name__)


def load(name: str, folder: Path | None, cache: Path, digest: str | None = None) -> Engine:
    """The model ready to serve: a conversion that is kept, else one made now, else the model on torch.

    Args:
        name: of the model, for messages, and for the hub where there is no folder.
        folder: the model in sentence-transformers' format.
        cache: where conversions are kept.
        digest: of the model's source, where it is known already.

    Raises:
        EmbeddingError: there is no such model.
    """
    source = folder or _snapshot(name)
    digest = digest or (source_digest(source) if source else None)
    if digest and (kept := _kept(cache / digest[:16])):
        return kept
    model = sentence_transformer(name, source)
    source = source or _snapshot(name)  # loading may have fetched it
    digest = digest or (source_digest(source) if source else None)
    try:
        if digest:
            return _convert_into(cache / digest[:16], model)
    except Exception as error:  # whatever torch's exporter or the model's own code raises
        reason = " ".join(str(error).split())[:200]
        _log.warning("%s is served by torch, because it cannot be converted: %s", name, reason)
    return TorchEngine(model)


def sentence_transformer(name: str, folder: Path | None) -> "SentenceTransformer":
    """The model on torch, from a folder or by name.

    Raises:
        EmbeddingError: there is none.
    """
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    getLogger("huggingface_hub").setLevel(ERROR)  # its retries, too, end in our one message
    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # a second's bar, printed in the middle of ours
    try:
        return SentenceTransformer(
            str(folder or name),
            device="cpu",
            local_files_only=folder is not None,
            # What is kept in half precision is slow to compute with; this attention is the one that exports.
            model_kwargs={"dtype": "float32", "attn_implementation": "eager"},
        )
    except (OSError, ValueError) as error:
        raise EmbeddingError(
            f"The embedding model '{name}' cannot be loaded: give a sentence-transformers folder,"
            f" or a model name where the hub can be reached, in ADVISOR_EMBEDDING."
        ) from error


def export(model: "SentenceTransformer", folder: Path) -> None:
    """Write a model, pooling included, as `model.onnx` and `tokenizer.json`."""
    import torch

    class Whole(torch.nn.Module):  # type: ignore[misc] # torch is not read by mypy
        """All of a model's modules, from token ids to a vector."""

        def __init__(self, names: Sequence[str]) -> None:
            super().__init__()
            self.model, self.names = model, names

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            output: torch.Tensor = self.model(dict(zip(self.names, inputs, strict=True)))["sentence_embedding"]
            return output

    folder.mkdir(parents=True, exist_ok=True)
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    sample = model.tokenizer(["two texts of", "unlike length"], padding=True, return_tensors="pt")
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in sample]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is deprecated, but five times as fast as the other
        torch.onnx.export(
            Whole(names).eval(),
            tuple(sample[name] for name in names),
            str(folder / WEIGHTS),
            input_names=names,
            output_names=["sentence_embedding"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names} | {"sentence_embedding": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )


def source_digest(folder: Path) -> str:
    """SHA-256 over the files of a sentence-transformers folder that its vectors depend on."""
    digest = hashlib.sha256()
    for file in sorted(f for f in folder.rglob("*") if f.suffix in _HASHED and f.is_file()):
        digest.update(str(file.relative_to(folder)).encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def least_cosine(engine: Engine, original: Engine) -> float:
    """How near two engines' vectors of some questions and passages are, at worst."""
    pairs = ((engine.queries, original.queries), (engine.documents, original.documents))
    return min(float((own(_SAMPLE) * its(_SAMPLE)).sum(axis=1).min()) for own, its in pairs)


def _convert_into(folder: Path, model: "SentenceTransformer") -> OnnxEngine:
    """Convert, check, and keep in one step, so that no other process meets half a model.

    Raises:
        ValueError: the converted model gives other vectors.
    """
    original = TorchEngine(model)
    prompts = [str(model.prompts.get(kind) or "") for kind in ("query", "document")]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        draft = Path(scratch) / "model"
        export(model, draft)
        cosine = least_cosine(OnnxEngine(Encoder(draft, original.window), *prompts), original)
        if not cosine >= ALIKE:  # nor where it is no number at all
            raise ValueError(f"its vectors would have cosine {cosine:.4f} to the original's")
        content = {"window": original.window, "prompts": prompts, "digest": digest_of(draft)}
        (draft / "conversion.json").write_text(json.dumps(content), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)  # a damaged one
        draft.rename(folder)
    return OnnxEngine(Encoder(folder, original.window), *prompts)


def _kept(folder: Path) -> OnnxEngine | None:
    """An earlier conversion, if it is there and whole."""
    try:
        content = json.loads((folder / "conversion.json").read_text(encoding="utf-8"))
        return OnnxEngine(Encoder(folder, content["window"], content["digest"]), *content["prompts"])
    except (OSError, ValueError, KeyError, TypeError, EmbeddingError):
        return None


def _snapshot(name: str) -> Path | None:
    """The folder of a model that was fetched from the hub before."""
    from huggingface_hub import snapshot_download

    full = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(full, local_files_only=True))
    except (OSError, ValueError):
        return None
