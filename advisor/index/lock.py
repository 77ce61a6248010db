"""One writer at a time."""

import json
import logging
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from advisor.errors import IndexLocked
from advisor.index import files

WAIT = 20.0  # seconds that a second writer waits
_LOCK, _HOLDER = "writer.lock", "writer.json"

_log = logging.getLogger(__name__)


@contextmanager
def writing(folder: Path, wait: float = WAIT) -> Iterator[None]:
    """Be the only writer of an index; a process that dies lets go by itself.

    Raises:
        IndexLocked: another process still writes after that many seconds; the message says which.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _log.warning("%s Waiting up to %d seconds for it.", _held(folder), wait)
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise IndexLocked(f"{_held(folder)} Try again when it is done, or stop it.") from error
    try:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        holder = {"process": os.getpid(), "machine": platform.node(), "since": since}
        files.write(folder / _HOLDER, files.as_json(holder))
        yield
    finally:
        (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def holder(folder: Path) -> str:
    """Who writes the index now, in words; empty where nobody does."""
    lock = FileLock(folder / _LOCK)
    if not (folder / _LOCK).exists():
        return ""
    try:
        with lock.acquire(timeout=0):
            return ""
    except Timeout:
        return _held(folder)


def _held(folder: Path) -> str:
    try:
        found = json.loads((folder / _HOLDER).read_bytes())
        who = f"process {found['process']} on {found['machine']}, since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process"
    return f"The index in {folder} is being written by {who}."
