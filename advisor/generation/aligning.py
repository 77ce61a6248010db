"""A sentence that cannot be proved -> the guides' own sentence that it comes from, where that is clear.

Words are compared, nothing else: what is shown is the guide's sentence, whatever was made of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.generation.entailment import telling, translated
from advisor.generation.evidence import Unit
from advisor.generation.wording import Wording
from advisor.statements import Statement, statements

LEAST = 0.6  # of 1: how much the two have in common
WORDS = 3  # that they share; two may meet by chance
LIKELY = 8  # units, by the words that they share as written, for which the thesaurus is asked
CLEARLY = 0.15  # the next sentence of the guides has to be that much farther away

_LEANING = frozenset(("this", "that", "these", "those", "such", "it", "they", "he", "she", "here", "both"))


@dataclass(frozen=True, slots=True)
class _Near:
    """How near a unit comes to a sentence."""

    likeness: float
    shared: int
    unit: Unit


def origin(units: Sequence[Unit], said: Wording) -> Statement | None:
    """The one statement of the guides that a sentence clearly comes from, if it can be read alone.

    Args:
        units: what the sections say.
        said: the sentence.
    """
    likely = sorted((_near(unit, said) for unit in units), key=lambda near: -near.likeness)[:LIKELY]
    ranked = sorted((_near(n.unit, translated(n.unit, said)) for n in likely), key=lambda near: -near.likeness)
    if not ranked or ranked[0].likeness < LEAST or ranked[0].shared < WORDS:
        return None
    best = ranked[0]
    next_ = next((near for near in ranked if _place(near.unit) != _place(best.unit)), None)
    if next_ and best.likeness - next_.likeness < CLEARLY:
        return None
    found = statements(best.unit.source.section.text)[best.unit.last]
    return found if _readable(found) else None


def _near(unit: Unit, said: Wording) -> _Near:
    """What both are about, the guide's topic left aside, as a share of all that they are about."""
    topic = unit.title.content
    spoken, held = telling(said) - topic, telling(unit.own) - topic
    shared = len(spoken & held)
    return _Near(2 * shared / max(1, len(spoken) + len(held)), shared, unit)


def _place(unit: Unit) -> tuple[str, int]:
    return unit.source.section.id, unit.last


def _readable(statement: Statement) -> bool:
    """Whether it is a whole sentence that leans on none before it."""
    opens = statement.text.split(maxsplit=1)[0].lower().strip(",:") if statement.text else ""
    whole = statement.kind in ("paragraph", "item") and statement.text.endswith((".", "!"))
    return whole and not statement.leans and opens not in _LEANING
