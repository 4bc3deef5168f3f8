"""One exchange over HTTP: a request is sent to an address that was checked, and its answer read within limits.

In: a URL. Out: an `Exchange`, the answer as received and without its coding. Refused, as a `Failure`: addresses that
may not be contacted, answers over 10 MB once unpacked, answers that take longer than the time left in all. No cookie
is kept, no proxy or credential taken from the environment, no redirect followed: what calls this decides on each hop.

This is the only module here that imports httpx (pinned to 0.28: the pool of a transport, which is given our own
backend, is no public part of it).
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpcore
import httpx

from atlas.capture.decoding import beginning, decoded
from atlas.capture.failure import Failure
from atlas.capture.guard import Guard

LIMIT_BYTES = 10_000_000  # of a page, unpacked; the longest policy of the first real catalogue had 0.4 MB of HTML
PHASE_SECONDS = 15.0  # to connect, or between two pieces of an answer
ADDRESSES_TRIED = 3


class Deadline:
    """The seconds left for one page, over all its hops. Waiting that we choose ourselves does not count: `spent` is
    only what exchanges took."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._left = seconds
        self._clock = clock
        self._since: float | None = None
        self.seconds = seconds

    def __enter__(self) -> Deadline:
        self._since = self._clock()
        return self

    def __exit__(self, *_: object) -> None:
        self._left, self._since = self.left(), None

    def left(self) -> float:
        """What is left now."""
        return self._left - (self._clock() - self._since if self._since is not None else 0)

    def bound(self, timeout: float | None) -> float:
        """A timeout that does not reach past the deadline; raises httpcore's own when nothing is left."""
        left = self.left()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return min(left, timeout if timeout is not None else left)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer. `coded` is the body as received, less its chunks; `body` is without its coding."""

    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    coded: bytes = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        """The value of a header, '' when it was not sent; of several the first."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def media_type(self) -> str:
        """`text/html`, without parameters, in small letters; '' when it was not said."""
        return self.header("content-type").split(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the content type names."""
        for parameter in self.header("content-type").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'") or None
        return None


class _Stream(httpcore.NetworkStream):
    """A connection on which no read or write outlasts the deadline, however little the other side sends at a time."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.bound(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.bound(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to the addresses that the guard has checked, and to no name."""

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        self._guard = guard
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._guard.addresses(host, port, timeout=self._deadline.bound(timeout))
        failed: Exception | None = None
        for address in addresses[:ADDRESSES_TRIED]:
            try:
                inner = self._inner.connect_tcp(address, port, timeout=self._deadline.bound(timeout))
                return _Stream(inner, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError(f"{host} has no address")


class _Transport(httpx.HTTPTransport):
    """HTTP/1.1 over the guarded backend; certificates are checked against the name, as ever."""

    def __init__(self, backend: _Backend, context: ssl.SSLContext) -> None:
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=backend, max_keepalive_connections=0)


class Wire:
    """What sends requests: `agent` is the user agent, `guard` says whom to contact, `context` which certificates
    count."""

    def __init__(self, agent: str, guard: Guard, *, limit: int = LIMIT_BYTES) -> None:
        self.agent = agent
        self._guard = guard
        self._limit = limit
        self.context = httpx.create_ssl_context(trust_env=False)

    def check(self, url: str) -> None:
        """Raises Failure for a URL that is not one to ask for, before anybody is asked anything."""
        self._guard.check_url(url)

    def exchange(
        self,
        url: str,
        deadline: Deadline,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        first: int | None = None,
    ) -> Exchange:
        """Asks for a URL, or sends a form to it. With `first`, no more than so many bytes of the answer are read and
        kept, and it may have more than the limit."""
        self.check(url)
        request = self._request(url, headers or {}, form)
        try:
            with deadline, _Transport(_Backend(self._guard, deadline), self.context) as transport:
                return self._answer(request, transport, first)
        except httpx.TimeoutException:
            raise Failure("timeout", f"{url} did not answer within {deadline.seconds:g} seconds in all") from None
        except httpx.RemoteProtocolError as error:
            raise Failure("unreadable", f"{url} breaks off or is no HTTP: {error}") from None
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise Failure("unreachable", f"{url} cannot be reached: {error}") from None

    def _request(self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None) -> httpx.Request:
        own = {"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", "Connection": "close", **headers}
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), PHASE_SECONDS)
        try:
            return httpx.Request(
                "GET" if form is None else "POST", url, headers=own, data=form, extensions={"timeout": timeout}
            )
        except (httpx.InvalidURL, UnicodeError) as error:
            raise Failure("address", f"{url!r} must be a valid address: {error}") from None

    def _answer(self, request: httpx.Request, transport: _Transport, first: int | None) -> Exchange:
        response = transport.handle_request(request)
        try:
            coded = self._coded(response) if first is None else _first(response, first)
        finally:
            response.close()
        coding = ",".join(response.headers.get_list("content-encoding"))
        body = decoded(coded, coding, self._limit) if first is None else beginning(coded, coding, first)
        reason = response.extensions.get("reason_phrase", b"").decode("latin-1")
        return Exchange(
            request.method, str(request.url), _pairs(request.headers), response.status_code, reason,
            _pairs(response.headers), coded, body,
        )  # fmt: skip

    def _coded(self, response: httpx.Response) -> bytes:
        said = response.headers.get("content-length", "")
        if said.isdecimal() and int(said) > self._limit:
            raise Failure("too-large", f"the page has {int(said):,} bytes; more than {self._limit:,} are not read")
        parts: list[bytes] = []
        size = 0
        for part in response.iter_raw():
            size += len(part)
            if size > self._limit:
                raise Failure("too-large", f"the page has more than {self._limit:,} bytes")
            parts.append(part)
        return b"".join(parts)


def _first(response: httpx.Response, most: int) -> bytes:
    """The first bytes of an answer as received."""
    found = bytearray()
    for part in response.iter_raw():
        found += part
        if len(found) >= most:
            break
    return bytes(found[:most])


def _pairs(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in headers.raw)


def joined(url: str, location: str) -> str:
    """Where a `Location` leads from a URL, without a fragment; Failure when that is no address. Bytes that are no ASCII
    are UTF-8 where they fit it, as browsers read them."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return str(httpx.URL(url).join(location).copy_with(fragment=None))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Failure("redirects", f"{url} redirects to no address, {location[:200]!r}: {error}") from None
