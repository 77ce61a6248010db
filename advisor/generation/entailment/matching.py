"""Which words of a sentence claim something, and whether the unit holds them."""

from collections import Counter
from functools import cache
from itertools import pairwise

from advisor.generation import vocabulary
from advisor.generation.evidence import Unit
from advisor.generation.thesaurus import alike
from advisor.generation.wording import Wording, content_words, form, forms, reworded

OWN = 0.5  # share of a sentence's words that the unit itself has to hold
LEAST = 2  # of them, where the sentence has so many
LITERAL = 1 / 3  # share of a sentence's words that are the guide's own


def telling(said: Wording) -> frozenset[str]:
    """The words of a sentence that claim something."""
    owned = {b.form for a, b in pairwise(said.tokens) if a.word in vocabulary.POSSESSIVE}
    return said.content - (forms(vocabulary.NEUTRAL) - owned)


def translated(unit: Unit, said: Wording) -> Wording:
    """The sentence in the unit's words, as far as the thesaurus has them."""
    held = (unit.own.content, unit.lead.content, unit.heading.content | unit.title.content)
    instead = {}
    for word in said.content - said.codes - unit.own.content:
        for words in held if word in telling(said) else held[:1]:
            if word in words:
                break
            if found := next((other for other in sorted(words) if alike(word, other)), ""):
                instead[word] = found
                break
    return reworded(said, instead) if instead else said


def recognized(unit: Unit, said: Wording) -> bool:
    """Whether enough of a sentence stands there word for word: all of a short one, a third of any other."""
    claimed = telling(said)
    held = claimed & (unit.own.content | unit.lead.content | unit.heading.content | unit.title.content)
    return held == claimed if len(claimed) <= LEAST else len(held) >= LITERAL * len(claimed)


def worded(unit: Unit, said: Wording) -> bool:
    """Every word that claims something stands in the unit or its context, and enough of them in the unit itself."""
    claimed = telling(said)
    own = claimed & unit.own.content
    topic = (unit.heading.content | unit.title.content) - _rivals(unit)
    if not claimed or not claimed <= unit.own.content | unit.lead.content | topic:
        return False
    return len(own) >= min(LEAST, len(telling(unit.own))) and len(own) >= OWN * len(claimed - unit.lead.content)


def _rivals(unit: Unit) -> frozenset[str]:
    """Names of other things: what heading or title name beside a unit that has names of its own, and so on upward."""
    if unit.own.codes:
        return (unit.heading.codes | unit.title.codes) - unit.own.codes
    return unit.title.codes - unit.heading.codes if unit.heading.codes else frozenset()


def no_opposite(unit: Unit, said: Wording) -> bool:
    """A word that only the context holds must not contradict the unit's own."""
    own, borrowed = unit.own.content, said.content - unit.own.content
    return not any((a in borrowed and b in own) or (b in borrowed and a in own) for a, b in _opposites())


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    """The pairs of forms that contradict each other."""
    pairs = (line.split() for line in vocabulary.OPPOSITES.strip().splitlines())
    return tuple((form(a), form(b)) for a, b in pairs if form(a) and form(b))


def said_once(unit: Unit, said: Wording) -> bool:
    """A word said twice stands twice in the unit, or is what the section is about.

    To be asked of the sentence as written: two words of it may mean the same one of the unit.
    """
    context = unit.heading.content | unit.title.content
    spoken, held = Counter(content_words(said.tokens)), Counter(content_words(unit.own.tokens))
    return all(n == 1 or word in context or n <= held.get(word, n) for word, n in spoken.items())
