"""Visit web addresses: the only module that uses the network.

The addresses come from data files, which anybody can propose to change. So only public hosts are visited, never a
private network or this computer. Little is read, slowly, and from few hosts at once.
"""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import SplitResult, quote, urldefrag, urljoin, urlsplit

from cobtrack import __version__
from cobtrack.model.languages.phrases import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

State = Literal["found", "moved", "changed", "dead", "unclear", "refused"]
"""What became of an address: it was found, it was found at another address for good, its file has another checksum, it
is gone, it is not known because the server did not answer as expected, or it was not visited because it must not be.
"""
TIMEOUT = 10
"""The number of seconds to wait for a server to go on."""
LONGEST = 60
"""The number of seconds after which a request is given up, even if the server still goes on."""
PAUSE = 1.0
"""The number of seconds between two requests to the same host."""
MAX_BYTES = 20_000_000
"""The greatest size of a file whose checksum is compared."""
_MAX_REDIRECTS = 5
_HOSTS_AT_ONCE = 4
_PORTS = {"http": (80, 8080), "https": (443, 8443)}
"""The ports that are visited. The first of each is the usual port."""
_MOVED_FOR_GOOD = {301, 308}
_REDIRECTS = {302, 303, 307, *_MOVED_FOR_GOOD}
_GONE = {404, 410}
_PART = 65_536
"""The number of bytes that are read at a time."""
_USER_AGENT = f"cobtrack/{__version__}"
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
"""The only network of IPv6 with public hosts. In the others, an address can stand for a private address of IPv4."""
_TRANSLATED = [ipaddress.ip_network(text) for text in ("2002::/16", "2001::/32")]
"""Networks within it in which an address of IPv6 stands for one of IPv4, which could be private."""


class Answer(NamedTuple):
    """What became of a web address when it was visited."""

    state: State
    reason: str = ""
    """Why it is not found, in words; "" if it is found."""
    url: str = ""
    """The address to which it moved for good."""


class _Page(NamedTuple):
    """What a server answered."""

    status: int
    target: str
    """The address to go to; "" if there is none."""
    checksum: str
    """The checksum of the file; "" if it was not read."""


class _RefusedError(Exception):
    """An address must not be visited."""


class _NoHostError(Exception):
    """A host does not exist."""


Place = tuple[str, int]
"""The address of a host on the network, and a port."""


def public_places(host: str, port: int) -> list[Place]:
    """Return the network addresses of a host. Raises _RefusedError if any of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}:
            raise _NoHostError(_("there is no such host")) from None
        raise
    places = [str(sockaddr[0]) for *_rest, sockaddr in found]
    if not all(map(is_public, places)):
        raise _RefusedError(_("it is not on the public internet"))
    return [(place, port) for place in dict.fromkeys(places)]


def is_public(place: str) -> bool:
    """Return whether a network address belongs to the public internet."""
    address = ipaddress.ip_address(place.partition("%")[0])
    if address.version == 6 and (address not in _PUBLIC_IPV6 or any(address in network for network in _TRANSLATED)):
        return False
    return address.is_global and not address.is_multicast


def by_host(urls: Iterable[str]) -> dict[str, list[str]]:
    """Return addresses, grouped by host."""
    found: dict[str, list[str]] = {}
    for url in urls:
        found.setdefault((_split(url).hostname or "").rstrip("."), []).append(url)
    return found


def least_seconds(urls: Iterable[str]) -> int:
    """Return the number of seconds that it takes to visit addresses because of the pauses."""
    pauses = [len(group) - 1 for group in by_host(urls).values()]
    return round(PAUSE * max(max(pauses, default=0), sum(pauses) / _HOSTS_AT_ONCE))


class Web:
    """Visits web addresses."""

    def __init__(
        self,
        resolve: Callable[[str, int], list[Place]] = public_places,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Create a visitor. `resolve` returns the network addresses of a host and a port; `pause` waits."""
        self._resolve, self._pause = resolve, pause
        self.has_answers = False
        """Whether any server has answered. Without a connection to the internet, none does."""
        self._is_stopped = False

    def visit_all(self, checksums: Mapping[str, str]) -> dict[str, Answer]:
        """Visit addresses, and return the answers, keyed by address.

        `checksums` maps each address to the SHA-256 checksum that its file should have, or to "".
        """
        with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
            answers = pool.map(lambda urls: [*self._visit_host(urls, checksums)], by_host(checksums).values())
            try:
                found = {url: answer for pairs in answers for url, answer in pairs}
            except BaseException:
                # After Ctrl-C, visit no further address.
                self._is_stopped = True
                raise
        return {url: found[url] for url in checksums}

    def _visit_host(self, urls: Iterable[str], checksums: Mapping[str, str]) -> Iterator[tuple[str, Answer]]:
        for number, url in enumerate(urls):
            if number:
                self._pause(PAUSE)
            if self._is_stopped:
                return
            yield url, self.visit(url, checksums[url])

    def visit(self, url: str, checksum: str = "") -> Answer:
        """Visit an address. With a checksum, compare it with the checksum of the file at the address."""
        try:
            return self._follow(url, checksum)
        except _RefusedError as error:
            return Answer("refused", str(error))
        except _NoHostError as error:
            return Answer("dead", str(error))
        except ssl.SSLError:
            return Answer("unclear", _("its certificate is not valid"))
        except (OSError, HTTPException, ValueError):
            return Answer("unclear", _("its server does not answer"))

    def _follow(self, url: str, checksum: str) -> Answer:
        """Visit an address, and the addresses to which it leads."""
        start = urldefrag(url).url
        current, is_for_good = start, True
        for _number in range(_MAX_REDIRECTS + 1):
            page = self._page(current, reads=bool(checksum))
            if page.status not in _REDIRECTS or not page.target:
                return _judge(page, checksum, current if is_for_good and current != start else "")
            current = urldefrag(urljoin(current, page.target)).url
            is_for_good = is_for_good and page.status in _MOVED_FOR_GOOD
        return Answer("unclear", _("it leads from one address to the next"))

    def _page(self, url: str, *, reads: bool) -> _Page:
        """Return what a server answers, with the checksum of the file if it `reads` the file."""
        if not reads:
            page = self._request("HEAD", url)
            if page.status < 400:
                return page
        # Many servers only answer when the whole page is asked for.
        return self._request("GET", url, reads=reads)

    def _request(self, method: str, url: str, *, reads: bool = False) -> _Page:
        parts = _split(url)
        host, port = _host_and_port(parts)
        connection = HTTPConnection(host, port, timeout=TIMEOUT)
        connection.sock = self._connect(parts.scheme, host, port)
        end = Timer(LONGEST, _hang_up, [connection.sock])
        end.daemon = True
        end.start()
        try:
            name = host if port == _PORTS[parts.scheme][0] else f"{host}:{port}"
            connection.request(method, _target(parts), headers={"Host": name, "User-Agent": _USER_AGENT})
            answer = connection.getresponse()
            self.has_answers = True
            checksum = _checksum(answer) if reads and answer.status == 200 else ""
            if not end.is_alive() or (checksum and answer.length):
                raise TimeoutError
            return _Page(answer.status, _escaped(answer.headers.get("Location", "")), checksum)
        finally:
            end.cancel()
            connection.close()

    def _connect(self, scheme: str, host: str, port: int) -> socket.socket:
        """Connect to a network address of a host that was found to be public, and to no other."""
        places = self._resolve(host, port)
        for place in places[:-1]:
            with suppress(OSError):
                return _secured(socket.create_connection(place, TIMEOUT), scheme, host)
        return _secured(socket.create_connection(places[-1], TIMEOUT), scheme, host)


def _secured(connected: socket.socket, scheme: str, host: str) -> socket.socket:
    if scheme == "http":
        return connected
    return ssl.create_default_context().wrap_socket(connected, server_hostname=host)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _host_and_port(parts: SplitResult) -> tuple[str, int]:
    """Return the host and the port of an address. Raises _RefusedError if the address must not be visited."""
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise _RefusedError(_("it is not the address of a public web page"))
    port = parts.port or _PORTS[parts.scheme][0]
    if port not in _PORTS[parts.scheme]:
        raise _RefusedError(_("it is not the address of a public web page"))
    # UnicodeError, which is raised for an impossible name, is a ValueError.
    return parts.hostname.encode("idna").decode(), port


def _escaped(location: str) -> str:
    """Return the address in an answer with everything escaped that does not belong there, such as control characters.

    The text of a header has a character for each byte.
    """
    return quote(location, safe="/%:@!$&'()*+,;=~-._?#[]", encoding="latin-1")


def _target(parts: SplitResult) -> str:
    """Return the path and the query of an address, with letters of other scripts escaped."""
    query = f"?{parts.query}" if parts.query else ""
    return quote(f"{parts.path or '/'}{query}", safe="/%:@!$&'()*+,;=~-._?")


def _checksum(answer: HTTPResponse) -> str:
    """Return the checksum of a file, or "" if the file is too large to read."""
    digest, size = hashlib.sha256(), 0
    while part := answer.read(_PART):
        size += len(part)
        if size > MAX_BYTES:
            return ""
        digest.update(part)
    return digest.hexdigest()


def _judge(page: _Page, checksum: str, moved_to: str) -> Answer:
    """Return what became of an address by what its server answered."""
    if page.status in _GONE:
        return Answer("dead", _("there is nothing at this address (%(status)s)", status=page.status))
    if not 200 <= page.status < 300:
        return Answer("unclear", _("its server does not let programs in (%(status)s)", status=page.status))
    if checksum and not page.checksum:
        return Answer("unclear", _("its file is too large to compare"))
    if checksum != page.checksum:
        return Answer("changed", _("its file is not the one that was recorded"))
    return Answer("moved", _("it has moved"), moved_to) if moved_to else Answer("found")


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
