"""Every shipped question: a good but careless, a sloppy and a hostile model, sentence by sentence."""

from collections.abc import Callable, Iterator
from pathlib import Path

from advisor import glossary
from advisor.citations import Source
from advisor.evaluation import load
from advisor.generation.grounding import Grounding
from advisor.generation.prompting import messages
from advisor.generation.streaming import Cutter, clean
from advisor.lexical import WordIndex
from tests.fakes import bm25, read
from tests.generation import scripts
from tests.generation.server import Request

ROOT = Path(__file__).parents[2]
SURVIVE = 0.95  # of a good model's true sentences
SECTIONS = 5


def asked() -> Iterator[tuple[Request, Grounding]]:
    """What a model is asked for each question, with the sections that a word search finds, and their checks."""
    guides = [
        read((ROOT / "corpus" / f"{n}.md").read_text(encoding="utf-8"), n) for n in ("networking", "research-profile")
    ]
    sections = {s.id: (guide, s) for guide in guides for s in guide.sections if s.text}
    words = WordIndex([f"{' '.join(s.headings)}\n{s.text}" for _, s in sections.values()], list(sections))
    names = glossary.load(ROOT / "corpus" / glossary.FILE, [s.text for _, s in sections.values()])
    for question in load(ROOT / "tests" / "questions.jsonl"):
        scores = bm25(words, " ".join(question.turns))
        best = sorted(scores, key=lambda id: -scores[id])[:SECTIONS]
        found = [Source(*sections[id], scores[id], 0.5) for id in best]
        prompt = messages(question.turns[-1], found, 3000)[-1]
        request = Request(1, "", {"messages": [{"content": prompt.content}]}, "")
        yield request, Grounding(found, names.shortened)


def written(model: Callable[[Request], Iterator[str]], request: Request) -> list[str]:
    """The sentences and items of all that a model writes."""
    cutter = Cutter()
    found = [piece.text for text in model(request) for piece in cutter.feed(text)]
    return [*found, *(piece.text for piece in cutter.end(whole=True))]


def test_true_sentences_survive_with_the_right_citation() -> None:
    true, kept = 0, 0
    for request, grounding in asked():
        for said, text in zip(scripts.said(request), scripts.good(request), strict=True):
            verdict = grounding.judge(clean(text))
            true += 1
            if verdict.passage:
                kept += 1
                assert said in verdict.passage.quote
    assert kept >= SURVIVE * true


def test_false_sentences_never_pass() -> None:
    for request, grounding in asked():
        true = {*written(scripts.good, request)}  # a change in one sentence of an item leaves the others true
        for model in (scripts.sloppy, scripts.hostile):
            shown = {text for text in written(model, request) if grounding.judge(text).passage}
            assert shown <= true
