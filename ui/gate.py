"""Who may change the guides from a browser: who knows the password, or without one who sits at this machine."""

import hashlib
import hmac
import ipaddress
import math
import time
from urllib.parse import urlsplit

from fastapi import Request, Response

from ui.limits import RateLimit

COOKIE = "keeper"
SIGNED_IN = 12 * 3600  # seconds
TRIES_PER_MINUTE = 10  # of one network address

_NOT_HERE = (
    "The guides are managed from the machine that the advisor runs on. To manage them from elsewhere, set"
    " ADVISOR_ADMIN_PASSWORD and start the advisor again."
)
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


class Barred(Exception):
    """A request that may not do what it asks for: an HTTP status, and a sentence that is fit to show."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Gate:
    """Lets requests in.

    A sign-in is a cookie that holds when it ends, signed with a key made of the password: any replica can
    check it, a restart does not end it, a new password does.

    Args:
        password: None where only this machine is let in.
    """

    def __init__(self, password: str | None) -> None:
        self.password = password
        salt = b"the keeper of the guides"
        self._key = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1) if password else b""
        self._tries = RateLimit(TRIES_PER_MINUTE)

    def is_open(self, request: Request) -> bool:
        """Whether a request may see and change the guides."""
        return self._is_signed_in(request) if self.password else _is_from_here(request)

    def check(self, request: Request) -> None:
        """Make sure that it may; and where it changes something, that it was sent from this site's own page.

        Raises:
            Barred: it may not.
        """
        if not self.is_open(request):
            raise Barred(401, "Sign in to go on.") if self.password else Barred(403, _NOT_HERE)
        if request.method not in ("GET", "HEAD"):
            check_origin(request)

    def sign_in(self, request: Request, given: str, response: Response) -> None:
        """Give a response the cookie.

        Raises:
            Barred: the password is wrong, or was tried too often.
        """
        check_origin(request)
        if seconds := self._tries.wait(request.client.host if request.client else ""):
            raise Barred(429, f"That was tried too often. Try again in {math.ceil(seconds)} seconds.")
        if not hmac.compare_digest(given.encode(), (self.password or "").encode()) or not self.password:
            raise Barred(403, "That is not the password.")
        ends = str(int(time.time()) + SIGNED_IN)
        response.set_cookie(
            COOKIE,
            f"{ends}.{self._signature(ends)}",
            max_age=SIGNED_IN,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )

    def _is_signed_in(self, request: Request) -> bool:
        ends, _, signature = request.cookies.get(COOKIE, "").partition(".")
        signed = hmac.compare_digest(signature.encode(), self._signature(ends).encode())
        return signed and ends.isdecimal() and int(ends) > time.time()

    def _signature(self, ends: str) -> str:
        return hmac.new(self._key, ends.encode(), "sha256").hexdigest()


def check_origin(request: Request) -> None:
    """Make sure that a change was not sent by another site's page.

    Raises:
        Barred: it was, or does not say where it comes from.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "")
    same = urlsplit(origin).netloc == request.headers.get("host")
    if not (same if site is None else site == "same-origin"):
        raise Barred(403, "This has to be sent from the page itself: open it anew and try again.")


def _is_from_here(request: Request) -> bool:
    """Whether it comes from this machine and passed no proxy.

    The name it asks for is looked at too: another site's page whose name was made to lead to this machine
    (DNS rebinding) would ask for its own.
    """
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    return _is_loopback(request.client.host) and _is_loopback(request.url.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
