"""A sentence as what can be compared: its words, its figures, and the words that turn them round."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from advisor.generation import thesaurus, vocabulary
from advisor.generation.normalizing import normal
from advisor.lexical import words

SCOPE = 4  # content words behind "not", "all", "may" … that it speaks of

_TOKEN = re.compile(
    r"(?P<number>(?:>=|<=|>|<)?[$€£¥₹]?\d[\d,]*(?:\.\d+)?%?(?:-[$€£¥₹]?\d[\d,]*(?:\.\d+)?%?)?(?![\w]))"
    r"|(?P<name>[A-Za-z]+-\d+[A-Za-z]*|[a-z]+~\d+)"
    r"|(?P<word>[^\W_]+)"
    r"|(?P<stop>[,;:()])"
)
_FIGURE = re.compile(r"(>=|<=|>|<)?([$€£¥₹])?(\d[\d,.]*)(%)?(?:-[$€£¥₹]?([\d,.]+)(%)?)?")

_DETERMINERS = vocabulary.POSSESSIVE | {"the", "a", "an"}
_PRONOUNS = frozenset(("you", "they", "he", "she", "it", "we", "i", "them", "him", "her"))
_PREDICATES = frozenset(("necessary", "essential", "mandatory", "required", "compulsory", "possible"))
_STOPS = frozenset(",;:")
_RELATIVE = frozenset(("who", "which", "that", "whose"))
_ADDING = vocabulary.FRONTING | _RELATIVE | {",", "(", "or", "and"}
_MARK = {form: kind for kind, forms in vocabulary.CUES.items() for form in forms.split()}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a claim: its range, its bound, its unit.

    Attributes:
        low: as digits.
        high: as digits; empty where it is one number.
        bound: ">=", "<=", ">", "<" or nothing.
        unit: of time, money or share; empty for a count.
        at: position among the tokens.
    """

    low: str
    high: str
    bound: str
    unit: str
    at: int

    @property
    def claim(self) -> tuple[str, str, str, str]:
        """What has to be the same in the source."""
        return self.low, self.high, self.bound, self.unit


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that changes what the words near it claim, and those words, the nearest first."""

    kind: str
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its form as matched, "" where it is a function word, and the form as written."""

    form: str
    written: str

    @property
    def word(self) -> str:
        """As written, but for capitals."""
        return self.written.lower()


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text says, as far as it can be compared.

    Attributes:
        tokens: all words in order; commas and the like among them.
        content: the forms that carry meaning.
        names: those written with capitals or digits inside a sentence.
        codes: those of them that are no ordinary words, as IR, J-1, ECFMG.
        figures: the numbers.
        cues: the words that turn a claim round or widen it.
        subject: the words of who or what does it; empty where no verb is known.
        first: the first word that carries meaning; empty where a pronoun stands for who does it.
    """

    tokens: tuple[Token, ...]
    content: frozenset[str]
    names: frozenset[str]
    codes: frozenset[str]
    figures: tuple[Figure, ...]
    cues: tuple[Cue, ...]
    subject: frozenset[str]
    first: frozenset[str]


@lru_cache(maxsize=8192)
def wording(text: str) -> Wording:
    """Read a text that holds no Markdown."""
    written = thesaurus.read(match.group() for match in _TOKEN.finditer(normal(text)))
    tokens = tuple(Token("" if _FIGURE.fullmatch(word) else form(word), word) for word in written)
    names = frozenset(t.form for i, t in enumerate(tokens) if t.form and _is_name(t.written, i == 0))
    figures = tuple(_figure(t.written, i, tokens) for i, t in enumerate(tokens) if _FIGURE.fullmatch(t.written))
    return _of(tokens, names, figures)


def _of(tokens: tuple[Token, ...], names: frozenset[str], figures: tuple[Figure, ...]) -> Wording:
    content = frozenset(content_words(tokens))
    codes = frozenset(name for name in names if not name.islower())
    return Wording(tokens, content, names, codes, figures, tuple(_cues(tokens)), *_subject(tokens))


def content_words(tokens: Iterable[Token]) -> list[str]:
    """The forms of the words that carry meaning, in order."""
    return [t.form for t in tokens if t.form]


def reworded(said: Wording, instead: Mapping[str, str]) -> Wording:
    """The same with some forms in place of others."""
    tokens = tuple(Token(instead.get(t.form, t.form), t.written) for t in said.tokens)
    return _of(tokens, said.names, said.figures)


@cache
def form(word: str) -> str:
    """A word as it is matched: stemmed, synonyms as one; "" for a function word."""
    if any(c.isdigit() for c in word):
        return word.upper() if "-" in word else word
    if _is_name(word, False) and not word.istitle():
        return word.removesuffix("s") if word[:-1].isupper() else word
    if word.lower() in _MARK:
        return ""
    if word.lower() in vocabulary.WHOLE:
        return word.lower()
    return next(iter(words(thesaurus.base(word))), "")


@cache
def forms(lines: str) -> frozenset[str]:
    """The forms of a list of words."""
    return frozenset(filter(None, map(form, lines.split())))


def _is_name(word: str, opens: bool) -> bool:
    """Whether a word is written as a name: capitals inside, digits, or a capital that does not open the sentence."""
    if any(c.isdigit() for c in word) or any(c.isupper() for c in word[1:]):
        return True
    return word[:1].isupper() and not opens and len(word) > 1


def _figure(text: str, at: int, tokens: Sequence[Token]) -> Figure:
    match = _FIGURE.fullmatch(text)
    bound, sign, low, percent, high, percents = match.groups() if match else ("", "", text, "", "", "")
    behind = (vocabulary.UNITS.get(t.word, "") for t in tokens[at + 1 : at + 3])
    mark = sign or percent or percents
    unit = vocabulary.UNITS.get(mark, mark) if mark else next(filter(None, behind), "")
    return Figure(_plain(low), _plain(high or ""), bound or "", unit, at)


def _plain(number: str) -> str:
    return number.replace(",", "").rstrip(".").lstrip("0") or "0" if number else ""


def _cues(tokens: Sequence[Token]) -> Iterable[Cue]:
    for position, token in enumerate(tokens):
        kind = _MARK.get(token.word) if not _is_noun(position, tokens) else None
        before = tokens[position - 1].written if position else ""
        aside = token.word == "when" and before == ","  # it only adds something
        month = token.written == "May" and position > 0
        if kind and not token.written.isupper() and not aside and not month:
            behind, ahead = _nearest(tokens[position + 1 :]), _nearest(tokens[:position][::-1])
            if tokens[position + 1 :] and tokens[position + 1].written == ":":  # "You need:" speaks of what follows
                behind, ahead = [], []
            yield Cue(kind, (*behind, *ahead) if _looks_back(position, tokens) or not behind else tuple(behind))


def _is_noun(position: int, tokens: Sequence[Token]) -> bool:
    """Whether "need" names a thing: "a statement of need", "your visa needs"."""
    if tokens[position].word not in ("need", "needs"):
        return False
    before = tokens[position - 1].word if position else ""
    behind = tokens[position + 1].written if position + 1 < len(tokens) else "."
    return before in ("of", "in", "the", "your", "their") or behind in _STOPS or behind == "."


def _looks_back(position: int, tokens: Sequence[Token]) -> bool:
    """Whether a cue also speaks of what stands in front: "a visa is not necessary"."""
    return any(t.word in _PREDICATES for t in tokens[position : position + 2])


def _nearest(tokens: Sequence[Token]) -> list[str]:
    clause = takewhile(lambda token: token.written not in _STOPS, tokens)
    return content_words(clause)[:SCOPE]


def _subject(tokens: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """The words of who or what does it, in front of the first verb; where none is known, the first word."""
    verb = next((i for i, t in enumerate(tokens) if t.word in vocabulary.VERBS and t.written != "May"), 0)
    written = [t.word for t in tokens[:verb]]
    begin = max((i + 1 for i, word in enumerate(written) if word == ":"), default=0)
    if written[begin:] and written[begin] in vocabulary.FRONTING and "," in written[begin:]:  # "After graduation, …"
        begin = written.index(",", begin) + 1
    elif written[begin:] and written[begin] in vocabulary.FRONTING:  # "For an H-1B the hospital …"
        begin = max((i for i, word in enumerate(written) if word in _DETERMINERS), default=begin)
    if _PRONOUNS & {*written[begin:]}:
        return frozenset(), frozenset()
    front = takewhile(lambda t: t.word not in _ADDING, tokens[begin:verb])
    subject = frozenset() if _RELATIVE & {*written[begin:]} else frozenset(content_words(front))
    return subject, frozenset(content_words(tokens[begin:])[:1])
