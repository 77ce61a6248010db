"""Which elements of a web page belong to the page and not to the article, by tag, role, class and id.

An element that holds much of the page's prose is no junk, whatever it is called: some pages stand
in one form, or in a block named after its sidebar.
"""

import re
from typing import TYPE_CHECKING

from advisor.readers.html.words import HEADINGS
from advisor.readers.runs import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_ID = 3  # words of an id that names an element of the page
MOST_PROSE = 0.35  # of the page's; what holds more is the article

_UNSEEN = "script style noscript template iframe object embed svg canvas video audio map math link meta"
_FURNITURE = "nav aside footer form input select textarea dialog menu button figcaption"
_TAGS = frozenset(_FURNITURE.split())
_ROLES = re.compile("navigation|banner|contentinfo|complementary|search|(?:alert)?dialog|menu(?:bar)?|toolbar")
_NAMED_BY_ID = ("div", "ul", "ol", "table", "td")
_CALLOUTS = re.compile(r"\b(?:note|tip|warning|caution|important|info|callout|admonition|key|box|highlight)", re.I)
_GOOGLE_COMMENT = re.compile(r"cmnt\d+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NO_JUNK = re.compile(r"(?:category|tag|has|no|without|with|is|js|format|status|type|elementor)-.*")
_NAMES = re.compile(
    r"(?:.* )?(?:nav|navbar|navigation|breadcrumbs?|sidebar|share|sharing|sharedaddy|social|relatedposts?|recommended"
    r"|recommendations|newsletter|subscribe|subscription|signup|advert|advertisement|advertising|adsense|ads?|sponsor"
    r"|sponsored|promo|cookies?|consent|gdpr|popup|modal|comments|disqus|respond|toc|pagination|pager|byline|taboola"
    r"|outbrain|masthead|trending|paywall|login|searchform|editsection|catlinks|navbox|printfooter|noprint|hatnote)"
    r"(?: .*)?"
    r"|(?:.* )?(?:site|page|global|main|top) (?:header|footer|menu|banner)(?: .*)?"
    r"|(?:jp |wp |block |post |article |entry |single )*related(?: (?:posts?|articles?|content|stories|links|reading))?"
    r"|(?:.* )?(?:more|read|also|latest|recent|popular) (?:stories|posts|articles|news|next|also|from)(?: .*)?"
    r"|(?:entry |post |article )?(?:meta|tags|tag links|cat links|footer|author|navigation|social)"
    r"|(?:entry|post|article) (?:info|date)"
    r"|author (?:box|bio|info|card|description|profile)(?: .*)?|about (?:the )?author|table of contents|ez toc.*"
    r"|skip(?: to| links?| navigation)?.*|screen reader text|sr only|visually hidden|menu(?: .*)?|.* menu|footer"
    r"|comment(?: (?:list|area|form|section|body|content|respond|reply))?|widget(?: (?:area|title))?|back to top|print"
)


def drop_invisible(page: "HtmlElement") -> None:
    """Take out what no reader of the page sees."""
    for element in list(page.iter(*_UNSEEN.split())):
        element.drop_tree()


def drop(body: "HtmlElement") -> None:
    """Take the junk out of a page."""
    most = MOST_PROSE * prose(body)
    for element in list(body.iterdescendants()):
        if isinstance(element.tag, str) and _is_junk(element) and prose(element) <= most:
            element.drop_tree()


def prose(element: "HtmlElement") -> int:
    """How many letters of running text an element holds, links left out."""
    linked = sum(len(clean(a.text_content())) for a in element.iter("a"))
    return max(0, len(clean(element.text_content())) - linked)


def _is_junk(element: "HtmlElement") -> bool:
    tag = element.tag
    if tag in ("article", "main", "html", "body", "h1") or element.get("role") == "main":
        return False
    if tag == "aside" and _CALLOUTS.search(element.get("class", "")):
        return False
    if tag == "button":
        return not any(above.tag in (*HEADINGS, "summary") for above in element.iterancestors())
    if tag == "header":
        return not any(above.tag in ("article", "main") for above in element.iterancestors())
    if tag == "sup":
        return _is_note_mark(element)
    if tag == "p" and any(_GOOGLE_COMMENT.fullmatch(a.get("id", "")) for a in element.iter("a")):
        return True
    if (
        tag in _TAGS
        or _ROLES.fullmatch(element.get("role", ""))
        or (tag == "a" and "headerlink" in element.get("class", ""))
    ):
        return True
    return any(_NAMES.fullmatch(name) for name in _names(element))


def _is_note_mark(sup: "HtmlElement") -> bool:
    """Whether a raised number only leads to a note."""
    linked = any(a.get("href", "").startswith("#") for a in sup.iter("a"))
    return linked and len(clean(sup.text_content()).strip("[]")) <= 3


def _names(element: "HtmlElement") -> list[str]:
    """The classes and the id as words in lower case: "postMeta" and "post-meta" are "post meta".

    The id of a heading or a section, or a long one, says what the text there is about.
    """
    given = element.get("class", "").split()
    if element.tag in _NAMED_BY_ID and element.get("id", "").count("-") < LONGEST_ID:
        given.append(element.get("id", ""))
    return [" ".join(_WORD.findall(name)).lower() for name in given if not _NO_JUNK.fullmatch(name.lower())]
