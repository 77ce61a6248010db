"""Keys are struck out of all that this process logs, whichever library logs it."""

import logging
import os
from collections.abc import Iterable
from types import TracebackType
from typing import Any
from urllib.parse import quote

STRUCK = "***"
SHORTEST = 8  # characters; anything shorter is no key, and would strike out ordinary words

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class _Redacting:
    """Makes log records as another factory does, without the keys."""

    def __init__(self, make: Any) -> None:
        self._make = make
        self.keys: set[str] = set()

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **kwargs)
        if any(key in _told(record) for key in self.keys):
            record.msg, record.args = self._struck(_told(record)), ()
        if record.exc_info and record.exc_info[0]:
            self._strike_traceback(record, record.exc_info)
        return record

    def _strike_traceback(self, record: logging.LogRecord, error: _ExcInfo) -> None:
        text = logging.Formatter().formatException(error)
        if any(key in text for key in self.keys):
            record.exc_info, record.exc_text = None, self._struck(text)

    def _struck(self, text: str) -> str:
        for key in sorted(self.keys, key=len, reverse=True):
            text = text.replace(key, STRUCK)
        return text


def redact(keys: Iterable[str]) -> None:
    """Strike some keys out of every log record from now on, and those of the environment (`…_API_KEY`).

    A server may repeat the key it was given, in a redirect's address for one, and the libraries on the way
    log what they receive. A filter would have to sit on each of their loggers; all records have one factory.
    """
    factory = logging.getLogRecordFactory()
    if not isinstance(factory, _Redacting):
        factory = _Redacting(factory)
        logging.setLogRecordFactory(factory)
    named = (value for name, value in os.environ.items() if name.endswith("_API_KEY"))
    for key in (*keys, *named):
        if len(key) >= SHORTEST:
            factory.keys |= {key, quote(key, safe="")}


def _told(record: logging.LogRecord) -> str:
    """What a record says; where its arguments do not fit, that is for the handler to tell."""
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} {record.args}"
