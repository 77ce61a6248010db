"""A small guide and an advisor over it that needs no index and no model."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event

from langchain_core.messages import BaseMessage, HumanMessage

from advisor.citations import Answer, Citation
from advisor.documents import Guide
from advisor.errors import EmbeddingError
from advisor.pipeline import Advisor
from advisor.profile import Profile
from advisor.readers import markdown

TEXT = """---
title: "Research for the match"
summary: "How research helps."
topics: ["research <numbers>"]
reviewed: 2026-05-03
sources: ["An article, 'On <research>'"]
---

# Research for the match

Opening words.

## How many publications?

There is no fixed number. Three ranges help:

- **Basic:** 3–5 items, at least 1–2 in IR
- **Strong:** 5–10+ items & a mix of:
  - PubMed-indexed _original_ research
  - posters
- **Exceptional:** 10+ items

| Profile | Items |
| --- | --- |
| Basic | 3–5 |
| Strong | 5–10+ |

You need steady work.

## Hostile <b>heading</b>

<script>window.hacked = 1</script> and <img src=x onerror="window.hacked = 1"> and
[a link](javascript:window.hacked=1) and ![a picture](http://example.com/x.png) and ${window.hacked=1} {{value}}.

## Frequently asked questions

### Can I start with a case report?

Yes. A case report is a good first project.

### Where do I find a mentor?

Ask at your own hospital first.
"""


def guide(name: str = "research") -> Guide:
    """The guide that the tests read."""
    return markdown.read(TEXT, name, f"{name}.md")


def cite(of: Guide, marker: int, first: str, last: str) -> Citation:
    """A citation of the words from `first` to `last`."""
    start = of.text.index(first)
    end = of.text.index(last, start) + len(last)
    section = next(s for s in of.sections if s.start <= start < s.end)
    quote = re.sub(r"[-*_\s]+", " ", of.text[start:end])
    return Citation(marker, of.name, of.title, of.source, section.headings, section.anchor, quote, start, end, 0.8)


@dataclass
class FakeAdvisor(Advisor):
    """Answers by keyword, puts the user's earlier turns before the question and remembers what it was given."""

    guides: Mapping[str, Guide] = field(default_factory=lambda: {g.name: g for g in (guide(),)})
    calls: list[tuple[str, list[BaseMessage]]] = field(default_factory=list)
    profiles: list[Profile | None] = field(default_factory=list)
    go: Event = field(default_factory=Event)

    def answer(self, question: str, history: Sequence[BaseMessage] = (), profile: Profile | None = None) -> Answer:
        """The last of `stream`."""
        return list(self.stream(question, history, profile))[-1]

    def stream(
        self, question: str, history: Sequence[BaseMessage] = (), profile: Profile | None = None
    ) -> Iterator[Answer]:
        """The answer word by word."""
        self.calls.append((question, list(history)))
        self.profiles.append(profile)
        if "unreachable" in question:
            raise EmbeddingError("The embedding model cannot be loaded; install it.")
        if "bug" in question:
            raise ZeroDivisionError("secret detail")
        turns = [*(str(m.text) for m in history if isinstance(m, HumanMessage)), question]
        whole = replace(self._whole(question), standalone_question=" ".join(turns))
        if "wait" in question:  # as long as a chat model takes for its first words
            self.go.wait(0.3)
        for end in range(10, len(whole.answer), 25):
            yield replace(whole, answer=whole.answer[:end], citations=(), followups=())
            if "wait" in question:
                self.go.wait(20)
        yield whole

    def _whole(self, question: str) -> Answer:
        of = next(iter(self.guides.values()))
        if "weather" in question:
            nearest = (cite(of, 1, "Ask at", "first."),)
            return Answer(question, question, "none", "The guides do not say anything about this.", nearest)
        if "mentor" in question:
            found = (cite(of, 1, "Ask at", "first."),)
            return Answer(question, question, "partial", "Ask at your own hospital first. [1]", found)
        citations = (
            cite(of, 1, "Three ranges", "at least 1–2 in IR"),
            cite(of, 2, "**Strong:**", "posters"),
            cite(of, 3, "A case report", "project."),
        )
        text = (
            "Three ranges help: [1]\n\n"
            "- **Basic:** 3–5 items [1]\n- **Strong:** 5–10+ items <script>x</script> [2][9]\n\n"
            "A case report is a good first project. [3]"
        )
        followups = ("Where do I find a mentor?", "Is <b>this</b> safe?")
        return Answer(question, question, "full", text, citations, followups)
