"""What one generation of an index holds and how it was built."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from json import loads
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from advisor import chunking
from advisor.documents import READING
from advisor.errors import IndexMismatch, IndexNotBuilt
from advisor.index import files

SCHEMA = 2  # raise it when the files of an index change shape
OLD_MANIFEST = "manifest.json"  # of schema 1, which had no generations
_FOLDER = "generations"


@dataclass(frozen=True, slots=True)
class Stamp:
    """How an index was built; vectors made in another way cannot be compared with a question's."""

    embedder: str
    schema: int = SCHEMA
    chunker: int = chunking.VERSION
    readers: int = READING


@dataclass(frozen=True, slots=True)
class Entry:
    """One guide of the index.

    Attributes:
        name: the guide's id.
        title: its title.
        source: the file name that citations show.
        path: where it was read from.
        digest: SHA-256 of the file's bytes, and of those of the phrasings beside it.
        sections: how many of its sections have text.
        chunks: how many chunks they were cut into.
        indexed: when, ISO 8601 in UTC.
        stored: name of the file that holds the guide and its chunks.
        size: bytes of that file.
        rows: by grain, the rows of the vector store that its chunks need.
        sketch: what it says, in short; see `duplicates`.
    """

    name: str
    title: str
    source: str
    path: str
    digest: str
    sections: int
    chunks: int
    indexed: str
    stored: str = ""
    size: int = 0
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """All guides of one generation by name, in the order they came, and the stamp they share.

    Attributes:
        stamp: how it was built.
        entries: the guides.
        id: the index's own, the same in all its generations.
        number: of the generation; 0 where nothing was built yet.
        store: name of its vector store, which generations with the same rows share.
        made: when, ISO 8601 in UTC.
        note: what made it.
    """

    stamp: Stamp
    entries: Mapping[str, Entry] = field(default_factory=dict)
    id: str = field(default_factory=lambda: uuid4().hex[:12])
    number: int = 0
    store: str = ""
    made: str = ""
    note: str = ""

    @property
    def collection(self) -> str:
        """What this index's Chroma collections are called: another embedder's vectors never mix in."""
        return f"advisor-{self.id}-{sha256(self.stamp.embedder.encode()).hexdigest()[:12]}"

    def rows(self) -> dict[str, set[str]]:
        """By grain, all rows of the vector store that the guides need."""
        found: dict[str, set[str]] = {grain: set() for grain in chunking.GRAINS}
        for entry in self.entries.values():
            for grain, rows in entry.rows.items():
                found[grain].update(rows)
        return found

    def following(self, entries: Iterable[Entry], stamp: Stamp, store: str, note: str) -> Self:
        """The next generation."""
        by_name = {e.name: e for e in entries}
        made = datetime.now(UTC).isoformat(timespec="seconds")
        return replace(self, stamp=stamp, entries=by_name, number=self.number + 1, store=store, made=made, note=note)

    def save(self, folder: Path) -> None:
        """Make it the newest generation, in one step."""
        files.write(manifest_file(folder, self.number), self.as_bytes(), durable=True)

    def as_bytes(self) -> bytes:
        """What is written of it."""
        entries = [_fields(entry) for entry in self.entries.values()]
        return files.as_json(_fields(self) | {"stamp": _fields(self.stamp), "entries": entries})

    @classmethod
    def read(cls, content: bytes) -> Self:
        """The manifest that was written as these bytes."""
        known = loads(content)
        rows = [e | {"rows": {g: tuple(r) for g, r in e["rows"].items()}} for e in known["entries"]]
        entries = [Entry(**e | {"sketch": tuple(e["sketch"])}) for e in rows]
        return cls(**known | {"stamp": Stamp(**known["stamp"]), "entries": {e.name: e for e in entries}})

    @classmethod
    def load(cls, folder: Path, number: int | None = None) -> Self:
        """Read the manifest of a generation, by default the newest.

        Raises:
            IndexNotBuilt: there is none, or only what an earlier release built.
            IndexMismatch: it is damaged.
        """
        if folder.is_file():
            raise IndexNotBuilt(f"{folder} is a file: give a folder for the index.")
        number = number or newest(folder)
        if number == 0:
            raise _nothing(folder)
        try:
            return cls.read(manifest_file(folder, number).read_bytes())
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexMismatch(
                f"Generation {number} of the index in {folder} is damaged: go back to the one before with"
                f" 'advisor index --rollback --index {folder}', or delete the folder and index anew."
            ) from error

    def check(self, wanted: Stamp, folder: Path) -> None:
        """Make sure that the index was built as it is going to be read.

        Raises:
            IndexMismatch: it was not; the message says what to run.
        """
        if self.stamp == wanted:
            return
        rebuild = f"Run 'advisor index --index {folder}' to build it anew"
        if self.stamp.embedder != wanted.embedder:
            raise IndexMismatch(
                f"The index in {folder} was built with the embedding model '{self.stamp.embedder}', but"
                f" '{wanted.embedder}' is set. {rebuild}, or set ADVISOR_EMBEDDING back."
            )
        raise IndexMismatch(f"The index in {folder} was built by another release. {rebuild}.")


def _fields(record: Stamp | Entry | Manifest) -> dict[str, Any]:
    """What a record holds, by name; unlike `asdict` it copies none of the many rows."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


def manifest_file(folder: Path, number: int) -> Path:
    """Where the manifest of a generation is kept."""
    return folder / _FOLDER / f"{number}.json"


def generations(folder: Path) -> list[int]:
    """The numbers of the generations that are kept, oldest first."""
    return sorted(int(file.stem) for file in (folder / _FOLDER).glob("*.json") if file.stem.isdecimal())


def newest(folder: Path) -> int:
    """The number of the generation that is read; 0 where there is none. Cheap enough to be asked each second."""
    return max(generations(folder), default=0)


def _nothing(folder: Path) -> IndexNotBuilt:
    command = f"'advisor index --index {folder}'"
    if (folder / OLD_MANIFEST).is_file():
        return IndexNotBuilt(f"The index in {folder} was built by an earlier release: bring it up with {command}.")
    return IndexNotBuilt(f"There is no index in {folder} yet: build it with {command}.")
