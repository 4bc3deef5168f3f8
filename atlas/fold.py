r"""The published fold, row by row: what is taken out of a line of text before words are compared.

In: one line of a text. Out: its wording, with the place in the line that each character came from. `FOLD` is the
whole rule in the order applied; the methodology page prints it, and each row is a test. What it means for whole texts
is in `atlas.wording`.

Rows look at one line at a time and at marks alone, never at pairs of marks (a `**` goes whether or not it is closed),
so that the wording of a passage is a passage of the wording. Each row leaves nothing for a row before it, so that
folding twice is folding once. HTML entities stay as they are: texts hold characters, and no text of the archives held
an entity.

>>> fold_line("**We** don’t *sell* [your   data](https://acme.example/data).<br>").text
"We don't sell your data."
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

FOLD_VERSION = "1"

Edit = tuple[int, int, str]
Edits = Callable[[str], Iterable[Edit]]


@dataclass(frozen=True, slots=True)
class FoldRow:
    """One row of the fold: what it does, in words and by examples of a whole text before and its wording after."""

    name: str
    explains: str
    examples: tuple[tuple[str, str], ...]
    edits: Edits


def _each(pattern: str, into: str | dict[str, str] = "", *, flags: int = 0) -> Edits:
    """The edits that put `into` (or, from a table, each character's own) for every match of a pattern."""
    compiled = re.compile(pattern, flags)

    def edits(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            yield *match.span(), into if isinstance(into, str) else into[match[0]]

    return edits


def _alike(table: dict[str, str]) -> Edits:
    """The edits that put one spelling for many: a table from the spelling to all characters it stands for."""
    into = {character: spelling for spelling, characters in table.items() for character in characters}
    return _each("[" + re.escape("".join(into)) + "]", into)


_MARK_RUN = re.compile(r"[*_`]+")


def _emphasis(text: str) -> Iterator[Edit]:
    for match in _MARK_RUN.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        is_product = set(match[0]) == {"*"} and before.isdecimal() and after.isdecimal()
        is_name = set(match[0]) == {"_"} and before.isalnum() and after.isalnum()
        if not (is_product or is_name):
            yield start, end, ""


_LINK_DEFINITION = re.compile(r"\s*\[[^\[\]]+\]:\s+<?(?:https?:|mailto:|[/#])\S*(?:\s+[\"'(][^\"'()]*[\"')])?\s*\Z")
_LINK_MARK = re.compile(
    r"""\]\(\s*(?:<[^<>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:"[^"]*"|"[^()]*"|'[^']*'|'[^()]*'))?\s*\)"""
    r"""|\]\[[^\[\]]*\]|!?\[|\]"""
)


def _links(text: str) -> Iterator[Edit]:
    if _LINK_DEFINITION.match(text):
        yield 0, len(text), ""
        return
    for match in _LINK_MARK.finditer(text):
        yield *match.span(), ""


_IS_ADDRESS = re.compile(r"https?://|mailto:|[^\s@<>]@[^\s@<>]")


def _autolinks(text: str) -> Iterator[Edit]:
    for token in re.finditer(r"[^ <]*([^ ]+)", text):
        opened, closed = token.start(1), text.rfind(">", *token.span(1))
        if text[opened] == "<" and _IS_ADDRESS.search(text, opened, closed):
            yield from ((at, at + 1, "") for at in range(opened, closed + 1) if text[at] in "<>")


_LINE_START = re.compile(r"(?:\s*(?:>|#{1,6}(?=\s|\Z)|[-+](?=\s|\Z)))+")
_LINE_END = re.compile(r"(?:\s+#+)+\s*\Z")


def _line_marks(text: str) -> Iterator[Edit]:
    if not (start := _LINE_START.match(text)):
        return
    yield *start.span(), ""
    if "#" in start[0] and (closing := _LINE_END.search(text, start.end())):
        yield *closing.span(), ""


def _composed(text: str) -> Iterator[Edit]:
    if text.isascii():
        return
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.category(text[end])[0] == "M":
            end += 1
        if end > start + 1 and text[start].isalpha():
            yield start, end, unicodedata.normalize("NFC", text[start:end])
        start = end


def _spaces(text: str) -> Iterator[Edit]:
    for run in re.finditer(" +", text):
        is_between = run.start() > 0 and run.end() < len(text)
        if not is_between or run[0] != " ":
            yield *run.span(), " " if is_between else ""


FOLD: tuple[FoldRow, ...] = (
    FoldRow(
        "invisible characters",
        "Soft hyphens, zero-width characters, word joiners, marks of direction, variation selectors and control "
        "characters are dropped.",
        (("data\u00adbase", "database"), ("\ufeffOur\u200b terms\u2060", "Our terms"), ("\u202aabc\u202c", "abc")),
        _each(
            "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
            "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
        ),
    ),
    FoldRow(
        "spaces and dots of lists",
        "Every Unicode space becomes a space, and so does the dot of a list that was typed as a character.",
        (("30\u00a0days", "30 days"), ("10\u202f000", "10 000"), ("• one • two", "one two")),
        _each(r"[^\S ]|[\u2022\u2023\u2043\u25aa\u25ab\u25cf\u25e6]", " "),
    ),
    FoldRow(
        "quotes",
        "Curly, low and angle quotes and primes become straight ones, single or double.",
        (("“You’re”", '"You\'re"'), ("«data»", '"data"'), ("5′ 30″", "5' 30\"")),
        _alike({"'": "‘’‚‛′‵‹›´ʼʹ＇", '"': "“”„‟″‶«»〝〞〟＂"}),
    ),
    FoldRow(
        "dashes",
        "Every hyphen, dash and minus sign becomes a hyphen.",
        (("2020–2024", "2020-2024"), ("may — or not", "may - or not"), ("non‑exclusive", "non-exclusive")),
        _alike({"-": "‐‑‒–—―−﹘﹣－⸺⸻"}),
    ),
    FoldRow(
        "ellipses and ligatures",
        "The ellipsis becomes three full stops, and joined letters come apart.",
        (("and so on…", "and so on..."), ("conﬁdential", "confidential")),
        _alike({"...": "…", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "ffi": "ﬃ", "ffl": "ﬄ"}),
    ),
    FoldRow(
        "escapes",
        "The backslash that keeps a mark from being a mark is dropped.",
        ((r"1\. Scope", "1. Scope"), (r"docs\_session", "docs_session"), ("Street\\\nTown", "Street Town")),
        _each(r"\\(?=[!-/:-@\[-`{-~]|\s|\Z)"),
    ),
    FoldRow(
        "emphasis and code",
        "Stars, underlines and backticks are dropped, but for a star between two digits and an "
        "underline inside a word.",
        (
            ("**We** _never_ `sell`", "We never sell"),
            ("snake_case, 3*4", "snake_case, 3*4"),
            ("re**write**", "rewrite"),
        ),
        _emphasis,
    ),
    FoldRow(
        "links and images",
        "The targets of links and images are dropped and their words kept; square brackets are marks of links, so they "
        "go everywhere. Lines that define a target are dropped.",
        (
            ("see [our *terms*](https://a.example/t_(1) 'T')", "see our terms"),
            ("[![logo of [A]](a.png)](/home) and [b][1]", "logo of A and b"),
            ("[1]: https://a.example/", ""),
        ),
        _links,
    ),
    FoldRow(
        "line breaks",
        "A line break tag, however it is written, becomes a space.",
        (("one<br>two<BR />three", "one two three"),),
        _each(r"(?:</?br(?!\w)[\s/]*)+(?:>[\s/]*)*", " ", flags=re.IGNORECASE),
    ),
    FoldRow(
        "bare addresses",
        "The angle brackets around an address are dropped; others stay.",
        (("<https://a.example/>, <a@b.example>", "https://a.example/, a@b.example"), ("set <ID>", "set <ID>")),
        _autolinks,
    ),
    FoldRow(
        "table bars",
        "Vertical bars become spaces.",
        (("| Data | Why |\n| --- | :-: |\n| name | login |", "Data Why name login"),),
        _each(r"\|", " "),
    ),
    FoldRow(
        "rows of hyphens",
        "Hyphens in a row become one.",
        (("may -- or not", "may - or not"),),
        _each("--+", "-"),
    ),
    FoldRow(
        "headings, bullets, block quotes",
        "The marks that begin a line are dropped; its number stays.",
        (
            ("## Scope ##", "Scope"),
            ("- a\n+ b\n* c", "a b c"),
            ("> > quoted", "quoted"),
            ("1.  You agree", "1. You agree"),
        ),
        _line_marks,
    ),
    FoldRow(
        "rules and underlines",
        "A line that only rules off, underlines a heading or divides a table is dropped.",
        (("Scope\n=====\nText\n\n* * *\n\n- - -", "Scope Text"), ("Terms\n-----", "Terms")),
        _each(r"\A\s*(?:=+|:?-:?(?:\s+:?-:?)*)\s*\Z"),
    ),
    FoldRow(
        "composed letters",
        "A letter and the accents that follow it become one character where there is one.",
        (("re\u0301sume\u0301", "r\u00e9sum\u00e9"),),
        _composed,
    ),
    FoldRow(
        "white space",
        "Spaces and line ends in a row become one space, none at either end. Capitals and numbers stay as they are.",
        (("  We\n\nagree \t THAT ", "We agree THAT"),),
        _spaces,
    ),
)


class FoldedLine(NamedTuple):
    """A folded line: its wording, and where in the line each of its characters starts and ends."""

    text: str
    starts: array[int]
    ends: array[int]


@lru_cache(maxsize=32768)
def fold_line(line: str) -> FoldedLine:
    """The wording of one line; lines of consecutive captures are mostly the same, so they are remembered."""
    folded = FoldedLine(line, array("I", range(len(line))), array("I", range(1, len(line) + 1)))
    for row in FOLD:
        if edits := list(row.edits(folded.text)):
            folded = _edited(folded, edits)
    return folded


def _edited(line: FoldedLine, edits: list[Edit]) -> FoldedLine:
    text: list[str] = []
    starts, ends = array("I"), array("I")
    kept = 0
    for start, end, into in [*edits, (len(line.text), len(line.text), "")]:
        text += line.text[kept:start], into
        starts.extend(line.starts[kept:start])
        ends.extend(line.ends[kept:start])
        if into:
            starts.extend([line.starts[start]] * len(into))
            ends.extend([line.ends[end - 1]] * len(into))
        kept = end
    return FoldedLine("".join(text), starts, ends)


# The rows that take away what a reader of the page never sees; the others put one spelling for many.
_MARKS = frozenset(
    {
        "invisible characters", "escapes", "emphasis and code", "links and images", "line breaks", "bare addresses",
        "table bars", "headings, bullets, block quotes", "rules and underlines", "white space",
    }
)  # fmt: skip


def readable(text: str) -> str:
    """A passage as its reader saw it: without Markdown marks and link targets, with its own quotes and dashes."""
    lines = []
    for line in text.split("\n"):
        folded = FoldedLine(line, array("I", range(len(line))), array("I", range(1, len(line) + 1)))
        for row in FOLD:
            if row.name in _MARKS and (edits := list(row.edits(folded.text))):
                folded = _edited(folded, edits)
        lines.append(folded.text)
    return "\n".join(lines).strip()
