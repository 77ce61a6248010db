"""Which word stands in front of which: in the unit's order, and on the same side of a comparison."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from advisor.generation import vocabulary
from advisor.generation.evidence import Unit
from advisor.generation.wording import Token, Wording, content_words

LOCAL = 2  # words that neighbours may change places by
MOVED = 3  # and by which all of a sentence's neighbours together may
SIDE = 5  # content words that make one side of a comparison

_PIVOTS = ("than", "before", "after", "until", "instead", "over", "unless", "without", "while")
_PRONOUNS = frozenset(("you", "they", "he", "she", "it", "them"))

_Sides = tuple[frozenset[str], frozenset[str]]  # the words in front, and those behind


def ordered(unit: Unit, said: Wording) -> bool:
    """Whether shared words come in the unit's order, but for one part moved to the front or the end.

    Neighbours may change places besides ("a cutoff for publications", "a publication cutoff"), where no verb
    stands between them: who does what to whom stays as it is.
    """
    falls = _falls(said, _places(unit.own, unit.title.content))
    if any(second[0] == first[1] for first, second in pairwise(falls)):
        return False
    far = [(last, next_) for last, next_, distance in falls if distance > LOCAL or _verb_between(said, last, next_)]
    return sum(distance for _, _, distance in falls if distance <= LOCAL) <= MOVED and (
        not far or (len(far) == 1 and _may_move(said, *far[0]))
    )


def _falls(said: Wording, order: Mapping[str, Sequence[int]]) -> list[tuple[int, int, int]]:
    """Where the sentence steps back in the unit's order: the two positions in it, and how many words back."""
    at, falls, previous = -1, [], 0
    for position, key in enumerate(map(_key, said.tokens)):
        if key in order:
            behind = [place for place in order[key] if place > at]
            if not behind:
                falls.append((previous, position, at - order[key][-1]))
            at, previous = behind[0] if behind else order[key][-1], position
    return falls


def _places(own: Wording, topic: frozenset[str]) -> dict[str, list[int]]:
    """The places of the unit's words, function words not counted; what the whole guide is about may stand anywhere."""
    places: dict[str, list[int]] = {}
    for place, key in enumerate(filter(None, map(_key, own.tokens))):
        if key not in topic:
            places.setdefault(key, []).append(place)
    return places


def _key(token: Token) -> str:
    """What a token is compared as: figures and pronouns count, function words do not."""
    if token.form:
        return token.form
    figure = token.written[:1].isdigit() or token.written[:1] in "<>$€£¥₹"
    return token.word if figure or token.word in _PRONOUNS else ""


def _verb_between(said: Wording, last: int, next_: int) -> bool:
    return any(t.word in vocabulary.VERBS for t in said.tokens[last + 1 : next_])


def _may_move(said: Wording, last: int, next_: int) -> bool:
    """Whether the part that moved is one that may: it opens with "in", "for", "if" and the like."""
    return any(t.word in vocabulary.FRONTING for t in (said.tokens[0], *said.tokens[last + 1 : next_]))


def same_sides(unit: Unit, said: Wording) -> bool:
    """What stands on either side of "than", "before" or "without" has to stand there in the unit as well."""
    for pivot in _PIVOTS:
        spoken, held = _sides(said, pivot), _sides(unit.own, pivot)
        if spoken and held and _crossed(spoken, held):
            return False
    return True


def _sides(text: Wording, pivot: str) -> _Sides | None:
    """The content words on either side of a word; None where it is not there, or nothing stands in front of it."""
    tokens = text.tokens
    at = next((i for i, t in enumerate(tokens) if t.word == pivot), None)
    if at is None:
        return None
    if before := content_words(tokens[:at]):
        return frozenset(before[-SIDE:]), frozenset(content_words(tokens[at + 1 :])[:SIDE])
    # "Before you write, read": what follows the comma stands in front.
    comma = next((i for i, t in enumerate(tokens) if t.written == "," and i > at), None)
    if comma is None:
        return None
    return frozenset(content_words(tokens[comma:])), frozenset(content_words(tokens[at + 1 : comma]))


def _crossed(spoken: _Sides, held: _Sides) -> bool:
    """Whether words have changed sides: more than one for every two that stayed on theirs."""
    (before, behind), (left, right) = spoken, held
    straight = len(before & left - right) + len(behind & right - left)
    crossed = len(before & right - left) + len(behind & left - right)
    return straight < 2 * crossed
