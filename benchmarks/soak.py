"""A long run of everything at once: is memory flat, are files let go of, does an answer take as long at the end?

    python -m benchmarks.soak [--minutes 20] [--rate 2]

A real `advisor serve` over a copy of the shipped guides gets questions at a steady rate (page, API, search and
guides in turn, each client from a loopback address of its own), while its keeper adds a guide, edits one, indexes
again and removes one, over and over. Prints a row a minute and at the end the growth a hour of the memory after
the first quarter, with the interval that holds 95 of 100 resamplings of these minutes. Linux only.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from itertools import cycle
from pathlib import Path
from threading import Event

import httpx
import numpy as np
from numpy.typing import NDArray

from advisor.settings import default_corpus
from benchmarks.common import machine, questions
from tests.ui.asking import ask, asking

CLIENTS = 8  # each may ask 120 questions a minute
EVERY = 10.0  # seconds between two works of the keeper
SAMPLED = 5.0  # seconds between two looks at the process
LONGEST = 60.0  # seconds that anything may take
RESAMPLED = 2000


@dataclass
class Record:
    """What happened: (second, what, seconds it took), failures, and (second, MB, MB of its own, files, threads)."""

    begun: float = field(default_factory=time.monotonic)
    times: list[tuple[float, str, float]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    samples: list[tuple[float, float, float, int, int]] = field(default_factory=list)

    def now(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.begun

    def timed(self, what: str, run: Callable[[], None]) -> None:
        """Do one thing; a failure is kept, not raised."""
        begun = self.now()
        try:
            run()
        except Exception as error:  # whatever fails is counted, and the run goes on
            self.failures.append(f"{begun:.0f} s, {what}: {type(error).__name__}: {error}"[:300])
        self.times.append((begun, what, self.now() - begun))


def main() -> None:
    """Run, then print what was found; status 1 where anything failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=float, default=2, help="questions a second")
    given = parser.parse_args()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (process, url):
        record = soak(Path(folder), process, url, given.minutes * 60, given.rate)
    report(record, given.minutes)
    sys.exit(bool(record.failures))


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, str]]:
    """The number of an `advisor serve`, and its address."""
    shutil.copytree(default_corpus(), folder / "corpus")
    command = [sys.executable, "-c", "from advisor.cli import main; main()", "serve", "--port", "0"]
    environment = os.environ | {"ADVISOR_CORPUS": str(folder / "corpus"), "ADVISOR_INDEX": str(folder / "index")}
    log = folder / "log"
    with log.open("w") as stream, subprocess.Popen(command, stderr=stream, env=environment) as process:
        try:
            yield process.pid, _address(log, process)
        finally:
            process.terminate()
    if said := [line for line in log.read_text().splitlines() if "listens on" not in line]:
        print(f"{len(said)} lines on standard error, the last ones:", *said[-5:], sep="\n")


def _address(log: Path, process: "subprocess.Popen[bytes]") -> str:
    end = time.monotonic() + 10 * LONGEST
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(r"listens on (http://\S+)", log.read_text()):
            return found[1]
        time.sleep(0.2)
    raise RuntimeError(f"The server did not start: {log.read_text()}")


def soak(folder: Path, process: int, url: str, seconds: float, rate: float) -> Record:
    """Ask, keep and look for that long."""
    warm(url)
    record, over = Record(), Event()
    with ExitStack() as clients:
        askers = [clients.enter_context(_client(url, number)) for number in range(CLIENTS)]
        with ThreadPoolExecutor(CLIENTS + 2) as pool:
            works = [pool.submit(look, record, process, over), pool.submit(keep, record, folder, url, over)]
            try:
                steadily(record, pool, askers, seconds, rate)
            finally:
                over.set()
    for work in works:
        work.result()
    return record


def warm(url: str) -> None:
    """The model is loaded with the first question."""
    with httpx.Client(base_url=url, timeout=LONGEST) as client:
        ask(client, asking(client), "how many publications do I need")


def steadily(
    record: Record, pool: ThreadPoolExecutor, clients: Sequence[httpx.Client], seconds: float, rate: float
) -> None:
    """Begin a question at each beat, whether the one before is answered or not."""
    event = asking(clients[0])
    asked = cycle(questions(200))
    for beat, client in zip(range(int(seconds * rate)), cycle(clients), strict=False):
        time.sleep(max(0.0, beat / rate - record.now()))
        what, run = _task(beat, client, event, next(asked))
        pool.submit(record.timed, what, run)


def _client(url: str, number: int) -> httpx.Client:
    """A client with an address of its own."""
    # A connection is given up before the server would close it, which could be just when something is sent.
    limits = httpx.Limits(keepalive_expiry=2)
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{2 + number}", limits=limits)
    return httpx.Client(base_url=url, timeout=LONGEST, transport=transport)


def _task(beat: int, client: httpx.Client, event: int, question: str) -> tuple[str, Callable[[], None]]:
    kinds: Sequence[tuple[str, Callable[[], None]]] = (
        ("page", lambda: _page(client, event, question)),
        ("api", lambda: _call(client, "ask", [question, _history(question), {"posters": beat % 9}], "coverage")),
        ("page", lambda: _page(client, event, question)),
        ("search", lambda: _call(client, "search", [question, 8], "section")),
        ("guide", lambda: _read(client, ("/guides", "/guides/networking", "/", "/me")[beat // 5 % 4])),
    )
    return kinds[beat % len(kinds)]


def _page(client: httpx.Client, event: int, question: str) -> None:
    turn = ask(client, event, question)
    if "answer complete" not in turn.shown:
        raise RuntimeError(f"{question!r}: {turn.notice or turn.shown}")


def _history(question: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": "Which visa do I need?"}] if len(question) % 2 else []


def _call(client: httpx.Client, name: str, data: list[object], wanted: str) -> None:
    """One call of the API, whose answer has a certain key."""
    event = client.post(f"/gradio_api/call/{name}", json={"data": data}).raise_for_status().json()["event_id"]
    answer = client.get(f"/gradio_api/call/{name}/{event}").raise_for_status().text
    if "event: complete" not in answer or f'"{wanted}"' not in answer:
        raise RuntimeError(f"{data[0]!r}: {answer}")


def _read(client: httpx.Client, address: str) -> None:
    client.get(address).raise_for_status()


def keep(record: Record, folder: Path, url: str, over: Event) -> None:
    """The keeper's works in turn, until it is over."""
    site = httpx.Client(base_url=url, timeout=LONGEST, headers={"sec-fetch-site": "same-origin"})
    with site:
        for number in cycle(range(10**9)):
            for what, run in _works(site, folder, number):
                if over.wait(EVERY):
                    return
                record.timed(what, run)


def _works(site: httpx.Client, folder: Path, number: int) -> Iterator[tuple[str, Callable[[], None]]]:
    yield "upload", lambda: _upload(site, number)
    yield "re-index", lambda: _edit(site, folder / "corpus" / "networking.md", number)
    yield "remove", lambda: _done(site, f"/manage/remove?document=note-{number % 3}")


def _upload(site: httpx.Client, number: int) -> None:
    sections = (f"## What of matter {n}?\n\nMatter {n} took {number + n} days.\n" for n in range(20))
    text = f"# Note {number}\n\n" + "\n".join(sections)
    looked = site.post("/manage/look", params={"name": f"note-{number % 3}.md"}, content=text.encode())
    confirm = re.search(r'data-post="([^"]+)"', looked.raise_for_status().text)
    if confirm is None:
        raise RuntimeError(looked.text)
    _done(site, unescape(confirm[1]))


def _edit(site: httpx.Client, guide: Path, number: int) -> None:
    text = guide.read_text(encoding="utf-8")
    text = re.sub(r"\n\nEdited \d+ times\.\n$", "", text) + f"\n\nEdited {number} times.\n"
    guide.write_text(text, encoding="utf-8")
    _done(site, "/manage/index")


def _done(site: httpx.Client, address: str) -> None:
    """Start a work and wait for its end."""
    site.post(address).raise_for_status()
    end = time.monotonic() + LONGEST
    while "data-running" in (page := site.get("/manage/work").text):
        if time.monotonic() > end:
            raise TimeoutError(address)
        time.sleep(0.1)
    if 'class="alert"' in page:
        raise RuntimeError(page)


def look(record: Record, process: int, over: Event) -> None:
    """Samples of the process, and a row a minute."""
    print(f"{'minute':>6}{'MB':>8}{'own MB':>8}{'files':>7}{'threads':>9}{'done':>7}{'failed':>8}", flush=True)
    while not over.wait(SAMPLED):
        with suppress(OSError):
            record.samples.append((record.now(), *sample(process)))
        minute = int(record.now() // 60)
        if record.samples and minute > int((record.now() - SAMPLED) // 60):
            _, whole, own, files, threads = record.samples[-1]
            counts = f"{len(record.times):>7}{len(record.failures):>8}"
            print(f"{minute:>6}{whole:>8.1f}{own:>8.1f}{files:>7}{threads:>9}{counts}", flush=True)


def sample(process: int) -> tuple[float, float, int, int]:
    """A process's memory in MB, that without mapped files, its open files and its threads."""
    status = Path(f"/proc/{process}/status").read_text()
    values = {key: int(value) for key, value in re.findall(r"^(VmRSS|RssAnon|Threads):\s+(\d+)", status, re.M)}
    files = len(os.listdir(f"/proc/{process}/fd"))
    return values["VmRSS"] / 1024, values["RssAnon"] / 1024, files, values["Threads"]


def report(record: Record, minutes: float) -> None:
    """What the run shows."""
    quarter = minutes * 15
    late = np.array([s for s in record.samples if s[0] >= quarter], float)
    for column, name in ((1, "memory"), (2, "memory without mapped files")):
        slope, low, high = growth(late[:, 0], late[:, column])
        print(f"{name}: {slope:+.1f} MB an hour ({low:+.1f} to {high:+.1f}), most {late[:, column].max():.0f} MB")
    for column, name in ((3, "open files"), (4, "threads")):
        first, last = (int(np.median(part[:, column])) for part in np.array_split(late, 3)[::2])
        print(f"{name}: {first} in the first third after that, {last} in the last; most {int(late[:, column].max())}")
    for what in dict.fromkeys(what for _, what, _ in record.times):
        before, after = (
            [took for at, kind, took in record.times if kind == what and low <= at < high]
            for low, high in ((0.0, quarter), (3 * quarter, 4 * quarter))
        )
        if before and after:
            print(f"{what:<10}first quarter {_milliseconds(before)}, last quarter {_milliseconds(after)}")
    print("done:", dict(Counter(what for _, what, _ in record.times)))
    print(f"failed: {len(record.failures)}", *record.failures[:5], sep="\n")


def growth(seconds: NDArray[np.float64], values: NDArray[np.float64]) -> tuple[float, float, float]:
    """The slope of the minutes' medians a hour, and the interval of 95 of 100 resamplings."""
    minute = (seconds // 60).astype(int)
    points = np.array([(m / 60, np.median(values[minute == m])) for m in np.unique(minute)])
    chance = np.random.default_rng(7)
    drawn = (points[chance.integers(len(points), size=len(points))] for _ in range(RESAMPLED))
    slopes = [_slope(some) for some in drawn if np.ptp(some[:, 0]) > 0]
    low, high = np.percentile(slopes, [2.5, 97.5]) if slopes else (np.nan, np.nan)
    return _slope(points), float(low), float(high)


def _slope(points: NDArray[np.float64]) -> float:
    """The least squares' slope of points (x, y)."""
    x, y = points.T
    spread = ((x - x.mean()) ** 2).sum()
    return float(((x - x.mean()) * (y - y.mean())).sum() / spread) if spread else float("nan")


def _milliseconds(times: Sequence[float]) -> str:
    p50, p95 = np.percentile(times, [50, 95]) * 1000
    return f"p50 {p50:.0f}, p95 {p95:.0f} ms"


if __name__ == "__main__":
    main()
