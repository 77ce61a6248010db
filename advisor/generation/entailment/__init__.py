"""Does a unit of evidence support a sentence? Decided word by word, in well under a millisecond.

A sentence is supported where every word that carries meaning stands in the unit, in what introduces it
or in its heading; where its figures are the unit's own, with the same bound and unit and beside the same
words; where negations, quantities, conditions and comparisons speak of the same words on both sides; and
where the words come in the unit's order, but for one part that is moved to the front or to the end. What
paraphrases more freely is not supported: a false sentence let through is far worse than a true one lost.

matching  which words claim something, and whether the unit holds them
clauses   which words belong together, and how "and" and "or" join them
figures   which numbers are said, and of what
cues      what "not", "all", "only", "if" and the like speak of
cases     where, when and of how much it holds
order     which word stands in front of which
subjects  who does it, and who says so
"""

from collections.abc import Callable

from advisor.generation.entailment import cases, clauses, cues, figures, matching, order, subjects
from advisor.generation.entailment.clauses import same_joints
from advisor.generation.entailment.matching import telling, translated
from advisor.generation.evidence import Unit
from advisor.generation.wording import Wording

__all__ = ["objections", "same_joints", "supports", "telling", "translated"]

# What has to hold of a unit and a sentence in its words, in this order; under the word that names what does not.
_CHECKS: tuple[tuple[str, Callable[[Unit, Wording], bool]], ...] = (
    ("words", matching.worded),
    ("clauses", clauses.as_joined),
    ("figures", figures.same_figures),
    ("cues", cues.same_cues),
    ("opposite", matching.no_opposite),
    ("joints", same_joints),
    ("order", order.ordered),
    ("clause", clauses.same_clauses),
    ("agent", subjects.same_agent),
    ("hearsay", subjects.as_said),
    ("sides", order.same_sides),
    ("denied", cues.as_denied),
    ("part", cases.same_case),
)


def supports(unit: Unit, said: Wording, before: frozenset[str] = frozenset()) -> bool:
    """Whether the unit says what the sentence says.

    Args:
        unit: of a section.
        said: the sentence.
        before: the words of what is shown in front of it, of which "it" and "they" speak.
    """
    return not objections(unit, said, before)


def objections(unit: Unit, said: Wording, before: frozenset[str] = frozenset()) -> str:
    """Why the unit does not support a sentence, in a word; empty where it does."""
    if not matching.recognized(unit, said):
        return "words"
    reworded = translated(unit, said)
    for reason, holds in _CHECKS:
        if not holds(unit, reworded):
            return reason
    if not matching.said_once(unit, said):
        return "twice"
    return "" if subjects.same_subject(unit, reworded, before) else "subject"
