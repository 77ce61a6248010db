"""`status` and `remove`: what the index holds."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from advisor import indexing
from advisor.cli import naming
from advisor.cli.options import AS_JSON, FAILED, command, note
from advisor.index import Entry, Finding, Manifest, follow, kept, repair
from advisor.index.verify import verify
from advisor.settings import Settings


@command("remove", short_help="Take one document out of the index.")
@click.argument("document")
def remove(settings: Settings, document: str) -> None:
    """Take DOCUMENT (a name that 'advisor status' lists) out of the index."""
    builder = indexing.builder(settings)
    entry = builder.manifest().entries.get(document)
    builder.remove(document)
    click.echo(f"Removed {document} from the index.")
    if entry and Path(entry.path).exists():
        note(f"its file stays where it is: the next 'advisor index' that reads {entry.path} adds it again.")


@command("status")
@click.option("--verify", "to_verify", is_flag=True, help="Read all of the index and say what is off.")
@click.option("--repair", "to_repair", is_flag=True, help="With --verify: set it right.")
@AS_JSON
def status(settings: Settings, to_verify: bool, to_repair: bool, as_json: bool) -> None:
    """Say what the index holds, and how and when it was built."""
    if to_repair and not to_verify:
        raise click.UsageError("--repair goes with --verify.")
    follow(settings.index, settings.chroma_url)
    findings = verify(settings.index, settings.chroma_url) if to_verify else []
    if findings and to_repair:
        for finding in findings:
            note(finding.what)
        for sentence in repair(indexing.builder(settings), settings.index, findings):
            note(sentence)
        findings = verify(settings.index, settings.chroma_url)
    content = _status(settings.index, findings if to_verify else None)
    click.echo(json.dumps(content, ensure_ascii=False) if as_json else "\n".join(_status_lines(content)))
    if findings:
        sys.exit(FAILED)


def _status(folder: Path, findings: Sequence[Finding] | None) -> dict[str, Any]:
    manifest = Manifest.load(folder)
    entries = list(manifest.entries.values())
    content = {
        "index": str(folder),
        "embedding": manifest.stamp.embedder,
        "indexed": max((e.indexed for e in entries), default=None),
        "sections": sum(e.sections for e in entries),
        "chunks": sum(e.chunks for e in entries),
        "documents": [_document(e) for e in entries],
        "generations": [
            {"generation": m.number, "made": m.made, "note": m.note, "documents": len(m.entries)} for m in kept(folder)
        ],
    }
    return content if findings is None else content | {"problems": [f.what for f in findings]}


def _document(entry: Entry) -> dict[str, Any]:
    return {
        "document": entry.name,
        "title": entry.title,
        "source": entry.source,
        "path": entry.path,
        "sections": entry.sections,
        "chunks": entry.chunks,
        "indexed": entry.indexed,
    }


def _status_lines(content: dict[str, Any]) -> Iterator[str]:
    documents, generations = content["documents"], content["generations"]
    called = naming.names((d["source"], d["path"]) for d in documents)
    yield f"Index      {content['index']}"
    yield f"Embedding  {content['embedding']}"
    yield f"Indexed    {content['indexed'] or 'never'}"
    yield f"Holds      {len(documents)} documents, {content['sections']} sections, {content['chunks']} chunks"
    for d in documents:
        yield f"- {d['document']}: {d['title']} ({called[d['source'], d['path']]}, {d['sections']} sections)"
    yield "Generations, the newest first"
    yield from (f"- {g['generation']}: {g['documents']} documents, made {g['made']} ({g['note']})" for g in generations)
    if "problems" in content:
        yield f"Verified   {f'{len(problems)} off' if (problems := content['problems']) else 'nothing is off'}"
        yield from (f"- {problem}" for problem in problems)
