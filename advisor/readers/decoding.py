"""Bytes of a text file -> its characters."""

import codecs
import re

from advisor.errors import CorpusError

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_STRAY = 0.01  # as many of a text's characters may be control characters, as are left by copying out of a PDF


def decoded(data: bytes, source: str) -> str:
    r"""The text of a file in UTF-8, or in UTF-16 with its byte order mark; line ends as "\n".

    Stray control characters become blanks.
    Other encodings are not guessed: a wrong guess would put words into the guides that nobody wrote.

    Raises:
        CorpusError: it is neither.
    """
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise CorpusError(f"{source} is a binary file: save it as Markdown or plain text first.") from error
        raise CorpusError(
            f"{source} is not a text file in UTF-8: open it in an editor, choose 'Save as' and the encoding UTF-8."
        ) from error
    clean, strays = _CONTROL.subn(" ", text)
    if "\x00" in text or strays > _STRAY * len(text):
        raise CorpusError(f"{source} is a binary file: save it as Markdown or plain text first.")
    return clean.replace("\r\n", "\n").replace("\r", "\n")
