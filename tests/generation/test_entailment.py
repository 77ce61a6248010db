"""Does a section support a sentence? Measured on labelled pairs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor import glossary
from advisor.citations import Source
from advisor.generation.grounding import Grounding
from tests.fakes import read

ROOT = Path(__file__).parents[2]
PAIRS = Path(__file__).parent
# The least share of what follows from a section that passes; of what does not follow, nothing passes.
LEAST = {
    "pairs_guides": 0.85,
    "pairs_passages": 0.85,
    "paraphrases_seen": 0.45,
    "paraphrases_blind": 0.3,
    "paraphrases_last": 0.25,
}


def grounding(item: dict[str, Any]) -> Grounding:
    """The section that an item of the pairs is about."""
    if "heading" in item:
        folder = ROOT / ("training" if "/" in item["document"] else "corpus")
        guide = read((folder / f"{item['document']}.md").read_text(encoding="utf-8"), item["document"])
        section = next(s for s in guide.sections if s.headings and s.headings[-1] == item["heading"])
    else:
        lines = (ROOT / "training" / "passages" / f"{item['document']}.jsonl").read_text(encoding="utf-8").splitlines()
        row = json.loads(lines[item["line"] - 1])
        headings = [f"{'#' * depth} {heading}" for depth, heading in enumerate((row["guide"], *row["section"]), 1)]
        guide = read("\n\n".join((*headings, row["text"])))
        section = guide.sections[-1]
    names = glossary.load(ROOT / "corpus" / glossary.FILE, [s.text for s in guide.sections])
    return Grounding([Source(guide, section, 0.9, 0.9)], names.shortened)


def items(file: str) -> list[dict[str, Any]]:
    """Sections, each with sentences that follow from it and sentences that do not."""
    return list(yaml.safe_load((PAIRS / f"{file}.yaml").read_text(encoding="utf-8")))


def judged(file: str) -> Iterator[tuple[str, str, bool]]:
    """Each sentence, the kind of its error or "", and whether it was let through."""
    for item in items(file):
        checks = grounding(item)
        before = ""
        for sentence in item["supported"]:
            passed = checks.judge(sentence, before).kind == "supported"
            yield sentence, "", passed
            before = sentence if passed else ""
        for error in item["unsupported"]:
            [(kind, sentence)] = error.items()
            yield sentence, kind, checks.judge(sentence).kind == "supported"


@pytest.mark.parametrize("file", LEAST)
def test_what_a_section_does_not_say_never_passes_and_much_of_what_it_says_does(file: str) -> None:
    found = [*judged(file)]
    true = [passed for _, kind, passed in found if not kind]
    assert [(kind, sentence) for sentence, kind, passed in found if kind and passed] == []
    assert sum(true) >= LEAST[file] * len(true)


def test_no_section_supports_what_is_said_of_another() -> None:
    phrased = [*items("paraphrases_seen"), *items("paraphrases_blind")]
    for item in phrased:
        checks = grounding(item)
        for other in phrased:
            if other is not item:
                assert not [s for s in other["supported"] if checks.judge(s).kind == "supported"]


@pytest.mark.parametrize(
    ("before", "passes"),
    [("A J-1 visa is sponsored by ECFMG.", True), ("An H-1B visa needs Step 3.", False), ("", False)],
)
def test_a_pronoun_passes_only_behind_what_it_speaks_of(before: str, passes: bool) -> None:
    guide = read("# Visas\n\nA J-1 visa lasts seven years. An H-1B visa needs the exam Step 3.")
    checks = Grounding([Source(guide, guide.sections[-1], 0.9, 0.9)])
    assert (checks.judge("It lasts seven years.", before).kind == "supported") is passes
