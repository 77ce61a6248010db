"""The web application and its launch."""

import socket
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
import uvicorn
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from advisor.errors import AdvisorError
from ui import feedback, guides, layout, me
from ui import manage as managing
from ui.chat import Chat
from ui.headers import SecurityHeaders
from ui.limits import RateLimit
from ui.loading import Loading
from ui.manage import Manage
from ui.theme import theme

if TYPE_CHECKING:
    from advisor.pipeline import Advisor

QUESTIONS_PER_MINUTE = 120  # of one network address: a whole class may sit behind it
SESSIONS = 200  # of which Gradio keeps a copy of the page's parts, 70 kB each, until others need the room
IDLE_SECONDS = 75  # of a connection that is kept: longer than a balancer keeps one, which would send into a closed one
MCP_PATH = "/gradio_api/mcp/"
_UPLOADS = ("/gradio_api/upload", "/gradio_api/upload_progress")  # Gradio would let anybody fill the disk
_STATIC = Path(__file__).with_name("static")
# Links, not Gradio's `css`: that rewrites the rules, and loses those of `:root` inside a media query.
_STYLES = ("style", "chat", "answers", "sources", "drawer", "icons", "keeper")
_HEAD = "".join(f'<link rel="stylesheet" href="/page/{name}.css">' for name in _STYLES)
_HEAD += '<link rel="icon" href="/page/favicon.svg">'


def create_app(
    load: Callable[[], "Advisor"],
    version: Callable[[], object] | None = None,
    record: feedback.Recorder = feedback.ignore,
    questions_per_minute: int = QUESTIONS_PER_MINUTE,
    panels: Sequence[layout.Panel] = (),
    mcp: bool = False,
    metrics: bool = False,
    manage: Manage | None = None,
) -> FastAPI:
    """The whole site: the chat at `/`, the guides at `/guides`.

    Args:
        load: makes the advisor; called at once, in the background.
        version: what is another one when the advisor has to be loaded anew.
        record: keeps what readers say of an answer.
        questions_per_minute: what one network address may ask.
        panels: further parts beside the conversation, each called where its components belong.
        mcp: whether assistants may use the advisor over the Model Context Protocol, at `MCP_PATH`.
        metrics: whether `/metrics` is there for Prometheus.
        manage: changes the guides from the browser, at `/manage`; None where that is not wanted.
    """
    loading = Loading(load, version)
    routers = [
        guides.routes(loading),
        me.routes(loading, RateLimit(questions_per_minute)),
        feedback.routes(record, RateLimit(questions_per_minute)),
        *([managing.routes(manage)] if manage else []),
    ]
    app = _site(routers, metrics)
    page = layout.blocks(Chat(loading, RateLimit(questions_per_minute)), panels)
    page.state_session_capacity = SESSIONS
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme(),
        head=_HEAD,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=mcp,
    )
    return app


def _site(routers: Sequence[APIRouter], metrics: bool) -> FastAPI:
    """All of the site but the chat."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(AdvisorError, _unavailable)
    for router in routers:
        app.include_router(router)
    app.mount("/page", StaticFiles(directory=_STATIC))
    for path in _UPLOADS:
        app.add_api_route(path, guides.nowhere, methods=["GET", "POST"], include_in_schema=False)
    if metrics:
        app.add_api_route("/metrics", _metrics, include_in_schema=False)
    return app


def serve(
    load: Callable[[], "Advisor"],
    host: str = "127.0.0.1",
    port: int = 7860,
    version: Callable[[], object] | None = None,
    record: feedback.Recorder = feedback.ignore,
    panels: Sequence[layout.Panel] = (),
    mcp: bool = False,
    metrics: bool = False,
    manage: Manage | None = None,
) -> None:
    """Serve the site until interrupted; the address goes to standard error.

    Args:
        load: makes the advisor; the page stands while it still runs.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        version: what is another one when the advisor has to be loaded anew.
        record: keeps what readers say of an answer.
        panels: further parts beside the conversation.
        mcp: whether assistants may use the advisor over the Model Context Protocol.
        metrics: whether `/metrics` is there for Prometheus.
        manage: changes the guides from the browser.

    Raises:
        AdvisorError: the address cannot be listened on, or what `mcp` needs is not installed.
    """
    if mcp and find_spec("mcp") is None:
        raise AdvisorError("Assistants need the package 'mcp': install it with pip install 'residency-advisor[mcp]'.")
    with _bound(host, port) as listening:
        site = create_app(load, version, record, panels=panels, mcp=mcp, metrics=metrics, manage=manage)
        server = _Server(
            uvicorn.Config(site, log_level="warning", timeout_graceful_shutdown=3, timeout_keep_alive=IDLE_SECONDS)
        )
        server.address = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        server.for_assistants = mcp
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says where it is once it listens."""

    address = ""
    for_assistants = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"The advisor listens on {self.address} (stop it with Ctrl+C).", file=sys.stderr, flush=True)
        if self.for_assistants:
            print(f"Assistants (MCP) find it at {self.address}{MCP_PATH}", file=sys.stderr, flush=True)


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


def _metrics() -> Response:
    """All figures of this process, in Prometheus' own format."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _unavailable(_: Request, error: Exception) -> HTMLResponse:
    return guides.unavailable(str(error))
