"""The commands; errors become a message and an exit status."""

import gc
import sys
from importlib import import_module
from types import TracebackType

import click

from advisor import __version__

# By command, the file of this folder that has it and its name there: a command loads what it needs and no other's.
_COMMANDS = {
    "serve": ("serving", "serve"),
    "ask": ("answering", "ask"),
    "chat": ("answering", "chat"),
    "search": ("answering", "search"),
    "index": ("indexing", "index"),
    "remove": ("holding", "remove"),
    "status": ("holding", "status"),
    "eval": ("evaluating", "evaluate"),
    "gaps": ("gaps", "gaps"),
    "doctor": ("doctor", "doctor"),
}


SELDOM = 50_000  # new objects between two rounds of the garbage collector; a start makes many, and none is garbage


class _Commands(click.Group):
    """The commands, each loaded when it is run or its help is shown."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        file, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"advisor.cli.{file}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="advisor")
def advisor() -> None:
    """Answers from guide documents, every statement with the section it comes from.

    Start with 'advisor index', then 'advisor ask "how many publications do I need"' or 'advisor serve'.
    """


def main() -> None:
    """The console script."""
    if "--debug" not in sys.argv:
        sys.excepthook = _one_sentence
    gc.set_threshold(SELDOM)
    advisor()


def _one_sentence(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """A bug, in the terminal of somebody who is no programmer."""
    print(
        f"Error: {kind.__name__}: {error}. This is a fault of the program: run it with --debug and report it.",
        file=sys.stderr,
    )
