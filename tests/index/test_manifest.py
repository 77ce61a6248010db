"""What an index holds and how it was built."""

from dataclasses import replace
from pathlib import Path

import pytest

from advisor.errors import IndexMismatch, IndexNotBuilt
from advisor.index import Entry, Manifest, Stamp, newest

DAY = "2026-01-01T00:00:00+00:00"
ENTRY = Entry("a", "A", "a.md", "/a.md", "0" * 64, 1, 2, DAY, "f00", 9, {"passage": ("1", "2")}, (7, 8))


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    manifest = Manifest(Stamp("bag")).following([ENTRY], Stamp("bag"), "store", "1 new")
    manifest.save(tmp_path)
    assert Manifest.load(tmp_path) == manifest
    assert [file.name for file in (tmp_path / "generations").iterdir()] == ["1.json"]


def test_the_newest_generation_is_read(tmp_path: Path) -> None:
    manifest = Manifest(Stamp("bag"))
    assert newest(tmp_path) == 0
    for number in range(1, 12):
        manifest = manifest.following([ENTRY], manifest.stamp, "", str(number))
        manifest.save(tmp_path)
    assert newest(tmp_path) == Manifest.load(tmp_path).number == 11
    assert Manifest.load(tmp_path, 9).note == "9"


def test_an_index_of_an_earlier_release_is_told(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(IndexNotBuilt, match="earlier release: bring it up with 'advisor index"):
        Manifest.load(tmp_path)


def test_without_an_index_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexNotBuilt, match=r"advisor index --index .*nowhere"):
        Manifest.load(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b'{"entries": [1]}'])
def test_a_damaged_manifest_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "generations").mkdir()
    (tmp_path / "generations" / "1.json").write_bytes(content)
    with pytest.raises(IndexMismatch, match=r"is damaged: go back .* with 'advisor index --rollback"):
        Manifest.load(tmp_path)


def test_another_embedder_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMismatch, match=r"built with .* 'one', but 'two' is set.*advisor index"):
        Manifest(Stamp("one")).check(Stamp("two"), tmp_path)


@pytest.mark.parametrize(
    "wanted", [Stamp("one", schema=99), Stamp("one", chunker=99), Stamp("one", readers=99)], ids=str
)
def test_another_release_is_told(tmp_path: Path, wanted: Stamp) -> None:
    with pytest.raises(IndexMismatch, match="built by another release"):
        Manifest(Stamp("one")).check(wanted, tmp_path)


def test_the_same_stamp_passes(tmp_path: Path) -> None:
    Manifest(Stamp("one")).check(Stamp("one"), tmp_path)


def test_no_two_indexes_and_no_two_embedders_share_a_collection() -> None:
    first = Manifest(Stamp("one"))
    names = {first.collection, Manifest(Stamp("one")).collection, replace(first, stamp=Stamp("two")).collection}
    assert len(names) == 3
    assert replace(first, number=7).collection == first.collection
