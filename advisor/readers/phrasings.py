"""Questions as applicants put them, taught by a guide's keeper: a file beside the guide, or its front matter."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from advisor.documents import Guide, Heading, Section, slug
from advisor.errors import CorpusError
from advisor.markup import blocks, plain
from advisor.readers.markdown import headings

SUFFIX = ".questions.md"
FIELD = "questions"  # of the front matter

Questions = Mapping[str, tuple[str, ...]]
"""Questions by the heading that they stand under."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def is_questions_file(file: Path) -> bool:
    """Whether a file holds phrasings, by its name."""
    return file.name.lower().endswith(SUFFIX)


def questions_file(guide: Path) -> Path:
    """Where the phrasings of a guide stand, if there are any."""
    return guide.with_name(f"{guide.stem}{SUFFIX}")


def read(text: str) -> Questions:
    """The list items of a Markdown text by the heading above them; comments are passed over.

    Items in front of the first heading stand under "".
    """
    body = _COMMENT.sub("", text)
    marks = [Heading(1, "", 0, 0), *headings(body)]
    ends = [*(mark.start for mark in marks[1:]), len(body)]
    return _merged((mark.text, _items(body[mark.end : end])) for mark, end in zip(marks, ends, strict=True))


def stated(field: Any, source: str) -> Questions:
    """The phrasings of a front matter's field, a mapping of headings to lists.

    Raises:
        CorpusError: it has another form.
    """
    lists = {heading: asked or [] for heading, asked in field.items()} if isinstance(field, dict) else {}
    if (field and not lists) or not all(_is_list_of_words(asked) for asked in lists.values()):
        raise CorpusError(
            f"{source}: '{FIELD}' in the front matter must be headings, each with a list of questions under it"
            " (in quotes where a colon stands in them)."
        )
    return _merged((heading, (plain(str(q)) for q in asked)) for heading, asked in lists.items())


def attach(guide: Guide, questions: Questions) -> tuple[Guide, list[str]]:
    """A guide with phrasings added, and what is wrong with the headings of those that found no section.

    A heading means the section with exactly its words, else those with the same words but for
    leading numbers, case and punctuation; the guide's title means the text before the first heading.
    """
    exact, loose = _by_heading(guide, str), _by_heading(guide, _loose)
    added: list[tuple[str, Iterable[str]]] = [*guide.phrasings.items()]
    faults: list[str] = []
    for heading, asked in questions.items():
        found = exact.get(heading) or loose.get(_loose(heading), [])
        with_text = [section for section in found if blocks(section.text)]
        added += [(section.id, asked) for section in with_text]
        if not with_text:
            faults.append(_fault(heading, found))
    return replace(guide, phrasings=_merged(added)), faults


def _merged(parts: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Each question once under its key; keys without any are left out."""
    found: dict[str, dict[str, None]] = {}
    for key, asked in parts:
        for question in filter(None, asked):
            found.setdefault(key, {})[question] = None
    return {key: tuple(asked) for key, asked in found.items()}


def _items(text: str) -> list[str]:
    return [plain(text[block.start : block.end]) for block in blocks(text) if block.kind == "item"]


def _is_list_of_words(value: Any) -> bool:
    return isinstance(value, list) and not any(item is None or isinstance(item, dict | list) for item in value)


def _by_heading(guide: Guide, form: Callable[[str], str]) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    for section in guide.sections:
        found.setdefault(form((section.headings or (guide.title,))[-1]), []).append(section)
    found.pop("", None)  # headings of signs alone are all alike
    return found


def _loose(heading: str) -> str:
    return slug(heading, words=len(heading))


def _fault(heading: str, found: list[Section]) -> str:
    if not heading:
        return "questions stand in front of the first heading"
    if found:
        return f"the section '{heading}' has no text of its own"
    return f"no section '{heading}' in the guide"
