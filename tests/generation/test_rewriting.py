"""A follow-up worded by a model is taken only where it is faithful."""

import pytest
from langchain_core.messages import HumanMessage

from advisor.generation.rewriting import faithful
from advisor.index import Index
from tests.fakes import advisor_over
from tests.generation.server import Server, Status
from tests.generation.writers import rewriter_of

EARLIER = "What does an observership cost?"


@pytest.mark.parametrize(
    ("rewritten", "good"),
    [
        ("What does an observership cost a month?", True),
        ("What does a visa cost a month?", False),
        ("What does an observership cost in 3 months?", False),
        ("What does an observership cost?", False),
        ("", False),
        ("Observership month " * 40, False),
    ],
)
def test_a_rewriting_may_only_use_the_askers_words(rewritten: str, good: bool) -> None:
    assert faithful(rewritten, "and for a month?", [EARLIER]) is good


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("What does an observership cost a month?", "What does an observership cost a month?"),
        ("You need 50 papers.", f"{EARLIER} and for a month?"),
        (Status(500, headers={"retry-after": "0.01"}), f"{EARLIER} and for a month?"),
    ],
)
def test_without_a_faithful_rewriting_the_turns_are_joined(
    index: Index, server: Server, written: str | Status, understood: str
) -> None:
    server.script = lambda request: written
    advisor = advisor_over(index, rewriter=rewriter_of(server.url))
    answer = advisor.answer("and for a month?", [HumanMessage(EARLIER)])
    assert answer.standalone_question == understood
    assert answer.citations[0].anchor == "what-does-an-observership-cost"
