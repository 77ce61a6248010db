"""What all tests share: no network, and an index that is built once."""

from pathlib import Path

import pytest
from hypothesis import settings

from advisor.index import Index
from advisor.pipeline import Advisor
from tests.fakes import RESEARCH, VISA, advisor_over, index_paths, open_index, write_guides

# These run a server of their own; all other tests open no socket but the event loop's.
SERVING = (
    "browser/",
    "generation/",
    "index/test_server.py",
    "index/test_shared.py",
    "test_replicas.py",
    "readers/test_fetching.py",
    "ui/test_api.py",
    "ui/test_app.py",
    "ui/test_feedback.py",
    "ui/test_guides.py",
    "ui/test_hostile.py",
    "ui/test_load.py",
    "ui/test_manage.py",
    "ui/test_me.py",
)
LOOPBACK = ["127.0.0.1", "::1"]

settings.register_profile("tests", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("tests")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Any connection raises."""
    config.option.disable_socket = True
    config.option.allow_unix_socket = True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a server reach this machine."""
    tests = Path(__file__).parent
    for item in items:
        if item.path.relative_to(tests).as_posix().startswith(SERVING):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two guides, for reading only."""
    folder = tmp_path_factory.mktemp("shared") / "index"
    index_paths(folder, write_guides(folder.parent / "guides", research=RESEARCH, visa=VISA))
    return folder


@pytest.fixture(scope="session")
def index(index_folder: Path) -> Index:
    """That index, opened."""
    return open_index(index_folder)


@pytest.fixture(scope="session")
def advisor(index: Index) -> Advisor:
    """An advisor over that index."""
    return advisor_over(index)
