"""Bytes -> `Guide`: the kind of a file is found by its content, its name only breaks ties."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.readers import markdown, phrasings, plain_text
from advisor.readers.phrasings import is_questions_file, questions_file

VERSION = 2  # raise it when the same file is read as another guide
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


def with_phrasings(guide: Guide, side: bytes | None, side_source: str) -> tuple[Guide, tuple[str, ...]]:
    """Add the questions that its front matter and the file beside it hold to a guide.

    Args:
        guide: the guide as read.
        side: content of the file beside it; None where there is none.
        side_source: the file's name, for messages.

    Returns:
        The guide, and a note on each heading that stands over questions and not over text of the guide.

    Raises:
        CorpusError: the questions cannot be read; the message says why.
    """
    about = dict(guide.about)
    taught = {f"{guide.source}, front matter": phrasings.stated(about.pop(phrasings.FIELD, None), guide.source)}
    if side is not None:
        taught[side_source] = phrasings.read(_decode(side, side_source))
    guide, notes = replace(guide, about=about), []
    for where, questions in taught.items():
        guide, faults = phrasings.attach(guide, questions)
        notes += [f"{where}: {fault}" for fault in faults]
    return guide, tuple(notes)


def guide_files(paths: Sequence[Path]) -> list[Path]:
    """The files to read: those named, and in folders all whose ending is that of a guide.

    A file of phrasings is no guide: it stands for the guide beside it.
    """
    found = (g for f in _files(paths) for g in (_guides_beside(f) if is_questions_file(f) else [f]))
    return list(dict.fromkeys(file.resolve() for file in found))


def stray_questions(paths: Sequence[Path]) -> list[Path]:
    """The files of phrasings that have no guide beside them."""
    return [file for file in dict.fromkeys(_files(paths)) if is_questions_file(file) and not _guides_beside(file)]


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(p for p in path.rglob("*") if _is_guide_file(p, path)) if path.is_dir() else [path]


def _guides_beside(side: Path) -> list[Path]:
    beside = sorted(f for f in side.parent.iterdir() if _is_guide_file(f, side.parent) and not is_questions_file(f))
    return [file for file in beside if questions_file(file.resolve()) == side.resolve()]


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
