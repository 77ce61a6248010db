"""How well the plain-text reader recovers articles whose outline is known.

    python tests/outline_score.py tests/articles

A folder holds pairs `NAME.txt` and `NAME.json`; the latter gives `title`, `headings` (`text`, `parent`),
`sentences` that must be kept, `junk` that must go, and `optional` headings that count neither way.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs as a script, without being installed

from advisor.markup import blocks, plain
from advisor.readers.markdown import read
from advisor.readers.plain_text import to_markdown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one article, or of several added up."""

    name: str
    titles: int
    articles: int
    gold: int
    found: int
    parents: int
    extra: int
    sentences: int
    kept: int
    junk: int
    dropped: int
    faults: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of the known headings that were found under the right parent."""
        return self.parents / self.gold if self.gold else 1.0

    @property
    def precision(self) -> float:
        """The share of the headings found that are known and stand under the right parent."""
        return self.parents / (self.found + self.extra) if self.found + self.extra else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def normal(text: str) -> str:
    """A text for comparison: white space, non-breaking signs included, as single spaces."""
    return " ".join(text.split())


def score(text: str, gold: dict[str, Any], name: str) -> Score:
    """Read one article and compare it with what is known of it."""
    guide = read(to_markdown(text), name, name)
    ours = [(normal(s.headings[-1]), _parent(s.headings)) for s in guide.sections if s.headings]
    wanted = [(normal(h["text"]), normal(h["parent"] or "")) for h in gold["headings"]]
    optional = {normal(h["text"] if isinstance(h, dict) else h) for h in gold.get("optional", [])}
    found, extra = _match([p[0] for p in ours], [p[0] for p in wanted])
    parents, misplaced = _match(ours, wanted)
    extra = [t for t in extra if t not in optional]
    body = normal(plain(guide.text))
    pieces = {normal(plain(guide.text[b.start : b.end])) for b in blocks(guide.text)}
    lost = [s for s in gold["sentences"] if normal(s) not in body]
    stays = [j for j in gold["junk"] if normal(j) in pieces or (len(j.split()) > 3 and normal(j) in body)]
    titled = normal(guide.title) == normal(gold["title"])
    faults = [] if titled else [f"title: {guide.title}"]
    faults += [f"extra: {t}" for t in extra] + [f"missing: {t}" for t, _ in wanted if t not in found]
    faults += [f"parent: {t} <- {p or '-'}" for t, p in misplaced if t in found]
    faults += [f"lost: {s}" for s in lost] + [f"junk: {j}" for j in stays]
    return Score(
        name,
        int(titled),
        1,
        len(wanted),
        len(found),
        len(parents),
        len(extra),
        len(gold["sentences"]),
        len(gold["sentences"]) - len(lost),
        len(gold["junk"]),
        len(gold["junk"]) - len(stays),
        faults,
    )


def _parent(headings: Sequence[str]) -> str:
    return normal(headings[-2]) if len(headings) > 1 else ""


def _match(ours: Sequence[T], wanted: Sequence[T]) -> tuple[list[T], list[T]]:
    """What of ours is wanted, each as often as wanted, and the rest."""
    left = list(wanted)
    matched: list[T] = []
    rest: list[T] = []
    for one in ours:
        if one in left:
            left.remove(one)
            matched.append(one)
        else:
            rest.append(one)
    return matched, rest


def total(scores: Sequence[Score]) -> Score:
    """Several scores added up."""
    names = ("titles", "articles", "gold", "found", "parents", "extra", "sentences", "kept", "junk", "dropped")
    return Score("total", *(sum(getattr(s, n) for s in scores) for n in names))


def score_folder(folder: Path) -> list[Score]:
    """The scores of all articles of a folder."""
    found = []
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        found.append(score(text, json.loads(path.read_text(encoding="utf-8")), path.stem))
    return found


def row(s: Score) -> str:
    """One line of the table."""
    return (
        f"{s.name[:40]:40} {s.titles:3}/{s.articles:<3} {s.found:4}/{s.gold:<4} {s.extra:5} {s.parents:4}/{s.gold:<4}"
        f" {s.f1:6.3f} {s.kept:5}/{s.sentences:<5} {s.dropped:4}/{s.junk:<4}"
    )


def main(folder: Path) -> None:
    """Print the table and what went wrong."""
    scores = score_folder(folder)
    print(f"{'article':40} {'title':7} {'headings':9} {'extra':5} {'parents':9} {'F1':6} {'sentences':11} {'junk':9}")
    for one in [*scores, total(scores)]:
        print(row(one))
    for one in scores:
        for fault in one.faults:
            print(f"{one.name}: {fault}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
