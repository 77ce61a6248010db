"""Is everything there that the index says, and as it was written?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from advisor.chunking import GRAINS
from advisor.errors import AdvisorError, CorpusError, IndexMismatch
from advisor.index import history, store, stored, vectors
from advisor.index.build import Builder
from advisor.index.manifest import Entry, Manifest, manifest_file, newest
from advisor.markup import blocks

Part = Literal["manifest", "guide", "store", "cache"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is off.

    Attributes:
        part: where.
        what: a sentence.
        document: the guide that is concerned, if it is one.
    """

    part: Part
    what: str
    document: str = ""


def verify(folder: Path, chroma_url: str | None = None) -> list[Finding]:
    """Compare manifest, stored guides, vector store and cached vectors with each other; all of it is read.

    Words are searched in the stored guides themselves, so that nothing of the lexical index can be off
    where these are not.

    Raises:
        IndexNotBuilt: there is no index.
    """
    try:
        manifest = Manifest.load(folder)
    except IndexMismatch as error:
        return [Finding("manifest", str(error))]
    findings = [found for entry in manifest.entries.values() for found in _guide(folder, entry)]
    return [*findings, *_store(folder, manifest, chroma_url), *_cache(folder)]


def repair(builder: Builder, folder: Path, findings: list[Finding]) -> Iterator[str]:
    """Set right what was found, from what is still there: stored guides, source files, known vectors.

    Args:
        builder: writes the index.
        folder: the index.
        findings: of `verify`.

    Yields:
        What was done, a sentence each.

    Raises:
        AdvisorError: it cannot be set right; the message says what is missing.
    """
    parts = {f.part for f in findings}
    if "manifest" in parts:
        yield _step_back(folder)
        return
    if "cache" in parts:
        (folder / vectors.FILE).unlink(missing_ok=True)
        yield "The vectors kept for later runs are made anew when they are needed."
    names = {f.document for f in findings}
    if damaged := [e for e in builder.manifest().entries.values() if e.name in names]:
        _read_anew(builder, folder, damaged)
        yield f"Read anew: {', '.join(e.source for e in damaged)}."
    if "store" in parts:
        builder.repair()
        yield "The vector store is made anew."


def _step_back(folder: Path) -> str:
    back = next((m.number for m in history.kept(folder)), None)
    if back is None:
        raise CorpusError(f"No generation of the index is readable: delete {folder} and run 'advisor index'.")
    manifest_file(folder, newest(folder)).unlink()
    return f"Back to generation {newest(folder)}, the last one; verify again, then run 'advisor index'."


def _read_anew(builder: Builder, folder: Path, damaged: Sequence[Entry]) -> None:
    lost = [e for e in damaged if not Path(e.path).is_file()]
    if lost:
        names = ", ".join(f"{e.name} ({e.path})" for e in lost)
        raise CorpusError(
            f"The files of these documents are gone too: {names}. Put them back, or take the documents out with"
            " 'advisor remove NAME'."
        )
    for entry in damaged:
        stored.stored_file(folder, entry.stored).unlink(missing_ok=True)
    builder.update([Path(e.path) for e in damaged])


def _guide(folder: Path, entry: Entry) -> Iterator[Finding]:
    if not stored.intact(folder, entry):
        yield Finding("guide", f"The stored text of {entry.source} is missing or damaged.", entry.name)
        return
    guide, chunks = stored.load(folder, entry.stored)
    if (guide.name, stored.rows_of(chunks), len(chunks)) != (entry.name, dict(entry.rows), entry.chunks):
        yield Finding("guide", f"The stored chunks of {entry.source} are not those of the manifest.", entry.name)
    lost = {c.metadata["section"] for c in chunks} - {s.id for s in guide.sections if blocks(s.text)}
    if lost:
        yield Finding("guide", f"Chunks of {entry.source} belong to no section of it.", entry.name)


def _store(folder: Path, manifest: Manifest, url: str | None) -> Iterator[Finding]:
    try:
        found = store.opened(folder, manifest, url)
    except AdvisorError as error:
        yield Finding("store", str(error))
        return
    try:
        there = found.rows()
    finally:
        found.close()
    for grain in GRAINS:
        wanted, held = manifest.rows()[grain], there.get(grain, set())
        if missing := len(wanted - held):
            yield Finding("store", f"The vector store lacks {missing} of {len(wanted)} rows of the grain {grain}.")
        if url is None and (spare := len(held - wanted)):
            yield Finding("store", f"The vector store has {spare} rows of the grain {grain} that no guide needs.")


def _cache(folder: Path) -> Iterator[Finding]:
    if not vectors.sound(folder):
        yield Finding("cache", f"{folder / vectors.FILE} is damaged.")
