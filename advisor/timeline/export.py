"""A timeline to take along: as Markdown with its sources, and as a calendar (RFC 5545)."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from icalendar import Calendar, Event

from advisor.citations import Citation
from advisor.timeline.plan import Step, Timeline

SHORT = 70  # characters of a step that a calendar shows as its title
_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})


def as_markdown(timeline: Timeline) -> str:
    """The steps month by month, each with the number of its source, and the sources behind them."""
    return "\n".join(_markdown(timeline)) + "\n"


def as_ics(timeline: Timeline, stamp: datetime, site: str = "") -> bytes:
    """The dated steps as all-day events on the first day of their first month, today at the earliest.

    Args:
        timeline: the timeline.
        stamp: when the file is made, with its time zone.
        site: address of the site ("https://host"), for links to the cited sections.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Match Advisor//Timeline//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "My way into residency")
    for step in timeline.steps:
        calendar.add_component(_event(step, max(step.first or timeline.today, timeline.today), stamp, site))
    return bytes(calendar.to_ical())


def months(step: Step) -> str:
    """When a step is to be done, in words: "May 2027" or "May to July 2027"."""
    if step.first is None or step.last is None:
        return ""
    if step.first == step.last:
        return f"{step.first:%B %Y}"
    opening = f"{step.first:%B}" if step.first.year == step.last.year else f"{step.first:%B %Y}"
    return f"{opening} to {step.last:%B %Y}"


def where(citation: Citation) -> str:
    """A citation's guide and section, in words."""
    return " › ".join((citation.title, *citation.section))


def _markdown(timeline: Timeline) -> Iterator[str]:
    yield f"# My timeline, {timeline.begin:%B %Y} to {timeline.end:%B %Y}"
    yield from ("", "Each step is a sentence of a guide; the number behind it names where it stands.")
    if timeline.applying:
        yield from ("", f"You plan to apply in {timeline.applying:%B %Y}.")
    for month, steps in groupby(timeline.steps, key=lambda step: step.first):
        yield from ("", f"## {month:%B %Y}", "")
        yield from map(_line, steps)
    if timeline.undated:
        yield from ("", "## Not dated yet", "", *map(_line, timeline.undated))
    yield from ("", "## Sources", "")
    for step in (*timeline.steps, *timeline.undated):
        yield f"{step.citation.marker}. {_plain(where(step.citation))}"


def _line(step: Step) -> str:
    notes = [f"until {step.last:%B %Y}"] if step.last and step.last != step.first else []
    notes += ["due already"] if step.late else []
    notes += [f"the guide says “{_plain(step.said)}”"] if step.said else []
    return f"- {_plain(step.text)} [{step.citation.marker}]" + (f" ({'; '.join(notes)})" if notes else "")


def _plain(text: str) -> str:
    """Words of a guide as Markdown that shows just these words."""
    return text.translate(_SIGNS)


def _event(step: Step, day: date, stamp: datetime, site: str) -> Event:
    event = Event()
    short = step.text if len(step.text) <= SHORT else step.text[:SHORT].rsplit(" ", 1)[0] + " …"
    event.add("summary", short)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("dtstamp", stamp)
    event.add("transp", "TRANSPARENT")
    told = [step.text, f"When: {months(step)}" + (" (due already)" if step.late else "")]
    told += [f"The guide says: {step.said}"] if step.said else []
    event.add("description", "\n".join([*told, f"Source: {where(step.citation)}"]))
    if site:
        event.add("url", f"{site}/guides/{step.citation.document}#{step.citation.anchor}")
    key = f"{step.citation.document}#{step.citation.start}:{step.text}"
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@match-advisor")
    return event
