"""What a run of the indexer would change: files compared with the manifest."""

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from advisor import readers
from advisor.documents import Guide, slug
from advisor.errors import CorpusError
from advisor.index.manifest import Entry, Manifest, Stamp
from advisor.readers import fetching, kinds
from advisor.readers.phrasings import is_questions_file, questions_file

LONGEST_NAME = 80  # a name is a file's name and part of an address

Status = Literal["new", "changed", "unchanged", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one document.

    Attributes:
        document: the guide's id.
        source: its file name.
        status: new, changed, unchanged, removed or failed.
        message: why it failed; empty otherwise.
        path: where it is read from.
        digest: SHA-256 of the file as it is now, and of the phrasings beside it.
        guide: what was read, for new and changed ones.
        notes: what was passed over in reading it.
    """

    document: str
    source: str
    status: Status
    message: str = ""
    path: str = ""
    digest: str = ""
    guide: Guide | None = None
    notes: tuple[str, ...] = ()


def make_plan(
    paths: Sequence[Path],
    manifest: Manifest,
    stamp: Stamp,
    damaged: Collection[str] = (),
    max_bytes: int = readers.MAX_BYTES,
) -> list[Change]:
    """Compare the guides at these paths with the index; nothing is written.

    A guide that cannot be read is reported as failed, and what the index holds of it stays.

    Args:
        paths: files or folders.
        manifest: what the index holds now.
        stamp: how it is to be built; another reader's guides are read anew.
        damaged: names of guides whose stored text is lost; they are read anew.
        max_bytes: larger files are refused.

    Raises:
        CorpusError: there is nothing to do at any of the paths.
    """
    files = readers.guide_files([p for p in paths if p.exists()])
    reread = manifest.stamp.readers != stamp.readers
    names = {e.path: e.name for e in manifest.entries.values()}
    taken = set(manifest.entries)
    changes: list[Change] = []
    for file in files:
        name = names.get(str(file)) or _free_name(file, taken)
        taken.add(name)
        changes.append(_change(file, name, manifest.entries.get(name), reread or name in damaged, max_bytes))
    gone = list(_gone(paths, manifest))
    missing = [_missing(p) for p in paths if not p.exists() and not any(_under(c.path, p) for c in gone)]
    if not changes and not gone and not missing:
        raise CorpusError(f"No guides found in {', '.join(map(str, paths))}: put {kinds.READ} files there.")
    return [*changes, *gone, *missing]


def _change(file: Path, name: str, entry: Entry | None, reread: bool, max_bytes: int) -> Change:
    """What happens to one file, with the phrasings beside it."""
    beside, source = questions_file(file), fetching.source(file)
    try:
        data = readers.file_bytes(file, max_bytes)
        side = beside.read_bytes() if os.path.isfile(beside) else None
        digest = _digest(data, side)
        if entry and entry.digest == digest and not reread:
            return Change(name, source, "unchanged", path=str(file), digest=digest)
        guide, notes = readers.with_phrasings(readers.read(data, name, source, max_bytes), side, beside.name)
    except CorpusError as error:
        return Change(name, source, "failed", str(error), str(file))
    except OSError as error:
        message = f"{error.filename or file} cannot be read: {error.strerror}."
        return Change(name, source, "failed", message, str(file))
    return Change(name, source, "changed" if entry else "new", "", str(file), digest, guide, notes)


def _digest(data: bytes, side: bytes | None) -> str:
    """The file's own digest where nothing stands beside it."""
    own = sha256(data)
    return own.hexdigest() if side is None else sha256(own.digest() + sha256(side).digest()).hexdigest()


def _gone(paths: Sequence[Path], manifest: Manifest) -> Iterator[Change]:
    """Guides that were read from under the paths and are not there any more, or no guides any more."""
    for entry in manifest.entries.values():
        left = not os.path.exists(entry.path) or is_questions_file(Path(entry.path))
        if left and any(_under(entry.path, p) for p in paths):
            yield Change(entry.name, entry.source, "removed", path=entry.path)


def _under(path: str, place: Path) -> bool:
    place = place.resolve()
    return Path(path) == place or place in Path(path).parents


def _missing(path: Path) -> Change:
    return Change(slug(path.stem), path.name, "failed", f"There is no file or folder {path}.", str(path))


def _free_name(file: Path, taken: set[str]) -> str:
    base = slug(file.stem)[:LONGEST_NAME].strip("-") or "guide"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
