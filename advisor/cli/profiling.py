"""Where the time of an answer goes."""

import cProfile
import pstats
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

REPEATS = 20

# What is shown, the file and function that do it; indented where the line above holds it. In the order of an answer.
_STAGES = (
    ("read the question", "asked.py", "read"),
    ("search", "retrieval.py", "_get_relevant_documents"),
    ("  embed the query", "embedding.py", "embed_query"),
    ("  nearest vectors", "reading.py", "hits"),
    ("  words", "lexical.py", "weights"),
    ("judge coverage", "coverage.py", "judge"),
    ("limits", "limits.py", "reason"),
    ("compose", "composing.py", "compose"),
    ("  weigh statements", "composing.py", "_weigh"),
    ("  known vectors", "known.py", "embed_documents"),
    ("cite", "citations.py", "cite"),
    ("suggest what is next", "pipeline.py", "_suggested"),
)


def profiled(load: Callable[[], Callable[[], object]]) -> Iterator[str]:
    """Time a cold start, the first answer and some repeated ones; then the stages of the first and of a repeated one.

    Args:
        load: opens the advisor and returns what answers the question once.

    Yields:
        Lines to print. A profile's own cost is in its stages, so that they add up to more than the times above.
    """
    begun = perf_counter()
    answer = load()
    opened = perf_counter()
    first = _profile(answer)
    answered = perf_counter()
    times = sorted(_seconds(answer) for _ in range(REPEATS))
    again = _profile(answer)
    yield f"{'open the index':<24}{_ms(opened - begun)}"
    yield f"{'first answer':<24}{_ms(answered - opened)}"
    spread = f"({_ms(times[0]).strip()} to {_ms(times[-1]).strip()})"
    yield f"{'the same again':<24}{_ms(statistics.median(times))}  {spread}"
    yield ""
    yield f"{'stage':<24}{'first':>12}{'again':>12}{'calls':>8}"
    for label, file, function in _STAGES:
        (calls, cold), (_, warm) = _spent(first, file, function), _spent(again, file, function)
        if calls:
            yield f"{label:<24}{_ms(cold)}{_ms(warm)}{calls:>8}"


def _seconds(run: Callable[[], object]) -> float:
    begun = perf_counter()
    run()
    return perf_counter() - begun


def _profile(run: Callable[[], object]) -> pstats.Stats:
    profile = cProfile.Profile()
    profile.runcall(run)
    return pstats.Stats(profile)


def _spent(stats: pstats.Stats, file: str, function: str) -> tuple[int, float]:
    """Calls of a function of the advisor, and seconds in it and all that it calls."""
    found = [
        (calls, cumulative)
        for (path, _, name), (_, calls, _, cumulative, _) in stats.stats.items()  # type: ignore[attr-defined]
        if name == function and Path(path).name == file and "advisor" in Path(path).parts
    ]
    return sum(calls for calls, _ in found), sum(seconds for _, seconds in found)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:>9.1f} ms"
