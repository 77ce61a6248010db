"""Query -> the best sections."""

import math
from collections import defaultdict
from operator import mul
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document

from advisor import chunking
from advisor.called import called
from advisor.grains import GRAINS, PHRASED, SAME_QUESTION, WEIGHTS, WORDS_BY_SIGNAL, weights
from advisor.index import Index
from advisor.lexical import words as words_of
from advisor.retrieval import GUIDE, PREFACE, STORY, SectionRetriever
from tests.fakes import RESEARCH, VISA, bm25, index_paths, open_index, write_guides


@pytest.fixture(scope="module")
def retriever(index: Index) -> SectionRetriever:
    return SectionRetriever(index=index, k=4)


def ids(found: list[Document]) -> list[str]:
    return [str(document.id) for document in found]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("how many publications do I need", "research#how-many-publications-do-i-need"),
        ("what is a systematic review", "research#systematic-reviews"),
        ("J-1 sponsor", "visa#which-visa-fits-a-trainee"),
        ("price of an observership", "visa#what-does-an-observership-cost"),
    ],
)
def test_the_section_that_answers_comes_first(retriever: SectionRetriever, query: str, first: str) -> None:
    assert ids(retriever.invoke(query))[0] == first


def test_the_best_come_first_and_each_section_once(retriever: SectionRetriever) -> None:
    found = retriever.invoke("visa and publications", k=50)
    scores = [document.metadata["score"] for document in found]
    assert scores == sorted(scores, reverse=True)
    assert sorted(ids(found)) == sorted(retriever.index.sections)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_k_sections_are_found(retriever: SectionRetriever, k: int) -> None:
    assert len(retriever.invoke("visa", k=k)) == k
    assert len(retriever.invoke("visa")) == 4


def test_a_document_holds_a_whole_section(retriever: SectionRetriever) -> None:
    [document] = retriever.invoke("observership", k=1)
    section = retriever.index.sections[str(document.id)]
    assert document.page_content == section.text
    assert document.metadata["guide"] == "visa"
    assert document.metadata["section"] == section.id
    assert document.metadata.keys() == {"guide", "section", "score", "named", "cosine", "statements"}


def test_the_question_decides_between_the_subjects_of_a_conversation(retriever: SectionRetriever) -> None:
    conversation = "Which visa fits a trainee? How many publications do I need?"
    for query, first in (
        ("Which visa fits a trainee?", "visa#which-visa-fits-a-trainee"),
        ("How many publications do I need?", "research#how-many-publications-do-i-need"),
    ):
        assert ids(retriever.invoke(query, conversation=conversation, carried=0.4))[0] == first


def test_a_focus_equal_to_the_query_changes_nothing(retriever: SectionRetriever) -> None:
    assert retriever.invoke("visa", focus="visa") == retriever.invoke("visa")


def test_a_conversation_that_nothing_is_left_to_is_not_searched(retriever: SectionRetriever) -> None:
    assert retriever.invoke("visa", conversation="papers. visa", carried=0.0) == retriever.invoke("visa")


@given(st.text(max_size=30), st.text(max_size=10))
def test_scores_lie_between_0_and_1(index: Index, query: str, focus: str) -> None:
    found = SectionRetriever(index=index).invoke(query, focus=focus)
    assert all(0 <= document.metadata["score"] <= 1 for document in found)
    assert len(ids(found)) == len(set(ids(found)))


def test_words_and_vectors_together_beat_either_alone(tmp_path: Path) -> None:
    """One section shares the query's rare word, another its common ones, the best both."""
    text = "# T\n\n## A\n\nPapers count.\n\n## B\n\nEmbolization is rare.\n\n## C\n\nPapers on embolization count.\n"
    index_paths(tmp_path / "index", write_guides(tmp_path / "guides", t=text))
    found = SectionRetriever(index=open_index(tmp_path / "index")).invoke("papers on embolization")
    assert ids(found)[0] == "t#c"


def test_what_stands_before_the_first_heading_counts_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Letters from surgeons count.\n"
    index_paths(tmp_path / "index", write_guides(tmp_path / "guides", headed=f"{said}\n## Letters\n\n{said}", u=said))
    retriever = SectionRetriever(index=open_index(tmp_path / "index"))
    found = {document.id: document.metadata["score"] for document in retriever.invoke("letters")}
    monkeypatch.setattr("advisor.retrieval.PREFACE", 0)
    alike = {document.id: document.metadata["score"] for document in retriever.invoke("letters")}
    less = {"headed#opening": PREFACE, "headed#letters": 0, "u#opening": 0}
    assert {id: alike[id] - score for id, score in found.items()} == pytest.approx(less, abs=1e-3)


def test_a_guide_without_headings_has_no_preface(tmp_path: Path) -> None:
    index_paths(tmp_path / "index", write_guides(tmp_path / "guides", t="Opening.\n\n## A\n\nB.\n", u="Alone.\n"))
    index = open_index(tmp_path / "index")
    assert [section.id for section, preface in zip(index.ordered, index.prefaces, strict=True) if preface] == [
        "t#opening"
    ]


QUERIES = ["papers", "visa for a trainee", "How many publications do I need?", "unheard", "money, a visa and papers"]


@pytest.mark.parametrize(
    ("focus", "conversation", "before"),
    [("", "", ""), ("J-1 visa", "", ""), ("", "Papers first.", ""), ("which papers do I need", "A visa.", "Money.")],
)
@pytest.mark.parametrize("query", QUERIES)
def test_scores_are_those_of_the_plain_formula(
    tmp_path: Path, query: str, focus: str, conversation: str, before: str
) -> None:
    """Of which guides repeat themselves and each other, and teach a phrasing."""
    again = VISA.replace("# Visas and money", "# Visas again") + "\nA J-1 visa takes time. A J-1 visa takes time.\n"
    guides = write_guides(tmp_path / "guides", research=RESEARCH, visa=VISA, again=again)
    (guides / "visa.questions.md").write_text("## What does an observership cost?\n\n- which papers cost money\n")
    index_paths(tmp_path / "index", guides)
    index = open_index(tmp_path / "index")
    assert index.hits("x", 1).keys() == {"passage", "statement", "heading", "phrasing"}
    scores, own = dict[str, float](), scored(index, query)
    whole = own
    assert whole.keys() == index.sections.keys()
    if focus:
        own = mean(own, scored(index, focus), STORY)
    if conversation:
        whole = scored(index, f"{conversation} {query}")
        own = mean(whole, own, 0.3)
    if before:
        whole = scored(index, f"{before} {conversation} {query}")
    left = 0.3 if conversation else 0.0
    for id, score in with_guides(index, own, whole).items():
        section = index.sections[id]
        title = index.guides[section.guide].title if index.openings[index.ordered.index(section)] else ""
        gained = called(index.words.shares(query), "".join(section.headings[-1:]), title)
        scores[id] = max(0.0, score + (1 - left) * gained)
    said = f"{conversation} {query}"
    found = SectionRetriever(index=index).invoke(
        query, focus=focus, conversation=said, carried=left, whole=f"{before} {said}" if before else "", k=50
    )
    assert {d.id: d.metadata["score"] for d in found} == {i: pytest.approx(s, abs=1e-4) for i, s in scores.items()}


def mean(first: dict[str, float], second: dict[str, float], weight: float) -> dict[str, float]:
    return {id: weight * first[id] + (1 - weight) * second[id] for id in first}


def scored(index: Index, query: str) -> dict[str, float]:
    """Each section's score without its guide's; small indexes are searched whole."""
    words = bm25(index.words, query)
    first = max(words, key=words.__getitem__, default="")
    scale = index.words.share(query, [first]) / words[first] if first else 0.0
    cosines: dict[str, dict[str, dict[str, float]]] = {id: defaultdict(dict) for id in index.sections}
    for chunk, cosine in index.nearest(query, 400):
        cosines[chunk.metadata["section"]][chunk.metadata["grain"]][chunk.page_content] = cosine
    floors = {g: min(v for of in cosines.values() for v in of[g].values()) for g in ("passage", "statement")}
    found = {}
    held = index.words.share(query, [first]) if first else 0.0
    rareness = words[first] / (len(words_of(query)) + 1) / math.log(1 + len(index.sections)) if first else 0.0
    for id, of in cosines.items():
        phrased = PHRASED * max(of["phrasing"].values(), default=0.0)
        said = [*sorted(of["statement"].values(), reverse=True), floors["statement"], floors["statement"]]
        values = {"statement": said[0], "second": said[1], "passage": max(of["passage"].values())}
        values = {grain: max(v, phrased if phrased >= SAME_QUESTION else 0.0) for grain, v in values.items()}
        values |= {"heading": max(of["heading"].values()), "words": words.get(id, 0.0) * scale}
        found[id] = values
    signals = (held, rareness, max(values["statement"] for values in found.values()))
    weighed = dict(zip(GRAINS, WEIGHTS, strict=True))
    weighed["words"] = max(0.0, weighed["words"] + sum(map(mul, signals, WORDS_BY_SIGNAL)))
    whole = sum(weighed.values())
    return {id: sum(weighed[grain] * v for grain, v in values.items()) / whole for id, values in found.items()}


def test_words_count_where_the_guides_hold_the_rare_words_of_a_question() -> None:
    """A layman's question, of whose words the guides hold hardly any, is found by its meaning alone."""
    lay, technical = (dict(zip(GRAINS, weights(np.array(s)), strict=True)) for s in ([0.1, 0.04, 0.4], [1, 0.2, 0.7]))
    assert lay["words"] < 0.06
    assert technical["words"] > 0.2


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_weights_are_shares(signals: list[float]) -> None:
    found = weights(np.array(signals))
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1)


def with_guides(index: Index, scores: dict[str, float], asked: dict[str, float]) -> dict[str, float]:
    """The scores, each with the mean of the three best of its guide, by the whole conversation where it has as many."""
    own, whole = guides(index, scores), guides(index, asked)
    weighed = {}
    for id, score in scores.items():
        guide, headings = index.sections[id].guide, index.sections[id].headings
        more = (min(3, sum(s.guide == guide for s in index.sections.values())) - 1) / 2
        weighed[id] = (score + GUIDE * (own[guide] + more * (whole[guide] - own[guide]))) / (1 + GUIDE)
        weighed[id] -= 0.0 if headings else PREFACE
    return weighed


def guides(index: Index, scores: dict[str, float]) -> dict[str, float]:
    """Of each guide the mean of its three best sections."""
    of = defaultdict(list)
    for id, score in scores.items():
        of[index.sections[id].guide].append(score)
    return {name: fmean(sorted(found)[-3:]) for name, found in of.items()}


def test_no_object_is_made_for_each_chunk(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of many thousand sections would make hundreds a question."""
    monkeypatch.delattr(chunking, "chunk")
    assert len(SectionRetriever(index=index).invoke("visa", focus="J-1", k=3)) == 3
