"""Earlier turns + question -> the standalone question."""

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from advisor.conversation import MAX_CHARACTERS, TURNS, checked, standalone
from advisor.errors import QuestionError


def test_a_question_loses_the_white_space_around_it() -> None:
    assert checked("  how many? \n") == "how many?"


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_refused(question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        checked(question)


def test_a_far_too_long_question_is_refused_with_its_length() -> None:
    with pytest.raises(QuestionError, match=r"100,000 characters"):
        checked("x" * 100_000)
    assert checked("x" * MAX_CHARACTERS)


def test_without_history_the_question_stands_alone() -> None:
    assert standalone("how many?") == "how many?"


def test_earlier_questions_stand_in_front_as_sentences() -> None:
    history = [HumanMessage("I want a J-1\nvisa"), AIMessage("Ask ECFMG. [1]"), HumanMessage("Is it slow?")]
    assert standalone("and the cost?", history) == "I want a J-1 visa. Is it slow? and the cost?"


def test_only_the_last_turns_count() -> None:
    history = [HumanMessage(f"turn {n}") for n in range(TURNS + 2)]
    assert standalone("now?", history) == "turn 2. turn 3. turn 4. now?"


def test_empty_turns_are_left_out() -> None:
    assert standalone("now?", [HumanMessage(" "), HumanMessage("before")]) == "before. now?"


def test_messages_of_parts_are_read() -> None:
    assert standalone("now?", [HumanMessage([{"type": "text", "text": "before"}])]) == "before. now?"
