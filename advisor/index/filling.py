"""The vectors of a new generation: what the last one has, less what is gone, and embedded what was never seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from langchain_core.embeddings import Embeddings

from advisor.index import exact, local, store, stored, vectors
from advisor.index.manifest import Manifest

EMBED_BATCH = 256

Texts = dict[str, dict[str, str]]
"""By grain and row, what a row says."""


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills the vector stores of one index; see `Builder` for what it is made of."""

    folder: Path
    embeddings: Embeddings
    embedder: str
    chroma_url: str | None
    progress: Callable[[int, int], None]
    bulk: vectors.Bulk | None

    def fill(self, new: Manifest, old: Manifest | None) -> str:
        """Make a store with exactly the rows of the new generation and name it.

        Args:
            new: what it has to hold.
            old: the generation whose store is sound, which is what it begins with where their models agree.
        """
        base = old if old and old.collection == new.collection else None
        name = store.SERVER if self.chroma_url else local.draft(self.folder, base.store if base else "")
        into = store.writable(self.folder, name, new.collection, self.chroma_url)
        try:
            # A store inside the folder is never changed once a generation names it: that tells what it holds.
            present = into.rows() if self.chroma_url else base.rows() if base else {}
            wanted = new.rows()
            missing = {grain: rows - present.get(grain, set()) for grain, rows in wanted.items()}
            self._embed(into, self._texts(new, missing))
            if not self.chroma_url:
                into.remove({grain: rows - wanted[grain] for grain, rows in present.items()})
                self._save_exact(local.store_folder(self.folder, name), into, wanted)
        finally:
            into.close()
        return name

    def _save_exact(self, folder: Path, filled: store.Store, wanted: Mapping[str, set[str]]) -> None:
        """Write the rows as files that are searched without Chroma."""
        cache = vectors.VectorCache(self.folder, self.embedder)
        try:
            for grain, rows in wanted.items():
                new = sorted(rows - exact.names(folder, grain))
                known = cache.get(new)
                lost = [row for row in new if row not in known]
                exact.save(folder, grain, rows, known | (filled.vectors(grain, lost) if lost else {}))
        finally:
            cache.close()

    def _texts(self, manifest: Manifest, missing: dict[str, set[str]]) -> Texts:
        """What the missing rows say, read from the guides that need them."""
        texts: Texts = {grain: {} for grain in missing}
        for entry in manifest.entries.values():
            if any(missing[grain].intersection(rows) for grain, rows in entry.rows.items()):
                for chunk in stored.load(self.folder, entry.stored)[1]:
                    grain, row = chunk.metadata["grain"], stored.row_of(chunk.page_content)
                    if row in missing[grain]:
                        texts[grain][row] = chunk.page_content
        return texts

    def _embed(self, into: store.Store, texts: Texts) -> None:
        done, total = 0, sum(map(len, texts.values()))
        self.progress(done, total)
        cache = vectors.VectorCache(self.folder, self.embedder)
        try:
            if self.bulk:
                self._embed_in_bulk(self.bulk, cache, texts)
            for grain, rows in texts.items():
                # Texts of like length share a batch, so that little is computed on padding.
                by_length = sorted(rows.items(), key=lambda item: len(item[1]))
                for start in range(0, len(by_length), EMBED_BATCH):
                    batch = dict(by_length[start : start + EMBED_BATCH])
                    into.add(grain, list(batch), vectors.embedded(batch, cache, self.embeddings))
                    done += len(batch)
                    self.progress(done, total)
        finally:
            cache.close()

    def _embed_in_bulk(self, bulk: vectors.Bulk, cache: vectors.VectorCache, texts: Texts) -> None:
        """Fill the cache, from which all is taken then."""
        by_row = {row: text for rows in texts.values() for row, text in rows.items()}
        done = 0
        for made in vectors.fill(cache, by_row, bulk):
            done += made
            self.progress(done, len(by_row))
