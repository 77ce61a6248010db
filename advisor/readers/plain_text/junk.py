"""Lines that a scraper picked up around an article, told by their form: sharing, dates, captions, contents.

Nothing here knows the words of a site. In doubt a line stays.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from advisor.readers.plain_text.forms import CACHED, STOP_WORDS, case, end_mark, is_prose, numbering, words
from advisor.readers.plain_text.lines import Block, without

LONGEST_NOTE = 14  # words below a line of the page's own; with more, that line heads a part of the article
ALT_TEXT = 110  # picture descriptions at least this long have been cut off

_THIS = r"(?:this|the|our) (?:page|article|post|guide|story|answer|information|content)"
_NETS = r"(?:facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|e-?mail|instagram|telegram|bluesky|print|copy link)"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE = rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\.?\s+{_MONTH}\s+\d{{4}}|{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d)"
_LINE_JUNK = (
    # the page's controls
    r"skip to (?:main )?content|(?:main )?menu|search(?: for\W)?|back to top|loading\W*|close|reply",
    r"(?:log|sign) ?(?:in|up|me up)(?:\W+(?:register|join|sign up))?",
    r"(?:show|load|see|view) (?:more|all|less)|text size\b.*|accept(?: all)?(?: cookies)?(?: reject)?|yes\W+no",
    r"(?:print|save|report|share|tweet|pin|email)(?: (?:this|an?|the))?(?: (?:page|article|post|guide|error|problem"
    r"|story|it))?|share this\W*|printer.friendly(?: version)?|add to (?:favou?rites|bookmarks|my list|reading list)",
    r"save (?:for later|to (?:favou?rites|bookmarks|my list|reading list|pocket))",
    rf"(?:listen to|bookmark|download|cite|rate) {_THIS}.*|(?:download|view|save|open)\b.{{0,20}}\bpdf",
    r"(?:give|send|share)(?: us)?(?: your)? feedback|(?:suggest|report) (?:an? )?(?:edit|error|problem|issue)",
    # sharing
    rf"(?:(?:share|tweet|pin|follow|post|email)(?: \w+){{0,3}}\W+)?(?:{_NETS}[ ,|·•/]*){{1,9}}",
    rf"(?:(?:share|tweet|pin|email) )?(?:this )?(?:page |article |post )?(?:on|via|with) {_NETS}\b.*",
    r"[\d.,]+k? (?:shares?|views?|likes?|reads|claps)",
    # advertisement, credits, keywords, other pages
    r"advertise?ments?|ad\b ?[-–—:(].*|sponsored(?: content| by .*)?",
    r"(?:story |article )?continues? (?:reading )?below.*|.{0,80}\s[-–—|]\s?page \d+(?: of \d+)?",
    r"(?:photo|image|picture|illustration|credits?|photograph|getty|source|figure \d+)\s?(?:credit|by|:|courtesy)\s?.*",
    r".{9,100}[.)] (?:photo|image|picture|photograph|illustration)s?(?: credit| by)?: .{1,40}",
    r"(?:tags?|tagged|keywords?|filed (?:under|in)|categor(?:y|ies)|topics?|posted in)\s?:.*",
    r"(?:read (?:more|next|also)|also read|see also|related(?: (?:article|post|reading|guide))?)\s?:.*",
    # date and length
    rf"(?:(?:last )?(?:published|updated|posted|modified|reviewed|date)\b(?: on)?\W*)?{DATE}(?:\W+(?:at )?\d.*)?",
    rf"(?:last )?(?:published|updated|posted|modified|reviewed)\b\W.{{0,30}}{DATE}.{{0,60}}",
    r"(?:last )?(?:published|updated|posted|modified|reviewed)\W+(?:\d+|an?) (?:hour|day|week|month|year)s? ago",
    r".{0,80}\b\d+[ -]min(?:ute)?s? (?:read|listen)(?:ing time)?\W*(?:" + DATE + r")?|\d+ min(?:ute)?s?\W*",
    r"(?:estimated )?reading time\W.{0,9}\d.*|\[(?:image|photo|picture|video|figure)\b.*\]|jump to\s?:.*",
)
_FOOTER = (
    # other pages
    r"related (?:articles?|posts?|reading|content|guides|stories|topics|links|resources)",
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in).*|recommended(?: for you| articles?| posts?)?",
    r"(?:more|latest|other) (?:from|articles|stories|posts|guides)\b.*|(?:what to )?read next|up next|keep reading",
    r"(?:popular|recent|trending|top) (?:posts|articles|stories|now).*|trending|editors?.s? picks|don.t miss",
    r"most (?:read|viewed|popular|shared|commented)(?: (?:articles|posts|stories|now|today|this (?:week|month)))?",
    r"(?:previous|next|older|newer)(?: (?:post|article|story))?(?:\s?[:←→»].{0,90})?",
    # comments and opinions
    r"leave a (?:comment|reply).*|\d+ (?:comments?|responses|replies|thoughts on)\b.*|comments?(?: \(\d+\))?",
    r"(?:post|add) a comment|comments are closed\W*|(?:join|start) the (?:conversation|discussion)\W*\d*\W*|--",
    r"be the first to comment\W*|(?:view|show|see|read) (?:all )?(?:\d+ )?comments\W*\d*\W*|sort(?:ed)? by\b.{0,30}",
    rf"(?:was|is|did you find) (?:this|{_THIS}) (?:helpful|useful|answer)\b.*|did {_THIS} (?:help|answer)\b.*",
    # newsletter and company
    r"subscribe(?: (?:now|today|here|to|for)\b.*)?|(?:you can )?unsubscribe\b.*|follow us.*",
    r"sign up(?: now| today| here|\b.*(?:newsletter|updates?|emails?|inbox|list))?|.{0,60} in your inbox\W*",
    r"(?:our |join (?:our|the) |get (?:our|the) )?(?:weekly |free )?newsletter\b.*|stay (?:up to date|in the loop)\W*",
    r"join (?:over |more than )?\d[\d.,]*k?\+? (?:\w+ )?(?:readers|subscribers|others|people|members)\b.*",
    r"(?:enter )?your e-?mail(?: address)?|about (?:the authors?|us|this site)|disclosures?:?",
    r"(?:©|copyright)\W.*|\(c\)\W{0,3}\d{4}.*|all rights reserved.*",
    r"(?:privacy|cookie) (?:policy|settings|notice|preferences).*",
    r"terms (?:of (?:use|service)|(?:and|&) conditions).*|.{0,40}\b(?:uses?|accept|our|stores) (?:of )?cookies\b.*",
    r"cookies?|enjoying this \w+\W*|share (?:this(?: (?:post|article|page|guide|story|on\b.*))?|on \w+)\W*",
)
_LINE = re.compile("|".join(_LINE_JUNK), re.IGNORECASE)
_BEHIND = re.compile("|".join(_FOOTER), re.IGNORECASE)
_BARS = re.compile(r"\s*[|·•]\s*")
_BUTTON = re.compile(r"(?:sign (?:me )?up|subscribe)(?: (?:now|today|here|free))?", re.IGNORECASE)
_MAIL_FIELD = re.compile(r"(?:enter )?your e-?mail(?: address)?\W*", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:table of )?contents|in this (?:article|guide|post|page)|on this page|jump to|what.s (?:inside"
    r"|in this .*)|quick links|outline",
    re.IGNORECASE,
)
_DOTS = re.compile(r"(?:\s*\.{2,}|\s*…|\s{2,})\s*\d{1,3}$")


@lru_cache(maxsize=CACHED)
def is_footer_line(text: str) -> bool:
    """Whether a line heads or belongs to what pages carry behind an article."""
    return len(text) < 200 and bool(_BEHIND.fullmatch(text))


def is_contents_label(text: str) -> bool:
    """Whether a line heads a table of contents."""
    return len(text) < 60 and bool(_CONTENTS.fullmatch(text.strip(" :")))


@lru_cache(maxsize=CACHED)
def plain_key(text: str) -> str:
    """A line for comparison: its words only, in lower case, without leading number and page number."""
    number = numbering(text)
    bare = _DOTS.sub("", text[number.end if number else 0 :])
    return " ".join(re.findall(r"\w+", bare.lower()))


@lru_cache(maxsize=CACHED)
def is_line_junk(text: str) -> bool:
    """Whether a line belongs to the page and not to the article, wherever it stands."""
    if len(text) >= 140 or end_mark(text) in tuple("?!"):
        return False
    tools = _BARS.split(text.strip(" ."))  # "Download PDF | Print | Email"
    return bool(_LINE.fullmatch(text.strip(" ."))) or (len(tools) > 1 and all(map(_LINE.fullmatch, tools)))


def asides(blocks: Sequence[Block]) -> set[int]:
    """The lines inside an article that belong to the page."""
    lone = [i for i, b in enumerate(blocks) if b.kind == "line" and not b.mark]
    found = {i for i in lone if is_line_junk(blocks[i].text) or is_box(blocks, i)}
    for at in sorted(i for i in found if _MAIL_FIELD.fullmatch(blocks[i].text)):
        found |= set(range(max((i for i in range(max(0, at - 3), at) if i in found), default=at), at))
    for at in [i for i in found if _BUTTON.fullmatch(blocks[i].text)]:
        found |= _above_button(blocks, at)
    return found


def _above_button(blocks: Sequence[Block], at: int) -> set[int]:
    """The few short lines that stand right above a button, set off from the text as one box."""
    top = at
    while top and not blocks[top].before and at - top < 4:
        top -= 1
    box = range(top, at)
    short = all(blocks[i].kind == "line" and len(blocks[i].text.split()) <= LONGEST_NOTE for i in box)
    called = blocks[top].before and not is_prose(blocks[top].text)
    return set(box) if short and called else set()


def is_box(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line asks to subscribe, follow or read something else, and no text of the article follows."""
    text = blocks[at].text
    following = blocks[at + 1].text if at + 1 < len(blocks) else ""
    ends = end_mark(text) not in ("", "?") or len(text) >= 100
    return not ends and is_footer_line(text) and not (is_prose(following) and len(following.split()) > LONGEST_NOTE)


def is_caption(text: str, title: str) -> bool:
    """Whether a line describes a picture: a description, a dash, then the title's words or a cut-off end."""
    head, dash, tail = re.sub(r"\s[–—|]\s", " - ", text).rpartition(" - ")
    if not dash or len(head.split()) < 4 or end_mark(text) or case(head) == "title":
        return False
    known = {w.lower() for w in words(title)}
    ours = [w for w in words(tail) if w.lower() not in STOP_WORDS]
    shared = sum(w.lower() in known or any(k.startswith(w.lower()) for k in known) for w in ours)
    return len(text) >= ALT_TEXT or (len(ours) > 1 and shared >= 0.6 * len(ours))


def looks_described(text: str) -> bool:
    """Whether a line reads as the description of a picture ("Resident presenting a poster")."""
    found = words(text)
    if len(found) < 6 or end_mark(text) or ":" in text or case(text) != "sentence":
        return False
    if found[0].lower() in ("how", "why", "what", "when", "where", "which", "who") or found[0].endswith("ing"):
        return False
    doing = [i for i, w in enumerate(found) if i > 0 and w.endswith("ing") and w.islower() and len(w) > 5]
    return any(found[i - 1].lower() not in STOP_WORDS and not found[i - 1].lower().endswith("ly") for i in doing[:1])


def without_captions(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks without picture captions; those beside one are marked."""
    found = _captions(blocks, title)
    marks = {i + 1: "above" for i in found} | {i - 1: "below" for i in found}
    return without([replace(b, picture=marks.get(i, "")) for i, b in enumerate(blocks)], found)


def _captions(blocks: Sequence[Block], title: str) -> set[int]:
    """The picture captions among the blocks."""
    lone = [i for i, b in enumerate(blocks) if b.kind == "line" and not b.mark and len(b.text) < 200]
    tails = Counter(_tail(blocks[i].text) for i in lone)
    tailed = {i for i in lone if (tail := _tail(blocks[i].text)) and tails[tail] > 1}
    return tailed | {i for i in lone if is_caption(blocks[i].text, title)}


def _tail(text: str) -> str:
    """The start of what follows the last dash in a long line without an end: the same under every picture."""
    head, dash, tail = text.rpartition(" - ")
    return tail[:12] if dash and len(head.split()) > 4 and len(tail) > 11 and not end_mark(text) else ""


def contents(blocks: Sequence[Block]) -> tuple[set[int], dict[str, int]]:
    """The lines of a table of contents, and the depth at which it lists each heading's words."""
    keys = [plain_key(b.text) if len(b.text) < 200 else "" for b in blocks]
    heads = (i for i, b in enumerate(blocks) if keys[i] and (b.kind == "line" or b.marker.endswith(".")))
    last = {keys[i]: i for i in heads}
    dropped: set[int] = set()
    depths: dict[str, int] = {}
    at = 0
    while at < len(blocks):
        labelled = is_contents_label(blocks[at].text)
        first = at + labelled
        end = first
        seen: set[str] = set()
        while end < len(blocks) and last.get(keys[end], -1) > end and keys[end] not in seen:
            seen.add(keys[end])
            end += 1
        if end - first >= (2 if labelled else 3) and all(last[k] >= end for k in seen):
            indents = sorted({blocks[i].indent for i in range(first, end)})
            depths |= {keys[i]: indents.index(blocks[i].indent) + 1 for i in range(first, end)}
            dropped |= set(range(at, end))
        elif labelled and blocks[at].before and end == first and len(blocks[at].text) < 30:
            dropped |= set() if first < len(blocks) and is_prose(blocks[first].text) else {at}
        at = max(end, at + 1)
    return dropped, depths
