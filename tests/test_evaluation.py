"""Question file -> figures."""

import json
from pathlib import Path
from typing import Any

import pytest

from advisor.errors import CorpusError
from advisor.evaluation import evaluate, load
from advisor.pipeline import Advisor

PUBLICATIONS = {"doc": "research", "section": "How many publications do I need?"}


def figures(advisor: Advisor, file: Path, *rows: dict[str, Any]) -> dict[str, Any]:
    file.write_text("\n".join(json.dumps({"id": "q", "answerable": True} | row) for row in rows), encoding="utf-8")
    return evaluate(advisor, load(file))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "questions.jsonl"


def test_a_good_answer(advisor: Advisor, file: Path) -> None:
    row = {"turns": ["How many publications do I need?"], "gold": [PUBLICATIONS], "must": [["3-5", "x"], ["10+"]]}
    found = figures(advisor, file, row)
    total = found["total"]
    assert (total["n"], total["good"], total["cite1"], total["cited"], total["facts"]) == (1, 1, 1, 1, 1)
    assert total["refused"] == 0
    assert found["failures"] == []


def test_a_missing_fact_fails_the_answer(advisor: Advisor, file: Path) -> None:
    row = {"turns": ["How many publications do I need?"], "gold": [PUBLICATIONS], "must": [["3–5"], ["99 papers"]]}
    found = figures(advisor, file, row)
    assert (found["total"]["good"], found["total"]["facts"]) == (0, 0.5)
    assert [f["id"] for f in found["failures"]] == ["q"]


def test_another_section_than_the_gold_one_fails_the_answer(advisor: Advisor, file: Path) -> None:
    found = figures(advisor, file, {"turns": ["Which visa fits a trainee?"], "gold": [PUBLICATIONS]})
    assert (found["total"]["good"], found["total"]["cite1"]) == (0, 0)


def test_a_refusal_is_right_where_there_is_no_answer(advisor: Advisor, file: Path) -> None:
    found = figures(
        advisor,
        file,
        {"kind": "off", "turns": ["knitting pottery weather"], "answerable": False},
        {"kind": "on", "turns": ["Which visa fits a trainee?"], "answerable": False},
    )
    assert (found["kinds"]["off"]["good"], found["kinds"]["on"]["good"]) == (1, 0)
    assert found["total"]["refused"] == 0.5


def test_earlier_turns_are_the_conversation(advisor: Advisor, file: Path) -> None:
    turns = ["tell me of the observership", "how much is it"]
    gold = [{"doc": "visa", "section": "What does an observership cost?"}]
    assert figures(advisor, file, {"turns": turns, "gold": gold})["total"]["cite1"] == 1


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", "{}", '{"id": 1}', '{"id": 1, "turns": [], "answerable": true}', '{"turns": ["x"]}']
)
def test_a_bad_line_is_named(file: Path, line: str) -> None:
    file.write_text(f'{{"id": "q", "turns": ["x"], "answerable": true}}\n\n{line}\n')
    with pytest.raises(CorpusError, match="line 3"):
        load(file)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff"])
def test_an_unfit_file_is_named(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(CorpusError, match=r"questions\.jsonl"):
        load(file)


def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(CorpusError, match=r"questions\.jsonl cannot be read"):
        load(file)
