"""A timeline to take along."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from advisor.markup import html
from advisor.profile import Profile
from advisor.timeline import as_ics, as_markdown, timeline
from tests.fakes import read

TEXT = """# Applying <b>now</b>

## Letters

- Months 0–6: ask *three* people_with_time
- Months 7–12: send [the letters](javascript:alert(1)) and <script>x</script>
"""
TODAY = date(2026, 11, 22)
PLAN = timeline([read(TEXT, "letters")], Profile(), TODAY)


def test_markdown_has_every_step_with_its_source_and_nothing_that_acts() -> None:
    text = as_markdown(PLAN)
    assert "## November 2026" in text
    assert "- Months 0–6: ask three people\\_with\\_time [1] (until April 2027; the guide says “Months 0–6”)" in text
    assert "\n2. Applying \\<b\\>now\\</b\\> › Letters" in text
    shown = html(text)
    assert "<a " not in shown
    assert "<script" not in shown


def test_a_calendar_reads_back_with_all_steps() -> None:
    calendar = Calendar.from_ical(as_ics(PLAN, datetime(2026, 11, 22, tzinfo=UTC), "https://advisor.example"))
    events = calendar.walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [TODAY, date(2027, 5, 1)]
    assert str(events[0]["summary"]) == "Months 0–6: ask three people_with_time"
    assert "November 2026 to April 2027" in str(events[0]["description"])
    assert str(events[1]["url"]) == "https://advisor.example/guides/letters#letters"
    assert len({str(event["uid"]) for event in events}) == 2


def test_an_event_keeps_its_identity_when_it_is_exported_again() -> None:
    first, second = (
        [str(event["uid"]) for event in Calendar.from_ical(as_ics(plan, datetime.now(UTC))).walk("VEVENT")]
        for plan in (PLAN, timeline([read(TEXT, "letters")], Profile(stage="student"), date(2026, 12, 1)))
    )
    assert first == second
