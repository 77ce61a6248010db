"""A question file as data."""

import json
from dataclasses import dataclass
from pathlib import Path

from advisor.conversation import checked
from advisor.errors import CorpusError, QuestionError


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file; the fields are described in this package's text."""

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
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}.") from error
    questions = [_question(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not questions:
        raise CorpusError(f"{file} holds no questions.")
    return questions


def _question(file: Path, number: int, line: str) -> Question:
    try:
        row = json.loads(line)
        turns = _texts(row["turns"])
        checked(turns[-1])
        gold = [_texts([g["doc"], g["section"]]) for g in row.get("gold", ())]
        return Question(
            id=str(row["id"]),
            kind=str(row.get("kind", "question")),
            turns=turns,
            answerable=bool(row["answerable"]),
            gold=tuple((guide, section) for guide, section in gold),
            must=tuple((fact,) if isinstance(fact, str) else _texts(fact) for fact in row.get("must", ())),
        )
    except QuestionError as error:
        raise CorpusError(f"{file}, line {number}: {error}") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CorpusError(
            f"{file}, line {number}: needs id, turns and answerable (see 'advisor eval --help')."
        ) from error


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError
    return tuple(values)
