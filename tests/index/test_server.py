"""An index whose vectors a Chroma server has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.chunking import chunk_guide
from advisor.errors import IndexMismatch
from advisor.index import Builder, Index, Stamp
from advisor.index.verify import verify
from tests.chroma_server import ChromaServer
from tests.fakes import WINDOW, BagOfWords, word_count, write_guides

A = "# A\n\n## Visa\n\nA visa takes time.\n\n## Mentor\n\nAsk a mentor.\n"
STAMP = Stamp("bag")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server of this test."""
    with ChromaServer(tmp_path_factory.mktemp("chroma")) as server:
        yield server.url


def writer(folder: Path, url: str | None, embeddings: BagOfWords | None = None) -> Builder:
    return Builder(folder, embeddings or BagOfWords(), STAMP, lambda guide: chunk_guide(guide, word_count, WINDOW), url)


def test_generations_share_the_rows_of_a_server(tmp_path: Path, url: str) -> None:
    guides, folder = write_guides(tmp_path / "guides", a=A), tmp_path / "index"
    writer(folder, url).update([guides])
    before = Index(folder, BagOfWords(), STAMP, url)
    write_guides(guides, a=A.replace("takes time", "is quick"))
    counting = BagOfWords()
    writer(folder, url, counting).update([guides])
    after = Index(folder, BagOfWords(), STAMP, url)
    assert len(counting.embedded) == 2
    assert {f.chunk.page_content for f in before.nearest("visa", 9)} >= {"Visa: A visa takes time."}
    texts = {f.chunk.page_content for f in after.nearest("visa", 9)}
    assert "Visa: A visa is quick." in texts
    assert "Visa: A visa takes time." not in texts
    assert verify(folder, url) == []
    assert not (folder / "stores").exists()


def test_a_store_moves_to_a_server_and_back_without_embedding(tmp_path: Path, url: str) -> None:
    guides, folder = write_guides(tmp_path / "guides", a=A), tmp_path / "index"
    writer(folder, None).update([guides])
    for place in (url, None):
        counting = BagOfWords()
        writer(folder, place, counting).update([guides])
        assert counting.embedded == []
        assert Index(folder, BagOfWords(), STAMP, place).nearest("visa", 3)


@pytest.mark.parametrize("name", ["", "/moved"])
def test_going_back_past_a_move_to_a_server_embeds_nothing(tmp_path: Path, url: str, name: str) -> None:
    guides, folder, place = write_guides(tmp_path / "guides", a=A), tmp_path / "index", url + name
    writer(folder, None).update([guides])
    write_guides(guides, a=A.replace("takes time", "is quick"))
    writer(folder, place).update([guides])
    counting = BagOfWords()
    writer(folder, place, counting).rollback()
    assert counting.embedded == []
    assert verify(folder, place) == []
    found = Index(folder, BagOfWords(), STAMP, place).nearest("visa", 9)
    assert "Visa: A visa takes time." in {f.chunk.page_content for f in found}


def test_a_server_that_lost_the_vectors_is_told(tmp_path: Path, url: str) -> None:
    guides, folder = write_guides(tmp_path / "guides", a=A), tmp_path / "index"
    writer(folder, None).update([guides])
    with pytest.raises(IndexMismatch, match="lost its vectors"):
        Index(folder, BagOfWords(), STAMP, url)
