"""`index`, `remove` and `status`."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from advisor import readers, wiring
from advisor.cli.options import FAILED, command
from advisor.documents import slug
from advisor.errors import CorpusError
from advisor.index import Change, Entry, Manifest
from advisor.readers import fetching, kinds
from advisor.settings import Settings

PAGES = "pages"  # folder of the index for fetched pages
NAMED = 5  # files that a note names

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@command("index")
@click.argument("places", nargs=-1, metavar="[PATH|URL]...")
@click.option("--plan", "only_plan", is_flag=True, help="Only say what would change.")
@_JSON
def index(settings: Settings, places: tuple[str, ...], only_plan: bool, as_json: bool) -> None:
    """Bring the index in line with the guides at PATHs (files or folders) and web addresses.

    By default the corpus folder is read (ADVISOR_CORPUS). A document that was read from under a PATH
    and is gone there is removed; those read from elsewhere stay. Questions as applicants put them, in
    NAME.questions.md beside the guide NAME, help to find its sections.

    Guides are Markdown, plain text, HTML, PDF or DOCX. A page at a URL is fetched anew at each call and
    kept beside the index; pages of private networks only with ADVISOR_ALLOW_PRIVATE_URLS=true.
    """
    paths, failed = _on_disk(settings, places)
    changes = bring_in_line(settings, paths or (settings.corpus,), only_plan) if paths or not failed else []
    changes += failed
    if as_json:
        click.echo(
            json.dumps({"index": str(settings.index), "documents": [_as_row(c) for c in changes]}, ensure_ascii=False)
        )
    else:
        click.echo("\n".join([*(_as_line(c) for c in changes), _summary(changes, only_plan)]))
    if any(c.status == "failed" for c in changes):
        sys.exit(FAILED)


def bring_in_line(settings: Settings, paths: Sequence[Path], only_plan: bool = False) -> list[Change]:
    """Plan and, unless only the plan is wanted, apply it, with a progress bar and notes on standard error.

    Raises:
        CorpusError: there is no guide at any of the paths, and nothing to remove.
    """
    if passed := readers.passed_by(paths):
        _note(f"passed over, being no guides ({kinds.READ}): {_named(passed)}.")
    for file in readers.stray_questions([p for p in paths if p.exists()]):
        _note(f"{file} is passed over: no guide of that name stands beside it.")
    with tqdm(desc="Embedding", unit="chunk", file=sys.stderr, leave=False, disable=None) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        builder = wiring.builder(settings, progress)
        changes = builder.plan(paths)
        if not only_plan and any(c.status != "failed" for c in changes):
            builder.apply(changes)
    for change in changes:
        for note in change.notes:
            _note(f"{note}.")
    return changes


def _on_disk(settings: Settings, places: Sequence[str]) -> tuple[list[Path], list[Change]]:
    """The files and folders at some places, web pages fetched; and the pages that cannot be had."""
    paths: list[Path] = []
    failed: list[Change] = []
    for place in places:
        if not fetching.is_url(place):
            paths.append(Path(place))
            continue
        try:
            page = fetching.fetch(place, settings.max_file_bytes, settings.allow_private_urls)
            paths.append(fetching.keep(page, settings.index / PAGES))
        except CorpusError as error:
            failed.append(Change(slug(place), place, "failed", str(error)))
    return paths, failed


def _named(files: Sequence[Path]) -> str:
    """Some files by their names, the first few of many."""
    names = ", ".join(file.name for file in files[:NAMED])
    return names if len(files) <= NAMED else f"{names} and {len(files) - NAMED} more"


def _note(text: str) -> None:
    click.echo(f"Note: {text}", err=True)


@command("remove")
@click.argument("document")
def remove(settings: Settings, document: str) -> None:
    """Take DOCUMENT (a name that 'advisor status' lists) out of the index."""
    wiring.builder(settings).remove(document)
    click.echo(f"Removed {document} from the index.")


@command("status")
@_JSON
def status(settings: Settings, as_json: bool) -> None:
    """Say what the index holds, and how and when it was built."""
    manifest = Manifest.load(settings.index)
    content = _status(manifest, settings.index)
    click.echo(json.dumps(content, ensure_ascii=False) if as_json else "\n".join(_status_lines(content)))


def _status(manifest: Manifest, folder: Path) -> dict[str, Any]:
    entries = list(manifest.entries.values())
    return {
        "index": str(folder),
        "embedding": manifest.stamp.embedder,
        "indexed": max((e.indexed for e in entries), default=None),
        "sections": sum(e.sections for e in entries),
        "chunks": sum(len(e.chunks) for e in entries),
        "documents": [_document(e) for e in entries],
    }


def _document(entry: Entry) -> dict[str, Any]:
    return {
        "document": entry.name,
        "title": entry.title,
        "source": entry.source,
        "path": entry.path,
        "sections": entry.sections,
        "chunks": len(entry.chunks),
        "indexed": entry.indexed,
    }


def _status_lines(content: dict[str, Any]) -> list[str]:
    documents = content["documents"]
    return [
        f"Index      {content['index']}",
        f"Embedding  {content['embedding']}",
        f"Indexed    {content['indexed'] or 'never'}",
        f"Holds      {len(documents)} documents, {content['sections']} sections, {content['chunks']} chunks",
        *(f"- {d['document']}: {d['title']} ({d['source']}, {d['sections']} sections)" for d in documents),
    ]


def _as_row(change: Change) -> dict[str, Any]:
    return {"document": change.document, "source": change.source, "status": change.status, "message": change.message}


def _as_line(change: Change) -> str:
    return f"{change.status:<10}{change.message or change.source}"


def _summary(changes: Sequence[Change], only_plan: bool) -> str:
    counts = Counter(c.status for c in changes)
    told = ", ".join(f"{number} {status}" for status, number in counts.items())
    return f"{'Would be' if only_plan else 'Done'}: {told}."
