"""The training text is whole, and its batches are what they should be."""

import random

import pytest

from advisor.evaluation import load
from advisor.readers import markdown
from training import check
from training.text import HERE, TRAINING, VALIDATION, read
from training.text import markdown as as_markdown


def test_the_text_has_no_fault_that_can_be_found_by_counting(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(sorted([*TRAINING.glob("*.jsonl"), *VALIDATION.glob("*.jsonl")])) == 0, capsys.readouterr().out


def test_no_guide_is_both_trained_on_and_validated_with() -> None:
    assert not {p.guide for p in read(TRAINING)} & {p.guide for p in read(VALIDATION)}


def test_a_guide_reads_as_the_sections_it_was_written_in() -> None:
    found = [p for p in read(VALIDATION) if p.guide == read(VALIDATION)[0].guide]
    guide = markdown.read(as_markdown(found), "g", "g.md")
    assert guide.title == found[0].guide
    assert [s.text for s in guide.sections if s.text] == [p.text.strip() for p in found]


def test_the_gold_of_the_fresh_questions_stands_in_the_fresh_articles() -> None:
    guides = {
        file.stem: markdown.read(file.read_text("utf-8"), file.stem, file.name) for file in HERE.glob("fresh/*.md")
    }
    headings = {(name, s.headings[-1]) for name, guide in guides.items() for s in guide.sections if s.headings}
    assert {gold for question in load(HERE / "fresh" / "questions.jsonl") for gold in question.gold} <= headings


@pytest.mark.model
def test_no_section_comes_twice_in_a_batch_and_every_question_once_a_round() -> None:
    from training.pairs import batches, passage_pairs

    pairs = passage_pairs(read(VALIDATION), 2, random.Random(1))
    found = batches(pairs, 32, random.Random(1))
    assert sorted(position for batch in found for position in batch) == [*range(len(pairs))]
    for batch in found:
        groups = [pairs[position].group for position in batch]
        assert len(groups) == len(set(groups)) <= 32
