"""Guides as JSON files, each with the chunks it was cut into; a file is named by its content and never changes."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from langchain_core.documents import Document

from advisor.documents import Guide, Section
from advisor.errors import IndexMismatch
from advisor.index import files
from advisor.index.chunks import Columns
from advisor.index.manifest import Entry

ROW_DIGITS = 24  # of a row's name; enough that no two texts of any index share one


def row_of(text: str) -> str:
    """The row of the vector store that holds a text: the same text has the same row wherever it stands."""
    return sha256(text.encode()).hexdigest()[:ROW_DIGITS]


def rows_of(chunks: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """By grain, the rows that chunks need."""
    found: dict[str, dict[str, None]] = {}
    for chunk in chunks:
        found.setdefault(chunk.metadata["grain"], {})[row_of(chunk.page_content)] = None
    return {grain: tuple(rows) for grain, rows in found.items()}


def save(folder: Path, guide: Guide, chunks: Iterable[Document]) -> tuple[str, int]:
    """Store a guide and its chunks, so that nothing needs the source file or the reader again.

    Returns:
        The name of the file and its size in bytes.
    """
    rows = [{"id": c.id, "text": c.page_content, "metadata": c.metadata} for c in chunks]
    content = files.as_json({"guide": asdict(guide), "chunks": rows})
    name = sha256(content).hexdigest()[:ROW_DIGITS]
    file = stored_file(folder, name)
    if not (file.is_file() and file.stat().st_size == len(content)):
        files.write(file, content)
    return name, len(content)


def load(folder: Path, name: str) -> tuple[Guide, list[Document]]:
    """Read a stored guide and its chunks.

    Raises:
        IndexMismatch: the file is missing or damaged.
    """
    with _readable(folder, name) as content:
        chunks = [Document(id=c["id"], page_content=c["text"], metadata=c["metadata"]) for c in content["chunks"]]
        return guide_from(content["guide"]), chunks


def load_columns(folder: Path, name: str) -> tuple[Guide, dict[str, Columns]]:
    """Read a stored guide and, by grain, its chunks; see `load`, which takes much longer."""
    with _readable(folder, name) as content:
        found: dict[str, Columns] = {}
        for chunk in content["chunks"]:
            about, text = chunk["metadata"], chunk["text"]
            into = found.setdefault(about["grain"], Columns())
            into.rows.append(row_of(text))
            into.texts.append(text)
            into.sections.append(about["section"])
            into.starts.append(about["start"])
            into.ends.append(about["end"])
        return guide_from(content["guide"]), found


def load_guide(folder: Path, name: str) -> Guide:
    """Read a stored guide without its chunks; see `load`."""
    with _readable(folder, name) as content:
        return guide_from(content["guide"])


@contextmanager
def _readable(folder: Path, name: str) -> Iterator[Any]:
    file = stored_file(folder, name)
    try:
        yield json.loads(file.read_bytes())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexMismatch(
            f"{file} is missing or damaged: run 'advisor index --index {folder}' to build it anew."
        ) from error


def guide_from(content: dict[str, Any]) -> Guide:
    """A guide from what JSON makes of it."""
    sections = tuple(Section(**s | {"headings": tuple(s["headings"])}) for s in content["sections"])
    phrasings = {id: tuple(asked) for id, asked in content.get("phrasings", {}).items()}
    pages = tuple(content.get("pages", ()))
    return Guide(**content | {"sections": sections, "phrasings": phrasings, "pages": pages})


def holds(folder: Path, entry: Entry) -> bool:
    """Whether a guide's file is there in its full size: quick; `intact` reads it."""
    file = stored_file(folder, entry.stored)
    return bool(entry.stored) and file.is_file() and file.stat().st_size == entry.size


def intact(folder: Path, entry: Entry) -> bool:
    """Whether a guide's file is there and holds what was written."""
    try:
        content = stored_file(folder, entry.stored).read_bytes()
    except OSError:
        return False
    return sha256(content).hexdigest()[:ROW_DIGITS] == entry.stored


def forget(folder: Path, keep: Iterable[str]) -> None:
    """Delete the stored guides that are not to be kept, and drafts that a broken-off run left."""
    kept = {stored_file(folder, name) for name in keep}
    for file in (folder / "guides").glob("*"):
        if file not in kept:
            file.unlink(missing_ok=True)


def stored_file(folder: Path, name: str) -> Path:
    """Where a guide is stored."""
    return folder / "guides" / f"{name}.json"
