"""The advisor that the page has, and the newer one that takes its place."""

import time
from collections.abc import Callable

import pytest

from advisor.errors import IndexMismatch
from tests.ui.page_fakes import FakeAdvisor
from ui import loading
from ui.loading import Loading


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LOOK_EVERY", 0.01)


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so, for at most ten seconds."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_newer_version_takes_the_place_of_the_older() -> None:
    version = [1]
    page = Loading(FakeAdvisor, lambda: version[0])
    first = page.advisor()
    time.sleep(0.05)
    assert page.advisor() is first
    version[0] = 2
    until(lambda: page.advisor() is not first)
    page.close()


def test_the_older_serves_while_the_newer_loads_and_where_it_fails() -> None:
    version, tried = [1], []

    def load() -> FakeAdvisor:
        tried.append(version[0])
        if version[0] == 2:
            raise IndexMismatch("The index is damaged.")
        return FakeAdvisor()

    page = Loading(load, lambda: version[0])
    first = page.advisor()
    version[0] = 2
    until(lambda: tried[-1] == 2)
    assert page.ready
    assert page.advisor() is first
    version[0] = 3
    until(lambda: page.advisor() is not first)
    page.close()
