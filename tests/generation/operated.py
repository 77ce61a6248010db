"""A page in a process of its own, watched as an operator would: asks one question and prints what `/metrics` says.

python -m tests.generation.operated INDEX TRACE MODEL_URL
"""

import sys
from pathlib import Path

import httpx

from advisor import wiring
from advisor.settings import Settings
from tests.browser.page_server import serving
from tests.fakes import advisor_over, open_index
from tests.generation.writers import writer_of
from tests.ui.asking import ask, asking

QUESTION = "How many publications do I need?"


def main() -> None:
    """Ask over HTTP; the span is sent when the process ends."""
    folder, file, url = sys.argv[1:]
    observe = wiring.observer(Settings(trace=Path(file), metrics=True))
    advisor = advisor_over(open_index(Path(folder)), writer_of(url), observe=observe)
    with serving(lambda: advisor, metrics=True) as page, httpx.Client(base_url=page, timeout=60) as client:
        ask(client, asking(client), QUESTION)
        print(client.get("/metrics").raise_for_status().text)


if __name__ == "__main__":
    main()
