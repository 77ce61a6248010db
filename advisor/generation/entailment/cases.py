"""Where, when and of how much something holds: what the unit says of one case is not said of all."""

from collections.abc import Iterable, Sequence

from advisor.generation import vocabulary
from advisor.generation.evidence import Unit
from advisor.generation.wording import Token, Wording, content_words, forms

_COMPARING = frozenset(("unlike", "like", "despite", "as", "to"))  # they open a part that limits nothing
_LIMITING = frozenset(("in", "for", "at", "on", "with", "without", "outside", "inside", "during", "within", "among"))
_ENDS = frozenset((*",;:()", "and", "or"))


def same_case(unit: Unit, said: Wording) -> bool:
    """What the unit says in a certain case only, or of an amount, is not said of all cases."""
    needed = content_words((*_opening(unit.own), *_qualifying(unit.own, said)))
    return said.content | forms(vocabulary.NEUTRAL) | unit.heading.content | unit.title.content >= {*needed}


def _opening(own: Wording) -> Sequence[Token]:
    """What stands in front and says where or when the rest holds: "After graduation, …"."""
    words = [t.word for t in own.tokens]
    begin = next((i for i, word in enumerate(words) if word not in ("and", "but")), 0)
    if words[begin:] and words[begin] in vocabulary.FRONTING - _COMPARING:
        return own.tokens[begin : words.index(",")] if "," in words else own.tokens[begin : begin + 2]
    return ()


def _qualifying(own: Wording, said: Wording) -> Iterable[Token]:
    """The words behind prepositions in those clauses of the unit that lend a figure."""
    claims = {figure.claim for figure in said.figures}
    lending = [figure.at for figure in own.figures if figure.claim in claims]
    begin, tokens = 0, (*own.tokens, Token("", ","))
    for end in (i for i, token in enumerate(tokens) if token.written in _ENDS):
        if any(begin <= figure < end for figure in lending):
            qualifier = next((i for i in range(begin + 1, end) if tokens[i].word in _LIMITING), end)
            yield from tokens[qualifier:end]
        begin = end + 1
