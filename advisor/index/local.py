"""Chroma inside the index folder: where its stores lie, how one begins, and its client.

Chroma's embedded store is not made for one process that writes while another reads. So every change makes
a store of its own, copied from the last one, and a store that a generation names is only read from then on.
"""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from advisor.index import exact, server

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_MAGIC = b"SQLite format 3\0"


def store_folder(folder: Path, name: str) -> Path:
    """Where a store lies."""
    return folder / "stores" / name


def is_there(folder: Path, name: str) -> bool:
    """Whether a store is one that Chroma can open: quick; its rows are not counted."""
    try:
        with (store_folder(folder, name) / "chroma.sqlite3").open("rb") as stream:
            return bool(name) and stream.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def client(folder: Path, name: str) -> "ClientAPI":
    """Chroma inside this process, with one store.

    Raises:
        OSError: it cannot be opened.
    """
    import chromadb

    place = store_folder(folder, name)
    try:
        return chromadb.PersistentClient(str(place), settings=server.quiet())
    except AttributeError as error:  # raised by its own clearing up where the disk is full
        raise OSError(f"Chroma cannot open {place}") from error


def draft(folder: Path, base: str = "") -> str:
    """Make room for a store, filled with a copy of another one, and return its name; no generation reads it yet."""
    name = uuid4().hex[:12]
    if base:
        try:
            shutil.copytree(store_folder(folder, base), store_folder(folder, name), copy_function=_copied)
        except shutil.Error as error:  # a list of (from, to, why)
            raise OSError(error.args[0][0][-1]) from error
    return name


def _copied(source: str, target: str) -> None:
    """Copy a file of a store; those of `exact` are replaced and never changed, so that both stores can have one."""
    if source.endswith(exact.SUFFIX):
        with suppress(OSError):  # a disk that knows no links
            os.link(source, target)
            return
    shutil.copy2(source, target)


def forget(folder: Path, keep: Iterable[str]) -> None:
    """Delete the stores that are not to be kept, those that a broken-off run left among them."""
    kept = set(keep)
    for found in (folder / "stores").glob("*"):
        if found.name not in kept:
            shutil.rmtree(found, ignore_errors=True)
