"""What a release before generations left: one manifest, a file a guide by its name. Read once, then replaced.

Its guides are known by their entries, which name no stored file; those of this release are asked for here
alike, so that nobody else need tell them apart.
"""

import json
import shutil
from pathlib import Path

from advisor.documents import Guide
from advisor.errors import IndexMismatch
from advisor.index import stored
from advisor.index.manifest import OLD_MANIFEST, Entry, Manifest, Stamp


def manifest(folder: Path) -> Manifest | None:
    """The guides that such an index holds; None where there is no such index.

    Raises:
        IndexMismatch: it is damaged.
    """
    file = folder / OLD_MANIFEST
    if not file.is_file():
        return None
    try:
        content = json.loads(file.read_bytes())
        entries = [Entry(**e | {"chunks": len(e["chunks"])}) for e in content["entries"]]
        return Manifest(Stamp(**content["stamp"]), {e.name: e for e in entries}, content["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise IndexMismatch(
            f"The index in {folder} is damaged: delete the folder and run 'advisor index --index {folder}'."
        ) from error


def guide(folder: Path, entry: Entry) -> Guide | None:
    """A guide as it was stored, by such a release or by this one; None where it is lost."""
    try:
        if entry.stored:
            return stored.load_guide(folder, entry.stored)
        return stored.guide_from(json.loads(stored.stored_file(folder, entry.name).read_bytes()))
    except (IndexMismatch, OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def holds(folder: Path, entry: Entry) -> bool:
    """Whether a guide is there as it was stored: what such a release wrote is read, as its size is not known."""
    return stored.holds(folder, entry) if entry.stored else guide(folder, entry) is not None


def forget(folder: Path) -> None:
    """Delete what such an index had."""
    (folder / OLD_MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder / "chroma", ignore_errors=True)
