"""A section gains by its heading or its guide's title where the question calls it so."""

from pathlib import Path

import pytest

from advisor.called import NAMED, called
from advisor.retrieval import SectionRetriever
from tests.fakes import index_paths, open_index, write_guides

SHARES = {"loan": 0.25, "forgiv": 0.5, "state": 0.25}


def test_a_heading_that_is_all_of_the_question_gains_all() -> None:
    assert called(SHARES, "Forgiveness of loans, by state") == pytest.approx(NAMED)


@pytest.mark.parametrize(
    ("heading", "share"), [("Loans from the state", 0.5), ("Loans from other banks", 0), ("What?", 0), ("", 0)]
)
def test_a_heading_counts_by_its_share_of_the_question_where_all_of_it_is_called(heading: str, share: float) -> None:
    assert called(SHARES, heading) == pytest.approx(NAMED * share)


def test_a_title_counts_also_in_part_and_not_beside_the_heading() -> None:
    assert called(SHARES, "", "Forgiveness of debts") == pytest.approx(NAMED * 0.5)
    assert called(SHARES, "State loans", "Forgiveness of debts") == pytest.approx(NAMED * 0.5)


def test_a_question_of_no_word_calls_nothing() -> None:
    assert called({}, "Loans", "Forgiveness") == 0


def test_the_first_section_with_a_heading_opens_a_guide_of_several(tmp_path: Path) -> None:
    guides = write_guides(
        tmp_path / "guides",
        a="# A\n\nA preface.\n\n## What it is\n\nText.\n\n## Fees\n\nText.\n",
        b="# B\n\n## Only\n\nText.\n",
        c="No heading.\n",
    )
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
