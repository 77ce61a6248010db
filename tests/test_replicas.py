"""Several `advisor serve` without a common disk, whose index a real Chroma server has."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

from tests.chroma_server import ChromaServer
from tests.fakes import RESEARCH, write_guides

pytestmark = pytest.mark.model

ADVISOR = [sys.executable, "-c", "from advisor.cli import main; main()"]
LONGEST = 60.0  # seconds
PAUSE = 0.4  # seconds between two questions, of which an address may ask 120 a minute
# Two facts of one section: an answer that held one of the old and one of the new would mix two generations.
OLD = "# Visas\n\n## What does an observership cost?\n\nIt costs 700 dollars.\n\nThe fee for the file is 31 dollars.\n"
NEW = OLD.replace("700", "900").replace("31", "42")
BEFORE: tuple[str, ...] = ("700", "31")
AFTER: tuple[str, ...] = ("900", "42")
QUESTION = "What does an observership cost?"
UNASKED = "How much is the fee for the file?"  # what was asked before is known without the server
GONE = "does not answer: start it"


class Replica:
    """One `advisor serve`, asked over its API."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=LONGEST)

    def ask(self, question: str, history: list[dict[str, str]] | None = None) -> dict[str, Any] | None:
        """The answer; None where there is an error instead."""
        posted = self._client.post("/gradio_api/call/ask", json={"data": [question, history or [], None]})
        told = self._client.get(f"/gradio_api/call/ask/{posted.raise_for_status().json()['event_id']}").text
        found = re.search(r"event: complete\ndata: (.*)", told)
        return json.loads(found[1])[0] if found else None

    def page(self) -> str:
        """The page of all guides."""
        return self._client.get("/guides").text

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """The server that all share."""
    with ChromaServer(tmp_path_factory.mktemp("chroma")) as running:
        yield running


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guides, which only the writer has."""
    return write_guides(tmp_path_factory.mktemp("guides"), research=RESEARCH, visas=OLD)


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def environment(chroma: ChromaServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What all processes are told; a replica's corpus folder is empty."""
    empty = str(tmp_path_factory.mktemp("empty"))
    return os.environ | {"ADVISOR_CHROMA_URL": f"{chroma.url}/guides", "ADVISOR_CORPUS": empty}


@pytest.fixture(scope="module")
def run(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command on the writer's machine."""
    folder = tmp_path_factory.mktemp("writer")

    def run_(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        command = [*ADVISOR, *map(str, arguments), "--index", str(folder / "index")]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LONGEST)

    return run_


@pytest.fixture(scope="module")
def replicas(
    run: Run, guides: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Replica]]:
    """Two replicas, each with a folder of its own."""
    assert run("index", guides).returncode == 0
    with ExitStack() as started:
        folders = [tmp_path_factory.mktemp("replica") for _ in range(2)]
        addresses = [started.enter_context(serving(folder, environment)) for folder in folders]
        yield [started.enter_context(Replica(address())) for address in addresses]


@contextmanager
def serving(folder: Path, environment: dict[str, str]) -> Iterator[Callable[[], str]]:
    """Start a replica; the address is waited for when it is asked for."""
    log = folder / "log"
    command = [*ADVISOR, "serve", "--port", "0", "--index", str(folder / "index")]
    with log.open("w") as stream, subprocess.Popen(command, stderr=stream, env=environment) as process:

        def address() -> str:
            end = time.monotonic() + LONGEST
            while not (found := re.search(r"listens on (http://\S+)", log.read_text())):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.1)
            return found[1]

        try:
            yield address
        finally:
            process.terminate()


def test_any_replica_answers_any_turn(replicas: list[Replica]) -> None:
    first = replicas[0].ask("How many publications do I need?")
    assert first
    history = [
        {"role": "user", "content": first["question"]},
        {"role": "assistant", "content": first["answer"]},
    ]
    answers = [replica.ask("and for the top tier?", history) for replica in replicas]
    for answer in answers:
        assert answer
        assert "10+ items" in answer["answer"]
        answer.pop("timings_ms")
    assert answers[0] == answers[1]


def test_all_switch_to_what_the_writer_indexed_and_no_answer_mixes(
    replicas: list[Replica], run: Run, guides: Path
) -> None:
    assert all(facts(replica) == BEFORE for replica in replicas)
    write_guides(guides, visas=NEW)
    switched: set[int] = set()
    end = time.monotonic() + LONGEST
    with ThreadPoolExecutor(1) as pool:
        indexing = pool.submit(run, "index", guides)
        for turn in cycle(range(len(replicas))):  # a balancer's turns
            found = facts(replicas[turn])
            assert found in (BEFORE, AFTER)
            assert not (turn in switched and found == BEFORE), "back to the old one"
            if found == AFTER:
                switched.add(turn)
            if len(switched) == len(replicas):
                break
            assert time.monotonic() < end, "a replica does not follow"
            time.sleep(PAUSE)
        assert indexing.result().returncode == 0


def facts(replica: Replica) -> tuple[str, ...]:
    """The figures of the guides' answer."""
    answer = replica.ask(QUESTION)
    assert answer
    return tuple(re.findall(r"\b(\d+) dollars", answer["answer"]))


def test_a_server_that_vanishes_is_one_sentence_and_comes_back_by_itself(
    replicas: list[Replica], run: Run, chroma: ChromaServer
) -> None:
    chroma.kill()
    assert [replica.ask(UNASKED) for replica in replicas] == [None, None]
    told = run("ask", QUESTION)
    assert (told.returncode, told.stdout) == (1, "")
    assert GONE in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert all("Visas" in replica.page() for replica in replicas)  # the guides can still be read
    chroma.start()
    assert all(facts(replica) == AFTER for replica in replicas)
    assert run("ask", QUESTION).returncode == 0


def test_a_replica_that_starts_before_the_server_waits_for_it(
    replicas: list[Replica], chroma: ChromaServer, environment: dict[str, str], tmp_path: Path
) -> None:
    chroma.kill()
    with serving(tmp_path, environment) as address, Replica(address()) as late:
        assert late.ask(QUESTION) is None
        assert GONE in (tmp_path / "log").read_text()
        chroma.start()
        end = time.monotonic() + LONGEST
        while (answer := late.ask(QUESTION)) is None:
            assert time.monotonic() < end, "it does not recover"
            time.sleep(2 * PAUSE)
        assert "900 dollars" in answer["answer"]
