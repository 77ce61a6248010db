"""HTML from the templates, everything escaped that is not marked as HTML."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ui import links

NAME = "Match Advisor"
TAGLINE = (
    "For international medical graduates on their way to a US residency. "
    "Every answer comes from the guides, and every statement shows you where it stands."
)
NOTE = "It advises, it decides nothing: check what matters with the programs and authorities themselves."


def day(value: object) -> str:
    """A date in words ("3 May 2026"); what is no date stays as it is."""
    try:
        when = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{when.day} {when:%B %Y}"


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(name=NAME, tagline=TAGLINE, note=NOTE, links=links, chat=False)
_ENVIRONMENT.filters["day"] = day


def render(template: str, values: Mapping[str, Any] | None = None) -> str:
    """A template filled in."""
    return _ENVIRONMENT.get_template(template).render(values or {})
