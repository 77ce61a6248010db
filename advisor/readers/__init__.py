"""Bytes -> `Guide`: the kind of a file is found by its content, its name only breaks ties.

kinds       which kind, and which cannot be read
decoding    the characters of a text file
markdown    Markdown -> guide: what all other kinds become first
plain_text  text as scraped from a web page -> Markdown
runs        text in one style -> Markdown
article     what HTML, PDF and DOCX have in common: parts -> Markdown
html, pdf, docx
            one package each: bytes -> article
outline     what was read of a file and what was passed over, for its keeper
fetching    a web address -> bytes
pages       fetched pages, kept as files
phrasings   questions in applicants' words beside a guide
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from advisor import glossary
from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.readers import article, docx, html, kinds, markdown, pdf, phrasings, plain_text
from advisor.readers.article import Article
from advisor.readers.decoding import decoded
from advisor.readers.kinds import SUFFIXES
from advisor.readers.outline import Reading
from advisor.readers.phrasings import is_questions_file, questions_file

NAMED = 5  # files that a sentence names
MAX_BYTES = 20 * 2**20

_BESIDE = (glossary.FILE,)  # stands beside guides and is none


def read(data: bytes, name: str, source: str, max_bytes: int = MAX_BYTES) -> Guide:
    """Read one guide.

    Args:
        data: the file's content.
        name: the id that the guide gets.
        source: the file name or URL, for messages and citations.
        max_bytes: larger files are refused.

    Raises:
        CorpusError: the content is no readable guide; the message says why.
    """
    return preview(data, name, source, max_bytes).guide


def preview(data: bytes, name: str, source: str, max_bytes: int = MAX_BYTES) -> Reading:
    """Read one guide, and say how it was read: see `Reading`. The arguments are those of `read`."""
    _refuse_large(len(data), source, max_bytes)
    kind = kinds.of_bytes(data, source)
    if kind == "text":
        text = decoded(data, source)
        if not text.strip():
            raise CorpusError(f"{source} is empty.")
        kind = kinds.of_text(text, source)
        guide = markdown.read(text if kind == "markdown" else plain_text.to_markdown(text), name, source)
        lines = tuple(text.split("\n")) if kind == "text" else ()  # nothing of a Markdown file is passed over
    else:
        found = _READERS[kind](data, source)
        guide, lines = _guide(found, name, source), found.lines
    if not any(section.text for section in guide.sections):
        raise CorpusError(f"{source} has no text besides its headings.")
    return Reading(guide, kind, lines)


_READERS: Mapping[str, Callable[[bytes, str], Article]] = {"html": html.read, "pdf": pdf.read, "docx": docx.read}


def _guide(found: Article, name: str, source: str) -> Guide:
    """An article as a guide; where nothing marks its headings, they are told as in plain text."""
    text, pages = article.markdown(found)
    if not any(part.kind == "heading" for part in found.parts):
        told = plain_text.to_markdown(article.bare(found))
        if any(section.headings for section in markdown.read(told, name, source).sections):
            text, pages = told, article.pages_in(told, found.parts)
    return replace(markdown.read(text, name, source), about={**found.about}, pages=pages)


def file_bytes(file: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """A file's content, which is not even opened where it is too large.

    Raises:
        CorpusError: it is larger than `max_bytes`.
        OSError: it cannot be read.
    """
    _refuse_large(file.stat().st_size, file.name, max_bytes)
    return file.read_bytes()


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
        taught[side_source] = phrasings.read(decoded(side, side_source))
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


def _refuse_large(size: int, source: str, max_bytes: int) -> None:
    if size > max_bytes:
        raise CorpusError(f"{source} is larger than {max_bytes / 2**20:.3g} MB: split it into several guides.")


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(filter(_is_guide_file, _seen(path))) if path.is_dir() else [path]


def _guides_beside(side: Path) -> list[Path]:
    seen = (f for f in side.parent.iterdir() if not f.name.startswith("."))
    beside = sorted(f for f in seen if _is_guide_file(f) and not is_questions_file(f))
    return [file for file in beside if questions_file(file.resolve()) == side.resolve()]


def passed_over(paths: Sequence[Path]) -> Iterator[str]:
    """The files at some paths that are not read, and why; a sentence each."""
    if passed := passed_by(paths):
        more = f" and {len(passed) - NAMED} more" if len(passed) > NAMED else ""
        names = ", ".join(file.name for file in passed[:NAMED])
        yield f"passed over, being no guides ({kinds.READ}): {names}{more}."
    for file in stray_questions([path for path in paths if path.exists()]):
        yield f"{file} is passed over: no guide of that name stands beside it."


def passed_by(paths: Sequence[Path]) -> list[Path]:
    """The files in folders that are no guides by their ending, and belong to no saved page."""
    found = (f for path in paths if path.is_dir() for f in sorted(_seen(path)))
    return [f for f in found if f.suffix.lower() not in SUFFIXES and f.name not in _BESIDE and f.is_file()]


def glossaries(paths: Sequence[Path]) -> list[Path]:
    """The lists of abbreviations in folders; that of the corpus folder alone is read."""
    return [f for path in paths if path.is_dir() for f in sorted(_seen(path)) if f.name == glossary.FILE]


def _is_guide_file(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES and file.is_file()


def _is_index(folder: Path) -> bool:
    """Whether a folder is an index: what it keeps of guides is no guide once more."""
    return any(folder.glob("generations/*.json"))


def _seen(folder: Path) -> Iterator[Path]:
    """What a folder holds, but for what is hidden, what a browser kept beside a page it saved, and indexes."""
    for place, folders, names in os.walk(folder):
        pages = {name + "_files" for name, ending in map(os.path.splitext, names) if ending in (".html", ".htm")}
        seen = (name for name in folders if not name.startswith(".") and name not in pages)
        folders[:] = (name for name in seen if not _is_index(Path(place, name)))
        yield from (Path(place, name) for name in names if not name.startswith("."))
