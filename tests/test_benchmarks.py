"""A small run of the benchmarks, with floors that noise does not reach and a regression does."""

import statistics
from pathlib import Path

import pytest

from benchmarks import scale, warm
from benchmarks.common import machine, questions
from tests.fakes import RESEARCH, VISA, write_guides


@pytest.mark.model
def test_a_whole_answer_takes_no_more_than_a_few_of_the_stock_recipes_searches(tmp_path: Path) -> None:
    corpus = write_guides(tmp_path / "guides", research=RESEARCH, visa=VISA)
    theirs, ours = warm.measured(tmp_path, corpus, questions(24))
    assert len(theirs) == len(ours) == 12
    assert statistics.median(ours) < 1.5 * statistics.median(theirs)


def test_an_index_of_a_thousand_chunks_is_built_and_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scale.build(tmp_path, 1000)
    scale.measure(tmp_path, 3)
    opened, median, _, least, most, memory = map(float, capsys.readouterr().out.split())
    assert opened > 0
    assert 0 < least <= median <= most
    assert memory < 1500


def test_the_machine_is_named() -> None:
    assert "cores" in machine()
