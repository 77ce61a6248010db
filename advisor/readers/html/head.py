"""What a web page says of itself: title, date, summary."""

from typing import TYPE_CHECKING, Any

from advisor.readers.html.words import text
from advisor.readers.plain_text.junk import plain_key
from advisor.readers.runs import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = "//meta[@property='og:title' or @name='og:title']/@content"
_SITE_BEHIND = (" | ", " – ", " — ", " - ", " :: ", " » ", " · ")


def told(page: "HtmlElement", source: str) -> tuple[str, dict[str, Any]]:
    """The title that a page's head gives, without the site's name, and `reviewed` and `summary` where it has them.

    Args:
        page: the page, whole.
        source: its text.
    """
    from trafilatura import extract_metadata

    last_change = {"original_date": False, "extensive_search": False}
    found = extract_metadata(source, date_config=last_change, extensive=False)
    given = next(map(clean, [*page.xpath(_TITLES), *page.xpath("//head/title/text()")]), "")
    about = {"reviewed": found.date, "summary": clean(found.description or "")}
    return _without_site(given, clean(found.sitename or "")), {name: value for name, value in about.items() if value}


def headline(body: "HtmlElement", told: str) -> str:
    """The title that stands over the article: one styled so, what the head says, else the only main heading."""
    styled = [clean(text(p)) for p in body.iter("p") if is_title(p)]
    heads = {clean(text(h)): plain_key(text(h)) for h in body.iter("h1", "h2")}
    same = [words for words, key in heads.items() if key and key == plain_key(told)]
    near = [words for words, key in heads.items() if len(key.split()) > 2 and key in plain_key(told)]
    main = {clean(text(h)) for h in body.iter("h1")} - {""}
    best: str = [*styled, *same, *near, *(main if len(main) == 1 else ()), told][0]
    return best


def is_title(element: "HtmlElement") -> bool:
    """Whether Word or Google Docs have saved a paragraph for the title."""
    return element.tag == "p" and bool({"msotitle", "title"} & set(element.get("class", "").lower().split()))


def _without_site(title: str, site: str) -> str:
    """A title without the name of its site behind a bar; behind a dash only where the page names the site."""
    for sign in _SITE_BEHIND:
        head, bar, behind = title.rpartition(sign)
        if bar and (sign == " | " or behind.strip().casefold() == site.casefold()):
            return head.strip()
    return title
