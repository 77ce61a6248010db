"""`eval`."""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import click
from tqdm import tqdm

from advisor import evaluation, wiring
from advisor.cli.options import FAILED, command
from advisor.evaluation import Comparison, Figures, Question, Result, Run
from advisor.settings import Settings

_FIGURES = tuple(field.name for field in fields(Figures))
_COLUMNS = _FIGURES[: _FIGURES.index("refused") + 1]  # of the table; the others are listed below it
_WHOLE = {"n", "words", "broken_quotes", "median_ms", "p95_ms"}  # shown without decimals

_OF_A_MODEL = ("withheld", "fallbacks")  # not listed where no chat model was asked

# Click re-flows a paragraph unless \b stands in front of it.
_FORMAT = (evaluation.__doc__ or "").partition("\n\n")[2].replace("\n\n", "\n\n\b\n")
_HELP = f"Ask every question of FILE and print how well they are answered.\n\n\b\n{_FORMAT}"


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a figure has to be, over all questions or those of one kind."""

    kind: str | None
    figure: str
    least: float


def _floors(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> tuple[Floor, ...]:
    return tuple(_floor(text) for text in texts)


def _floor(text: str) -> Floor:
    match = re.fullmatch(r"(?:(.+):)?([\w@]+)=(\d*\.?\d+)", text)
    figure = match[2].replace("@", "") if match else ""
    if not match or figure not in _FIGURES:
        raise click.BadParameter(f"'{text}' is no FIGURE=NUMBER; the figures are {', '.join(_FIGURES)}.")
    return Floor(match[1], figure, float(match[3]))


@command("eval", help=_HELP, short_help="Ask every question of a file and print how well they are answered.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with a row for each question.")
@click.option("--failures", type=click.IntRange(0), default=20, show_default=True, help="How many failures to list.")
@click.option("--save", type=click.Path(path_type=Path), metavar="RUN.json", help="Keep this run in a file.")
@click.option(
    "--compare", type=click.Path(path_type=Path), metavar="RUN.json", help="Show what changed since that run."
)
@click.option(
    "--at-least",
    "floors",
    multiple=True,
    callback=_floors,
    metavar="FIGURE=NUMBER",
    help="End with status 1 where a figure is lower: good=.7, or KIND:good=.5 for one kind; may be given again.",
)
def evaluate(
    settings: Settings,
    file: Path,
    as_json: bool,
    failures: int,
    save: Path | None,
    compare: Path | None,
    floors: tuple[Floor, ...],
) -> None:
    """Judge the answers; the help is the evaluation's own description of the file and the figures."""
    questions = evaluation.load(file)
    _require_kinds(floors, questions)
    before = evaluation.load_run(compare) if compare else None
    advisor = wiring.advisor(settings)
    asking = tqdm(questions, desc="Asking", unit="question", file=sys.stderr, leave=False, disable=None)
    run = evaluation.evaluate(advisor, asking)
    comparison = evaluation.compare(run, before) if before else None
    click.echo(_as_json(run, comparison) if as_json else "\n".join(_report(run, comparison, failures)))
    missed = [sentence for floor in floors for sentence in _missed(floor, run)]
    for sentence in missed:
        click.echo(f"Error: {sentence}", err=True)
    if save:
        evaluation.save_run(run, save)
    if missed:
        sys.exit(FAILED)


def _require_kinds(floors: Iterable[Floor], questions: Iterable[Question]) -> None:
    """A misspelled kind is told before anything is asked."""
    kinds = dict.fromkeys(q.kind for q in questions)
    for floor in floors:
        if floor.kind is not None and floor.kind not in kinds:
            raise click.UsageError(f"There are no questions of the kind '{floor.kind}', only of {', '.join(kinds)}.")


def _missed(floor: Floor, run: Run) -> Iterable[str]:
    """The sentence on a floor that is missed, if it is."""
    value: float | None = getattr(run.total if floor.kind is None else run.kinds[floor.kind], floor.figure)
    name = floor.figure if floor.kind is None else f"{floor.kind}:{floor.figure}"
    if value is None:
        yield f"{name} has to be at least {floor.least:g}, but no question counts for it."
    elif value < floor.least:
        yield f"{name} is {value:g}, but has to be at least {floor.least:g}."


def _as_json(run: Run, comparison: Comparison | None) -> str:
    compared = {"comparison": asdict(comparison)} if comparison else {}
    return json.dumps(asdict(run) | compared, ensure_ascii=False)


def _report(run: Run, comparison: Comparison | None, limit: int) -> Iterable[str]:
    yield f"{'kind':<20}" + "".join(f"{name.replace('cite1', 'cite@1'):>10}" for name in _COLUMNS)
    rises = {**comparison.kinds, "total": comparison.total} if comparison else {}
    for kind, figures in (*run.kinds.items(), ("total", run.total)):
        yield _row(kind, asdict(figures))
        if kind in rises:
            yield _row("  change", rises[kind], "+")
    yield ""
    for name in _FIGURES[len(_COLUMNS) :]:
        if name in _OF_A_MODEL and getattr(run.total, name) is None:
            continue
        rise = _number(name, rises["total"].get(name), "+") if rises else ""
        yield f"{name:<20}{_number(name, getattr(run.total, name))}{rise}".rstrip()
    if comparison:
        yield ""
        yield from change_lines(comparison, {r.id: r.question for r in run.questions})
    failed = [r for r in run.questions if not r.good]
    if failed:
        yield f"\nNot good: {len(failed)} of {len(run.questions)}" + (", the first:" if limit < len(failed) else "")
    for result in failed[:limit]:
        yield from _failure(result)


def _row(label: str, values: Mapping[str, float | None], sign: str = "") -> str:
    return f"{label:<20}" + "".join(_number(name, values.get(name), sign) for name in _COLUMNS)


def _number(name: str, value: float | None, sign: str = "") -> str:
    """A cell of the table; with "+" as sign, of its rows of changes."""
    if value is None:
        return f"{'–':>10}"
    return f"{'=':>10}" if sign and not value else f"{value:>{sign}10.{0 if name in _WHOLE else 3}f}"


def change_lines(comparison: Comparison, questions: Mapping[str, str]) -> Iterable[str]:
    """Which questions are answered better, worse or otherwise than before.

    Args:
        comparison: of two runs.
        questions: by id, as they were asked.
    """
    yield f"Better: {len(comparison.better)}"
    yield from (f"- {id}: {questions[id]}" for id in comparison.better)
    yield f"Worse: {len(comparison.worse)}"
    yield from (f"- {id}: {questions[id]}" for id in comparison.worse)
    yield f"Answered differently: {len(comparison.different)}"
    yield from (f"- {d.id}: {questions[d.id]}: {'; '.join(d.what)}" for d in comparison.different)
    if comparison.added or comparison.gone:
        yield f"Asked only now: {len(comparison.added)}; only then: {len(comparison.gone)}"


def _failure(result: Result) -> Iterable[str]:
    """A question that was not answered well: what was wanted, what was got."""
    facts = [" or ".join(spellings) for spellings in result.must]
    wanted = [" or ".join(f"“{heading}”" for heading in result.wanted), *facts] if result.answerable else ["a refusal"]
    got = [
        "a refusal" if result.refused else "an answer",
        *(f"“{heading}”" for heading in result.got[: evaluation.FIRST]),
        f"{result.words} words",
        f"support {result.support:.2f}",
        f"{result.broken_quotes} broken quotes",
        *(f"missing: {' or '.join(spellings)}" for spellings in result.missing),
    ]
    yield f"- {result.id} ({result.kind}): {result.question}"
    yield f"    wanted  {'; '.join(part for part in wanted if part)}"
    yield f"    got     {'; '.join(got)}"
