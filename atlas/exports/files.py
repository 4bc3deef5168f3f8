"""Tables to bytes: CSV, JSON Lines, CSV for spreadsheets. Each cell is escaped by one function.

>>> csv_cell("a,b"), csv_cell(True), csv_cell(None), neutral("=1+1")
('"a,b"', 'true', '', "'=1+1")
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from atlas.exports.table import Table, Value, absolute

_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')
_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")


def csv_cell(value: Value) -> str:
    """A cell as RFC 4180 has it: quoted where a reader could take it for more than one; nothing for what is absent."""
    text = plain(value)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def plain(value: Value) -> str:
    """A value as text; truths as `true` and `false`."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what could begin one.
    Source: OWASP, "CSV Injection"."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_csv(table: Table, base: str) -> bytes:
    """RFC 4180 with a header, in UTF-8; lines end in LF."""
    return _lines(table, base, csv_cell, "\n").encode()


def as_spreadsheet(table: Table, base: str) -> bytes:
    """CSV for spreadsheets: with a byte order mark and CRLF, as Excel wants it; text that begins like a formula is
    neutralised, so these cells are not what the tables hold."""

    def cell(value: Value) -> str:
        return csv_cell(neutral(value) if isinstance(value, str) else value)

    return b"\xef\xbb\xbf" + _lines(table, base, cell, "\r\n").encode()


def _lines(table: Table, base: str, cell: Callable[[Value], str], end: str) -> str:
    rows = [table.spec.names, *absolute(table, base)]
    return "".join(",".join(cell(value) for value in row) + end for row in rows)


def as_jsonl(table: Table, base: str) -> bytes:
    """An object a line, in UTF-8; absent values are null."""
    names = table.spec.names
    lines = (
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, separators=(",", ":"))
        for row in absolute(table, base)
    )
    return "".join(line + "\n" for line in lines).encode()


def sums(hashes: Mapping[str, str]) -> bytes:
    """`SHA256SUMS` as `sha256sum -c` reads it, from hashes by path."""
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()
