"""What "not", "all", "only", "if" and the like speak of: the same words in the sentence as in the unit."""

from collections.abc import Iterable

from advisor.generation import vocabulary
from advisor.generation.entailment.clauses import clauses
from advisor.generation.evidence import Unit
from advisor.generation.wording import Cue, Wording, content_words, forms

_CONDITIONS = frozenset(("if", "when", "whether"))
_GOVERNING = frozenset(("not", "avoid", "if", "without"))  # in front of a list, they speak of each of its items
_DENYING = frozenset(vocabulary.CUES["not"].split())


def same_cues(unit: Unit, said: Wording) -> bool:
    """The sentence adds no cue of its own, and drops none that restricts what it says."""
    held = (*unit.own.cues, *unit.lead.cues)
    added = any(not _matched(cue, held) for cue in said.cues if cue.kind in vocabulary.CLAIMING)
    denies_more = _denials(said.cues) > _denials(held)
    return not added and not denies_more and all(_kept(cue, said) for cue in unit.own.cues) and _governed(unit, said)


def _matched(cue: Cue, others: Iterable[Cue]) -> bool:
    """Whether another of its kind speaks of the same."""
    return any(o.kind == cue.kind and (not cue.scope or not o.scope or {*o.scope} & {*cue.scope}) for o in others)


def _denials(cues: Iterable[Cue]) -> int:
    return sum(cue.kind == "not" for cue in cues)


def _kept(cue: Cue, said: Wording) -> bool:
    """A word of the unit that restricts what the sentence says has to stand in the sentence too."""
    if cue.kind not in vocabulary.RESTRICTING:
        return True
    shared = sum(word in said.content for word in cue.scope)
    if not shared or (cue.scope[0] not in said.content and 2 * shared <= len(cue.scope)):
        return True  # the sentence does not say what the word restricts
    return any(_matched(Cue(kind, cue.scope), said.cues) for kind in vocabulary.RESTRICTING[cue.kind])


def _governed(unit: Unit, said: Wording) -> bool:
    """What holds on a condition, or is listed as wrong, must not be said without that."""
    spoken = {cue.kind for cue in said.cues}
    if _CONDITIONS & {cue.kind for cue in unit.own.cues} and not _CONDITIONS & spoken:
        return False
    if unit.parent is None and not unit.item:
        return True
    wrong = (unit.lead.content | unit.heading.content) & forms(vocabulary.WRONG)
    return _GOVERNING & {cue.kind for cue in unit.lead.cues} <= spoken and (not wrong or bool(wrong & said.content))


def as_denied(unit: Unit, said: Wording) -> bool:
    """A clause that the unit denies is denied in the sentence too, as soon as it takes words from it."""
    held = [(frozenset(content_words(c)), any(t.word in _DENYING for t in c)) for c in clauses(unit.own)]
    affirmed = frozenset().union(*(content for content, denied in held if not denied))
    touched = sum(denied and bool((content - affirmed) & said.content) for content, denied in held)
    return touched <= sum(t.word in _DENYING for t in said.tokens)
