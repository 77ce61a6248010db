"""Questions -> a run: its figures, kept in a file and compared with an earlier run's."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from langchain_core.messages import HumanMessage
from pydantic import TypeAdapter, ValidationError

from advisor.citations import Answer
from advisor.errors import CorpusError
from advisor.evaluation.judging import Result, judge
from advisor.evaluation.questions import Question
from advisor.pipeline import Advisor


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures over several questions, as this package's text describes them; None where no question counts."""

    n: int
    good: float | None
    cite1: float | None
    cited: float | None
    precision: float | None
    facts: float | None
    words: float | None
    refused: float | None
    good_answerable: float | None
    refused_answerable: float | None
    refused_unanswerable: float | None
    support: float | None
    broken_quotes: int
    median_ms: float | None
    p95_ms: float | None
    withheld: float | None = None
    fallbacks: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """All figures of one run: over everything, by kind, and a result for each question."""

    total: Figures
    kinds: Mapping[str, Figures]
    questions: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that is answered in another way than before: its id, and what is different."""

    id: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside an earlier one.

    Attributes:
        total: by figure, how much it rose.
        kinds: the same for each kind that both runs have.
        better: ids of the questions that are good now and were not.
        worse: ids of those that were good and are not now.
        added: ids of those that the earlier run did not ask in these words.
        gone: ids of those that only it asked.
        different: what else is answered differently, in coverage, citations or facts.
    """

    total: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, float]]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    different: tuple[Difference, ...] = ()


_RUN = TypeAdapter(Run)


def load_run(file: Path) -> Run:
    """Read a run that `save_run` wrote.

    Raises:
        CorpusError: it cannot be read, or is something else.
    """
    try:
        return _RUN.validate_json(file.read_bytes())
    except OSError as error:
        raise CorpusError(f"{file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise CorpusError(f"{file} is no run that 'advisor eval --save' of this version wrote.") from error


def save_run(run: Run, file: Path) -> None:
    """Keep a run for `load_run`.

    Raises:
        CorpusError: the file cannot be written.
    """
    try:
        file.write_text(json.dumps(asdict(run)), encoding="utf-8")
    except OSError as error:
        raise CorpusError(f"{file} cannot be written: {error.strerror}.") from error


def evaluate(advisor: Advisor, questions: Iterable[Question]) -> Run:
    """Ask every question and judge the answers."""
    results = tuple(judge(q, _asked(advisor, q), advisor.guides) for q in questions)
    kinds: dict[str, list[Result]] = {}
    for result in results:
        kinds.setdefault(result.kind, []).append(result)
    return Run(_figures(results), {kind: _figures(members) for kind, members in kinds.items()}, results)


def _asked(advisor: Advisor, question: Question) -> Answer:
    return advisor.answer(question.turns[-1], [HumanMessage(turn) for turn in question.turns[:-1]])


def _figures(results: Sequence[Result]) -> Figures:
    yes = [r for r in results if r.answerable]
    times = [r.milliseconds for r in results]
    written = sum(r.written for r in results)
    return Figures(
        n=len(results),
        good=_mean(r.good for r in results),
        cite1=_mean(r.cite1 for r in yes),
        cited=_mean(r.cited for r in yes),
        precision=_mean(r.precision for r in yes),
        facts=_mean(r.facts for r in yes),
        words=_mean(r.words for r in yes or results),
        refused=_mean(r.refused for r in results),
        good_answerable=_mean(r.good for r in yes),
        refused_answerable=_mean(r.refused for r in yes),
        refused_unanswerable=_mean(r.refused for r in results if not r.answerable),
        support=_mean(r.support for r in results),
        broken_quotes=sum(r.broken_quotes for r in results),
        median_ms=round(float(np.quantile(times, 0.5)), 1) if times else None,
        p95_ms=round(float(np.quantile(times, 0.95)), 1) if times else None,
        withheld=_mean([sum(r.withheld for r in results) / written]) if written else None,
        fallbacks=_mean(r.fallback for r in results),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(fmean(known), 6) if known else None


def compare(run: Run, before: Run) -> Comparison:
    """What changed since an earlier run; a question is the same where id and words are."""
    then = {(r.id, r.question): r for r in before.questions}
    was = {key: result.good for key, result in then.items()}
    now = {(r.id, r.question): r.good for r in run.questions}
    changes = ((r, tuple(_differences(r, then[key]))) for r in run.questions if (key := (r.id, r.question)) in then)
    return Comparison(
        total=_rise(run.total, before.total),
        kinds={kind: _rise(f, before.kinds[kind]) for kind, f in run.kinds.items() if kind in before.kinds},
        better=tuple(key[0] for key, good in now.items() if good and was.get(key) is False),
        worse=tuple(key[0] for key, good in now.items() if not good and was.get(key)),
        added=tuple(key[0] for key in now if key not in was),
        gone=tuple(key[0] for key in was if key not in now),
        different=tuple(Difference(result.id, what) for result, what in changes if what),
    )


def _differences(now: Result, then: Result) -> Iterator[str]:
    if now.refused != then.refused:
        yield "is refused, was answered" if now.refused else "is answered, was refused"
    if now.got != then.got:
        yield f"cites {_named(now.got)}, was {_named(then.got)}"
    for spellings in (s for s in now.missing if s not in then.missing):
        yield f"no longer states {' or '.join(spellings)}"
    for spellings in (s for s in then.missing if s not in now.missing):
        yield f"now states {' or '.join(spellings)}"


def _named(headings: Sequence[str]) -> str:
    return ", ".join(f"“{heading}”" for heading in headings) or "nothing"


def _rise(figures: Figures, before: Figures) -> dict[str, float]:
    then = asdict(before)
    pairs = ((name, value, then[name]) for name, value in asdict(figures).items())
    return {name: round(a - b, 6) for name, a, b in pairs if a is not None and b is not None}
