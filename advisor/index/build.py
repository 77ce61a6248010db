"""Apply a plan: embed what is new, write what a generation needs beside the last one, name it last."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from advisor import readers
from advisor.documents import Guide, Section
from advisor.errors import CorpusError, IndexLocked, IndexNotBuilt, IndexNotWritten
from advisor.index import earlier, history, lock, server, shared, store, vectors, wording
from advisor.index.cutting import Cutter
from advisor.index.filling import Filler
from advisor.index.manifest import Entry, Manifest, Stamp
from advisor.index.overlaps import Overlap, overlaps
from advisor.index.plan import Change, make_plan
from advisor.index.sweeping import sweep


class Builder:
    """Writes one index.

    Args:
        folder: the index; made where it does not exist.
        embeddings: embeds the chunks.
        stamp: how the index is built.
        chunk: cuts a guide into chunks with stable ids.
        chroma_url: a Chroma server; by default the vectors are kept under `folder`.
        progress: called with (chunks done so far, chunks to do).
        max_bytes: larger files are refused.
        bulk: makes many vectors, elsewhere; by default `embeddings` makes all.
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
        bulk: vectors.Bulk | None = None,
    ) -> None:
        self._folder = folder
        self._stamp = stamp
        self._chroma_url = chroma_url
        self._name = server.name_of(chroma_url)
        self._max_bytes = max_bytes
        self._cutter = Cutter(folder, stamp, chunk)
        self._filler = Filler(folder, embeddings, stamp.embedder, chroma_url, progress, bulk)

    def manifest(self) -> Manifest:
        """What the index holds now; an empty manifest where there is no index yet."""
        try:
            found = Manifest.load(self._folder)
        except IndexNotBuilt:
            if self._folder.is_file():
                raise
            found = earlier.manifest(self._folder) or Manifest(self._stamp)
        return replace(found, id=self._name or found.id)

    def plan(self, paths: Sequence[Path], drafts: Mapping[Path, Path] | None = None) -> list[Change]:
        """What `apply` would do; see `make_plan`.

        Args:
            paths: files or folders.
            drafts: by the file that the index may know, one that is to take its place; it is only looked at.
        """
        return self._plan(self.manifest(), paths, drafts)

    def _plan(
        self, manifest: Manifest, paths: Sequence[Path], drafts: Mapping[Path, Path] | None = None
    ) -> list[Change]:
        read_from = {str(file): str(draft.resolve()) for file, draft in (drafts or {}).items()}
        entries = {e.name: replace(e, path=read_from.get(e.path, e.path)) for e in manifest.entries.values()}
        manifest = replace(manifest, entries=entries)
        damaged = [e.name for e in manifest.entries.values() if not earlier.holds(self._folder, e)]
        return make_plan(paths, manifest, self._stamp, damaged, self._earlier, self._max_bytes)

    def overlaps(self, changes: Iterable[Change]) -> dict[str, tuple[Overlap, ...]]:
        """By document, where what is new in it repeats or contradicts a guide that stays as it is."""
        read = {c.document: c for c in changes if c.status in ("new", "changed") and c.guide}
        if not read:
            return {}
        stay = [g for e in self.manifest().entries.values() if e.name not in read and (g := self._earlier(e))]
        found = {name: tuple(overlaps(c.guide, _new_sections(c), stay)) for name, c in read.items() if c.guide}
        return {name: those for name, those in found.items() if those}

    def update(self, paths: Sequence[Path]) -> list[Change]:
        """Plan and apply with no other writer in between.

        Raises:
            CorpusError: there is nothing to do at any of the paths.
            IndexLocked: another process writes the index.
            IndexNotWritten: it cannot be written.
        """
        with self._writing():
            there = self.manifest()
            changes = self._plan(there, paths)
            if any(c.status != "failed" for c in changes):
                self._apply(there, changes)
        return changes

    def apply(self, changes: Iterable[Change]) -> Manifest:
        """Bring the index in line and return its new manifest.

        Only texts that were never embedded are: an unchanged, renamed or moved section costs nothing, and
        what an earlier run left undone is made up for.

        Raises:
            IndexLocked: another process writes the index.
            IndexNotWritten: it cannot be written; what was there still serves.
        """
        planned = [*changes]
        with self._writing():
            there = self.manifest()
            if any(c.status == "new" and c.document in there.entries for c in planned):
                raise IndexLocked("The index has changed since this was planned: look at the plan again.")
            return self._apply(there, planned)

    def remove(self, document: str) -> Manifest:
        """Take one guide out of the index.

        Raises:
            CorpusError: the index holds no guide of this name.
        """
        Manifest.load(self._folder)  # no folder is made where there is no index
        with self._writing():
            manifest = self.manifest()
            if document not in manifest.entries:
                known = ", ".join(manifest.entries) or "no guide at all"
                raise CorpusError(f"The index holds no document '{document}'. It holds: {known}.")
            return self._apply(manifest, [Change(document, manifest.entries[document].source, "removed")])

    def rollback(self, number: int | None = None) -> Manifest:
        """Make an earlier generation the newest again; see `history.rollback`."""
        history.require(self._folder)
        with self._writing():
            again = history.rollback(self._folder, number)
            again = replace(again, id=self._name or again.id)
            with self._told():
                if not store.seems_whole(self._folder, again, self._chroma_url):  # it was kept elsewhere then
                    again = replace(again, store=self._filler.fill(again, None))
                self._save(again)
            return again

    def repair(self) -> Manifest:
        """Make the vector store anew from the stored guides; only vectors that are lost too are embedded."""
        with self._writing():
            return self._apply(self.manifest(), [], anew=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The only writer, for as long as the block runs."""
        if self._folder.is_file():
            raise IndexNotBuilt(f"{self._folder} is a file: give a folder for the index.")
        with ExitStack() as held:
            with self._told():
                held.enter_context(lock.writing(self._folder))
                if self._chroma_url and self._name:
                    shared.pull(self._folder, self._chroma_url)
            yield

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the disk or the store refuses becomes one sentence."""
        try:
            yield
        except (OSError, sqlite3.Error, store.Refused) as error:
            raise IndexNotWritten(
                f"The index in {self._folder} cannot be written ({error}). What it held before still serves; see"
                " that the disk has room and that the folder is yours to write to, then run this again."
            ) from error

    def _apply(self, old: Manifest, changes: list[Change], anew: bool = False) -> Manifest:
        with self._told():
            return self._next(old, changes, anew)

    def _next(self, old: Manifest, changes: list[Change], anew: bool) -> Manifest:
        """The generation after an old one; the old one itself where nothing is different."""
        entries = {e.name: e for e in self._cutter.entries(old, changes)}
        new = old.following(entries.values(), self._stamp, old.store, _note(changes))
        sound = not anew and bool(old.store) and store.seems_whole(self._folder, old, self._chroma_url)
        same_rows = new.rows() == old.rows() and new.collection == old.collection
        if sound and same_rows and (new.entries, new.stamp) == (old.entries, old.stamp):
            return old
        if not (sound and same_rows):
            new = replace(new, store=self._filler.fill(new, old if sound else None))
        wording.keep(self._folder, new, old, self._earlier)
        self._save(new)
        sweep(self._folder, new, old, self._chroma_url)
        return new

    def _save(self, new: Manifest) -> None:
        """Make it the generation that is read, here and on all machines that share the index."""
        if self._chroma_url and self._name:
            shared.publish(self._folder, self._chroma_url, new)
        new.save(self._folder)

    def _earlier(self, entry: Entry) -> Guide | None:
        """A guide as it was stored."""
        return earlier.guide(self._folder, entry)


def _new_sections(change: Change) -> list[Section]:
    """The sections of a new guide, or those of a changed one that are not what they were."""
    sections = change.guide.sections if change.guide else ()
    changed = {s.headings for s in change.sections}
    return [s for s in sections if change.status == "new" or s.headings in changed]


def _note(changes: Iterable[Change]) -> str:
    counts = Counter(c.status for c in changes if c.status != "unchanged")
    return ", ".join(f"{number} {status}" for status, number in counts.items()) or "made anew"
