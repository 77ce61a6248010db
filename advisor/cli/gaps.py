"""`gaps`."""

import json
from collections import Counter
from typing import Any

import click

from advisor import indexing
from advisor.cli.options import AS_JSON, command
from advisor.gaps import Gap, Gaps, grouped
from advisor.index import Manifest
from advisor.settings import Settings

SHOWN = 3  # other wordings of a gap, and things said of its answers


@command("gaps")
@AS_JSON
@click.option("--forget", is_flag=True, help="Delete all kept questions.")
def gaps(settings: Settings, as_json: bool, forget: bool) -> None:
    """List what people asked and did not get: what to write next.

    Questions that were refused, or whose answer was marked as unhelpful, are kept beside the index, with
    the day, what the asker said was missing, and nothing on who asked. ADVISOR_KEEP_QUESTIONS=false keeps none.
    """
    if not settings.index.is_dir():
        Manifest.load(settings.index)  # which says that there is no index, and what to do
    kept = Gaps(settings.index)
    if forget:
        kept.forget()
        click.echo(json.dumps({"gaps": []}) if as_json else "All kept questions are deleted.")
        return
    questions = kept.questions()
    found = grouped(questions, indexing.embeddings(settings)) if questions else []
    if as_json:
        click.echo(json.dumps({"gaps": [_as_row(gap) for gap in found]}, ensure_ascii=False))
    elif found:
        click.echo("\n".join(line for gap in found for line in _lines(gap)))
    else:
        kept_now = "" if settings.keep_questions else " (ADVISOR_KEEP_QUESTIONS is false: none are kept)"
        click.echo(f"No question is waiting for an answer{kept_now}.")


def _as_row(gap: Gap) -> dict[str, Any]:
    return {
        "question": gap.question,
        "asked": len(gap.kept),
        "last": max(k.day for k in gap.kept).isoformat(),
        "why": dict(Counter(k.why for k in gap.kept)),
        "questions": list(dict.fromkeys(k.question for k in gap.kept)),
        "said": list(gap.said),
    }


def _lines(gap: Gap) -> list[str]:
    row = _as_row(gap)
    why = ", ".join(f"{number} {reason}" for reason, number in row["why"].items())
    others = [q for q in row["questions"] if q != gap.question]
    more = [f"   … and {len(others) - SHOWN} more wordings"] if len(others) > SHOWN else []
    return [
        f"{row['asked']:>3} × {gap.question} ({why}; last on {row['last']})",
        *(f"   - {q}" for q in others[:SHOWN]),
        *more,
        *(f"   “{said}”" for said in gap.said[:SHOWN]),
    ]
