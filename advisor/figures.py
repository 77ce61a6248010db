"""The asker's own figures beside the guide's: what they count, set against the ranges that are cited.

"I have two posters and four abstracts" and a cited "5–10+ items" give "5–10+ items: reached". It is
arithmetic on what both texts say; nothing is known here of what counts for what.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from advisor.citations import Citation
from advisor.lexical import words
from advisor.sentences import sentence_spans

# Spans of time and sums of money are no things that add up.
_UNITS = frozenset(words("years months weeks days hours minutes dollars percent points times"))
# Words for things of any kind: a range of these is met by all that the asker counts together.
_ANY = frozenset(words("items works outputs entries products pieces contributions experiences total"))
_PLAIN = frozenset(words("total scholarly academic meaningful overall research more further other"))

_SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = rf"\d{{1,3}}|{'|'.join(_SPELLED)}"
_COUNTED = re.compile(rf"(?<![\w–-])({_NUMBER})(?=((?:\s+[a-z][a-z-]*){{1,4}}))", re.IGNORECASE)
_RANGE = re.compile(
    r"(?P<low>\d{1,3})(?:\s*[–-]\s*(?P<high>\d{1,3}))?(?P<open>\+)?(?=(?P<noun>(?:[ \u00a0][A-Za-z-]+){1,4}))"
)
# "How many letters for one program?" counts nothing that the asker has.
_ASKING = re.compile(r"\?$|\b(?:how|what|which|who|whom|when|where|why)\b", re.IGNORECASE)
_HAVING = re.compile(
    r"\b(?:i|we)\s+(?:\w+\s+)?(?:have|had|got|did|made|wrote|published|presented)\b|\b(?:i['’]ve|my)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something."""

    number: int
    noun: str


def compare(message: str, citations: Sequence[Citation], said: Iterable[str] = ()) -> str:
    """Markdown lines that set the asker's counts against cited ranges; empty where nothing can be compared.

    Args:
        message: what the asker wrote.
        citations: of the answer.
        said: statements of the guides; things that one of them names together are added up.
    """
    held = {word for c in citations for word in words(c.quote)}
    counts = _of_a_kind([*_counts(message)], held, said)
    verdicts = [line for c in citations for line in _verdicts(counts, c)] if counts else []
    if not verdicts:
        return ""
    named = " + ".join(f"{c.number} {c.noun}" for c in counts)
    total = f" = {sum(c.number for c in counts)}" if len(counts) > 1 else ""
    return "\n".join([f"You wrote: {named}{total}.", "", *(f"- {line}" for line in dict.fromkeys(verdicts))])


def _counts(message: str) -> Iterator[Count]:
    """What the asker has: a number and the noun behind it, the plural where there is one."""
    own = (sentence for sentence in _sentences(message) if _HAVING.search(sentence) or not _ASKING.search(sentence))
    for match in (match for sentence in own for match in _COUNTED.finditer(sentence)):
        nouns = [w for w in _phrase(match.group(2)) if "-" not in w]
        if nouns and not _UNITS & {*words(nouns[0])}:
            noun = next((w for w in nouns if w.endswith("s")), nouns[0])
            yield Count(_value(match.group(1)), noun.lower())


def _sentences(message: str) -> Iterator[str]:
    return (message[start:end] for start, end in sentence_spans(message))


def _of_a_kind(counts: Sequence[Count], held: set[str], said: Iterable[str]) -> list[Count]:
    """The counts of what the cited words speak of, and of what a statement of the guides names along with it."""
    nouns = {word for c in counts for word in words(c.noun)}
    known = nouns & held
    if known and nouns - known:
        together = [own for text in said if (own := nouns & {*words(text)}) & known]
        known = known.union(*together)
    return [c for c in counts if known & {*words(c.noun)}]


def _phrase(text: str) -> list[str]:
    """The words up to the first that carries no meaning of its own: a number's noun and what describes it."""
    return [*takewhile(lambda word: words(word) and word.lower() not in _SPELLED, text.split())]


def _verdicts(counts: Sequence[Count], citation: Citation) -> Iterator[str]:
    for match in _RANGE.finditer(citation.quote):
        phrase = _phrase(match["noun"])
        own = _comparable(counts, words(" ".join(phrase)))
        if own is not None and (match["high"] or match["open"]):
            missing = int(match["low"]) - own
            verdict = "reached" if missing <= 0 else f"{missing} more"
            yield f"{match[0]} {phrase[-1]}: {verdict} [{citation.marker}]"


def _comparable(counts: Sequence[Count], noun: Sequence[str]) -> int | None:
    """How many the asker has of what a range counts; None where that cannot be told."""
    same = [c.number for c in counts if set(words(c.noun)) & set(noun)]
    if same:
        return sum(same) if set(noun) - _PLAIN == {w for c in counts for w in words(c.noun)} & set(noun) else None
    general = set(noun) & _ANY and not set(noun) - _ANY - _PLAIN
    return sum(c.number for c in counts) if general else None


def _value(text: str) -> int:
    return int(text) if text.isdigit() else _SPELLED.index(text.lower()) + 1
