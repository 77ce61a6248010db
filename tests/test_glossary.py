"""Abbreviations both ways."""

from pathlib import Path

import pytest

from advisor.errors import CorpusError
from advisor.glossary import Glossary, abbreviations_in, load
from advisor.settings import default_corpus

GLOSSARY = Glossary({"PD": "program director"})


def test_an_abbreviation_is_related_to_what_it_stands_for_and_back() -> None:
    assert GLOSSARY.related("who is the pd") == "program director"
    assert GLOSSARY.related("who are Program Directors") == "PD"


@pytest.mark.parametrize("text", ["update", "spd", "", "pd is the program director"])
def test_only_whole_words_count_and_what_is_said_already_is_not_added(text: str) -> None:
    assert GLOSSARY.related(text) == ""


def test_its_terms_are_told() -> None:
    assert [*GLOSSARY.terms] == ["PD", "program director"]


def test_what_a_text_abbreviates_itself_is_known() -> None:
    text = "Ask the program director (PD) about quality improvement (QI) and the US (United States)."
    assert dict(abbreviations_in(text)) == {"PD": "program director", "QI": "quality improvement"}


def test_the_keepers_file_is_read_beside_the_texts(tmp_path: Path) -> None:
    file = tmp_path / "abbreviations.yaml"
    file.write_text("LOR: letter of recommendation\n", encoding="utf-8")
    glossary = load(file, ["a principal investigator (PI)"])
    assert glossary.related("LOR or PI?") == "principal investigator letter of recommendation"
    assert load(tmp_path / "none.yaml").related("LOR") == ""


@pytest.mark.parametrize("content", ["[1, 2]", "PD", "a: b: c"])
def test_a_file_of_another_form_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "abbreviations.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"abbreviations\.yaml cannot be read: it needs"):
        load(file)


def test_the_shipped_glossary_is_well_formed() -> None:
    assert load(default_corpus() / "abbreviations.yaml").related("LOR")
