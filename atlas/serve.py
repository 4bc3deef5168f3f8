"""Shows a built folder on this machine, as a static host would: `dir/index.html` at `dir/`, 404.html for what is not
there, and the headers of `_headers` that matter to what a page may do."""

from __future__ import annotations

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click

from atlas.problems import AtlasError
from atlas.render import CONTENT_SECURITY_POLICY


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".md": "text/markdown; charset=utf-8",
        ".wasm": "application/wasm",
    }

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that turns away before the answer is whole has done nothing wrong."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder on loopback; port 0 takes a free one."""
    try:
        return _Server(("127.0.0.1", port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise AtlasError(f"port {port} cannot be used ({error.strerror}); choose another with --port") from None


def serve(folder: Path, port: int) -> None:
    """Serves until it is interrupted."""
    with server(folder, port) as running:
        click.echo(f"serving {folder} at http://127.0.0.1:{running.server_address[1]}/ (Ctrl-C stops it)", err=True)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo("", err=True)
