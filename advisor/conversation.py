"""The user's earlier turns + question -> the standalone question."""

import re
from collections.abc import Sequence

from langchain_core.messages import BaseMessage, HumanMessage

from advisor.errors import QuestionError
from advisor.lexical import words
from advisor.sentences import sentence_spans

MAX_CHARACTERS = 4000  # far beyond any question; what is longer was pasted by mistake
FEW_WORDS = 2  # telling words; with no more than these a question is an ellipsis
TURNS = 3  # earlier turns that can still be meant
SEARCHED_TURNS = 8  # earlier turns that say what the conversation is about
SEARCHED_WORDS = 100  # of them, the last ones; the embedding model reads no more beside a question
OWN_WORDS = 2  # words that make a part of a message a question of its own
PARTS = 3  # questions of one message that are answered

_POINTING = re.compile(
    r"^(?:and|but|or|so|then|also|what about|how about|yes|no|ok|okay)\b"
    r"|\b(?:it|its|this|that|these|those|they|them|their|there|he|him|his|she|her|one|ones|same|instead|else)\b",
    re.IGNORECASE,
)
_NARROWING = re.compile(
    r"(?:(?:and|but|so|ok|okay|then)[\s,]+)*(?:(?:what|how)\s+)?(?:about|for|if|as|in|at|with)\s+(.+?)[\s?.!]*",
    re.IGNORECASE,
)
_VERB = r"(?:can|could|should|do|does|did|is|are|am|was|were|will|would|may|must|has|have|shall)"
_WHO = r"(?:i|we|you|they|he|she|it|there|this|that|these|the|a|an|my|our|your|their|any|some|no)"
_WONDER = r"(?:how|what|which|who|whom|whose|when|where|why)"
_ASKING = re.compile(rf"\W*(?:(?:and|or|but|so|also)\s+)?(?:{_WONDER}|{_VERB}\s+{_WHO})\b", re.IGNORECASE)
_JOINED = re.compile(
    rf"(?:,|;)?\s+(?:and|also|plus|or)\s+(?:also\s+|then\s+)?(?={_WONDER}\b|{_VERB}\s+{_WHO}\b)", re.IGNORECASE
)
_YES = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok|okay|please|go on|go ahead|tell me(?: more)?)"
    r"(?:[\s,]+(?:yes|please|go on|go ahead|tell me(?: more)?|thanks|thank you))*[\s.!]*",
    re.IGNORECASE,
)
_ADDRESSED = r"(?:\s+(?:there|all|everyone|sir|madam|doctor|dr|advisor|friend|you|so much|very much|a lot|again|bye))*"
_COURTESIES = (
    (re.compile(rf"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)){_ADDRESSED}[\s.,!]*", re.I), "Hello!"),
    (
        re.compile(
            rf"(?:(?:ok|okay|great|perfect)[\s,]+)?(?:thanks|thank|thx|many thanks){_ADDRESSED}"
            r"(?:\s+for\s+(?:your|the|this)\s+\w+)?[\s.,!]*",
            re.I,
        ),
        "You are welcome!",
    ),
    (re.compile(rf"(?:good ?bye|bye|see you|good night){_ADDRESSED}[\s.,!]*", re.I), "Good luck!"),
    (
        re.compile(
            r"(?:who|what) are you[\s?]*|(?:what|how) can you (?:do|answer|help)(?: (?:for )?me)?(?: with)?[\s?]*"
            r"|help[\s!]*",
            re.I,
        ),
        "",
    ),
)
_POSITIONS = {
    **{"1": 0, "1st": 0, "one": 0, "first": 0},
    **{"2": 1, "2nd": 1, "two": 1, "second": 1},
    **{"3": 2, "3rd": 2, "three": 2, "third": 2},
    "last": -1,
}
_NTH = re.compile(
    rf"(?:(?:yes|ok|okay|and|now)[\s,]+)?(?:the|number|no\.?|question|#)?\s*({'|'.join(_POSITIONS)})"
    r"(?:\s+(?:one|question|suggestion))?[\s,]*(?:please)?[\s.!?]*",
    re.IGNORECASE,
)


def checked(question: str) -> str:
    """The question without white space around it and without halves of characters, which no model takes.

    Raises:
        QuestionError: it is empty or far too long.
    """
    question = question.encode("utf-8", "replace").decode().strip()
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
    return " ".join([*_earlier(history, TURNS), question])


def searched(question: str, history: Sequence[BaseMessage] = ()) -> str:
    """The question as it is searched: with more of the conversation than a reader would want to see."""
    before = " ".join(_earlier(history, SEARCHED_TURNS)).split()
    return " ".join([*before[-SEARCHED_WORDS:], question])


def chosen(question: str) -> int | None:
    """Which suggestion a bare "yes" or "the second one" takes up: its position, -1 for the last; None for neither."""
    if _YES.fullmatch(question.strip()):
        return 0
    named = _NTH.fullmatch(question.strip())
    return _POSITIONS[named.group(1).lower()] if named else None


def courtesy(message: str) -> str | None:
    """How a greeting, thanks, a farewell or "who are you?" is answered; None for what asks something."""
    return next((said for pattern, said in _COURTESIES if pattern.fullmatch(message.strip())), None)


def leans(question: str) -> bool:
    """Whether a question may need the turns before it: it points back, goes on, or names too little itself."""
    return bool(_POINTING.search(question)) or len(set(words(question))) <= FEW_WORDS


def narrowed(question: str) -> str:
    """What a follow-up narrows the last answer to, as in "and for a top-tier program?"; else the question itself."""
    found = _NARROWING.fullmatch(question.strip())
    return found[1] if found else question


def questions(message: str) -> tuple[str, ...]:
    """What a message asks, without the story around it: its questions, one that joins two taken apart.

    Only what names something of its own counts as a part; where nothing does, the whole message is it.
    """
    sentences = [message[start:end] for start, end in sentence_spans(message)]
    asking = [s for s in sentences if s.endswith("?")] or [s for s in sentences if _ASKING.match(s)]
    parts = [part.strip(" ,") for sentence in asking for part in _JOINED.split(sentence)]
    if not all(len(words(part)) >= OWN_WORDS for part in parts):
        parts = [s for s in asking if len(words(s)) >= OWN_WORDS]
    return tuple(parts[-PARTS:]) or (message,)


def _earlier(history: Sequence[BaseMessage], turns: int) -> list[str]:
    """The user's last turns as sentences, oldest first, empty ones left out."""
    said = [_sentence(str(m.text)) for m in history if isinstance(m, HumanMessage)]
    return [turn for turn in said[-turns:] if turn]


def _sentence(text: str) -> str:
    text = " ".join(text.split())[:MAX_CHARACTERS]
    return text if not text or text[-1] in ".!?…" else f"{text}."
