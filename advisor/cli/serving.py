"""`serve`."""

from functools import partial
from threading import Event, Thread

import click

from advisor import memory, wiring
from advisor.cli import keeping, naming, watching
from advisor.cli.indexing import bring_in_line
from advisor.cli.options import command
from advisor.errors import IndexNotBuilt, IndexUnreachable
from advisor.index import Manifest, follow
from advisor.settings import Settings


@command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=7860, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--watch", is_flag=True, help="Index again whenever a file of the corpus folder changes.")
@click.option("--mcp", is_flag=True, help="Let assistants use the advisor over the Model Context Protocol.")
def serve(settings: Settings, host: str, port: int, watch: bool, mcp: bool) -> None:
    """Open the chat page; the index is built first where there is none.

    The page answers from what 'advisor index' brings in a moment later, without a restart.
    """
    memory.few_pools()
    _build_first(settings)
    from ui.app import serve as serve_page  # heavy, and no other command needs it
    from ui.manage import Manage

    stop, password = Event(), settings.admin_password
    if watch:
        watching.require([settings.corpus])
        Thread(target=_watch, args=(settings, stop), name="watch", daemon=True).start()
    try:
        serve_page(
            wiring.advisors(settings, partial(keeping.refused, settings), ahead=True),
            host,
            port,
            version=lambda: wiring.version(settings),
            record=partial(keeping.judged, settings),
            mcp=mcp,
            metrics=settings.metrics,
            manage=Manage(wiring.keeper(settings), password.get_secret_value() if password else None),
        )
    finally:
        stop.set()


def _build_first(settings: Settings) -> None:
    """Index the corpus where there is no index; where a server has it and is not there, the page waits for it."""
    try:
        follow(settings.index, settings.chroma_url)
        Manifest.load(settings.index)
    except IndexUnreachable as error:
        click.echo(f"{error} The page answers as soon as it does.", err=True)
    except IndexNotBuilt as error:
        click.echo(f"{error} Reading the guides in {settings.corpus} …", err=True)
        bring_in_line(settings, [settings.corpus])


def _watch(settings: Settings, stop: Event) -> None:
    watching.follow(settings.index, [settings.corpus], lambda: _index_again(settings), stop)


def _index_again(settings: Settings) -> None:
    changes = [c for c in bring_in_line(settings, [settings.corpus]) if c.status != "unchanged"]
    for change, said in zip(changes, naming.told(settings.index, changes), strict=True):
        click.echo(f"{change.status:<10}{said}", err=True)
