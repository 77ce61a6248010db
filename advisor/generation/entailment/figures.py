"""Which numbers a sentence says, and of what: the unit's own, beside the same words."""

from advisor.generation import vocabulary
from advisor.generation.evidence import Unit
from advisor.generation.wording import Figure, Wording, content_words, forms

BEHIND = 2  # content words behind a figure that have to stand near it in the unit
NEAR = 5  # content words on either side of a figure that are near it


def same_figures(unit: Unit, said: Wording) -> bool:
    """Every figure of the sentence is one of the unit's, or of what introduces it, and of the same thing."""
    others = [figure for figure in said.figures if not _stands(figure, said, unit.own)]
    if not others:
        return True
    # What introduces the unit may lend a figure, but not in place of one that the unit has itself.
    own = {figure.claim for figure in said.figures if figure not in others}
    kept = {figure.claim for figure in unit.own.figures} <= own
    return kept and all(_stands(figure, said, unit.lead) for figure in others)


def _stands(figure: Figure, said: Wording, held: Wording) -> bool:
    """Whether a figure of the sentence stands in the other text too, near the words that are behind it."""
    behind = _behind(figure, said)
    return any(behind <= _near(other, held) for other in held.figures if other.claim == figure.claim)


def _behind(figure: Figure, said: Wording) -> frozenset[str]:
    """The content words right behind a figure, up to the next figure or comma."""
    found: list[str] = []
    for token in said.tokens[figure.at + 1 :]:
        if len(found) == BEHIND or token.written[:1] in ",;:()" or token.written[:1].isdigit():
            break
        if token.form and token.word not in vocabulary.UNITS:
            found.append(token.form)
    return frozenset(found) - forms(vocabulary.NEUTRAL)


def _near(figure: Figure, text: Wording) -> frozenset[str]:
    """The content words on either side of a figure."""
    before, behind = content_words(text.tokens[: figure.at]), content_words(text.tokens[figure.at :])
    return frozenset((*before[-NEAR:], *behind[:NEAR]))
