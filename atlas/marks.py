"""Quotes marked in a passage of Markdown.

In come a passage, and the marks of its quotes by code points of the text it is from. Each mark is put into the passage
as two characters of plane 16 (`with_sentinels`), beside letters or digits or where white space meets punctuation; there
they change nothing of how Markdown is read. After reading, the `Marker` writes what stands between the two in `<mark>`,
and the links to the records. The passage must hold no such character of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from markdown_it.token import Token

from atlas.markup import Head, Part, Writer, escaped

SENTINEL = re.compile("([\U00100000-\U0010ffff])")
_PLANE_16 = 0x100000
_ITEM = r"^(?:[ \t>]|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$))+"
_LIST_MARKER = re.compile(_ITEM, re.M)
# A letter or digit that is text, after whatever it must not be taken from: list items' numbers, `<br>`, link targets.
_LETTER = re.compile(
    _ITEM + r"|<br[ \t]*/?>|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*>"
    r"|\]\((?:\\.|[^()\\\s]|\((?:\\.|[^()\\\s])*\))*(?:\s+\"[^\"\n]*\")?\s*\)|([^\W_])",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A quoted passage. `key` is unique in its text (`arbitration-1`; the anchor is `q-arbitration-1`), `start` and
    `end` are code points of the source, `href` and `title` are the record's."""

    key: str
    start: int
    end: int
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A mark in its passage: from the first letter to behind the last, and what of it stands before and after these.
    Without any letter, `start` is `end`."""

    mark: Mark
    start: int
    end: int
    lead: str
    tail: str

    @classmethod
    def of(cls, passage: str, mark: Mark, offset: int) -> Quote:
        first, last = max(mark.start - offset, 0), min(mark.end - offset, len(passage))
        begin = max(first, _after_markers(passage, first))
        texts = takewhile(lambda found: found.start() < last, _LETTER.finditer(passage, begin))
        letters = [found.start() for found in texts if found[1]]
        if not letters:
            return cls(mark, first, first, "", "")
        start = first if begin == first and _is_free(passage, first) else letters[0]
        end = last if _is_free(passage, last) and last > _after_markers(passage, last) else letters[-1] + 1
        return cls(mark, start, end, passage[first:start].replace("\\", ""), passage[end:last].replace("\\", ""))


def _after_markers(passage: str, at: int) -> int:
    """Where the text of the line begins that `at` is in, after what makes it a list item or quotation."""
    start = passage.rfind("\n", 0, at) + 1
    marker = _LIST_MARKER.match(passage, start)
    return marker.end() if marker else start


def _is_free(passage: str, at: int) -> bool:
    """Is `at` between white space and punctuation that means nothing to Markdown, on either side?"""
    before, after = passage[at - 1 : at] or " ", passage[at : at + 1] or " "
    return before.isspace() and after in "“‘«„\"'(" or after.isspace() and before in "”’»\"'),.;?"


def with_sentinels(passage: str, quotes: Sequence[Quote]) -> str:
    """`passage` with, for quote n, character 2n of plane 16 before its first letter and 2n + 1 after its last."""
    placed = sorted(
        (at, not is_end, chr(_PLANE_16 + 2 * n + is_end))
        for n, quote in enumerate(quotes)
        for at, is_end in ((quote.start, False), (quote.end, True))
        if quote.end > quote.start
    )
    cuts = [0, *(at for at, _, _ in placed), len(passage)]
    pieces = [passage[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    return "".join(piece + sentinel for piece, sentinel in zip(pieces, [*(s for _, _, s in placed), ""], strict=True))


class Marker(Writer):
    """Writes tokens with sentinels: text between the two of a quote in `<mark>`, run by run. `anchored` holds the keys
    whose anchor stands already. A quote of which nothing is shown gets its anchor and link after the passage."""

    def __init__(self, rel: str, quotes: Sequence[Quote], anchored: set[str]) -> None:
        super().__init__(rel)
        self._quotes = quotes
        self._anchored = anchored
        self._active: list[int] = []
        self._shared: list[int] = []  # the quotes that the last mark written is of
        self._due: list[int] = []
        self._linked: set[int] = set()
        self._in_link = self._in_code = False

    def write(self, tokens: Sequence[Token]) -> list[Part]:
        super().write(tokens)
        self._due = [n for n in range(len(self._quotes)) if n not in self._linked]
        if self._due:
            self.parts.append("<p>")
            self._pay()
            self.parts.append("</p>\n")
        return [_without_sentinels(part) if isinstance(part, Head) else part for part in self.parts]

    def inline(self, children: Sequence[Token]) -> None:
        super().inline(list(_with_lines_joined(children)))

    def inline_token(self, token: Token) -> None:
        if token.type in ("link_open", "link_close"):
            self._in_link = token.type == "link_open"
        self._in_code = token.type == "code_inline"
        super().inline_token(token)
        self._in_code = False
        self._pay()

    def text(self, text: str) -> None:
        if not self._active and not SENTINEL.search(text):
            super().text(text)
            return
        pieces = SENTINEL.split(text)
        shown = "".join(pieces[::2])
        at = 0
        for turn, _, n, is_end in self._turns(pieces, shown):
            self._run(shown[at:turn])
            at = turn
            self._end(n) if is_end else self._active.append(n)
        self._run(shown[at:])

    def _turns(self, pieces: Sequence[str], shown: str) -> list[tuple[int, bool, int, bool]]:
        """Where quotes begin and end in `shown`, ends first, each moved over the quote's own outer punctuation."""
        turns, at = [], 0
        for piece, sentinel in zip(pieces[::2], pieces[1::2], strict=False):
            at += len(piece)
            n, is_end = divmod(ord(sentinel) - _PLANE_16, 2)
            quote = self._quotes[n]
            moved = at + _common(shown[at:], quote.tail) if is_end else at - _common(shown[:at][::-1], quote.lead[::-1])
            turns.append((moved, not is_end, n, bool(is_end)))
        return sorted(turns)

    def _run(self, text: str) -> None:
        if not text:
            return
        self._pay()
        if not self._active:
            super().text(text)
            return
        keys = [key for n in self._active if (key := self._quotes[n].mark.key) not in self._anchored]
        self._anchored.update(keys)
        self._shared = list(self._active)
        first, *others = [f' id="q-{escaped(key)}"' for key in keys] or [""]
        self.parts.append(f"<mark{first}>{''.join(f'<span{other}></span>' for other in others)}{escaped(text)}</mark>")

    def _end(self, n: int) -> None:
        if n in self._active:
            self._active.remove(n)
        self._due.extend(other for other in (*self._shared, n) if other not in self._due)

    def _pay(self) -> None:
        if not self._in_link and not self._in_code:
            self.parts.extend(map(self._link, self._due))
            self._linked.update(self._due)
            self._due = []

    def _link(self, n: int) -> str:
        mark = self._quotes[n].mark
        anchor = "" if mark.key in self._anchored else f' id="q-{escaped(mark.key)}"'
        self._anchored.add(mark.key)
        if not mark.title:
            return f"<span{anchor}></span>" if anchor else ""
        return f' <a class="mark-link"{anchor} href="{escaped(mark.href)}">{escaped(mark.title)}</a>'


def _with_lines_joined(children: Sequence[Token]) -> Iterator[Token]:
    """`children` with the lines of a text that nothing else divides as one token, so that one mark can hold them."""
    for is_text, run in groupby(children, lambda token: token.type in ("text", "softbreak")):
        if is_text:
            yield Token("text", "", 0, content="".join(map(_line, run)))
        else:
            yield from run


def _line(token: Token) -> str:
    return "\n" if token.type == "softbreak" else token.content


def _common(text: str, other: str) -> int:
    """How many characters `text` and `other` begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))


def _without_sentinels(head: Head) -> Head:
    return Head(head.level, SENTINEL.sub("", head.text))
