"""Sections -> an answer made of the guides' own sentences.

No word is written here: the statements of the best sections are weighed against the question, the
best are taken together with what introduces them, and shown in the order of the source.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from advisor.citations import Passage, Source
from advisor.lexical import words
from advisor.statements import Statement, ancestors, root, statements

MOST_WORDS = 150  # of an answer
FIRST_WORDS = 120  # room for the best section; what a phone shows without scrolling
NEXT_WORDS = 65  # room for each further one
WORD_SHARE = 0.3  # how much shared words count beside the cosine
CONTINUES = 0.05  # what stands right behind the best statement goes on with it
NEAR_BEST = 0.25  # how far behind the best a statement may be and still be taken

KEPT_SECTIONS = 1024

_REFERENCE = re.compile(r"\s*\[\d+\]")  # a footnote's mark in a source would pass for a citation of ours
_SIGN = re.compile(r"[\\*`<]|(?<!\w)_|_(?!\w)|\](?=[(\[])")
_BLOCK_SIGN = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=(?:#{1,6}|[+-])(?:\s|$)|>))")

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A section's statements, and how much each says about the question."""

    source: Source
    statements: tuple[Statement, ...]
    weights: tuple[float, ...]


class Composer:
    """Chooses what answers a question.

    Args:
        embeddings: embeds questions and statements.
    """

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        # Kept, because the same sections answer many questions.
        self._embedded = lru_cache(maxsize=KEPT_SECTIONS)(self._embed)

    def compose(self, questions: Sequence[str], sources: Sequence[Source]) -> list[Passage]:
        """The passages that answer, best section first.

        Args:
            questions: the question as asked, and as it stands alone.
            sources: the sections to answer from, best first.
        """
        asked = np.mean([self._embeddings.embed_query(q) for q in questions], axis=0)
        terms = set(words(" ".join(questions)))
        passages: list[Passage] = []
        room, left = FIRST_WORDS, MOST_WORDS
        for source in _with_statements(sources):
            if left <= 0:
                break
            weighed = self._weigh(source, asked, terms)
            chosen = _choose(weighed, min(room, left))
            passages += _passages(weighed, chosen)
            room, left = NEXT_WORDS, left - _length(weighed, chosen)
        return passages

    def nearest(self, question: str, sources: Sequence[Source]) -> list[Passage]:
        """The one statement of each section that comes nearest, for a refusal that points to them."""
        passages: list[Passage] = []
        for source in _with_statements(sources):
            asked = np.asarray(self._embeddings.embed_query(question))
            weighed = self._weigh(source, asked, set(words(question)))
            best = max(range(len(weighed.weights)), key=weighed.weights.__getitem__)
            passages += _passages(weighed, {best})
        return passages

    def _weigh(self, source: Source, asked: Vector, terms: set[str]) -> Weighed:
        found = statements(source.section.text)
        heading = (source.section.headings or (source.guide.title,))[-1]
        cosines = self._embedded(heading, source.section.text) @ asked
        shares = [len(terms & set(words(s.text))) / max(len(terms), 1) for s in found]
        weights = tuple(float(c) + WORD_SHARE * share for c, share in zip(cosines, shares, strict=True))
        return Weighed(source, found, weights)

    def _embed(self, heading: str, text: str) -> Vector:
        """Vectors of a section's statements, each led by the heading; shape (statements, dimensions)."""
        texts = [f"{heading}: {s.text}" for s in statements(text)]
        return np.asarray(self._embeddings.embed_documents(texts), dtype=np.float32)


def _with_statements(sources: Sequence[Source]) -> list[Source]:
    return [s for s in sources if statements(s.section.text)]


def _choose(weighed: Weighed, room: int) -> set[int]:
    """The best statements that fit, each with what introduces it; only the best list may be kept in part."""
    groups = _groups(weighed.statements)
    weight = {g: max(weighed.weights[i] for i in members) for g, members in groups.items()}
    best = max(groups, key=weight.__getitem__)
    after = min((g for g in groups if g > best), default=best)
    weight[after] += CONTINUES
    chosen: set[int] = set()
    for group in sorted(groups, key=lambda g: -weight[g]):
        if weight[group] < weight[best] - NEAR_BEST:
            break
        members = {*groups[group], *(a for i in groups[group] for a in ancestors(weighed.statements, i))}
        if _length(weighed, chosen | members) <= room:
            chosen |= members
        elif not chosen:
            chosen |= _fitting(weighed, groups[group], room)
    return chosen


def _fitting(weighed: Weighed, members: Sequence[int], room: int) -> set[int]:
    """Of a list too long to be kept whole, the best statements that fit, and at least one."""
    taken: set[int] = set()
    for position in sorted(members, key=lambda i: -weighed.weights[i]):
        wanted = taken | {position, *ancestors(weighed.statements, position)}
        if not taken or _length(weighed, wanted) <= room:
            taken = wanted
    return taken


def _groups(found: Sequence[Statement]) -> Mapping[int, list[int]]:
    """Positions of the statements by the topmost one that introduces them."""
    groups: dict[int, list[int]] = {}
    for position in range(len(found)):
        groups.setdefault(root(found, position), []).append(position)
    return groups


def _length(weighed: Weighed, positions: set[int]) -> int:
    """Words, a list's bullets among them."""
    return sum(len(s.text.split()) + bool(s.depth) for s in (weighed.statements[i] for i in positions))


def _passages(weighed: Weighed, chosen: set[int]) -> Iterator[Passage]:
    """Runs of chosen statements that follow each other under one root, in the order of the source."""
    runs: list[list[int]] = []
    for position in sorted(chosen):
        if runs and position == runs[-1][-1] + 1 and _belongs(weighed.statements, position):
            runs[-1].append(position)
        else:
            runs.append([position])
    for run in runs:
        yield _passage(weighed, [weighed.statements[i] for i in run])


def _belongs(found: Sequence[Statement], position: int) -> bool:
    """Whether a statement goes on with the one before: in its list, or in its paragraph."""
    same_root = root(found, position) == root(found, position - 1)
    return same_root or not found[position].opens


def _passage(weighed: Weighed, run: Sequence[Statement]) -> Passage:
    top = min(s.depth for s in run)
    return Passage(
        source=weighed.source,
        start=run[0].start,
        end=run[-1].end,
        lines=tuple(_line(s, top) for s in run),
        quote="\n".join(s.text for s in run),
    )


def _line(statement: Statement, top: int) -> str:
    """A statement as a line of Markdown that shows its own words and nothing else."""
    words = statement.text
    while (shorter := _REFERENCE.sub("", words)) != words:  # dropping one may make another
        words = shorter
    words = _BLOCK_SIGN.sub(r"\1\\", escaped(words))
    if statement.depth == 0 and statement.kind != "row":
        return words
    return "  " * max(0, statement.depth - max(top, 1)) + "- " + words


def escaped(text: str) -> str:
    """Words as Markdown that shows them and nothing else."""
    return _SIGN.sub(r"\\\g<0>", text)
