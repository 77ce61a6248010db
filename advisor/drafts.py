"""Files that came through the page: drafts until they are wanted, then in a folder of their own beside the index."""

import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

from advisor.errors import CorpusError, IndexNotWritten
from advisor.index import files
from advisor.readers import kinds, pages

UPLOADS, PAGES = "uploads", "pages"  # folders of the index: for uploaded files, for fetched pages
LONGEST_NAME = 70  # letters of a file's name, without its ending
LIFETIME = 3600.0  # seconds after which a draft that nobody took is deleted

_DRAFTS = ".drafts"
_NAME = re.compile(r"[0-9a-f]{32}")


def own(index: Path) -> tuple[Path, Path]:
    """The folders of what came through the page, which may not exist."""
    return index / UPLOADS, index / PAGES


def write(index: Path, name: str, data: bytes) -> str:
    """Keep an uploaded file as a draft, and return the draft's name.

    Args:
        index: folder of the index.
        name: the file's name where it came from; never used as a path.
        data: its content.

    Raises:
        CorpusError: it is of no kind that can be read.
        OSError: it cannot be written.
    """
    file = _cleaned(name, data)
    draft = _fresh(index)
    (_folder(index, draft) / file).write_bytes(data)
    return draft


def write_page(index: Path, page: pages.Page) -> str:
    """Keep a fetched page as a draft; see `write`."""
    draft = _fresh(index)
    pages.keep(page, _folder(index, draft))
    return draft


def file(index: Path, draft: str) -> Path:
    """The file of a draft.

    Raises:
        CorpusError: there is no such draft any more.
    """
    there = _folder(index, draft).glob("*") if _NAME.fullmatch(draft) else ()
    found = next((f for f in there if f.suffix != pages.SHORTCUT), None)
    if found is None:
        raise CorpusError("This draft is gone: it was added or given up. Choose the file again.")
    return found


def target(index: Path, file: Path) -> Path:
    """Where the file of a draft is kept for good: a page where the same address's was before, whatever its kind."""
    if not _shortcut(file).is_file():
        return (index / UPLOADS).resolve() / file.name
    pages_kept = (index / PAGES).resolve()
    same = (f for f in sorted(pages_kept.glob("*")) if f.stem == file.stem and f.suffix in kinds.SUFFIXES)
    return next(same, pages_kept / file.name)


def plain_stem(name: str) -> str:
    """A file's name without its ending, as letters and digits joined by hyphens; what is plain already stays.

    Where nothing of the name would be left, or it is too long, its end tells it from others like it.
    """
    given = Path(name)
    stem = given.stem if given.suffix.lower() in kinds.SUFFIXES else given.name
    letters = "".join(c for c in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(c)).lower()
    plain = "-".join(re.findall(r"\w+", re.sub(r"[\u2018\u2019']", "", letters)))
    if 0 < len(plain) <= LONGEST_NAME:
        return plain
    end = sha256(stem.encode()).hexdigest()[:6]
    return f"{plain[: LONGEST_NAME - len(end) - 1].strip('-') or 'guide'}-{end}"


@contextmanager
def placed(file: Path, target: Path) -> Iterator[None]:
    """Move a draft's file to where it is kept; where the block fails, all is as it was.

    Raises:
        IndexNotWritten: it cannot be moved.
    """
    try:
        data = file.read_bytes()
        before = target.read_bytes() if target.is_file() else None
        if _shortcut(file).is_file():
            files.write(_shortcut(target), _shortcut(file).read_bytes())
        files.write(target, data, durable=True)
    except OSError as error:
        raise IndexNotWritten(f"The file cannot be kept in {target.parent} ({error.strerror}).") from error
    try:
        yield
    except BaseException:
        if before is None:
            forget(target)
        else:
            files.write(target, before)
        raise
    rmtree(file.parent, ignore_errors=True)


def forget(file: Path) -> None:
    """Delete a file, and what says where it was fetched from."""
    file.unlink(missing_ok=True)
    _shortcut(file).unlink(missing_ok=True)


def _cleaned(name: str, data: bytes) -> str:
    """A name that is safe as a file's, with an ending by which it is found as a guide."""
    given = re.split(r"[/\\]", name)[-1]
    kind = kinds.of_bytes(data, given)
    suffix = Path(given).suffix.lower()
    return plain_stem(given) + (suffix if suffix in kinds.SUFFIXES else pages.ENDINGS[kind])


def _fresh(index: Path) -> str:
    """A new draft, empty; those that nobody took are deleted."""
    drafts = index / UPLOADS / _DRAFTS
    for old in drafts.glob("*"):
        if time.time() - old.stat().st_mtime > LIFETIME:
            rmtree(old, ignore_errors=True)
    draft = uuid4().hex
    (drafts / draft).mkdir(parents=True)
    return draft


def _folder(index: Path, draft: str) -> Path:
    return index / UPLOADS / _DRAFTS / draft


def _shortcut(file: Path) -> Path:
    return file.with_name(file.name + pages.SHORTCUT)
