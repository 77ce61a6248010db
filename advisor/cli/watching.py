"""Follow folders of guides: what `index --watch` and `serve --watch` share."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import click

from advisor.errors import AdvisorError, CorpusError

QUIET = 400  # milliseconds without a change, so that a file that is still being copied is not read half
LOOK_EVERY = 500  # milliseconds
LONGEST = 3000  # milliseconds after which changes are taken up even if more keep coming


def require(paths: Sequence[Path]) -> None:
    """Make sure that there is something to watch.

    Raises:
        CorpusError: a path is not there.
    """
    for path in paths:
        if not path.exists():
            raise CorpusError(f"There is no file or folder {path} to watch.")


def follow(index: Path, paths: Sequence[Path], act: Callable[[], None], stop: Event | None = None) -> None:
    """Act at once and then whenever something changes; what fails is said, and the next change waited for.

    Args:
        index: folder of the index, which may lie under a path and is not looked at.
        paths: files or folders of guides.
        act: brings the index in line.
        stop: ends it; without it, Ctrl+C does.
    """
    from watchfiles import watch

    def counts(_: object, changed: str) -> bool:
        file = Path(changed)
        return not file.name.startswith(".") and index not in file.parents

    click.echo(f"Watching {', '.join(map(str, paths))}.", err=True)
    changes = watch(
        *(path.resolve() for path in paths),
        watch_filter=counts,
        debounce=LONGEST,
        step=QUIET,
        stop_event=stop,
        rust_timeout=LOOK_EVERY,
        yield_on_timeout=True,  # the first time round, when all is watched, whatever was missed is made up for
        raise_interrupt=False,
    )
    for turn, changed in enumerate(changes):
        if changed or turn == 0:
            _try(paths, act)


def _try(paths: Sequence[Path], act: Callable[[], None]) -> None:
    """A folder that is gone as a whole is a drive that is not there, not guides that were deleted."""
    try:
        require(paths)
        act()
    except AdvisorError as error:
        click.echo(f"Error: {error}", err=True)
