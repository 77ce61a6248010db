"""Guides, sections, anchors."""

import pytest
from hypothesis import given

from advisor.documents import slug
from tests import strategies
from tests.fakes import read


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("How many publications?", "how-many-publications"),
        ("2. How many publications?", "how-many-publications"),
        ("2.1) Visas", "visas"),
        ("iv. Visas", "visas"),
        ("Step 1: Ask", "step-1-ask"),
        ("Émigré’s “visa”", "emigres-visa"),
        ("J-1 & H-1B", "j-1-h-1b"),
        ("3.", "3"),
        ("?!", ""),
        ("a b c d e f g h i j k l m n", "a-b-c-d-e-f-g-h-i-j-k-l"),
    ],
)
def test_a_slug_is_fit_for_an_address(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor


def test_a_section_holds_the_text_directly_under_its_heading() -> None:
    guide = read("# T\n\nOpening.\n\n## A\n\nText of A.\n\n### B\n\nText of B.\n\n## C\n\nText of C.\n")
    assert [(s.headings, s.text) for s in guide.sections] == [
        ((), "Opening."),
        (("A",), "Text of A."),
        (("A", "B"), "Text of B."),
        (("C",), "Text of C."),
    ]


def test_a_heading_without_text_is_a_section_too() -> None:
    sections = read("# T\n\n## A\n\n### B\n\nText.\n").sections
    assert [(s.headings, s.text) for s in sections] == [(("A",), ""), (("A", "B"), "Text.")]


def test_a_skipped_level_still_nests() -> None:
    assert [s.headings for s in read("# T\n\n#### A\n\n## B\n\n#### C\n").sections] == [("A",), ("B",), ("B", "C")]


def test_a_repeated_heading_gets_its_parents_in_front_then_a_number() -> None:
    sections = read("# T\n\n## Cost\n\n## Visa\n\n### Cost\n\n### Cost\n\n### Cost\n").sections
    assert [s.anchor for s in sections] == ["cost", "visa", "visa-cost", "visa-cost-2", "visa-cost-3"]


def test_a_heading_of_signs_has_an_anchor() -> None:
    assert read("# T\n\n## ?!\n\nText.\n").sections[0].anchor == "section"


def test_no_heading_takes_the_openings_anchor() -> None:
    assert [s.anchor for s in read("# T\n\nText.\n\n## Opening\n\nText.\n").sections] == ["opening", "opening-2"]


def test_ids_stay_when_other_sections_come_and_go() -> None:
    before = {s.headings: s.id for s in read("# T\n\n## A\n\nText.\n\n## B\n\nText.\n").sections}
    after = {s.headings: s.id for s in read("# T\n\n## New\n\nText.\n\n## B\n\nChanged.\n\n## A\n\nText.\n").sections}
    assert after.items() >= before.items()


def test_a_section_is_found_by_its_anchor() -> None:
    guide = read("# T\n\n## A\n\nText.\n")
    found = guide.section("a")
    assert found is not None
    assert found.headings == ("A",)
    assert guide.section("b") is None


@given(strategies.guide | strategies.anything.map(lambda text: f"# T\n\n{text}"))
def test_ids_are_unique_and_stable_and_offsets_exact(text: str) -> None:
    guide = read(text)
    ids = [s.id for s in guide.sections]
    assert len(ids) == len(set(ids))
    assert ids == [s.id for s in read(text).sections]
    assert all(guide.text[s.start : s.end] == s.text for s in guide.sections)
    assert all(s.id == f"guide#{s.anchor}" for s in guide.sections)
