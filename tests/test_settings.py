"""Where the values an operator may change come from."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from advisor.settings import Settings, default_corpus, default_index


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ADVISOR_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_lie_in_the_checkout() -> None:
    checkout = Path(__file__).parents[1]
    assert default_index() == Settings().index == checkout / ".advisor"
    assert default_corpus() == Settings().corpus == checkout / "corpus"
    assert Settings().embedding == "advisor-minilm"
    assert Settings().chroma_url is None


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_INDEX", "/tmp/elsewhere")
    monkeypatch.setenv("ADVISOR_EMBEDDING", "another")
    assert Settings().index == Path("/tmp/elsewhere")
    assert Settings().embedding == "another"


def test_a_dotenv_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("ADVISOR_CORPUS=/a\nADVISOR_EMBEDDING=b\nOTHER=c\n")
    monkeypatch.setenv("ADVISOR_EMBEDDING", "d")
    assert Settings().corpus == Path("/a")
    assert Settings().embedding == "d"


@pytest.mark.parametrize("name", ["index", "corpus", "trace"])
def test_a_path_may_begin_at_home(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv(f"ADVISOR_{name.upper()}", "~/there")
    assert getattr(Settings(), name) == tmp_path / "there"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_value_means_the_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    default = getattr(Settings(), name)
    monkeypatch.setenv(f"ADVISOR_{name.upper()}", "")
    assert getattr(Settings(), name) == default


@pytest.mark.parametrize("name", Settings.model_fields)
def test_settings_are_fixed_once_read(name: str) -> None:
    with pytest.raises(ValidationError):
        setattr(Settings(), name, "other")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_is(name: str) -> None:
    assert Settings.model_fields[name].description
