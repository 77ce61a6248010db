"""Bytes -> `Guide`: the kind of a file is found by its content, its name only breaks ties."""

import re
from collections.abc import Sequence
from pathlib import Path

from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.readers import markdown, plain_text

VERSION = 1  # raise it when the same file is read as another guide
SUFFIXES = (".md", ".markdown", ".txt")
MAX_BYTES = 20 * 2**20

_ATX_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read(data: bytes, name: str, source: str) -> Guide:
    """Read one guide.

    Args:
        data: the file's content.
        name: the id that the guide gets.
        source: the file name or URL, for messages and citations.

    Raises:
        CorpusError: the content is no readable guide; the message says why.
    """
    text = _decode(data, source)
    if not text.strip():
        raise CorpusError(f"{source} is empty.")
    if not _is_markdown(text, source):
        text = plain_text.to_markdown(text)
    guide = markdown.read(text, name, source)
    if not any(section.text for section in guide.sections):
        raise CorpusError(f"{source} has no text besides its headings.")
    return guide


def guide_files(paths: Sequence[Path]) -> list[Path]:
    """The files to read: those named, and in folders all whose ending is that of a guide."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if _is_guide_file(p, path)) if path.is_dir() else [path]
        found.update(dict.fromkeys(p.resolve() for p in inside))
    return list(found)


def _is_guide_file(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in SUFFIXES and file.is_file() and not hidden


def _decode(data: bytes, source: str) -> str:
    if len(data) > MAX_BYTES:
        raise CorpusError(f"{source} is larger than {MAX_BYTES // 2**20} MB: split it into several guides.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{source} is not a text file in UTF-8: save it as Markdown or plain text first.") from error
    if _CONTROL.search(text):
        raise CorpusError(f"{source} is a binary file: save it as Markdown or plain text first.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_markdown(text: str, source: str) -> bool:
    if text.startswith("---\n") or _ATX_HEADING.search(text):
        return True
    return Path(source).suffix.lower() in (".md", ".markdown")
