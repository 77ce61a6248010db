"""`eval`."""

import json
from pathlib import Path
from typing import Any

import click

from advisor import evaluation, wiring
from advisor.cli.options import command
from advisor.settings import Settings

_COLUMNS = ("n", "good", "cite1", "cited", "precision", "facts", "words", "refused")


@command("eval")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(settings: Settings, file: Path, as_json: bool) -> None:
    """Run the question FILE and print retrieval, citation, fact and refusal figures.

    One JSON object a line: "id", "kind", "turns" (the last is the question), "answerable", "gold"
    ([{"doc": document, "section": heading}]) and "must" ([[alternative, …], …], each of which has to
    stand in the answer). An answer is good when a gold section is among its first two citations, no
    fact is missing and it has at most 200 words; a refusal, when the question is not answerable.
    """
    questions = evaluation.load(file)
    figures = evaluation.evaluate(wiring.advisor(settings), questions)
    click.echo(json.dumps(figures, ensure_ascii=False) if as_json else _table(figures))


def _table(figures: dict[str, Any]) -> str:
    rows = [*figures["kinds"].items(), ("total", figures["total"])]
    head = f"{'kind':<20}" + "".join(f"{column:>10}" for column in _COLUMNS)
    failures = [f"- {f['id']}: {f['question']}" for f in figures["failures"]]
    return "\n".join([head, *(_row(*row) for row in rows), *(["", "Not good:", *failures] if failures else [])])


def _row(kind: str, figures: dict[str, float]) -> str:
    return f"{kind:<20}" + "".join(_cell(column, figures.get(column)) for column in _COLUMNS)


def _cell(column: str, value: float | None) -> str:
    if value is None:
        return f"{'–':>10}"
    return f"{value:>10.0f}" if column in ("n", "words") else f"{value:>10.2f}"
