"""Sentences as offsets."""

import pytest
from hypothesis import given

from advisor.sentences import LONGEST_QUOTATION, sentence_spans
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
        ("Say: “Hello. I am new. May I ask?” Then wait.", ["Say: “Hello. I am new. May I ask?”", "Then wait."]),
        ('Say: "Hello. I am new." Then wait.', ['Say: "Hello. I am new."', "Then wait."]),
        ('A 5" needle. A 6" one.', ['A 5" needle.', 'A 6" one.']),
        ("Submit by Sept. 15 at noon. Then wait.", ["Submit by Sept. 15 at noon.", "Then wait."]),
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


@pytest.mark.parametrize("sign", ["“", '"'])
def test_a_quotation_that_is_never_closed_ends_after_some_words(sign: str) -> None:
    found = split(f"{sign}{'One two three. ' * LONGEST_QUOTATION}")
    assert len(found) > LONGEST_QUOTATION // 2
    assert {*found[1:]} == {"One two three."}


@given(strategies.anything)
def test_sentences_cover_all_but_white_space(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())
