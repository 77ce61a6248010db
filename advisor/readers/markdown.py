"""Markdown -> `Guide`: front matter, title, heading tree."""

import json
from itertools import pairwise
from typing import Any

import yaml

from advisor.documents import Guide, Heading, sections
from advisor.errors import CorpusError
from advisor.markup import inline_words, line_starts, tokens

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
    found = headings(body)
    title = str(about.pop("title", "") or "").strip()
    first = found[0] if found else None
    if first and not body[: first.start].strip() and (first.text == title or (not title and _is_title(found))):
        title = title or first.text
        found = found[1:]
    else:
        first = None
    found = [h for h in found if h.text]
    title = title or name.replace("-", " ").replace("_", " ").strip().capitalize()
    return Guide(name, title, source, body, sections(name, body, found, first.end if first else 0), about)


def _front_matter(text: str, source: str) -> tuple[dict[str, Any], str]:
    """Split a leading YAML block from the body."""
    if not text.startswith(FENCE + "\n"):
        return {}, text
    head, fence, body = text[len(FENCE) :].partition(f"\n{FENCE}\n")
    if not fence:
        raise CorpusError(f"{source}: the front matter that starts in line 1 has no closing '---' line.")
    try:
        about = yaml.safe_load(head)
        # What is no JSON (dates, sets) becomes text, so that the guide can be stored.
        stored = json.loads(json.dumps(about or {}, default=str))
        json.dumps(stored, ensure_ascii=False).encode()
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise CorpusError(f"{source}, line {line}: the front matter is not valid YAML.") from error
    except (ValueError, TypeError, RecursionError) as error:  # an impossible date, half a character, a loop
        raise CorpusError(f"{source}: the front matter holds a value that cannot be read ({error}).") from error
    if not isinstance(stored, dict):
        raise CorpusError(f"{source}: the front matter must be lines of the form 'name: value'.")
    return stored, body


def headings(body: str) -> list[Heading]:
    """The headings of a Markdown text that stand in no list or quote.

    Lines of a paragraph over a row of dashes are none, though CommonMark says so: the dashes part it from what follows.
    """
    starts = line_starts(body)
    parsed = tokens(body)
    return [
        Heading(int(t.tag[1]), " ".join(inline_words(content).split()), starts[t.map[0]], starts[t.map[1]])
        for t, content in pairwise(parsed)
        if t.type == "heading_open" and t.level == 0 and t.map and not (t.markup == "-" and "\n" in content.content)
    ]


def _is_title(found: list[Heading]) -> bool:
    """Whether the first heading names the whole: it is alone on its level."""
    return all(h.level > found[0].level for h in found[1:])
