"""What is off in an index is found and set right."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.errors import CorpusError
from advisor.index import Manifest, repair
from advisor.index.stored import stored_file
from advisor.index.vectors import FILE
from advisor.index.verify import verify
from tests.fakes import BagOfWords, builder, index_paths, open_index, write_guides

A = "# A\n\n## Visa\n\nA visa takes time.\n\n## Mentor\n\nAsk a mentor.\n"
Damage = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index_paths(tmp_path / "index", write_guides(tmp_path / "guides", a=A, b="# B\n\nIt costs money.\n"))
    return tmp_path / "index"


def stored(folder: Path) -> Path:
    """The stored text of the first guide."""
    return stored_file(folder, Manifest.load(folder).entries["a"].stored)


def same_size(folder: Path) -> None:
    """Change one word of a stored guide."""
    stored(folder).write_bytes(stored(folder).read_bytes().replace(b"takes", b"tales"))


def lose_rows(folder: Path) -> None:
    """Delete rows from the store behind Chroma's back."""
    from advisor.index import store

    manifest = Manifest.load(folder)
    opened = store.opened(folder, manifest)
    opened.remove({"passage": manifest.rows()["passage"]})
    opened.close()


DAMAGES: dict[str, tuple[Damage, str]] = {
    "text lost": (lambda folder: stored(folder).unlink(), "stored text of a.md is missing or damaged"),
    "text changed": (same_size, "stored text of a.md is missing or damaged"),
    "store lost": (lambda folder: shutil.rmtree(folder / "stores"), "has lost its vectors"),
    "rows lost": (lose_rows, "lacks 3 of 3 rows of the grain passage"),
    "cache damaged": (lambda folder: (folder / FILE).write_bytes(b"garbage" * 900), f"{FILE} is damaged"),
}


def test_nothing_is_off_in_a_new_index(folder: Path) -> None:
    assert verify(folder) == []


@pytest.mark.parametrize(("damage", "message"), DAMAGES.values(), ids=DAMAGES)
def test_damage_is_named_and_set_right(folder: Path, damage: Damage, message: str) -> None:
    damage(folder)
    [finding] = verify(folder)
    assert message in finding.what
    counting = BagOfWords()
    assert [*repair(builder(folder, counting), folder, [finding])]
    assert verify(folder) == []
    assert counting.embedded == []
    assert open_index(folder).nearest("visa", 3)


def test_a_damaged_manifest_gives_way_to_the_one_before(folder: Path, tmp_path: Path) -> None:
    index_paths(folder, write_guides(tmp_path / "guides", b="# B\n\nMore.\n"))
    (folder / "generations" / "2.json").write_text("{")
    [done] = repair(builder(folder), folder, verify(folder))
    assert "Back to generation 1" in done
    assert verify(folder) == []


def test_a_text_whose_file_is_gone_too_is_told(folder: Path, tmp_path: Path) -> None:
    stored(folder).unlink()
    (tmp_path / "guides" / "a.md").unlink()
    with pytest.raises(CorpusError, match=r"gone too: a \(.*a\.md\).*advisor remove"):
        [*repair(builder(folder), folder, verify(folder))]


def test_a_damaged_cache_does_not_stop_the_next_run(folder: Path, tmp_path: Path) -> None:
    (folder / FILE).write_bytes(b"garbage" * 900)
    index_paths(folder, write_guides(tmp_path / "guides", b="# B\n\nMore.\n"))
    assert verify(folder) == []


def test_vectors_are_kept_batch_by_batch(folder: Path) -> None:
    database = sqlite3.connect(folder / FILE)
    assert database.execute("SELECT count(*) FROM vectors").fetchone()[0] >= 3
    database.close()
