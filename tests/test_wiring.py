"""Settings -> concrete parts."""

from pathlib import Path

import pytest

from advisor import coverage, indexing, wiring
from advisor.pipeline import Advisor
from advisor.settings import Settings
from tests.fakes import RESEARCH, VISA, BagOfWords, write_guides


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(indexing, "SentenceEmbeddings", BagOfWords)
    guides = write_guides(tmp_path / "guides", research=RESEARCH, visa=VISA)
    found = Settings(index=tmp_path / "index", corpus=guides, chroma_url=None)
    indexing.builder(found).update([guides])
    return found


def test_what_was_prepared_is_not_judged_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "How many publications do I need?"
    before = wiring.advisor(settings).answer(question)
    wiring.prepare(settings)
    monkeypatch.setattr(Advisor, "answers_in_full", property(lambda self: self._judged.__getitem__))
    after = wiring.advisor(settings).answer(question)
    assert after.followups == before.followups != ()


def test_other_abbreviations_judge_anew(settings: Settings) -> None:
    wiring.prepare(settings)
    assert wiring.advisor(settings)._judged
    (settings.corpus / "abbreviations.yaml").write_text("PI: principal investigator\n")
    assert not wiring.advisor(settings)._judged


def test_another_reading_judges_anew(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wiring.prepare(settings)
    assert wiring.advisor(settings)._judged
    other = tmp_path / "coverage.py"
    other.write_text("OPEN = 1")
    monkeypatch.setattr(coverage, "__file__", str(other))
    assert not wiring.advisor(settings)._judged


def test_a_heading_a_title_and_a_suggestion_stay_as_they_are(settings: Settings) -> None:
    said = "# Postmatch\n\n## Fees for reapplicants\n\nApplicants pay them.\n\n## Cost\n\nApplicants pay a match.\n"
    write_guides(settings.corpus, fees=said)
    (settings.corpus / "fees.questions.md").write_text(
        "## Cost\n\n- What do preapplicants pay?\n- what do aplicants pay\n"
    )
    indexing.builder(settings).update([settings.corpus])
    advisor = wiring.advisor(settings)
    for question in ("fees for reapplicants", "is it postmatch", "what do preapplicants pay?"):
        assert advisor._reader.read(question, (), ()).text == question
    assert advisor._reader.read("what do aplicants pay", (), ()).text == "what do applicants pay"


def test_nothing_prepared_is_no_failure(settings: Settings) -> None:
    assert not (settings.index / "suggestions.json").exists()
    assert wiring.advisor(settings).answer("How many publications do I need?").followups


def test_among_too_many_sections_none_is_searched_for_each_suggestion(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "MOST_JUDGED", 3)
    monkeypatch.delattr(Advisor, "answers_in_full")
    wiring.prepare(settings)
    advisor = wiring.advisor(settings)
    followups = advisor.answer("How many publications do I need?").followups
    assert followups
    assert {advisor.answer(question).coverage for question in followups} == {"full"}
    assert not (settings.index / "suggestions.json").exists()


def test_among_too_many_sections_only_what_is_sure_is_suggested(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "MOST_JUDGED", 3)
    monkeypatch.setattr(coverage, "SURE", 1.01)
    assert not wiring.advisor(settings).answer("How many publications do I need?").followups
