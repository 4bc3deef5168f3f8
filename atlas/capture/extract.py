r"""The pages of a document to one text, the same for the same bytes.

In: each page's bytes with what its headers say, and the document's `select` and `remove` for it. Out: a `Reading`: the
text, and where each page begins in it. Nothing is guessed: without `select` the whole page is the document.
`RULE_VERSION` goes up with every change that can alter a text, and captures name the rule they were read by, so that a
difference in reading is never taken for one in the document.

A page is a stranger's, so it is read in a process of its own with a bound on time and memory (`apart`). What takes
longer than in proportion to a page is mended where it is known; the bounds are for what is not.

>>> read_page(PageBytes("https://a.example/", "text/html", None, b"<p>We <b>may</b>&nbsp;share.</p>"), None, None)
'We **may** share.\n'
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from atlas.capture.apart import Apart, serve
from atlas.capture.decoding import text_of
from atlas.capture.failure import Failure
from atlas.capture.markdown import markdown
from atlas.capture.pdf import text_of_pdf

if TYPE_CHECKING:
    from atlas.records import SourcePage  # the process that reads has no need of it, and starts in half the time

RULE_VERSION = "1"
READER = Apart("atlas.capture.extract")
LARGE_BYTES = 2_000_000  # of a page after which the reader is started anew: it would keep the memory
OPEN_AT_ONCE = 3_000  # tags open at one place; the parser's time grows with the square of it
LONGEST_TEXT = 10_000_000  # characters; lists in lists indent each line as often as they are deep
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN = frozenset({"text/plain", "text/markdown"})
_BARE = frozenset({"", "application/octet-stream", "binary/octet-stream"})
# What begins in each of these is no tag until its end, looked for from two characters on: `<!-->` is a comment.
_RAW = re.compile(r"<(?:(script|style|textarea|title)\b|!--)", re.IGNORECASE | re.ASCII)
_RAW_END = {
    name: re.compile(f"</{name}" if name else "-->", re.IGNORECASE | re.ASCII)
    for name in ("script", "style", "textarea", "title", "")
}
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# Elements that have no content, or that the next of their kind closes.
_CLOSED = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
        "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageBytes:
    """A page as received: where from, what its headers say it is, and its bytes without their coding."""

    url: str
    media_type: str
    charset: str | None
    body: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """`html`, `pdf` or `text`; Failure for anything else. Bytes of no stated type count as what they begin like."""
        if self.media_type in _HTML:
            return "html"
        if self.media_type == "application/pdf" or (self.media_type in _BARE and self.body.startswith(b"%PDF-")):
            return "pdf"
        if self.media_type in _PLAIN:
            return "text"
        if self.media_type == "" and re.match(rb"\s*<(?:!doctype\s+html|html|head|body)\b", self.body, re.IGNORECASE):
            return "html"
        raise Failure("media-type", f"{self.url} must be HTML, PDF or plain text; it is {self.media_type or 'untyped'}")

    @property
    def extension(self) -> str:
        """What its file is called after."""
        return {"html": "html", "pdf": "pdf", "text": "txt"}[self.kind]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its text, the line on which each page begins, and each page's own text."""

    text: str = field(repr=False)
    parts: tuple[tuple[str, int], ...]
    pages: tuple[str, ...] = field(repr=False)

    @property
    def sha256(self) -> str:
        """The hash of the text file's bytes."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_pages(pages: Sequence[PageBytes], sources: Sequence[SourcePage]) -> Reading:
    """The text of a document from its pages, in the order of its sources; several are joined by a blank line."""
    texts = [read_page(page, source.select, source.remove) for page, source in zip(pages, sources, strict=True)]
    parts, line = [], 1
    for source, text in zip(sources, texts, strict=True):
        parts.append((source.url, line))
        line += text.count("\n") + 1
    return Reading("\n".join(texts), tuple(parts) if len(texts) > 1 else (), tuple(texts))


def rule_of(sources: Sequence[SourcePage], kinds: Sequence[str]) -> str:
    """Eight digits that name how a document is read: this code's version, its selectors, and what its pages are."""
    spelled = [RULE_VERSION, [[source.select, source.remove] for source in sources], list(kinds)]
    return hashlib.sha256(json.dumps(spelled).encode()).hexdigest()[:8]


def read_page(page: PageBytes, select: str | None, remove: str | None) -> str:
    """The text of one page, ending in a line feed; Failure when no words come of it."""
    job = {"url": page.url, "media_type": page.media_type, "charset": page.charset, "select": select, "remove": remove}
    answer = READER.ask({**job, "body": b64encode(page.body).decode()}, page.url)
    if len(page.body) > LARGE_BYTES:
        READER.end()
    if "text" not in answer:
        raise Failure(answer["kind"], answer["fault"])
    return str(answer["text"])


# --- in the process of its own


def _answer(job: dict[str, Any]) -> dict[str, str]:
    page = PageBytes(job["url"], job["media_type"], job["charset"], b64decode(job["body"]))
    try:
        return {"text": _text_of(page, job["select"], job["remove"])}
    except Failure as failure:
        return {"kind": failure.kind, "fault": str(failure)}
    except Exception as error:  # there is no end of what parsers raise, and none of it is a fault of the run
        said = f"{type(error).__name__}: {error}".rstrip(": ")[:200]
        return {"kind": "unreadable", "fault": f"{page.url} cannot be read: {said}"}


def _text_of(page: PageBytes, select: str | None, remove: str | None) -> str:
    """The text of one page, ending in a line feed; Failure when no words come of it."""
    if page.kind != "html" and (select or remove):
        raise Failure("select", f"{page.url} is {page.kind}, where select and remove mean nothing: leave them out")
    if page.kind == "html":
        text = _read_html(text_of(page.body, page.charset), page.url, select, remove)
    elif page.kind == "pdf":
        text = text_of_pdf(page.body)
    else:
        text = text_of(page.body, page.charset)
    text = normalised(text)
    if len(text) > LONGEST_TEXT:
        raise Failure("too-large", f"{page.url} has more than {LONGEST_TEXT:,} characters as text")
    if not re.search(r"\w", text):
        raise Failure("unreadable", f"{page.url} has no words{' in what select names' if select else ''}")
    return text


def _read_html(html: str, url: str, select: str | None, remove: str | None) -> str:
    if _open_at_once(html) > OPEN_AT_ONCE:
        raise Failure("unreadable", f"{url} has more than {OPEN_AT_ONCE:,} tags open at once")
    tree = LexborHTMLParser(html)
    if remove:
        _remove(tree, remove)
    if not select:
        return markdown(tree.html or "", url)
    found = _outermost(tree, select, "select")
    if not found:
        raise Failure("select", f"{url} must have what select names; nothing on it matches '{select}'")
    return markdown("\n".join(f"<div>{node.html}</div>" for node in found), url)


def _remove(tree: LexborHTMLParser, remove: str) -> None:
    for node in _outermost(tree, remove, "remove"):
        if node.parent is None or node.tag == "html":
            raise Failure("select", f"remove must leave something of the page; got '{remove}'")
        node.decompose()


def _open_at_once(html: str) -> int:
    """At most how many tags are open at one place, roughly and in linear time."""
    most = now = 0
    for closing, name in (tag for piece in _outside_raw(html) for tag in _TAG.findall(piece)):
        if name.lower() not in _CLOSED:
            now = max(0, now - 1) if closing else now + 1
            most = max(most, now)
    return most


def _outside_raw(html: str) -> Iterator[str]:
    """A page without its scripts, comments and the like. One that is never closed runs to the end, which ends the scan:
    to look for the end of the next would take time in the square of them."""
    at = 0
    while found := _RAW.search(html, at):
        yield html[at : found.start()]
        end = _RAW_END[(found[1] or "").lower()].search(html, found.start() + 2)
        if end is None:
            return
        at = end.end()
    yield html[at:]


def _outermost(tree: LexborHTMLParser, selector: str, what: str) -> list[LexborNode]:
    """What a selector names, in the page's order, without what stands inside something else it names."""
    try:
        nodes = tree.css(selector)
    except SelectolaxError:
        raise Failure("select", f"{what} must be CSS selectors; got '{selector}'") from None
    known = {node.mem_id for node in nodes}
    return [node for node in nodes if not any(above in known for above in _above(node))]


def _above(node: LexborNode) -> list[int]:
    found, parent = [], node.parent
    while parent is not None:
        found.append(parent.mem_id)
        parent = parent.parent
    return found


_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")


def normalised(text: str) -> str:
    """A text with one way to write what looks alike on a page: composed letters, plain spaces, line feeds, at most one
    empty line, no space at a line's end but the two of a line break, one line feed at the end."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub("[\ud800-\udfff]", "\ufffd", text).replace("\u00a0", " ").replace("\u0085", "\n")
    text = re.sub("[\x0b\x0c\u2028\u2029]", "\n", text)
    text = _CONTROL.sub("", text)
    lines = text.strip("\n ").split("\n")
    kept = [_trimmed(line, following) for line, following in zip(lines, [*lines[1:], ""], strict=True)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n") + "\n"


def _trimmed(line: str, following: str) -> str:
    bare = line.rstrip()
    is_break = bare and line.endswith("  ") and following.strip()
    return f"{bare}  " if is_break else bare


if __name__ == "__main__":
    serve(_answer)
