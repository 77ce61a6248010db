"""Embedding spread over many machines: Ray Data hands out batches of texts to workers that have the model loaded."""

import logging
import os
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from advisor.embedding import SentenceEmbeddings
from advisor.errors import EmbeddingError
from advisor.index.vectors import Bulk, Vectors

BATCH = 256  # texts; what is lost where the run is broken off


class Worker:
    """Embeds batches, in a process of its own on one of the machines.

    Args:
        model: as `SentenceEmbeddings` takes it.
        identity: which one it has to be there, so that no machine makes vectors of another one.
    """

    def __init__(self, model: str, identity: str) -> None:
        self._embeddings = SentenceEmbeddings(model)
        if self._embeddings.identity != identity:
            raise EmbeddingError(f"A worker has the model {self._embeddings.identity}, but {identity} is asked for.")

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Rows and texts -> rows and vectors, shape (texts, dimensions)."""
        vectors = self._embeddings.embed_documents(batch["text"].tolist())
        return {"row": batch["row"], "vector": np.asarray(vectors, np.float32)}


def over_ray(model: str) -> Bulk:
    """Embeds on the Ray cluster that RAY_ADDRESS names, or on this machine.

    Raises:
        ImportError: Ray is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would call home
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what fails comes as an exception
    import ray
    from ray.exceptions import RayError

    identity = SentenceEmbeddings(model).identity

    def embed(texts: Mapping[str, str]) -> Iterator[Mapping[str, Vectors]]:
        if not texts:
            return
        ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
        _silence(ray.data)
        # The longest texts first, so that no worker is left with them at the end.
        items = [{"row": row, "text": texts[row]} for row in sorted(texts, key=lambda row: -len(texts[row]))]
        # One worker a machine: it uses all cores, and the model is loaded once.
        known: list[dict[str, Any]] = ray.nodes()  # type: ignore[no-untyped-call]
        machines = [node["Resources"]["CPU"] for node in known if node["Alive"] and "CPU" in node["Resources"]]
        made = ray.data.from_items(items, override_num_blocks=-(-len(items) // BATCH)).map_batches(
            Worker,
            fn_constructor_args=(model, identity),
            batch_size=BATCH,
            num_cpus=min(machines),
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=len(machines)),
        )
        try:
            for batch in made.iter_batches(batch_size=None):
                yield dict(zip(batch["row"].tolist(), batch["vector"], strict=True))
        except RayError as error:
            raise EmbeddingError(f"Ray's workers could not embed: {str(error).strip().splitlines()[-1]}") from error
        finally:
            ray.shutdown()

    return embed


def _silence(data: Any) -> None:
    """The index run has a progress bar of its own."""
    data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
