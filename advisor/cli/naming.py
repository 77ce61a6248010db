"""What a terminal calls a document: its source, and its folders too where another has the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from advisor.errors import IndexNotBuilt
from advisor.index import Change, Entry, Manifest
from advisor.readers.pages import is_url

Document = tuple[str, str]
"""Source and path of a document."""


def names(documents: Iterable[Document]) -> dict[Document, str]:
    """What to call documents: those of one source by the parts of their paths that tell them apart."""
    by_source: dict[str, set[str]] = defaultdict(set)
    for source, path in documents:
        by_source[source].add(path)
    return {(source, p): name for source, paths in by_source.items() for p, name in _apart(source, paths)}


def told(index: Path, changes: Sequence[Change]) -> list[str]:
    """What is said of each change, beside its status.

    Args:
        index: its folder; the other guides that it holds have names as well.
        changes: planned or carried out.
    """
    changed = {c.document for c in changes if c.status != "duplicate"}
    others = ((e.source, e.path) for e in _entries(index) if e.name not in changed)
    called = names([*((c.source, c.path) for c in changes), *others])
    return [_said(c, called[c.source, c.path]) for c in changes]


def _said(change: Change, name: str) -> str:
    """A message that begins with the source begins with the name."""
    if change.message and not change.message.startswith(change.source):
        return change.message
    return name + change.message.removeprefix(change.source)


def _entries(index: Path) -> Iterable[Entry]:
    try:
        return Manifest.load(index).entries.values()
    except IndexNotBuilt:
        return ()


def _apart(source: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """By path, a name each; an address is the name of its page, wherever that is kept."""
    parts = {path: Path(path).parts for path in paths}
    shared = sum(1 for _ in takewhile(lambda level: len({*level}) == 1, zip(*parts.values(), strict=False)))
    for path, those in parts.items():
        yield path, str(Path(*those[shared:])) if len(parts) > 1 and not is_url(source) else source
