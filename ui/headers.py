"""Security headers on every response."""

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src {else_}; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri {else_}; form-action 'self'; "
    "frame-ancestors 'none'"
)
# Gradio compiles its event handlers, so it cannot do without `eval`; its inline scripts are named by a nonce.
_GRADIO = " 'nonce-{nonce}' 'unsafe-eval'"
_CHAT = "/"
_SCRIPT = re.compile(rb"<script(?=[\s>])")
_FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """ASGI middleware that adds the headers; every response but the chat page passes through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16) if scope["path"] == _CHAT else ""
        start: Message = {}
        body = b""

        async def send_with_headers(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                headers = MutableHeaders(scope=message)
                scripts = _GRADIO.format(nonce=nonce) if nonce else ""
                policy = _POLICY.format(scripts=scripts, else_="'self'" if nonce else "'none'")
                headers.update(_FIXED | {"content-security-policy": policy})
                if nonce:
                    return  # the length changes with the nonces
            elif nonce and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                message = {**message, "body": _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), body)}
                MutableHeaders(scope=start)["content-length"] = str(len(message["body"]))
                await send(start)
            await send(message)

        await self._app(scope, receive, send_with_headers)
