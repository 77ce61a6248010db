"""What scripts and assistants may ask of the guides, beside whole answers (`Chat.ask`)."""

import math
from dataclasses import dataclass
from typing import Any

import gradio as gr

from advisor.citations import Source
from advisor.errors import AdvisorError
from ui import links
from ui.chat import TOO_MANY, client
from ui.limits import RateLimit
from ui.loading import Loading

MOST_SECTIONS = 50


@dataclass(frozen=True, slots=True)
class Library:
    """The guides, for scripts.

    Attributes:
        loading: the advisor.
        limit: how often one client may search.
    """

    loading: Loading
    limit: RateLimit

    def search(self, query: str, k: int = 8, request: gr.Request | None = None) -> list[dict[str, Any]]:
        """Find the sections of the guides nearest to a query, best first, without an answer.

        Args:
            query: what is looked for, in plain words.
            k: how many sections, 1 to 50.
            request: names the client.

        Returns:
            Sections with `document`, `source`, `section` (headings), `address`, `score` (0 to 1) and `text`.
        """
        if seconds := self.limit.wait(client(request)):
            raise gr.Error(TOO_MANY.format(math.ceil(seconds)), print_exception=False)
        try:
            found = self.loading.advisor().search(query, k=max(1, min(int(k), MOST_SECTIONS)))
        except AdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return [_section(source) for source in found]

    def guides(self) -> list[dict[str, Any]]:
        """List the guides that all answers come from.

        Returns:
            Guides with `document`, `title`, `source`, `summary`, `reviewed` (a date) and `address`.
        """
        try:
            known = self.loading.advisor().guides.values()
        except AdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return [
            {
                "document": guide.name,
                "title": guide.title,
                "source": guide.source,
                "summary": str(guide.about.get("summary", "")),
                "reviewed": str(guide.about.get("reviewed", "")),
                "address": links.guide(guide.name),
            }
            for guide in known
        ]


def _section(source: Source) -> dict[str, Any]:
    return {
        "document": source.guide.name,
        "source": source.guide.source,
        "section": list(source.section.headings),
        "address": links.guide(source.guide.name, source.section.anchor),
        "score": source.score,
        "text": source.section.text,
    }
