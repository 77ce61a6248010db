"""The asker's own figures beside the guide's: what they count, set against the ranges that are cited.

"I have two posters and four abstracts" and a cited "5–10+ items" give "5–10+ items: reached"; so do the
counts of a profile. It is arithmetic on what both texts say.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from advisor.citations import Citation
from advisor.lexical import words
from advisor.profile import Profile
from advisor.ranges import NUMBER, Count, Works, held, phrase, ranges, value, works
from advisor.sentences import sentence_spans

# Spans of time and sums of money are no things that add up.
_UNITS = frozenset(words("years months weeks days hours minutes dollars percent points times"))

_COUNTED = re.compile(rf"(?<![\w–-])({NUMBER})(?=((?:\s+[a-z][a-z-]*){{1,4}}))", re.IGNORECASE)
# "How many letters for one program?" counts nothing that the asker has.
_ASKING = re.compile(r"\?$|\b(?:how|what|which|who|whom|when|where|why)\b", re.IGNORECASE)
_HAVING = re.compile(
    r"\b(?:i|we)\s+(?:\w+\s+)?(?:have|had|got|did|made|wrote|published|presented)\b|\b(?:i['’]ve|my)\b", re.I
)


def compare(
    message: str, citations: Sequence[Citation], said: Iterable[str] = (), profile: Profile | None = None
) -> str:
    """Markdown lines that set the asker's counts against cited ranges; empty where nothing can be compared.

    Args:
        message: what the asker wrote; counts in it go before those of the profile.
        citations: of the answer.
        said: statements of the guides; things that one of them names together are added up.
        profile: what the asker told about themselves.
    """
    quoted = {word for c in citations for word in words(c.quote)}
    counted = Works(tuple(_of_a_kind([*_counts(message)], quoted, said)))
    if counted.counts:
        return _compared(f"You wrote: {counted.written}.", counted, citations)
    told = works(profile) if profile else None
    return _compared(f"Because you have {told.named} (from About me):", told, citations) if told else ""


def _compared(opening: str, own: Works, citations: Sequence[Citation]) -> str:
    verdicts = [line for c in citations for line in _verdicts(own, c)] if own.counts else []
    lines = [f"- {line}" for line in dict.fromkeys(verdicts)]
    return "\n".join([opening, "", *lines]) if lines else ""


def _counts(message: str) -> Iterator[Count]:
    """What the asker has: a number and the noun behind it, the plural where there is one."""
    own = (sentence for sentence in _sentences(message) if _HAVING.search(sentence) or not _ASKING.search(sentence))
    for match in (match for sentence in own for match in _COUNTED.finditer(sentence)):
        nouns = [w for w in phrase(match.group(2)) if "-" not in w]
        if nouns and not _UNITS & {*words(nouns[0])}:
            noun = next((w for w in nouns if w.endswith("s")), nouns[0]).lower()
            yield Count(value(match.group(1)), noun, frozenset(words(noun)), match.group(1))


def _sentences(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in sentence_spans(text))


def _of_a_kind(counts: Sequence[Count], quoted: set[str], said: Iterable[str]) -> list[Count]:
    """The counts of what the cited words speak of, and of what a statement of the guides names along with it."""
    nouns = {word for c in counts for word in c.names}
    known = nouns & quoted
    if known and nouns - known:
        together = [own for text in said if (own := nouns & {*words(text)}) & known]
        known = known.union(*together)
    return [c for c in counts if known & c.names]


def _verdicts(own: Works, citation: Citation) -> Iterator[str]:
    for sentence in _sentences(citation.quote):
        for wanted in ranges(sentence):
            has = held(own, wanted, sentence)
            if has is not None:
                missing = wanted.low - has.number
                verdict = "reached" if missing <= 0 else f"{missing} more"
                yield f"{has.shown}: {verdict} [{citation.marker}]"
