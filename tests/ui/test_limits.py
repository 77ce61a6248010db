"""How often one client may ask."""

from ui import limits
from ui.limits import RateLimit


class Clock:
    """A clock that a test moves."""

    time = 100.0

    def __call__(self) -> float:
        return self.time


def test_the_window_slides_and_clients_do_not_share_it() -> None:
    clock = Clock()
    limit = RateLimit(2, clock)
    assert [limit.wait("a"), limit.wait("a")] == [0, 0]
    clock.time += 20
    assert limit.wait("a") == 40
    assert limit.wait("b") == 0
    clock.time += 40.5
    assert limit.wait("a") == 0


def test_who_is_refused_is_not_counted() -> None:
    clock = Clock()
    limit = RateLimit(1, clock)
    limit.wait("a")
    for _ in range(5):
        clock.time += 10
        limit.wait("a")
    clock.time += 10.5
    assert limit.wait("a") == 0


def test_only_so_many_clients_are_remembered() -> None:
    limit = RateLimit(1, Clock())
    for number in range(limits.MOST_CLIENTS + 1):
        limit.wait(str(number))
    assert limit.wait("0") == 0
    assert limit.wait(str(limits.MOST_CLIENTS)) > 0
