"""`doctor`."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from advisor import glossary, indexing, readers
from advisor.cli.options import AS_JSON, FAILED, command
from advisor.errors import AdvisorError, CorpusError, IndexNotWritten
from advisor.index import Manifest, holder
from advisor.index.verify import verify
from advisor.settings import Settings

ROOM = 500 * 2**20  # bytes that indexing wants free


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it is well, and what was found or what to do."""

    name: str
    well: bool
    found: str


@command("doctor", short_help="Check settings, model, guides, index and disk, and say what to do.")
@AS_JSON
def doctor(settings: Settings, as_json: bool) -> None:
    """Check settings, embedding model, guides, index and disk, and say what to do."""
    checks = [_checked(name, look, settings) for name, look in _LOOKS.items()]
    if as_json:
        click.echo(json.dumps({"checks": [asdict(c) for c in checks]}, ensure_ascii=False))
    else:
        click.echo("\n".join(f"{'ok' if c.well else 'FAILED':<8}{c.name:<12}{c.found}" for c in checks))
    if not all(c.well for c in checks):
        sys.exit(FAILED)


def _checked(name: str, look: Callable[[Settings], str], settings: Settings) -> Check:
    try:
        return Check(name, True, look(settings))
    except AdvisorError as error:
        return Check(name, False, str(error))


def _settings(settings: Settings) -> str:
    given = {name: getattr(settings, name) for name in sorted(settings.model_fields_set)}
    shown = [f"{name}={'set' if 'password' in name or 'key' in name else value}" for name, value in given.items()]
    return ", ".join(shown) or "all as shipped"


def _model(settings: Settings) -> str:
    embeddings = indexing.embeddings(settings)
    return f"{embeddings.identity}, {len(embeddings.embed_query('ready'))} dimensions"


def _guides(settings: Settings) -> str:
    files = readers.guide_files([settings.corpus]) if settings.corpus.is_dir() else []
    if not files:
        raise CorpusError(f"There are no guides in {settings.corpus}: put some there, or set ADVISOR_CORPUS.")
    return f"{len(files)} files in {settings.corpus}"


def _glossary(settings: Settings) -> str:
    file = settings.corpus / glossary.FILE
    glossary.load(file)
    return f"abbreviations from {file}" if file.is_file() else f"no {file}: only what the guides abbreviate themselves"


def _index(settings: Settings) -> str:
    manifest = Manifest.load(settings.index)
    manifest.check(indexing.stamp(settings), settings.index)
    return f"generation {manifest.number} in {settings.index}, {len(manifest.entries)} documents"


def _whole(settings: Settings) -> str:
    if problems := verify(settings.index, settings.chroma_url):
        further = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise IndexNotWritten(f"{problems[0].what}{further} Run 'advisor status --verify --repair'.")
    return f"all there, in {settings.chroma_url or 'the index folder'}"


def _writer(settings: Settings) -> str:
    return holder(settings.index) or "nobody writes the index now"


def _disk(settings: Settings) -> str:
    place = next(_existing(settings.index))
    free = shutil.disk_usage(place).free
    if free < ROOM:
        raise IndexNotWritten(f"Only {free // 2**20} MB are free in {place}: make room for at least {ROOM // 2**20}.")
    return f"{free // 2**30} GB free in {place}"


def _existing(folder: Path) -> Iterator[Path]:
    return (place for place in (folder, *folder.parents) if place.is_dir())


_LOOKS: dict[str, Callable[[Settings], str]] = {
    "settings": _settings,
    "model": _model,
    "guides": _guides,
    "glossary": _glossary,
    "index": _index,
    "store": _whole,
    "writer": _writer,
    "disk": _disk,
}
