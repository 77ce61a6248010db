"""When something is to be done, as a text says it: "months 0–6", "a year before you apply", "by mid-September".

Only what can be dated is read: a number of months before some event counts where that event is the
application or the graduation, and not where it is a visit or a conference that nobody knows the day of.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from advisor.ranges import NUMBER, value

Anchor = Literal["start", "application", "graduation", "calendar"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGER = r"uary|ruary|ch|il|e|y|ust|t(?:ember)?|tember|ober|ember"
_MONTH = rf"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:{_LONGER})?\b\.?"
_SPANNED = r"\s*(?:[–—-]|\bto\b|\bthrough\b|\buntil\b|\band\b|\bor\b)\s*"
_PART = r"(?:(?:the\s+)?(?:early|mid|late|(?:beginning|middle|end|first|start)\s+of)[\s‑-]*)?"

_CALENDAR = re.compile(
    rf"{_PART}\b(?P<first>{_MONTH})(?:(?P<joint>{_SPANNED}){_PART}(?P<last>{_MONTH}))?(?:,?\s+(?P<year>20\d\d))?"
)
_PAST = re.compile(r"\b(?:since|last|previous|posted(?: on)?|updated|reviewed|published|\d{1,2})[\s:]*$", re.IGNORECASE)
# Words in front of "May" that make it a month.
_MAY = re.compile(
    r"(?:\b(?:in|by|from|until|till|during|of|to|and|early|mid|late|each|every|this|next)[\s‑-]+|[–-]\s*)$", re.I
)
_NUMBERED = re.compile(
    rf"\bmonths?\s+(?P<low>\d{{1,2}})(?:{_SPANNED}(?P<high>\d{{1,2}}))?\b(?!\s*(?:months|%))", re.IGNORECASE
)
_COMING = re.compile(rf"\b(?:first|next)\s+(?:(?P<high>{NUMBER})\s+)?months?\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:(?P<low>{NUMBER}|\ban?\b)(?:{_SPANNED}(?P<high>{NUMBER}))?\s+(?P<unit>week|month|year)s?\s+)?"
    r"\b(?:before|prior\s+to|ahead\s+of)\s+(?P<event>(?:[\w’'-]+\s*){1,5})",
    re.IGNORECASE,
)
_APPLICATION = re.compile(
    r"^(?:(?:you|your|the|an|first|submit\w*|residency)\s+)*(?:appl(?:y|ying|ications?)|eras|submi\w+)\b", re.I
)
_GRADUATION = re.compile(r"^(?:(?:you|your|the)\s+)*graduat", re.IGNORECASE)
_FINAL_YEAR = re.compile(
    r"\b(?:(?:final|last)\s+year\s+(?:of|at|in)\s+(?:medical\s+)?school|final\s+year(?=\s*(?:[:,.)]|$)))", re.IGNORECASE
)
_NOW = re.compile(
    r"(?:^|(?<=[.:;,]\s))(?:start|begin|decide|ask|plan|apply|register|join|contact|book)\b(?:\s+[\w’'-]+){0,2}?"
    r"\s+(?:now|early|immediately|right away|today|as (?:soon|early) as (?:possible|you can))\b",
    re.IGNORECASE,
)
_MONTHS_IN = {"week": 0.25, "month": 1.0, "year": 12.0}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of months.

    Attributes:
        anchor: what it is counted from; "calendar" where it names months of the year.
        first: months from the anchor to its beginning, negative before it; for "calendar" the month, 1 to 12.
        last: the same for its last month.
        year: of a calendar month, where the text names one.
        start: offset of its words in the text.
        end: offset behind them.
    """

    anchor: Anchor
    first: int
    last: int
    year: int | None
    start: int
    end: int


def period(text: str) -> Period | None:
    """The span of time that a text names first, the most exact kind of naming before the others."""
    readers: tuple[Callable[[str], Iterator[Period]], ...] = (_before, _numbered, _final_year, _calendar, _coming, _now)
    return next((found for read in readers for found in read(text)), None)


def _before(text: str) -> Iterator[Period]:
    for match in _BEFORE.finditer(text):
        anchor = _event(match["event"])
        if anchor is None:
            continue
        scale = _MONTHS_IN[match["unit"].lower()] if match["unit"] else 0
        low = round(_number(match["low"]) * scale)
        high = round(_number(match["high"]) * scale) if match["high"] else low
        # "The twelve months before" is all of them, "twelve months before" is that month.
        whole = re.search(r"\b(?:in|within|over|during)\s+the\s+$", text[: match.start()], re.IGNORECASE)
        yield Period(anchor, -high, 0 if whole else -low, None, *match.span())


def _event(words: str) -> Anchor | None:
    if _APPLICATION.match(words):
        return "application"
    return "graduation" if _GRADUATION.match(words) else None


def _numbered(text: str) -> Iterator[Period]:
    for match in _NUMBERED.finditer(text):
        low, high = int(match["low"]), int(match["high"] or match["low"])
        # Plans count months from 0 ("0–6, 6–12") or from 1 ("1–3, 4–6", "month 2"): then equal spans begin at 1.
        from_one = low > 0 and (low - 1) % max(1, high - low + 1) == 0
        first = low - from_one
        yield Period("start", first, max(first, high - 1), None, *match.span())


def _coming(text: str) -> Iterator[Period]:
    for match in _COMING.finditer(text):
        yield Period("start", 0, value(match["high"]) - 1 if match["high"] else 0, None, *match.span())


def _final_year(text: str) -> Iterator[Period]:
    for match in _FINAL_YEAR.finditer(text):
        yield Period("graduation", -11, 0, None, *match.span())


def _calendar(text: str) -> Iterator[Period]:
    for match in _CALENDAR.finditer(text):
        before = text[: match.start()]
        if _PAST.search(before) or (match["first"] == "May" and not _is_month(match, before)):
            continue
        first = _month(match["first"])
        last = _month(match["last"]) if match["last"] else first
        # "October and June" are two months, "June and July" and "between January and June" a span.
        apart = match["joint"] and match["joint"].strip() in ("and", "or")
        if apart and last != first % 12 + 1 and not before.rstrip().lower().endswith("between"):
            last = first
        yield Period("calendar", first, last, int(match["year"]) if match["year"] else None, *match.span())


def _is_month(may: re.Match[str], before: str) -> bool:
    """Whether "May" is the month and not the verb that opens a question."""
    led = may["last"] or may.start("first") > may.start() or _MAY.search(before)
    return bool(led) or bool(re.match(r"\s*(?:[:–—-]|$)", may.string[may.end() :]))


def _now(text: str) -> Iterator[Period]:
    for match in _NOW.finditer(text):
        yield Period("start", 0, 0, None, *match.span())


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _number(text: str | None) -> int:
    return 0 if text is None else 1 if text.lower() in ("a", "an") else value(text)
