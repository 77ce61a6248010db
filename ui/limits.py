"""How often one client may ask, so that nobody keeps the advisor from the others."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

MINUTE = 60.0
MOST_CLIENTS = 10_000  # remembered at once; beyond that those who asked longest ago are forgotten


@dataclass(slots=True)
class RateLimit:
    """A sliding window of one minute for each client.

    Attributes:
        per_minute: questions that one client may ask within a minute.
        now: a clock in seconds.
    """

    per_minute: int
    now: Callable[[], float] = monotonic
    _asked: dict[str, deque[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, client: str) -> float:
        """Seconds until the client may ask again; 0 where it may now, which is counted."""
        with self._lock:
            now = self.now()
            asked = self._asked.pop(client, deque())
            self._asked[client] = asked  # the latest client comes last
            while asked and asked[0] <= now - MINUTE:
                asked.popleft()
            if len(asked) >= self.per_minute:
                return asked[0] + MINUTE - now
            asked.append(now)
            if len(self._asked) > MOST_CLIENTS:
                del self._asked[next(iter(self._asked))]
            return 0.0
