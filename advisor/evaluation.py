"""Question file -> retrieval, citation, fact and refusal figures.

A question file holds one JSON object a line: `id`, `kind`, `turns` (the last is the question),
`answerable`, `gold` (a list of {"doc", "section"}: a document's name and the heading that answers; a
name that the index does not know is passed over, so that the heading alone decides) and `must` (a
list of lists: of each, one alternative has to stand in the answer).
"""

import json
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from langchain_core.messages import HumanMessage

from advisor.citations import Answer, Citation, without_markers
from advisor.errors import CorpusError
from advisor.pipeline import Advisor

FIRST = 2  # a gold section has to be among the first two citations
LONGEST = 200  # words of an answer

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file; the fields are described in this module's text."""

    id: str
    kind: str
    turns: tuple[str, ...]
    answerable: bool
    gold: tuple[tuple[str, str], ...]
    must: tuple[tuple[str, ...], ...]


def load(file: Path) -> list[Question]:
    """Read a question file.

    Raises:
        CorpusError: it cannot be read; the message names the line.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}.") from error
    questions = [_question(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not questions:
        raise CorpusError(f"{file} holds no questions.")
    return questions


def _question(file: Path, number: int, line: str) -> Question:
    try:
        row = json.loads(line)
        if not row["turns"]:
            raise ValueError
        return Question(
            id=str(row["id"]),
            kind=str(row.get("kind", "question")),
            turns=tuple(row["turns"]),
            answerable=bool(row["answerable"]),
            gold=tuple((g["doc"], g["section"]) for g in row.get("gold", ())),
            must=tuple(tuple(alternatives) for alternatives in row.get("must", ())),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"{file}, line {number}: needs id, turns and answerable (see 'advisor eval --help')."
        ) from error


def evaluate(advisor: Advisor, questions: Iterable[Question]) -> dict[str, Any]:
    """Ask every question and judge the answers.

    Returns:
        `total` and `kinds` (figures over all and by kind), `failures` (the questions not answered well).
    """
    rows = [(q, _judged(q, _asked(advisor, q), advisor.guides)) for q in questions]
    kinds: dict[str, list[Figures]] = {}
    for question, row in rows:
        kinds.setdefault(question.kind, []).append(row)
    return {
        "total": _means([row for _, row in rows]),
        "kinds": {kind: _means(members) for kind, members in kinds.items()},
        "failures": [{"id": q.id, "question": q.turns[-1], **row} for q, row in rows if not row["good"]],
    }


def _asked(advisor: Advisor, question: Question) -> Answer:
    return advisor.answer(question.turns[-1], [HumanMessage(turn) for turn in question.turns[:-1]])


def _judged(question: Question, answer: Answer, documents: Container[str]) -> Figures:
    """Figures of one answer, each 0 to 1 but for the words."""
    refused = answer.coverage == "none"
    row: Figures = {"refused": float(refused), "words": len(without_markers(answer.answer).split())}
    if not question.answerable:
        return row | {"good": float(refused)}
    hits = [_is_gold(c, question.gold, documents) for c in answer.citations]
    text = normal(without_markers(answer.answer))
    facts = [any(normal(a) in text for a in alternatives) for alternatives in question.must]
    row |= {
        "cite1": float(any(hits[:1])),
        "cited": float(any(hits)),
        "precision": mean(hits) if hits else 0.0,
        "facts": mean(facts) if facts else 1.0,
    }
    good = not refused and any(hits[:FIRST]) and row["facts"] == 1 and row["words"] <= LONGEST
    return row | {"good": float(good)}


def _is_gold(citation: Citation, gold: Sequence[tuple[str, str]], documents: Container[str]) -> bool:
    heading = normal((citation.section or (citation.title,))[-1])
    return any(
        normal(section) == heading and (document == citation.document or document not in documents)
        for document, section in gold
    )


def normal(text: str) -> str:
    """Lower case, one kind of dash and quotation mark, no Markdown signs, single spaces."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"[\u2018\u2019]", "'", re.sub(r"[\u201c\u201d]", '"', text))
    return " ".join(re.sub(r"[*_`#\\]", "", text).lower().split())


def _means(rows: Sequence[Mapping[str, float]]) -> Figures:
    keys = dict.fromkeys(key for row in rows for key in row)
    return {"n": len(rows)} | {key: round(mean(row[key] for row in rows if key in row), 4) for key in keys}
