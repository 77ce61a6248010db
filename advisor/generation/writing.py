"""Sections -> an answer phrased by a chat model, of which only proved sentences are passed on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from advisor.citations import Passage, Phrasing, Source
from advisor.composing import escaped
from advisor.errors import GenerationError
from advisor.generation.asking import Model, ended
from advisor.generation.grounding import Grounding, Verdict
from advisor.generation.prompting import messages
from advisor.generation.streaming import Cutter, Piece

SECTIONS = 5  # that the model is given
MOST_WORDS = 150  # of an answer
LEAST_SHARE = 0.5  # of the sentences that claim something: with fewer borne out, the model is not to be trusted
LEAST_OWN = 0.25  # of them as the model wrote them: with fewer, composing chooses better
REPEATS = 3  # sentences said again, after which the model is going round in circles


@dataclass(slots=True)
class Tally:
    """What has become of the sentences so far."""

    proved: int = 0
    replaced: int = 0
    withheld: list[str] = field(default_factory=list)
    shown: list[Passage] = field(default_factory=list)
    given: list[Passage] = field(default_factory=list)  # in the guides' own words
    words: int = 0
    repeats: int = 0
    tokens: int = 0
    first_ms: float | None = None


class Draft:
    """One answer in the making: iterate over its proved passages, then read `phrasing`.

    Args:
        model: writes it.
        question: the standalone question.
        sources: the sections it may use, best first.
        context: tokens that they may take.
        shorten: puts short forms in place of long ones.
        asker: what the asker told about himself; may be empty.
    """

    def __init__(
        self,
        model: Model,
        question: str,
        sources: Sequence[Source],
        context: int,
        shorten: Callable[[str], str],
        asker: str = "",
    ) -> None:
        self._model = model
        self._begun = perf_counter()
        self._chunks = model.stream(messages(question, sources, context, asker))
        self._grounding = Grounding(sources, shorten)
        self._tally = Tally()
        self._failure = ""

    def __iter__(self) -> Iterator[Passage]:
        """The proved sentences; a failure of the model ends them and stands in `phrasing`."""
        try:
            yield from self._proved()
        except GenerationError as error:
            self._failure = str(error)

    @property
    def phrasing(self) -> Phrasing:
        """How it went."""
        tally, name = self._tally, self._model.name
        note = ""
        if self._failure:
            note = f"{name} {self._failure}"
        elif not tally.proved and not tally.withheld:
            note = f"{name} wrote nothing that answers"
        elif self._too_little:
            note = f"too little of what {name} wrote stands in the guides"
        return Phrasing(
            model=name,
            proved=tally.proved,
            withheld=len(tally.withheld),
            reasons=tuple(tally.withheld),
            composed=bool(note),
            note=f"In the guides' own words: {note}." if note else self._told,
            tokens=tally.tokens,
            first_ms=tally.first_ms,
            replaced=0 if note else tally.replaced,
        )

    @property
    def _too_little(self) -> bool:
        """Whether little of what the model wrote is left, as it stands or as the guides' sentence behind it."""
        tally = self._tally
        written = tally.proved + len(tally.withheld)
        return tally.proved < LEAST_OWN * written or tally.proved + tally.replaced < LEAST_SHARE * written

    @property
    def _told(self) -> str:
        """Says to the reader that some sentences are not the model's."""
        count = self._tally.replaced
        which = "One sentence is" if count == 1 else f"{count} sentences are"
        return f"{which} in the guides' own words, in place of what {self._model.name} wrote." if count else ""

    def _proved(self) -> Iterator[Passage]:
        leading, before, said = "", "", set[str]()
        for piece in self._pieces():
            if piece.text.casefold() in said:
                self._tally.repeats += 1
                if self._tally.repeats >= REPEATS:
                    raise GenerationError("went round in circles")
                continue
            said.add(piece.text.casefold())
            verdict = self._grounding.judge(piece.text, before)
            if verdict.kind == "withheld":
                self._tally.withheld.append(verdict.reason)
                verdict = self._instead(piece.text, before) or verdict
            before = verdict.text if verdict.passage else ""
            if verdict.passage is None:
                leading = escaped(verdict.text) if verdict.kind == "connecting" else ""
                continue
            if self._tally.shown and self._tally.words + len(verdict.text.split()) > MOST_WORDS:
                return
            if self._counts(verdict, verdict.passage):
                yield _shown(verdict.passage, piece, escaped(verdict.text), leading, len(self._tally.shown) == 1)
            leading = ""

    def _instead(self, text: str, before: str) -> Verdict | None:
        """The guides' own sentence in place of one that is withheld, where the answer does not hold it yet."""
        found = self._grounding.instead(text, before)
        held = found and found.passage and any(_overlap(found.passage, shown) for shown in self._tally.shown)
        return None if held else found

    def _counts(self, verdict: Verdict, passage: Passage) -> bool:
        """Whether a sentence adds to the answer; it does not where the guides' own in it says the same already."""
        tally = self._tally
        tally.proved += verdict.kind == "supported"
        if any(_overlap(passage, given) for given in tally.given):
            return False
        if verdict.kind == "replaced":
            tally.replaced += 1
            tally.given.append(passage)
        tally.shown.append(passage)
        tally.words += len(verdict.text.split())
        if tally.first_ms is None:
            tally.first_ms = round((perf_counter() - self._begun) * 1000, 1)
        return True

    def _pieces(self) -> Iterator[Piece]:
        """Whole sentences of the model's stream.

        Raises:
            GenerationError: the model failed, or broke off within a sentence.
        """
        cutter, reason = Cutter(), ""
        for chunk in self._chunks:
            reason = ended(chunk) or reason
            self._tally.tokens += chunk.usage_metadata["output_tokens"] if chunk.usage_metadata else 0
            yield from cutter.feed(str(chunk.text))
        yield from cutter.end(whole=reason not in ("", "length", "max_tokens"))
        if not reason and cutter.half:
            raise GenerationError("broke off in the middle of a sentence")


class Writer:
    """Has a model phrase answers.

    Args:
        model: the model.
        context: tokens of the model's context that the passages may take.
        shorten: puts short forms in place of long ones.
    """

    def __init__(self, model: Model, context: int, shorten: Callable[[str], str] = str) -> None:
        self._model = model
        self._context = context
        self._shorten = shorten

    def draft(self, question: str, found: Sequence[Source], asker: str = "") -> Draft:
        """An answer to a question from the best of the sections found."""
        return Draft(self._model, question, found[:SECTIONS], self._context, self._shorten, asker)


def _overlap(one: Passage, other: Passage) -> bool:
    """Whether two passages share words of the guides."""
    same = one.source.section.id == other.source.section.id
    return same and one.start < other.end and other.start < one.end


def _shown(passage: Passage, piece: Piece, text: str, leading: str, first: bool) -> Passage:
    """A proved sentence as it stands in the answer, behind what only leads to it."""
    goes_on = not piece.opens and not first
    if piece.item:
        lines = (leading, f"- {text}") if leading else (f"- {text}",)
        return replace(passage, lines=lines, goes_on=goes_on)
    return replace(passage, lines=(f"{leading} {text}".strip(),), goes_on=goes_on)
