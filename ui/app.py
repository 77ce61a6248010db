"""The web application and its launch."""

import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from advisor.errors import AdvisorError
from ui import chat, guides
from ui.headers import SecurityHeaders
from ui.loading import Loading
from ui.theme import theme

if TYPE_CHECKING:
    from advisor.pipeline import Advisor

_HERE = Path(__file__).parent
# A link, not Gradio's `css`: that rewrites the rules, and loses those of `:root` inside a media query.
_HEAD = '<link rel="stylesheet" href="/style.css"><link rel="icon" href="/favicon.svg">'


def create_app(load: Callable[[], "Advisor"], *, metrics: bool = False) -> FastAPI:
    """The whole site: the chat at `/`, the guides at `/guides`.

    Args:
        load: makes the advisor; called at once, in the background.
        metrics: whether `/metrics` is there for Prometheus.
    """
    loading = Loading(load)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(AdvisorError, _unavailable)
    app.include_router(guides.routes(loading))
    for name in ("style.css", "guide.js", "favicon.svg"):
        app.add_api_route(f"/{name}", _file(name), include_in_schema=False)
    if metrics:
        app.add_api_route("/metrics", _metrics, include_in_schema=False)
    gr.mount_gradio_app(
        app,
        chat.blocks(loading),
        path="/",
        theme=theme(),
        head=_HEAD,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
    )
    return app


def serve(load: Callable[[], "Advisor"], host: str = "127.0.0.1", port: int = 7860, *, metrics: bool = False) -> None:
    """Serve the site until interrupted; the address goes to standard error.

    Args:
        load: makes the advisor; the page stands while it still runs.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        metrics: whether `/metrics` is there for Prometheus.

    Raises:
        AdvisorError: the address cannot be listened on.
    """
    with _bound(host, port) as listening:
        server = _Server(
            uvicorn.Config(create_app(load, metrics=metrics), log_level="warning", timeout_graceful_shutdown=3)
        )
        server.address = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says where it is once it listens."""

    address = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"The advisor listens on {self.address} (stop it with Ctrl+C).", file=sys.stderr, flush=True)


def _bound(host: str, port: int) -> socket.socket:
    """A socket bound to the address, so that a taken port is known before anything is loaded."""
    listening = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        if listening:
            listening.close()
        reason = error.strerror or str(error)
        message = f"Cannot listen on {host}:{port} ({reason}); stop what runs there or choose another --port."
        raise AdvisorError(message) from error
    return listening


def _shown(host: str) -> str:
    """A host as it stands in an address a browser can open."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _file(name: str) -> Callable[[], FileResponse]:
    def send() -> FileResponse:
        return FileResponse(_HERE / name)

    return send


def _metrics() -> Response:
    """All figures of this process, in Prometheus' own format."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _unavailable(_: Request, error: Exception) -> HTMLResponse:
    return guides.unavailable(str(error))
