"""What one line looks like, seen alone: its numbering, its case, whether a heading may look so."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Case = Literal["caps", "title", "sentence", "any"]

LONGEST = 130  # characters of a heading; questions may run on a little
LONGEST_QUESTION = 190
MOST_WORDS = 22
CACHED = 4096  # lines whose form is remembered, since every step of the reader asks again

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_NO_LABELS = frozenset(("appendix", "table", "figure", "box", "chart", "exhibit", "plan", "version", "grade", "type"))
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)[.)]?\s+(?=\S)")
_COUNT = re.compile(r"\(?(\d{1,2})([.):]?|\s[-–—])\s+(?=\S)")
_LETTER = re.compile(r"\(?([IVXL]+|[A-Z])([.):])\s+(?=\S)")
_SMALL = re.compile(r"\(?([ivx]{1,4}|[a-z])([.)])\s+(?=\S)")
_LABEL = re.compile(
    r"([A-Z][A-Za-z]{1,13})\s+(?:#\s?|[Nn]o\.\s?)?"
    rf"(\d{{1,2}}|[IVX]{{1,4}}|[A-H]|{'|'.join(w.capitalize() for w in _ONES)})(?:\s?[-–]\s?\d{{1,2}})?"
    r"(?:\s*\([^)]{1,40}\))?(?:\s*[:.|]\s+(?=\S)|\s+[-–—]\s+(?=\S)|$)"
)
_QUESTION = re.compile(r"(Q)(?:\s?#?(\d{1,2}))?\s?[.:)]\s+(?=\S)")
_END = re.compile(r"([.!?:;,…])[\"”’')\]*]*$")
_STOP_INSIDE = re.compile(r"[a-z0-9)”\"][.!]\s+[A-Z“\"]")
_SHORT_FORM = re.compile(r"\b(?:vs|Drs?|Mr|Mrs|Ms|St|[Nn]o|Prof|etc|Inc|[A-Z])\.")
_LETTERS = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_PLACEHOLDER = re.compile(r"[\[<{@©(]|https?:|www\.")
_SAID = re.compile(r"[“\"][^“”\"]+[.!?,][”\"] \S")  # what somebody said, and who
_MAIL = re.compile(
    r"(?:table|figure|fig\.|box|chart|exhibit)\s+\d|(?:subject(?: line)?|from|to|cc|re|dear [\w. ]+)\s*:"
    r"|(?:(?:best|kind|warm)?\s*regards|sincerely|thank you)\W*$",
    re.IGNORECASE,
)
_MAIN_WORDS = re.compile(
    r"(?:faqs?\b(?:\W.{0,80})?|frequently asked questions\b.{0,80}|common questions(?: \(faqs?\)| and answers)?"
    r"|(?:(?:in )?conclusions?|(?:some |my |our )?final (?:thoughts|words?|remarks)|closing (?:thoughts|words)"
    r"|(?:in )?summary|(?:the )?bottom line|(?:key )?takeaways)(?:\s?[:–—-]\s.{0,90})?"
    r"|a last word|introduction|references|further reading|sources|about the authors?|glossary"
    r"|(?:list of )?abbreviations|appendix\b.{0,60}|acknowledge?ments)",
    re.IGNORECASE,
)
_TITLED = frozenset(
    re.findall(r"\w+", "is are was were be do does you your we our it its that this not who what when how why")
)
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the and or but of in on at to for from by with as is are be was were your you our we it its their"
        " this that"
        " not no if when how why what who which can should do does will into over under than then so about",
    )
)


@dataclass(frozen=True, slots=True)
class Number:
    """The number that leads a line.

    Attributes:
        key: lines with the same key may form one sequence ("1.", "I.", "step", "dec2").
        value: its place in that sequence.
        path: all numbers of a decimal outline, "2.1" as (2, 1); one number else.
        end: offset behind the number, where the words start.
    """

    key: str
    value: int
    path: tuple[int, ...]
    end: int


@lru_cache(maxsize=CACHED)
def numbering(text: str) -> Number | None:
    """The number, letter or label ("Step 2:") that leads a line, if there is one."""
    if match := _DECIMAL.match(text):
        path = tuple(int(p) for p in match[1].split("."))
        return Number(f"dec{len(path)}", path[-1], path, match.end())
    if match := _COUNT.match(text):
        return Number(f"1{match[2].strip()}", int(match[1]), (int(match[1]),), match.end())
    if match := _LETTER.match(text) or _SMALL.match(text):
        letter = match[1].upper()
        roman = letter in ("I", "V", "X") or len(letter) > 1
        value = _roman(letter) if roman else ord(letter) - 64
        sign = "I" if roman else "A"
        return Number((sign if match[1].isupper() else sign.lower()) + match[2], value, (value,), match.end())
    if match := _QUESTION.match(text):
        value = int(match[2] or 0)
        return Number("q", value, (value,), match.end()) if match[2] else None
    if (match := _LABEL.match(text)) and match[1].lower() not in _NO_LABELS:
        value = _value(match[2])
        return Number(match[1].lower().removesuffix("s"), value, (value,), match.end())
    return None


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text.lower() in _ONES:
        return _ONES.index(text.lower()) + 1
    return _roman(text) if set(text) <= set(_ROMAN) else ord(text) - 64


def words(text: str) -> list[str]:
    """The words of letters in a text."""
    return _LETTERS.findall(text)


@lru_cache(maxsize=CACHED)
def case(text: str) -> Case:
    """How a line is capitalised; "any" where it has too few telling words."""
    number = numbering(text)
    found = words(text[number.end :] if number else text)
    letters = "".join(found)
    if len(letters) > 5 and letters.isupper():
        return "caps"
    telling = [w for w in found[1:] if len(w) > 3 and not w.isupper() and w.lower() not in STOP_WORDS]
    telling = telling or [w for w in found[1:] if w.lower() in _TITLED]  # small, but not spared by Title Case
    if not telling:
        return "any"
    return "title" if sum(w[0].isupper() for w in telling) >= 0.6 * len(telling) else "sentence"


@lru_cache(maxsize=CACHED)
def end_mark(text: str) -> str:
    """The punctuation a line ends in, behind closing quotes; empty if none."""
    found = _END.search(text[-8:])
    return found[1] if found else ""


def is_question(text: str) -> bool:
    """Whether a line asks something."""
    return end_mark(text) == "?"


def is_quoted(text: str) -> bool:
    """Whether a line is what somebody says, in quotation marks from its first sign to its last."""
    return text[0] in '“"«„' and text[-1] in '”"»“' and bool(end_mark(text))


def is_prose(text: str) -> bool:
    """Whether a line is made of sentences."""
    return len(text) > LONGEST_QUESTION or (end_mark(text) in tuple(".!?:…") and len(text.split()) > 3)


@lru_cache(maxsize=CACHED)
def is_main_word(text: str) -> bool:
    """Whether a line is one of the headings that name a main part of any article."""
    number = numbering(text)
    return bool(_MAIN_WORDS.fullmatch(text[number.end if number else 0 :].strip(" :.?!")))


def is_faq(text: str) -> bool:
    """Whether a line heads a list of questions."""
    return is_main_word(text) and bool(re.search(r"faq|questions", text, re.IGNORECASE))


@lru_cache(maxsize=CACHED)
def may_head(text: str, colon: bool = False) -> bool:
    """Whether a line could be a heading by its own form.

    Args:
        text: the line.
        colon: whether a colon at its end is no bar.
    """
    asks = is_question(text)
    number = numbering(text)
    bare = text[number.end if number else 0 :].lstrip("“\"‘'¿")
    if not bare or len(text) > (LONGEST_QUESTION if asks else LONGEST) or len(text.split()) > MOST_WORDS + 12 * asks:
        return False
    if end_mark(text) in tuple(".;,…") or (end_mark(text) == ":" and not colon):
        return False
    if _PLACEHOLDER.match(bare) or _MAIL.match(text) or sum(c.isalpha() for c in bare) < 2:
        return False
    if (is_quoted(text) and not asks) or _SAID.match(text):
        return False
    if not (bare[0].isupper() or bare[0].isdigit() or (number and bare[0].isalpha())):
        return False
    return (asks and (bool(number) or len(text.split()) <= 10)) or not _STOP_INSIDE.search(_SHORT_FORM.sub("", bare))
