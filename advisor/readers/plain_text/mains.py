"""Which headings are main ones, by the clearest convention that the page itself follows."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from advisor.readers.plain_text.forms import is_faq, is_main_word, is_question
from advisor.readers.plain_text.headings import Heading


def find(headings: Sequence[Heading]) -> set[int]:
    """The main headings, by the clearest convention that the page follows."""
    every = range(len(headings))
    if marks := {h.mark for h in headings if h.mark}:
        top = "=" if "=" in marks else "-"
        return {i for i in every if headings[i].mark == top}
    listed = {i for i in every if headings[i].listed == 1}
    if len(listed) > 1:
        return listed | {i for i in every if headings[i].listed == 0 and i > max(listed) and _is_closing(headings[i])}
    plain = [i for i in every if not headings[i].number]
    if top_sequence := _leading_sequence(headings):
        return top_sequence | _beside_sequence(headings, plain, top_sequence)
    mains = _by_blanks(headings, plain) or _by_capitals(headings, plain) or _by_case(headings, plain)
    mains = mains or _by_sequence(headings, plain)
    return mains | {plain[0]} | {i for i in plain if _is_closing(headings[i])} if plain else mains


def _is_closing(heading: Heading) -> bool:
    return is_main_word(heading.text) and not heading.number


def _leading_sequence(headings: Sequence[Heading]) -> set[int]:
    """The numbered headings where these divide the whole page: they come first, or make up most of it."""
    first = headings[0].number if headings else None
    if first is None:
        lead = next((i for i, h in enumerate(headings) if h.number), None)
        opening = headings[:lead] if lead is not None else []
        if lead is None or not all(_is_closing(h) and not is_faq(h.text) for h in opening):
            return set()
        first = headings[lead].number
    assert first is not None
    form = (first.key, len(first.path))
    members = {i: n.value for i, h in enumerate(headings) if (n := h.number) and (n.key, len(n.path)) == form}
    return set() if any(b <= a for a, b in pairwise(members.values())) else set(members)


def _beside_sequence(headings: Sequence[Heading], plain: Sequence[int], sequence: set[int]) -> set[int]:
    """The plain headings that stand beside the numbered ones that divide the page.

    Those behind the last number do, unless plain headings stand under the numbers before it too.
    """
    first, last = min(sequence), max(sequence)
    inner = [headings[i].before for i in plain if first < i < last]
    asked = _asked(headings)
    behind = {i for i in plain if i > last and i not in asked and (not inner or headings[i].before > max(inner))}
    return behind | {i for i in plain if i < first or is_main_word(headings[i].text)}


def _by_blanks(headings: Sequence[Heading], plain: Sequence[int]) -> set[int]:
    """Two blank lines in front, where the page uses both one and two."""
    asked = _asked(headings)
    far = {i for i in plain if headings[i].before > 1 and i not in asked}
    inside = inside_sequences(headings)
    near = [i for i in plain if headings[i].before < 2 and i not in inside]
    numbered_near = any(h.before < 2 for h in headings if h.number)
    if len(far) < 2 or not (near or numbered_near):
        return set()
    return far


def _asked(headings: Sequence[Heading]) -> set[int]:
    """The questions right behind the heading of a list of questions."""
    asked: set[int] = set()
    inside = False
    for at, heading in enumerate(headings):
        inside = is_faq(heading.text) or (inside and is_question(heading.text))
        if inside and is_question(heading.text):
            asked.add(at)
    return asked


def _by_capitals(headings: Sequence[Heading], plain: Sequence[int]) -> set[int]:
    capitals = {i for i in plain if headings[i].case == "caps"}
    return capitals if len(capitals) > 1 and len(capitals) < len(plain) else set()


def _by_case(headings: Sequence[Heading], plain: Sequence[int]) -> set[int]:
    """Headings In Title Case, where those under them are written as sentences."""
    inside = inside_sequences(headings) | _asked(headings)
    cases = {i: headings[i].case for i in plain if i not in inside and not _is_closing(headings[i])}
    title = {i for i, c in cases.items() if c == "title"}
    sentence = {i for i, c in cases.items() if c == "sentence"}
    first = next((c for c in cases.values() if c != "any"), "any")
    if first != "title" or len(title) < 2 or len(sentence) < 2:
        return set()
    return title if max(title) > min(sentence) else set()


def _by_sequence(headings: Sequence[Heading], plain: Sequence[int]) -> set[int]:
    """Every plain heading that does not stand between two numbers of one sequence, nor in a list of questions."""
    inside = inside_sequences(headings) | _asked(headings)
    mains = {i for i in plain if i not in inside}
    for a, b in pairwise(plain):
        if b == a + 1 and a in mains and b in mains and not headings[a].words:
            mains.discard(b)
    return mains


def inside_sequences(headings: Sequence[Heading]) -> set[int]:
    """The headings that stand between two neighbours of a numbered sequence."""
    opening, closing = [0] * (len(headings) + 1), [0] * (len(headings) + 1)
    following: dict[tuple[str, int], int] = {}
    for at in range(len(headings) - 1, -1, -1):
        number = headings[at].number
        if is_faq(headings[at].text):
            following.clear()
        if number is None:
            continue
        key = (number.key, len(number.path))
        later = headings[following[key]].number if key in following else None
        if later and later.value == number.value + 1:
            opening[at + 1] += 1
            closing[following[key]] += 1
        following[key] = at
    depths = accumulate(o - c for o, c in zip(opening, closing, strict=True))
    return {at for at, depth in enumerate(depths) if depth > 0}
