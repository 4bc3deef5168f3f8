"""Archived texts as HTML. They are strangers' words: Markdown that was made from web pages, of any shape.

In comes the text of a capture and the marks of its quotes, by code points of the text. Out goes HTML that is valid
whatever the text is: links to https, http and mailto, all other targets dropped and their words kept; images as
`[image: alt]`; `<br>` as a line break, other HTML as text; headings from h2 on without skips, with ids that begin with
`t-`. Entities are text, fences and indented code are read as prose, reference definitions as text.

Consecutive captures share nearly all passages, so a text is cut where no block can reach across (`passages`), and what
a passage becomes is remembered by its source. Passages with marks are read apart (`atlas.marks`).

    >>> print(render("We *may* share.", [Mark("acme-1", 0, 14, "../sharing/", "Sharing")]).replace("</mark>", "|"))
    <p><mark id="q-acme-1">We |<em><mark>may|</em><mark> share| <a class="mark-link" href="../sharing/">Sharing</a>.</p>
    <BLANKLINE>
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from atlas.marks import SENTINEL, Mark, Marker, Quote, with_sentinels
from atlas.markup import Entry, Ids, Levels, Page, Parser, Part, Writer, absolute, settled

Span = tuple[int, int]

REL = "nofollow noreferrer"
REMEMBERED_CHARACTERS = 1 << 25
# What no HTML text may hold (control characters, noncharacters), and plane 16, which is ours; each becomes U+FFFD.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 16))
    + "\U00100000-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML of a text and its headings, for a table of contents."""

    html: str
    outline: tuple[Entry, ...]


def render(source: str, marks: Sequence[Mark] = ()) -> str:
    """`source` as HTML, the quotes marked: by as many `<mark>` as a quote needs, the first with its anchor, a link to
    the record after the last. Where quotes overlap, the links after the mark they share name every record."""
    return rendered(source, marks).html


def rendered(source: str, marks: Sequence[Mark] = ()) -> Rendered:
    """As `render`, with the outline."""
    page = Page(Levels(2), Ids("t-"))
    text, marks = _with_plain_spaces(source, marks)
    anchored: set[str] = set()
    for start, end, inside in _shared_out(list(passages(text)), marks):
        passage = text[start:end]
        page.add(_marked(passage, start, inside, anchored) if inside else _remembered(passage))
    return Rendered(page.html(), tuple(page.outline))


def _with_plain_spaces(source: str, marks: Sequence[Mark]) -> tuple[str, Sequence[Mark]]:
    r"""`source` with `\n` at each line's end and a space for a form feed (a PDF's page ends), and the marks moved."""
    source = source.replace("\f", " ")
    if "\r" not in source:
        return source, marks

    def moved(offset: int) -> int:
        return offset - source.count("\r\n", 0, offset)

    plain = source.replace("\r\n", "\n").replace("\r", "\n")
    return plain, [replace(mark, start=moved(mark.start), end=moved(mark.end)) for mark in marks]


# --- passages --------------------------------------------------------------------------------------------------------

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LIST_LINE = re.compile(r"^[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)", re.M)


def passages(text: str) -> Iterator[Span]:
    """Where `text` can be cut so that each passage means the same alone: at blank lines, unless a list may go on
    after them.

    Without fences, indented code and references, only a list goes on after a blank line, and only with a line that is
    indented or a list item; a paragraph, table, heading or quotation ends there (CommonMark 0.31, section 5).
    """
    start = end = 0
    is_list = False
    for block_start, block_end in _blocks(text):
        has_list = _LIST_LINE.search(text, block_start, block_end)
        goes_on = is_list and (text[block_start] in " \t" or has_list and has_list.start() == block_start)
        if not goes_on:
            if end > start:
                yield start, end
            start, is_list = block_start, False
        end = block_end
        is_list = is_list or has_list is not None
    if end > start:
        yield start, end


def _blocks(text: str) -> Iterator[Span]:
    start = 0
    for gap in _BLANK_LINES.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if len(text) > start:
        yield start, len(text)


def _shared_out(spans: Sequence[Span], marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """The spans in order, each with the marks in it; spans that one mark reaches across are one."""
    starts = [start for start, _ in spans]
    waiting = sorted(marks, key=lambda mark: (mark.start, mark.end, mark.key))
    at = taken = 0
    while at < len(spans) or taken < len(waiting):
        start, end = spans[at] if at < len(spans) else (0, 0)
        inside: list[Mark] = []
        following = at + 1
        while taken < len(waiting) and (following >= len(spans) or waiting[taken].start < starts[following]):
            inside.append(waiting[taken])
            following = max(following, bisect_right(starts, waiting[taken].end - 1))
            taken += 1
        if following > at + 1:
            end = spans[following - 1][1]
        yield start, end, inside
        at = following


# --- what a passage becomes ------------------------------------------------------------------------------------------

_BREAK = re.compile(r"<br[ \t]*/?>", re.I)


class _Remembered(dict[str, tuple[Part, ...]]):
    """Parts by source; emptied when the sources exceed a size, so that memory stays bounded."""

    characters = 0

    def put(self, source: str, parts: tuple[Part, ...]) -> None:
        if self.characters + len(source) > REMEMBERED_CHARACTERS:
            self.clear()
            self.characters = 0
        self.characters += len(source)
        self[source] = parts


_REMEMBERED = _Remembered()


def _remembered(source: str) -> tuple[Part, ...]:
    parts = _REMEMBERED.get(source)
    if parts is None:
        parts = tuple(_joined(Writer(REL).write(_tokens(_REFUSED.sub("\ufffd", source)))))
        _REMEMBERED.put(source, parts)
    return parts


def _marked(source: str, offset: int, marks: Sequence[Mark], anchored: set[str]) -> list[Part]:
    """Parts of a passage with its marks; `offset` is where it begins in the text, and `anchored` the keys of the marks
    whose anchor stands already."""
    clean = _REFUSED.sub("\ufffd", source)
    quotes = [Quote.of(clean, mark, offset) for mark in marks]
    return Marker(REL, quotes, anchored).write(_tokens(with_sentinels(clean, quotes)))


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """`parts` with strings that follow each other made one."""
    run: list[str] = []
    for part in parts:
        if isinstance(part, str):
            run.append(part)
            continue
        yield "".join(run)
        yield part
        run = []
    yield "".join(run)


def _tokens(source: str) -> list[Token]:
    """Tokens of a passage. Where lists and quotations nest so deep that the parser would drop words, they are text."""
    tokens = _PARSER.parse(source)
    if any(token.level >= _PARSER.options["maxNesting"] - 1 for token in tokens):
        tokens = _FLAT_PARSER.parse(source)
    return settled(tokens, _absolute)


def _absolute(href: str) -> str | None:
    return absolute(SENTINEL.sub("", href))


def _line_break(state: StateInline, silent: bool) -> bool:
    found = _BREAK.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "<" else None
    if not found:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


def _table(state: StateBlock, first: int, beyond: int, silent: bool) -> bool:
    """As in GFM, but cells beyond the head row's stand in the row's last cell; there they would be dropped."""
    count = len(state.tokens)
    if not table(state, first, beyond, silent):
        return False
    row = state.tokens[count:]
    columns = sum(token.type == "th_open" for token in row)
    for at, token in enumerate(row):
        if token.type == "tr_close" and row[at - 1].type == "td_close":
            cell = row[at - 2]
            line = cell.map[0] if cell.map else first
            cell.content = " | ".join([cell.content, *filter(None, _cells(state, line)[columns:])])
    _demote_empty_heads(row)
    return True


def _demote_empty_heads(row: list[Token]) -> None:
    """A head cell without words heads nothing: it becomes a plain cell."""
    for opening, inline, closing in zip(row, row[1:], row[2:], strict=False):
        if opening.type == "th_open" and not inline.content.strip():
            opening.type, opening.tag = "td_open", "td"
            closing.type, closing.tag = "td_close", "td"


def _cells(state: StateBlock, line: int) -> list[str]:
    bars = escapedSplit(getLine(state, line).strip(" \t"))
    cells = bars[not bars[0] :]
    return [cell.strip() for cell in (cells if not cells or cells[-1] else cells[:-1])]


def _parser(*disabled: str) -> Parser:
    parser = Parser()
    parser.disable(["code", "fence", "reference", "entity", *disabled])
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("autolink", "line_break", _line_break)
    return parser


_PARSER = _parser()
_FLAT_PARSER = _parser("list", "blockquote")
