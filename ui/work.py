"""Long work in the background, one at a time, whose progress the page asks for."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

from advisor.errors import AdvisorError, IndexLocked

BROKEN = "Something went wrong on the server; its log says what. Nothing of the guides is lost."

_log = logging.getLogger(__name__)

Task = Callable[[Callable[[int, int], None]], Sequence[str]]
"""Does the work, reports (done so far, to do), returns sentences on what came of it."""


@dataclass(frozen=True, slots=True)
class State:
    """How far the last work is.

    Attributes:
        title: what is being done; empty where nothing was yet.
        running: whether it goes on.
        done: steps done, and `total` to do; both 0 where it takes no counted steps.
        lines: what came of it.
        error: why it failed.
    """

    title: str = ""
    running: bool = False
    done: int = 0
    total: int = 0
    lines: tuple[str, ...] = ()
    error: str = ""


class Work:
    """Runs one task at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._title = ""
        self._steps = (0, 0)
        self._future: Future[Sequence[str]] | None = None

    def start(self, title: str, task: Task) -> None:
        """Begin a task.

        Raises:
            IndexLocked: another one goes on.
        """
        with self._lock:
            if self._future and not self._future.done():
                raise IndexLocked(f"Something else is being done ({self._title}): wait until it is over.")
            self._title, self._steps = title, (0, 0)
            pool = ThreadPoolExecutor(1, thread_name_prefix="work")
            self._future = pool.submit(task, self._progress)
            self._future.add_done_callback(_report)
            pool.shutdown(wait=False)

    def state(self) -> State:
        """How far it is."""
        with self._lock:
            title, (done, total), future = self._title, self._steps, self._future
        if future is None or not future.done():
            return State(title, future is not None, done, total)
        error = future.exception()
        if error is not None:
            return State(title, error=str(error) if isinstance(error, AdvisorError) else BROKEN)
        return State(title, lines=tuple(future.result()))

    def _progress(self, done: int, total: int) -> None:
        self._steps = (done, total)


def _report(future: "Future[Sequence[str]]") -> None:
    error = future.exception()
    if error is not None and not isinstance(error, AdvisorError):
        _log.error("%s", error, exc_info=error)
