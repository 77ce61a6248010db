"""A slow source of things, read with a deadline: who waits is never kept waiting longer than that."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from time import monotonic
from typing import TypeVar

from advisor.errors import GenerationError

T = TypeVar("T")


def within(seconds: float, produce: Callable[[], Iterable[T]]) -> Iterator[T]:
    """What is produced, as it comes, until it ends or the time is up; producing begins at once.

    Args:
        seconds: for all of it together.
        produce: runs in a thread of its own; it is asked for nothing more once nobody reads or the time is up.

    Raises:
        GenerationError: the time is up. What the producer raises is raised here.
    """
    found: queue.SimpleQueue[tuple[str, T | BaseException | None]] = queue.SimpleQueue()
    unread, until = threading.Event(), monotonic() + seconds

    def run() -> None:
        try:
            for item in produce():
                if unread.is_set() or monotonic() > until:
                    return
                found.put(("item", item))
            found.put(("end", None))
        except BaseException as error:  # handed on to the reader, whatever it is
            found.put(("error", error))

    threading.Thread(target=copy_context().run, args=(run,), name="model", daemon=True).start()
    return _read(found, unread, until, seconds)


def _read(
    found: "queue.SimpleQueue[tuple[str, T | BaseException | None]]",
    unread: threading.Event,
    until: float,
    seconds: float,
) -> Iterator[T]:
    try:
        while True:
            try:
                kind, value = found.get(timeout=max(0.0, until - monotonic()))
            except queue.Empty:
                raise GenerationError(f"did not finish within {seconds:g} seconds") from None
            if kind == "end":
                return
            if isinstance(value, BaseException):
                raise value
            yield value  # type: ignore[misc] # an item
    finally:
        unread.set()
