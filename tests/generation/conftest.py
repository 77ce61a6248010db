"""An advisor whose answers a scripted model phrases, over real HTTP."""

from collections.abc import Callable, Iterator

import pytest

from advisor.index import Index
from advisor.pipeline import Advisor
from tests.fakes import advisor_over
from tests.generation.server import Script, Server, serving
from tests.generation.writers import writer_of


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def phrased(index: Index, server: Server) -> Callable[..., Advisor]:
    """Makes the advisor whose model plays a script."""

    def make(script: Script, seconds: float = 60.0) -> Advisor:
        server.script = script
        server.requests.clear()
        return advisor_over(index, writer_of(server.url, seconds))

    return make
