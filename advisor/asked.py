"""A message and the turns before it -> what is asked, shown and searched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from langchain_core.messages import BaseMessage, HumanMessage

from advisor.conversation import TURNS, carried, leaned_on, leans, questions, searched, standalone, taken_up, turns
from advisor.naming import unheard
from advisor.profile import Profile
from advisor.spelling import Spelling

if TYPE_CHECKING:
    from advisor.generation import Rewriter


@dataclass(frozen=True, slots=True)
class Search:
    """How one question of a message is searched.

    Attributes:
        query: the question, a single one with the story around it.
        conversation: the query with those turns before it that it may lean on.
        carried: how much of the search is left to the conversation, 0 to 1.
        whole: the query with all the turns before it, which tell the guide that is meant.
    """

    query: str
    conversation: str = ""
    carried: float = 0.0
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched.

    Attributes:
        text: what was typed, spelling corrected.
        standalone: with what earlier turns contribute, where it leans on them.
        parts: the questions it holds.
        searches: how each part is searched.
        names: of each part, the words of names that it asks of and that no guide holds.
        profile: what the asker tells about themselves.
    """

    text: str
    standalone: str
    parts: tuple[str, ...]
    searches: tuple[Search, ...]
    names: tuple[tuple[str, ...], ...] = ()
    profile: Profile | None = None

    def only(self, kept: Sequence[int]) -> "Asked":
        """The question with some of its parts, as if the others had not been asked."""
        if len(kept) == len(self.parts):
            return self
        parts, searches = tuple(self.parts[i] for i in kept), tuple(self.searches[i] for i in kept)
        names = tuple(self.names[i] for i in kept)
        return replace(self, standalone=" ".join(parts), parts=parts, searches=searches, names=names)

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
            return Asked(suggestion, suggestion, (suggestion,), (Search(suggestion),))
        text = self._spelling.corrected(question)
        earlier = [HumanMessage(self._spelling.corrected(turn)) for _, turn in turns(history)]
        parts, written = questions(text), self._written(text, earlier)
        told = " ".join(str(turn.text) for turn in earlier)
        names = tuple(unheard(part, self._spelling.strange, told) for part in parts)
        shown = written or (standalone(text, leaned_on(earlier)) if leans(text) else text)
        if written and len(parts) == 1:
            return Asked(text, shown, parts, (Search(written),), names)
        queries = (text,) if len(parts) == 1 else parts
        # A second question that leans on the first has it for an earlier turn.
        before = [[HumanMessage(first)] if leans(part) else [] for first, part in pairwise(("", *parts))]
        searches = [_search(query, [*earlier, *turn]) for query, turn in zip(queries, before, strict=True)]
        return Asked(text, shown, parts, tuple(searches), names)

    def _written(self, text: str, earlier: Sequence[BaseMessage]) -> str | None:
        """The question with what earlier turns contribute, as the chat model words it; None where it is not asked to.

        What it writes unfaithfully does not count.
        """
        rewriter = self._rewriter if earlier and leans(text) else None
        return rewriter.rewrite(text, [str(m.text) for m in earlier[-TURNS:]]) if rewriter else None


def _search(query: str, history: Sequence[BaseMessage]) -> Search:
    conversation, whole = searched(query, leaned_on(history)), searched(query, history)
    return Search(query, conversation, carried(query, history), whole)
