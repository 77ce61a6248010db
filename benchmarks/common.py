"""What all benchmarks share: the machine they ran on, times and ratios as they are printed."""

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import numpy as np

from advisor import evaluation
from advisor.onnx import cores

Figures = TypeVar("Figures")

QUESTIONS = Path(__file__).parents[1] / "tests" / "questions.jsonl"


def machine() -> str:
    """Processor, cores, system, and how busy it was: figures of a busy machine say little."""
    return f"{_processor()}, {cores()} cores, {platform.system()}, Python {platform.python_version()}, {_busy()}"


def questions(count: int) -> list[str]:
    """That many of the shipped questions, each once."""
    return list(dict.fromkeys(q.turns[-1] for q in evaluation.load(QUESTIONS)))[:count]


def seconds(run: Callable[[], object]) -> float:
    """How long a call takes."""
    begun = perf_counter()
    run()
    return perf_counter() - begun


def spread(label: str, times: Sequence[float]) -> str:
    """A row: median, 99th percentile, least and most, in milliseconds."""
    p50, p99 = np.percentile(times, [50, 99])
    found = (p50, p99, min(times), max(times))
    return f"{label:<28}" + "".join(f"{value * 1000:>10.1f}" for value in found)


def head(unit: str = "ms") -> str:
    """The head of the rows that `spread` makes."""
    return f"{unit:<28}" + "".join(f"{name:>10}" for name in ("p50", "p99", "least", "most"))


def ratio(label: str, theirs: Sequence[float], ours: Sequence[float]) -> str:
    """How many times the stock recipe's median, and its 99th percentile, is ours."""
    (p50, p99), (own50, own99) = np.percentile(theirs, [50, 99]), np.percentile(ours, [50, 99])
    return f"{label}: {p50 / own50:.1f} times at the median, {p99 / own99:.1f} times at the 99th percentile"


def interleaved(rounds: int, *runs: Callable[[int], Figures]) -> Iterator[tuple[Figures, ...]]:
    """Figures of several runs, turn by turn, so that what else the machine does falls on all alike."""
    for number in range(rounds):
        yield tuple(run(number) for run in runs)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _busy() -> str:
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
