"""The file of a Word document, opened with care."""

import io
import zlib
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from advisor.errors import CorpusError

if TYPE_CHECKING:
    from docx.document import Document

MOST_UNPACKED = 200 * 2**20  # bytes; zipfile unpacks no part beyond the size that it declares


def opened(data: bytes, source: str) -> "Document":
    """A Word document, its parts parsed.

    Raises:
        CorpusError: it is damaged, or too large once it is unpacked.
    """
    import docx
    from docx.exceptions import PythonDocxError
    from lxml.etree import LxmlError

    try:
        with ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise CorpusError(
                f"{source} would unpack to {unpacked // 2**20} MB, more than {MOST_UNPACKED // 2**20} MB:"
                " save its text alone, without pictures."
            )
        return docx.Document(io.BytesIO(data))
    except (PythonDocxError, LxmlError, BadZipFile, zlib.error, KeyError, ValueError, AttributeError, OSError) as error:
        # python-docx raises all of these on files that break its expectations of a package.
        raise CorpusError(f"{source} is damaged or no Word document: open it in Word and save it again.") from error
