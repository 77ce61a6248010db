"""Word search."""

import pytest
from hypothesis import given

from advisor.lexical import WordIndex, words
from tests import strategies

TEXTS = {
    "pubs": "How many publications do I need",
    "visa": "Which visa does a trainee need",
    "cost": "An observership costs money",
}


@pytest.fixture(scope="module")
def index() -> WordIndex:
    return WordIndex([*TEXTS.values()], [*TEXTS])


def test_words_are_stemmed_and_stop_words_left_out() -> None:
    assert words("The publications of a Publisher") == ["public", "publish"]


@pytest.mark.parametrize(("text", "found"), [("J-1 visa", "1"), ("10+ items", "10"), ("snake_case", "snake")])
def test_signs_part_words(text: str, found: str) -> None:
    assert found in words(text)


def test_a_text_with_the_querys_words_scores_and_others_do_not(index: WordIndex) -> None:
    assert [*index.scores("a publication")] == ["pubs"]
    assert index.scores("publication")["pubs"] > 0


def test_a_rare_word_counts_more(index: WordIndex) -> None:
    scores = index.scores("need a visa")
    assert scores["visa"] > scores["pubs"] > 0


@pytest.mark.parametrize("query", ["", "the of", "unheard", "?!", "\ud800"])
def test_a_query_without_known_words_finds_nothing(index: WordIndex, query: str) -> None:
    assert index.scores(query) == {}


def test_rarity_grows_with_rareness(index: WordIndex) -> None:
    assert index.rarity("unheard") > index.rarity("visa") > index.rarity(words("need")[0]) > 0


@pytest.mark.parametrize("texts", [[], [""], ["the of"]])
def test_an_index_without_words_finds_nothing(texts: list[str]) -> None:
    assert WordIndex(texts, [str(n) for n in range(len(texts))]).scores("visa") == {}


@given(strategies.anything)
def test_any_query_is_searched(query: str) -> None:
    index = WordIndex([*TEXTS.values()], [*TEXTS])
    assert all(score > 0 for score in index.scores(query).values())
