"""Apply a plan: embed what is new, drop what is gone, write the manifest last."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from advisor import readers
from advisor.documents import Guide
from advisor.errors import CorpusError, IndexNotBuilt
from advisor.index import store
from advisor.index.manifest import Entry, Manifest, Stamp
from advisor.index.plan import Change, make_plan

if TYPE_CHECKING:
    from langchain_chroma import Chroma

T = TypeVar("T")

EMBED_BATCH = 256
DELETE_BATCH = 4000  # Chroma's local store takes no more ids at once


class Builder:
    """Writes one index.

    Args:
        folder: the index; made where it does not exist.
        embeddings: embeds the chunks.
        stamp: how the index is built.
        chunk: cuts a guide into chunks with stable ids.
        chroma_url: a Chroma server; by default the vectors are kept under `folder`.
        progress: called with (chunks embedded so far, chunks to embed).
        max_bytes: larger files are refused.
    """

    def __init__(
        self,
        folder: Path,
        embeddings: Embeddings,
        stamp: Stamp,
        chunk: Callable[[Guide], list[Document]],
        chroma_url: str | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
        max_bytes: int = readers.MAX_BYTES,
    ) -> None:
        self._folder = folder
        self._embeddings = embeddings
        self._stamp = stamp
        self._chunk = chunk
        self._chroma_url = chroma_url
        self._progress = progress
        self._max_bytes = max_bytes

    def manifest(self) -> Manifest:
        """What the index holds now; an empty manifest where there is no index yet."""
        try:
            return Manifest.load(self._folder)
        except IndexNotBuilt:
            if self._folder.is_file():
                raise
            return Manifest(self._stamp)

    def plan(self, paths: Sequence[Path]) -> list[Change]:
        """What `apply` would do; see `make_plan`."""
        manifest = self.manifest()
        damaged = [name for name in manifest.entries if not store.holds_guide(self._folder, name)]
        return make_plan(paths, manifest, self._stamp, damaged, self._max_bytes)

    def apply(self, changes: Iterable[Change]) -> Manifest:
        """Bring the index in line and return its new manifest.

        Only chunks that the store lacks are embedded: an unchanged section costs nothing, and what
        an earlier run left undone is made up for.
        """
        old, changes = self.manifest(), list(changes)
        removed = {c.document for c in changes if c.status == "removed"}
        entries = {name: entry for name, entry in old.entries.items() if name not in removed}
        new = replace(old, stamp=self._stamp)
        chroma = store.client(self._folder, self._chroma_url)
        vectors = store.vectors(chroma, new.collection, self._embeddings)
        present = set(vectors.get(include=[])["ids"])
        fresh: list[Document] = []
        for guide, entry in self._outdated(entries, changes, present):
            chunks = self._chunk(guide)
            fresh += [c for c in chunks if c.id not in present]
            entries[guide.name] = replace(entry, chunks=tuple(str(c.id) for c in chunks))
            store.save_guide(self._folder, guide)
        self._embed(vectors, fresh)
        new = new.with_entries(entries.values())
        new.save(self._folder)
        self._sweep(vectors, new, present)
        if old.collection != new.collection and old.collection in {c.name for c in chroma.list_collections()}:
            chroma.delete_collection(old.collection)
        return new

    def remove(self, document: str) -> Manifest:
        """Take one guide out of the index.

        Raises:
            CorpusError: the index holds no guide of this name.
        """
        manifest = Manifest.load(self._folder)
        if document not in manifest.entries:
            known = ", ".join(manifest.entries) or "no guide at all"
            raise CorpusError(f"The index holds no document '{document}'. It holds: {known}.")
        return self.apply([Change(document, manifest.entries[document].source, "removed")])

    def _outdated(
        self, entries: dict[str, Entry], changes: Iterable[Change], present: set[str]
    ) -> Iterator[tuple[Guide, Entry]]:
        """The guides to be chunked: those read, and those whose chunks the store does not have."""
        read = {c.document: c for c in changes if c.guide}
        for name, entry in list(entries.items()):
            if name not in read and not present.issuperset(entry.chunks):
                yield store.load_guide(self._folder, name), entry
        for change in read.values():
            if change.guide:
                yield change.guide, _entry(change.guide, change)

    def _embed(self, vectors: "Chroma", chunks: list[Document]) -> None:
        done = 0
        self._progress(done, len(chunks))
        # Texts of like length share a batch, so that little is computed on padding.
        for batch in _batches(sorted(chunks, key=lambda c: len(c.page_content)), EMBED_BATCH):
            vectors.add_documents(batch, ids=[str(c.id) for c in batch])
            done += len(batch)
            self._progress(done, len(chunks))

    def _sweep(self, vectors: "Chroma", manifest: Manifest, present: set[str]) -> None:
        """Delete what no guide of the manifest holds."""
        kept = {chunk for entry in manifest.entries.values() for chunk in entry.chunks}
        for batch in _batches(sorted(present - kept), DELETE_BATCH):
            vectors.delete(batch)
        store.forget_guides(self._folder, manifest.entries)


def _entry(guide: Guide, change: Change) -> Entry:
    return Entry(
        name=guide.name,
        title=guide.title,
        source=guide.source,
        path=change.path,
        digest=change.digest,
        sections=sum(bool(s.text) for s in guide.sections),
        chunks=(),
        indexed=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _batches(items: list[T], size: int) -> Iterator[list[T]]:
    return (items[i : i + size] for i in range(0, len(items), size))
