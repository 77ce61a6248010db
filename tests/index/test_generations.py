"""Generations: whole or not there, kept for a while, gone back to."""

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from filelock import FileLock

from advisor.errors import CorpusError, IndexLocked, IndexMismatch, IndexNotWritten
from advisor.index import Entry, Index, history, kept, lock, newest
from advisor.index.verify import verify
from tests.fakes import BagOfWords, advisor_over, builder, index_paths, open_index, read, write_guides

TEXT = "# {name}\n\n## Visa\n\nThe {name} visa costs {figure} dollars.\n\n## Mentor\n\nAsk the mentor of {name}.\n"
GUIDES = ("alpha", "beta", "gamma")
KILLS = int(os.environ.get("KILLS", "4"))
OLD_FIELDS = ("name", "title", "source", "path", "digest", "sections", "indexed")


def write(folder: Path, figure: int) -> Path:
    """Three guides that all state the same figure."""
    return write_guides(folder, **{name: TEXT.format(name=name, figure=figure) for name in GUIDES})


def figures(index: Index) -> set[str]:
    """The figures that the guides of an index state."""
    texts = (section.text for section in index.sections.values())
    return {word for text in texts for word in text.split() if word.isdigit()}


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    return write(tmp_path / "guides", 100)


@pytest.fixture
def folder(tmp_path: Path, guides: Path) -> Path:
    index_paths(tmp_path / "index", guides)
    return tmp_path / "index"


def test_an_open_index_does_not_change_when_a_newer_generation_comes(folder: Path, guides: Path) -> None:
    before = open_index(folder)
    index_paths(folder, write(guides, 200))
    assert figures(before) == {"100"}
    assert "alpha > Visa\nThe alpha visa costs 100 dollars." in {
        f.chunk.page_content for f in before.nearest("visa", 99)
    }
    assert figures(open_index(folder)) == {"200"}


def test_a_run_that_changes_nothing_makes_no_generation(folder: Path, guides: Path) -> None:
    index_paths(folder, guides)
    assert newest(folder) == 1


def test_what_has_not_changed_is_taken_from_the_index_opened_before(folder: Path, guides: Path) -> None:
    before = open_index(folder)
    write_guides(guides, alpha="# alpha\n\nShort.\n")
    index_paths(folder, guides)
    after = Index(folder, BagOfWords(), before.manifest.stamp, before=before)
    assert after.guides["beta"] is before.guides["beta"]
    assert after.guides["alpha"].text == "# alpha\n\nShort.\n"


def test_the_last_generations_are_kept(folder: Path, guides: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "GRACE", 0)
    for figure in range(200, 700, 100):
        index_paths(folder, write(guides, figure))
    assert [m.number for m in kept(folder)] == [6, 5, 4]
    assert {place.name for place in (folder / "stores").iterdir()} == {m.store for m in kept(folder)}
    assert len([*(folder / "guides").iterdir()]) == 9


def test_a_generation_that_was_just_replaced_stays_for_who_is_opening_it(folder: Path, guides: Path) -> None:
    for figure in range(200, 700, 100):
        index_paths(folder, write(guides, figure))
    assert len([*kept(folder)]) == 6


def test_rolling_back_brings_the_earlier_answers_and_can_be_undone(folder: Path, guides: Path) -> None:
    index_paths(folder, write(guides, 200))
    assert builder(folder).rollback().note == "back to 1"
    assert figures(open_index(folder)) == {"100"}
    builder(folder).rollback(2)
    assert figures(open_index(folder)) == {"200"}


def test_rolling_back_embeds_nothing_and_neither_does_indexing_again(folder: Path, guides: Path) -> None:
    index_paths(folder, write(guides, 200))
    builder(folder).rollback()
    counting = BagOfWords()
    assert index_paths(folder, guides, embeddings=counting) == dict.fromkeys(GUIDES, "changed")
    assert counting.embedded == []
    assert figures(open_index(folder)) == {"200"}


@pytest.mark.parametrize("number", [None, 1, 9])
def test_a_generation_that_is_not_there_is_told(folder: Path, number: int | None) -> None:
    with pytest.raises(CorpusError, match="Kept are: none; now: 1"):
        builder(folder).rollback(number)


def test_a_damaged_generation_can_be_left_behind(folder: Path, guides: Path) -> None:
    index_paths(folder, write(guides, 200))
    (folder / "generations" / "2.json").write_text("{")
    with pytest.raises(IndexMismatch, match="--rollback"):
        open_index(folder)
    builder(folder).rollback()
    assert figures(open_index(folder)) == {"100"}


def test_a_second_writer_is_told_who_writes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT", 0.1)
    assert lock.holder(folder) == ""
    with lock.writing(folder):
        assert f"process {os.getpid()} on" in lock.holder(folder)
        with pytest.raises(IndexLocked, match=rf"is being written by process {os.getpid()} on .*Try again"):
            builder(folder).remove("alpha")
    builder(folder).remove("alpha")


def test_a_second_writer_waits_for_the_first(folder: Path) -> None:
    held = FileLock(folder / "writer.lock", thread_local=False)
    held.acquire()
    threading.Timer(0.3, held.release).start()
    builder(folder).remove("alpha")
    assert [*open_index(folder).guides] == ["beta", "gamma"]


def test_a_full_disk_is_one_sentence_and_the_old_generation_serves(
    folder: Path, guides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copytree", full)
        with pytest.raises(IndexNotWritten, match="No space left on device"):
            index_paths(folder, write(guides, 200))
    assert figures(open_index(folder)) == {"100"}
    index_paths(folder, guides)
    assert figures(open_index(folder)) == {"200"}


@pytest.mark.parametrize("failing", ["shutil.copy2", "chromadb.PersistentClient"])
def test_a_disk_that_fills_up_on_the_way_is_told_in_a_sentence(
    failing: str, folder: Path, guides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        if failing.startswith("chromadb"):
            raise AttributeError("no attribute 'bindings'")  # what Chroma makes of it
        raise OSError(28, "No space left on device")

    write(guides, 200)
    with monkeypatch.context() as patched:
        patched.setattr(failing, full)
        with pytest.raises((IndexNotWritten, IndexMismatch)) as told:
            index_paths(folder, guides)
    assert "\n" not in str(told.value)
    assert "[(" not in str(told.value)
    assert figures(open_index(folder)) == {"100"}
    index_paths(folder, guides)
    assert figures(open_index(folder)) == {"200"}


def test_an_indexer_killed_at_any_moment_leaves_a_whole_generation(folder: Path, guides: Path) -> None:
    """What is killed is the real thing in a process of its own; how long it takes is measured first."""
    chance, figure, last = random.Random(1), 100, 0.0
    for kill in range(KILLS + 1):
        figure += 100
        write(guides, figure)
        command = [sys.executable, "-c", INDEXER, str(folder), str(guides)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as indexer:
            assert indexer.stdout is not None
            assert indexer.stdout.readline() == "begun\n"
            begun = time.perf_counter()
            if kill:
                time.sleep(chance.uniform(0, last))
                indexer.kill()
            indexer.wait()
            last = last or time.perf_counter() - begun
        index = open_index(folder)
        assert len(figures(index)) == 1
        assert [*index.guides] == [*GUIDES]
        assert verify(folder) == []
    index_paths(folder, guides)
    assert figures(open_index(folder)) == {str(figure)}
    assert {m.store for m in kept(folder)} >= {place.name for place in (folder / "stores").iterdir()}


INDEXER = """
import sys
from pathlib import Path
from tests.fakes import builder
writer = builder(Path(sys.argv[1]))
print("begun", flush=True)
writer.update([Path(sys.argv[2])])
"""


def test_eight_askers_during_re_indexing_never_get_two_generations(folder: Path, guides: Path) -> None:
    advisor, stop = [advisor_over(open_index(folder))], threading.Event()
    failures: list[BaseException | str] = []

    def ask() -> None:
        while not stop.is_set():
            try:
                current = advisor[0]
                answer = current.answer("What does the visa of alpha, beta and gamma cost?")
                stated = {w for c in answer.citations for w in c.quote.split() if w.isdigit()}
                whole = all(current.guides[c.document].text.count(c.quote) for c in answer.citations)
                if len(stated) != 1 or not whole:
                    failures.append(answer.answer)
            except BaseException as error:
                failures.append(error)

    askers = [threading.Thread(target=ask) for _ in range(8)]
    for asker in askers:
        asker.start()
    for figure in (200, 300, 400):
        index_paths(folder, write(guides, figure))
        advisor[0] = advisor_over(open_index(folder))
    stop.set()
    for asker in askers:
        asker.join()
    assert failures == []


def test_an_index_of_an_earlier_release_is_brought_up(tmp_path: Path) -> None:
    old = tmp_path / "old"
    (old / "guides").mkdir(parents=True)
    (old / "chroma").mkdir()
    guide = replace(read(TEXT.format(name="stored", figure=7), "stored"), phrasings={"stored#visa": ("which stamp?",)})
    entry = Entry("stored", "stored", "stored.md", "/gone/stored.md", "0", 2, 2, "2026-01-01T00:00:00+00:00")
    content = {
        "stamp": {"embedder": "bag", "schema": 1, "chunker": 2, "readers": 2},
        "entries": [{name: getattr(entry, name) for name in OLD_FIELDS} | {"chunks": ["1", "2"]}],
        "id": "abc",
    }
    (old / "manifest.json").write_text(json.dumps(content))
    (old / "guides" / "stored.json").write_text(json.dumps(asdict(guide)))
    assert index_paths(old, write_guides(tmp_path / "new", delta="# delta\n\nText.\n")) == {"delta": "new"}
    assert open_index(old).guides["stored"] == guide
    assert [*open_index(old).guides] == ["stored", "delta"]
    assert verify(old) == []
    assert {place.name for place in old.iterdir()} >= {"generations", "guides", "stores", "vectors.sqlite3"}
    assert not {place.name for place in old.iterdir()} & {"manifest.json", "chroma"}
