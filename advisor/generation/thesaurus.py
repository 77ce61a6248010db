"""What may be said in other words: lines of `thesaurus.txt`, one meaning each."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import Stemmer

from advisor.generation.vocabulary import WHOLE

GAP = "~"  # in a phrase: where other words may stand
WIDEST = 2  # of them

_IRREGULAR = """
be am is are was were been being
begin began begun
bring brought
build built
catch caught
choose chose chosen
come came
do does did done
feel felt
find found
get got gotten
give gave given
go goes went gone
grow grew grown
have has had having
hold held
keep kept
know knew known
lead led
leave left
lose lost
make made
mean meant
meet met
pay paid
run ran
say said
see saw seen
sell sold
send sent
show shown
speak spoke spoken
spend spent
stand stood
take took taken
teach taught
tell told
think thought
understand understood
write wrote written
"""
_BASE = {word: line.split()[0] for line in _IRREGULAR.strip().splitlines() for word in line.split()[1:]}

_FILE = Path(__file__).with_name("thesaurus.txt")


@cache
def stem(word: str) -> str:
    """A word without its ending, whatever its case."""
    return word.lower() if word.lower() in WHOLE else str(_stemmer().stemWord(base(word)))


def base(word: str) -> str:
    """The infinitive of a verb that changes more than its ending; any other word in lower case."""
    return _BASE.get(word.lower(), word.lower())


@cache
def meanings() -> Mapping[str, frozenset[int]]:
    """By stem, the lines that a single word stands in."""
    found: dict[str, set[int]] = {}
    for number, alternatives in enumerate(_lines()):
        for word in alternatives:
            if not {" ", "-"} & {*word}:
                found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def alike(one: str, other: str) -> bool:
    """Whether two stems can mean the same."""
    return not meanings().get(one, frozenset()).isdisjoint(meanings().get(other, frozenset()))


@cache
def phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By the stem of its first word, each phrase: the stems of the others, and the word it is read as."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for head, *others in _lines():
        for first, *rest in (other.replace("-", " ").split() for other in others if {" ", "-"} & {*other}):
            found.setdefault(stem(first), []).append((tuple(r if r == GAP else stem(r) for r in rest), head))
    return {first: tuple(sorted(known, key=lambda p: -len(p[0]))) for first, known in found.items()}


def read(words: Iterable[str]) -> list[str]:
    """Words with each phrase as the one word it is read as; what stood in its gap comes behind it."""
    rest, found = list(words), list[str]()
    while rest:
        head, length, kept = _phrase(rest)
        found += [head, *kept]
        rest = rest[length:]
    return found


def _phrase(words: list[str]) -> tuple[str, int, list[str]]:
    """What the first words are read as, how many they are, and what stood in the gap."""
    for others, head in phrases().get(stem(words[0]), ()):
        if (found := _matched(others, words)) is not None:
            length, kept = found
            return head, length, kept
    return words[0], 1, []


def _matched(others: tuple[str, ...], words: list[str]) -> tuple[int, list[str]] | None:
    """How many words a phrase takes, and those that stood in its gap; None where it is not there."""
    at, kept = 1, list[str]()
    for position, other in enumerate(others):
        if other == GAP:
            ahead = [stem(word) for word in words[at : at + WIDEST + 1]]
            width = ahead.index(others[position + 1]) if others[position + 1] in ahead else len(ahead)
            kept, at = words[at : at + width], at + width
        elif at < len(words) and stem(words[at]) == other:
            at += 1
        else:
            return None
    return at, kept


@cache
def _lines() -> tuple[tuple[str, ...], ...]:
    lines = (line for line in _FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return tuple(tuple(part.strip() for part in line.split(",")) for line in lines)


@cache
def _stemmer() -> Any:
    return Stemmer.Stemmer("english")
