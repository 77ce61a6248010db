"""A web address -> bytes, within limits, and never into a private network unless that is allowed.

Every host on the way, redirects included, is resolved once; its addresses are checked and the
connection goes to the address that was checked, so that a name which changes its address between
check and connection (DNS rebinding) leads nowhere.
"""

import codecs
import ipaddress
import socket
import time
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urljoin, urlsplit

import httpx

from advisor.errors import CorpusError

MAX_REDIRECTS = 5
SECONDS = 30.0  # for the whole of it
SECONDS_STEP = 10.0  # for each step: to connect, to get the next bytes
_AGENT = "residency-advisor (reads one page for its guides)"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address led to.

    Attributes:
        url: the address behind all redirects.
        data: the bytes; a text's are in UTF-8 with its mark where the server names another encoding.
    """

    url: str
    data: bytes


def is_url(place: str) -> bool:
    """Whether a place is a web address and no file."""
    return place.lower().startswith(("http://", "https://"))


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
    deadline = time.monotonic() + seconds
    # Proxies and credentials of the environment would lead round the check of the address.
    with httpx.Client(trust_env=False, timeout=min(SECONDS_STEP, seconds), headers={"User-Agent": _AGENT}) as client:
        for _ in range(MAX_REDIRECTS + 1):
            found = _get(client, url, max_bytes, allow_private, deadline)
            if isinstance(found, Page):
                return found
            url = found
    raise CorpusError(f"{url} leads from one address to the next without end: open it in a browser and save the page.")


def _get(client: httpx.Client, url: str, max_bytes: int, allow_private: bool, deadline: float) -> Page | str:
    """The page, or the address that it redirects to."""
    try:
        with client.stream(**_request(url, allow_private)) as response:
            if response.has_redirect_location:
                return urljoin(url, response.headers["location"])
            if response.status_code != httpx.codes.OK:
                reason = f"{response.status_code} {response.reason_phrase}".strip()
                raise CorpusError(f"{url} cannot be fetched: the server answers {reason}.")
            return Page(url, _in_utf8(_body(response, url, max_bytes, deadline), response.headers))
    except httpx.TimeoutException as error:
        raise CorpusError(f"{url} does not answer in time: try again later, or save the page as a file.") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise CorpusError(f"{url} cannot be fetched: check the address, or save the page as a file.") from error


def _request(url: str, allow_private: bool) -> dict[str, object]:
    """The request for an address, sent to the checked address of its host and asking for the host by name."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise CorpusError(f"{url} is no web address: it must begin with http:// or https://.")
    if parts.username or parts.password:
        raise CorpusError(f"{parts.hostname} is asked for with a name or a password: save the page as a file instead.")
    port = parts.port or _PORTS[parts.scheme]
    address = _checked(parts.hostname, port, url, allow_private)
    target = httpx.URL(url).copy_with(host=address, fragment=None)
    host = httpx.URL(url).netloc.decode("ascii")
    return {
        "method": "GET",
        "url": target,
        "headers": {"Host": host},
        "extensions": {"sni_hostname": httpx.URL(url).raw_host.decode("ascii")},
    }


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
        ip = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)
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
