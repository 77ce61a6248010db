"""What people asked and did not get."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from advisor import gaps
from advisor.errors import IndexNotWritten
from advisor.gaps import Gaps, grouped
from tests.fakes import BagOfWords


def test_what_is_recorded_is_listed_oldest_first(tmp_path: Path) -> None:
    kept = Gaps(tmp_path / "index")
    assert kept.questions() == []
    kept.record("Where is\nthe moon? ", "refused")
    kept.record("And the sun?", "unhelpful")
    assert [(k.question, k.why) for k in kept.questions()] == [
        ("Where is the moon?", "refused"),
        ("And the sun?", "unhelpful"),
    ]
    kept.forget()
    assert kept.questions() == []


def test_a_word_why_joins_the_question_it_is_about(tmp_path: Path) -> None:
    kept = Gaps(tmp_path)
    for question, said in (("moon?", ""), ("sun?", ""), ("moon?", "no  year; call 555 123-4567"), ("moon?", "again")):
        kept.record(question, "unhelpful", said)
    assert [(k.question, k.said) for k in kept.questions()] == [
        ("sun?", ""),
        ("moon?", "no year; call …"),
        ("moon?", "again"),
    ]
    [gap] = grouped([k for k in kept.questions() if k.question == "moon?"], BagOfWords())
    assert gap.said == ("again", "no year; call …")


def test_questions_of_an_earlier_version_stay(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / gaps.FILE)) as database, database:
        database.execute("CREATE TABLE questions (question TEXT NOT NULL, why TEXT NOT NULL, day TEXT NOT NULL)")
        database.execute("INSERT INTO questions VALUES ('moon?', 'refused', '2026-05-03')")
    Gaps(tmp_path).record("sun?", "unhelpful", "dark")
    assert [(k.question, k.said) for k in Gaps(tmp_path).questions()] == [("moon?", ""), ("sun?", "dark")]


@pytest.mark.parametrize("personal", ["me@example.org", "+49 170 123 45 67", "555 123-4567"])
def test_addresses_and_telephone_numbers_are_not_kept(tmp_path: Path, personal: str) -> None:
    Gaps(tmp_path).record(f"Write to {personal} about 3 to 5 visas in 2026", "refused")
    [kept] = Gaps(tmp_path).questions()
    assert kept.question == "Write to … about 3 to 5 visas in 2026"


def test_the_oldest_are_forgotten_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "MOST", 2)
    for question in ("one", "two", "three"):
        Gaps(tmp_path).record(question, "refused")
    assert [k.question for k in Gaps(tmp_path).questions()] == ["two", "three"]


def test_questions_for_the_same_text_stand_together_the_most_asked_first(tmp_path: Path) -> None:
    kept = Gaps(tmp_path)
    for question in ("knitting lessons", "tax return form", "tax form return", "return form for tax"):
        kept.record(question, "refused")
    first, second = grouped(kept.questions(), BagOfWords())
    assert (len(first.kept), second.question) == (3, "knitting lessons")
    assert grouped([], BagOfWords()) == []


def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / gaps.FILE).write_bytes(b"garbage" * 900)
    with pytest.raises(IndexNotWritten, match="cannot be used"):
        Gaps(tmp_path).record("why?", "refused")


def test_what_cannot_be_deleted_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / gaps.FILE).mkdir()
    with pytest.raises(IndexNotWritten, match="cannot be deleted"):
        Gaps(tmp_path).forget()
