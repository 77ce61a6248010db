"""An index opened for questions."""

import shutil
from pathlib import Path

import pytest

from advisor.errors import IndexMismatch, IndexNotBuilt
from advisor.index import Index, Manifest
from advisor.index.stored import stored_file
from tests.fakes import RESEARCH, BagOfWords, bm25, builder, index_paths, open_index, read, write_guides


def test_it_holds_the_guides_as_they_were_read(index: Index) -> None:
    assert index.guides["research"] == read(RESEARCH, "research")
    assert [*index.guides] == ["research", "visa"]


def test_only_sections_with_text_are_searched(index: Index) -> None:
    assert "research#case-reports" in index.sections
    assert "research#which-kinds-of-research-are-there" not in index.sections


def test_the_nearest_chunks_come_first_with_their_cosine(index: Index) -> None:
    found = index.nearest("Which visa fits a trainee?", 5)
    assert found[0].chunk.metadata["section"] == "visa#which-visa-fits-a-trainee"
    for grain in ("passage", "statement"):
        cosines = [f.cosine for f in found if f.chunk.metadata["grain"] == grain]
        assert len(cosines) == 5
        assert cosines == sorted(cosines, reverse=True)
    assert 0 < found[0].cosine <= 1.0001


def test_more_chunks_than_there_are_can_be_asked_for(index: Index) -> None:
    found = [f.chunk.id for f in index.nearest("visa", 400)]
    assert len(found) == len(set(found)) == sum(e.chunks for e in index.manifest.entries.values())


def test_words_are_searched_in_whole_sections_led_by_their_headings(index: Index) -> None:
    assert [*bm25(index.words, "trainee sponsored")] == ["visa#which-visa-fits-a-trainee"]


def test_no_index_says_which_command_builds_it(tmp_path: Path) -> None:
    with pytest.raises(IndexNotBuilt, match="advisor index"):
        open_index(tmp_path)


def test_another_embedder_is_refused(index_folder: Path) -> None:
    with pytest.raises(IndexMismatch, match="'other' is set"):
        open_index(index_folder, BagOfWords("other"))


def test_a_lost_guide_is_told(index_folder: Path, tmp_path: Path) -> None:
    damaged = shutil.copytree(index_folder, tmp_path / "index")
    stored_file(damaged, Manifest.load(damaged).entries["visa"].stored).unlink()
    with pytest.raises(IndexMismatch, match=r"\.json is missing or damaged: run 'advisor index"):
        open_index(damaged)


@pytest.mark.parametrize("damage", ["lost", "garbage", "looks well"])
def test_lost_vectors_are_told_and_not_searched_around(index_folder: Path, tmp_path: Path, damage: str) -> None:
    damaged = shutil.copytree(index_folder, tmp_path / "index")
    [database] = (damaged / "stores").glob("*/chroma.sqlite3")
    database.unlink()
    if damage != "lost":
        for file in database.parent.glob("*.npy"):  # what is searched without the database
            file.unlink()
        database.write_bytes((b"SQLite format 3\0" if damage == "looks well" else b"") + b"garbage" * 100)
    with pytest.raises(IndexMismatch, match="advisor index"):
        open_index(damaged).nearest("visa", 3)


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index_paths(tmp_path / "index", write_guides(tmp_path / "guides", a="# A\n\nText.\n"))
    builder(tmp_path / "index").remove("a")
    index = open_index(tmp_path / "index")
    assert index.nearest("text", 3) == []
    assert bm25(index.words, "text") == {}
