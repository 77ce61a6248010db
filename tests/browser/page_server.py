"""The site on a free port of this machine, in a thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from ui.app import create_app


@contextmanager
def serving(load: Callable[[], Any], **options: Any) -> Iterator[str]:
    """The address of a running site.

    Args:
        load: makes the advisor.
        options: further arguments of the application.
    """
    config = uvicorn.Config(create_app(load, **options), port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)
