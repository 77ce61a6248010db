"""Fit what the grains of a section are worth, by the signals of the question (`advisor/grains.py`).

    python -m training.fusion QUESTIONS INDEX [QUESTIONS INDEX ...]

QUESTIONS: as `advisor eval` reads them, over guides that the embedding model was not trained on. INDEX: the
folder of their index. The weights are those under which the sections that answer are most probable among the
first ones (a softmax over them), each question file counting with the square root of its size. Prints
the constants, in units of the best statement's weight.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from langchain_core.messages import HumanMessage
from numpy.typing import NDArray

from advisor import evaluation, retrieval
from advisor.conversation import carried, leaned_on, questions, searched
from advisor.embedding import SentenceEmbeddings
from advisor.grains import Reading, read
from advisor.index import Index, Stamp
from advisor.retrieval import SectionRetriever

SECTIONS = 40  # the first ones, that are told apart
STEPS = 200
RATE = 0.05  # learning rate at its highest
DECAY = 1e-3  # of what depends on the signals
GUIDE = 3.0  # weight of a guide's best statements at the start
START = (8.0, 1.6, 2.0, 1.2, 2.0)  # weights at the start: differences of cosines are small

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's sections.

    Attributes:
        shares: what is left to the conversation, to the message and to the question in it, shape (3,).
        values: at every grain, for each of these, shape (3, grains, sections).
        guides: of each section, the mean of the best statements of its guide, shape (3, sections).
        signals: shape (3, signals).
        gold: whether a section answers, shape (sections,).
    """

    shares: Values
    values: Values
    guides: Values
    signals: Values
    gold: NDArray[np.bool_]


def main(files: Sequence[tuple[Path, Path]]) -> None:
    """Read, fit, print."""
    groups = [[*examples(file, index)] for file, index in files]
    weights, by_signal = fit([e for group in groups for e in group], [len(g) ** -0.5 for g in groups for _ in g])
    print("WEIGHTS", weights.astype(float).round(2).tolist())
    print("WORDS_BY_SIGNAL", by_signal.astype(float).round(2).tolist())


def examples(file: Path, index: Path) -> Iterator[Example]:
    """Those questions of a file of which a section that answers was found."""
    embeddings = SentenceEmbeddings()
    retriever = SectionRetriever(index=Index(index, embeddings, Stamp(embeddings.identity)))
    place_of = {section.id: place for place, section in enumerate(retriever.index.ordered)}
    for question in evaluation.load(file):
        if question.answerable and (found := _example(retriever, place_of, question)).gold.any():
            yield found


def _example(retriever: SectionRetriever, place_of: Mapping[str, int], question: evaluation.Question) -> Example:
    *earlier, last = question.turns
    history = [HumanMessage(turn) for turn in earlier]
    conversation, whole = searched(last, leaned_on(history)), searched(last, history)
    focus, left = " ".join(questions(last)), carried(last, history)
    near = retriever.invoke(last, focus=focus, conversation=conversation, carried=left, whole=whole, k=SECTIONS)
    ids = [str(document.id) for document in near]
    readings = [read(retriever.index, text) for text in (conversation, last, focus)]
    values = np.stack([_at([place_of[id] for id in ids], reading) for reading in readings])
    sections = [retriever.index.sections[id] for id in ids]
    guides = np.array([section.guide for section in sections])
    best = np.stack([_best(statements, guides) for statements in values[:, 0]])
    titles = retriever.index.guides
    named = [(s.guide, evaluation.normal((s.headings or (titles[s.guide].title,))[-1])) for s in sections]
    wanted = {(doc, evaluation.normal(section)) for doc, section in question.gold}
    gold = np.array([name in wanted for name in named])
    shares = np.array([left, (1 - left) * retrieval.STORY, (1 - left) * (1 - retrieval.STORY)], np.float32)
    return Example(shares, values, best, np.stack([r.signals for r in readings]).astype(np.float32), gold)


def _at(places: Sequence[int], reading: Reading) -> Values:
    """The values at some places, the lowest of all where the reading does not reach."""
    at = {int(place): column for column, place in enumerate(reading.places)}
    least = reading.values.min(axis=1)
    columns = [reading.values[:, at[place]] if place in at else least for place in places]
    return np.stack(columns, axis=1).astype(np.float32)


def _best(statements: Values, guides: NDArray[np.str_]) -> Values:
    found = {guide: np.sort(statements[guides == guide])[-retrieval.GUIDE_SECTIONS :].mean() for guide in set(guides)}
    return np.array([found[guide] for guide in guides], np.float32)


def fit(found: Sequence[Example], counts: Sequence[float]) -> tuple[Values, Values]:
    """The weights, shape (grains,), and what each signal adds to that of words, shape (signals,).

    Args:
        found: what is fitted.
        counts: how much each of them counts.
    """
    values, guides, signals, gold = _padded(found)
    middle, spread = signals[:, 0].mean(0), signals[:, 0].std(0)
    weights, guide = torch.nn.Parameter(torch.tensor(START)), torch.nn.Parameter(torch.tensor(GUIDE))
    slopes = torch.nn.Parameter(torch.zeros(signals.shape[-1]))
    counted = torch.tensor(counts) / sum(counts)
    shares = torch.from_numpy(np.stack([example.shares for example in found]))
    optimizer = torch.optim.Adam([weights, slopes, guide], RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=STEPS)
    for _ in range(STEPS):
        words = torch.relu(weights[-1] + (signals - middle) / spread @ slopes)
        meaning = (values[:, :, :-1] * weights[:-1, None]).sum(2)
        score = meaning + words[..., None] * values[:, :, -1] + guide * guides
        chances = torch.log_softmax((shares[..., None] * score).sum(1), 1).masked_fill(~gold, -torch.inf)
        loss = -(torch.logsumexp(chances, 1) * counted).sum() + DECAY * (slopes**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    by_signal, start = (slopes / spread).detach(), weights.detach().clone()
    start[-1] -= middle @ by_signal
    return (start / weights[0].detach()).numpy(), (by_signal / weights[0].detach()).numpy()


def _padded(found: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """All examples as tensors; a section that is not there is infinitely far away by its guide."""
    values = np.zeros((len(found), 3, len(START), SECTIONS), np.float32)
    guides = np.full((len(found), 3, SECTIONS), -1e9, np.float32)
    gold = np.zeros((len(found), SECTIONS), bool)
    for row, example in enumerate(found):
        count = len(example.gold)
        values[row, ..., :count] = example.values
        guides[row, :, :count] = example.guides
        gold[row, :count] = example.gold
    signals = np.stack([example.signals for example in found])
    return torch.from_numpy(values), torch.from_numpy(guides), torch.from_numpy(signals), torch.from_numpy(gold)


if __name__ == "__main__":
    main([(Path(q), Path(i)) for q, i in zip(sys.argv[1::2], sys.argv[2::2], strict=True)])
