"""Compare vectors alone, words alone and both on a question file: how often a gold section comes first.

    python benchmarks/retrieval.py QUESTIONS.jsonl [--index DIR] [--documents FILE]

QUESTIONS: as `advisor eval` reads them. FILE: JSON with a map "documents" from the names in the
questions to file names, where these differ from the index's own.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from langchain_core.messages import HumanMessage

from advisor import evaluation, retrieval, wiring
from advisor.pipeline import Advisor
from advisor.settings import Settings

VARIANTS: Mapping[str, Mapping[str, float]] = {
    "passages alone": {"statement": 0, "passage": 1, "words": 0},
    "statements alone": {"statement": 1, "passage": 0, "words": 0},
    "words alone (BM25)": {"statement": 0, "passage": 0, "words": 1},
    "without words": dict(retrieval.WEIGHTS) | {"words": 0},
    "all": dict(retrieval.WEIGHTS),
}


def main() -> None:
    """Print one line a variant."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--documents", type=Path)
    given = parser.parse_args()
    settings = Settings()
    advisor = wiring.advisor(settings.model_copy(update={"index": given.index or settings.index}))
    names = json.loads(given.documents.read_text())["documents"] if given.documents else {}
    questions = [q for q in evaluation.load(given.questions) if q.answerable]
    print(f"{len(questions)} questions{'':<15}first   first 2   first 5")
    for name, weights in VARIANTS.items():
        retrieval.WEIGHTS.update(weights)
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
