"""The asker's own figures beside the guide's: the works they count, set against the ranges that are cited.

"I have two posters and four abstracts" and a cited "5–10+ items" give "5–10+ items: reached"; so do the
counts of a profile. It is arithmetic on what both texts say. Only what the asker plainly says to have is
counted; where a message leaves that open nothing is compared, since a wrong verdict is worse than none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from advisor.citations import Citation
from advisor.lexical import words
from advisor.profile import KINDS, Profile
from advisor.ranges import NUMBER, Count, Works, held, is_target, phrase, ranges, value, works
from advisor.sentences import sentence_spans

# What a message calls works: those of a profile and a few more, each with all that it may go by.
_PAPERS = ("paper", "manuscript", "article")  # are publications too, though not every publication is a paper
_GOES_BY = {one.split()[-1]: one.split()[-1] for one, _ in KINDS.values()}
_GOES_BY |= dict.fromkeys(_PAPERS, " ".join((*_PAPERS, "publication")))
_GOES_BY |= {"publication": "publication", "pub": "publication", "talk": "talk presentation", "review": "review"}
_NAMES = {one: frozenset(words(names)) for one, names in _GOES_BY.items()}
_WORKS = frozenset[str]().union(*_NAMES.values())
# Spans of time and sums of money are no works.
_UNITS = frozenset(words("years months weeks days hours minutes dollars percent points times"))
_ONE = frozenset(("a", "an", "another", "one", "1"))
_SEVERAL = ("some", "several", "many", "multiple", "numerous")
_VAGUE = frozenset((*_SEVERAL, *words("few couple dozen handful")))

_WORK = rf"(?<!peer )(?:{'|'.join(_NAMES)})s?\b"
_LEAD = r"(?P<lead>(?:[\w'’-]+\s+)*?)"
_NUMBER = rf"(?<![\w–/.-])(?<!\d,)(?P<number>{NUMBER}|an?|another|{'|'.join(_SEVERAL)})"
_NOUN = rf"\s+(?P<noun>(?:[a-z-]+\s+){{0,6}}?{_WORK}(?:\s+{_WORK})*)"
_NUMBERED = re.compile(_NUMBER + _NOUN, re.I)
_COUNTED = re.compile(rf"{_LEAD}{_NUMBER}{_NOUN}(?P<tail>.*)", re.I | re.S)
_OTHER = re.compile(rf"{_LEAD}{_NUMBER}\s+(?P<noun>[a-z][a-z -]*)", re.I)

_BY_NOW = r"(?:so far|to date|already|until now)"
_ADVERB = rf"(?:{_BY_NOW}|only|also|currently|now|just|recently|in total|a total of)"
_DONE = r"(?:got|published|presented|written|wrote|(?:co-?)?authored|completed|finished|done|did|made|produced)"
_TRAITS = r"(?:(?!(?:of|for|by|to|under|from|at|in|with|who\w*)\b)[\w-]+\s+){1,6}"
# All that may stand in front of a number of works that the asker has: "so far I only have", "I am an IMG with".
_HAVING = re.compile(
    rf"(?:(?:and|but|so|because|since|as|although|though|while|given|that|{_ADVERB})\s+)*"
    rf"(?:i(?:['’]ve|\s+(?:{_ADVERB}\s+)*(?:have|{_DONE}))|my\s+(?:cv|profile|application|portfolio)\s+has"
    rf"|i(?:['’]m|\s+am)\s+an?\s+{_TRAITS}with)\s+(?:(?:{_ADVERB}|{_DONE})\s+)*",
    re.I,
)
_BARE = re.compile(rf"(?:(?:{_ADVERB}|{_DONE})\s+)*", re.I)
# What may follow the works: where, when and on what; a verb would say something else of them.
_TAIL = re.compile(
    rf"\s*(?:$|(?:{_BY_NOW}|now|currently|in|at|on|about|from|as|total|overall|accepted|indexed|{_DONE})\b)",
    re.I,
)
_PIECE = re.compile(r"(?<!\d),|,(?!\d)|[;:!?]|\.(?=\s|$)|\b(?:and|but|plus)\b|&|\s[–—-]\s", re.I)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
# Behind these, parts of what was counted are named, or it is counted once more.
_PARTS = re.compile(r"\b(?:of (?:which|them|these|those)|including|among|such as)\b|:|\s[–—-]\s", re.I)
_SO_FAR = re.compile(rf"\b{_BY_NOW}\b", re.I)
_ASKING = re.compile(r"\b(?:how|what|which|who|whom|when|where|why)\b", re.I)
_WANTED = re.compile(
    r"\b(?:need\w*|want\w*|wish|hop(?:e|ing)|plan\w*|goal|aim\w*|target|requir\w+|should|must|will|minimum|enough)\b",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:he|she|they|his|her|their|we|our|(?:some|every)(?:one|body)|people|others|peer|(?:girl|boy)?friend|mentor"
    r"|brother|sister|cousin|wife|husband|partner|mother|father|aunt|uncle|colleague|classmate|roommate|(?:co-?)?resident"
    r"|fellow|attending|professor|supervisor|advisor|boss|pi|applicant|candidate|students)(?:['’]?s)?\b",
    re.I,
)
_WITH_PEOPLE = re.compile(rf"{_PEOPLE.pattern}\s*$", re.I)  # "my mentor and I have": not the asker's alone
_SUPPOSED = re.compile(r"\b(?:if|unless|once|suppos\w+|imagin\w+|assum\w+|hypothetical\w*|say|by)\b", re.I)
_TO_DO = re.compile(r"\bto (?!date\b)", re.I)
_UNDONE = re.compile(
    r"\b(?:reject\w*|retract\w*|withdr[ae]w\w*|lost|declined|none|neither|never|unpublished|unfinished|submitted|pending"
    r"|draft\w*|ongoing|planned|active|current|future|potential|possible|upcoming"
    r"|(?:in|under) (?:\w+ )?(?:progress|preparation|review|works|pipeline|mind)|on hold"
    r"|(?:not|n['’]t) (?:\w+ )?(?:accept|publish|present|complet|finish|mine|done|index|count|real|yet)\w*)\b",
    re.I,
)
_LEANING = re.compile(r"(?:(?:and|but)\s+)?(?:they|these|those|it|both|all|none|neither|some|most)\b", re.I)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a sentence counts.

    Attributes:
        counts: the works that the asker plainly says to have.
        others: other things that are counted along with them.
        doubtful: whether the asker may have more works than these, or fewer.
    """

    counts: tuple[Count, ...]
    others: tuple[str, ...]
    doubtful: bool


def compare(
    message: str, citations: Sequence[Citation], said: Iterable[str] = (), profile: Profile | None = None
) -> str:
    """Markdown lines that set the asker's counts against cited ranges; empty where nothing can be compared.

    Args:
        message: what the asker wrote; counts in it go before those of the profile.
        citations: of the answer.
        said: statements of the guides; a thing that one of them names along with works may be a work too.
        profile: what the asker told about themselves.
    """
    counts = _counts(message, said)
    if counts is None:
        return ""
    if counts:
        own = Works(tuple(counts))
        of_works = (_WORKS | {*words("scholarly")}) & {word for c in citations for word in words(c.quote)}
        return _compared(f"You wrote: {own.written}.", own, citations) if of_works else ""
    told = works(profile) if profile else None
    return _compared(f"Because you have {told.named} (from About me):", told, citations) if told else ""


def _compared(opening: str, own: Works, citations: Sequence[Citation]) -> str:
    verdicts = [line for c in citations for line in _verdicts(own, c)] if own.counts else []
    lines = [f"- {line}" for line in dict.fromkeys(verdicts)]
    return "\n".join([opening, "", *lines]) if lines else ""


def _counts(message: str, said: Iterable[str]) -> list[Count] | None:
    """The works that the asker says to have; None where that may not be all, or too much."""
    sentences = _joined(message)
    listings = [_listing(sentence, " ".join(sentences[:i])) for i, sentence in enumerate(sentences)]
    counts = [count for listing in listings for count in listing.counts]
    others = {*words(" ".join(noun for listing in listings for noun in listing.others))}
    # Two counts of one kind may be of the same works.
    twice = any(one.names & other.names for one, other in combinations(counts, 2))
    doubtful = twice or any(listing.doubtful for listing in listings)
    return None if counts and (doubtful or _named_with_works(others, said)) else counts


def _named_with_works(things: set[str], said: Iterable[str]) -> bool:
    return bool(things) and any(things & (named := {*words(text)}) and _WORKS & named for text in said)


def _listing(sentence: str, before: str) -> Listing:
    """What a sentence counts, piece by piece: a piece that begins with a number goes on with the one before it.

    Args:
        sentence: which may have others behind it that speak of the same.
        before: what was written before it.
    """
    text, doubtful = _without_parts(_ASIDE.sub(" ", sentence))
    counts, others, seen = list[Count](), list[str](), ""
    people = _PEOPLE.search(f"{before} {text}")
    so_far = bool(_SO_FAR.search(text)) and not people
    mine = so_far or not (people or _asks(sentence, text) or _WANTED.search(f"{before} {text}"))
    for piece in map(str.strip, _PIECE.split(text)):
        one = _COUNTED.match(piece) or _OTHER.match(piece)
        if one:
            mine = bool(_HAVING.fullmatch(one["lead"]) or (mine and _BARE.fullmatch(one["lead"])))
            count = _count(one)
            if count and count.names:
                sure = mine and _plain(one, seen)
                counts += [count] if sure else []
                doubtful |= not sure and (mine or not _PEOPLE.search(piece))
            elif mine:
                others += [count.noun] if count else []
                doubtful |= not count
        else:
            doubtful |= _names_works(piece)
            mine = so_far and not counts
        seen += f"{piece} "
    doubtful |= bool(counts and _UNDONE.search(sentence))
    of_others = _asks(sentence, sentence) or _WANTED.search(sentence) or _PEOPLE.search(sentence)
    return Listing(tuple(counts), tuple(others), doubtful and bool(counts or not of_others))


def _plain(found: re.Match[str], before: str) -> bool:
    """Whether nothing around a count says that it is supposed, to be done, or not the asker's alone."""
    tail = found["tail"]
    supposed = _SUPPOSED.search(before + found["lead"]) or _TO_DO.search(tail) or _WANTED.search(tail)
    shared = _PEOPLE.search(found["noun"] + tail) or _WITH_PEOPLE.search(before)
    return bool(_TAIL.match(tail)) and not (supposed or shared)


def _asks(sentence: str, text: str) -> bool:
    """Whether a sentence, or a part of it, is a question."""
    return sentence.endswith("?") or bool(_ASKING.search(text))


def _without_parts(text: str) -> tuple[str, bool]:
    """A sentence up to where it names parts of what it counts, and whether what follows may be no such parts."""
    first = _NUMBERED.search(text)
    parts = _PARTS.search(text, first.end()) if first else None
    if not parts:
        return text, False
    named = 1 if parts.group()[0].isalpha() else 0  # "of which 2 papers" names one part; a colon says too little
    return text[: parts.start()], len(_NUMBERED.findall(text, parts.end())) > named


def _count(found: re.Match[str]) -> Count | None:
    """A number and what it counts, works by all their names, other things by none; None where that stays unclear."""
    number, nouns = found["number"].lower(), phrase(found["noun"])
    one = number in _ONE
    if (nouns and _UNITS & {*words(nouns[0])}) or (found.re is _OTHER and not nouns):
        return Count(0, "", frozenset())
    if found.re is _OTHER:
        # "2 oral and 3 poster presentations": behind more than one a plural says what is counted.
        noun = next((noun for noun in nouns if noun.endswith("s")), nouns[-1] if one else None)
        return Count(0, noun, frozenset()) if noun else None
    if nouns != found["noun"].split() or _VAGUE & {number, *words(" ".join(nouns))}:
        return None
    names = frozenset[str]().union(*(_NAMES.get(noun.lower().removesuffix("s"), ()) for noun in nouns))
    return Count(1 if one else value(number), " ".join(nouns), names, found["number"])


def _names_works(text: str) -> bool:
    """Whether words without a number that is read speak of works: "and papers", "1,200 publications"."""
    found = re.search(rf"\b{_WORK}", text, re.I)
    return bool(found) and (phrase(text) == text.split() or bool(re.search(r"\d", text)))


def _sentences(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in sentence_spans(text))


def _joined(text: str) -> list[str]:
    """Its sentences, each with those behind it that only say more of the same, as "they were rejected" does."""
    joined = list[str]()
    for sentence in _sentences(text):
        leaning = joined and _LEANING.match(sentence)
        joined.append(f"{joined.pop()} {sentence}" if leaning else sentence)
    return joined


def _verdicts(own: Works, citation: Citation) -> Iterator[str]:
    lead = ""
    for line in citation.quote.split("\n"):
        lead = line if line.endswith(":") else lead
        for sentence in _sentences(line) if is_target(lead) else ():
            for wanted in ranges(sentence):
                has = held(own, wanted, sentence)
                if has is not None:
                    missing = wanted.low - has.number
                    verdict = "reached" if missing <= 0 else f"{missing} more"
                    yield f"{has.shown}: {verdict} [{citation.marker}]"
