"""Bytes to text: the content coding of a message, within bounds, and the character encoding of a page.

In: bytes as received and what the headers say of them. Out: bytes without their coding, text. A gzip bomb is never
blown up further than the bound; codings that we did not ask for are refused. Encodings are chosen as browsers choose
them: byte order mark, header, `<meta>`, then UTF-8 if it fits, else windows-1252, as Latin-1 is read on the web.

>>> text_of("Gebühr".encode("latin-1"), None)
'Gebühr'
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator

from atlas.capture.failure import Failure

MEMBERS = 100  # of one gzip body; each costs a copy of all that follows it. Servers send one
_WINDOW_BITS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_META_WITHIN = 4096  # bytes in which a <meta> is looked for; browsers look in 1024, pages with long comments need more
# Labels that mean windows-1252 on the web. Source: WHATWG Encoding Standard, "Names and labels".
_LATIN = frozenset(
    {"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "iso88591", "iso_8859-1", "latin1", "latin-1", "l1", "cp1252"}
)

# What browsers read for a label that names a smaller set. Source: as above.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254"}


def decoded(coded: bytes, coding: str, limit: int) -> bytes:
    """A message's body without its content coding; Failure when it is damaged, too large or of another coding."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        if len(coded) > limit:
            raise Failure("too-large", f"the page has more than {limit:,} bytes")
        return coded
    if coding not in _WINDOW_BITS:
        raise Failure("unreadable", f"the page is coded as '{coding}', which was not asked for")
    parts: list[bytes] = []
    size = 0
    for part in _inflated(coded, coding, limit):
        size += len(part)
        if size > limit:
            raise Failure("too-large", f"the page has more than {limit:,} bytes once it is unpacked")
        parts.append(part)
    return b"".join(parts)


def beginning(coded: bytes, coding: str, most: int) -> bytes:
    """The first bytes of a body, of which no more than its beginning may have been read."""
    coding = coding.strip().lower()
    if coding not in _WINDOW_BITS:
        return decoded(coded[:most], coding, most)
    found = b""
    for part in _inflated(coded, coding, most, is_cut=len(coded) >= most):
        found += part
        if len(found) >= most:
            break
    return found[:most]


def _inflated(coded: bytes, coding: str, limit: int, *, is_cut: bool = False) -> Iterator[bytes]:
    """The members of a compressed body, each at most one byte more than the bound. `is_cut` says that only its
    beginning was read."""
    if not coded:
        return
    try:
        for _ in range(MEMBERS):
            stream = _stream(coded, coding)
            yield stream.decompress(coded, limit + 1)
            if stream.unconsumed_tail:
                return  # there is more than the bound; the caller has seen as much
            if not stream.eof and is_cut:
                return
            if not stream.eof:
                raise Failure("unreadable", "the page ends early: its compressed data is cut short")
            coded = stream.unused_data
            if coding == "deflate" or not coded.startswith(b"\x1f\x8b"):
                return  # bytes after the last member mean nothing
        if not is_cut:
            raise Failure("unreadable", f"the page's compressed data has more than {MEMBERS} members")
    except zlib.error as error:
        raise Failure("unreadable", f"the page's compressed data is damaged: {error}") from None


def _stream(coded: bytes, coding: str) -> zlib._Decompress:
    """`deflate` is sent both with zlib's frame, as the standard says, and bare."""
    is_bare = coding == "deflate" and (len(coded) < 2 or coded[0] & 0x0F != 8 or (coded[0] << 8 | coded[1]) % 31)
    return zlib.decompressobj(-zlib.MAX_WBITS if is_bare else _WINDOW_BITS[coding])


def text_of(body: bytes, charset: str | None) -> str:
    """A page's text. `charset` is the header's. Bytes that do not fit become U+FFFD, as a browser shows them."""
    for mark, marked in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(marked, errors="replace")
    meta = _META.search(body[:_META_WITHIN])
    encoding = _encoding(charset or "") or (_encoding(meta[1].decode("ascii"), is_within=True) if meta else None)
    if encoding:
        return body.decode(encoding, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("windows-1252", errors="replace")


def _encoding(label: str, *, is_within: bool = False) -> str | None:
    """Python's name for a label, None for one it does not know. A page that can be read far enough to find its `<meta>`
    is not UTF-16, whatever that says."""
    label = label.strip("\"' ").lower()
    if label in _LATIN:
        return "windows-1252"
    try:
        name = codecs.lookup(label).name
        "".encode(name)  # refuses codecs that are no text encodings
    except (LookupError, ValueError):
        return None
    if name == "utf-7":
        return None  # no encoding of the web: it hides marks from those who look for them
    if name.startswith(("utf-16", "utf-32")):
        return "utf-8" if is_within else name
    return _WIDER.get(name, name)
