"""The training text is whole, and its batches are what they should be."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper, save
from onnx import load as load_graph
from onnxruntime import InferenceSession

from advisor.answerability import Network
from advisor.evaluation import load
from advisor.grains import GRAINS
from advisor.readers import markdown
from tests.fakes import BagOfWords
from training import check
from training.answerability import Once, with_question
from training.changed import changed
from training.dense import ranked
from training.fusion import Example, fit
from training.judgements import Judged
from training.text import HERE, JUDGED, OTHERS, TRAINING, VALIDATION, Passage, read
from training.text import markdown as as_markdown


def test_the_text_has_no_fault_that_can_be_found_by_counting(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(check.files()) == 0, capsys.readouterr().out


def test_no_guide_is_both_trained_on_and_validated_with() -> None:
    trained, judged, validated = (
        {p.guide for folder in folders for p in read(folder)}
        for folders in ((TRAINING, OTHERS), [JUDGED], [VALIDATION])
    )
    assert not trained & (judged | validated)
    assert not judged & validated


def test_a_grain_is_worth_what_the_signals_say_of_it() -> None:
    """Words tell the answer where the first signal is 1, statements where it is 0."""
    chance = np.random.default_rng(7)
    examples = []
    for number in range(80):
        signal, gold = float(number % 2), chance.integers(5)
        values = chance.random((3, len(GRAINS), 5), np.float32)
        values[:, GRAINS.index("words" if signal else "statement"), gold] = 1.5
        signals = np.tile([signal, *chance.random(2)], (3, 1)).astype(np.float32)
        shares, guides = np.array([0.5, 0.4, 0.1], np.float32), np.zeros((3, 5), np.float32)
        examples.append(Example(shares, values, guides, signals, np.arange(5) == gold))
    _, by_signal = fit(examples, [1.0] * len(examples))
    assert by_signal[0] > 2 * np.abs(by_signal[1:]).max()


def test_a_question_is_put_behind_a_conversation_on_something_else() -> None:
    def asked(section: str, *turns: str) -> dict[str, Any]:
        return {"turns": [*turns], "gold": [{"doc": "d", "section": section}] if section else []}

    rows = [asked("A", "a?"), asked("A", "first", "and?"), asked("B", "b?"), asked("", "open?")]
    found = [*changed(rows, random.Random(1))]
    assert [row["turns"][-len(old["turns"]) :] for row, old in zip(found, rows, strict=True)] == [
        row["turns"] for row in rows
    ]
    assert [row["turns"] for row in found[:2]] == [["b?", "a?"], ["b?", "first", "and?"]]
    assert found[2]["turns"] in (["a?", "b?"], ["first", "and?", "b?"])
    assert [row["gold"] for row in found] == [row["gold"] for row in rows]


def test_vectors_alone_are_measured_by_where_a_section_that_answers_comes() -> None:
    def encode(texts: list[str]) -> NDArray[np.float32]:
        return np.array([["visa" in text.lower(), "exam" in text.lower()] for text in texts], np.float32)

    def section(heading: str, text: str, *questions: dict[str, Any]) -> Passage:
        return Passage("G", (heading,), text, questions, ())

    both: dict[str, Any] = {"turns": ["The exam?"], "also": {"heading": "B"}}
    found = [
        section("A", "A visa takes time.", {"turns": ["Which visa?"]}, {"turns": ["Which exam?"]}, both),
        section("B", "The exam is long."),
    ]
    assert [*ranked(found, encode)] == [0, 1, 0]


def test_a_guide_reads_as_the_sections_it_was_written_in() -> None:
    found = [p for p in read(VALIDATION) if p.guide == read(VALIDATION)[0].guide]
    guide = markdown.read(as_markdown(found), "g", "g.md")
    assert guide.title == found[0].guide
    assert [s.text for s in guide.sections if s.text] == [p.text.strip() for p in found]


def test_the_gold_of_the_fresh_questions_stands_in_the_fresh_articles() -> None:
    guides = {
        file.stem: markdown.read(file.read_text("utf-8"), file.stem, file.name) for file in HERE.glob("fresh/*.md")
    }
    headings = {(name, s.headings[-1]) for name, guide in guides.items() for s in guide.sections if s.headings}
    assert {gold for question in load(HERE / "fresh" / "questions.jsonl") for gold in question.gold} <= headings


@pytest.mark.model
def test_no_section_comes_twice_in_a_batch_and_every_question_once_a_round() -> None:
    from training.pairs import batches, passage_pairs

    pairs = passage_pairs(read(VALIDATION), 2, random.Random(1))
    found = batches(pairs, 32, random.Random(1))
    assert sorted(position for batch in found for position in batch) == [*range(len(pairs))]
    for batch in found:
        groups = [pairs[position].group for position in batch]
        assert len(groups) == len(set(groups)) <= 32


def test_no_text_is_embedded_twice() -> None:
    embeddings = BagOfWords()
    once = Once(embeddings)
    vectors = once.embed_documents(["a case", "a report", "a case"])
    assert vectors[0] == vectors[2] == once.embed_query("a case") == embeddings.embed_query("a case")
    assert vectors[1] == embeddings.embed_query("a report")
    assert embeddings.embedded == ["a case", "a report"]


def test_what_is_asked_in_vain_is_told_from_the_question_alone() -> None:
    embeddings = BagOfWords()
    rows = [Judged("direct", f"{word} visa", ("A visa.",), 1) for word in ("case", "report", "mentor")]
    rows += [Judged("near", f"{word} fee", ("A visa.",), 0) for word in ("case", "report", "mentor")]
    size, one = len(embeddings.embed_query("x")), np.zeros(1, np.float32)
    plain = Network(np.zeros(size, np.float32), np.zeros((4 * size, 1), np.float32), one, one, 0.0)
    visa, fee, said = (np.array(embeddings.embed_query(text), np.float32) for text in ("visa", "fee", "a visa"))
    taught = with_question(plain, rows, embeddings)
    assert plain(visa, said[None]) == 0.5
    assert taught(visa, said[None]) > 0.5 > taught(fee, said[None])


def test_a_layer_normalisation_that_is_taken_apart_gives_the_same(tmp_path: Path) -> None:
    from training.export import EPSILON, take_apart

    chance, size = np.random.default_rng(1), 8
    weights = {name: chance.normal(size=size).astype(np.float32) for name in ("gain", "shift", "bias")}
    inputs = {name: chance.normal(size=(1, 3, size)).astype(np.float32) for name in ("text", "skipped")}
    places = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, size]) for name in (*inputs, "out")]
    fused = helper.make_node(
        "SkipLayerNormalization", [*inputs, *weights], ["out"], domain="com.microsoft", epsilon=EPSILON
    )
    tensors = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    graph = helper.make_graph([fused], "layer", places[:2], places[2:], tensors)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    file = tmp_path / "model.onnx"
    save(helper.make_model(graph, opset_imports=opsets, ir_version=9), file)
    before = InferenceSession(str(file)).run(None, inputs)[0]
    take_apart(file)
    assert {node.op_type for node in load_graph(file).graph.node}.isdisjoint({"SkipLayerNormalization"})
    np.testing.assert_allclose(InferenceSession(str(file)).run(None, inputs)[0], before, atol=1e-5)
