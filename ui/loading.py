"""The advisor, loaded in the background while the page already stands."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.pipeline import Advisor

_log = logging.getLogger(__name__)


class Loading:
    """An advisor that is there soon."""

    def __init__(self, load: Callable[[], "Advisor"]) -> None:
        pool = ThreadPoolExecutor(1, thread_name_prefix="load")
        self._future = pool.submit(load)
        self._future.add_done_callback(_report)
        pool.shutdown(wait=False)

    @property
    def ready(self) -> bool:
        """Whether `advisor` returns at once."""
        return self._future.done()

    def advisor(self) -> "Advisor":
        """The advisor, waited for where it is not loaded yet; raises what loading raised."""
        return self._future.result()


def _report(loaded: "Future[Advisor]") -> None:
    """Say on the server's side why there is no advisor; the page says it to whoever asks."""
    error = loaded.exception()
    if error is not None:
        _log.error("%s", error, exc_info=None if isinstance(error, AdvisorError) else error)
