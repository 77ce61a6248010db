"""A PDF -> an article; its pages are kept.

source      the file opened: locked, damaged, scanned and blown-up ones refused
bullets     marks of lists that are drawn and not written
columns     the words of a page in reading order, column by column
lines       words -> lines with their style and place, ruled tables among them
furniture   running heads, running feet and page numbers taken out
headings    which lines are headings, by size and weight of their letters
paragraphs  lines -> parts: wraps and hyphens joined, list items told by their marks
"""

import re
from datetime import date
from typing import Any

from advisor.readers.article import Article, titled, with_bold_headings
from advisor.readers.pdf import furniture, headings, paragraphs, source
from advisor.readers.runs import clean

_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_FILE_NAME = re.compile(r"Microsoft Word - .*|untitled.*|document\d*|.*\.(?:docx?|pdf|pages|indd|tex|dvi|html?)", re.I)


def read(data: bytes, name: str) -> Article:
    """Read a PDF.

    Args:
        data: the file's content.
        name: the file name or URL, for messages.

    Raises:
        CorpusError: it is locked, damaged, scanned or too large; the message says what to do.
    """
    lines, info = source.lines(data, name)
    kept = furniture.without(lines)
    levels = headings.levels(kept)
    parts = with_bold_headings(paragraphs.parts(kept, levels))
    told = clean(str(info.get("Title") or ""))
    title, parts = titled(parts, "" if _FILE_NAME.fullmatch(told) else told)
    return Article(title, tuple(parts), _about(info), tuple(line.text for line in lines))


def _about(info: dict[str, Any]) -> dict[str, Any]:
    match = _DATE.match(str(info.get("ModDate") or info.get("CreationDate") or ""))
    try:
        return {"reviewed": date(*map(int, match.groups())).isoformat()} if match else {}
    except ValueError:  # a month or day that no calendar has
        return {}
