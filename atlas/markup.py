"""Parsed Markdown as HTML parts: what our own texts (`markdown`) and strangers' texts (`archived`) have in common.

Addresses made valid or refused, ids and levels of headings, tokens made fit for HTML (`settled`), the writer, and the
page that puts parts together. A part is a string, or a place whose tag, id or number depends on what came before, so
that the parts of a passage can be remembered and used on many pages.

    >>> page = Page(Levels(2), Ids())
    >>> page.add(Writer().write(settled(Parser().parse("#### Who *we* are\\n\\nUs."), absolute)))
    >>> page.html()
    '<h2 id="who-we-are">Who <em>we</em> are</h2>\\n<p>Us.</p>\\n'
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

Target = Callable[[str], str | None]

SLUG_LIMIT = 60
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"(https?)://([^/?#\\]+)([^#]*)(?:#(.*))?", re.I | re.S)
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z][a-z0-9-]*\.?|(?:\d{1,3}\.){3}\d{1,3}", re.I)
_PLAIN_IN_ADDRESS = "!$&'()*+,-./:;=?@_~%"
_INVISIBLE = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]*")


# --- addresses -------------------------------------------------------------------------------------------------------


def absolute(href: str) -> str | None:
    """`href` as a valid https, http or mailto address, percent-encoded where it must be; None when it is none."""
    href = href.strip()
    if href[:7].lower() == "mailto:":
        return "mailto:" + _encoded(href[7:]) if href[7:].strip() else None
    web = _WEB.fullmatch(href)
    host = _host(web[2]) if web else None
    if not web or not host:
        return None
    fragment = "" if web[4] is None else "#" + _encoded(web[4])
    return f"{web[1].lower()}://{host}{_encoded(web[3])}{fragment}"


def target(href: str) -> str | None:
    """`href` as a valid address that our own pages may link to: what `absolute` takes, a relative or site-absolute
    address, or an anchor; None for any other, such as `javascript:`, `//host/` or nothing."""
    href = href.strip()
    if not href or _SCHEME.match(href):
        return absolute(href)
    if href[:2].replace("\\", "/") == "//":
        return None
    path, hash_, fragment = href.partition("#")
    return _encoded(path) + hash_ + _encoded(fragment)


def _encoded(part: str) -> str:
    return quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part), safe=_PLAIN_IN_ADDRESS, errors="replace")


def _host(authority: str) -> str | None:
    """Host and port in ASCII; None when either is none (user names before an `@` are refused, they mislead)."""
    name, _, port = authority.partition(":")
    if port and not (port.isascii() and port.isdigit() and int(port[:6]) < 65536):
        return None
    try:
        ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if len(ascii_name) > 253 or not _HOST.fullmatch(ascii_name) or _is_bad_quad(ascii_name):
        return None
    return ascii_name + (":" + port if port else "")


def _is_bad_quad(name: str) -> bool:
    return name[-1].isdigit() and name.replace(".", "").isdigit() and any(int(part) > 255 for part in name.split("."))


# --- headings: ids and levels ----------------------------------------------------------------------------------------


def slug(text: str) -> str:
    """Words of `text`, lower-case, hyphens between; cut at a word's end near 60 characters; `section` if no word."""
    name = "-".join(re.findall(r"[^\W_]+", text.lower()))
    return (name if len(name) <= SLUG_LIMIT else name[:SLUG_LIMIT].rpartition("-")[0] or name[:SLUG_LIMIT]) or "section"


class Ids:
    """Ids of one page: `ids("Who we are")` gives `who-we-are`, the next time `who-we-are-2`; never one twice."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def __call__(self, text: str) -> str:
        base = name = self.prefix + slug(text)
        n = self._next.get(base, 1)
        while name in self._taken:
            n += 1
            name = f"{base}-{n}"
        self._next[base] = n
        self._taken.add(name)
        return name


class Levels:
    """Levels without skips: the first heading gets `first`, a deeper one at most one more, none more than 6."""

    def __init__(self, first: int) -> None:
        self.first = first
        self._above: list[int] = []

    def __call__(self, level: int) -> int:
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        return min(self.first + len(self._above) - 1, 6)


# --- tokens to HTML --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """Where a heading opens: its level in the source and its words; the tag and the id depend on what came before."""

    level: int
    text: str


class Place(Enum):
    """Where a heading closes, and where a table's label gets its number."""

    HEAD_END = 1
    TABLE = 2


Part = str | Head | Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table of contents."""

    level: int
    id: str
    text: str


class Page:
    """HTML put together from parts, and its outline; numbers of tables and ids run on through all of it."""

    def __init__(self, levels: Levels, ids: Ids) -> None:
        self.outline: list[Entry] = []
        self._levels, self._ids = levels, ids
        self._out: list[str] = []
        self._level = self._tables = 0

    def add(self, parts: Iterable[Part]) -> None:
        for part in parts:
            self._out.append(part if isinstance(part, str) else self._filled(part))

    def html(self) -> str:
        return "".join(self._out)

    def _filled(self, part: Head | Place) -> str:
        if isinstance(part, Head):
            self._level, name = self._levels(part.level), self._ids(part.text)
            self.outline.append(Entry(self._level, name, part.text))
            return f'<h{self._level} id="{escaped(name)}">'
        if part is Place.HEAD_END:
            return f"</h{self._level}>\n"
        self._tables += 1
        return "Table" if self._tables == 1 else f"Table {self._tables}"


def escaped(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


class Writer:
    """Writes parsed tokens as parts. `rel` stands on links that leave the site; subclasses see each inline token."""

    def __init__(self, rel: str = "") -> None:
        self.parts: list[Part] = []
        self._rel = f' rel="{rel}"' if rel else ""

    def write(self, tokens: Sequence[Token]) -> list[Part]:
        for at, token in enumerate(tokens):
            if token.type == "inline":
                self.inline(token.children or [])
            elif token.type == "heading_open":
                self.parts.append(Head(int(token.tag[1]), shown(tokens[at + 1].children or [])))
            else:
                self.parts.extend(_block(token))
        return self.parts

    def inline(self, children: Sequence[Token]) -> None:
        for token in children:
            self.inline_token(token)

    def inline_token(self, token: Token) -> None:
        match token.type:
            case "text":
                self.text(token.content)
            case "code_inline":
                self.parts.append("<code>")
                self.text(token.content)
                self.parts.append("</code>")
            case "link_open":
                self.parts.append(f'<a href="{escaped(str(token.attrs["href"]))}"{self._rel}>')
            case _:
                self.parts.append(_simple(token))

    def text(self, text: str) -> None:
        self.parts.append(escaped(text))


def _simple(token: Token) -> str:
    match token.type:
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br>\n"
        case "label":
            return escaped(token.content)
    return f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>"


def _block(token: Token) -> Iterator[Part]:
    if token.hidden:
        if token.nesting < 0:
            yield "\n"
    elif token.type == "heading_close":
        yield Place.HEAD_END
    elif token.type == "table_open":
        yield from ('<div class="scroll" tabindex="0" role="region" aria-label="', Place.TABLE, '">\n<table>\n')
    elif token.type == "table_close":
        yield "</table>\n</div>\n"
    elif token.type in ("fence", "code_block"):
        yield f"<pre><code>{escaped(token.content)}</code></pre>\n"
    elif token.nesting < 0:
        yield f"</{token.tag}>\n"
    else:
        yield f"<{token.tag}{_attributes(token)}>"


def _attributes(token: Token) -> str:
    if "start" in token.attrs:
        return f' start="{token.attrs["start"]}"'
    align = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f' class="align-{align}"' if align in ("center", "right") else ""


# --- tokens made fit -------------------------------------------------------------------------------------------------


def shown(children: Sequence[Token]) -> str:
    """The words of settled inline tokens, white space folded; empty when a reader would see nothing."""
    words = " ".join("".join(_words(children)).split())
    return "" if _INVISIBLE.fullmatch(words) else words


def _words(children: Iterable[Token]) -> Iterator[str]:
    for token in children:
        yield " " if token.type in ("softbreak", "hardbreak") else token.content


def settled(tokens: Sequence[Token], target: Target) -> list[Token]:
    """Tokens fit to be written: links that `target` refuses, links without words and links in links are dropped and
    their words kept, images are their words, headings without words are none, a table's empty head row goes."""
    for token in tokens:
        if token.type == "inline":
            token.children = _settled_inline(token.children or [], target)
    return list(_without_empty(tokens))


def _settled_inline(children: Sequence[Token], target: Target) -> list[Token]:
    out: list[Token] = []
    opened: list[int | None] = []
    for token in children:
        if token.type == "link_open":
            href = target(str(token.attrs["href"]))
            is_kept = href is not None and not any(at is not None for at in opened)
            opened.append(len(out) if is_kept else None)
            if is_kept:
                token.attrs = {"href": href or ""}
                out.append(token)
        elif token.type == "link_close":
            _close_link(out, opened.pop(), token)
        elif token.type == "image":
            out.extend(_image_words(token, target))
        else:
            out.append(token)
    return out


def _close_link(out: list[Token], opened_at: int | None, close: Token) -> None:
    if opened_at is None:
        return
    if shown(out[opened_at + 1 :]):
        out.append(close)
    else:
        del out[opened_at]


def _image_words(token: Token, target: Target) -> Iterator[Token]:
    words = shown(_settled_inline(token.children or [], target))
    if not words:
        yield Token("label", "", 0, content="[image]")
        return
    yield Token("label", "", 0, content="[image: ")
    yield Token("text", "", 0, content=words)
    yield Token("label", "", 0, content="]")


def _without_empty(tokens: Sequence[Token]) -> Iterator[Token]:
    skipped = ""
    for at, token in enumerate(tokens):
        if not skipped and _opens_empty(tokens, at):
            skipped = token.type.replace("_open", "_close")
        if not skipped:
            yield token
        elif token.type == skipped:
            skipped = ""


def _opens_empty(tokens: Sequence[Token], at: int) -> bool:
    """Is this a heading without words, or a table's head row without words above rows that have some?"""
    if tokens[at].type == "heading_open":
        return not shown(tokens[at + 1].children or [])
    if tokens[at].type != "thead_open":
        return False
    end = next(i for i in range(at, len(tokens)) if tokens[i].type == "thead_close")
    is_empty = not any(shown(token.children or []) for token in tokens[at:end] if token.type == "inline")
    return is_empty and tokens[end + 1].type == "tbody_open"


class Parser(MarkdownIt):
    """CommonMark with tables and strikethrough, HTML shown as text. Addresses are kept as written: `settled` judges."""

    def __init__(self) -> None:
        super().__init__("js-default")

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url
