"""Compare vectors alone, words alone and both on a question file: how often a gold section comes first.

    python benchmarks/retrieval.py QUESTIONS.jsonl [--index DIR] [--documents FILE]

QUESTIONS: as `advisor eval` reads them. FILE: JSON with a map "documents" from the names in the
questions to file names, where these differ from the index's own.
"""

import argparse
import json
from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
from langchain_core.messages import HumanMessage

from advisor import evaluation, grains, wiring
from advisor.pipeline import Advisor
from advisor.settings import Settings

# The grains that count, and whether what they are worth depends on the question.
VARIANTS: Mapping[str, tuple[Collection[str], bool]] = {
    "passages alone": (["passage"], False),
    "statements alone": (["statement"], False),
    "words alone (BM25)": (["words"], False),
    "without words": (["statement", "second", "passage", "heading"], True),
    "all": (grains.GRAINS, True),
}


def main() -> None:
    """Print one line a variant."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--documents", type=Path)
    given = parser.parse_args()
    settings = Settings()
    chosen = settings.model_copy(update={"index": given.index or settings.index})
    names = json.loads(given.documents.read_text())["documents"] if given.documents else {}
    questions = [q for q in evaluation.load(given.questions) if q.answerable]
    print(f"{len(questions)} questions{'':<15}first   first 2   first 5")
    weights, by_signal = grains.WEIGHTS.copy(), grains.WORDS_BY_SIGNAL.copy()
    for name, (counting, signals) in VARIANTS.items():
        counted = np.isin(grains.GRAINS, [*counting])
        grains.WEIGHTS[:] = weights * counted if signals else counted
        grains.WORDS_BY_SIGNAL[:] = by_signal * (signals and "words" in counting)
        advisor = wiring.advisor(chosen)
        ranks = [rank(advisor, question, names) for question in questions]
        print(f"{name:<25}" + "".join(f"{sum(r < k for r in ranks) / len(ranks):>10.3f}" for k in (1, 2, 5)))


def rank(advisor: Advisor, question: evaluation.Question, names: Mapping[str, str]) -> int:
    """Position of the first gold section among the first ten, from 0; 10 where there is none."""
    gold = {(names.get(doc, doc), evaluation.normal(section)) for doc, section in question.gold}
    found = advisor.search(question.turns[-1], [HumanMessage(turn) for turn in question.turns[:-1]], k=10)
    for position, source in enumerate(found):
        heading = evaluation.normal((source.section.headings or (source.guide.title,))[-1])
        if gold & {(source.guide.name, heading), (source.guide.source, heading)}:
            return position
    return len(found)


if __name__ == "__main__":
    main()
