"""Sentences as offsets."""

import pytest
from hypothesis import given

from advisor.sentences import sentence_spans
from tests import strategies


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
        ("Ask Dr. Smith. He knows.", ["Ask Dr. Smith.", "He knows."]),
        ("Costs, e.g. Fees, vary.", ["Costs, e.g. Fees, vary."]),
        ("See Fig. 2. It helps.", ["See Fig. 2. It helps."]),
        ("J. Doe wrote it. Others did not.", ["J. Doe wrote it.", "Others did not."]),
        ("It rose by 2.5 percent. Then fell.", ["It rose by 2.5 percent.", "Then fell."]),
        ("in the U.S. Match", ["in the U.S. Match"]),
        ("He said “Go.” Then left.", ["He said “Go.”", "Then left."]),
        ("**Bold.** Next.", ["**Bold.**", "Next."]),
        ("Stop. then go on", ["Stop. then go on"]),
        ("Two\nlines. More\nlines.", ["Two\nlines.", "More\nlines."]),
        ("  spaced.  ", ["spaced."]),
        ("", []),
        ("...", ["..."]),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert split(text) == found


def test_a_part_of_a_text_keeps_its_offsets() -> None:
    text = "Skip this. One. Two. And this."
    assert sentence_spans(text, 11, 20) == [(11, 15), (16, 20)]


@given(strategies.anything)
def test_sentences_cover_all_but_white_space(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())
