"""Which words of a unit belong together, and how "and" and "or" join them: a sentence keeps to that."""

from collections import Counter
from itertools import chain

from advisor.generation.entailment.matching import translated
from advisor.generation.evidence import Unit
from advisor.generation.wording import Token, Wording, content_words

CLAUSE = 3  # content words that make a clause more than an item of a list

_JOINTS = frozenset((",", ";", "and", "but", "while", "or"))


def as_joined(unit: Unit, said: Wording) -> bool:
    """Words of two clauses must not become one: a sentence without a joint is held against single clauses."""
    return not unit.joined or any(t.word in _JOINTS for t in said.tokens)


def same_clauses(unit: Unit, said: Wording) -> bool:
    """Words of one clause must not come from two clauses that stand side by side in the unit."""
    held = [words for clause in clauses(unit.own) if len(words := frozenset(content_words(clause))) >= CLAUSE]
    for clause in clauses(said):
        lent = [words.intersection(content_words(clause)) for words in held]
        lenders = Counter(chain.from_iterable(lent))
        if sum(any(lenders[word] == 1 for word in words) for words in lent) > 1:
            return False
    return True


def clauses(text: Wording) -> list[list[Token]]:
    """The tokens between commas, "and" and the like."""
    found: list[list[Token]] = [[]]
    for token, behind in zip(text.tokens, (*text.tokens[1:], Token("", "")), strict=True):
        adds = token.written == "," and behind.word in ("which", "who")  # to what stands before it
        if token.word in _JOINTS and not adds:
            found.append([])
        else:
            found[-1].append(token)
    return found


def same_joints(unit: Unit, said: Wording) -> bool:
    """Whether what the unit joins by "or" is not joined by "and", nor the other way round."""
    held, spoken = _joined_by(unit.own), _joined_by(translated(unit, said))
    return all(held.get(word, joint) == joint for word, joint in spoken.items())


def _joined_by(text: Wording) -> dict[str, str]:
    """By a word, which of "and" and "or" stands in front of it."""
    joints = [(at, token.word) for at, token in enumerate(text.tokens) if token.word in ("and", "or")]
    return {next(iter(content_words(text.tokens[at + 1 :])), ""): joint for at, joint in joints}
