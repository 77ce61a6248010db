"""Sections -> an answer made of the guides' own sentences.

No word is written here: the statements of the best sections are weighed against the question, the
best are taken together with what introduces them, and shown in the order of the source. A heading that
asks is shown where the words below it answer only together with it, and a list that is cut says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from advisor.citations import Passage, Source
from advisor.lexical import words
from advisor.markup import plain
from advisor.statements import Statement, ancestors, announced, context, contextual, elliptical, roots, statements

WORD_SHARE = 0.3  # how much shared words count beside the cosine
CONTINUES = 0.05  # what stands right behind the best statement goes on with it
BETWEEN = 40  # words between two chosen statements that are quoted along with them
NEAR_BEST = 0.4  # share of the best statement's weight that a further one needs

LEFT_OUT = "…"  # in place of a list's items that are not shown

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

    def compose(
        self, questions: Sequence[str], source: Source, room: int, named: AbstractSet[str] = frozenset()
    ) -> list[Passage]:
        """The passages of a section that answer.

        Args:
            questions: what is asked, in one or more wordings; a statement need answer only one.
            source: the section.
            room: the most words to take, where one statement is not longer than that; a heading's are not counted.
            named: stemmed words that tell which item of a list is asked for, where one item has them all.
        """
        weighed = self._weigh(source, questions)
        if not weighed.statements:
            return []
        asked = _asked(source, weighed.statements[0])
        chosen = _choose(weighed, room, named)
        first, *others = _passages(weighed, chosen)
        if asked and 0 in chosen:
            first = replace(first, lines=(f"{asked} {first.lines[0]}", *first.lines[1:]))
        return [first, *others]

    def nearest(self, question: str, source: Source) -> list[Passage]:
        """The one statement of a section that comes nearest, for a refusal that points to it."""
        weighed = self._weigh(source, [question])
        best = sorted(range(len(weighed.weights)), key=lambda i: -weighed.weights[i])[:1]
        return [*_passages(weighed, set(best))] if best else []

    def nearness(self, question: str, source: Source) -> float:
        """The cosine of a question and the statement of a section that comes nearest to it."""
        vectors = self._vectors(source)
        return float((vectors @ self._asked(question)).max()) if len(vectors) else 0.0

    def _weigh(self, source: Source, questions: Sequence[str]) -> Weighed:
        found = statements(source.section.text)
        if not found:
            return Weighed(source, (), ())
        vectors = self._vectors(source)
        said = [set(words(s.text)) for s in found]
        weights = np.max([self._weights(q, vectors, said) for q in questions], axis=0)
        return Weighed(source, found, tuple(float(w) for w in weights))

    def _weights(self, question: str, vectors: Vector, said: Sequence[set[str]]) -> Vector:
        terms = set(words(question))
        shares = np.array([len(terms & held) / max(len(terms), 1) for held in said], dtype=np.float32)
        return np.asarray(vectors @ self._asked(question) + WORD_SHARE * shares)

    def _asked(self, question: str) -> Vector:
        return np.asarray(self._embeddings.embed_query(question), dtype=np.float32)

    def _vectors(self, source: Source) -> Vector:
        """Vectors of a section's statements, shape (statements, dimensions)."""
        return self._embedded((source.section.headings or (source.guide.title,))[-1], source.section.text)

    def _embed(self, heading: str, text: str) -> Vector:
        """Vectors of a section's statements, each led by the heading; shape (statements, dimensions)."""
        return np.asarray(self._embeddings.embed_documents(contextual(heading, text)), dtype=np.float32)


def _asked(source: Source, first: Statement) -> str:
    """The heading above a section's first words, as Markdown, where they answer only together with it; else nothing."""
    heading = plain((source.section.headings or ("",))[-1])
    needed = elliptical(first.text) or {*words(first.text)}.isdisjoint(words(heading))
    return f"*{_shown(heading)}*" if heading.endswith("?") and first.kind == "paragraph" and needed else ""


def _choose(weighed: Weighed, room: int, named: AbstractSet[str]) -> set[int]:
    """The best statements that fit, each with what introduces it; only the best list may be kept in part."""
    groups = _groups(weighed.statements)
    weight = {g: max(weighed.weights[i] for i in members) for g, members in groups.items()}
    best = max(groups, key=weight.__getitem__)
    after = min((g for g in groups if g > best), default=best)
    weight[after] += CONTINUES
    chosen: set[int] = set()
    for group in sorted(groups, key=lambda g: -weight[g]):
        if weight[group] < min(weight[best], NEAR_BEST * weight[best]):  # the best may be below 0
            break
        meant = _meant(weighed.statements, groups[group], named)
        members = {*meant, *(a for i in meant for a in context(weighed.statements, i))}
        if _length(weighed, chosen | members) <= room:
            chosen |= members
        elif not chosen:
            chosen |= _fitting(weighed, meant, room)
    return chosen


def _meant(found: Sequence[Statement], members: Sequence[int], named: AbstractSet[str]) -> Sequence[int]:
    """The items of a list that are asked for by name; all members where none is, or most are."""
    heads = [i for i in members if found[i].depth and named and named <= {*words(found[i].text)}]
    peers = [i for i in members if found[i].depth in {found[head].depth for head in heads}]
    if not 0 < 2 * len(heads) <= len(peers):
        return members
    return [i for i in members if not {i, *ancestors(found, i)}.isdisjoint(heads)]


def _fitting(weighed: Weighed, members: Sequence[int], room: int) -> set[int]:
    """Of a list too long to be kept whole, the best statements that fit, and at least one.

    What only introduces others comes along with them, and never alone.
    """
    found = weighed.statements
    introducing = {found[i].parent for i in members} | {i - 1 for i in members if announced(found, i)}
    taken: set[int] = set()
    for position in sorted({*members} - introducing, key=lambda i: -weighed.weights[i]):
        wanted = taken | {position, *context(found, position)}
        if not taken or _length(weighed, wanted) <= room:
            taken = wanted
    return taken


def _groups(found: Sequence[Statement]) -> Mapping[int, list[int]]:
    """Positions of the statements by their root; what only introduces, and nothing that stands here, is left out."""
    groups: dict[int, list[int]] = {}
    for position, root in enumerate(roots(found)):
        groups.setdefault(root, []).append(position)
    telling = {g: members for g, members in groups.items() if len(members) > 1 or not found[g].text.endswith(":")}
    return telling or groups


def _cuts(found: Sequence[Statement], chosen: set[int]) -> Mapping[int, set[int]]:
    """By the last statement shown of a list that is not shown whole, how deep that list stands."""
    cuts: dict[int, set[int]] = {}
    missing = {(s.parent, s.depth) for i, s in enumerate(found) if i not in chosen and s.kind != "paragraph"}
    for parent, depth in missing:
        if parent in chosen:
            last = max(i for i in chosen if parent == i or parent in ancestors(found, i))
            cuts.setdefault(last, set()).add(depth)
    return cuts


def _length(weighed: Weighed, positions: set[int]) -> int:
    """Words, a list's bullets among them."""
    return sum(len(s.text.split()) + bool(s.depth) for s in (weighed.statements[i] for i in positions))


def _passages(weighed: Weighed, chosen: set[int]) -> Iterator[Passage]:
    """Runs of chosen statements, in the order of the source; little between two does not part them."""
    runs: list[list[int]] = []
    for position in sorted(chosen):
        if runs and _length(weighed, {*range(runs[-1][-1] + 1, position)}) <= BETWEEN:
            runs[-1].append(position)
        else:
            runs.append([position])
    cuts = _cuts(weighed.statements, chosen)
    for run in runs:
        yield _passage(weighed, run, cuts)


def _passage(weighed: Weighed, run: Sequence[int], cuts: Mapping[int, set[int]]) -> Passage:
    """One citation's worth: what is shown are the chosen statements, what is quoted all from first to last."""
    shown = [weighed.statements[i] for i in run]
    top = max(1, min(s.depth for s in shown))
    lines = list[str]()
    for position, statement in zip(run, shown, strict=True):
        lines.append(_line(statement, top))
        lines += [_bullet(depth, top) + LEFT_OUT for depth in sorted(cuts.get(position, ()), reverse=True)]
    return Passage(
        source=weighed.source,
        start=shown[0].start,
        end=shown[-1].end,
        lines=tuple(lines),
        quote="\n".join(s.text for s in weighed.statements[run[0] : run[-1] + 1]),
    )


def _line(statement: Statement, top: int) -> str:
    """A statement as a line of Markdown that shows its own words and nothing else."""
    words = _BLOCK_SIGN.sub(r"\1\\", _shown(statement.text))
    return words if statement.depth == 0 and statement.kind != "row" else _bullet(statement.depth, top) + words


def _bullet(depth: int, top: int) -> str:
    return "  " * max(0, depth - top) + "- "


def _shown(text: str) -> str:
    """Words of a source as Markdown, without its footnotes' marks."""
    while (shorter := _REFERENCE.sub("", text)) != text:  # dropping one may make another
        text = shorter
    return escaped(text.strip())


def escaped(text: str) -> str:
    """Words as Markdown that shows them and nothing else."""
    return _SIGN.sub(r"\\\g<0>", text)
