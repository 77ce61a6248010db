"""The README says what is so: its commands run, its tables equal the program."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from advisor.cli import advisor
from advisor.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)
SERVING = ("make serve", "advisor serve")  # run by the browser's tests


def rows(head: str) -> list[list[str]]:
    """The cells of the table whose first column has this head."""
    table = README.split(f"| {head} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the README's commands keep their index."""
    return tmp_path_factory.mktemp("readme") / "index"


def run(command: str, index: Path) -> Result:
    """Run one of the README's `advisor` commands, whatever stands in front of a pipe given as input."""
    given, _, command = command.rpartition(" | ")
    words = shlex.split(command)
    text = shlex.split(given)[1] if given else None
    return CliRunner().invoke(advisor, words[1:], input=text, env={"ADVISOR_INDEX": str(index)})


def test_the_commands_are_found() -> None:
    assert len([c for c in COMMANDS if "advisor " in c]) >= 8


@pytest.mark.model
def test_every_advisor_command_runs_in_the_order_of_the_readme(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for command in COMMANDS:
        command = command.replace(".venv/bin/", "")
        if " | advisor" in command or (command.startswith("advisor ") and command not in SERVING):
            result = run(command, index)
            assert result.exit_code == 0, f"{command}: {result.output}"


@pytest.mark.model
def test_the_answer_is_the_printed_one(index: Path) -> None:
    command = 'advisor ask "how many publications do I need"'
    run("advisor index", index)
    printed = README.split(f"$ {command}\n", 1)[1].split("```", 1)[0]
    suggested = "You could also ask"  # near ties may come in another order on another processor
    assert run(command, index).stdout.split(suggested)[0] == printed.split(suggested)[0]


def test_the_commands_table_lists_every_command() -> None:
    listed = {re.search(r"`advisor (\w+)`", row[0])[1] for row in rows("command")}  # type: ignore[index]
    assert listed == set(advisor.list_commands(click.Context(advisor)))


def test_the_settings_table_lists_every_setting() -> None:
    assert [row[0] for row in rows("variable")] == [f"`ADVISOR_{name.upper()}`" for name in Settings.model_fields]


@pytest.mark.parametrize("package", ["advisor", "ui"])
def test_how_it_works_names_every_module(package: str) -> None:
    told = README.split("## How it works", 1)[1].split("\n## ", 1)[0]
    modules = {f.stem for f in (ROOT / package).glob("*.py")} | {f.parent.name for f in (ROOT / package).glob("*/*.py")}
    assert sorted(m for m in modules - {"__init__"} if not re.search(rf"`{m}/?`", told)) == []


def test_every_file_that_is_named_exists() -> None:
    named = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_make_does_what_the_plain_lines_do() -> None:
    done = subprocess.run(["make", "-n", "-B", "install"], cwd=ROOT, capture_output=True, text=True, check=True)
    for line in ("-m venv .venv", "-c constraints.txt -e .", ".venv/bin/advisor index"):
        assert line in README
        assert line in done.stdout


@pytest.mark.model
def test_the_shipped_questions_are_answered_well(index: Path) -> None:
    run("advisor index", index)
    result = run("advisor eval tests/questions.jsonl --at-least good=.70 --at-least cite1=.80", index)
    assert result.exit_code == 0, result.stderr
