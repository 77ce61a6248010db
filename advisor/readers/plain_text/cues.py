"""What speaks for each heading being a main one, weighed by the page's own habits."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log

from advisor.readers.plain_text.forms import Case, is_faq, is_main_word, is_question
from advisor.readers.plain_text.headings import Heading

FAR, NEAR = 3.0, -2.0  # two blank lines in front, or fewer, where the page uses both
PICTURE = 2.5
MAIN_WORD = 4.0
CAPITALS = 4.0
CASE = 1.5  # at most, for being capitalised as the main headings are
HOLDS = 1.5  # for a heading with a numbered sequence under its first paragraph
LONGEST_LEAD = 60  # words of such a paragraph
LONG = 0.5  # for a heading with a colon, or of many words
AGAIN = -3.0  # for words that head several parts
UNTOLD = -3.0  # where others are underlined or in a table of contents


def asks(heading: Heading) -> bool:
    """Whether a heading is a question, or is labelled as one."""
    return is_question(heading.text) or heading.text.startswith("Q:")


def question_lists(headings: Sequence[Heading]) -> set[int]:
    """The headings that stand over a list of questions."""
    pairs = enumerate(pairwise(headings))
    named = {i for i, (a, b) in pairs if "question" in a.text.lower() and not asks(a) and asks(b)}
    return named | {i for i, h in enumerate(headings) if is_faq(h.text)}


def evidence(headings: Sequence[Heading]) -> list[float]:
    """For each heading how much speaks for a main one; below zero where more speaks against it."""
    texts = Counter(h.text for h in headings)
    asked = _asked(headings)
    free = [i for i in range(len(headings)) if i not in asked]
    plain = [i for i in free if not headings[i].number]
    pictured = _pictured(headings)
    close = max(1, min((h.before for h in headings), default=1))
    far = {i for i in free if headings[i].before > close}
    spaced = 1 < len(far | pictured) < len(headings)
    near = NEAR if len(far) > 1 else NEAR / 2
    capitals = 1 < sum(headings[i].case == "caps" for i in plain) < len(plain)
    told = sum(h.listed > 0 for h in headings) > 1 or any(h.mark for h in headings)
    cases = _cases(headings, plain, far | pictured)
    found = []
    for at, heading in enumerate(headings):
        sure = PICTURE * (at in pictured)
        if spaced and at not in asked:
            sure += FAR if at in far else near * (at not in pictured)
        if capitals:
            sure += CAPITALS if heading.case == "caps" else -CAPITALS
        if not heading.number:
            following = headings[at + 1].number if at + 1 < len(headings) else None
            sure += cases.get(heading.case, 0.0) + MAIN_WORD * is_main_word(heading.text)
            sure += HOLDS * (following is not None and following.value == 1 and heading.words < LONGEST_LEAD)
        if sure or spaced:
            sure += LONG * (":" in heading.text or len(heading.text.split()) > 5)
        sure += UNTOLD * (told and not heading.listed and not heading.mark) + AGAIN * (texts[heading.text] > 1)
        found.append(sure)
    for run in _sequences(headings):
        shared = sum(found[at] for at in run) / len(run)
        for at in run:
            found[at] = shared
    return found


def _sequences(headings: Sequence[Heading]) -> list[list[int]]:
    """The headings that count on with one word, "Phase 1" to "Phase 3": they stand at one level."""
    runs: dict[str, list[list[int]]] = {}
    for at, heading in enumerate(headings):
        if (number := heading.number) and number.key.isalpha() and len(number.key) > 1:
            of_word = runs.setdefault(number.key, [])
            last = headings[of_word[-1][-1]].number if of_word else None
            if last and number.value == last.value + 1:
                of_word[-1].append(at)
            else:
                of_word.append([at])
    return [run for of_word in runs.values() for run in of_word]


def _asked(headings: Sequence[Heading]) -> set[int]:
    """The questions right behind the heading of a list of questions."""
    lists, found = question_lists(headings), set[int]()
    for at, heading in enumerate(headings):
        if asks(heading) and (at - 1 in lists or at - 1 in found):
            found.add(at)
    return found


def _pictured(headings: Sequence[Heading]) -> set[int]:
    """The headings at which a picture stands, be it behind their first paragraph, or else in front of them."""
    found = set()
    for at, heading in enumerate(headings):
        if heading.picture:
            above = headings[at - 1] if at and heading.picture == "above" and heading.before < 2 else None
            led = above and not above.number and above.before < 2 and above.words < LONGEST_LEAD
            led = led and not (above and above.case == "sentence" and heading.case == "title")
            found.add(at - 1 if led else at)
    return found


def _cases(headings: Sequence[Heading], plain: Sequence[int], set_off: set[int]) -> dict[Case, float]:
    """What each way of capitals tells: as the surely main headings use it, else Title Case above sentences."""
    sure = Counter(headings[i].case for i in plain if i in set_off)
    rest = Counter(headings[i].case for i in plain if i not in set_off and not is_main_word(headings[i].text))
    kinds: tuple[Case, ...] = ("title", "sentence")
    if sure.total() > 1 and rest:
        shares = {c: ((sure[c] + 0.5) / (sure.total() + 1), (rest[c] + 0.5) / (rest.total() + 1)) for c in kinds}
        return {c: max(-CASE, min(CASE, log(of_sure / of_rest))) for c, (of_sure, of_rest) in shares.items()}
    order = [headings[i].case for i in plain if headings[i].case in kinds and not is_main_word(headings[i].text)]
    if min(order.count(c) for c in kinds) > 1 and order[0] == "title" and "title" in order[order.index("sentence") :]:
        return {"title": CASE, "sentence": -CASE}
    return {}
