"""The exchanges of a visit as WARC records, as any web archive's tools read them.

In: the exchanges of a page, redirects first, and the time. Out: the bytes of a `.warc.gz`: a `warcinfo`, then for each
exchange its request and its response, body as received. Source: ISO 28500:2017 (WARC 1.1).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

import atlas
from atlas.capture.fetch import Exchange

_NOT_KEPT = frozenset({"transfer-encoding", "content-length"})


def warc_of(exchanges: Iterable[Exchange], captured_at: str, agent: str) -> bytes:
    """The records of a visit, gzipped one by one."""
    packed = io.BytesIO()
    writer = WARCWriter(packed, gzip=True, warc_version="1.1")
    about = {"software": f"provision-atlas {atlas.__version__}", "robots": "obey", "http-header-user-agent": agent}
    writer.write_record(writer.create_warcinfo_record("", about))
    for exchange in exchanges:
        dated = {"WARC-Date": captured_at}
        response = writer.create_warc_record(
            exchange.url, "response", payload=io.BytesIO(exchange.coded), length=len(exchange.coded),
            http_headers=_response(exchange), warc_headers_dict=dict(dated),
        )  # fmt: skip
        beside = {**dated, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
        request = writer.create_warc_record(
            exchange.url, "request", http_headers=_request(exchange), warc_headers_dict=beside
        )
        writer.write_record(request)
        writer.write_record(response)
    return packed.getvalue()


def _response(exchange: Exchange) -> StatusAndHeaders:
    """The answer's head. Chunks are undone, so the length is that of the body as kept."""
    headers = [(name, value) for name, value in exchange.headers if name.lower() not in _NOT_KEPT]
    reason = exchange.reason or _phrase(exchange.status)
    return StatusAndHeaders(
        f"{exchange.status} {reason}".rstrip(), [*headers, ("Content-Length", str(len(exchange.coded)))],
        protocol="HTTP/1.1",
    )  # fmt: skip


def _request(exchange: Exchange) -> StatusAndHeaders:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return StatusAndHeaders(
        f"{exchange.method} {target} HTTP/1.1", list(exchange.request_headers), is_http_request=True
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
