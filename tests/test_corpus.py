"""The guides as files: every listed fact stands in one section, and the Markdown is clean."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

TESTS = Path(__file__).parent
CORPUS = TESTS.parent / "corpus"
HEADING = re.compile(r"^(#{1,6}) +(.+?)\s*$")
NUMBERING = re.compile(r"^(?:(?:step|pathway)\s+\d+\s*[:.]|\d+[.)])\s*", re.IGNORECASE)
TEXT_FIELDS = ("title", "summary", "audience", "reviewed")
LIST_FIELDS = ("topics", "sources")
SAME_SIGN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u201b", "'")
    | dict.fromkeys("\u201c\u201d\u201e", '"')
    | dict.fromkeys("*`", "")
)


@dataclass(frozen=True)
class Fact:
    """A line of the tick list; of every need at least one alternative must be found."""

    guide: str
    place: str
    text: str
    need: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading and the lines directly under it, up to the next heading."""

    level: int
    heading: str
    body: str


def normal(text: str) -> str:
    """Return text in lower case, with one kind of dash, quote and space, without emphasis."""
    return " ".join(text.translate(SAME_SIGN).lower().split())


def read_facts() -> list[Fact]:
    """Return the tick lists of all guides."""
    stored = json.loads((TESTS / "corpus_facts.json").read_text(encoding="utf-8"))
    return [
        Fact(guide, row["in"], row["fact"], tuple(tuple(any_of) for any_of in row["need"]))
        for guide, rows in stored.items()
        for row in rows
    ]


def fact_id(fact: Fact) -> str:
    """Return a readable test id."""
    return f"{fact.guide}: {fact.place}: {fact.text}".translate(SAME_SIGN)


def split_file(name: str) -> tuple[dict[str, Any], str]:
    """Return the front matter and the body of a guide."""
    text = (CORPUS / f"{name}.md").read_text(encoding="utf-8")
    before, front, body = text.split("---\n", 2)
    assert not before, f"{name}.md does not begin with its front matter"
    fields = yaml.safe_load(front)
    assert isinstance(fields, dict), f"the front matter of {name}.md is not a mapping"
    return fields, body


def read_sections(name: str) -> list[Section]:
    """Return the sections of a guide, in order."""
    found: list[tuple[int, str, list[str]]] = []
    for line in split_file(name)[1].splitlines():
        if match := HEADING.match(line):
            found.append((len(match[1]), match[2], []))
        elif found:
            found[-1][2].append(line)
    return [Section(level, title, "\n".join(lines).strip()) for level, title, lines in found]


def stands_in(words: str, text: str) -> bool:
    """Tell whether normal text holds the words, and not only the end of a longer word or range."""
    return re.search(rf"(?<![\w-]){re.escape(normal(words))}(?!\d)", text) is not None


def missing(fact: Fact, section: Section) -> list[tuple[str, ...]]:
    """Return the needs of a fact that a section does not meet."""
    text = normal(f"{section.heading}\n{section.body}")
    return [any_of for any_of in fact.need if not any(stands_in(words, text) for words in any_of)]


FACTS = read_facts()
GUIDES = sorted(path.stem for path in CORPUS.glob("*.md") if not path.name.endswith(".questions.md"))
SECTIONS = {name: read_sections(name) for name in GUIDES}


def test_every_guide_has_a_tick_list() -> None:
    assert {fact.guide for fact in FACTS} == set(GUIDES)


def test_facts_are_listed_once() -> None:
    counts = Counter(map(fact_id, FACTS))
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("fact", FACTS, ids=fact_id)
def test_fact_stands_in_one_section(fact: Fact) -> None:
    assert fact.need, "the tick list names no words for this fact"
    nearest = min(SECTIONS[fact.guide], key=lambda section: len(missing(fact, section)))
    assert missing(fact, nearest) == [], f"nearest section: {nearest.heading}"


@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize("key", TEXT_FIELDS)
def test_front_matter_has_text(name: str, key: str) -> None:
    value = str(split_file(name)[0].get(key) or "")
    assert value.strip()
    assert "\n" not in value


@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize("key", LIST_FIELDS)
def test_front_matter_has_list(name: str, key: str) -> None:
    value = split_file(name)[0].get(key)
    assert isinstance(value, list)
    assert value
    assert all(isinstance(item, str) and item.strip() for item in value)


@pytest.mark.parametrize("name", GUIDES)
def test_guide_opens_with_its_title_and_a_paragraph(name: str) -> None:
    fields, body = split_file(name)
    assert body.lstrip("\n").startswith(f"# {fields['title']}\n")
    assert [section.level for section in SECTIONS[name]].count(1) == 1
    assert SECTIONS[name][0].body


@pytest.mark.parametrize("name", GUIDES)
def test_headings_are_unique_without_numbering(name: str) -> None:
    bare = Counter(normal(NUMBERING.sub("", section.heading)) for section in SECTIONS[name])
    assert [heading for heading, count in bare.items() if count > 1] == []


@pytest.mark.parametrize("name", GUIDES)
def test_leaf_sections_have_text(name: str) -> None:
    levels_after = [*(section.level for section in SECTIONS[name][1:]), 0]
    pairs = zip(SECTIONS[name], levels_after, strict=True)
    leaves = [section for section, after in pairs if after <= section.level]
    assert [leaf.heading for leaf in leaves if not leaf.body] == []


@pytest.mark.parametrize("name", GUIDES)
def test_no_heading_level_is_skipped(name: str) -> None:
    levels_before = [0, *(section.level for section in SECTIONS[name][:-1])]
    pairs = zip(SECTIONS[name], levels_before, strict=True)
    assert [section.heading for section, before in pairs if section.level > before + 1] == []
