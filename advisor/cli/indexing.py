"""`index`."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from advisor import indexing
from advisor.cli import naming, noting, watching
from advisor.cli.options import AS_JSON, FAILED, command, note
from advisor.cli.places import on_disk
from advisor.index import Change, Manifest, Overlap, SectionChange
from advisor.settings import Settings

if TYPE_CHECKING:
    from advisor.evaluation import Comparison, Question


_PREVIOUS = 0  # what --rollback means without a number
_SIGNS = {"added": "+", "changed": "~", "removed": "-"}


@command("index", short_help="Bring the index in line with guides: files, folders, web pages.")
@click.argument("places", nargs=-1, metavar="[PATH|URL]...")
@click.option("--plan", "only_plan", is_flag=True, help="Only say what would change, section by section.")
@click.option("--watch", is_flag=True, help="Go on: index again whenever a file changes, until Ctrl+C.")
@click.option(
    "--rollback",
    is_flag=False,
    flag_value=_PREVIOUS,
    type=click.IntRange(0),
    metavar="[GENERATION]",
    help="Go back to an earlier generation ('advisor status' lists them), by default the last one.",
)
@click.option(
    "--questions",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --plan: which questions of a file ('advisor eval --help') would be answered differently.",
)
@click.option(
    "--workers",
    type=click.Choice(["here", "ray"]),
    default="here",
    show_default=True,
    help="Who embeds: this process, or the machines of the Ray cluster that RAY_ADDRESS names.",
)
@AS_JSON
def index(
    settings: Settings,
    places: tuple[str, ...],
    only_plan: bool,
    watch: bool,
    rollback: int | None,
    questions: Path | None,
    workers: str,
    as_json: bool,
) -> None:
    """Bring the index in line with the guides at PATHs (files or folders) and web addresses.

    By default the corpus folder is read (ADVISOR_CORPUS). A document that was read from under a PATH
    and is gone there is removed; those read from elsewhere stay; one that only moved keeps its name, and
    one that says what another says is left out. Questions as applicants put them, in NAME.questions.md
    beside the guide NAME, help to find its sections.

    Guides are Markdown, plain text, HTML, PDF or DOCX. A page at a URL is fetched anew at each call and
    kept beside the index; pages of private networks only with ADVISOR_ALLOW_PRIVATE_URLS=true.
    """
    _require_sense(rollback is not None, only_plan, watch, bool(places), bool(questions), workers)
    asked = _asked(questions) if questions else []
    if rollback is not None:
        _roll_back(settings, rollback or None, as_json)
        return
    fetched = Path(click.get_current_context().with_resource(TemporaryDirectory(ignore_cleanup_errors=True)))
    paths, failed, drafts = on_disk(settings, places or (str(settings.corpus),), fetched, only_plan)
    if watch:
        watching.require(paths)
        watching.follow(settings.index, paths, lambda: _index_again(settings, paths, as_json))
        return
    changes = (bring_in_line(settings, paths, only_plan, workers == "ray", drafts) if paths else []) + failed
    _report(settings, changes, only_plan, as_json, asked)
    if not only_plan and any(c.status not in ("unchanged", "failed") for c in changes):
        _prepare(settings)
    if any(c.status == "failed" for c in changes):
        sys.exit(FAILED)


def _require_sense(back: bool, only_plan: bool, watch: bool, places: bool, questions: bool, workers: str) -> None:
    """What would be passed over without a word is wrong usage."""
    if back + only_plan + watch > 1 or (back and places):
        raise click.UsageError("--plan, --watch and --rollback are each used alone; --rollback takes no PATH.")
    if questions and not only_plan:
        raise click.UsageError("--questions goes with --plan.")
    if workers == "ray" and (watch or back):
        raise click.UsageError(
            "--workers ray is for a run that indexes once: it goes with neither --watch nor --rollback."
        )


def _prepare(settings: Settings) -> None:
    """Judge what may be suggested after an answer, where that takes no time worth speaking of."""
    if sum(e.sections for e in Manifest.load(settings.index).entries.values()) <= indexing.MOST_JUDGED:
        from advisor import wiring  # opens an advisor, which indexing many guides does not wait for

        wiring.prepare(settings)


def bring_in_line(
    settings: Settings,
    paths: Sequence[Path],
    only_plan: bool = False,
    ray: bool = False,
    drafts: Mapping[Path, Path] | None = None,
) -> list[Change]:
    """Plan and, unless only the plan is wanted, apply it, with a progress bar and notes on standard error.

    A plan takes `drafts` too, as `Builder.plan` does.

    Raises:
        CorpusError: there is no guide at any of the paths, and nothing to remove.
        IndexLocked: another process writes the index.
        IndexNotWritten: it cannot be written.
    """
    for told in noting.on_files(settings, paths):
        note(told)
    with tqdm(desc="Embedding", unit="chunk", file=sys.stderr, leave=False, disable=None) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        builder = indexing.builder(settings, progress, ray)
        changes = builder.plan(paths, drafts) if only_plan else builder.update(paths)
    for told in noting.on_changes(settings, paths, changes, only_plan):
        note(told)
    return changes


def _report(
    settings: Settings,
    changes: Sequence[Change],
    only_plan: bool,
    as_json: bool,
    asked: "Sequence[Question]" = (),
) -> None:
    overlaps = indexing.builder(settings).overlaps(changes) if only_plan else {}
    comparison = _compared(settings, changes, asked) if asked else None
    if as_json:
        found = {"index": str(settings.index), "documents": [_as_row(c, overlaps) for c in changes]}
        compared = {"comparison": asdict(comparison)} if comparison else {}
        click.echo(json.dumps(found | compared, ensure_ascii=False))
        return
    for change, said in zip(changes, naming.told(settings.index, changes), strict=True):
        click.echo(f"{change.status:<10}{said}")
        if only_plan:
            shared = overlaps.get(change.document, ()) if change.guide else ()
            for line in (*_section_lines(change.sections), *_overlap_lines(shared)):
                click.echo(f"  {line}")
    click.echo(_summary(changes, only_plan))
    if comparison:
        from advisor.cli.evaluating import change_lines

        click.echo("\n".join(change_lines(comparison, {q.id: q.turns[-1] for q in asked})))


def _asked(file: Path) -> "list[Question]":
    from advisor import evaluation  # answers questions, which indexing does not wait for

    return evaluation.load(file)


def _compared(settings: Settings, changes: Sequence[Change], asked: "Sequence[Question]") -> "Comparison":
    from advisor.cli.previewing import answers_after

    return answers_after(settings, changes, asked)


def _index_again(settings: Settings, paths: Sequence[Path], as_json: bool) -> None:
    changes = [c for c in bring_in_line(settings, paths) if c.status != "unchanged"]
    if changes:
        _report(settings, changes, only_plan=False, as_json=as_json)


def _roll_back(settings: Settings, number: int | None, as_json: bool) -> None:
    manifest = indexing.builder(settings).rollback(number)
    found = {"index": str(settings.index), "generation": manifest.number, "made": manifest.made, "note": manifest.note}
    if as_json:
        click.echo(json.dumps(found | {"documents": len(manifest.entries)}, ensure_ascii=False))
    else:
        click.echo(f"Generation {manifest.number} is {manifest.note}: {len(manifest.entries)} documents.")
    note("the guides' files are as they were; 'advisor index' would bring the index in line with them again.")


def _as_row(change: Change, overlaps: Mapping[str, Sequence[Overlap]]) -> dict[str, Any]:
    return {
        "document": change.document,
        "source": change.source,
        "status": change.status,
        "message": change.message,
        "sections": [{"status": s.status, "section": list(s.headings)} for s in change.sections],
        "overlaps": [asdict(o) for o in overlaps.get(change.document, ())] if change.guide else [],
    }


def _section_lines(sections: Sequence[SectionChange]) -> Iterator[str]:
    for section in sections:
        yield f"{_SIGNS[section.status]} {_path(section.headings)}"


def _overlap_lines(overlaps: Sequence[Overlap]) -> Iterator[str]:
    for overlap in overlaps:
        place = f"{overlap.other[0]}, {_path(overlap.other[1])}"
        if overlap.kind == "repeats":
            yield f"! {_path(overlap.section)}: nearly repeats {place}"
        else:
            yield f"! {_path(overlap.section)}: “{overlap.here}”, but {place}: “{overlap.there}”"


def _path(headings: Sequence[str]) -> str:
    return " > ".join(headings) or "text before the first heading"


def _summary(changes: Sequence[Change], only_plan: bool) -> str:
    counts = Counter(c.status for c in changes)
    told = ", ".join(f"{number} {status}" for status, number in counts.items())
    return f"{'Would be' if only_plan else 'Done'}: {told}."
