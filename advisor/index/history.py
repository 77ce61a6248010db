"""The generations of an index: kept for a while, gone back to."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from advisor.errors import CorpusError, IndexMismatch, IndexNotBuilt
from advisor.index import stored
from advisor.index.manifest import Manifest, generations, manifest_file

KEPT = 3  # generations, the one that is read among them
GRACE = 60.0  # seconds that a replaced generation stays for whoever is still opening it


def kept(folder: Path, read: Iterable[Manifest] = ()) -> Iterator[Manifest]:
    """The generations there are, newest first; damaged ones are passed over.

    Args:
        folder: the index.
        read: those that need not be read again.
    """
    known = {manifest.number: manifest for manifest in read}
    for number in reversed(generations(folder)):
        try:
            yield known.get(number) or Manifest.load(folder, number)
        except IndexMismatch:
            continue


def require(folder: Path) -> None:
    """Make sure that there is a generation, readable or not.

    Raises:
        IndexNotBuilt: there is none.
    """
    if not generations(folder):
        raise IndexNotBuilt(f"There is no index in {folder} yet: build it with 'advisor index --index {folder}'.")


def rollback(folder: Path, number: int | None = None) -> Manifest:
    """An earlier generation as the one after the newest, to be saved: nothing is lost, and this too can be undone.

    Args:
        folder: the index.
        number: which one; by default the one before the newest.

    Raises:
        CorpusError: there is no such generation.
        IndexMismatch: something of it is lost.
    """
    there = generations(folder)
    *past, newest = there
    number = number or (past[-1] if past else 0)
    if number not in past:
        known = ", ".join(map(str, past)) or "none"
        raise CorpusError(f"There is no such generation to go back to. Kept are: {known}; now: {newest}.")
    found = Manifest.load(folder, number)
    if not all(stored.holds(folder, entry) for entry in found.entries.values()):
        raise IndexMismatch(f"Generation {number} of the index in {folder} is not whole any more.")
    return replace(found, number=newest).following(
        found.entries.values(), found.stamp, found.store, f"back to {number}"
    )


def forget_old(folder: Path, read: Iterable[Manifest] = ()) -> list[Manifest]:
    """Delete the manifests of old generations and return those that are kept; see `kept`."""
    there = generations(folder)
    for number, successor in pairwise(there[: 1 - KEPT]):
        if time.time() - manifest_file(folder, successor).stat().st_mtime > GRACE:
            manifest_file(folder, number).unlink()
    return list(kept(folder, read))
