"""Every shipped question, with a good but careless, a sloppy and a hostile model over real HTTP."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from advisor import wiring
from advisor.citations import Answer, without_markers
from advisor.evaluation import Question, load
from advisor.pipeline import Advisor
from advisor.settings import Settings
from tests.generation import scripts
from tests.generation.server import Script, Server
from tests.generation.test_attacks import harmless

pytestmark = pytest.mark.model
ROOT = Path(__file__).parents[2]
QUESTIONS = load(ROOT / "tests" / "questions.jsonl")
SURVIVE = 0.95  # of a good model's true sentences


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Advisor:
    """The real advisor over the shipped guides, phrased by the scripted model."""
    settings = Settings(
        index=tmp_path_factory.mktemp("shipped") / "index",
        corpus=ROOT / "corpus",
        llm="openai:scripted",
        llm_base_url=server.url,
    )
    writer = wiring.builder(settings)
    writer.apply(writer.plan([settings.corpus]))
    return wiring.advisor(settings)


def answers(shipped: Advisor, server: Server, script: Script) -> Iterator[tuple[Question, Answer]]:
    """What is answered to each question; follow-ups are worded without the model, whose script only answers."""
    server.script = lambda request: script(request) if "<question>" in request.text else ""
    for question in QUESTIONS:
        yield question, shipped.answer(question.turns[-1], [HumanMessage(t) for t in question.turns[:-1]])


def figures(found: list[Answer]) -> Counter[str]:
    """Sums over the answers that a model was asked for."""
    asked = [a.phrasing for a in found if a.phrasing]
    counted = Counter(answers=len(asked), proved=sum(p.proved for p in asked), withheld=sum(p.withheld for p in asked))
    counted["fallbacks"] = sum(p.composed for p in asked)
    print(json.dumps(counted), Counter(r for p in asked for r in p.reasons).most_common(8))
    return counted


def test_of_a_good_but_careless_model_nearly_all_survives(shipped: Advisor, server: Server) -> None:
    found = [answer for _, answer in answers(shipped, server, scripts.good)]
    counted = figures(found)
    assert counted["proved"] >= SURVIVE * (counted["proved"] + counted["withheld"])
    assert all(harmless(answer, "https://") for answer in found if answer.phrasing)


@pytest.mark.parametrize("script", [scripts.sloppy, scripts.hostile])
def test_nothing_false_is_shown(shipped: Advisor, server: Server, script: Script) -> None:
    written: list[str] = []

    def kept(request: scripts.Request) -> Iterator[str]:
        true = {line.rpartition(" [")[0] or line for line in scripts.good(request)}
        for text in script(request):
            if text not in true and text not in scripts.good(request):
                written.append(" ".join(text.partition(" [")[0].split()))
            yield text

    found = []
    for _, answer in answers(shipped, server, kept):
        found.append(answer)
        if answer.phrasing:
            assert harmless(answer, "https://")
            shown = without_markers(answer.answer)
            assert [false for false in written if false in shown] == []
        written.clear()
    figures(found)
