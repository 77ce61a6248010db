"""The last step of a run: what no generation that is kept needs is deleted, in the folder and on the server."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from advisor.index import earlier, history, local, server, shared, store, stored, vectors, wording
from advisor.index.manifest import Manifest


def sweep(folder: Path, new: Manifest, old: Manifest, chroma_url: str | None) -> None:
    """Delete what no generation that is kept needs, and what broken-off runs and earlier releases left.

    Args:
        folder: the index.
        new: the generation that has just been written.
        old: the one before.
        chroma_url: a Chroma server that has the vectors; by default they are under `folder`.
    """
    kept = history.forget_old(folder, (new, old))
    stored.forget(folder, {e.stored for m in kept for e in m.entries.values()})
    local.forget(folder, {m.store for m in kept})
    wording.forget(folder, kept)
    _forget_vectors(folder, new.stamp.embedder, kept)
    if chroma_url:
        _forget_rows(folder, new.collection, kept, chroma_url)
    if chroma_url and server.name_of(chroma_url):
        shared.forget(folder, chroma_url, kept)
    earlier.forget(folder)


def _forget_vectors(folder: Path, embedder: str, kept: Sequence[Manifest]) -> None:
    """Delete the vectors that were kept for later runs, other embedders' too."""
    same_model = [m for m in kept if m.stamp.embedder == embedder]
    with closing(vectors.VectorCache(folder, embedder)) as cache:
        cache.forget(set().union(*(rows for m in same_model for rows in m.rows().values())))


def _forget_rows(folder: Path, collection: str, kept: Sequence[Manifest], url: str) -> None:
    """Delete the server's rows, which all generations share."""
    needed = [m.rows() for m in kept if m.collection == collection]
    with closing(store.writable(folder, store.SERVER, collection, url)) as into:
        there = into.rows()
        into.remove({grain: rows.difference(*(each[grain] for each in needed)) for grain, rows in there.items()})
