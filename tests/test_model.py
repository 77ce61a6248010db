"""The real advisor over the shipped guides."""

import pytest
from langchain_core.messages import HumanMessage

from advisor import indexing, wiring
from advisor.chunking import chunk_guide
from advisor.embedding import DEFAULT_MODEL, SentenceEmbeddings
from advisor.pipeline import Advisor
from advisor.settings import Settings, default_corpus

pytestmark = pytest.mark.model

RANGES = ("3–5", "5–10+", "10+")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    """As `advisor index` and `advisor ask` wire it."""
    settings = Settings(index=tmp_path_factory.mktemp("real") / "index", embedding=DEFAULT_MODEL, chroma_url=None)
    writer = indexing.builder(settings)
    writer.apply(writer.plan([default_corpus()]))
    return wiring.advisor(settings)


@pytest.mark.parametrize(
    "question",
    ["how many publications do I need", "How many papers should I have?", "number of publications for an IR match"],
)
def test_the_three_ranges_are_answered_from_their_section(real: Advisor, question: str) -> None:
    answer = real.answer(question)
    assert answer.coverage == "full"
    heading = answer.citations[0].section[-1].lower()
    assert "publications" in heading or "benchmarks" in heading
    assert all(items in answer.answer for items in RANGES)
    assert len(answer.answer.split()) <= 200


@pytest.mark.parametrize(
    "question", ["Suggest a good movie for tonight.", "What is the best recipe for pancakes?", "asdf qwer zxcv"]
)
def test_what_the_guides_do_not_speak_of_is_refused(real: Advisor, question: str) -> None:
    assert real.answer(question).coverage == "none"


def test_a_follow_up_is_understood_from_the_turn_before(real: Advisor) -> None:
    answer = real.answer("and for a top-tier programme?", [HumanMessage("how many publications do I need")])
    assert "10+" in answer.answer


def test_every_passage_and_heading_lies_in_the_models_window(real: Advisor) -> None:
    model = SentenceEmbeddings()
    found = [c for guide in real.guides.values() for c in chunk_guide(guide, model.token_count, model.window)]
    sizes = [model.token_count(c.page_content) for c in found]
    assert max(sizes) <= model.window == 256
