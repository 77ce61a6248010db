"""Passages -> (question, text that answers) pairs, and batches in which every guide is its own hard negative."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sentence_transformers.base.sampler import DefaultBatchSampler

from advisor.markup import plain
from advisor.statements import contextual, statements
from training.text import Passage, query

LONG = 22  # words; longer questions are batched apart, so that little is spent on padding
OF_ONE_GUIDE = 8  # rows of one guide in a batch: its sections are the hardest negatives
SHORTEST, LONGEST = 1, 4  # statements of a training passage


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the training set.

    Attributes:
        group: round, guide and section; no section comes twice in a batch.
        anchor: the question.
        positive: the text that answers it.
        negative: another statement of the same section, where one is wanted.
    """

    group: tuple[int, str, str]
    anchor: str
    positive: str
    negative: str = ""


def passage_pairs(found: Sequence[Passage], rounds: int, chance: random.Random) -> list[Pair]:
    """Questions with a stretch of the section around the answer, cut anew in every round."""
    return [
        Pair((turn, p.guide, p.section[-1]), asked, _stretch(p, at, chance))
        for turn in range(rounds)
        for p, asked, at in _questions(found)
    ]


def statement_pairs(found: Sequence[Passage], rounds: int, chance: random.Random) -> list[Pair]:
    """Questions with the statement that answers, against another of the same section."""
    pairs = []
    for turn in range(rounds):
        for p, asked, at in _questions(found):
            texts = contextual(p.section[-1], p.text)
            others = [i for i in range(len(texts)) if abs(i - at) > 1]
            if others:
                group = (turn, p.guide, p.section[-1])
                pairs.append(Pair(group, asked, texts[at], texts[chance.choice(others)]))
    return pairs


def _questions(found: Sequence[Passage]) -> Iterator[tuple[Passage, str, int]]:
    """Every question with the passage and the position of the statement that answers it."""
    by_heading = {(p.guide, p.section[-1]): p for p in found}
    for passage in found:
        for question in passage.questions:
            yield passage, query(question["turns"]), _position(passage, question["answer"])
            if "also" in question and (second := by_heading.get((passage.guide, question["also"]["heading"]))):
                yield second, query(question["turns"]), _position(second, question["also"]["answer"])


def _position(passage: Passage, answer: str) -> int:
    at = passage.text.index(answer)
    return next(i for i, s in enumerate(statements(passage.text)) if at < s.end)


def _stretch(passage: Passage, at: int, chance: random.Random) -> str:
    """The heading path and some statements in a row, the answering one among them."""
    found = statements(passage.text)
    size = chance.randint(SHORTEST, LONGEST)
    start = max(0, min(at - chance.randrange(size), len(found) - size))
    inside = found[start : start + size]
    return f"{passage.lead}\n" + "\n".join(plain(s.text) for s in inside)


class GuideBatches(DefaultBatchSampler):
    """Batches made of several questions on each of a few guides, never two on one section."""

    def __init__(self, pairs: Sequence[Pair], batch_size: int, seed: int) -> None:
        super().__init__(range(len(pairs)), batch_size, drop_last=False)
        self._batches = batches(pairs, batch_size, random.Random(seed))

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self._batches)

    def __len__(self) -> int:
        return len(self._batches)


def batches(pairs: Sequence[Pair], size: int, chance: random.Random) -> list[list[int]]:
    """Positions of pairs, batch by batch, the rounds one after the other."""
    alike: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for position, pair in enumerate(pairs):
        alike[pair.group[0], len(pair.anchor.split()) > LONG].append(position)
    by_round: dict[int, list[list[int]]] = defaultdict(list)
    for (turn, _), positions in sorted(alike.items()):
        by_round[turn] += _filled(_bunches(pairs, positions, chance), size)
    for found in by_round.values():
        chance.shuffle(found)
    return [batch for found in by_round.values() for batch in found]


def _filled(bunches: list[tuple[str, list[int]]], size: int) -> Iterator[list[int]]:
    """Bunches put together, none of a guide that a batch already holds."""
    while bunches:
        batch: list[int] = []
        guides: set[str] = set()
        left = []
        for guide, positions in bunches:
            if guide in guides or len(batch) + len(positions) > size:
                left.append((guide, positions))
            else:
                batch += positions
                guides.add(guide)
        bunches = left
        yield batch


def _bunches(pairs: Sequence[Pair], positions: list[int], chance: random.Random) -> list[tuple[str, list[int]]]:
    """Some questions of one guide, each on another section."""
    waiting: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position in chance.sample(positions, len(positions)):
        _, guide, section = pairs[position].group
        waiting[guide][section].append(position)
    bunches = []
    for guide, sections in waiting.items():
        while any(sections.values()):
            bunch = [rows.pop() for rows in sections.values() if rows]
            chance.shuffle(bunch)
            bunches += [(guide, bunch[i : i + OF_ONE_GUIDE]) for i in range(0, len(bunch), OF_ONE_GUIDE)]
    chance.shuffle(bunches)
    return bunches
