"""Word search."""

from itertools import zip_longest
from pathlib import Path

import bm25s
import pytest
from bm25s.stopwords import STOPWORDS_EN_PLUS
from hypothesis import given
from hypothesis import strategies as st

from advisor.lexical import STOPWORDS, WordIndex, words
from tests import strategies
from tests.fakes import bm25

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
    assert [*bm25(index, "a publication")] == ["pubs"]
    assert bm25(index, "publication")["pubs"] > 0


def test_a_rare_word_counts_more(index: WordIndex) -> None:
    scores = bm25(index, "need a visa")
    assert scores["visa"] > scores["pubs"] > 0


@pytest.mark.parametrize("query", ["", "the of", "unheard", "?!", "\ud800"])
def test_a_query_without_known_words_finds_nothing(index: WordIndex, query: str) -> None:
    assert bm25(index, query) == {}


def test_rarity_grows_with_rareness(index: WordIndex) -> None:
    assert index.rarity("unheard") > index.rarity("visa") > index.rarity(words("need")[0]) > 0


@pytest.mark.parametrize("texts", [[], [""], ["the of"]])
def test_an_index_without_words_finds_nothing(texts: list[str]) -> None:
    assert bm25(WordIndex(texts, [str(n) for n in range(len(texts))]), "visa") == {}


@given(strategies.anything)
def test_any_query_is_searched(query: str) -> None:
    index = WordIndex([*TEXTS.values()], [*TEXTS])
    assert all(score > 0 for score in bm25(index, query).values())


def test_what_is_kept_opens_as_it_was(index: WordIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    opened = WordIndex.opened(tmp_path)
    for query in ("need a visa", "publication", "unheard"):
        assert bm25(opened, query) == bm25(index, query)
        assert opened.share(query, ["visa"]) == index.share(query, ["visa"])
    assert opened.similar("publicat") == index.similar("publicat") == "public"


def test_what_was_not_kept_whole_does_not_open(index: WordIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    (tmp_path / "words.json").unlink()
    with pytest.raises(OSError, match=r"words\.json"):
        WordIndex.opened(tmp_path)


def test_scores_are_those_of_bm25s() -> None:
    texts = [*TEXTS.values(), "visa visa money", ""]
    engine = bm25s.BM25()
    engine.index([words(text) for text in texts], show_progress=False)
    found = bm25(WordIndex(texts, [str(n) for n in range(len(texts))]), "visa, visa and money")
    assert found == {str(n): pytest.approx(s) for n, s in enumerate(engine.get_scores(["visa", "visa", "money"])) if s}


def test_stop_words_are_those_of_bm25s() -> None:
    assert {*STOPWORDS} == {*STOPWORDS_EN_PLUS}


@given(st.lists(strategies.anything, max_size=6), st.lists(strategies.anything, max_size=4))
def test_texts_that_change_are_weighed_as_if_all_were_new(before: list[str], after: list[str]) -> None:
    """Every other text stays, the rest goes; what is new stands in between."""
    stay = {f"old {n}": text for n, text in enumerate(before) if n % 2}
    new = {f"new {n}": text for n, text in enumerate(after)}
    ids = [id for pair in zip_longest(new, stay) for id in pair if id]
    old = WordIndex(before, [f"old {n}" for n in range(len(before))])
    changed, whole = old.changed(ids, new), WordIndex([(stay | new)[id] for id in ids], ids)
    for query in (*before, *after):
        assert bm25(changed, query) == bm25(whole, query)
        assert changed.share(query, ids[:2]) == whole.share(query, ids[:2])


def test_a_text_of_the_same_name_can_say_something_else(index: WordIndex) -> None:
    changed = index.changed([*TEXTS], {"visa": "Zebras graze"})
    assert [*bm25(changed, "zebras")] == ["visa"]
    assert bm25(changed, "trainee") == {}
    assert changed.similar("train") is None
    assert bm25(changed, "money").keys() == {"cost"}
