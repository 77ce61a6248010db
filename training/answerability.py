"""Train the network that tells from two vectors whether a statement answers a question.

    python -m training.answerability [--out FILE] [--text FOLDER ...]

Every question is paired with the statements of its guide that come nearest to it, some that answer and
some that do not (`judgements.py`); the loss is the binary cross-entropy of each pair, so that the logits
can be compared across questions. The vectors are those of the model as it is served. It has fitted its own
training text, whose questions lie nearer to their answers than others ever will: guides that it was not
trained on (`JUDGED`) are the ones that teach what to expect, and count several times. Whether a question is
one of those that guides answer is told from its vector alone too, by a logistic regression, which takes to
other guides than ours better than what the network learns of it.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from torch import nn

from advisor.answerability import FILE, Network, features
from advisor.embedding import SentenceEmbeddings
from training.judgements import Judged, judged
from training.text import JUDGED, OTHERS, TRAINING, VALIDATION, read

SEED = 7
UNITS = 256  # of the hidden layer
ROUNDS = 8
BATCH = 512  # pairs
RATE = 1e-3  # learning rate at its highest
DECAY = 0.02  # of the weights
DROPOUT = 0.3  # of features and units
SCALE = 10.0  # a vector's entries are small
REPEATED = 4  # times that a pair counts whose guide the embedding model was not trained on
ANSWERING = 2.0  # weight of a pair that answers; there are fewer of them
LOOSE = 0.1  # inverse strength of the regression's penalty
ALONE = 0.4  # weight of what the question alone tells


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions and statements that may answer them.

    Attributes:
        vectors: of all texts, shape (texts, dimensions).
        questions: a pair's question, as its place among the texts, shape (pairs,).
        statements: a pair's statement, likewise.
        answering: 1 where the statement answers, else 0, shape (pairs,).
        rows: which of the questions a pair belongs to, from 0, shape (pairs,).
    """

    vectors: NDArray[np.float32]
    questions: NDArray[np.int64]
    statements: NDArray[np.int64]
    answering: NDArray[np.float32]
    rows: NDArray[np.int64]


def main() -> None:
    """Train, report on the validation guides, save."""
    options = _options()
    torch.manual_seed(SEED)
    embeddings = Once(SentenceEmbeddings())
    passages = [passage for folder in options.text for passage in read(folder)]
    rows = judged(passages, embeddings) + REPEATED * judged(read(JUDGED), embeddings)
    network = with_question(train(paired(rows, embeddings), np.random.default_rng(SEED)), rows, embeddings)
    top, area = evaluate(network, paired(judged(read(VALIDATION), embeddings), embeddings))
    print(f"validation: right statement first {top:.3f}, answered before open questions (AUROC) {area:.3f}")
    layers = {name: np.asarray(layer, np.float16) for name, layer in asdict(network).items()}
    np.savez(options.out, allow_pickle=False, **layers)
    print(f"digest {sha256(options.out.read_bytes()).hexdigest()}")


class Once(Embeddings):
    """Embeds every text a single time: most are met again as what another question comes near to.

    Args:
        embeddings: for which a question is a text like any other.
    """

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self._vectors: dict[str, list[float]] = {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors, each of shape (dimensions,)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._embeddings.embed_documents(new), strict=True))
        return [self._vectors[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """A vector of shape (dimensions,)."""
        return self.embed_documents([text])[0]


def paired(rows: Sequence[Judged], embeddings: Embeddings) -> Pairs:
    """Every question with each of its statements."""
    places: dict[str, int] = {}
    pairs = [
        (places.setdefault(row.question, len(places)), places.setdefault(text, len(places)), at < row.answering, number)
        for number, row in enumerate(rows)
        for at, text in enumerate(row.texts)
    ]
    vectors = np.asarray(embeddings.embed_documents([*places]), np.float32)
    questions, statements, answering, numbers = np.array(pairs).T
    return Pairs(vectors, questions, statements, answering.astype(np.float32), numbers)


def train(pairs: Pairs, chance: np.random.Generator) -> Network:
    """Some passes, the learning rate rising for a while and then falling to nothing."""
    hidden, output = nn.Linear(4 * pairs.vectors.shape[1], UNITS), nn.Linear(UNITS, 1)
    layers = nn.Sequential(nn.Dropout(DROPOUT), hidden, nn.ReLU(), nn.Dropout(DROPOUT), output)
    optimizer = torch.optim.AdamW(layers.parameters(), lr=RATE, weight_decay=DECAY)
    batches = [*_batches(len(pairs.answering), chance)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=len(batches))
    for batch in batches:
        asked, said = pairs.vectors[pairs.questions[batch]], pairs.vectors[pairs.statements[batch]]
        wanted = torch.from_numpy(pairs.answering[batch])
        logits = layers(torch.from_numpy(SCALE * features(asked, said))).squeeze(-1)
        weight = 1 + (ANSWERING - 1) * wanted
        loss = nn.functional.binary_cross_entropy_with_logits(logits, wanted, weight=weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    first, second = (layer.weight.detach().numpy() for layer in (hidden, output))
    none = np.zeros(pairs.vectors.shape[1], np.float32)
    return Network(none, SCALE * first.T, hidden.bias.detach().numpy(), second[0], float(output.bias.item()))


def with_question(network: Network, rows: Sequence[Judged], embeddings: Embeddings) -> Network:
    """The network, to whose logits is added how likely the question alone is to be answered."""
    vectors = embeddings.embed_documents([row.question for row in rows])
    regression = LogisticRegression(C=LOOSE, class_weight="balanced", max_iter=1000)
    regression.fit(vectors, [row.answering > 0 for row in rows])
    asked = np.asarray(ALONE * regression.coef_[0], np.float32)
    return replace(network, asked=asked, output_bias=network.output_bias + ALONE * float(regression.intercept_[0]))


def _batches(pairs: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    for _ in range(ROUNDS):
        yield from np.array_split(chance.permutation(pairs), max(1, pairs // BATCH))


def evaluate(network: Network, pairs: Pairs) -> tuple[float, float]:
    """How often the right statement comes first, and the AUROC of answered against open questions."""
    answers = network(pairs.vectors[pairs.questions], pairs.vectors[pairs.statements])
    rows = [np.flatnonzero(pairs.rows == row) for row in np.unique(pairs.rows)]
    answered = [row for row in rows if pairs.answering[row].any()]
    right = [pairs.answering[row][answers[row].argmax()] for row in answered]
    best = np.array([answers[row].max() for row in answered])
    unanswered = np.array([answers[row].max() for row in rows if not pairs.answering[row].any()])
    return float(np.mean(right)), float((best[:, None] > unanswered).mean())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=FILE, help="file to write")
    parser.add_argument("--text", type=Path, nargs="+", default=[TRAINING, OTHERS], help="folders of guides")
    return parser.parse_args()


if __name__ == "__main__":
    main()
