"""What a run of the indexer would change: files compared with the manifest."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from advisor import readers
from advisor.documents import Guide, slug
from advisor.errors import CorpusError
from advisor.index.continuity import SectionChange, section_changes, with_anchors_of
from advisor.index.duplicates import same_as, sketch
from advisor.index.manifest import Entry, Manifest, Stamp
from advisor.readers import kinds, pages
from advisor.readers.phrasings import is_questions_file, questions_file

LONGEST_NAME = 80  # a name is a file's name and part of an address

Status = Literal["new", "changed", "unchanged", "moved", "duplicate", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one document.

    Attributes:
        document: the guide's id; for a duplicate that of the guide that says the same.
        source: its file name.
        status: new, changed, unchanged, moved (another path, the same content or nearly so), duplicate
            (says what another guide says, and is left out), removed or failed.
        message: why it failed, what it is the same as, from where it moved; empty otherwise.
        path: where it is read from.
        digest: SHA-256 of the file as it is now, and of the phrasings beside it.
        guide: what was read, for new and changed ones, and for moved ones of which more than the folder is another.
        notes: what was passed over in reading it.
        sections: for a changed or moved one, the sections that are not what they were.
    """

    document: str
    source: str
    status: Status
    message: str = ""
    path: str = ""
    digest: str = ""
    guide: Guide | None = None
    notes: tuple[str, ...] = ()
    sections: tuple[SectionChange, ...] = ()


def make_plan(
    paths: Sequence[Path],
    manifest: Manifest,
    stamp: Stamp,
    damaged: Collection[str] = (),
    earlier: Callable[[Entry], Guide | None] = lambda entry: None,
    max_bytes: int = readers.MAX_BYTES,
) -> list[Change]:
    """Compare the guides at these paths with the index; nothing is written.

    A guide that cannot be read is reported as failed, and what the index holds of it stays.

    Args:
        paths: files or folders.
        manifest: what the index holds now.
        stamp: how it is to be built; another reader's guides are read anew.
        damaged: names of guides whose stored text is lost; they are read anew.
        earlier: the guide of an entry as it was stored; None where it is lost.
        max_bytes: larger files are refused.

    Raises:
        CorpusError: there is nothing to do at any of the paths.
    """
    files = readers.guide_files([p for p in paths if p.exists()])
    if manifest.stamp.readers != stamp.readers:
        damaged = manifest.entries.keys()
    by_path = {e.path: e for e in manifest.entries.values()}
    left = {e.name: e for e in manifest.entries.values() if _has_left(e)}
    there = {f: by_path[str(f)] for f in files if str(f) in by_path}
    known = {f: _known(f, entry, entry.name in damaged, max_bytes) for f, entry in there.items()}
    others = _Others(manifest, known.values(), left, damaged, max_bytes)
    changes = [_continued(known.get(file) or others.change(file), manifest, earlier) for file in files]
    there_still = {c.document for c in changes}
    gone = [_gone(e) for e in left.values() if e.name not in there_still and any(_under(e.path, p) for p in paths)]
    missing = [_missing(p) for p in paths if not p.exists() and not any(_under(e.path, p) for e in left.values())]
    if not changes and not gone and not missing:
        raise CorpusError(f"No guides found in {', '.join(map(str, paths))}: put {kinds.READ} files there.")
    return [*changes, *gone, *missing]


class _Others:
    """Files that the index does not know by their path: moved, the same as another, or new."""

    def __init__(
        self,
        manifest: Manifest,
        known: Iterable[Change],
        left: Mapping[str, Entry],
        damaged: Collection[str],
        max_bytes: int,
    ) -> None:
        self._max_bytes = max_bytes
        self._taken = set(manifest.entries)
        self._left = {e.name: e for e in left.values() if e.name not in damaged}
        self._names = {e.digest: e.name for e in self._left.values()}
        self._sources = {e.name: e.source for e in manifest.entries.values()}
        self._sketches = {e.name: e.sketch for e in manifest.entries.values() if e.name not in left}
        self._sketches |= {c.document: sketch(c.guide) for c in known if c.guide}

    def change(self, file: Path) -> Change:
        """What happens to a file; the next ones are compared with it too."""
        source, digest = pages.source(file), _digest(file, self._max_bytes)
        if entry := self._left.get(self._names.get(digest, "")):
            return self._moved(file, source, entry, digest)
        name = _free_name(file, self._taken)
        read = _read(file, name, "new", self._max_bytes)
        if read.guide:
            found = sketch(read.guide)
            if was := same_as(found, {e.name: e.sketch for e in self._left.values()}):
                return self._moved(file, source, self._left[was], digest)
            if same := same_as(found, self._sketches):
                other = self._sources[same] if self._sources[same] != source else f"'{same}'"
                message = f"{source} says the same as {other}, which is indexed"
                return replace(read, document=same, status="duplicate", message=message, guide=None)
            self._sketches[name], self._sources[name] = found, source
        self._taken.add(name)
        return read

    def _moved(self, file: Path, source: str, entry: Entry, digest: str) -> Change:
        """A guide that was read from elsewhere; read anew where more than its folder is another."""
        del self._left[entry.name]
        self._sketches[entry.name], self._sources[entry.name] = entry.sketch, source
        message = f"{source} (was {entry.path})"
        if (source, digest) == (entry.source, entry.digest):
            return Change(entry.name, source, "moved", message, str(file), digest)
        return replace(_read(file, entry.name, "moved", self._max_bytes), message=message)


def _known(file: Path, entry: Entry, reread: bool, max_bytes: int) -> Change:
    """What happens to a file that the index knows."""
    return _read(file, entry.name, "changed", max_bytes, "" if reread else entry.digest)


def _read(file: Path, name: str, status: Status, max_bytes: int, digest: str = "") -> Change:
    """A file as it is now, with the phrasings beside it; unchanged where the digest is still this one."""
    source = pages.source(file)
    try:
        data, side = _contents(file, max_bytes)
        found = _digest_of(data, side)
        if found == digest:
            return Change(name, source, "unchanged", path=str(file), digest=digest)
        guide = readers.read(data, name, source, max_bytes)
        guide, notes = readers.with_phrasings(guide, side, questions_file(file).name)
    except CorpusError as error:
        return Change(name, source, "failed", str(error), str(file))
    except OSError as error:
        message = f"{error.filename or file} cannot be read: {error.strerror}."
        return Change(name, source, "failed", message, str(file))
    return Change(name, source, status, path=str(file), digest=found, guide=guide, notes=notes)


def _contents(file: Path, max_bytes: int) -> tuple[bytes, bytes | None]:
    """A file's bytes, and those of the phrasings beside it, if there are any."""
    beside = questions_file(file)
    return readers.file_bytes(file, max_bytes), beside.read_bytes() if os.path.isfile(beside) else None


def _digest(file: Path, max_bytes: int) -> str:
    """What the file holds, in short; empty where it cannot be read."""
    try:
        return _digest_of(*_contents(file, max_bytes))
    except (CorpusError, OSError):
        return ""


def _continued(change: Change, manifest: Manifest, earlier: Callable[[Entry], Guide | None]) -> Change:
    """A changed or moved guide with the anchors it had, and the sections that are not what they were."""
    entry = manifest.entries.get(change.document)
    before = earlier(entry) if entry and change.guide else None
    if not change.guide or not before:
        return change
    guide = with_anchors_of(before, change.guide)
    return replace(change, guide=guide, sections=tuple(section_changes(before, guide)))


def _digest_of(data: bytes, side: bytes | None) -> str:
    """The file's own digest where nothing stands beside it."""
    own = sha256(data)
    return own.hexdigest() if side is None else sha256(own.digest() + sha256(side).digest()).hexdigest()


def _has_left(entry: Entry) -> bool:
    """Whether a guide's file is not there any more, or no guide any more."""
    return not os.path.exists(entry.path) or is_questions_file(Path(entry.path))


def _under(path: str, place: Path) -> bool:
    place = place.resolve()
    return Path(path) == place or place in Path(path).parents


def _gone(entry: Entry) -> Change:
    return Change(entry.name, entry.source, "removed", path=entry.path)


def _missing(path: Path) -> Change:
    return Change(slug(path.stem), path.name, "failed", f"There is no file or folder {path}.", str(path))


def _free_name(file: Path, taken: set[str]) -> str:
    base = slug(file.stem)[:LONGEST_NAME].strip("-") or "guide"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
