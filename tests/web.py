"""A web server on loopback that answers as told, and badly when told so.

`Web()` serves `routes`: by path an `Answer`, a list of them (one a request, the last for good), or a function that is
given the request's handler and writes what it likes. What was asked stands in `asked`, in order. Any other path is 404.
"""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """A whole answer; `Content-Length` is its own unless a header says otherwise."""

    body: bytes = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float


Route = Answer | list[Answer] | Callable[[BaseHTTPRequestHandler], None]


class Web:
    """A server for the time of a `with`."""

    def __init__(self, routes: dict[str, Route] | None = None, *, certificate: Path | None = None) -> None:
        self.routes: dict[str, Route] = routes or {}
        self.asked: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Web:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def url(self, path: str) -> str:
        return self.base + path

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                asked = Asked(self.command, self.path, dict(self.headers), self.rfile.read(length), time.monotonic())
                web.asked.append(asked)
                route = web.routes.get(self.path) or web.routes.get(self.path.partition("?")[0])
                if isinstance(route, list):
                    route = route.pop(0) if len(route) > 1 else route[0]
                if callable(route):
                    with suppress_broken_pipe():
                        route(self)
                    self.close_connection = True
                else:
                    self.answer(route or Answer(b"nothing here", 404, "text/plain"))

            do_POST = do_GET

            def answer(self, answer: Answer) -> None:
                headers = {"Content-Type": answer.media_type, "Content-Length": str(len(answer.body)), **answer.headers}
                self.send_response(answer.status)
                for name, value in headers.items():
                    if value:
                        self.send_header(name, value)
                self.end_headers()
                with suppress_broken_pipe():
                    self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


@contextmanager
def suppress_broken_pipe() -> Iterator[None]:
    """The client may have had enough."""
    with suppress(BrokenPipeError, ConnectionResetError):
        yield


# --- bad manners


def head(handler: BaseHTTPRequestHandler, *headers: str, status: str = "200 OK") -> None:
    """Writes a status line and headers as they are."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", *headers]
    handler.wfile.write("\r\n".join([*lines, "", ""]).encode())
    handler.wfile.flush()


def stalls(handler: BaseHTTPRequestHandler) -> None:
    """Begins a page and never goes on."""
    head(handler, "Content-Length: 1000")
    handler.wfile.write(b"<p>We")
    handler.wfile.flush()
    time.sleep(3)


def never_answers(handler: BaseHTTPRequestHandler) -> None:
    """Takes the request and says nothing."""
    time.sleep(3)


def drips(handler: BaseHTTPRequestHandler) -> None:
    """Sends a byte now and then, always in time for a timeout between two of them."""
    head(handler, "Content-Length: 1000")
    for _ in range(60):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def drips_headers(handler: BaseHTTPRequestHandler) -> None:
    """The same, before the page has begun."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        handler.wfile.write(f"X-{number}: x\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.05)


def ends_early(handler: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    head(handler, "Content-Length: 1000", "Connection: close")
    handler.wfile.write(b"<p>We may share")


def goes_on(handler: BaseHTTPRequestHandler) -> None:
    """Sends more than it promised."""
    head(handler, "Content-Length: 8", "Connection: close")
    handler.wfile.write(b"<p>We may share everything.</p>")


def never_ends(handler: BaseHTTPRequestHandler) -> None:
    """Sends without end and without saying how much."""
    head(handler, "Transfer-Encoding: chunked")
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    while True:
        handler.wfile.write(piece)


def claims_a_terabyte(handler: BaseHTTPRequestHandler) -> None:
    head(handler, "Content-Length: 1000000000000", "Connection: close")


def is_no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")


def cut_gzip(handler: BaseHTTPRequestHandler) -> None:
    """A compressed page that ends in the middle, of the stated length."""
    coded = gzip.compress(b"<p>We may share. " * 200)[:-20]
    head(handler, "Content-Encoding: gzip", f"Content-Length: {len(coded)}", "Connection: close")
    handler.wfile.write(coded)


def bomb() -> Answer:
    """A gigabyte in a megabyte; made in pieces."""
    member = gzip.compress(b"\0" * 50_000_000)
    return Answer(member * 20, headers={"Content-Encoding": "gzip"})
