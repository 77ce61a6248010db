"""A section gains by its heading or its guide's title where the question calls it so."""

from pathlib import Path

import pytest

from advisor.called import NAMED, called
from advisor.readers import markdown
from advisor.retrieval import SectionRetriever
from tests.fakes import index_paths, open_index, write_guides

TEXT = "# Loan forgiveness\n\nA preface.\n\n## What it is\n\nText.\n\n## Loans from other states\n\nText.\n"


def rarity(word: str) -> float:
    return 3.0 if word == "forgiv" else 1.0


def gained(question: str, heading: str, opening: bool = False) -> float:
    guide = markdown.read(TEXT, "g", "g.md")
    section = next(s for s in guide.sections if s.headings[-1:] == (heading,))
    return called(question, guide, section, opening, rarity)


def test_a_question_that_is_a_heading_gains_all() -> None:
    assert gained("loans from other states?", "Loans from other states") == pytest.approx(NAMED)


@pytest.mark.parametrize(
    ("question", "share"),
    [("Which loans from other states are cheap?", 2 / 3), ("Which loans are cheap?", 0), ("Why?", 0), ("", 0)],
)
def test_a_heading_counts_by_its_share_of_the_question_where_all_of_it_is_called(question: str, share: float) -> None:
    assert gained(question, "Loans from other states") == pytest.approx(NAMED * share)


def test_the_opening_is_called_by_the_title_also_in_part_and_rare_words_count_for_more() -> None:
    question = "I have a question about forgiveness in general"
    assert gained(question, "What it is", opening=True) == pytest.approx(NAMED * 3 / 5)
    assert gained(question, "What it is") == 0


def test_what_has_no_heading_has_no_name() -> None:
    guide = markdown.read("Text on loans.\n", "g", "g.md")
    assert called("loans", guide, guide.sections[0], False, rarity) == 0


def test_the_first_section_with_a_heading_opens_a_guide_of_several(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", a=TEXT, b="# B\n\n## Only\n\nText.\n", c="No heading.\n")
    index_paths(tmp_path / "index", guides)
    index = open_index(tmp_path / "index")
    opening = [section.id for section, opens in zip(index.ordered, index.openings, strict=True) if opens]
    assert opening == ["a#what-it-is"]


def test_who_names_the_subject_of_a_guide_is_answered_with_its_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sections = "## What it is\n\nSome debts end early.\n\n## Offices\n\nThe office in town knows forgiveness.\n"
    text = f"# Loan forgiveness\n\n{sections}"
    index_paths(tmp_path / "index", write_guides(tmp_path / "guides", g=text))
    retriever = SectionRetriever(index=open_index(tmp_path / "index"))
    question = "loan forgiveness"
    assert retriever.invoke(question, k=1)[0].id == "g#what-it-is"
    monkeypatch.setattr("advisor.called.NAMED", 0)
    assert retriever.invoke(question, k=1)[0].id == "g#offices"
