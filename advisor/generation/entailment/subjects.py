"""Who does something, and who says so: the same in the sentence as in the unit."""

from advisor.generation import vocabulary
from advisor.generation.entailment.matching import telling
from advisor.generation.evidence import Unit
from advisor.generation.thesaurus import stem
from advisor.generation.wording import Wording, content_words, forms

_SAYING = frozenset(map(stem, vocabulary.SAYING))


def same_subject(unit: Unit, said: Wording, before: frozenset[str]) -> bool:
    """Whoever does it stays, and stays whole; nothing that only the context holds takes the place.

    Args:
        unit: of a section.
        said: the sentence in the unit's words.
        before: the words of what is shown in front of it, of which "it" and "they" speak.
    """
    passed = forms(vocabulary.NEUTRAL) | unit.title.content
    if any(t.word in ("you", "your") for t in said.tokens):
        passed |= forms(vocabulary.READER)
    subject = unit.own.subject - passed
    if _leans(said):
        meant = subject or unit.own.first or unit.lead.subject or unit.lead.first
        return meant <= said.content | before | passed
    if subject:
        return subject <= said.content
    return telling(said) <= unit.own.content or unit.own.first <= passed | said.content


def _leans(said: Wording) -> bool:
    """Whether the sentence speaks of what the one before it names: "it", but not "it is polite to"."""
    first, second, *rest = [t.word for t in said.tokens[:6]] + ["", ""]
    expletive = first == "it" and second in ("is", "was") and {"to", "that", "if"} & {*rest}
    return first in ("it", "they", "he", "she") and not expletive


def same_agent(unit: Unit, said: Wording) -> bool:
    """Where only the sentence says by whom something is done, it is whoever does it in the unit."""
    if any(t.word == "by" for t in (*unit.own.tokens, *unit.lead.tokens)):
        return True
    behind = (content_words(said.tokens[at + 1 :]) for at, t in enumerate(said.tokens) if t.word == "by")
    agents = {words[0] for words in behind if words}
    return agents <= unit.own.subject | unit.own.first | unit.lead.subject


def as_said(unit: Unit, said: Wording) -> bool:
    """What somebody says or believes is not so because of that."""
    return not _hearsay(unit.own) or _hearsay(said)


def _hearsay(text: Wording) -> bool:
    return any(stem(t.written) in _SAYING for t in text.tokens)
