"""Markdown -> `Guide`: front matter, title, heading tree."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import yaml

from advisor.documents import Guide, Heading, sections
from advisor.errors import CorpusError
from advisor.markup import line_starts, plain, tokens

FENCE = "---"


def read(text: str, name: str, source: str) -> Guide:
    r"""Read one Markdown text.

    The title is the front matter's `title`, else the first heading where that is the only one of
    its level, else the file's name. A heading that repeats the title is not a section.

    Args:
        text: the file's text, line ends as "\n".
        name: the guide's id.
        source: the file name or URL, for messages and citations.

    Raises:
        CorpusError: the front matter is not valid YAML or never ends.
    """
    about, body = _front_matter(text, source)
    headings = _headings(body)
    title = str(about.pop("title", "") or "").strip()
    first = headings[0] if headings else None
    if first and (first.text == title or (not title and _is_title(body, headings))):
        title = title or first.text
        headings = headings[1:]
    else:
        first = None
    headings = [h for h in headings if h.text]
    title = title or name.replace("-", " ").replace("_", " ").strip().capitalize()
    return Guide(name, title, source, body, sections(name, body, headings, first.end if first else 0), about)


def _front_matter(text: str, source: str) -> tuple[dict[str, Any], str]:
    """Split a leading YAML block from the body."""
    if not text.startswith(FENCE + "\n"):
        return {}, text
    head, fence, body = text[len(FENCE) :].partition(f"\n{FENCE}\n")
    if not fence:
        raise CorpusError(f"{source}: the front matter that starts in line 1 has no closing '---' line.")
    try:
        about = yaml.safe_load(head)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise CorpusError(f"{source}, line {line}: the front matter is not valid YAML.") from error
    if not isinstance(about, Mapping | None):
        raise CorpusError(f"{source}: the front matter must be lines of the form 'name: value'.")
    # Dates become text, so that what is read can be stored as JSON.
    return {str(k): v.isoformat() if isinstance(v, date) else v for k, v in (about or {}).items()}, body


def _headings(body: str) -> list[Heading]:
    starts = line_starts(body)
    parsed = tokens(body)
    return [
        Heading(int(t.tag[1]), plain(content.content), starts[t.map[0]], starts[t.map[1]])
        for t, content in pairwise(parsed)
        if t.type == "heading_open" and t.level == 0 and t.map
    ]


def _is_title(body: str, headings: list[Heading]) -> bool:
    """Whether the first heading names the whole: before all text, and alone on its level."""
    first = headings[0]
    alone = all(h.level > first.level for h in headings[1:])
    return alone and not body[: first.start].strip()
