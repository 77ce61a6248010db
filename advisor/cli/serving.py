"""`serve`."""

import click

from advisor import wiring
from advisor.cli.indexing import bring_in_line
from advisor.cli.options import command
from advisor.errors import IndexNotBuilt
from advisor.index import Manifest
from advisor.settings import Settings


@command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=7860, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
def serve(settings: Settings, host: str, port: int) -> None:
    """Open the chat page; the index is built first where there is none."""
    try:
        Manifest.load(settings.index)
    except IndexNotBuilt:
        click.echo(f"There is no index yet: reading the guides in {settings.corpus} …", err=True)
        bring_in_line(settings, [settings.corpus])
    from ui.app import serve as serve_page  # heavy, and no other command needs it

    serve_page(lambda: wiring.advisor(settings), host, port, metrics=settings.metrics)
