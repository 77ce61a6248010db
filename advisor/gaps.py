"""What people asked and did not get: kept beside the index, grouped into a list of what to write.

Only the words of a question, why it is kept, the day, and what the asker said was missing are stored; no
addresses, names or conversations.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from advisor.errors import IndexNotWritten

FILE = "questions.sqlite3"
MOST = 5000  # questions; the oldest are forgotten first
LONGEST = 500  # characters of a question, or of what was said of its answer, that are kept
ALIKE = 0.6  # cosine from which on two questions ask for the same text

Why = Literal["refused", "partial", "unhelpful"]

# Addresses and telephone numbers, which some write into a question.
_PERSONAL = re.compile(r"\S+@\S+|\+?\d[\d ()/-]{7,}\d")

_TABLE = "CREATE TABLE IF NOT EXISTS questions (question TEXT NOT NULL, why TEXT NOT NULL, day TEXT NOT NULL)"
_SAID = "ALTER TABLE questions ADD COLUMN said TEXT NOT NULL DEFAULT ''"  # files of earlier versions lack it


@dataclass(frozen=True, slots=True)
class Kept:
    """One question: its words, why it is kept, the day it was asked, and what the asker said of the answer."""

    question: str
    why: Why
    day: date
    said: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the guides do not say: the question that stands for it, and all that ask for it."""

    question: str
    kept: tuple[Kept, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """What askers said was missing, the newest first, each once."""
        return tuple(dict.fromkeys(k.said for k in reversed(self.kept) if k.said))


class Gaps:
    """The kept questions of one index.

    Args:
        folder: the index.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def record(self, question: str, why: Why, said: str = "") -> None:
        """Keep a question.

        Args:
            question: as it was asked.
            why: refused, answered only in part, or marked as unhelpful by the asker.
            said: the asker's own word on the answer; it joins the same question that was kept without one.

        Raises:
            IndexNotWritten: it cannot be kept.
        """
        row = (_kept_words(question), why, datetime.now(UTC).date().isoformat(), _kept_words(said))
        with self._database() as database:
            if said:
                same = "SELECT max(rowid) FROM questions WHERE question = ? AND why = ? AND day = ? AND said = ''"
                database.execute(f"DELETE FROM questions WHERE rowid = ({same})", row[:3])
            database.execute("INSERT INTO questions VALUES (?, ?, ?, ?)", row)
            newest = "SELECT rowid FROM questions ORDER BY rowid DESC LIMIT 1 OFFSET ?"
            database.execute(f"DELETE FROM questions WHERE rowid <= ({newest})", (MOST,))

    def questions(self) -> list[Kept]:
        """All kept questions, oldest first."""
        if not (self._folder / FILE).is_file():
            return []
        with self._database() as database:
            rows = database.execute("SELECT question, why, day, said FROM questions ORDER BY rowid").fetchall()
        return [Kept(question, why, date.fromisoformat(day), said) for question, why, day, said in rows]

    def forget(self) -> None:
        """Delete all of them.

        Raises:
            IndexNotWritten: they cannot be deleted.
        """
        try:
            (self._folder / FILE).unlink(missing_ok=True)
        except OSError as error:
            raise IndexNotWritten(f"{self._folder / FILE} cannot be deleted ({error.strerror}).") from error

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._folder / FILE, timeout=5)
            try:
                with database:
                    database.execute(_TABLE)
                    if "said" not in {column[1] for column in database.execute("PRAGMA table_info(questions)")}:
                        database.execute(_SAID)
                    yield database
            finally:
                database.close()
        except (sqlite3.Error, OSError) as error:
            raise IndexNotWritten(f"{self._folder / FILE} cannot be used ({error}).") from error


def _kept_words(text: str) -> str:
    return _PERSONAL.sub("…", " ".join(text.split()))[:LONGEST]


def grouped(questions: Sequence[Kept], embeddings: Embeddings) -> list[Gap]:
    """Questions that ask for the same text together, what is asked for most first.

    Each question joins the group whose mean it is nearest to, or opens one (leader clustering; Hartigan,
    1975, "Clustering Algorithms"). The question nearest to the mean stands for the group.
    """
    if not questions:
        return []
    vectors = np.asarray(embeddings.embed_documents([q.question for q in questions]), np.float32)
    groups: list[list[int]] = []
    sums: NDArray[np.float32] = np.empty((0, vectors.shape[1]), np.float32)
    for position, vector in enumerate(vectors):
        cosines = _normal(sums) @ vector
        if len(groups) and cosines.max() >= ALIKE:
            best = int(cosines.argmax())
            groups[best].append(position)
            sums[best] += vector
        else:
            groups.append([position])
            sums = np.vstack([sums, vector])
    found = [
        Gap(
            questions[max(members, key=lambda m: float(vectors[m] @ sums[number]))].question,
            tuple(questions[m] for m in members),
        )
        for number, members in enumerate(groups)
    ]
    return sorted(found, key=lambda gap: -len(gap.kept))


def _normal(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)
