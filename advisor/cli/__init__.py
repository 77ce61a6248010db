"""The commands; errors become a message and an exit status."""

import sys
from types import TracebackType

import click

from advisor import __version__
from advisor.cli.answering import ask, chat, search
from advisor.cli.doctor import doctor
from advisor.cli.evaluating import evaluate
from advisor.cli.gaps import gaps
from advisor.cli.indexing import index, remove, status
from advisor.cli.serving import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="advisor")
def advisor() -> None:
    """Answers from guide documents, every statement with the section it comes from.

    Start with 'advisor index', then 'advisor ask "how many publications do I need"' or 'advisor serve'.
    """


for _command in (serve, ask, chat, search, index, remove, status, evaluate, gaps, doctor):
    advisor.add_command(_command)


def main() -> None:
    """The console script."""
    if "--debug" not in sys.argv:
        sys.excepthook = _one_sentence
    advisor()


def _one_sentence(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """A bug, in the terminal of somebody who is no programmer."""
    print(
        f"Error: {kind.__name__}: {error}. This is a fault of the program: run it with --debug and report it.",
        file=sys.stderr,
    )
