"""Write the guides of a folder as Markdown, and their questions as `advisor eval` reads them.

    python -m training.questions FOLDER OUT

`OUT/guides` is what to index, `OUT/questions.jsonl` what to ask. The fact that an answer must hold is
the whole of the words that answer, which is stricter than a reader would be.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from training.text import Passage, markdown, passages


def main(folder: Path, out: Path) -> None:
    """Write both."""
    (out / "guides").mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for file in sorted(folder.glob("*.jsonl")):
        guide = [*passages(file)]
        (out / "guides" / f"{file.stem}.md").write_text(markdown(guide), encoding="utf-8")
        lines += [json.dumps({"id": f"{file.stem}-{i}", **row}) for i, row in enumerate(questions(file.stem, guide), 1)]
    (out / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def questions(name: str, guide: Sequence[Passage]) -> Iterator[dict[str, Any]]:
    """The questions that a guide answers, and those that it leaves open."""
    for passage in guide:
        for question in passage.questions:
            places = [(passage.section[-1], question["answer"])]
            if also := question.get("also"):
                places.append((also["heading"], also["answer"]))
            gold = [{"doc": name, "section": heading} for heading, _ in places]
            must = [[answer] for _, answer in places]
            yield {k: question[k] for k in ("kind", "turns")} | {"answerable": True, "gold": gold, "must": must}
        for turn in passage.near:
            yield {"kind": "unanswerable-near", "turns": [turn], "answerable": False, "gold": [], "must": []}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
