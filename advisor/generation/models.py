"""Settings -> a chat model, and what its failures mean to whoever runs it."""

import os
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from langchain_core.exceptions import ContextOverflowError, ModelError, OutputParserException
from langchain_core.language_models import BaseChatModel

from advisor.errors import GenerationError
from advisor.generation.redacting import redact

RETRIED = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))
_OVERFLOW = re.compile(r"context (?:length|window|size)|prompt is too long", re.IGNORECASE)  # as servers call it
_EXTRAS = {"openai": "openai", "anthropic": "anthropic", "ollama": "ollama"}
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which model is asked, and how.

    Attributes:
        model: `provider:model`; without a provider that of OpenAI's protocol, where there is an address.
        base_url: of any server that speaks that protocol; empty for the provider's own.
        key: the provider's key; empty to take it from the provider's own environment variable.
        tokens: the most that an answer may have.
        seconds: the longest that an answer may take.
    """

    model: str
    base_url: str = ""
    key: str = ""
    tokens: int = 1000
    seconds: float = 30.0

    @property
    def provider(self) -> str:
        """The provider's name; empty where it is left to LangChain to tell."""
        provider, colon, _ = self.model.partition(":")
        if colon and provider.isidentifier():
            return provider
        return "openai" if self.base_url else ""


def chat_model(choice: Choice) -> BaseChatModel:
    """The model, not asked anything yet; its key is kept out of all logs from now on.

    Raises:
        GenerationError: its package or its key is missing, or there is no such provider; the message says
            what to do and never holds the key.
    """
    redact((choice.key, urlsplit(choice.base_url).password or ""))
    name = (
        choice.model
        if not choice.provider or choice.model.startswith(f"{choice.provider}:")
        else f"{choice.provider}:{choice.model}"
    )
    key_name = _KEYS.get(choice.provider)
    if key_name and not (choice.key or choice.base_url or os.environ.get(key_name)):
        raise GenerationError(f"{choice.model} needs a key: set {key_name} or ADVISOR_LLM_API_KEY.")
    try:
        from langchain.chat_models import init_chat_model

        model: BaseChatModel = init_chat_model(name, **_arguments(choice))
    except ImportError as error:
        raise GenerationError(_missing(choice)) from error
    except Exception as error:  # providers share no base error; a key may stand in their message
        raise GenerationError(
            f"{choice.model} cannot be used: ADVISOR_LLM takes provider:model, for example openai:gpt-5-mini or"
            " ollama:llama3.2, and the provider's key has to be set."
        ) from _nameless(error)
    _stay(model)
    return model


def _stay(model: BaseChatModel) -> None:
    """Have a model's client follow no redirect: that may carry key, question and passages to another host.

    No provider needs one, and httpx takes only the header `Authorization` off on the way, not Anthropic's.
    """
    for client in (getattr(model, "root_client", None), getattr(model, "_client", None)):
        over = getattr(client, "_client", None)
        if getattr(over, "follow_redirects", False):
            over.follow_redirects = False  # type: ignore[union-attr]


def _arguments(choice: Choice) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if choice.provider == "ollama":
        arguments |= {"num_predict": choice.tokens, "client_kwargs": {"timeout": choice.seconds}}
    else:  # retried by us, so that a broken answer is never begun twice
        arguments |= {"max_tokens": choice.tokens, "timeout": choice.seconds, "max_retries": 0}
    if choice.base_url:
        arguments["base_url"] = choice.base_url
    if choice.key:
        arguments["api_key"] = choice.key
    elif choice.base_url and choice.provider == "openai" and not os.environ.get("OPENAI_API_KEY"):
        arguments["api_key"] = "none"  # a server of one's own asks for none, the client insists on one
    return arguments


def _missing(choice: Choice) -> str:
    extra = _EXTRAS.get(choice.provider)
    if extra:
        return f"{choice.model} needs a package: run 'pip install \"residency-advisor[{extra}]\"'."
    package = f"langchain-{choice.provider.replace('_', '-')}" if choice.provider else "langchain"
    return f"{choice.model} needs a package: run 'pip install langchain {package}'."


def retryable(error: BaseException) -> bool:
    """Whether the same request may succeed a moment later."""
    if isinstance(error, ModelError):
        return error.is_retryable
    status = _status(error)
    return status in RETRIED if status else _unreachable(error)


def failure(error: BaseException, choice: Choice) -> GenerationError:
    """A provider's error in words of ours: its own may hold the key."""
    status = _status(error)
    if isinstance(error, GenerationError):
        return error
    if status in (401, 403):
        reason = "refused the key: check the provider's key or ADVISOR_LLM_API_KEY"
    elif status == 404:
        reason = "is not known to the server: check the name in ADVISOR_LLM"
    elif status == 429:
        reason = "takes no more requests at the moment (rate limit)"
    elif isinstance(error, ContextOverflowError) or _OVERFLOW.search(str(error)):
        reason = "has too small a context: lower ADVISOR_LLM_CONTEXT"
    elif status and status < 400:
        reason = "is asked to go to another address: set ADVISOR_LLM_BASE_URL to where the server is"
    elif status:
        reason = f"failed (status {status})"
    elif _unreachable(error):
        reason = f"cannot be reached{_where(choice.base_url)}: is the server running?"
    else:
        reason = f"failed ({type(error).__name__})"
    return GenerationError(reason)


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    return status if isinstance(status, int) and status > 0 else None


def _unreachable(error: BaseException | None) -> bool:
    """Whether the connection failed, by the names that all clients give to that."""
    while error is not None:
        if isinstance(error, ConnectionError | TimeoutError) or any(
            word in type(error).__name__ for word in ("Connect", "Timeout", "Network", "Protocol", "ReadError")
        ):
            return True
        error = error.__cause__
    return False


def _where(url: str) -> str:
    """The server's address, without what may stand in it besides."""
    found = urlsplit(url)
    return f" at {found.scheme}://{found.hostname}:{found.port or ''}".rstrip(":") if found.hostname else ""


def _nameless(error: Exception) -> Exception | None:
    """A cause that may be shown in a traceback: a provider's message may hold the key."""
    return error if isinstance(error, ValueError | OutputParserException) and "key" not in str(error).lower() else None
