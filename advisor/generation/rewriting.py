"""A follow-up as a question of its own, worded by a model and checked."""

import re
from collections.abc import Sequence

from advisor.errors import GenerationError
from advisor.generation.asking import Model
from advisor.generation.prompting import rewriting
from advisor.generation.wording import wording

SECONDS = 5.0  # a follow-up is searched for as it stands rather than later
LONGEST = 300  # characters
KEPT = 0.5  # share of the follow-up's own words that its rewriting holds


class Rewriter:
    """Rewrites follow-ups.

    Args:
        model: the model.
    """

    def __init__(self, model: Model) -> None:
        self._model = model

    def rewrite(self, question: str, earlier: Sequence[str]) -> str | None:
        """The question without what it leans on, in the asker's words only; None where the model has no good one."""
        try:
            written = self._model.text(rewriting(question, earlier), min(SECONDS, self._model.choice.seconds))
        except GenerationError:
            return None
        lines = [line.strip(" \"'“”") for line in re.sub(r"(?s)<think>.*?</think>", "", written).strip().splitlines()]
        return lines[0] if len(lines) == 1 and faithful(lines[0], question, earlier) else None


def faithful(rewritten: str, question: str, earlier: Sequence[str]) -> bool:
    """Whether a rewriting says nothing that the asker did not, and still asks what the follow-up asks."""
    said, asked = wording(rewritten), wording(question)
    known = [asked, *map(wording, earlier)]
    words = frozenset().union(*(w.content for w in known))
    figures = {f.claim for w in known for f in w.figures}
    return (
        0 < len(rewritten) <= LONGEST
        and said.content <= words
        and {f.claim for f in said.figures} <= figures
        and len(said.content & asked.content) >= KEPT * len(asked.content)
    )
