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
    """What is produced, as it comes, until it ends or the time is up.

    Args:
        seconds: for all of it together.
        produce: runs in a thread of its own; it is asked for nothing more once nobody reads.

    Raises:
        GenerationError: the time is up. What the producer raises is raised here.
    """
    found: queue.SimpleQueue[tuple[str, T | BaseException | None]] = queue.SimpleQueue()
    unread = threading.Event()

    def run() -> None:
        try:
            for item in produce():
                if unread.is_set():
                    return
                found.put(("item", item))
            found.put(("end", None))
        except BaseException as error:  # handed on to the reader, whatever it is
            found.put(("error", error))

    threading.Thread(target=copy_context().run, args=(run,), name="model", daemon=True).start()
    until = monotonic() + seconds
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
