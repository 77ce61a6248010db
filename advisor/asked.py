"""A message and the turns before it -> what is asked, shown and searched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from langchain_core.messages import BaseMessage, HumanMessage

from advisor.conversation import TURNS, carried, leans, questions, searched, standalone, taken_up, turns
from advisor.naming import unheard
from advisor.profile import Profile
from advisor.spelling import Spelling

if TYPE_CHECKING:
    from advisor.generation import Rewriter


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched.

    Attributes:
        text: what was typed, spelling corrected.
        standalone: with what earlier turns contribute, where it leans on them.
        parts: the questions it holds.
        queries: what is searched for each part: the part, a single one with the story around it.
        conversations: each query with the turns before it.
        carried: how much of each search is left to these, 0 to 1.
        names: of each part, the words of names that it asks of and that no guide holds.
        profile: what the asker tells about themselves.
    """

    text: str
    standalone: str
    parts: tuple[str, ...]
    queries: tuple[str, ...]
    conversations: tuple[str, ...]
    carried: tuple[float, ...]
    names: tuple[tuple[str, ...], ...] = ()
    profile: Profile | None = None

    def only(self, kept: Sequence[int]) -> "Asked":
        """The question with some of its parts, as if the others had not been asked."""
        if len(kept) == len(self.parts):
            return self
        parts, queries = tuple(self.parts[i] for i in kept), tuple(self.queries[i] for i in kept)
        return replace(
            self,
            standalone=" ".join(parts),
            parts=parts,
            queries=queries,
            conversations=tuple(self.conversations[i] for i in kept),
            carried=tuple(self.carried[i] for i in kept),
            names=tuple(self.names[i] for i in kept),
        )

    @property
    def unheard(self) -> tuple[str, ...]:
        """The words of all names that no guide holds."""
        return tuple(chain.from_iterable(self.names))


class Reader:
    """Reads what a message asks.

    Args:
        spelling: knows the words of the guides.
        rewriter: has a chat model word follow-ups, where there is one.
    """

    def __init__(self, spelling: Spelling, rewriter: "Rewriter | None" = None) -> None:
        self._spelling = spelling
        self._rewriter = rewriter

    def read(self, question: str, history: Sequence[BaseMessage], offered: Sequence[str]) -> Asked:
        """What a message asks, with what the turns before it contribute.

        Args:
            question: what was typed.
            history: the conversation before it, oldest message first.
            offered: what was suggested before a bare reply such as "yes", which takes one of them up.
        """
        if suggestion := taken_up(question, offered):
            return Asked(suggestion, suggestion, (suggestion,), (suggestion,), (suggestion,), (0.0,))
        text = self._spelling.corrected(question)
        earlier = [HumanMessage(self._spelling.corrected(turn)) for _, turn in turns(history)]
        parts, written = questions(text), self._written(text, earlier)
        told = " ".join(str(turn.text) for turn in earlier)
        names = tuple(unheard(part, self._spelling.strange, told) for part in parts)
        shown = written or (standalone(text, earlier) if leans(text) else text)
        if written and len(parts) == 1:
            return Asked(text, shown, parts, (written,), (written,), (0.0,), names)
        queries = (text,) if len(parts) == 1 else parts
        # A second question that leans on the first has it for an earlier turn.
        before = [[HumanMessage(first)] if leans(part) else [] for first, part in pairwise(("", *parts))]
        said = [([*earlier, *turn], query) for turn, query in zip(before, queries, strict=True)]
        conversations = tuple(searched(query, history) for history, query in said)
        weights = tuple(carried(query, history) for history, query in said)
        return Asked(text, shown, parts, queries, conversations, weights, names)

    def _written(self, text: str, earlier: Sequence[BaseMessage]) -> str | None:
        """The question with what earlier turns contribute, as the chat model words it; None where it is not asked to.

        What it writes unfaithfully does not count.
        """
        rewriter = self._rewriter if earlier and leans(text) else None
        return rewriter.rewrite(text, [str(m.text) for m in earlier[-TURNS:]]) if rewriter else None
