"""A Word document -> an article.

package   the file opened: locked, damaged and blown-up ones refused
styles    what the styles say of a paragraph: heading, list, depth
numbers   the numbers of numbered lists, as Word counts them
body      paragraphs and tables -> parts

Heads, feet, notes, comments and text that was deleted with its track kept are left out.
"""

from typing import Any

from advisor.readers.article import Article, titled, with_bold_headings
from advisor.readers.docx import body, package


def read(data: bytes, source: str) -> Article:
    """Read a Word document.

    Raises:
        CorpusError: it is damaged, or too large once it is unpacked.
    """
    document = package.opened(data, source)
    properties = document.core_properties
    parts = with_bold_headings(body.parts(document))
    title, parts = titled(parts, properties.title or "")
    date = properties.modified or properties.created
    about: dict[str, Any] = {"reviewed": date.date().isoformat()} if date else {}
    return Article(title, tuple(parts), about, tuple(body.lines(document)))
