"""How well vectors alone find the section that answers, by the kind of question.

    python -m training.dense MODEL [MODEL ...] [--text FOLDER]

MODEL: a folder in sentence-transformers' format. A section counts with its best statement and, a quarter as
much, with its whole text; the question has its earlier turns in front of it. Prints, a line a model, how often
the section that answers comes first / among the first three, of all the questions of the folder and by kind.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.statements import contextual
from training.text import VALIDATION, Passage, query, read

WHOLE = 0.25  # weight of the whole section beside its best statement

Encode = Callable[[list[str]], NDArray[np.float32]]


def main() -> None:
    """Print one line a model."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--text", type=Path, default=VALIDATION, help="folder of guides")
    given = parser.parse_args()
    found = read(given.text)
    kinds = np.array([question["kind"] for passage in found for question in passage.questions])
    named = {"all": np.full(len(kinds), True)} | {str(kind): kinds == kind for kind in dict.fromkeys(kinds.tolist())}
    print(f"{'':<30}" + "".join(f"{f'{name} ({those.sum()})':>18}" for name, those in named.items()))
    for model in given.models:
        ranks = np.array([*ranked(found, _encode(model))])
        figures = (f"{np.mean(ranks[those] < 1):.3f} / {np.mean(ranks[those] < 3):.3f}" for those in named.values())
        print(f"{str(model)[-30:]:<30}" + "".join(f"{figure:>18}" for figure in figures), flush=True)


def ranked(found: Sequence[Passage], encode: Encode) -> Iterator[int]:
    """Of each question, how many sections come before the first one that answers.

    Args:
        found: all sections, each with its questions.
        encode: texts -> their vectors of length 1, shape (texts, dimensions).
    """
    said = [contextual(passage.section[-1], passage.text) for passage in found]
    statements = encode([text for texts in said for text in texts])
    begins = np.cumsum([0, *map(len, said[:-1])])
    whole = encode([f"{passage.lead}\n{passage.text}" for passage in found])
    asked = encode([query(q["turns"]) for passage in found for q in passage.questions])
    scores = np.maximum.reduceat(asked @ statements.T, begins, axis=1) + WHOLE * asked @ whole.T
    gold = [_gold(found, at, q) for at, passage in enumerate(found) for q in passage.questions]
    for row, places in zip(scores, gold, strict=True):
        yield int((row > row[places].max()).sum())


def _gold(found: Sequence[Passage], at: int, question: Mapping[str, Any]) -> list[int]:
    """The sections that answer a question of one of them."""
    also = question.get("also", {}).get("heading")
    same = (i for i, p in enumerate(found) if p.guide == found[at].guide and p.section[-1] == also)
    return [at, *same]


def _encode(model: Path) -> Encode:
    from sentence_transformers import SentenceTransformer

    loaded = SentenceTransformer(str(model), device="cpu").float()
    return lambda texts: np.asarray(loaded.encode(texts, batch_size=64), np.float32)


if __name__ == "__main__":
    main()
