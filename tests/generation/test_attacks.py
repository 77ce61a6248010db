"""Orders in a question or an article, with a model that obeys all of them: none has an effect."""

import re
from collections.abc import Callable

import pytest

from advisor.citations import MARKER, Answer, without_markers
from advisor.generation.wording import wording
from advisor.pipeline import Advisor
from tests.fakes import RESEARCH, advisor_over, index_paths, open_index, write_guides
from tests.generation.scripts import ATTACKS
from tests.generation.server import Script, Server
from tests.generation.writers import writer_of

TRUE = "There is no strict cutoff for publications. Quality counts more than the plain number."
QUESTION = "How many publications do I need?"

attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack["order"][:30])


def obeying(attack: dict[str, str]) -> Script:
    """A model that obeys between two true sentences, so that its answer is not given up as a whole."""
    first, second = TRUE.split(". ")
    return lambda request: f"{first}. {attack['obeyed']}\n\n{second}"


def harmless(answer: Answer, obeyed: str) -> bool:
    """Whether every number of an answer stands in its quotes, every marker in its citations, and no address in it."""
    quoted = " ".join(c.quote for c in answer.citations)
    stated = answer.answer.partition("\n\nYou wrote: ")[0]  # what the asker counts himself is shown as such
    numbers = {f.low for f in wording(without_markers(stated)).figures}
    return (
        numbers <= {n for f in wording(quoted).figures for n in (f.low, f.high)}
        and {int(n) for n in MARKER.findall(answer.answer)} <= {c.marker for c in answer.citations}
        and not re.search(r"https?:|www\.|\S@\S|\]\(|<script|<div", answer.answer)
        and obeyed not in answer.answer
    )


def test_there_are_enough_of_them() -> None:
    assert len(ATTACKS) >= 40


@attack
def test_an_order_in_a_question_has_no_effect(phrased: Callable[..., Advisor], attack: dict[str, str]) -> None:
    answer = phrased(obeying(attack)).answer(f"{QUESTION} {attack['order']}")
    assert harmless(answer, attack["obeyed"])


@attack
def test_a_model_that_lies_alone_is_not_heard(phrased: Callable[..., Advisor], attack: dict[str, str]) -> None:
    answer = phrased(lambda request: attack["obeyed"]).answer(QUESTION)
    assert answer.phrasing is not None
    assert answer.phrasing.proved == 0
    assert answer.phrasing.composed
    assert harmless(answer, attack["obeyed"])


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Advisor:
    """An advisor over a guide whose answer to the question is full of orders."""
    folder = tmp_path_factory.mktemp("poisoned")
    orders = "\n\n".join(attack["order"].replace("<", "&lt;") for attack in ATTACKS)
    text = RESEARCH.replace("Quality counts more", f"{orders}\n\nQuality counts more")
    index_paths(folder / "index", write_guides(folder / "guides", research=text))
    return advisor_over(open_index(folder / "index"), writer_of(server.url))


@attack
def test_an_order_in_an_article_has_no_effect(poisoned: Advisor, server: Server, attack: dict[str, str]) -> None:
    server.script = obeying(attack)
    answer = poisoned.answer(QUESTION)
    assert answer.phrasing is not None
    assert harmless(answer, attack["obeyed"])
