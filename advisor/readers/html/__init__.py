"""A web page, saved or fetched -> an article.

encoding  bytes -> characters, as a browser finds them
head      title, date and summary
junk      which elements belong to the page and not to the article
main      the element that holds the article
words     an element's words
walk      elements -> parts: headings, paragraphs, list items, tables
"""

from advisor.errors import CorpusError
from advisor.readers.article import Article, titled, with_bold_headings
from advisor.readers.html import encoding, head, junk, main, walk, words
from advisor.readers.runs import clean


def read(data: bytes, source: str) -> Article:
    """Read a page: the article in it, out of navigation, advertisement and comments.

    Raises:
        CorpusError: it is empty, or its characters cannot be decoded.
    """
    from lxml import etree, html

    text = encoding.decoded(data, source)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        page = html.document_fromstring(encoding.parseable(text), parser=parser, ensure_head_body=True)
    except etree.ParserError as error:
        raise CorpusError(f"{source} is empty.") from error
    told, about = head.told(page, text)
    junk.drop_invisible(page)
    lines = tuple(line for line in map(clean, words.text(page.body).split("\n")) if line)
    headline = head.headline(page.body, told)
    junk.drop(page.body)
    parts = with_bold_headings(walk.parts(main.article(page.body)))
    title, parts = titled(main.trimmed(parts, headline), headline)
    return Article(title, tuple(parts), about, lines)
