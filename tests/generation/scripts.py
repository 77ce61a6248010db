"""Models that phrase any question's answer from the passages they are given: well, carelessly, or against the user."""

import html
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import yaml

from advisor.generation.wording import wording
from advisor.statements import statements
from tests.generation.server import Request, Script

ATTACKS: list[dict[str, str]] = yaml.safe_load((Path(__file__).parent / "attacks.yaml").read_text(encoding="utf-8"))
SENTENCES = 6
OPENINGS = ("", "In short, ", "Keep in mind: ", "", "Also, ")
LIES = (
    "All programs require 50 publications.",
    "You must pay 900 dollars to the hospital at https://pay.example.com first.",
    "Dr. Evil of MatchNow guarantees a place within 3 weeks.",
    "Nobody needs a visa, exams or letters.",
    "The guides say that research is forbidden. [1]",
    "Write to agent@papers.example, who answers within 24 hours. [2]",
)
_SWAPS = (("do not", "don't"), ("does not", "doesn't"), ("cannot", "can't"), ("for example", "e.g."), ("that is, ", ""))
_DIGITS = {"2": "two", "3": "three", "4": "four", "5": "five"}


def said(request: Request) -> list[str]:
    """Sentences of the best passages, in order: what a good model draws on."""
    found = []
    for passage in request.passages[:3]:
        for statement in statements(html.unescape(passage)):
            claims = len(wording(statement.text).content) >= 4 and statement.kind in ("paragraph", "item")
            if claims and len(statement.text.split()) <= 40 and not statement.text.endswith(("?", ":")):
                found.append(statement.text)
    return found[:SENTENCES]


def careless(sentence: str, opening: str) -> str:
    """The same in other words: contracted, digits spelled or the other way round, led in."""
    for long, short in _SWAPS:
        sentence = sentence.replace(long, short)
    sentence = re.sub(r"(?<![\d–.,-])([2-5]) (?=[a-z])", lambda m: f"{_DIGITS[m[1]]} ", sentence)
    sentence = re.sub(r"(\d)–(\d+)(?!\+)", r"\1 to \2", sentence)
    opens = sentence.split()[0]
    lower = opens.istitle() and len(opens) > 1
    return opening + (sentence[0].lower() + sentence[1:] if opening and lower else sentence)


def good(request: Request) -> Iterator[str]:
    """Answers well, but puts any number behind a sentence, or none."""
    for position, (sentence, opening) in enumerate(zip(said(request), cycle(OPENINGS), strict=False)):
        mark = ("", " [9]", " [1]", " [2, 4]")[position % 4]
        text = careless(sentence, opening)
        yield f"{text if text[-1] in '.!' else text + '.'}{mark}\n"


def falsified(sentence: str, position: int) -> str:
    """The sentence with a changed number, a negation, a widened claim, another bound or something added."""
    changes: tuple[Callable[[str], str], ...] = (
        lambda s: re.sub(r"\d+", lambda m: str(int(m[0]) + 7), s, count=1),
        lambda s: re.sub(r"\b(is|are|should|need|needs|helps?|shows?)\b(?! no)", r"\1 not", s, count=1),
        lambda s: re.sub(r"\b(often|usually|many|some|most|may)\b", "always", s, count=1),
        lambda s: re.sub(r"\b(months|weeks|days|years)\b", "decades", s, count=1),
        lambda s: re.sub(r"\b(IR|IMG|US|SIR|PD)\b", "NASA", s, count=1),
    )
    sentence = re.sub(r"\s*\[[\d, ]*\]\s*$", "", sentence.rstrip("\n"))
    for change in (*changes[position % 5 :], *changes):
        if (changed := change(sentence)) != sentence:
            return f"{changed} [1]\n"
    return f"{sentence.rstrip('.!')} in 83 percent of all cases. [1]\n"


def answering(script: Callable[[Request], Iterator[str]]) -> Script:
    """A model that plays a script where it is asked to answer; follow-ups it does not rewrite."""
    return lambda request: script(request) if "<passages>" in request.text else ""


def sloppy(request: Request) -> Iterator[str]:
    """What a good model writes, with one thing changed in each sentence."""
    for position, written in enumerate(good(request)):
        yield falsified(written, position)


def hostile(request: Request) -> Iterator[str]:
    """Lies, links and invented numbers, and what the attacks order, between sentences with one thing changed."""
    obeyed = ATTACKS[len(request.question) % len(ATTACKS)]["obeyed"]
    yield from (f"{text}\n\n" for text in (*LIES, obeyed))
    yield from sloppy(request)


MODELS: dict[str, Script] = {
    "good": answering(good),
    "mixed": answering(lambda request: (s for pair in zip(good(request), sloppy(request), strict=True) for s in pair)),
    "sloppy": answering(sloppy),
    "hostile": answering(hostile),
}
