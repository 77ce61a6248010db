"""The word index that is kept beside the guides."""

import shutil
from pathlib import Path

import pytest

from advisor.documents import Guide
from advisor.index import Builder, Entry
from tests.fakes import RESEARCH, VISA, bm25, builder, open_index, write_guides


def written(tmp_path: Path) -> tuple[Builder, Path]:
    guides = write_guides(tmp_path / "guides", research=RESEARCH, visa=VISA)
    writer = builder(tmp_path / "index")
    writer.update([guides])
    return writer, guides


def kept(tmp_path: Path) -> list[Path]:
    return [*(tmp_path / "index" / "words").iterdir()]


def test_a_question_finds_the_same_with_what_was_kept_and_without(tmp_path: Path) -> None:
    written(tmp_path)
    with_it = open_index(tmp_path / "index")
    shutil.rmtree(tmp_path / "index" / "words")
    without = open_index(tmp_path / "index")
    assert [*with_it.sections] == [*without.sections]
    assert bm25(with_it.words, "publications and a visa") == bm25(without.words, "publications and a visa") != {}


def test_a_damaged_one_is_made_anew(tmp_path: Path) -> None:
    written(tmp_path)
    [place] = kept(tmp_path)
    (place / "words.json").write_text("no JSON")
    assert bm25(open_index(tmp_path / "index").words, "visa")


def test_another_generation_has_its_own_and_nothing_half_written_stays(tmp_path: Path) -> None:
    writer, guides = written(tmp_path)
    (tmp_path / "index" / "words" / "left-by-a-killed-run").mkdir()
    write_guides(guides, visa=VISA + "\nZebras need one too.\n")
    writer.update([guides])
    assert len(kept(tmp_path)) == 2
    assert bm25(open_index(tmp_path / "index").words, "zebras")


def test_only_what_changed_is_read_for_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer, guides = written(tmp_path)
    write_guides(guides, visa=VISA + "\nZebras need one too.\n", zebras="# Zebras\n\nThey need a visa.\n")
    loaded: list[str] = []
    load = Builder._earlier

    def counting(self: Builder, entry: Entry) -> Guide | None:
        loaded.append(entry.name)
        return load(self, entry)

    changes = writer.plan([guides])
    monkeypatch.setattr(Builder, "_earlier", counting)
    writer.apply(changes)
    assert sorted(loaded) == ["visa", "zebras"]
    kept_one = open_index(tmp_path / "index")
    shutil.rmtree(tmp_path / "index" / "words")
    anew = open_index(tmp_path / "index")
    assert kept_one.words.ids == anew.words.ids == [*anew.sections]
    for query in ("publications and a visa", "zebras"):
        assert bm25(kept_one.words, query) == bm25(anew.words, query) != {}
