"""Ranges of things in a text ("3–5 items", "at least two posters"), and what an asker has of such things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from advisor.lexical import words
from advisor.profile import KINDS, Profile

# Words for things of any kind: a range of these is met by all that the asker counts together.
_ANY = frozenset(words("items works outputs entries products pieces contributions experiences total"))
_PLAIN = frozenset(words("total scholarly academic meaningful solid overall research more further other"))
# Of a profile, which counts nothing but scholarly work, these too mean any kind of it.
_SCHOLARLY = _ANY | frozenset(words("publications scholarship"))
_JOURNAL = frozenset(words("pubmed indexed peer reviewed published"))
# What a range may call the works that a profile counts, where it is not the kind's own last word.
_ALSO_CALLED = {"articles": "papers manuscripts", "presentations": "talks"}
_RANKED = _JOURNAL | {"author"}
_CONCERNING = frozenset(words("concern relate focus cover deal"))
_NARROWED = re.compile(r"\b(?:about|on|concerning|regarding)\s")
_PARTICIPLES = ("presented", "reported")  # share a stem with presentations and reports, and are none
# What comes of something, what one picks out, and at most or at what rate: nobody has to have so many.
_NO_TARGET = re.compile(
    r"\b(?:results?|yields?|produces?|leads? to|gains?|earns?|gives?|allows?|generates?|you can expect|worth"
    r"|choose|select|pick|keep|highlight|mention|discuss|describe|prepare|list|at most|no more than|up to|fewer than"
    r"|less than|maximum|limit\w*|exceed|per"
    r"|(?:an?|each|every) (?:week|month|year|rotation|project|program|interview))\b",
    re.IGNORECASE,
)
_FIRST_AUTHOR = re.compile(r"\bfirst(?:[ -]or[ -]co-?first)?[ -]author", re.IGNORECASE)

SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBER = rf"\d{{1,3}}|{'|'.join(SPELLED)}"
_RANGE = re.compile(
    rf"(?<![\w$€£.,–-])(?P<least>(?:at least|a minimum of|no fewer than)\s+)?"
    rf"(?P<low>{NUMBER})(?:\s*(?:[–-]|\bto\b|\bor\b)\s*(?P<high>{NUMBER}))?(?P<open>\+|\s+or\s+more)?"
    r"(?![\w%–-]|[.,]\d)(?P<noun>(?:[ \u00a0][A-Za-z-]+){0,4})",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^,;:.|\n]*")


@dataclass(frozen=True, slots=True)
class Range:
    """So many of something, as a text asks for it.

    Attributes:
        low: the smallest number that meets it.
        high: the largest that it names; None where it is open.
        noun: the words behind the number up to the first without a meaning of its own; may be empty.
        shown: the number as it is written, with the last word of the noun.
        clause: the number and the words behind it up to the next comma, colon or full stop.
        start: offset of the number in the text.
    """

    low: int
    high: int | None
    noun: tuple[str, ...]
    shown: str
    clause: str
    start: int


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something.

    Attributes:
        number: how many.
        noun: what it is called.
        names: every stemmed word that may stand for it.
        written: the number as the asker wrote it.
    """

    number: int
    noun: str
    names: frozenset[str]
    written: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What an asker has of the things that a range counts.

    Attributes:
        number: how many.
        of: which of the asker's things, in words that follow the number.
        shown: the range in the words of its text.
    """

    number: int
    of: str
    shown: str


@dataclass(frozen=True, slots=True)
class Works:
    """What an asker has.

    Attributes:
        counts: by kind.
        general: stemmed words that mean things of any of these kinds.
        first_author: how many of them have the asker as first author, if that is known.
        related: how many of them concern the specialty, if that is known.
        specialty: the stemmed words that the specialty goes by.
        ranked: stemmed words for a rank that these things may be taken to have ("indexed").
    """

    counts: tuple[Count, ...]
    general: frozenset[str] = _ANY
    first_author: int | None = None
    related: int | None = None
    specialty: frozenset[str] = frozenset()
    ranked: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """All that is counted."""
        return sum(count.number for count in self.counts)

    @property
    def named(self) -> str:
        """All that is counted, in words."""
        total = f" = {self.total}" if len(self.counts) > 1 else ""
        return " + ".join(f"{count.number} {count.noun}" for count in self.counts) + total

    @property
    def written(self) -> str:
        """All that is counted as the asker wrote it, and what it comes to."""
        total = f". In all: {self.total}" if len(self.counts) > 1 else ""
        return ", ".join(f"{count.written} {count.noun}" for count in self.counts) + total


def works(profile: Profile) -> Works:
    """The scholarly work of a profile; the kinds of which there is none are left out, if there is any."""
    told = profile.counts
    counts = [_kind(kind, number) for kind, number in told.items() if number]
    if told and not counts:
        counts = [Count(0, "publications", frozenset())]
    return Works(
        tuple(counts), _SCHOLARLY, profile.first_author, profile.related, _specialty(profile.specialty), _RANKED
    )


def ranges(text: str) -> Iterator[Range]:
    """The ranges of a text, in order; a bare number is none."""
    for match in _RANGE.finditer(text):
        if not (match["least"] or match["high"] or match["open"]):
            continue
        low, high = value(match["low"]), value(match["high"]) if match["high"] else None
        noun = phrase(match["noun"])
        written = text[match.start("low") : match.start("noun")]
        written = written if high is not None or match["open"] else match["least"] + written
        clause = _CLAUSE.match(text, match.end("high") if match["high"] else match.end("low"))
        shown = f"{written} {noun[-1]}" if noun else written
        whole = text[match.start("low") : clause.end() if clause else match.end()].strip()
        yield Range(low, None if match["open"] else high, tuple(noun), shown, whole, match.start("low"))


def held(own: Works, wanted: Range, sentence: str) -> Held | None:
    """What the asker has of the things that a range counts; None where that cannot be told.

    Args:
        own: what the asker has.
        wanted: the range.
        sentence: the words around the range: only among things of the asker's kinds does "of which at
            least 2" mean such things.
    """
    if not is_target(sentence):
        return None
    noun = {word for w in wanted.noun for word in (words(w) if w.lower() not in _PARTICIPLES else [w.lower()])}
    parts = _scholarly(own, noun, sentence)
    if parts and own.first_author is not None and _FIRST_AUTHOR.search(wanted.clause):
        return Held(own.first_author, "as first author", wanted.clause)
    if parts and own.related is not None and own.specialty & {*words(wanted.clause)}:
        return Held(own.related, "in your specialty", wanted.clause)
    # Works on one topic, of one rank or in one place: nobody told how many of these there are.
    if _NARROWED.search(wanted.clause) or _RANKED & {*words(wanted.clause)} - own.ranked:
        return None
    same = [c for c in own.counts if c.names & noun]
    if same:
        names = frozenset[str]().union(*(c.names for c in own.counts))
        known = noun - _PLAIN - _JOURNAL <= names
        return Held(sum(c.number for c in same), " + ".join(c.noun for c in same), wanted.shown) if known else None
    return Held(own.total, "in all", wanted.shown) if noun & own.general and not noun - own.general - _PLAIN else None


def is_target(text: str) -> bool:
    """Whether a range that a text gives, or the lines behind it, may be one to reach."""
    return not _NO_TARGET.search(text)


def phrase(text: str) -> list[str]:
    """The words up to the first that carries no meaning of its own: a number's noun and what describes it."""
    return [*takewhile(lambda word: words(word) and word.lower() not in SPELLED, text.split())]


def value(text: str) -> int:
    """A number written in figures or, up to twelve, in words."""
    return int(text) if text.isdigit() else SPELLED.index(text.lower()) + 1


def _scholarly(own: Works, noun: set[str], sentence: str) -> bool:
    """Whether a range counts works: by its own noun, or by the sentence where it has none."""
    names = own.general.union(*(c.names for c in own.counts))
    author = {*words("first-author co-first author")}
    rest = noun - _PLAIN - _JOURNAL - _CONCERNING - own.specialty - author
    return rest <= names if rest else bool(names & {*words(sentence)})


def _kind(kind: str, number: int) -> Count:
    one, more = KINDS[kind]
    names = frozenset(words(f"{more.split()[-1]} {_ALSO_CALLED.get(kind, '')}"))
    return Count(number, one if number == 1 else more, names)


def _specialty(name: str) -> frozenset[str]:
    """A specialty's words and their initials."""
    parts = re.findall(r"[^\W\d_]+", name)
    initials = "".join(part[0] for part in parts) if len(parts) > 1 else ""
    return frozenset(words(f"{name} {initials}"))
