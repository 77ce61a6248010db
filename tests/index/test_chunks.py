"""The chunks of a generation as columns."""

from pathlib import Path

from advisor.chunking import chunk_guide
from advisor.index.chunks import Chunks, Columns
from advisor.index.stored import load, load_columns, row_of, save
from tests.fakes import RESEARCH, read, word_count

GUIDES = [
    Columns(["r1", "r2", "r1"], ["one", "two", "one"], ["g#a", "g#a", "g#b"], [0, 9, 0], [8, 12, 3]),
    Columns(["r3", "r2"], ["three", "two"], ["h#a", "h#a"], [0, 20], [19, 23]),
]
CHUNKS = Chunks("statement", GUIDES, {"g#a": 0, "g#b": 1, "h#a": 2})


def test_a_row_stands_for_every_chunk_that_says_it() -> None:
    found = CHUNKS.hits([("r2", 0.9), ("r1", 0.8), ("r3", 0.1)])
    assert [CHUNKS.texts[n] for n in found.numbers] == ["two", "two", "one", "one", "three"]
    assert found.sections.tolist() == [0, 2, 0, 1, 2]
    assert found.cosines.tolist() == [0.9, 0.9, 0.8, 0.8, 0.1]
    assert [(CHUNKS.span(n), cosine) for n, cosine in found.within(2)] == [((20, 23), 0.9), ((0, 19), 0.1)]


def test_nothing_found_is_no_hits() -> None:
    assert len(CHUNKS.hits([]).numbers) == 0


def test_only_own_rows_are_known() -> None:
    assert "r3" in CHUNKS
    assert "r4" not in CHUNKS


def test_a_stored_guides_chunks_are_the_same_as_columns(tmp_path: Path) -> None:
    guide = read(RESEARCH)
    name, _ = save(tmp_path, guide, chunk_guide(guide, word_count, 80))
    (loaded, documents), (again, columns) = load(tmp_path, name), load_columns(tmp_path, name)
    assert loaded == again == guide
    places = {section.id: place for place, section in enumerate(guide.sections)}
    for grain, held in columns.items():
        own = [d for d in documents if d.metadata["grain"] == grain]
        chunks = Chunks(grain, [held], places)
        assert held.rows == [row_of(d.page_content) for d in own]
        made = [chunks.document(n, guide.name, held.sections[n]) for n in range(len(own))]
        assert made == own
