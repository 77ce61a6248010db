"""What an index holds and how it was built."""

from dataclasses import replace
from pathlib import Path

import pytest

from advisor.errors import IndexMismatch, IndexNotBuilt
from advisor.index import Entry, Manifest, Stamp

ENTRY = Entry("a", "A", "a.md", "/a.md", "0" * 64, 1, ("1", "2"), "2026-01-01T00:00:00+00:00")


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    manifest = Manifest(Stamp("bag")).with_entries([ENTRY])
    manifest.save(tmp_path)
    assert Manifest.load(tmp_path) == manifest
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]


def test_without_an_index_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexNotBuilt, match=r"advisor index --index .*nowhere"):
        Manifest.load(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b'{"entries": [1]}'])
def test_a_damaged_manifest_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(IndexMismatch, match="damaged: delete the folder and run 'advisor index"):
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


def test_no_two_indexes_and_no_two_stamps_share_a_collection() -> None:
    first = Manifest(Stamp("one"))
    names = {first.collection, Manifest(Stamp("one")).collection, replace(first, stamp=Stamp("two")).collection}
    assert len(names) == 3
    assert replace(first).collection == first.collection
