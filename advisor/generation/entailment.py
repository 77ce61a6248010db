"""Does a unit of evidence support a sentence? Decided word by word, in well under a millisecond.

A sentence is supported where every word that carries meaning stands in the unit, in what introduces it
or in its heading; where its figures are the unit's own, with the same bound and unit and beside the same
words; where negations, quantities, conditions and comparisons speak of the same words on both sides; and
where the words come in the unit's order, but for one part that is moved to the front or to the end. What
paraphrases more freely is not supported: a false sentence let through is far worse than a true one lost.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from advisor.generation import vocabulary
from advisor.generation.evidence import Unit
from advisor.generation.thesaurus import alike, stem
from advisor.generation.wording import Cue, Figure, Token, Wording, form, forms, reworded

NOTHING: frozenset[str] = frozenset()
OWN = 0.5  # share of a sentence's words that the unit itself has to hold
LEAST = 2  # of them, where the sentence has so many
BESIDE = 2  # content words beside a figure that have to stand beside it in the unit
LITERAL = 1 / 3  # share of a sentence's words that are the guide's own
LOCAL = 2  # words that neighbours may change places by
MOVED = 3  # and by which all of a sentence's neighbours together may
CLAUSE = 3  # content words that make a clause more than an item of a list
NEAR = 5  # content words that count as beside a figure, or on one side of a comparison

_KEPT = ("not", "without", "avoid", "few", "only", "more", "less", "before", "after", "than", "until", "instead")
_HEDGES = {"many": {"many", "some", "may"}, "some": {"some", "may", "few"}, "may": {"may"}, "after": {"after", "when"}}
_ADDED = (
    "not",
    "without",
    "avoid",
    "if",
    "all",
    "only",
    "many",
    "must",
    "few",
    "more",
    "less",
    "before",
    "after",
    "than",
    "until",
    "because",
    "over",
    "under",
    "same",
    "both",
)
_PIVOTS = ("than", "before", "after", "until", "instead", "over", "unless", "without", "while")
_COMPARING = frozenset(("unlike", "like", "despite", "as", "to"))
_POSSESSIVE = frozenset(vocabulary.POSSESSIVE.split())
_SAYING = frozenset(map(stem, vocabulary.SAYING.split()))
_NOT = frozenset(vocabulary.CUES["not"].split())
_JOINTS = frozenset((",", ";", "and", "but", "while", "or"))
_VERBS = frozenset(vocabulary.VERBS.split())
_FRONTING = frozenset(vocabulary.FRONTING.split())
_LIMITING = frozenset(("in", "for", "at", "on", "with", "without", "outside", "inside", "during", "within", "among"))


def supports(unit: Unit, said: Wording, before: frozenset[str] = NOTHING) -> bool:
    """Whether the unit says what the sentence says.

    Args:
        unit: of a section.
        said: the sentence.
        before: the words of what is shown in front of it, of which "it" and "they" speak.
    """
    return not objections(unit, said, before)


def objections(unit: Unit, said: Wording, before: frozenset[str] = NOTHING) -> str:
    """Why the unit does not support a sentence, in a word; empty where it does."""
    original, said = said, translated(unit, said)
    if not _recognized(unit, original):
        return "words"
    for reason, holds in (
        ("words", _worded),
        ("clauses", _as_joined),
        ("figures", _same_figures),
        ("cues", _same_cues),
        ("opposite", _no_opposite),
        ("joints", same_joints),
        ("order", _ordered),
        ("clause", _same_clauses),
        ("agent", _agent),
        ("hearsay", _as_said),
        ("sides", _same_sides),
        ("denied", _denied),
        ("part", _whole_where_it_counts),
    ):
        if not holds(unit, said):
            return reason
    if not _once(unit, original):
        return "twice"
    return "" if _same_subject(unit, said, before) else "subject"


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


def _recognized(unit: Unit, said: Wording) -> bool:
    """Whether enough of a sentence stands there word for word: all of a short one, a third of any other."""
    claimed = telling(said)
    held = claimed & (unit.own.content | unit.lead.content | unit.heading.content | unit.title.content)
    return held == claimed if len(claimed) <= LEAST else len(held) >= LITERAL * len(claimed)


def telling(said: Wording) -> frozenset[str]:
    """The words of a sentence that claim something."""
    owned = {b.form for a, b in pairwise(said.tokens) if a.written.lower() in _POSSESSIVE}
    return said.content - (forms(vocabulary.NEUTRAL) - owned)


def _worded(unit: Unit, said: Wording) -> bool:
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
    return unit.title.codes - unit.heading.codes if unit.heading.codes else NOTHING


def _as_joined(unit: Unit, said: Wording) -> bool:
    """Words of two clauses must not become one: a sentence without a joint is held against single clauses."""
    return not unit.joined or any(t.written.lower() in _JOINTS for t in said.tokens)


def _same_subject(unit: Unit, said: Wording, before: frozenset[str]) -> bool:
    """Whoever does it stays, and stays whole; nothing that only the context holds takes the place."""
    passed = forms(vocabulary.NEUTRAL) | unit.title.content
    if any(t.written.lower() in ("you", "your") for t in said.tokens):
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
    first, second, *rest = [t.written.lower() for t in said.tokens[:6]] + ["", ""]
    expletive = first == "it" and second in ("is", "was") and {"to", "that", "if"} & {*rest}
    return first in ("it", "they", "he", "she") and not expletive


def _same_figures(unit: Unit, said: Wording) -> bool:
    own = [figure for figure in said.figures if any(_same(figure, said, other, unit.own) for other in unit.own.figures)]
    others = [figure for figure in said.figures if figure not in own]
    if not others:
        return True
    # What introduces the unit may lend a figure, but not in place of one that the unit has itself.
    kept = {figure.claim for figure in unit.own.figures} <= {figure.claim for figure in own}
    return kept and all(any(_same(f, said, other, unit.lead) for other in unit.lead.figures) for f in others)


def _same(figure: Figure, said: Wording, other: Figure, own: Wording) -> bool:
    if figure.claim != other.claim:
        return False
    behind = _beside(figure, said)
    return behind <= _around(other.at, own) if behind else True


def _beside(figure: Figure, said: Wording) -> frozenset[str]:
    """The content words right behind a figure, up to the next figure or comma."""
    found: list[str] = []
    for token in said.tokens[figure.at + 1 :]:
        if len(found) == BESIDE or token.written[:1] in ",;:()" or token.written[:1].isdigit():
            break
        if token.form and token.written.lower() not in vocabulary.UNITS:
            found.append(token.form)
    return frozenset(found) - forms(vocabulary.NEUTRAL)


def _around(at: int, own: Wording) -> frozenset[str]:
    before = [t.form for t in own.tokens[:at] if t.form][-NEAR:]
    behind = [t.form for t in own.tokens[at:] if t.form][:NEAR]
    return frozenset((*before, *behind))


def _same_cues(unit: Unit, said: Wording) -> bool:
    held = (*unit.own.cues, *unit.lead.cues)
    added = all(_matched(cue, held) for cue in said.cues if cue.kind in _ADDED)
    denied = _denials(said) <= sum(cue.kind == "not" for cue in held)
    return added and denied and all(_kept(cue, said) for cue in unit.own.cues) and _governed(unit, said)


def _denials(text: Wording) -> int:
    return sum(cue.kind == "not" for cue in text.cues)


def _governed(unit: Unit, said: Wording) -> bool:
    """What holds on a condition, or is listed as wrong, must not be said without that."""
    if _on_condition(unit.own) and not _on_condition(said):
        return False
    if unit.parent is None:
        return True
    kinds = {cue.kind for cue in unit.lead.cues} & {"not", "avoid", "if", "without"}
    wrong = (unit.lead.content | unit.heading.content) & forms(vocabulary.WRONG)
    return kinds <= {cue.kind for cue in said.cues} and (not wrong or bool(wrong & said.content))


def _on_condition(text: Wording) -> bool:
    return any(cue.kind in ("if", "when", "whether") for cue in text.cues)


def _matched(cue: Cue, others: Iterable[Cue]) -> bool:
    """Whether another of its kind speaks of the same."""
    return any(o.kind == cue.kind and (not cue.scope or not o.scope or {*o.scope} & {*cue.scope}) for o in others)


def _kept(cue: Cue, said: Wording) -> bool:
    """A word of the unit that restricts what the sentence says has to stand in the sentence too."""
    if cue.kind not in _KEPT and cue.kind not in _HEDGES:
        return True
    shared = sum(word in said.content for word in cue.scope)
    if not shared or (cue.scope[0] not in said.content and 2 * shared <= len(cue.scope)):
        return True
    return any(_matched(Cue(kind, cue.scope), said.cues) for kind in _HEDGES.get(cue.kind, {cue.kind}))


def _no_opposite(unit: Unit, said: Wording) -> bool:
    """A word that only the context holds must not contradict the unit's own."""
    borrowed = said.content - unit.own.content
    return not any(
        (a in borrowed and b in unit.own.content) or (b in borrowed and a in unit.own.content) for a, b in _opposites()
    )


def _opposites() -> list[tuple[str, str]]:
    pairs = (line.split() for line in vocabulary.OPPOSITES.strip().splitlines())
    return [(form(a), form(b)) for a, b in pairs if form(a) and form(b)]


def same_joints(unit: Unit, said: Wording) -> bool:
    """Whether what the unit joins by "or" is not joined by "and", nor the other way round."""
    held, said = _joined_by(unit.own), translated(unit, said)
    return all(held.get(word, joint) == joint for word, joint in _joined_by(said).items())


def _joined_by(text: Wording) -> dict[str, str]:
    """By a word, which of "and" and "or" stands in front of it."""
    found = {}
    for position, token in enumerate(text.tokens):
        if token.written.lower() in ("and", "or"):
            behind = next((t.form for t in text.tokens[position + 1 :] if t.form), "")
            found[behind] = token.written.lower()
    return found


def _ordered(unit: Unit, said: Wording) -> bool:
    """Whether shared words come in the unit's order, but for one part moved to the front or the end.

    Neighbours may change places besides ("a cutoff for publications", "a publication cutoff"), where no verb
    stands between them: who does what to whom stays as it is.
    """
    falls = _falls(said, _sequence(unit.own, unit.title.content))
    if any(second[0] == first[1] for first, second in pairwise(falls)):
        return False
    far = [(last, next_) for last, next_, distance in falls if distance > LOCAL or _verb_between(said, last, next_)]
    return sum(fall[2] for fall in falls if fall[2] <= LOCAL) <= MOVED and (
        not far or (len(far) == 1 and _fronted(said, *far[0]))
    )


def _agent(unit: Unit, said: Wording) -> bool:
    """Where only the sentence says by whom something is done, it is whoever does it in the unit."""
    if any(t.written.lower() == "by" for t in (*unit.own.tokens, *unit.lead.tokens)):
        return True
    behind = [said.tokens[i + 1 :] for i, t in enumerate(said.tokens) if t.written.lower() == "by"]
    agents = {next((t.form for t in tokens if t.form), "") for tokens in behind} - {""}
    return agents <= unit.own.subject | unit.own.first | unit.lead.subject


def _as_said(unit: Unit, said: Wording) -> bool:
    """What somebody says or believes is not so because of that."""
    spoken, held = ({stem(t.written) for t in text.tokens} & _SAYING for text in (said, unit.own))
    return not held or bool(spoken)


def _falls(said: Wording, order: Mapping[str, Sequence[int]]) -> list[tuple[int, int, int]]:
    """Where the sentence steps back in the unit's order: the two positions in it, and how many words back."""
    at, falls, previous = -1, [], 0
    for position, key in enumerate(_keys(said)):
        if key in order:
            behind = [place for place in order[key] if place > at]
            if not behind:
                falls.append((previous, position, at - order[key][-1]))
            at, previous = behind[0] if behind else order[key][-1], position
    return falls


def _verb_between(said: Wording, last: int, next_: int) -> bool:
    return any(t.written.lower() in _VERBS for t in said.tokens[last + 1 : next_])


def _fronted(said: Wording, last: int, next_: int) -> bool:
    """Whether the part that moved is one that may: it opens with "in", "for", "if" and the like."""
    between = {t.written.lower() for t in said.tokens[last + 1 : next_]}
    return said.tokens[0].written.lower() in _FRONTING or bool(between & _FRONTING)


def _keys(said: Wording) -> list[str]:
    """Each token by what it is compared as: figures and pronouns count, function words do not."""
    return [t.form or _loose(t.written) for t in said.tokens]


def _loose(written: str) -> str:
    lower = written.lower()
    if lower in ("you", "they", "he", "she", "it", "them") or written[:1].isdigit() or written[:1] in "<>$€£¥₹":
        return lower
    return ""


def _sequence(own: Wording, topic: frozenset[str]) -> dict[str, list[int]]:
    """The places of the unit's words, function words not counted; what the whole guide is about may stand anywhere."""
    places: dict[str, list[int]] = {}
    for place, key in enumerate(key for key in _keys(own) if key):
        if key not in topic:
            places.setdefault(key, []).append(place)
    return places


def _same_clauses(unit: Unit, said: Wording) -> bool:
    """Words of one clause must not come from two clauses that stand side by side in the unit."""
    held = [clause for clause in map(_content, _clauses(unit.own)) if len(clause) >= CLAUSE]
    for spoken in map(_content, _clauses(said)):
        apart = [clause & spoken for clause in held]
        if sum(bool(words - frozenset().union(*(o for o in apart if o is not words))) for words in apart) > 1:
            return False
    return True


def _clauses(text: Wording) -> list[list[Token]]:
    """The tokens between commas, "and" and the like."""
    found: list[list[Token]] = [[]]
    for token, behind in zip(text.tokens, (*text.tokens[1:], Token("", "")), strict=True):
        adds = token.written == "," and behind.written.lower() in ("which", "who")  # to what stands before it
        if token.written.lower() in _JOINTS and not adds:
            found.append([])
        else:
            found[-1].append(token)
    return found


def _content(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(t.form for t in tokens if t.form)


def _once(unit: Unit, said: Wording) -> bool:
    """A word said twice stands twice in the unit, or is what the section is about."""
    context = unit.heading.content | unit.title.content
    spoken, held = (Counter(t.form for t in text.tokens if t.form) for text in (said, unit.own))
    return all(n == 1 or word in context or n <= held.get(word, n) for word, n in spoken.items())


def _denied(unit: Unit, said: Wording) -> bool:
    """A clause that the unit denies is denied in the sentence too, as soon as it takes words from it."""
    clauses = [(_content(clause), any(t.written.lower() in _NOT for t in clause)) for clause in _clauses(unit.own)]
    affirmed = frozenset().union(*(content for content, denied in clauses if not denied))
    touched = sum(denied and bool((content - affirmed) & said.content) for content, denied in clauses)
    return touched <= sum(t.written.lower() in _NOT for t in said.tokens)


def _whole_where_it_counts(unit: Unit, said: Wording) -> bool:
    """What the unit says in a certain case only, or of an amount, is not said of all cases."""
    needed = frozenset(t.form for t in (*_fronted_part(unit.own), *_qualifying(unit, said)) if t.form)
    return needed <= forms(vocabulary.NEUTRAL) | unit.heading.content | unit.title.content | said.content


def _fronted_part(own: Wording) -> Sequence[Token]:
    """What stands in front and says where or when the rest holds: "After graduation, …"."""
    words = [t.written.lower() for t in own.tokens]
    begin = next((i for i, word in enumerate(words) if word not in ("and", "but")), 0)
    if words[begin:] and words[begin] in _FRONTING - _COMPARING:
        return own.tokens[begin : words.index(",")] if "," in words else own.tokens[begin : begin + 2]
    return ()


def _qualifying(unit: Unit, said: Wording) -> Iterable[Token]:
    """The words behind prepositions in those clauses of the unit that lend a figure."""
    claims = {figure.claim for figure in said.figures}
    lending = [figure.at for figure in unit.own.figures if figure.claim in claims]
    begin, tokens = 0, (*unit.own.tokens, Token("", ","))
    for end in (i for i, token in enumerate(tokens) if token.written in (*",;:()", "and", "or")):
        if any(begin <= figure < end for figure in lending):
            qualifier = next((i for i in range(begin + 1, end) if tokens[i].written.lower() in _LIMITING), end)
            yield from tokens[qualifier:end]
        begin = end + 1


def _same_sides(unit: Unit, said: Wording) -> bool:
    """What stands on either side of "than", "before" or "without" has to stand there in the unit as well."""
    for word in _PIVOTS:
        spoken, held = _sides(said, word), _sides(unit.own, word)
        if spoken and held and not _alike(spoken, held):
            return False
    return True


def _sides(text: Wording, word: str) -> tuple[frozenset[str], frozenset[str]] | None:
    tokens = text.tokens
    at = next((i for i, t in enumerate(tokens) if t.written.lower() == word), None)
    if at is None:
        return None
    if not _forms(tokens[:at]):  # "Before you write, read": what follows the comma stands in front
        comma = next((i for i, t in enumerate(tokens) if t.written == "," and i > at), None)
        return (_forms(tokens[comma:]), _forms(tokens[at + 1 : comma])) if comma else None
    return _forms(tokens[:at][::-1], NEAR), _forms(tokens[at + 1 :], NEAR)


def _forms(tokens: Sequence[Token], most: int | None = None) -> frozenset[str]:
    return frozenset([t.form for t in tokens if t.form][:most])


def _alike(spoken: tuple[frozenset[str], frozenset[str]], held: tuple[frozenset[str], frozenset[str]]) -> bool:
    (before, behind), (left, right) = spoken, held
    straight = len(before & left - right) + len(behind & right - left)
    crossed = len(before & right - left) + len(behind & left - right)
    return straight >= 2 * crossed
