"""Names that a question asks of and that no guide holds: what the guides say in general does not speak of them.

Only where a name is what is asked about: most names in a message are where the asker comes from, works or has been.
A name that is missed costs less than a good answer called half of one.
"""

import re
from calendar import day_name, month_name
from collections.abc import Callable

from advisor.conversation import asking

MOSTLY = 0.6  # with more capitals among its words a question is written as a title or shouted

_TOKEN = re.compile(r"[^\W\d_]+")
# Neither a title nor an abbreviation, which may stand for what the guides write out.
_NAME = r"(?:(?!(?:Dr|Prof)\b)(?![a-zß-ÿ])[^\W\d_](?=[a-zß-ÿ])[^\W\d_]+)"
_NAMES = rf"{_NAME}(?:(?:-|\s+){_NAME})*"
_KIND = r"(?:University|College|School|Academy|Hospital|Clinic|Institute|Foundation|Fellowship|Scholarship|Program)"
_PERSON = rf"\b(?:(?:Dr|Prof)\b\.?|Professor)\s+{_NAMES}"
_PLACE = rf"\bat\s+{_NAMES}|(?<![\w-]){_NAMES}\s+{_KIND}\b|\b{_KIND}\s+(?:of|for)\s+(?:the\s+)?{_NAMES}"
_NAMED, _WORD = re.compile(f"{_PERSON}|{_PLACE}"), re.compile(_NAME)
# From here on a question tells of the asker, or quotes.
_STORY = re.compile(
    r"\b(?:if|because|since|while|after|although|though|from|as|that|i['’](?:m|ve)|my|our|your|his|her|their)\b.*"
    r"|(?<!\w)[\"“‘'].*",
    re.IGNORECASE | re.DOTALL,
)
_DATES = frozenset(name.lower() for name in (*day_name, *month_name))


def unheard(question: str, strange: Callable[[str], bool], told: str = "") -> tuple[str, ...]:
    """The words of names that a question asks of and that the guides do not mention, in its order.

    Args:
        question: one question, with or without a story in front.
        strange: whether a word is unknown to the guides and to people at large.
        told: what the asker told before; who is in it belongs to them.
    """
    clause = asking(question)
    told = f"{told} {question.removesuffix(clause)}".lower()
    asked = _STORY.sub("", clause)
    asked = asked[:1].lower() + asked[1:]
    written = _TOKEN.findall(asked)
    if sum(word[0].isupper() for word in written) > MOSTLY * len(written):
        return ()
    named = (word for match in _NAMED.finditer(asked) for word in _WORD.findall(match[0]))
    return tuple(word for word in dict.fromkeys(named) if _open(word.lower(), told) and strange(word))


def _open(word: str, told: str) -> bool:
    """Whether a word may be a name that the asker has not spoken of: no date, and no blank to be filled in."""
    return word not in _DATES and not word.endswith("name") and word not in told
