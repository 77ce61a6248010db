"""The characters of a web page, as a browser finds them: byte order mark, the page's own word, UTF-8."""

import codecs
import re

from advisor.errors import CorpusError

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page must declare its encoding (browsers read 1,024)
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Pages that say Latin-1 mean Windows' superset of it (WHATWG Encoding Standard).
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}


def decoded(data: bytes, source: str) -> str:
    """The text of a page.

    Raises:
        CorpusError: neither what the page declares nor UTF-8 fits.
    """
    declared = _DECLARED.search(data[:_HEAD])
    told = declared[1].decode("ascii").lower() if declared else "utf-8"
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    for name in (marked or _MEANT.get(told, told), "utf-8"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise CorpusError(
        f"{source} is a web page whose letters cannot be read ({told} does not fit): save it again as UTF-8."
    )


def parseable(text: str) -> str:
    """A text that the parser takes: an XML declaration contradicts characters that are decoded already."""
    return _XML.sub("", text).replace("\x00", "")
