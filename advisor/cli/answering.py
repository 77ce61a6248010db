"""`ask`, `chat` and `search`."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import IO, Any

import click
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from advisor import wiring
from advisor.citations import Answer, Citation, Source, without_markers
from advisor.cli import keeping
from advisor.cli.options import AS_JSON, FAILED, command
from advisor.cli.profiling import profiled
from advisor.errors import AdvisorError, QuestionError
from advisor.settings import Settings

SNIPPET = 200  # characters of a section that a search shows

_BATCH = click.option(
    "--batch",
    type=click.File("r", encoding="utf-8-sig", errors="replace"),
    help='File with one {"id": …, "turns": ["…"]} a line; "-" for standard input.',
)


@command("ask")
@click.argument("question", required=False)
@AS_JSON
@_BATCH
@click.option("--profile", is_flag=True, help="Instead of the answer, print where its time goes.")
def ask(settings: Settings, question: str | None, as_json: bool, batch: IO[str] | None, profile: bool) -> None:
    """Answer QUESTION from the guides, with citations."""
    _require_one(question, batch)
    if profile and (batch or as_json):
        raise click.UsageError("--profile prints times, no answer: it goes with neither --batch nor --json.")
    if profile and question is not None:
        click.echo("\n".join(profiled(lambda: partial(wiring.advisor(settings).answer, question))))
        return
    advisor = wiring.advisor(settings)
    if batch:
        _run_batch(batch, lambda turns: advisor.answer(turns[-1], _history(turns)).as_json())
    elif question is not None:
        answer = advisor.answer(question)
        click.echo(_json(answer.as_json()) if as_json else as_text(answer))
        keeping.refused(settings, answer)


@command("search")
@click.argument("query", required=False)
@click.option("-k", "count", type=click.IntRange(1), default=8, show_default=True, help="How many sections.")
@AS_JSON
@_BATCH
def search(settings: Settings, query: str | None, count: int, as_json: bool, batch: IO[str] | None) -> None:
    """Show the sections nearest to QUERY, best first, without an answer."""
    _require_one(query, batch)
    advisor = wiring.advisor(settings)

    def results(turns: Sequence[str]) -> dict[str, Any]:
        return {"results": [_result(s) for s in advisor.search(turns[-1], _history(turns), count)]}

    if batch:
        _run_batch(batch, results)
    elif query is not None:
        found = results([query])
        click.echo(_json({"query": query} | found) if as_json else "\n\n".join(_listed(found["results"])))


@command("chat")
def chat(settings: Settings) -> None:
    """Talk with the advisor in the terminal; an empty line ends."""
    advisor = wiring.advisor(settings)
    click.echo("Ask your question; an empty line ends the conversation.", err=True)
    history: list[BaseMessage] = []
    while question := _prompt():
        try:
            answer = advisor.answer(question, history)
        except QuestionError as error:
            click.echo(f"{error}\n", err=True)
            continue
        click.echo(f"\n{as_text(answer)}\n")
        keeping.refused(settings, answer)
        history += [HumanMessage(question), AIMessage(without_markers(answer.answer))]


def as_text(answer: Answer) -> str:
    """An answer for the terminal: its text, then the numbered sources, then what could come next."""
    parts = [answer.answer]
    if answer.phrasing and answer.phrasing.note:
        parts.append(answer.phrasing.note)
    if answer.citations:
        parts.append("\n".join(["Sources", *(f"[{c.marker}] {_where(c)}" for c in answer.citations)]))
    if answer.followups:
        parts.append("\n".join(["You could also ask", *(f"- {question}" for question in answer.followups)]))
    return "\n\n".join(parts)


def _where(citation: Citation) -> str:
    """Where the cited words stand."""
    page = f", page {citation.page}" if citation.page else ""
    return " > ".join((citation.title, *citation.section)) + page


def _prompt() -> str:
    if sys.stdin.isatty():
        click.echo("> ", nl=False, err=True)
    return sys.stdin.readline().strip()


def _require_one(text: str | None, batch: IO[str] | None) -> None:
    if (text is None) == (batch is None):
        raise click.UsageError("Give one question, or --batch FILE.")


def _run_batch(lines: Iterable[str], run: Callable[[Sequence[str]], dict[str, Any]]) -> None:
    """Answer line by line, in order; a line that fails says so in its place, the rest is still done."""
    failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(line)
        try:
            click.echo(_json({"id": row.get("id")} | run(_turns(row))))
        except AdvisorError as error:
            failed += 1
            click.echo(_json({"id": row.get("id"), "error": str(error)}))
            click.echo(f"Error: line {number}: {error}", err=True)
    if failed:
        sys.exit(FAILED)


def _row(line: str) -> dict[str, Any]:
    """One line of a batch; empty where it is no JSON object."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):  # the second where brackets are nested a thousandfold
        return {}
    return row if isinstance(row, dict) else {}


def _turns(row: dict[str, Any]) -> list[str]:
    turns = row.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise QuestionError('a line has to be an object like {"id": "q1", "turns": ["first", "second"]}.')
    return turns


def _history(turns: Sequence[str]) -> list[BaseMessage]:
    return [HumanMessage(turn) for turn in turns[:-1]]


def _result(source: Source) -> dict[str, Any]:
    return {
        "document": source.guide.name,
        "source": source.guide.source,
        "section": list(source.section.headings),
        "score": source.score,
        "text": source.section.text,
    }


def _listed(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    for place, result in enumerate(results, 1):
        text = " ".join(result["text"].split())
        snippet = text if len(text) <= SNIPPET else text[:SNIPPET].rsplit(" ", 1)[0] + " …"
        yield f"{place}. {' > '.join((result['source'], *result['section']))} ({result['score']:.2f})\n   {snippet}"


def _json(value: Any) -> str:
    """One line; half a character, which no terminal takes, becomes a question mark."""
    return json.dumps(value, ensure_ascii=False).encode(errors="replace").decode()
