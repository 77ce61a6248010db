"""What is said beside the result of indexing: what was passed over, and what a keeper may not have meant."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from advisor import glossary, readers
from advisor.index import Change
from advisor.settings import Settings


def on_files(settings: Settings, paths: Sequence[Path]) -> Iterator[str]:
    """The files at some paths that are not read, and why."""
    yield from readers.passed_over(paths)
    known = settings.corpus / glossary.FILE
    for file in readers.glossaries(paths):
        if file.resolve() != known.resolve():
            yield f"{file} is passed over: abbreviations are read from {known} alone (ADVISOR_CORPUS)."


def on_changes(settings: Settings, paths: Sequence[Path], changes: Sequence[Change], only_plan: bool) -> Iterator[str]:
    """What was passed over inside the guides, and the folders whose guides are all gone."""
    for change in changes:
        yield from (f"{told}." for told in change.notes)
    for path in paths:
        if _emptied(path, changes):
            gone = f"{path} {'holds no guide any more' if path.is_dir() else 'is not there'}: all guides read from it"
            back = f"'advisor index --rollback --index {settings.index}' brings them back."
            yield f"{gone} {'would be removed' if only_plan else f'are removed. If that was not meant, {back}'}"


def _emptied(path: Path, changes: Sequence[Change]) -> bool:
    """Whether a folder of which the index held guides has none any more: it may be a drive that is not there."""
    place = path.resolve()
    return {c.status for c in changes if c.path and place in Path(c.path).parents} == {"removed"}
