"""General text, and a loss that keeps what the base model finds alike in it.

The text is WordNet's explanations of words with their examples, which speak of everything a little.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.sampler import DefaultBatchSampler
from torch import Tensor, nn

FILES = ("data.noun", "data.verb", "data.adj", "data.adv")  # as Debian's wordnet-base has them
RUN = 8  # explanations in a row, which are of words of one kind


def explanations(folder: Path) -> list[str]:
    """WordNet's explanations in the order of its files, where those of related words stand together.

    Raises:
        FileNotFoundError: the folder does not hold WordNet's data files.
    """
    lines = (line for name in FILES for line in (folder / name).read_text(encoding="utf-8").splitlines())
    return [line.rpartition(" | ")[2].strip() for line in lines if " | " in line]


def runs(texts: Sequence[str], number: int, chance: random.Random) -> list[str]:
    """Some stretches of the text, one after the other."""
    starts = chance.sample(range(0, len(texts) - RUN, RUN), number)
    return [text for start in starts for text in texts[start : start + RUN]]


class InOrder(DefaultBatchSampler):
    """Batches of rows in their order."""

    def __init__(self, rows: int, batch_size: int) -> None:
        super().__init__(range(rows), batch_size, drop_last=True)

    def __iter__(self) -> Iterator[list[int]]:
        for start in range(0, len(self) * self.batch_size, self.batch_size):
            yield [*range(start, start + self.batch_size)]


class SameNeighbours(nn.Module):  # type: ignore[misc]  # torch is not followed
    """Of the texts of a batch, each has the others for neighbours as much as in the base model.

    The Kullback-Leibler divergence of the two distributions that the cosines to the others make
    (relational distillation; Park et al., 2019).

    Args:
        model: the model that is trained.
        scale: inverse temperature, the same for both.
    """

    def __init__(self, model: SentenceTransformer, scale: float) -> None:
        super().__init__()
        self.model = model
        self.scale = scale

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """The loss of one batch; `labels` are the base model's vectors, shape (texts, dimensions)."""
        [features] = sentence_features
        own = torch.nn.functional.normalize(self.model(features)["sentence_embedding"].float())
        return nn.functional.kl_div(
            self._neighbours(own), self._neighbours(labels.float()), reduction="batchmean", log_target=True
        )

    def _neighbours(self, vectors: Tensor) -> Tensor:
        cosines = self.scale * vectors @ vectors.T
        return cosines.masked_fill(torch.eye(len(vectors), dtype=torch.bool), -1e4).log_softmax(-1)
