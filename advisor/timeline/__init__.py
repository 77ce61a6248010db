"""The asker's next months, made of the steps that the guides themselves date."""

from advisor.timeline.export import as_ics, as_markdown, months
from advisor.timeline.plan import MONTHS, Step, Timeline, timeline

__all__ = ["MONTHS", "Step", "Timeline", "as_ics", "as_markdown", "months", "timeline"]
