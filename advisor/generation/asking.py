"""Asking a model: retried while nothing has come, ended by a deadline, its errors in words of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from advisor.generation.deadline import within
from advisor.generation.models import Choice, failure, retryable

ATTEMPTS = 3
LONGEST_WAIT = 10.0  # seconds that a server may ask us to wait before the next attempt

_BACKOFF = wait_exponential_jitter(multiplier=0.4, max=4)


@dataclass(frozen=True, slots=True)
class Model:
    """A chat model and how it was chosen."""

    chat: BaseChatModel
    choice: Choice

    @property
    def name(self) -> str:
        """The name as the operator wrote it."""
        return self.choice.model

    def stream(self, messages: Sequence[BaseMessage], seconds: float | None = None) -> Iterator[AIMessageChunk]:
        """What the model writes, as it comes; it is asked at once.

        Args:
            messages: the prompt.
            seconds: for the whole of it; by default what the settings give an answer.

        Raises:
            GenerationError: it failed, or the time was up. The message says why, never what a provider
                wrote: a key may stand in that.
        """
        return self._read(within(seconds or self.choice.seconds, lambda: self._chunks(messages)))

    def text(self, messages: Sequence[BaseMessage], seconds: float) -> str:
        """All that the model writes.

        Raises:
            GenerationError: as for `stream`.
        """
        return "".join(str(chunk.text) for chunk in self.stream(messages, seconds))

    def _read(self, chunks: Iterator[AIMessageChunk]) -> Iterator[AIMessageChunk]:
        try:
            yield from chunks
        except Exception as error:  # providers share no base error
            raise failure(error, self.choice) from None

    def _chunks(self, messages: Sequence[BaseMessage]) -> Iterator[AIMessageChunk]:
        opening = Retrying(
            retry=retry_if_exception(retryable), stop=stop_after_attempt(ATTEMPTS), wait=_wait, reraise=True
        )
        first, rest = opening(self._opened, messages)
        if first is not None:
            yield first
        yield from rest

    def _opened(self, messages: Sequence[BaseMessage]) -> tuple[Any, Iterator[Any]]:
        stream = self.chat.stream(list(messages))
        return next(stream, None), stream


def _wait(state: RetryCallState) -> float:
    """As long as the server asks for, where it does."""
    error = state.outcome.exception() if state.outcome else None
    asked = getattr(getattr(error, "response", None), "headers", {}).get("retry-after", "")
    return min(float(asked), LONGEST_WAIT) if asked.replace(".", "", 1).isdigit() else _BACKOFF(state)


def ended(chunk: AIMessageChunk) -> str:
    """Why the model stopped, where this is its last word: "stop", "length" and the like."""
    about = chunk.response_metadata
    return str(about.get("finish_reason") or about.get("stop_reason") or about.get("done_reason") or "")
