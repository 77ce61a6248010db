"""The advisor, loaded in the background while the page already stands, and anew when the guides change."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.pipeline import Advisor

LOOK_EVERY = 0.5  # seconds

_log = logging.getLogger(__name__)


class Loading:
    """An advisor that is there soon, and follows the index.

    A newer one takes the place of the older as a whole: whoever has begun to answer goes on with the
    one that `advisor` gave. Where a newer one cannot be loaded, the older stays.

    Args:
        load: makes the advisor.
        version: what is another one when the advisor has to be loaded anew; it is asked every half second.
    """

    def __init__(self, load: Callable[[], "Advisor"], version: Callable[[], object] | None = None) -> None:
        self._load = load
        self._closed = threading.Event()
        seen = version() if version else None
        self._future = _submitted(load)
        if version:
            threading.Thread(target=self._follow, args=(version, seen), name="follow", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Whether `advisor` returns at once."""
        return self._future.done()

    def advisor(self) -> "Advisor":
        """The advisor, waited for where it is not loaded yet; raises what loading raised."""
        return self._future.result()

    def close(self) -> None:
        """Stop looking for a newer one."""
        self._closed.set()

    def _follow(self, version: Callable[[], object], seen: object) -> None:
        while not self._closed.wait(LOOK_EVERY):
            now = version()
            if now != seen:
                seen = now
                newer = _submitted(self._load)
                if newer.exception() is None:  # waits until it is there
                    self._future = newer


def _submitted(load: Callable[[], "Advisor"]) -> "Future[Advisor]":
    pool = ThreadPoolExecutor(1, thread_name_prefix="load")
    future = pool.submit(load)
    future.add_done_callback(_report)
    pool.shutdown(wait=False)
    return future


def _report(loaded: "Future[Advisor]") -> None:
    """Say on the server's side why there is no advisor; the page says it to whoever asks."""
    error = loaded.exception()
    if error is not None:
        _log.error("%s", error, exc_info=None if isinstance(error, AdvisorError) else error)
