"""An index that a Chroma server has as a whole: folders on other machines copy it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from advisor.chunking import chunk_guide
from advisor.errors import AdvisorError, IndexLocked, IndexMismatch, IndexUnreachable
from advisor.index import Builder, Index, Manifest, Stamp, follow, server, shared, version
from advisor.index.verify import verify
from tests.chroma_server import ChromaServer
from tests.fakes import WINDOW, BagOfWords, word_count, write_guides

A = "# A\n\n## Visa\n\nA visa takes time.\n\n## Mentor\n\nAsk a mentor.\n"
QUICK = A.replace("takes time", "is quick")
STAMP = Stamp("bag")


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A Chroma server of these tests."""
    with ChromaServer(tmp_path_factory.mktemp("chroma")) as running:
        yield running


@pytest.fixture
def url(chroma: ChromaServer) -> str:
    """The address of an index that nobody has written yet."""
    return f"{chroma.url}/{uuid4().hex[:8]}"


def writer(folder: Path, url: str | None, embeddings: BagOfWords | None = None) -> Builder:
    return Builder(folder, embeddings or BagOfWords(), STAMP, lambda guide: chunk_guide(guide, word_count, WINDOW), url)


def said(folder: Path, url: str) -> set[str]:
    """What an index says of visas, after its folder was brought up to date."""
    follow(folder, url)
    found = Index(folder, BagOfWords(), STAMP, url).nearest("visa", 1)
    return {f.chunk.page_content for f in found if f.chunk.metadata["grain"] == "statement"}


def test_a_folder_follows_what_another_one_writes(tmp_path: Path, url: str) -> None:
    guides, copy = write_guides(tmp_path / "guides", a=A), tmp_path / "copy"
    writer(tmp_path / "index", url).update([guides])
    assert said(copy, url) == {"Visa: A visa takes time."}
    seen = version(copy, url)
    assert version(copy, url) == seen
    write_guides(guides, a=QUICK)
    writer(tmp_path / "index", url).update([guides])
    assert version(copy, url) != seen
    assert said(copy, url) == {"Visa: A visa is quick."}
    writer(tmp_path / "index", url).rollback()
    assert said(copy, url) == {"Visa: A visa takes time."}
    assert verify(copy, url) == []
    assert Manifest.load(copy) == Manifest.load(tmp_path / "index")


def test_an_opened_index_keeps_its_generation(tmp_path: Path, url: str) -> None:
    guides = write_guides(tmp_path / "guides", a=A)
    writer(tmp_path / "index", url).update([guides])
    follow(tmp_path / "copy", url)
    opened = Index(tmp_path / "copy", BagOfWords(), STAMP, url)
    before = opened.nearest("visa", 1)
    write_guides(guides, a=QUICK)
    writer(tmp_path / "index", url).update([guides])
    follow(tmp_path / "copy", url)
    # Whatever else the server has meanwhile, as many rows of its own generation are found.
    assert [f.chunk for f in opened.nearest("visa", 1)] == [f.chunk for f in before]


def test_another_machine_takes_over_the_writing(tmp_path: Path, url: str) -> None:
    guides = write_guides(tmp_path / "guides", a=A, b="# B\n\n## Cost\n\nIt costs a lot.\n")
    writer(tmp_path / "index", url).update([guides])
    counting = BagOfWords()
    (guides / "b.md").unlink()
    changes = writer(tmp_path / "other", url, counting).update([guides])
    assert {c.document: c.status for c in changes} == {"a": "unchanged", "b": "removed"}
    assert counting.embedded == []
    follow(tmp_path / "index", url)
    assert [*Manifest.load(tmp_path / "index").entries] == ["a"]


def test_who_was_overtaken_is_told(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    guides = write_guides(tmp_path / "guides", a=A)
    writer(tmp_path / "index", url).update([guides])
    write_guides(guides, a=QUICK)
    monkeypatch.setattr(shared, "pull", lambda *_: None)  # as if both had begun at the same time
    with pytest.raises(IndexLocked, match="run this again"):
        writer(tmp_path / "other", url).update([guides])
    assert not (tmp_path / "other" / "generations").exists()
    assert said(tmp_path / "index", url) == {"Visa: A visa takes time."}


def test_two_indexes_of_one_server_never_mix(tmp_path: Path, url: str, chroma: ChromaServer) -> None:
    writer(tmp_path / "index", url).update([write_guides(tmp_path / "guides", a=A)])
    second = f"{chroma.url}/second"
    writer(tmp_path / "second", second).update([write_guides(tmp_path / "other", b=A.replace("time", "years"))])
    assert said(tmp_path / "copy", second) == {"Visa: A visa takes years."}
    with pytest.raises(IndexMismatch, match="--index"):
        follow(tmp_path / "copy", url)


def test_an_index_moves_to_the_server_without_embedding(tmp_path: Path, url: str) -> None:
    guides = write_guides(tmp_path / "guides", a=A)
    writer(tmp_path / "index", None).update([guides])
    counting = BagOfWords()
    writer(tmp_path / "index", url, counting).update([guides])
    assert counting.embedded == []
    assert said(tmp_path / "copy", url)


def test_a_server_that_was_emptied_is_filled_again(tmp_path: Path, url: str) -> None:
    guides = write_guides(tmp_path / "guides", a=A)
    writer(tmp_path / "index", url).update([guides])
    write_guides(guides, a=QUICK)
    writer(tmp_path / "index", url).update([guides])
    follow(tmp_path / "copy", url)
    opened = Index(tmp_path / "copy", BagOfWords(), STAMP, url)
    client = server.client(url)
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    with pytest.raises(IndexMismatch, match="lost its vectors"):
        opened.nearest("visa", 1)
    counting = BagOfWords()
    writer(tmp_path / "anew", url, counting).update([guides])  # begins to count anew, below the copy's number
    assert said(tmp_path / "copy", url) == {"Visa: A visa is quick."}
    assert Manifest.load(tmp_path / "copy").number == 1


def test_a_long_guide_is_kept_in_parts(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "PART", 100)
    writer(tmp_path / "index", url).update([write_guides(tmp_path / "guides", a=A)])
    assert said(tmp_path / "copy", url) == {"Visa: A visa takes time."}


def test_a_record_that_lost_a_part_is_told(tmp_path: Path, url: str) -> None:
    writer(tmp_path / "index", url).update([write_guides(tmp_path / "guides", a=A)])
    records = server.client(url).get_collection(f"advisor-{server.name_of(url)}", embedding_function=None)
    records.delete(ids=[f"{next(iter(Manifest.load(tmp_path / 'index').entries.values())).stored}/0"])
    with pytest.raises(IndexMismatch, match="lost part"):
        follow(tmp_path / "copy", url)


def test_a_server_that_hangs_is_told_like_one_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ChromaServer(tmp_path / "chroma") as chroma:
        url = f"{chroma.url}/guides"
        writer(tmp_path / "index", url).update([write_guides(tmp_path / "guides", a=A)])
        opened = Index(tmp_path / "index", BagOfWords(), STAMP, url)
        monkeypatch.setattr(server, "PATIENCE", 0.5)
        session = server.client(url)._server._session  # type: ignore[attr-defined]
        assert session.timeout.read is not None
        session.timeout = 0.5
        chroma.process.send_signal(19)  # SIGSTOP
        for ask in (lambda: opened.nearest("visa", 1), lambda: follow(tmp_path / "copy", url)):
            with pytest.raises(IndexUnreachable, match=r"The Chroma server at .* does not answer"):
                ask()
        assert version(tmp_path / "copy", url) is None
        chroma.process.send_signal(18)  # SIGCONT
        assert opened.nearest("visa", 1)


@pytest.mark.parametrize("name", ["Guides", "a/b", "-a", "a" * 41])
def test_a_name_that_cannot_be_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(AdvisorError, match="small letters, digits and hyphens"):
        writer(tmp_path / "index", f"http://127.0.0.1:1/{name}")
