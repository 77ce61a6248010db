"""Passages -> questions with statements that answer them and statements that do not.

The statements that do not answer are the ones that look most like answers to the embedding model: of
the same section, where every word of the subject is already there, and of the guide's other sections.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from advisor.statements import ancestors, contextual, statements
from training.text import Passage, query

SAME_SECTION, OTHER_SECTIONS = 3, 3  # statements a question that do not answer it
NOT_ANSWERED = 5  # statements that come nearest to a question that the guide leaves open


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, and statements of which the first `answering` answer it.

    Attributes:
        kind: of the question; "near" where the guide leaves it open.
        question: as it is searched.
        texts: statements, led by their heading and by what introduces them.
        answering: how many of them, from the first, answer.
    """

    kind: str
    question: str
    texts: tuple[str, ...]
    answering: int


@dataclass(frozen=True, slots=True)
class _Said:
    heading: str
    position: int
    text: str


def judged(found: Sequence[Passage], embeddings: Embeddings) -> list[Judged]:
    """Every question of some guides, with the statements of its own guide."""
    guides: dict[str, list[Passage]] = defaultdict(list)
    for passage in found:
        guides[passage.guide].append(passage)
    return [row for guide in guides.values() for row in _of_guide(guide, embeddings)]


def _of_guide(guide: Sequence[Passage], embeddings: Embeddings) -> Iterator[Judged]:
    said = [_Said(p.section[-1], i, t) for p in guide for i, t in enumerate(contextual(p.section[-1], p.text))]
    nearest = _nearest(guide, [s.text for s in said], embeddings)
    by_heading = {p.section[-1]: p for p in guide}
    for passage in guide:
        for question in passage.questions:
            asked = query(question["turns"])
            answers = [(passage, question["answer"])]
            if "also" in question and (second := by_heading.get(question["also"]["heading"])):
                answers.append((second, question["also"]["answer"]))
            yield _row(question["kind"], asked, answers, [said[i] for i in nearest[asked]])
        for open_question in passage.near:
            texts = [said[i].text for i in nearest[open_question][:NOT_ANSWERED]]
            yield Judged("near", open_question, tuple(texts), 0)


def _row(kind: str, asked: str, answers: Sequence[tuple[Passage, str]], near: Sequence[_Said]) -> Judged:
    right, unsure = set[tuple[str, int]](), set[tuple[str, int]]()
    for passage, answer in answers:
        positions = _positions(passage, answer)
        right |= {(passage.section[-1], i) for i in positions}
        unsure |= {(passage.section[-1], i) for i in _around(passage, positions)}
    headings = {heading for heading, _ in right}
    wrong = [s for s in near if (s.heading, s.position) not in right | unsure]
    same = [s.text for s in wrong if s.heading in headings][:SAME_SECTION]
    other = [s.text for s in wrong if s.heading not in headings][:OTHER_SECTIONS]
    answering = [s.text for s in near if (s.heading, s.position) in right][:2]
    return Judged(kind, asked, (*answering, *same, *other), len(answering))


def _positions(passage: Passage, answer: str) -> list[int]:
    """Statements that the answer's words touch."""
    start = passage.text.index(answer)
    end = start + len(answer)
    return [i for i, s in enumerate(statements(passage.text)) if s.start < end and start < s.end]


def _around(passage: Passage, positions: Sequence[int]) -> Iterator[int]:
    """What might be said to answer too: neighbours, the same list, what introduces it and what it introduces."""
    found = statements(passage.text)
    for at in positions:
        yield from range(max(0, at - 1), min(len(found), at + 2))
        yield from ancestors(found, at)
        family = {at, found[at].parent} - {None}
        yield from (i for i, s in enumerate(found) if s.parent in family)


def _nearest(
    guide: Sequence[Passage], texts: list[str], embeddings: Embeddings
) -> dict[str, NDArray[np.signedinteger]]:
    """Positions of the texts for every question of a guide, those that come nearest to it first."""
    asked = [query(q["turns"]) for p in guide for q in p.questions] + [q for p in guide for q in p.near]
    questions, said = (np.asarray(embeddings.embed_documents(of)) for of in (asked, texts))
    return dict(zip(asked, np.argsort(-(questions @ said.T), axis=1), strict=True))
