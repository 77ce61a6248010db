"""Answers phrased by models that play a part, over real HTTP: what is withheld, and when the first sentence is there.

python -m benchmarks.phrasing [--index DIR] [--questions FILE]

Each model is a script of the tests' server that speaks OpenAI's protocol: one that answers well but cites
carelessly, one whose every sentence has one thing changed, one that lies, sends readers elsewhere and obeys.
"""

import argparse
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import perf_counter

import numpy as np
from langchain_core.messages import HumanMessage

from advisor import evaluation, wiring
from advisor.evaluation import Question
from advisor.pipeline import Advisor
from advisor.settings import Settings
from benchmarks.common import machine
from tests.generation import scripts
from tests.generation.server import Request, Server, serving

ROOT = Path(__file__).parents[1]
COLUMNS = ("good", "cite1", "support", "withheld", "fallbacks", "median_ms", "p95_ms")


def main() -> None:
    """Ask all questions of each model, and print a row for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, default=Settings().index)
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "questions.jsonl")
    given = parser.parse_args()
    questions = evaluation.load(given.questions)
    print(machine(), f"{'model':<10}" + "".join(f"{name:>11}" for name in COLUMNS), sep="\n", flush=True)
    with serving() as server:
        os.environ |= {"ADVISOR_LLM": "openai:scripted", "ADVISOR_LLM_BASE_URL": server.url}
        advisor = wiring.advisor(Settings(index=given.index))
        for name, script in scripts.MODELS.items():
            server.script = script
            total = evaluation.evaluate(advisor, questions).total
            print(f"{name:<10}" + "".join(f"{getattr(total, column):>11.3f}" for column in COLUMNS), flush=True)
        late = sorted(lateness(advisor, server, scripts.good, questions))
    print(
        f"the first proved sentence after the model's own, {len(late)} answers: "
        f"median {np.quantile(late, 0.5):.1f} ms, 95th of 100 {np.quantile(late, 0.95):.1f} ms, most {late[-1]:.1f} ms"
    )


def lateness(
    advisor: Advisor, server: Server, script: Callable[[Request], Iterator[str]], questions: Iterable[Question]
) -> Iterator[float]:
    """Milliseconds from the last byte of the model's first sentence to that sentence, proved, with its citation."""
    sent: list[float] = []

    def noted(request: Request) -> Iterator[str]:
        for position, sentence in enumerate(script(request)):
            yield sentence
            if position == 0:
                sent.append(perf_counter())

    server.script = noted
    for question in questions:
        sent.clear()
        for answer in advisor.stream(question.turns[-1], [HumanMessage(turn) for turn in question.turns[:-1]]):
            if sent and answer.citations and answer.coverage != "none":
                yield (perf_counter() - sent[0]) * 1000
                break


if __name__ == "__main__":
    main()
