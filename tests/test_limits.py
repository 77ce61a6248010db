"""What is not answered whatever the guides hold."""

import pytest

from advisor.limits import ALIKE, LIMITS, Limits
from advisor.pipeline import Advisor
from tests.fakes import BagOfWords

LIMIT = Limits(BagOfWords())


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.reason)
def test_every_example_is_known_with_its_reason(limit: object) -> None:
    assert [LIMIT.reason(example, 0.0) for example in limit.examples] == [limit.reason] * len(limit.examples)  # type: ignore[attr-defined]


def test_another_question_may_be_answered() -> None:
    assert LIMIT.reason("How do I find a mentor?", 0.0) is None


def test_what_a_section_comes_nearer_to_may_be_answered() -> None:
    question = "Will my visa be approved for sure this time?"
    assert LIMIT.reason(question, ALIKE)
    assert LIMIT.reason(question, 0.99) is None


def test_the_refusal_gives_the_reason_and_what_the_guides_hold(advisor: Advisor) -> None:
    answer = advisor.answer("Can you guarantee that I get an H-1B visa?")
    assert answer.coverage == "none"
    assert answer.answer.startswith("Sorry, only an immigration lawyer")
    assert "Which visa fits a trainee?" in answer.answer
