"""What an index holds and how it was built."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from advisor import chunking, readers
from advisor.errors import IndexMismatch, IndexNotBuilt

SCHEMA = 1  # raise it when the files of an index change shape
_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """How an index was built; vectors made in another way cannot be compared with a question's."""

    embedder: str
    schema: int = SCHEMA
    chunker: int = chunking.VERSION
    readers: int = readers.VERSION


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
        chunks: ids of its chunks.
        indexed: when, ISO 8601 in UTC.
    """

    name: str
    title: str
    source: str
    path: str
    digest: str
    sections: int
    chunks: tuple[str, ...]
    indexed: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All guides of an index by name, in the order they came, and the stamp they share."""

    stamp: Stamp
    entries: Mapping[str, Entry] = field(default_factory=dict)
    id: str = field(default_factory=lambda: uuid4().hex[:12])

    @property
    def collection(self) -> str:
        """The Chroma collection of this index and stamp: another stamp's vectors never mix in."""
        stamp = json.dumps(asdict(self.stamp), sort_keys=True).encode()
        return f"advisor-{self.id}-{sha256(stamp).hexdigest()[:12]}"

    def with_entries(self, entries: Iterable[Entry]) -> Self:
        """The same index with these guides."""
        return replace(self, entries={e.name: e for e in entries})

    def save(self, folder: Path) -> None:
        """Write it in one step: a reader sees the old manifest or the new one."""
        content = asdict(self) | {"entries": [asdict(e) for e in self.entries.values()]}
        write_json(folder / _FILE, content)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the manifest of an index.

        Raises:
            IndexNotBuilt: there is none.
            IndexMismatch: it was written by a release with other files.
        """
        file = folder / _FILE
        if folder.is_file():
            raise IndexNotBuilt(f"{folder} is a file: give a folder for the index.")
        if not file.is_file():
            raise IndexNotBuilt(f"There is no index in {folder} yet: build it with 'advisor index --index {folder}'.")
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            entries = [Entry(**e | {"chunks": tuple(e["chunks"])}) for e in content["entries"]]
            return cls(Stamp(**content["stamp"]), {e.name: e for e in entries}, content["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise IndexMismatch(
                f"The index in {folder} was written by another release, or is damaged: delete the folder and"
                f" run 'advisor index --index {folder}'."
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


def write_json(file: Path, content: Any) -> None:
    """Write a JSON file in one step, through a temporary file beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    draft.replace(file)
