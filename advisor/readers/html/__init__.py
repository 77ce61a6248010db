"""A web page, saved or fetched -> an article.

encoding  bytes -> characters, as a browser finds them
junk      which elements belong to the page and not to the article
main      the element that holds the article
words     an element's words
walk      elements -> parts: headings, paragraphs, list items, tables
"""

from typing import TYPE_CHECKING, Any

from advisor.readers.article import Article, clean, titled, with_bold_headings
from advisor.readers.html import encoding, junk, main, walk, words

from advisor.readers.plain_text.junk import plain_key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

def read(data: bytes, source: str) -> Article:
    """Read a page: the article in it, out of navigation, advertisement and comments.

    Raises:
        CorpusError: its characters cannot be decoded.
    """
    from lxml import html

    text = encoding.decoded(data, source)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    page = html.document_fromstring(encoding.parseable(text), parser=parser, ensure_head_body=True)
    title, about = _told(text)
    junk.drop_invisible(page)
    lines = tuple(_lines(page.body))
    headline = _headline(page.body, title)
    junk.drop(page.body)
    parts = with_bold_headings(walk.parts(main.article(page.body)))
    found, parts = titled(main.trimmed(parts, headline), headline)
    return Article(found, tuple(parts), about, lines)


def _headline(body: "HtmlElement", told: str) -> str:
    """The heading that stands over the article: what the page's head says, else its only main heading."""
    found = {clean(words.text(h)): plain_key(words.text(h)) for h in body.iter("h1", "h2", "p") if _may_title(h)}
    same = [text for text, key in found.items() if key and key in (plain_key(told), plain_key(told.split(" | ")[0]))]
    near = [text for text, key in found.items() if len(key.split()) > 2 and key in plain_key(told)]
    main = {clean(words.text(h)) for h in body.iter("h1")} - {""}
    return (same or near or (list(main) if len(main) == 1 else [told]))[0]


def _may_title(element: "HtmlElement") -> bool:
    return element.tag != "p" or element.get("class", "").lower() in ("msotitle", "title")


def _told(text: str) -> tuple[str, dict[str, Any]]:
    """The title, date and summary that a page's head gives, and its site's name taken off the title."""
    from trafilatura import extract_metadata

    told = extract_metadata(text, extensive=False)
    title = clean(told.title or "")
    for sign in (" | ", " – ", " - ", " — ", " :: ", " » "):
        head, bar, site = title.rpartition(sign)
        known = clean(told.sitename or "").casefold()
        if bar and (sign == " | " or (known and site.strip().casefold() in (known, known.removeprefix("www.")))):
            title = head.strip()
            break
    about = {"reviewed": told.date, "summary": clean(told.description or "")}
    return title, {name: value for name, value in about.items() if value}


def _lines(body: "HtmlElement") -> list[str]:
    return [line for line in map(clean, words.text(body).split("\n")) if line]
