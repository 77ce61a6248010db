"""Applying a plan."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.errors import AdvisorError, CorpusError, IndexNotBuilt
from advisor.index import Manifest
from advisor.index.stored import load_guide, save, stored_file
from tests.fakes import BagOfWords, advisor_over, builder, index_paths, open_index, write_guides

A = "# A\n\n## Visa\n\nA visa takes time.\n\n## Mentor\n\nAsk a mentor.\n"
B = "# B\n\n## Money\n\nIt costs money.\n"


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    return write_guides(tmp_path / "guides", a=A, b=B)


@pytest.fixture
def folder(tmp_path: Path, guides: Path) -> Path:
    index_paths(tmp_path / "index", guides)
    return tmp_path / "index"


def embedded(folder: Path, *paths: Path, embedder: str = "bag") -> list[str]:
    """What one run embeds, without the heading chunks."""
    counting = BagOfWords(embedder)
    index_paths(folder, *paths, embeddings=counting)
    return sorted(text.split("\n")[1] for text in counting.embedded if "\n" in text)


def test_a_first_run_embeds_everything(tmp_path: Path, guides: Path) -> None:
    assert embedded(tmp_path / "index", guides) == ["A visa takes time.", "Ask a mentor.", "It costs money."]


def test_a_second_run_embeds_nothing(folder: Path, guides: Path) -> None:
    assert embedded(folder, guides) == []


def test_only_the_section_that_changed_is_embedded(folder: Path, guides: Path) -> None:
    write_guides(guides, a=A.replace("takes time", "is quick"))
    assert embedded(folder, guides) == ["A visa is quick."]
    found = [f.chunk.page_content for f in open_index(folder).nearest("visa", 9)]
    assert "A > Visa\nA visa is quick." in found
    assert "A > Visa\nA visa takes time." not in found


def test_only_phrasings_that_are_new_are_embedded(folder: Path, guides: Path) -> None:
    def run(side: str) -> list[str]:
        (guides / "a.questions.md").write_text(side)
        counting = BagOfWords()
        index_paths(folder, guides, embeddings=counting)
        return counting.embedded

    assert run("## Visa\n- which stamp?\n- j1?\n") == ["j1?", "which stamp?"]
    assert run("## Visa\n- which stamp?\n- h1b?\n") == ["h1b?"]
    found = {f.chunk.page_content for f in open_index(folder).nearest("stamp", 99)}
    assert found >= {"which stamp?", "h1b?"}
    assert "j1?" not in found


def test_a_phrasing_finds_its_section_and_is_no_source_text(folder: Path, guides: Path) -> None:
    (guides / "a.questions.md").write_text("## Mentor\n- zebra quagga?\n")
    index_paths(folder, guides)
    advisor = advisor_over(open_index(folder))
    assert advisor.search("zebra quagga?")[0].section.id == "a#mentor"
    answer = advisor.answer("zebra quagga?")
    assert [c.quote for c in answer.citations][:1] == ["Ask a mentor."]
    assert "quagga" not in json.dumps([answer.answer, answer.followups, [c.quote for c in answer.citations]])


def test_the_pages_of_a_guide_are_stored(folder: Path) -> None:
    guide = replace(open_index(folder).guides["a"], pages=(0, 7))
    assert load_guide(folder, save(folder, guide, [])[0]) == guide


def test_phrasings_are_stored_with_the_guide(folder: Path, guides: Path) -> None:
    (guides / "a.questions.md").write_text("## Visa\n- which stamp?\n")
    index_paths(folder, guides)
    assert open_index(folder).guides["a"].phrasings == {"a#visa": ("which stamp?",)}


def test_what_is_removed_is_not_found_any_more(folder: Path, guides: Path) -> None:
    (guides / "b.md").unlink()
    assert index_paths(folder, guides) == {"a": "unchanged", "b": "removed"}
    index = open_index(folder)
    assert [*index.guides] == ["a"]
    assert {f.chunk.metadata["guide"] for f in index.nearest("money", 9)} == {"a"}


def test_guides_from_elsewhere_stay(folder: Path, tmp_path: Path) -> None:
    index_paths(folder, write_guides(tmp_path / "more", c="# C\n\nText.\n"))
    assert [*open_index(folder).guides] == ["a", "b", "c"]


def test_a_guide_that_fails_leaves_what_the_index_holds_of_it(folder: Path, guides: Path) -> None:
    (guides / "a.md").write_bytes(b"")
    assert index_paths(folder, guides) == {"a": "failed", "b": "unchanged"}
    assert [*open_index(folder).guides] == ["a", "b"]


@pytest.mark.parametrize(
    "yaml", ["reviewed: [2026-01-01]", "topics: !!set {a, b}", "logo: !!binary aGVsbG8=", r'title: "\ud800"']
)
def test_front_matter_of_any_kind_does_not_break_the_run(folder: Path, guides: Path, yaml: str) -> None:
    write_guides(guides, c="# C\n\nText.\n", odd=f"---\n{yaml}\n---\nText.\n")
    index_paths(folder, guides)
    assert {*open_index(folder).guides} >= {"a", "b", "c"}


def test_a_very_long_file_name_does_not_break_the_run(folder: Path, guides: Path) -> None:
    write_guides(guides, **{"x" * 250: "# X\n\nText.\n"})
    index_paths(folder, guides)
    assert len(open_index(folder).guides) == 3


def test_remove_takes_one_guide_out(folder: Path) -> None:
    manifest = builder(folder).remove("a")
    assert [*manifest.entries] == [*open_index(folder).guides] == ["b"]


def test_removing_an_unknown_guide_names_those_there_are(folder: Path) -> None:
    with pytest.raises(CorpusError, match=r"no document 'zzz'.*: a, b"):
        builder(folder).remove("zzz")


def test_removing_from_no_index_says_that_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(IndexNotBuilt):
        builder(tmp_path).remove("a")


def test_the_manifest_counts_sections_and_chunks(folder: Path, guides: Path) -> None:
    entry = Manifest.load(folder).entries["a"]
    assert (entry.title, entry.source, entry.path, entry.sections) == ("A", "a.md", str(guides / "a.md"), 2)
    assert entry.chunks == 6


def test_another_embedder_rebuilds_all_guides_wherever_they_came_from(folder: Path, guides: Path) -> None:
    assert embedded(folder, guides / "b.md", embedder="other") == [
        "A visa takes time.",
        "Ask a mentor.",
        "It costs money.",
    ]
    assert open_index(folder, BagOfWords("other")).nearest("visa", 1)
    assert embedded(folder, guides, embedder="other") == []


def test_lost_vectors_are_made_anew(folder: Path, guides: Path, tmp_path: Path) -> None:
    damaged = shutil.copytree(folder, tmp_path / "damaged")
    shutil.rmtree(damaged / "stores")
    (damaged / "vectors.sqlite3").unlink()
    assert len(embedded(damaged, guides)) == 3
    assert open_index(damaged).nearest("visa", 1)


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_text("{")], ids=["lost", "damaged"])
def test_a_stored_guide_is_made_anew(folder: Path, guides: Path, damage: object) -> None:
    assert callable(damage)
    damage(stored_file(folder, Manifest.load(folder).entries["a"].stored))
    index_paths(folder, guides)
    assert [*open_index(folder).guides] == ["a", "b"]


def test_a_run_that_broke_off_is_finished_by_the_next(folder: Path, guides: Path) -> None:
    class Failing(BagOfWords):
        def embed_documents(self, texts: object) -> list[list[float]]:
            raise MemoryError

    write_guides(guides, c="# C\n\nText.\n")
    with pytest.raises(MemoryError):
        index_paths(folder, guides, embeddings=Failing())
    assert [*open_index(folder).guides] == ["a", "b"]
    assert index_paths(folder, guides) == {"a": "unchanged", "b": "unchanged", "c": "new"}
    assert [*open_index(folder).guides] == ["a", "b", "c"]


def test_progress_counts_up_to_all_chunks(tmp_path: Path, guides: Path) -> None:
    seen: list[tuple[int, int]] = []
    writer = builder(tmp_path / "index", progress=lambda done, total: seen.append((done, total)))
    writer.apply(writer.plan([guides]))
    assert (seen[0], seen[-1]) == ((0, 9), (9, 9))


def test_an_index_folder_that_is_a_file_is_one_clear_sentence(guides: Path) -> None:
    with pytest.raises(AdvisorError):
        index_paths(guides / "a.md", guides)


def test_two_indexes_never_mix(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other-index"
    index_paths(other, write_guides(tmp_path / "more", c="# C\n\nA visa too.\n"))
    assert {f.chunk.metadata["guide"] for f in open_index(other).nearest("visa", 9)} == {"c"}
    assert {f.chunk.metadata["guide"] for f in open_index(folder).nearest("visa", 9)} == {"a", "b"}
