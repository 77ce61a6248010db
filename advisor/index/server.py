"""A Chroma server: its address, its client, and the sentence where it does not answer.

`http://HOST:PORT` has the vectors of whatever index lies in the folder. `http://HOST:PORT/NAME` has the
whole index of that name, and the folder is a copy of it; see `shared`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from advisor.errors import AdvisorError, IndexUnreachable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.config import Settings as ChromaSettings

PATIENCE = 10.0  # seconds that the server may take for a question
WRITING = 300.0  # seconds that it may take for a batch of rows
_DOWN = (502, 503, 504)  # what a proxy says in place of a server that is gone
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")


def client(url: str, patience: float = PATIENCE) -> "ClientAPI":
    """The server's client, one for this process: it does not close its connections.

    Raises:
        IndexUnreachable: the server does not answer.
    """
    with answering(url):
        return _client(url, patience)


@contextmanager
def answering(url: str | None) -> Iterator[None]:
    """A server that is not there becomes one sentence, whichever call notices.

    Raises:
        IndexUnreachable: it does not answer, or not in time.
    """
    from httpx import HTTPError

    try:
        yield
    except HTTPError as error:
        raise IndexUnreachable(
            f"The Chroma server at {url} does not answer: start it, or unset ADVISOR_CHROMA_URL."
        ) from error


def alive(url: str) -> bool:
    """Whether the server answers now."""
    try:
        with answering(url):
            return bool(client(url).heartbeat())
    except IndexUnreachable:
        return False


def name_of(url: str | None) -> str:
    """The name of the index that an address means; empty where it means none.

    Raises:
        AdvisorError: it can be no name.
    """
    name = urlsplit(url or "").path.strip("/")
    if name and not _NAME.fullmatch(name):
        raise AdvisorError(
            f"ADVISOR_CHROMA_URL names the index '{name}': a name has up to 40 small letters, digits and hyphens."
        )
    return name


def quiet() -> "ChromaSettings":
    """Chroma's own settings, without its telemetry."""
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


@lru_cache(maxsize=8)
def _client(url: str, patience: float) -> "ClientAPI":
    import chromadb
    import httpx

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    try:
        found = chromadb.HttpClient(parts.hostname or "localhost", port, ssl=secure, settings=quiet())
    except ValueError as error:  # Chroma's own words for a connection that fails
        raise httpx.ConnectError(str(error)) from error
    session: httpx.Client = found._server._session  # type: ignore[attr-defined]
    session.timeout = httpx.Timeout(patience, connect=PATIENCE)  # Chroma would wait for ever
    session.event_hooks = {"response": [_noticed]}
    return found


def _noticed(response: Any) -> None:
    """A proxy's error is no answer of Chroma's."""
    if response.status_code in _DOWN:
        response.raise_for_status()
