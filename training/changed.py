"""Put what was said in another conversation before questions and follow-ups: does the advisor drop it?

    python -m training.changed QUESTIONS OUT.jsonl

QUESTIONS: as `advisor eval` reads them. Every question, with its own turns, comes behind the turns of an answerable
one whose sections are others, drawn by chance with a fixed seed. What answers is what answered before.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

SEED = 11


def main(file: Path, out: Path) -> None:
    """Read, put before, write."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    lines = [json.dumps(row, ensure_ascii=False) for row in changed(rows, random.Random(SEED))]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def changed(rows: Sequence[dict[str, Any]], chance: random.Random) -> Iterator[dict[str, Any]]:
    """The questions, each behind another conversation; as dictionaries with all that they held."""
    answered = [row for row in rows if row["gold"]]
    for row in rows:
        others = [other for other in answered if _sections(other).isdisjoint(_sections(row)) and other is not row]
        if others:
            yield row | {"turns": [*chance.choice(others)["turns"], *row["turns"]]}


def _sections(row: dict[str, Any]) -> set[tuple[str, str]]:
    return {(gold["doc"], gold["section"]) for gold in row["gold"]}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
