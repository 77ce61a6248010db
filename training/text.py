"""The training text as the advisor would see it: guides, sections, questions with their sections."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.messages import HumanMessage

from advisor.conversation import standalone

HERE = Path(__file__).parent
TRAINING = HERE / "passages"
OTHERS = HERE / "others"  # on other subjects, so that nothing is forgotten of them
JUDGED = HERE / "judged"  # none of it is for the embedding model: what is told from its vectors is trained on it
VALIDATION = HERE / "validation"


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of a guide, and the questions it answers.

    Attributes:
        guide: the guide's title.
        section: headings down to its own.
        text: Markdown.
        questions: each with `kind`, `turns` and `answer`, the words of the text that answer it; of
            kind `multi` also `also`, the heading and the words of a second section.
        near: questions on the same subject that the guide does not answer.
    """

    guide: str
    section: tuple[str, ...]
    text: str
    questions: tuple[dict[str, Any], ...]
    near: tuple[str, ...]

    @property
    def lead(self) -> str:
        """Guide title and headings, as they lead every passage of the index."""
        return " > ".join((self.guide, *self.section))


def read(folder: Path) -> list[Passage]:
    """All passages of a folder's guides, in the order of the files."""
    return [passage for file in sorted(folder.glob("*.jsonl")) for passage in passages(file)]


def passages(file: Path) -> Iterator[Passage]:
    """The passages of one guide."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Passage(
            row["guide"], tuple(row["section"]), row["text"], tuple(row["questions"]), tuple(row.get("near", ()))
        )


def query(turns: Sequence[str]) -> str:
    """What the advisor searches for after these turns."""
    return standalone(turns[-1], [HumanMessage(turn) for turn in turns[:-1]])


def markdown(guide: Sequence[Passage]) -> str:
    """A guide's passages as the Markdown file that the advisor would be given."""
    lines, above = [f"# {guide[0].guide}"], ""
    for passage in guide:
        *parents, heading = passage.section
        if parents and parents[0] != above:
            above = parents[0]
            lines.append(f"## {above}")
        lines += [f"{'#' * (len(parents) + 2)} {heading}", passage.text]
    return "\n\n".join(lines) + "\n"
