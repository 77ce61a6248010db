"""The vectors of an index in Chroma: a row a text, a collection a grain.

Rows hold a vector and nothing else: what a row says and where that stands is kept with the guides, so
that a search does not fetch hundreds of texts. That is why Chroma's own client is used here and not
LangChain's, which keeps text and vector together.

A generation in the index folder has a store of its own; see `local`. On a Chroma server, which takes care of
one process that writes while another reads, all generations share their rows; see `server`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from advisor.chunking import GRAINS
from advisor.errors import IndexMismatch
from advisor.index import exact, local, server
from advisor.index.manifest import Manifest

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

BATCH = 4000  # Chroma's local store takes no more rows at once
SERVER = "server"  # the name of the store that a Chroma server has

# Wide enough that the graph search finds what an exact one would. What came since the graph was last written
# down is put into it again at each start, so it is written down often: an edit need not wait for the last one.
_HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 600,
    "max_neighbors": 32,
    "sync_threshold": 100,
}


class Refused(Exception):
    """Chroma could not write."""


class Store:
    """The vectors of one index, opened.

    Args:
        client: Chroma.
        collection: what the collections' names begin with.
        grains: those that are read; the others' collections are made when they are written to.
        folder: the index.
        url: the Chroma server, whose client is everybody's and is not closed.

    Raises:
        chromadb.errors.ChromaError: a collection is not there.
        httpx.HTTPError: the server does not answer.

    All methods raise IndexUnreachable where the server does not answer any more, IndexMismatch where it
    does not know the collection any more.
    """

    def __init__(
        self, client: "ClientAPI", collection: str, grains: Iterable[str], folder: Path, url: str | None = None
    ) -> None:
        self._client = client
        self._folder = folder
        self._url = url
        self._name = collection
        self._collections = {g: client.get_collection(f"{collection}-{g}", embedding_function=None) for g in grains}

    def nearest(self, grain: str, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """The `k` rows nearest to a vector, best first, each with the cosine."""
        asked: Any = [list(vector)]  # Chroma's types know arrays only, its client takes lists too
        with self._told():
            found = self._collections[grain].query(query_embeddings=asked, n_results=k, include=["distances"])
        return [
            (row, 1 - distance) for row, distance in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)
        ]

    def vectors(self, grain: str, rows: Sequence[str]) -> dict[str, exact.Vectors]:
        """The vectors of those rows that there are."""
        if grain not in self._collections:
            return {}
        with self._told():
            found = self._collections[grain].get(ids=list(rows), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def rows(self) -> dict[str, set[str]]:
        """By grain, all rows there are."""
        with self._told():
            return {grain: set(found.get(include=[])["ids"]) for grain, found in self._collections.items()}

    def add(self, grain: str, rows: Sequence[str], vectors: Any) -> None:
        """Add rows with their vectors, shape (rows, dimensions).

        Raises:
            Refused: Chroma cannot write.
        """
        from chromadb.errors import ChromaError

        try:
            with server.answering(self._url):
                if grain not in self._collections:
                    self._collections[grain] = self._client.get_or_create_collection(
                        f"{self._name}-{grain}", configuration={"hnsw": _HNSW}, embedding_function=None
                    )
                self._collections[grain].upsert(ids=list(rows), embeddings=vectors)
        except ChromaError as error:
            raise Refused(str(error)) from error

    def remove(self, rows: Mapping[str, set[str]]) -> None:
        """Delete rows."""
        for grain, spare_rows in rows.items():
            spare = sorted(spare_rows)
            for start in range(0, len(spare), BATCH):
                with self._told():
                    self._collections[grain].delete(ids=spare[start : start + BATCH])

    def close(self) -> None:
        """Let go of the store's files and memory; a server's client stays for the next one."""
        if self._url is None:
            self._client.close()  # type: ignore[attr-defined]  # the interface lacks it, the client has it

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What Chroma says, as one sentence."""
        from chromadb.errors import ChromaError

        try:
            with server.answering(self._url):
                yield
        except ChromaError as error:
            raise _lost(self._folder) from error


def opened(folder: Path, manifest: Manifest, url: str | None = None) -> Store:
    """The store of a generation, for reading.

    Raises:
        IndexMismatch: it is missing or damaged.
        IndexUnreachable: the server does not answer.
    """
    grains = [grain for grain, rows in manifest.rows().items() if rows]
    if url is None and grains and not local.is_there(folder, manifest.store):
        raise _lost(folder)
    return _store(folder, manifest.store, manifest.collection, grains, url)


def searchable(folder: Path, manifest: Manifest, url: str | None = None) -> Store | exact.ExactStore:
    """The store of a generation, for questions: without Chroma where its rows lie beside it as plain files.

    Raises:
        IndexMismatch: it is missing or damaged.
        IndexUnreachable: the server does not answer.
    """
    if url is None and local.is_there(folder, manifest.store):
        wanted = {grain: len(rows) for grain, rows in manifest.rows().items() if rows}
        if found := exact.opened(local.store_folder(folder, manifest.store), wanted):
            return found
    return opened(folder, manifest, url)


def writable(folder: Path, name: str, collection: str, url: str | None = None) -> Store:
    """A store to write to, with the collections that it has; see `opened` for the rest."""
    return _store(folder, name, collection, None, url, server.WRITING)


def seems_whole(folder: Path, manifest: Manifest, url: str | None = None) -> bool:
    """Whether a generation's store is there: quick inside the index folder, where rows are not counted."""
    if url is None:
        return not any(manifest.rows().values()) or local.is_there(folder, manifest.store)
    if manifest.store != SERVER:
        return False
    try:
        return holds_rows(folder, manifest, url)
    except IndexMismatch:
        return False


def holds_rows(folder: Path, manifest: Manifest, url: str | None = None) -> bool:
    """Whether a generation's store has every row that its guides need."""
    found = opened(folder, manifest, url)
    try:
        there = found.rows()
    finally:
        found.close()
    return all(rows <= there.get(grain, set()) for grain, rows in manifest.rows().items())


def _store(
    folder: Path,
    name: str,
    collection: str,
    grains: Iterable[str] | None,
    url: str | None,
    patience: float = server.PATIENCE,
) -> Store:
    from chromadb.errors import ChromaError

    client = None
    try:
        with server.answering(url):
            client = server.client(url, patience) if url else local.client(folder, name)
            if grains is None:
                there = {found.name for found in client.list_collections()}
                grains = [grain for grain in GRAINS if f"{collection}-{grain}" in there]
            return Store(client, collection, grains, folder, url)
    except (ChromaError, ValueError, OSError) as error:
        if client and not url:
            client.close()  # type: ignore[attr-defined]
        raise _lost(folder) from error


def _lost(folder: Path) -> IndexMismatch:
    return IndexMismatch(
        f"The index in {folder} has lost its vectors: run 'advisor index --index {folder}' to make them anew, or"
        f" 'advisor status --verify --repair --index {folder}' where that finds nothing to do."
    )
