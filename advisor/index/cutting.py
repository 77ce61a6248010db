"""The guides of a new generation: those that are new or changed are cut into chunks and stored, the rest stay."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from langchain_core.documents import Document

from advisor.documents import Guide
from advisor.errors import IndexMismatch
from advisor.index import earlier, stored
from advisor.index.duplicates import sketch
from advisor.index.manifest import Entry, Manifest, Stamp
from advisor.index.plan import Change


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts the guides of one index; see `Builder` for what it is made of."""

    folder: Path
    stamp: Stamp
    chunk: Callable[[Guide], list[Document]]

    def entries(self, old: Manifest, changes: Iterable[Change]) -> Iterator[Entry]:
        """The guides of the generation after an old one, all cut anew where chunks are made in another way now.

        Raises:
            IndexMismatch: one has to be cut anew, and what was stored of it is lost.
        """
        by_name = {c.document: c for c in changes if c.guide or c.status in ("moved", "removed")}
        how = (old.stamp.embedder, old.stamp.chunker, old.stamp.schema)
        recut = how != (self.stamp.embedder, self.stamp.chunker, self.stamp.schema)
        for name, entry in old.entries.items():
            change = by_name.pop(name, None)
            if change and change.status != "removed":
                entry = replace(entry, path=change.path, digest=change.digest)
            if change and change.guide:
                yield self._cut(change.guide, entry)
            elif not change or change.status == "moved":
                yield self._cut(self._guide(entry), entry) if recut else entry
        for change in by_name.values():
            if change.guide:
                yield self._cut(change.guide, Entry(change.document, "", "", change.path, change.digest, 0, 0, ""))

    def _guide(self, entry: Entry) -> Guide:
        guide = earlier.guide(self.folder, entry)
        if guide is None:
            raise IndexMismatch(
                f"What the index held of '{entry.name}' is lost: index {entry.path} again, or run"
                f" 'advisor remove {entry.name}'."
            )
        return guide

    def _cut(self, guide: Guide, entry: Entry) -> Entry:
        """Cut a guide into chunks and store both."""
        chunks = self.chunk(guide)
        name, size = stored.save(self.folder, guide, chunks)
        return replace(
            entry,
            title=guide.title,
            source=guide.source,
            sections=sum(bool(s.text) for s in guide.sections),
            chunks=len(chunks),
            indexed=datetime.now(UTC).isoformat(timespec="seconds"),
            stored=name,
            size=size,
            rows=stored.rows_of(chunks),
            sketch=sketch(guide),
        )
