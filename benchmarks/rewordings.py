"""What a second search in other words could gain at most: a question alone, and with two others of its section.

python -m training.questions training/unseen /tmp/unseen
advisor index /tmp/unseen/guides --index /tmp/unseen/index
python -m benchmarks.rewordings /tmp/unseen/questions.jsonl --index /tmp/unseen/index

The other questions were written by people who had read the section, which a model that rewords has not:
the gain is an upper bound.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from advisor import evaluation, wiring
from advisor.evaluation import Question
from advisor.settings import Settings

ASKED = ("paraphrase", "personal", "typo", "keyword")
OTHERS = ("paraphrase", "direct")
FURTHER = 2  # questions searched along with the one asked, which counts as much as both
FOUND = 10

Section = tuple[str, str]


def main() -> None:
    """Print how often the section that answers comes first, and among the first five."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, default=Settings().index)
    given = parser.parse_args()
    advisor = wiring.advisor(Settings(index=given.index))
    alone = [q for q in evaluation.load(given.questions) if len(q.turns) == len(q.gold) == 1]
    by_section = defaultdict[tuple[Section, str], list[Question]](list)
    for question in alone:
        by_section[question.gold[0], question.kind].append(question)

    @cache
    def search(text: str) -> list[tuple[Section, float]]:
        found = advisor.search(text, k=FOUND)
        return [((s.guide.name, (s.section.headings or (s.guide.title,))[-1]), s.score) for s in found]

    asked = [q for q in alone if q.kind in ASKED]
    print(f"{len(asked)} questions{'':<20}first   first 5")
    for kind in ("", *OTHERS):
        ranks = []
        for question in asked:
            others = [q for q in by_section[question.gold[0], kind] if q is not question][:FURTHER]
            lists = [search(question.turns[0])] * FURTHER + [search(q.turns[0]) for q in others]
            ranks.append(rank(question.gold[0], lists))
        name = f"and {FURTHER} others, {kind}" if kind else "alone"
        print(f"{name:<30}" + "".join(f"{sum(r < k for r in ranks) / len(ranks):>8.2f}" for k in (1, 5)))


def rank(gold: Section, lists: Sequence[Sequence[tuple[Section, float]]]) -> int:
    """Position of a section when the scores of several searches are added, from 0."""
    total = Counter[Section]()
    for found in lists:
        for section, score in found:
            total[section] += score  # type: ignore[assignment] # a float counts as well
    order = [section for section, _ in total.most_common()]
    return order.index(gold) if gold in order else len(order)


if __name__ == "__main__":
    main()
