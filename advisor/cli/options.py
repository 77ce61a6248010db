"""What all commands share: the index they work on, and how a failure ends."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from advisor.errors import AdvisorError, QuestionError
from advisor.settings import Settings, at_home

FAILED, WRONG_USAGE = 1, 2
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


_WANTED = {"bool_parsing": "true or false", "float_parsing": "a number", "int_parsing": "a whole number"}


class WrongSetting(click.ClickException):
    """A variable has a value that it cannot have: wrong usage, whatever the command."""

    exit_code = WRONG_USAGE


def command(name: str, **attributes: Any) -> Callable[[Callable[..., None]], click.Command]:
    """A command whose first argument is the `Settings`, with `--index` and `--debug`.

    An `AdvisorError` ends it with its message on standard error, and with status 2 where the
    question was at fault, 1 otherwise.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        @click.command(name, **attributes)
        @click.option("--index", type=click.Path(path_type=Path), help="Folder of the index. [env: ADVISOR_INDEX]")
        @click.option("--debug", is_flag=True, help="Show the traceback of an error.")
        @functools.wraps(function)
        def run(*args: Any, index: Path | None, debug: bool, **kwargs: Any) -> None:
            try:
                function(settings(index), *args, **kwargs)
            except AdvisorError as error:
                if debug:
                    raise
                click.echo(f"Error: {error}", err=True)
                sys.exit(WRONG_USAGE if isinstance(error, QuestionError) else FAILED)

        return cast(click.Command, run)

    return decorate


def settings(index: Path | None) -> Settings:
    """The settings of the environment, with the index that the command line names.

    Raises:
        WrongSetting: a value is not what it has to be; the message says all of them.
    """
    try:
        found = Settings()
    except ValidationError as error:
        raise WrongSetting("; ".join(map(_what_is_wrong, error.errors())) + ".") from error
    except UnicodeDecodeError as error:
        raise WrongSetting("The file .env in this folder is not UTF-8: save it anew in that encoding.") from error
    return found.model_copy(update={"index": at_home(index or found.index).resolve()})


def _what_is_wrong(error: ErrorDetails) -> str:
    """One value that cannot be. Only numbers and yes-or-no values are ever wrong, so that no secret is shown."""
    name = "_".join(map(str, ("ADVISOR", *error["loc"]))).upper()
    wanted = _WANTED.get(error["type"], error["msg"].removeprefix("Input should be "))
    return f"{name} is '{error['input']}': it has to be {wanted}"


def note(text: str) -> None:
    """Say something beside the result."""
    click.echo(f"Note: {text}", err=True)
