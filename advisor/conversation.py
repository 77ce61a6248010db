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
# With one telling word less than `REACH` a question is searched half with what was said before it, half by itself, and
# the more by itself the more it names. The reach is so many times that where it points back, and where the turn before
# it asks nothing: what is only told is told for the sake of the question that follows.
REACH, STEEPNESS = 2.45, 1.7
POINTING, TOLD = 1.4, 2.0
LEANED_ON = 0.35  # of a turn's search, through all the turns after it: with less it is left out

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
# Where a question begins, be it behind a story in the same sentence.
_ASKED = re.compile(
    rf"(?:^|[,;:.!–—]\s)\W{{0,3}}(?:(?:and|or|but|so|also|then)\s+)?(?=(?:{_WONDER}|{_VERB})\b)", re.IGNORECASE
)
_GOING_ON = re.compile(r"\W*(?:(?:and|but|so|also|or|then|ok|okay)\b[\s,]*)+", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:{_WONDER}\b[^.!?]*?\s)?{_VERB}\s+{_WHO}\b", re.IGNORECASE)
_JOINED = re.compile(
    rf"(?:,|;)?\s+(?:and|also|plus|or)\s+(?:also\s+|then\s+)?(?={_WONDER}\b|{_VERB}\s+{_WHO}\b)"
    rf"|,\s+and\s+(?={_VERB}\b|(?:at|by|for|from|in|of|on|since|till|to|under|until|with)\s+{_WONDER}\b)",
    re.IGNORECASE,
)
_YES = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok|okay|please|go on|go ahead|tell me(?: more)?)"
    r"(?:[\s,]+(?:yes|please|go on|go ahead|tell me(?: more)?|thanks|thank you))*[\s.!]*",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"(?:yes[\s,]+)?(?:both|all|any|either|each)(?: of (?:them|these))?[\s,]*(?:please)?[\s.!]*", re.I
)
_ADDRESSED = (
    r"(?:\s+(?:there|all|everyone|dear|sir|madam|doctor|dr|professor|advisor|friend|you|so much|very much|a lot|again"
    r"|bye))*"
)
_GREAT = r"(?:great|perfect|good|nice|cool|awesome|amazing|excellent|wonderful|helpful|useful|interesting)"
# Each phrase of a courtesy, and how a message that consists of nothing else is answered by its first one.
_COURTESIES = (
    (rf"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|nice to meet){_ADDRESSED}", "Hello!"),
    (r"(?:i )?hope (?:that )?(?:you are|you're|all is|this finds you)(?: doing)? (?:well|fine|good|ok)", "Hello!"),
    (rf"(?:{_GREAT} )?(?:thanks|thank|thx|many thanks){_ADDRESSED}(?: for(?: \w+){{1,4}})?", "You are welcome!"),
    (
        r"(?:(?:this|that|it|you|which|everything)(?:'s| is| was| are| were| sounds) )?(?:(?:really|very|so|most) )*"
        rf"{_GREAT}(?: (?:answer|advice|information|info|to know))?",
        "Good to hear!",
    ),
    (r"(?:this|that|it|you) (?:really )?help(?:s|ed)(?: me)?(?: a lot| very much)?", "Good to hear!"),
    (r"(?:i )?(?:got it|see|understand|understood)|(?:that )?makes sense|noted", "Good to hear!"),
    (
        r"no|nope|not now|never mind|nothing(?: else| more)?|(?:that's |that is |that was )?all|no more questions",
        "Fine!",
    ),
    (rf"(?:good ?bye|bye|see you|good night|good luck){_ADDRESSED}", "Good luck!"),
    (r"(?:who|what) are you|(?:what|how) can you (?:do|answer|help)(?: (?:for )?me)?(?: with)?|help", ""),
)
_PHRASES = tuple((re.compile(phrase, re.IGNORECASE), said) for phrase, said in _COURTESIES)
_BETWEEN = re.compile(r"[^\w\s'-]+")
_LEADING = re.compile(r"(?:ok|okay|no|well|oh)\b[\s,.!]+(?=\w)", re.IGNORECASE)
_PRESENTING = re.compile(r"my name is(?: \w+){1,4}|i(?: am|'m)(?: an?(?: \w+){1,3})? from(?: \w+){1,2}", re.IGNORECASE)
# What asks for more of something without saying of what: "how many?", "which ones?".
_ELLIPTIC = frozenset(words("many much long often soon far one ones"))
_POSITIONS = {
    **{"1": 0, "1st": 0, "one": 0, "first": 0},
    **{"2": 1, "2nd": 1, "two": 1, "second": 1},
    **{"3": 2, "3rd": 2, "three": 2, "third": 2},
    **{"4th": 3, "fourth": 3, "5th": 4, "fifth": 4},
    "last": -1,
}
_NO_ONE = max(_POSITIONS.values()) + 1  # where no suggestion stands
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

    Earlier turns are kept whole: a question that leans on them names its subject nowhere else. Of several
    that stand alone only the last one is meant, and of what was asked before it nothing; what was told is the
    asker's situation in all.
    """
    earlier = _earlier(history, TURNS)
    alone = [i for i, turn in enumerate(earlier) if _stands_alone(turn)] or [0]
    between = (turn for turn in earlier[alone[0] : alone[-1]] if _tells(turn))
    return " ".join([*earlier[: alone[0]], *between, *earlier[alone[-1] :], question])


def searched(question: str, history: Sequence[BaseMessage] = ()) -> str:
    """The question as it is searched: with more of the conversation than a reader would want to see."""
    before = " ".join(_earlier(history, SEARCHED_TURNS)).split()
    return " ".join([*before[-SEARCHED_WORDS:], question])


def turns(history: Sequence[BaseMessage]) -> list[tuple[int, str]]:
    """The user's turns that say something, oldest first, each behind its place in the history.

    Thanks between two questions change nothing of what the second one is about.
    """
    said = [(place, str(m.text)) for place, m in enumerate(history) if isinstance(m, HumanMessage)]
    return [(place, text) for place, text in said if text.strip() and courtesy(text) is None]


def chosen(question: str) -> int | None:
    """Which suggestion a bare "yes" or "the second one" takes up: its position, -1 for the last; None for neither.

    "Both" is a position where no suggestion stands: one is answered at a time.
    """
    if _YES.fullmatch(question.strip()):
        return 0
    if _SEVERAL.fullmatch(question.strip()):
        return _NO_ONE
    named = _NTH.fullmatch(question.strip())
    return _POSITIONS[named.group(1).lower()] if named else None


def taken_up(reply: str, offered: Sequence[str]) -> str | None:
    """The one of the suggestions that a bare reply takes up, if it does."""
    position = chosen(reply)
    return offered[position] if position is not None and -len(offered) <= position < len(offered) else None


def courtesy(message: str) -> str | None:
    """How greetings, thanks, a farewell or "who are you?" are answered; None for what says or asks something else."""
    said = [_returned(phrase) for phrase in _phrases(message)]
    return None if None in said else next(iter(said), None)


def asks_nothing(message: str) -> bool:
    """Whether a message that opens a conversation leaves open what it is about, or only says who is there."""
    phrases = _phrases(message)
    if phrases and all(_PRESENTING.fullmatch(p) or _returned(p) is not None for p in phrases):
        return True
    return chosen(message) is not None or {*words(message)} <= _ELLIPTIC


def leans(question: str) -> bool:
    """Whether a question may need the turns before it: it points back, goes on, or names too little itself."""
    return points(question) or len(set(words(question))) <= FEW_WORDS


def points(question: str) -> bool:
    """Whether a question points back or goes on."""
    return bool(_POINTING.search(question))


def carried(question: str, history: Sequence[BaseMessage] = ()) -> float:
    """How much of the search for a question is left to what was said before it, 0 to 1."""
    if not (earlier := _earlier(history, 1)):
        return 0.0
    reach = REACH * (POINTING if points(question) else 1) * (1 if _asks(earlier[0]) else TOLD)
    return float(1 / (1 + ((1 + len(set(words(question)))) / reach) ** STEEPNESS))


def leaned_on(history: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The user's last turns, as far back as those after them still lean on them; the last one always."""
    said, left = [text for _, text in turns(history)], 1.0
    first = max(0, len(said) - 1)
    while first and (left := left * carried(said[first], [HumanMessage(said[first - 1])])) >= LEANED_ON:
        first -= 1
    return [HumanMessage(text) for text in said[first:]]


def asking(question: str) -> str:
    """A question from where it asks, without the story in front; empty where it only names something."""
    begins = [match.end() for match in _ASKED.finditer(question)]
    return question[begins[-1] :] if begins else ""


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
    if not all(_names(part) for part in parts):
        parts = [s for s in asking if len(words(s)) >= OWN_WORDS]
    return tuple(parts[-PARTS:]) or (message,)


def _names(part: str) -> bool:
    """Whether a part of a message asks for something of its own; for a whole question one word is enough to name it."""
    if (whole := _WHOLE.match(part)) and words(part[whole.end() :]) and not points(part):
        return True
    return len(words(part)) >= OWN_WORDS


def _phrases(message: str) -> list[str]:
    """What stands between the signs of a message, without the "ok" that leads to something."""
    plain = " ".join(message.replace("’", "'").split())
    return [phrase.strip() for phrase in _BETWEEN.split(_LEADING.sub("", plain, count=1)) if phrase.strip()]


def _returned(phrase: str) -> str | None:
    return next((said for pattern, said in _PHRASES if pattern.fullmatch(phrase)), None)


def _stands_alone(turn: str) -> bool:
    """Whether a turn is a whole question that names what it is about, though it may begin with "and"."""
    asked = questions(turn)[-1]
    asked = asked[going.end() :] if (going := _GOING_ON.match(asked)) else asked
    telling = {*words(asked)} - _ELLIPTIC
    return bool(_WHOLE.match(asked)) and not points(asked) and len(telling) >= OWN_WORDS


def _tells(turn: str) -> bool:
    """Whether a turn tells of the asker and asks nothing."""
    return not _asks(turn) and not leans(turn)


def _asks(turn: str) -> bool:
    return "?" in turn or bool(asking(turn))


def _earlier(history: Sequence[BaseMessage], count: int) -> list[str]:
    """The user's last turns as sentences, oldest first."""
    return [_sentence(text) for _, text in turns(history)[-count:]]


def _sentence(text: str) -> str:
    text = " ".join(text.split())[:MAX_CHARACTERS]
    return text if not text or text[-1] in ".!?…" else f"{text}."
