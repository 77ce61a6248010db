"""Earlier turns + question -> the standalone question."""

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from advisor.conversation import (
    MAX_CHARACTERS,
    SEARCHED_WORDS,
    TURNS,
    asks_nothing,
    carried,
    checked,
    chosen,
    courtesy,
    leaned_on,
    narrowed,
    questions,
    searched,
    standalone,
    taken_up,
)
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


def test_more_turns_are_searched_than_shown_but_only_the_last_words_of_them() -> None:
    history = [HumanMessage(f"turn {n}") for n in range(TURNS + 1)]
    assert searched("now?", history) == "turn 0. turn 1. turn 2. turn 3. now?"
    long = [HumanMessage("first"), HumanMessage("word " * SEARCHED_WORDS)]
    assert searched("now?", long).split() == ["word"] * (SEARCHED_WORDS - 1) + ["word.", "now?"]


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (["How many publications do I need?", "And how do I find a mentor?"], [1]),
        (["What does a visa cost?", "I like radiology. Should I email program directors?"], [1]),
        (["What does a visa cost?", "How do I find a mentor?", "and for a top-tier program?"], [1, 2]),
        (["I trained abroad.", "What does a visa cost?", "How do I find a mentor?"], [0, 2]),
        (["What does a visa cost?", "I trained in Egypt with two reports.", "How do I find a mentor?"], [1, 2]),
        (["How many publications do I need?", "And what should I do in neurology and in surgery?"], [1]),
        (["How do I find a mentor?", "and for a top-tier academic program?"], [0, 1]),
        (["How many publications do I need?", "What should I do with them?"], [0, 1]),
        (["What does a visa cost?", "How many do I need?"], [0, 1]),
        (["I have a visa for research", "Do I go home?"], [0, 1]),
        (["I share a room with others", "May I use a virtual background?"], [0, 1]),
        (["I am a student from Egypt", "visa"], [0, 1]),
    ],
)
def test_a_follow_up_carries_only_the_last_of_several_subjects(before: list[str], kept: list[int]) -> None:
    expected = standalone("how long?", [HumanMessage(before[i]) for i in kept])
    assert standalone("how long?", [HumanMessage(turn) for turn in before]) == expected
    assert all(before[i] in expected for i in kept)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("and the cost?", "What does an observership in radiology cost?"),
        ("why?", "Which visa?"),
        ("Is that needed?", "Are letters needed?"),
    ],
)
def test_the_more_a_question_names_the_less_is_left_to_what_was_said_before(more: str, less: str) -> None:
    history = [HumanMessage("How many publications do I need?")]
    assert 1 > carried(more, history) > carried(less, history) > 0


def test_what_was_told_counts_for_more_than_what_was_asked() -> None:
    told, asked = [HumanMessage("I fly to a congress in March")], [HumanMessage("Which congress is in March?")]
    assert carried("What should my card say?", told) > 1.5 * carried("What should my card say?", asked)


@pytest.mark.parametrize("history", [[], [HumanMessage("Thank you!")], [AIMessage("Hello!")]])
def test_nothing_is_left_to_a_conversation_in_which_nothing_was_said(history: list[BaseMessage]) -> None:
    assert carried("why?", history) == 0


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ([], 0),
        (["What does an observership cost?"], 1),
        (["I fly to a congress in March", "how about the hotel?"], 2),
        (["What does an observership cost?", "and how long?", "Is it worth it?"], 3),
        (["What does an observership cost?", "Which subject line should a cold email have?"], 1),
        (["What does an observership cost?", "Which subject line should a cold email have?", "and how long?"], 2),
    ],
)
def test_turns_are_left_out_that_a_later_one_does_not_lean_on(said: list[str], kept: int) -> None:
    history = [HumanMessage(turn) for turn in said]
    assert leaned_on(history) == history[len(said) - kept :]


def test_empty_turns_are_left_out() -> None:
    assert standalone("now?", [HumanMessage(" "), HumanMessage("before")]) == "before. now?"


def test_courtesies_are_left_out() -> None:
    history = [HumanMessage("Which visa?"), AIMessage("J-1. [1]"), HumanMessage("thanks!")]
    assert standalone("and the cost?", history) == "Which visa? and the cost?"


def test_messages_of_parts_are_read() -> None:
    assert standalone("now?", [HumanMessage([{"type": "text", "text": "before"}])]) == "before. now?"


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("How many publications?", ("How many publications?",)),
        ("keyword search", ("keyword search",)),
        (
            "I am in Ghana and need a visa. Which visa fits a research fellow?",
            ("Which visa fits a research fellow?",),
        ),
        (
            "What does a visa cost, and how do I find a mentor?",
            ("What does a visa cost", "how do I find a mentor?"),
        ),
        (
            "Which visa fits me best? And should I email program directors?",
            ("Which visa fits me best?", "And should I email program directors?"),
        ),
        (
            "Can I moonlight and can my husband work on a J-1?",
            ("Can I moonlight", "can my husband work on a J-1?"),
        ),
        (
            "Will therapy harm my licence, and at which point is a doctor needed?",
            ("Will therapy harm my licence", "at which point is a doctor needed?"),
        ),
        (
            "Where can I present my project, and is one enough for a department?",
            ("Where can I present my project", "is one enough for a department?"),
        ),
        ("May I, and do I need a clock there?", ("May I, and do I need a clock there?",)),
        ("How many and how many hours?", ("How many and how many hours?",)),
        ("I know a mentor who helps and can write", ("I know a mentor who helps and can write",)),
        ("My draft was torn up. How should I take it?", ("My draft was torn up. How should I take it?",)),
    ],
)
def test_a_message_is_taken_apart_into_what_it_asks(message: str, asked: tuple[str, ...]) -> None:
    assert questions(message) == asked


@pytest.mark.parametrize(
    ("reply", "position"),
    [
        ("yes", 0),
        ("Yes, please!", 0),
        ("ok go on", 0),
        ("the second one", 1),
        ("2", 1),
        ("number 3 please", 2),
        ("the last one", -1),
        ("yes, the first", 0),
        ("the fourth one", 3),
    ],
)
def test_a_bare_reply_takes_up_a_suggestion(reply: str, position: int) -> None:
    assert chosen(reply) == position


@pytest.mark.parametrize(
    "question", ["yes but how?", "is one enough", "the second year", "2 papers", "please help me", "4"]
)
def test_a_question_takes_up_none(question: str) -> None:
    assert chosen(question) is None


@pytest.mark.parametrize("reply", ["both", "all of them, please", "the fourth one", "the second one"])
def test_a_reply_that_fits_no_suggestion_takes_up_none(reply: str) -> None:
    assert chosen(reply) is not None
    assert taken_up(reply, ["What does it cost?"]) is None


@pytest.mark.parametrize(
    "message",
    ["How many?", "Which ones?", "and how long?", "?!", "2", "Hi, I'm a student from Egypt", "My name is Ali."],
)
def test_what_leaves_open_what_it_is_about_asks_nothing(message: str) -> None:
    assert asks_nothing(message)


@pytest.mark.parametrize(
    "message",
    [
        "How many papers?",
        "visa",
        "I am a student from Egypt with low scores",
        "I am not getting letters from attendings",
    ],
)
def test_what_names_something_asks_for_it(message: str) -> None:
    assert not asks_nothing(message)


@pytest.mark.parametrize(
    ("message", "opening"),
    [
        ("Hello!", "Hello!"),
        ("hi there", "Hello!"),
        ("Good morning doctor, I hope you are well", "Hello!"),
        ("ok, thanks a lot", "You are welcome!"),
        ("Thanks a lot, this was helpful", "You are welcome!"),
        ("Thank you so much for your help! It’s really great 😊", "You are welcome!"),
        ("no thanks", "You are welcome!"),
        ("Perfect, that helps", "Good to hear!"),
        ("got it", "Good to hear!"),
        ("no", "Fine!"),
        ("bye", "Good luck!"),
    ],
)
def test_a_courtesy_is_returned(message: str, opening: str) -> None:
    assert courtesy(message) == opening


@pytest.mark.parametrize("message", ["who are you?", "What can you do for me?", "help"])
def test_a_question_about_the_advisor_opens_with_nothing(message: str) -> None:
    assert courtesy(message) == ""


@pytest.mark.parametrize(
    "message",
    [
        "Hi, how many papers?",
        "Do I send a thank-you note?",
        "help with visas",
        "visa",
        "great programs",
        "Is this good?",
        "That's not helpful",
        "No, I have no visa",
        "I am a student from Egypt",
    ],
)
def test_what_asks_something_is_no_courtesy(message: str) -> None:
    assert courtesy(message) is None


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("and for a top-tier program?", "a top-tier program"),
        ("What about community programs", "community programs"),
        ("ok, and if I have a green card?", "I have a green card"),
        ("Which conferences should I attend?", "Which conferences should I attend?"),
    ],
)
def test_what_a_follow_up_narrows_to_is_told(question: str, part: str) -> None:
    assert narrowed(question) == part
