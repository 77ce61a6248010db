"""A whole index on a Chroma server, for machines that share no disk.

Beside the vectors the server has a collection of records: each guide and each manifest, byte for byte as
the index folder holds it, named by its content. The collection's metadata say which manifest is the newest.
They are written last, so a machine that follows them finds all of a generation there; it copies what its
own folder lacks and opens it like any other. One machine writes; a second one that wrote meanwhile is told.
"""

import base64
import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from advisor.errors import IndexLocked, IndexMismatch, IndexUnreachable
from advisor.index import files, lock, server, stored
from advisor.index.manifest import Manifest, generations, manifest_file
from advisor.index.manifest import newest as newest_of

if TYPE_CHECKING:
    from chromadb import Collection

PART = 500_000  # letters of a record: a server takes some 40 MB in one request
AT_ONCE = 8  # records in one request


class Generation(NamedTuple):
    """Which generation a server has: its number, and the digest of its manifest."""

    number: int
    digest: str


def newest(url: str) -> Generation | None:
    """The generation that the server says to read; cheap enough to be asked each second.

    Raises:
        IndexUnreachable: the server does not answer.
    """
    found = _collection(url)
    return _pointer(found) if found else None


def version(folder: Path, url: str | None) -> object:
    """What is another one when the index has to be opened anew; cheap enough to be asked each second.

    A server that vanishes and one that comes back count: what was opened before may not be there any more.
    """
    try:
        if url and server.name_of(url):
            return newest(url)
        return newest_of(folder), url is None or server.alive(url)
    except IndexUnreachable:
        return None


def follow(folder: Path, url: str | None) -> None:
    """Bring the folder up to the server's generation, where the address names an index that it is a copy of.

    Raises:
        IndexUnreachable: the server does not answer.
        IndexMismatch: the folder holds another index, or the server lost part of this one.
        IndexLocked: another process of this machine writes the folder.
    """
    there = newest(url) if url and server.name_of(url) else None
    if url and there and there != _own(folder):
        with lock.writing(folder):
            pull(folder, url)


def pull(folder: Path, url: str) -> None:
    """The same for a caller who is the folder's only writer already."""
    collection = _collection(url)
    there = _pointer(collection) if collection else None
    if collection is None or there is None or there == _own(folder):
        return
    _refuse_another(folder, url)
    content = dict(_read(collection, [there.digest]))[there.digest]
    entries = Manifest.read(content).entries.values()
    for name, guide in _read(collection, [e.stored for e in entries if not stored.holds(folder, e)]):
        files.write(stored.stored_file(folder, name), guide)
    for number in generations(folder):
        if number > there.number:  # the server was emptied or set back
            manifest_file(folder, number).unlink()
    files.write(manifest_file(folder, there.number), content, durable=True)


def publish(folder: Path, url: str, manifest: Manifest) -> None:
    """Make a generation, whose rows the server has, the one that all read.

    Raises:
        IndexLocked: another machine has published one meanwhile.
        IndexUnreachable: the server does not answer.
    """
    content = manifest.as_bytes()
    digest = _digest(content)
    with server.answering(url):
        collection = server.client(url, server.WRITING).get_or_create_collection(_name(url), embedding_function=None)
        there = set(_names(collection))
        for name in (e.stored for e in manifest.entries.values()):
            if name not in there:
                _write(collection, name, stored.stored_file(folder, name).read_bytes())
                there.add(name)
        _write(collection, digest, content)
        last = newest(url)  # asked now: the rest may have taken long
        if last and last.number >= manifest.number:
            raise IndexLocked("Another machine has changed the guides meanwhile: run this again.")
        collection.modify(metadata={"generation": manifest.number, "digest": digest})


def forget(folder: Path, url: str, kept: Sequence[Manifest]) -> None:
    """Delete what no generation that is kept needs."""
    needed = {e.stored for m in kept for e in m.entries.values()} | {_manifest(folder, m.number).digest for m in kept}
    if collection := _collection(url):
        with server.answering(url):
            spare = [id for id in collection.get(include=[])["ids"] if id.partition("/")[0] not in needed]
            for some in _batches(spare, 1000):
                collection.delete(ids=some)


def _refuse_another(folder: Path, url: str) -> None:
    """A folder that is no copy of this index is left alone: two indexes never mix."""
    if generations(folder) and Manifest.load(folder).id != server.name_of(url):
        raise IndexMismatch(
            f"The index in {folder} is another one than that at {url}: choose a folder of its own with --index."
        )


def _own(folder: Path) -> Generation | None:
    """Which generation the folder has."""
    number = newest_of(folder)
    return _manifest(folder, number) if number else None


def _manifest(folder: Path, number: int) -> Generation:
    return Generation(number, _digest(manifest_file(folder, number).read_bytes()))


def _name(url: str) -> str:
    return f"advisor-{server.name_of(url)}"


def _collection(url: str) -> "Collection | None":
    from chromadb.errors import NotFoundError

    try:
        with server.answering(url):
            return server.client(url).get_collection(_name(url), embedding_function=None)
    except NotFoundError:
        return None


def _pointer(collection: "Collection") -> Generation | None:
    found = collection.metadata or {}
    return Generation(int(found["generation"]), str(found["digest"])) if "digest" in found else None


def _names(collection: "Collection") -> Iterator[str]:
    """What there is, each once; a record's last part is written last."""
    found = collection.get(where={"last": True}, include=[])["ids"]
    return (id.partition("/")[0] for id in found)


def _write(collection: "Collection", name: str, content: bytes) -> None:
    """Write a record, packed and in parts that are not too large for one request."""
    packed = base64.b64encode(zlib.compress(content)).decode()
    parts = [packed[start : start + PART] for start in range(0, len(packed), PART)]
    last = len(parts) - 1
    metadata = [{"of": name, "part": n, "last": n == last, "content": part} for n, part in enumerate(parts)]
    for some in _batches(metadata, AT_ONCE):
        # Chroma wants a vector with each; the content is no "document", of which it would index every three letters.
        vectors = np.array([[part["part"]] for part in some], np.float32)
        collection.upsert(ids=[f"{name}/{part['part']}" for part in some], metadatas=some, embeddings=vectors)


def _read(collection: "Collection", names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Records by their name.

    Raises:
        IndexMismatch: one is not there, or not whole.
    """
    for name in dict.fromkeys(names):
        found = collection.get(where={"of": name}, include=["metadatas"])["metadatas"] or []
        parts = sorted(found, key=lambda part: int(str(part["part"])))
        try:
            content = zlib.decompress(base64.b64decode("".join(str(part["content"]) for part in parts)))
        except (ValueError, zlib.error) as error:
            raise _incomplete(collection.name) from error
        if _digest(content) != name:
            raise _incomplete(collection.name)
        yield name, content


def _incomplete(name: str) -> IndexMismatch:
    return IndexMismatch(
        f"The Chroma server has lost part of the index '{name}': run 'advisor index' where the guides are."
    )


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[: stored.ROW_DIGITS]


def _batches(items: list[Any], size: int) -> Iterator[list[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))
