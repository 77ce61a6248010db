"""The user's earlier turns + question -> the standalone question."""

import re
from collections.abc import Sequence

from langchain_core.messages import BaseMessage, HumanMessage

from advisor.errors import QuestionError
from advisor.lexical import words

MAX_CHARACTERS = 4000  # far beyond any question; what is longer was pasted by mistake
FEW_WORDS = 2  # telling words; with no more than these a question is an ellipsis
TURNS = 3  # earlier turns that can still be meant

_POINTING = re.compile(
    r"^(?:and|but|or|so|then|also|what about|how about|yes|no|ok|okay)\b"
    r"|\b(?:it|its|this|that|these|those|they|them|their|there|he|him|his|she|her|one|ones|same|instead|else)\b",
    re.IGNORECASE,
)


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


def leans(question: str) -> bool:
    """Whether a question may need the turns before it: it points back, goes on, or names too little itself."""
    return bool(_POINTING.search(question)) or len(set(words(question))) <= FEW_WORDS


def _sentence(text: str) -> str:
    text = " ".join(text.split())[:MAX_CHARACTERS]
    return text if not text or text[-1] in ".!?…" else f"{text}."
