"""A sentence that a model wrote -> supported by these words of the guides, only connecting, or withheld."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from advisor.citations import Passage, Source
from advisor.generation import vocabulary
from advisor.generation.aligning import origin
from advisor.generation.entailment import objections, same_joints, supports, telling, translated
from advisor.generation.evidence import Unit, units
from advisor.generation.language import foreign
from advisor.generation.wording import Wording, forms, wording
from advisor.statements import statements

Kind = Literal["supported", "replaced", "connecting", "withheld"]

PARTS = 6  # a sentence that joins more than these is not taken apart

_ADDRESS = re.compile(
    r"\bhttps?:|\bwww\.|\S@\S|\b[\w-]+\.(?:com|org|net|edu|gov|io|ai|info|biz|co|us|uk|de|in)\b|\]\(", re.I
)
_SIGNS = re.compile(r"[^\w\s.,;:!?'\"()/&%$€£+#*\u2010-\u2027\u2212\u2264\u2265-]")  # they may turn a claim round
_VERDICT = re.compile(
    r"^(?:yes|no|yeah|nope|sure|absolutely|definitely|exactly|of course)\s*(?:[,.!:—–]+\s*|-+\s+)", re.IGNORECASE
)
_OPENING = re.compile(
    r"^(?:in short|in brief|in summary|in other words|overall|also|remember|note|keep in mind|first|next|then|finally"
    r"|in addition|according to the guides?|the guides say|the passages say)(?:\s*[,:]\s*|\s+that\s+)",
    re.IGNORECASE,
)
_JOINTS = (
    re.compile(r";\s+|,\s+(?:and|but|while|so|or|plus)\s+"),
    re.compile(r";\s+|,?\s+(?:and|but|while|so|or|plus|as well as)\s+"),
    re.compile(r";\s+|,\s+(?:(?:and|but|while|so|or|plus)\s+)?|\s+(?:and|or|plus|as well as)\s+"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a sentence.

    Attributes:
        kind: supported sentences are shown with their citation, and so is a sentence of the guides that
            replaces another; connecting ones are shown in front of such a one, withheld ones never.
        text: the sentence as it may be shown.
        passage: the words that support it; None where it is not supported.
        reason: why it is withheld, in a word.
    """

    kind: Kind
    text: str
    passage: Passage | None = None
    reason: str = ""


class Grounding:
    """Holds sentences against the sections that were given to the model.

    Args:
        sources: the sections.
        shorten: puts the short form of a term in place of its long one, so that either supports the other.
    """

    def __init__(self, sources: Sequence[Source], shorten: Callable[[str], str] = str) -> None:
        self._shorten = shorten
        self._units = [unit for source in sources for unit in units(source, shorten)]
        self._texts = " ".join(source.section.text for source in sources)

    def judge(self, sentence: str, before: str = "") -> Verdict:
        """What becomes of one sentence.

        Args:
            sentence: without markers and Markdown signs.
            before: the sentence that is shown directly in front of it, if any: "it" and "they" speak of that.
        """
        # "Yes" and "no" answer the question, of which the guides know nothing: what follows has to do.
        bare = _VERDICT.sub("", sentence)
        text = bare[:1].upper() + bare[1:]
        if addressed(text, self._texts) or any(sign not in self._texts for sign in _SIGNS.findall(text)):
            return Verdict("withheld", text, reason="address or sign")
        if foreign(text):
            return Verdict("withheld", text, reason="language")
        claim = _OPENING.sub("", text)
        said = wording(self._shorten(claim))
        if used := self._support(claim, said, wording(self._shorten(before)).content):
            return Verdict("supported", text, _passage(used, said, text))
        if connects(said):
            return Verdict("connecting", text)
        return Verdict("withheld", text, reason=self._reason(said))

    def instead(self, sentence: str, before: str = "") -> Verdict | None:
        """The guides' own sentence in place of one that is withheld; None where it is not clear which that is.

        It is held against the guides like any other: under "What to avoid" it is not true as it stands.
        """
        if addressed(sentence, self._texts):
            return None
        found = origin(self._units, wording(self._shorten(_OPENING.sub("", _VERDICT.sub("", sentence)))))
        verdict = self.judge(found.text, before) if found else None
        return replace(verdict, kind="replaced") if verdict and verdict.passage else None

    def _support(self, text: str, said: Wording, before: frozenset[str]) -> list[Unit]:
        """The unit that says it, or the units that say it together; none where the guides do not."""
        if not telling(said) or text.endswith("?"):
            return []
        whole = next((unit for unit in self._units if supports(unit, said, before)), None)
        return [whole] if whole else self._joint(text, said, before)

    def _joint(self, text: str, said: Wording, before: frozenset[str]) -> list[Unit]:
        """The units of one section that say a joined sentence part by part."""
        for joint in _JOINTS:
            parts = [wording(self._shorten(part)) for part in joint.split(text) if part.strip()]
            if 1 < len(parts) <= PARTS and (used := self._part_by_part(said, parts, before)):
                return used
        return []

    def _part_by_part(self, said: Wording, parts: Sequence[Wording], before: frozenset[str]) -> list[Unit]:
        numbered = [bool(part.figures) for part in parts]
        for first in (unit for unit in self._units if supports(unit, parts[0], before)):
            used, spoken = [first], parts[0].content | before
            for part in parts[1:]:
                used += [unit for unit in self._units if _continues(first, unit, part, spoken)][:1]
            # With figures in some parts only, it is open whose they are.
            clear = all(numbered) or not any(numbered) or len({unit.last for unit in used}) == 1
            if len(used) == len(parts) and clear and all(same_joints(unit, said) for unit in used):
                return used
        return []

    def _reason(self, said: Wording) -> str:
        """What the unit that comes nearest objects to."""
        held = telling(said)
        nearest = max(self._units, key=lambda unit: len(held & unit.own.content), default=None)
        return objections(nearest, said) if nearest else "words"


def connects(said: Wording) -> bool:
    """Whether a sentence claims nothing and only leads on."""
    claims = said.figures or said.names or any(cue.kind != "may" for cue in said.cues)
    return not claims and len(said.content) > 0 and said.content <= forms(vocabulary.CONNECTING)


def addressed(sentence: str, texts: str) -> bool:
    """Whether a sentence holds an address, of a page or of a person, that the guides do not."""
    found = (word.strip("().,;:<>[]\"'") for word in sentence.split() if _ADDRESS.search(word))
    return any(address not in texts for address in found)


def _continues(first: Unit, unit: Unit, part: Wording, before: frozenset[str]) -> bool:
    """Whether a unit says a further part of a sentence whose beginning the first one says.

    The part may lean on the sentence's beginning where both are items of one list or words of one
    statement; else it has to name the subject itself.
    """
    if unit.source.section.id != first.source.section.id or not part.content or not supports(unit, part, before):
        return False
    part = translated(unit, part)
    if not telling(part) <= unit.own.content:
        return False
    others = unit.own.codes - first.own.codes  # an item about something else has to name that
    listed = unit.parent is not None and unit.parent == first.parent and others <= part.content
    return listed or unit.last == first.last or bool(unit.own.subject & part.content)


def _passage(used: Sequence[Unit], said: Wording, text: str) -> Passage:
    """The citation's words: the statements used, from what introduces them on where the sentence needs that."""
    own = frozenset().union(*(unit.own.content for unit in used))
    figures = {figure.claim for unit in used for figure in unit.own.figures}
    said = translated(used[0], said)
    needed = (telling(said) - own) & frozenset().union(*(unit.lead.content for unit in used))
    led = bool(needed) or any(figure.claim not in figures for figure in said.figures)
    source = used[0].source
    first = min(unit.first if led else unit.last for unit in used)
    run = statements(source.section.text)[first : max(unit.last for unit in used) + 1]
    return Passage(source, run[0].start, run[-1].end, (text,), "\n".join(s.text for s in run))
