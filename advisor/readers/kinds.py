"""The kind of a file, found by its content; its name only tells Markdown from other text."""

import io
import re
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile

from advisor.errors import CorpusError
from advisor.readers.phrasings import is_questions_file

Kind = Literal["markdown", "text", "html", "pdf", "docx"]

SUFFIXES = (".md", ".markdown", ".txt", ".html", ".htm", ".xhtml", ".pdf", ".docx")
READ = "Markdown (.md), plain text (.txt), HTML, PDF or Word (.docx)"

FRAGMENT_TAGS = 20  # at the start of a text, for it to be a piece of a web page

_ATX_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.DOTALL)
_TAG = re.compile(r"</?(?:p|div|span|h[1-6]|ul|ol|li|table|br|a)\b[^>]*>", re.IGNORECASE)
_HEAD = 4096  # bytes in which a kind shows
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
)


def of_bytes(data: bytes, source: str) -> Kind:
    """The kind that a file's first bytes tell; "text" stands for Markdown too.

    Raises:
        CorpusError: it is a kind that cannot be read, or holds questions, which as a guide of their own would be
            cited; the message says what to do.
    """
    if is_questions_file(Path(source)):
        raise CorpusError(
            f"{source} holds questions for a guide and is no guide itself: put it beside that guide's file, or the"
            " questions into the guide's front matter, and index that guide again."
        )
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, source)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise CorpusError(f"{source} is locked with a password: save it without one, then add it again.")
        raise CorpusError(f"{source} is a file of old Word (.doc) or Office: save it as .docx, then add it again.")
    for mark, name in _OTHERS:
        if data.startswith(mark):
            raise CorpusError(f"{source} is {name}: a guide is {READ}.")
    return "html" if _is_page(data[:_HEAD].decode("latin-1"), source) else "text"


def of_text(text: str, source: str) -> Kind:
    """Whether a text is Markdown: it says so, or its name does."""
    suffixed = Path(source).suffix.lower() in (".md", ".markdown")
    return "markdown" if suffixed or text.startswith("---\n") or _ATX_HEADING.search(text) else "text"


def _is_page(head: str, source: str) -> bool:
    head = head.replace("\x00", "").removeprefix("\xef\xbb\xbf").removeprefix("\xff\xfe").removeprefix("\xfe\xff")
    named = Path(source).suffix.lower() in (".html", ".htm", ".xhtml")
    return bool(_HTML.match(head)) or (bool(_TAG.search(head)) if named else len(_TAG.findall(head)) > FRAGMENT_TAGS)


def _zipped(data: bytes, source: str) -> Kind:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise CorpusError(f"{source} is damaged: the file breaks off or has been altered.") from error
    if "word/document.xml" in names:
        return "docx"
    raise CorpusError(f"{source} is a packed file that holds no Word document: a guide is {READ}.")
