"""Web addresses -> files, within limits."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from advisor import readers
from advisor.errors import CorpusError
from advisor.readers import fetching

PAGE = b"<html><body><h1>Visas</h1><p>A J-1 visa needs a sponsor.</p></body></html>"
LIMIT = 10_000


class Site(BaseHTTPRequestHandler):
    """A few pages, one of each fault."""

    def do_GET(self) -> None:
        """Answer."""
        if self.path == "/moved":
            self._answer(302, b"", location="/guide")
        elif self.path == "/inwards":
            self._answer(302, b"", location="http://169.254.169.254/secret")
        elif self.path == "/loop":
            self._answer(302, b"", location="/loop")
        elif self.path == "/latin":
            self._answer(
                200, "<html><body><p>Café</p></body></html>".encode("latin-1"), kind="text/html; charset=latin-1"
            )
        elif self.path == "/host":
            self._answer(200, (self.headers["Host"] or "").encode())
        elif self.path == "/large":
            self._answer(200, b"x" * (LIMIT + 1))
        elif self.path == "/guide":
            self._answer(200, PAGE)
        else:
            self._answer(404, b"")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, body: bytes, location: str = "", kind: str = "text/html") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a running server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(url: str) -> bytes:
    return fetching.fetch(url, LIMIT, allow_private=True).data


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Lets names lead to addresses of one's choice; the list holds the names that were asked for."""

    def resolve(*addresses: str) -> list[str]:
        asked: list[str] = []
        real = socket.getaddrinfo

        def lookup(host: str, port: int, *rest: int, **kind: int) -> object:
            if host in addresses:
                return real(host, port, *rest, **kind)
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        return asked

    return resolve


def test_a_page_is_fetched_and_redirects_are_followed(site: str) -> None:
    assert fetch(f"{site}/guide") == fetch(f"{site}/moved") == PAGE


def test_a_page_of_this_machine_is_only_fetched_where_that_is_allowed(site: str) -> None:
    with pytest.raises(CorpusError, match=r"private network .*ADVISOR_ALLOW_PRIVATE_URLS"):
        fetching.fetch(f"{site}/guide", LIMIT)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%2",
        "fd00::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
    ],
)
def test_a_name_that_leads_inwards_by_any_of_its_addresses_is_refused(
    address: str, resolved: Callable[..., list[str]]
) -> None:
    resolved("93.184.216.34", address)
    with pytest.raises(CorpusError, match="private network"):
        fetching.fetch("http://guides.example/a", LIMIT)


def test_a_redirect_inwards_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(CorpusError, match=r"^http://169\.254\.169\.254/secret leads into a private network"):
        fetching.fetch(f"{site}/inwards", LIMIT)


def test_the_connection_goes_to_the_address_that_was_checked(site: str, resolved: Callable[..., list[str]]) -> None:
    asked = resolved("127.0.0.1")
    port = site.rpartition(":")[2]
    assert fetch(f"http://guides.example:{port}/host") == f"guides.example:{port}".encode()
    assert asked == ["guides.example"]


@pytest.mark.parametrize(
    ("path", "message"),
    [("/none", "the server answers 404"), ("/large", "larger than 0.00954 MB"), ("/loop", "without end")],
)
def test_what_cannot_be_had_is_one_clear_sentence(site: str, path: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        fetch(site + path)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://guides.example/a", "must begin with http"),
        ("file:///etc/passwd", "must begin with http"),
        ("http://", "must begin with http"),
        ("http://a:b@guides.example/", "with a name or a password"),
        ("http://[broken/", "cannot be found"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        fetch(url)


def test_a_server_that_says_nothing_is_given_up() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(CorpusError, match="does not answer in time"),
    ):
        fetching.fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/", LIMIT, allow_private=True, seconds=0.2)


def test_the_encoding_that_a_server_names_is_kept(site: str) -> None:
    assert "Café" in readers.read(fetch(f"{site}/latin"), "g", "g").text
