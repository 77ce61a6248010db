"""A web address -> a file, within limits, and never out of a private network unless that is allowed.

Every host on the way, redirects included, is resolved once; its addresses are checked and the
connection goes to the address that was checked, so that a name which changes its address between
check and connection (DNS rebinding) leads nowhere.
"""

import codecs
import ipaddress
import socket
import time
from contextlib import closing
from email.message import Message
from urllib.parse import urljoin

import httpx

from advisor.errors import CorpusError
from advisor.readers.pages import Page

MAX_REDIRECTS = 5
SECONDS = 30.0  # for the whole of it
SECONDS_STEP = 10.0  # for each step: to connect, to get the next bytes
_AGENT = "residency-advisor (reads one page for its guides)"

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 addresses as networks without IPv4 write them
_PORTS = {"http": 80, "https": 443}


def fetch(url: str, max_bytes: int, allow_private: bool = False, seconds: float = SECONDS) -> Page:
    """Fetch one page.

    Args:
        url: http or https.
        max_bytes: more is refused, counted unpacked.
        allow_private: whether addresses of this machine and of private networks may be fetched.
        seconds: for the whole of it.

    Raises:
        CorpusError: it cannot be had within the limits; the message says why.
    """
    deadline, at = time.monotonic() + seconds, url
    for _ in range(MAX_REDIRECTS + 1):
        # A client for each step: another host at the same address must show a certificate of its own.
        # Proxies and credentials of the environment would lead round the check of the address.
        with httpx.Client(trust_env=False, timeout=min(SECONDS_STEP, seconds)) as client:
            found = _get(client, at, max_bytes, allow_private, deadline)
        if isinstance(found, bytes):
            return Page(url.partition("#")[0], found)
        at = found
    raise CorpusError(f"{url} leads from one address to the next without end: open it in a browser and save the page.")


def _get(client: httpx.Client, url: str, max_bytes: int, allow_private: bool, deadline: float) -> bytes | str:
    """The page's bytes, or the address that it redirects to."""
    try:
        request = _request(client, url, allow_private)
        with closing(client.send(request, stream=True)) as response:
            if response.has_redirect_location:
                return urljoin(url, response.headers["location"])
            if response.status_code != httpx.codes.OK:
                reason = f"{response.status_code} {response.reason_phrase}".strip()
                raise CorpusError(f"{url} cannot be fetched: the server answers {reason}.")
            return _in_utf8(_body(response, url, max_bytes, deadline), response.headers)
    except httpx.TimeoutException as error:
        raise CorpusError(f"{url} does not answer in time: try again later, or save the page as a file.") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise CorpusError(f"{url} cannot be fetched: check the address, or save the page as a file.") from error


def _request(client: httpx.Client, url: str, allow_private: bool) -> httpx.Request:
    """The request for an address, sent to the checked address of its host and asking for the host by name."""
    asked = httpx.URL(url)
    if asked.scheme not in _PORTS or not asked.host:
        raise CorpusError(f"{url} is no web address: it must begin with http:// or https://.")
    if asked.userinfo:
        raise CorpusError(f"{asked.host} is asked for with a name or a password: save the page as a file instead.")
    host = asked.raw_host.decode("ascii")
    address = _checked(host, asked.port or _PORTS[asked.scheme], url, allow_private)
    return client.build_request(
        "GET",
        asked.copy_with(host=address, fragment=None),
        headers={"Host": asked.netloc.decode("ascii"), "User-Agent": _AGENT},
        extensions={"sni_hostname": host},  # the name that the server's certificate must hold
    )


def _checked(host: str, port: int, url: str, allow_private: bool) -> str:
    """The first address of a host, all of which are fit to be fetched from."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CorpusError(f"{url} cannot be found: there is no server of the name {host}.") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(map(_is_public, addresses)):
        raise CorpusError(
            f"{url} leads into a private network and is not fetched: save the page as a file, or set"
            " ADVISOR_ALLOW_PRIVATE_URLS=true if you trust it."
        )
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        ip = inside or (ipaddress.IPv4Address(ip.packed[-4:]) if ip in _NAT64 else ip)
    return ip.is_global and not ip.is_multicast


def _body(response: httpx.Response, url: str, max_bytes: int, deadline: float) -> bytes:
    data = bytearray()
    for piece in response.iter_bytes(2**16):
        data += piece
        if len(data) > max_bytes:
            raise CorpusError(f"{url} is larger than {max_bytes / 2**20:.3g} MB: save the part you need as a file.")
        if time.monotonic() > deadline:
            raise CorpusError(f"{url} takes too long: try again later, or save the page as a file.")
    return bytes(data)


def _in_utf8(data: bytes, headers: httpx.Headers) -> bytes:
    """A text in UTF-8 with its byte order mark, if the server names its encoding: that goes before what a page says."""
    told = Message()
    told["content-type"] = headers.get("content-type", "")
    charset = told.get_content_charset()
    if told.get_content_maintype() != "text" or not charset or data.startswith(codecs.BOM_UTF8):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(charset).encode()
    except (UnicodeDecodeError, LookupError):
        return data  # the server is wrong: the page's own word counts
