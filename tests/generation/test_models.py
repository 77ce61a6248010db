"""Settings -> a chat model; what is missing is said in one sentence, and never with the key."""

import sys

import pytest
from langchain.chat_models import base

from advisor.errors import GenerationError
from advisor.generation.models import Choice, chat_model, failure
from tests.generation.writers import KEY


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("model", "variable"), [("openai:m", "OPENAI_API_KEY"), ("anthropic:m", "ANTHROPIC_API_KEY")])
def test_a_missing_key_is_named(model: str, variable: str) -> None:
    with pytest.raises(GenerationError, match=f"{model} needs a key: set {variable} or ADVISOR_LLM_API_KEY"):
        chat_model(Choice(model))


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    base._get_chat_model_creator.cache_clear()  # another test may have imported it
    monkeypatch.setitem(sys.modules, "langchain_ollama", None)
    with pytest.raises(GenerationError, match=r"pip install \"residency-advisor\[ollama\]\""):
        chat_model(Choice("ollama:m"))


@pytest.mark.parametrize("model", ["nonsense:m", "m"])
def test_what_is_no_model_says_how_one_is_named(model: str) -> None:
    with pytest.raises(GenerationError, match="provider:model"):
        chat_model(Choice(model))


def test_a_server_of_ones_own_needs_neither_provider_nor_key() -> None:
    assert chat_model(Choice("llama3", "http://127.0.0.1:1/v1"))


def test_a_model_does_not_show_its_key() -> None:
    assert KEY not in repr(chat_model(Choice("openai:m", key=KEY)))


def test_a_providers_error_is_told_in_our_words() -> None:
    class Refused(Exception):
        status_code = 401

    told = failure(Refused(f"Incorrect API key provided: {KEY}"), Choice("openai:m", f"http://me:{KEY}@127.0.0.1:1/v1"))
    assert "refused the key" in str(told)
    assert KEY not in str(told)


def test_where_nothing_listens_the_address_is_named_without_its_password() -> None:
    told = str(failure(ConnectionRefusedError(), Choice("openai:m", f"http://me:{KEY}@127.0.0.1:8000/v1")))
    assert told == "cannot be reached at http://127.0.0.1:8000: is the server running?"
