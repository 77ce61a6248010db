"""Dated steps -> the months they fall in, for one asker and from one day on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from advisor.citations import Citation
from advisor.documents import Guide
from advisor.profile import Profile
from advisor.timeline.periods import Anchor, Period
from advisor.timeline.steps import Dated, steps

MONTHS = 24
GRADUATION_MONTH = 6  # of a graduation only the year is known: its middle
SEASON = 9  # months of a year before the application; the two behind it still belong to applying
# What comes behind the application of a season; everything else that has a month belongs to its twelve months.
_AFTERWARDS = re.compile(
    r"\b(?:interviews?|invitations?|rank(?:ed|ing)?|match(?:ed)?|offers?|supplemental)\b|\bSOAP\b", re.IGNORECASE
)
_FROM: dict[Anchor, str] = {
    "start": "counted from today",
    "application": "counted from the month in which you plan to apply",
    "graduation": "counted from the middle of the year of your graduation",
    "calendar": "",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, as a guide says it.

    Attributes:
        text: the guide's own words.
        context: what introduces them in the guide.
        said: the guide's words for the time.
        counted: what that time is counted from, where it names no month itself.
        first: first day of its first month; None where the profile lacks what it is counted from.
        last: first day of its last month.
        late: whether its time is over, so that it comes at once.
        citation: where it stands; markers count the steps of the timeline.
    """

    text: str
    context: str
    said: str
    counted: str
    first: date | None
    last: date | None
    late: bool
    citation: Citation


@dataclass(frozen=True, slots=True)
class Timeline:
    """The steps of some months.

    Attributes:
        today: the day it was made.
        begin: first day of the first month.
        end: first day of the last month.
        applying: first day of the month in which the asker plans to apply, if that is known.
        steps: by month.
        undated: those that hang on a day which the asker did not tell.
        beyond: how many more come after the last month.
    """

    today: date
    begin: date
    end: date
    applying: date | None
    steps: tuple[Step, ...]
    undated: tuple[Step, ...]
    beyond: int


def timeline(guides: Iterable[Guide], profile: Profile, today: date, months: int = MONTHS) -> Timeline:
    """The coming months of an asker.

    Args:
        guides: whose steps are taken.
        profile: month of application, year of graduation and stage, as far as they are told.
        today: where the timeline begins.
        months: how many months it has.
    """
    begin, end = today.replace(day=1), after(today, months - 1)
    placed = [step for step in (_placed(dated, profile, begin) for dated in steps(guides, profile)) if step]
    dated = [step for step in placed if step.first]
    within = sorted((step for step in dated if _months(step)[0] <= end), key=_months)
    undated = [step for step in placed if not step.first]
    numbered = [_numbered(number, step) for number, step in enumerate((*within, *undated), 1)]
    shown, rest = numbered[: len(within)], numbered[len(within) :]
    return Timeline(today, begin, end, applying(profile), tuple(shown), tuple(rest), len(dated) - len(within))


def applying(profile: Profile) -> date | None:
    """The month in which the asker plans to apply."""
    return date.fromisoformat(f"{profile.applying}-01") if profile.applying else None


def after(month: date, count: int) -> date:
    """The first day of the month that lies so many months behind another."""
    years, position = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, position + 1, 1)


def _months(step: Step) -> tuple[date, date]:
    return step.first or date.max, step.last or date.max


def _numbered(marker: int, step: Step) -> Step:
    return replace(step, citation=replace(step.citation, marker=marker))


def _placed(dated: Dated, profile: Profile, begin: date) -> Step | None:
    """A step in its months; None where its time is over and it need not be done any more."""
    span = _span(dated, profile, begin)
    counted = _FROM[dated.period.anchor] if dated.said else ""
    if span is None:
        return Step(dated.text, dated.context, dated.said, counted, None, None, False, dated.citation)
    first, last = span
    late = last < begin
    if late and (dated.period.anchor == "graduation" or dated.period.year):
        return None
    return Step(
        dated.text, dated.context, dated.said, counted, max(first, begin), max(last, begin), late, dated.citation
    )


def _span(dated: Dated, profile: Profile, begin: date) -> tuple[date, date] | None:
    when = dated.period
    if when.anchor == "calendar":
        return _in_calendar(when, f"{dated.context} {dated.text}", applying(profile), begin)
    origin = begin if when.anchor == "start" else applying(profile)
    if when.anchor == "graduation":
        origin = date(profile.graduated, GRADUATION_MONTH, 1) if profile.graduated else None
    return None if origin is None else (after(origin, when.first), after(origin, when.last))


def _in_calendar(when: Period, text: str, application: date | None, begin: date) -> tuple[date, date]:
    """Months of the year in the year that fits: next to the application, else the next time they come."""
    length = (when.last - when.first) % 12
    if when.year:
        first = date(when.year, when.first, 1)
    elif application is None:
        last = after(begin, (when.last - begin.month) % 12)
        first = after(last, -length)
    elif _AFTERWARDS.search(text):
        first = after(application, (when.first - application.month) % 12)
    else:
        earliest = application.month - SEASON
        first = after(application, (when.first - earliest) % 12 - SEASON)
    return first, after(first, length)
