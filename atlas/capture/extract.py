r"""The pages of a document to one text, the same for the same bytes.

In: each page's bytes with what its headers say, and the document's `select` and `remove` for it. Out: a `Reading`: the
text, and where each page begins in it. Nothing is guessed: without `select` the whole page is the document.
`RULE_VERSION` goes up with every change that can alter a text, and captures name the rule they were read by, so that a
difference in reading is never taken for one in the document.

>>> read_page(PageBytes("https://a.example/", "text/html", None, b"<p>We <b>may</b>&nbsp;share.</p>"), None, None)
'We **may** share.\n'
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from atlas.capture.decoding import text_of
from atlas.capture.failure import Failure
from atlas.capture.markdown import markdown
from atlas.capture.pdf import text_of_pdf
from atlas.records import SourcePage

RULE_VERSION = "1"
OPEN_AT_ONCE = 3_000  # tags open at one place; the parser's time grows with the square of it
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN = frozenset({"text/plain", "text/markdown"})
_BARE = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_SCRIPT = re.compile(r"<(script|style|textarea|title)\b.*?</\1|<!--.*?-->", re.IGNORECASE | re.DOTALL)
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
    if page.kind != "html" and (select or remove):
        raise Failure("select", f"{page.url} is {page.kind}, where select and remove mean nothing: leave them out")
    if page.kind == "html":
        text = _read_html(text_of(page.body, page.charset), page.url, select, remove)
    elif page.kind == "pdf":
        text = text_of_pdf(page.body)
    else:
        text = text_of(page.body, page.charset)
    text = normalised(text)
    if not re.search(r"\w", text):
        raise Failure("unreadable", f"{page.url} has no words{' in what select names' if select else ''}")
    return text


def _read_html(html: str, url: str, select: str | None, remove: str | None) -> str:
    if _open_at_once(html) > OPEN_AT_ONCE:
        raise Failure("unreadable", f"{url} has more than {OPEN_AT_ONCE:,} tags open at once")
    tree = LexborHTMLParser(html)
    if remove:
        for node in _outermost(tree, remove, "remove"):
            node.decompose()
    if not select:
        return markdown(tree.html or "", url)
    found = _outermost(tree, select, "select")
    if not found:
        raise Failure("select", f"{url} must have what select names; nothing on it matches '{select}'")
    return markdown("\n".join(f"<div>{node.html}</div>" for node in found), url)


def _open_at_once(html: str) -> int:
    """At most how many tags are open at one place, roughly and in linear time."""
    most = now = 0
    for closing, name in _TAG.findall(_SCRIPT.sub("", html)):
        if name.lower() not in _CLOSED:
            now = max(0, now - 1) if closing else now + 1
            most = max(most, now)
    return most


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
