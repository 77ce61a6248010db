"""The user's earlier turns + question -> the standalone question."""

from collections.abc import Sequence

from langchain_core.messages import BaseMessage, HumanMessage

from advisor.errors import QuestionError

MAX_CHARACTERS = 4000  # far beyond any question; what is longer was pasted by mistake
TURNS = 3  # earlier turns that can still be meant


def checked(question: str) -> str:
    """The question without white space around it.

    Raises:
        QuestionError: it is empty or far too long.
    """
    question = question.strip()
    if not question:
        raise QuestionError("The question is empty: ask something, for example 'how many publications do I need'.")
    if len(question) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(question):,} characters: ask in at most {MAX_CHARACTERS:,}, without pasted pages."
        )
    return question


def standalone(question: str, history: Sequence[BaseMessage] = ()) -> str:
    """The question with the user's earlier turns in front, which say what it is about.

    Earlier turns are kept whole: a question that leans on them names its subject nowhere else.
    """
    earlier = [_sentence(str(m.text)) for m in history if isinstance(m, HumanMessage)]
    return " ".join([*(turn for turn in earlier[-TURNS:] if turn), question])


def _sentence(text: str) -> str:
    text = " ".join(text.split())[:MAX_CHARACTERS]
    return text if not text or text[-1] in ".!?…" else f"{text}."
