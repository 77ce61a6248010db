"""The two stores of an index: guides as JSON files, vectors in Chroma."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from langchain_core.embeddings import Embeddings

from advisor.documents import Guide, Section
from advisor.errors import IndexMismatch
from advisor.index.manifest import write_json

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from langchain_chroma import Chroma

# Wide enough that the graph search finds what an exact one would.
_HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 600,
    "max_neighbors": 32,
}


def save_guide(folder: Path, guide: Guide) -> None:
    """Store a guide as read, so that quotes and pages need neither the file nor the reader again."""
    write_json(_guide_file(folder, guide.name), asdict(guide))


def load_guide(folder: Path, name: str) -> Guide:
    """Read a stored guide.

    Raises:
        IndexMismatch: its file is missing or damaged.
    """
    file = _guide_file(folder, name)
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        sections = tuple(Section(**s | {"headings": tuple(s["headings"])}) for s in content.pop("sections"))
        phrasings = {id: tuple(asked) for id, asked in content.pop("phrasings", {}).items()}
        pages = tuple(content.pop("pages", ()))
        return Guide(**content, sections=sections, phrasings=phrasings, pages=pages)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexMismatch(
            f"{file} is missing or damaged: run 'advisor index --index {folder}' to build it anew."
        ) from error


def holds_guide(folder: Path, name: str) -> bool:
    """Whether a guide's stored text is there and whole."""
    try:
        load_guide(folder, name)
    except IndexMismatch:
        return False
    return True


def forget_guides(folder: Path, keep: Iterable[str]) -> None:
    """Delete the stored guides that are not to be kept."""
    kept = {_guide_file(folder, name) for name in keep}
    for file in (folder / "guides").glob("*.json"):
        if file not in kept:
            file.unlink()


def _guide_file(folder: Path, name: str) -> Path:
    return folder / "guides" / f"{name}.json"


def client(folder: Path, url: str | None = None) -> "ClientAPI":
    """Chroma inside this process, kept under the index folder, or a Chroma server's client.

    Raises:
        IndexMismatch: the store is damaged, or the server does not answer.
    """
    from chromadb.errors import ChromaError

    try:
        return _connected(folder, url)
    except (ChromaError, ValueError, OSError) as error:
        if url:
            raise IndexMismatch(
                f"The Chroma server at {url} does not answer: start it, or unset ADVISOR_CHROMA_URL."
            ) from error
        raise IndexMismatch(
            f"The vectors in {folder / 'chroma'} cannot be opened: delete that folder and run"
            f" 'advisor index --index {folder}' to make them anew."
        ) from error


def _connected(folder: Path, url: str | None) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(str(folder / "chroma"), settings=quiet)
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    return chromadb.HttpClient(parts.hostname or "localhost", port, ssl=secure, settings=quiet)


def vectors(chroma: "ClientAPI", collection: str, embeddings: Embeddings) -> "Chroma":
    """The collection as LangChain's vector store; made where it does not exist."""
    from langchain_chroma import Chroma

    return Chroma(
        collection,
        embedding_function=embeddings,
        client=chroma,
        collection_configuration={"hnsw": _HNSW},
    )
