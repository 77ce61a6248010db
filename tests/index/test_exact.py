"""Exact search over plain files."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from advisor.index import Index, Stamp, exact, local, store
from tests.fakes import RESEARCH, VISA, BagOfWords, index_paths, write_guides

VECTORS = {"c": np.array([0, 2], np.float32), "a": np.array([1, 0], np.float32), "b": np.array([3, 4], np.float32)}


def test_the_nearest_rows_come_best_first_with_their_cosines(tmp_path: Path) -> None:
    exact.save(tmp_path, "passage", VECTORS, VECTORS)
    found = exact.opened(tmp_path, {"passage": 3})
    assert found is not None
    assert [(row, round(cosine, 4)) for row, cosine in found.nearest("passage", [1, 0], 2)] == [("a", 1.0), ("b", 0.6)]
    assert [row for row, _ in found.nearest("passage", [0, 1], 9)] == ["c", "b", "a"]


def test_vectors_are_found_by_row_and_unknown_rows_left_out(tmp_path: Path) -> None:
    exact.save(tmp_path, "statement", VECTORS, VECTORS)
    found = exact.opened(tmp_path, {"statement": 3})
    assert found is not None
    vectors = found.vectors("statement", ["b", "z", "0"])
    assert vectors.keys() == {"b"}
    assert np.allclose(vectors["b"], [0.6, 0.8])
    assert found.vectors("phrasing", ["b"]) == {}


def test_files_that_lack_rows_are_not_used(tmp_path: Path) -> None:
    exact.save(tmp_path, "passage", VECTORS, VECTORS)
    assert exact.opened(tmp_path, {"passage": 4}) is None
    assert exact.opened(tmp_path, {"passage": 3, "statement": 1}) is None
    (tmp_path / "passage.vectors.npy").write_bytes(b"damaged")
    assert exact.opened(tmp_path, {"passage": 3}) is None


@pytest.mark.parametrize(("gone", "new"), [("", "bbbb"), ("a", ""), ("c", "0d"), ("abc", "x"), ("", "")])
def test_rows_come_and_go_in_the_order_of_their_names(tmp_path: Path, gone: str, new: str) -> None:
    exact.save(tmp_path, "passage", VECTORS, VECTORS)
    added = {new: np.array([5, 12], np.float32)} if new else {}
    wanted = {name: vector for name, vector in VECTORS.items() if name not in gone} | added
    exact.save(tmp_path, "passage", wanted, added)
    found = exact.opened(tmp_path, {"passage": len(wanted)})
    assert found is not None
    held = found.vectors("passage", sorted(wanted))
    assert all(np.allclose(held[name], vector / np.linalg.norm(vector)) for name, vector in wanted.items())
    assert len(held) == len(wanted)


def test_a_new_store_shares_the_files_that_stay(tmp_path: Path) -> None:
    folder, guides = tmp_path / "index", write_guides(tmp_path / "guides", research=RESEARCH)
    index_paths(folder, guides)
    before = Index(folder, BagOfWords(), Stamp("bag")).nearest("publications", 50)
    [store_folder] = (folder / "stores").iterdir()
    name = local.draft(folder, store_folder.name)
    file, linked = (local.store_folder(folder, n) / "statement.vectors.npy" for n in (store_folder.name, name))
    assert file.samefile(linked)
    exact.save(linked.parent, "statement", {"x"}, {"x": np.ones(256, np.float32)})
    assert not file.samefile(linked)
    assert Index(folder, BagOfWords(), Stamp("bag")).nearest("publications", 50) == before


def test_chroma_finds_the_same(index: Index, index_folder: Path) -> None:
    vector = BagOfWords().embed_query("which visa does a trainee need")
    plain = store.searchable(index_folder, index.manifest)
    chroma = store.opened(index_folder, index.manifest)
    try:
        assert isinstance(plain, exact.ExactStore)
        for grain in ("passage", "statement"):
            theirs, ours = chroma.nearest(grain, vector, 5), plain.nearest(grain, vector, 5)
            assert np.allclose([cosine for _, cosine in ours], [cosine for _, cosine in theirs], atol=1e-4)
            rows = [row for row, _ in ours]
            own, its = plain.vectors(grain, rows), chroma.vectors(grain, rows)
            assert own.keys() == its.keys()
            assert all(np.allclose(own[row], its[row], atol=1e-4) for row in rows)
    finally:
        chroma.close()


def test_an_index_without_these_files_is_searched_by_chroma(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    index_paths(folder, write_guides(tmp_path / "guides", research=RESEARCH))
    with_files = Index(folder, BagOfWords(), Stamp("bag")).nearest("publications", 3)
    for file in folder.rglob("*.npy"):
        file.unlink()
    without = Index(folder, BagOfWords(), Stamp("bag")).nearest("publications", 3)
    assert np.allclose([f.cosine for f in with_files], [f.cosine for f in without], atol=1e-4)


def test_a_removed_guide_is_gone_from_the_files(tmp_path: Path) -> None:
    folder, guides = tmp_path / "index", write_guides(tmp_path / "guides", research=RESEARCH, visa=VISA)
    index_paths(folder, guides)
    (guides / "visa.md").unlink()
    index_paths(folder, guides)
    found = Index(folder, BagOfWords(), Stamp("bag")).nearest("visa for a trainee", 50)
    assert {f.chunk.metadata["guide"] for f in found} == {"research"}


def test_what_was_indexed_is_not_embedded_again(index_folder: Path) -> None:
    embeddings = BagOfWords()
    index = Index(index_folder, embeddings, Stamp("bag"))
    known = [f.chunk.page_content for f in index.nearest("visa", 5) if f.chunk.metadata["grain"] == "statement"]
    texts = [known[0], "a new text on visas", known[1]]
    vectors = index.statement_embeddings.embed_documents(texts)
    assert embeddings.embedded == ["a new text on visas"]
    assert np.allclose(vectors, BagOfWords().embed_documents(texts), atol=1e-5)


def test_a_question_is_searched_without_chroma(index_folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.fakes import advisor_over, open_index;"
        f"print(advisor_over(open_index(Path({str(index_folder)!r}))).answer('which visa').coverage);"
        "print('chromadb' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert run.stdout.split() == ["full", "False"]


def test_a_store_goes_on_from_what_it_has(tmp_path: Path) -> None:
    exact.save(tmp_path, "passage", VECTORS, VECTORS)
    first, *stay = sorted(VECTORS)
    new = np.array([0.6, 0.8], np.float32)
    exact.save(tmp_path, "passage", {*stay, "new"}, {"new": new})
    found = exact.opened(tmp_path, {"passage": 3})
    assert found is not None
    assert exact.names(tmp_path, "passage") == {*stay, "new"}
    assert first not in found.vectors("passage", [first])
    before = {name: VECTORS[name] / np.linalg.norm(VECTORS[name]) for name in stay}
    for name, vector in (before | {"new": new}).items():
        np.testing.assert_allclose(found.vectors("passage", [name])[name], vector, rtol=1e-6)


def test_what_is_searched_stays_as_it_was_opened(tmp_path: Path) -> None:
    exact.save(tmp_path, "passage", VECTORS, VECTORS)
    opened = exact.opened(tmp_path, {"passage": 3})
    assert opened is not None
    before = opened.nearest("passage", [1.0, 0.0], 3)
    exact.save(tmp_path, "passage", {"new"}, {"new": np.array([0.6, 0.8], np.float32)})
    assert opened.nearest("passage", [1.0, 0.0], 3) == before
