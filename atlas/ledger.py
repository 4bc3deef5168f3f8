"""The promise that no published address vanishes: the log of every record address ever published, and what joins it.

`content/ledger.tsv` has a header and a row for each event: `at, id, kind, url, state, target, reason`. Rows are only
ever added, by `assign`; an address's last row holds. `state` is `published`, `moved` (to the address in `target`),
`withdrawn` or `retired` (`target` names the successors by id, or by address where they have none). Every record page
has an address of its own here, the vocabulary's too, which has no ids; what lies below a record is kept with it.

In: the file's bytes; content. Out: a `Ledger` and faults; the rows to add. The breaches are checks (`checks.ledger`).

    >>> ledger, faults = read(as_bytes([Row("2026-05-01", "PA-E-0001", "entity", "/platform/acme/", "published")]))
    >>> ledger.last["/platform/acme/"].id, faults
    ('PA-E-0001', ())
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from atlas.ids import KINDS, address
from atlas.reading import Content
from atlas.references import PLATFORM_KINDS, References, records_by_kind
from atlas.shapes import Record

PATH = "ledger.tsv"
HEADER = ("at", "id", "kind", "url", "state", "target", "reason")
STATES = ("published", "moved", "withdrawn", "retired")
LETTERS = {kind: letter for letter, kind in KINDS.items()}
RECORD_KINDS = (*PLATFORM_KINDS, "operator", "clause-type", "category", "regulation", "agency", "page")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ID = re.compile(r"[A-Z]{2,6}-([EDFP])-(\d+)")


@dataclass(frozen=True, slots=True)
class Row:
    """One event of one address; `line` is where it stands, counted from 1."""

    at: str
    id: str
    kind: str
    url: str
    state: str
    target: str = ""
    reason: str = ""
    line: int = field(default=0, compare=False)

    @property
    def fields(self) -> tuple[str, ...]:
        return self.at, self.id, self.kind, self.url, self.state, self.target, self.reason

    @property
    def key(self) -> str:
        """The key of the record that was published at the address."""
        return key_at(self.kind, self.url)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a table that a command writes, and where."""

    line: int
    column: int
    text: str


@dataclass(frozen=True)
class Ledger:
    """All rows, oldest first."""

    rows: tuple[Row, ...]

    @cached_property
    def last(self) -> Mapping[str, Row]:
        """The row that holds of each address."""
        return {row.url: row for row in self.rows}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that was ever given."""
        return frozenset(row.id for row in self.rows if row.id)

    def leads_to(self, url: str) -> str:
        """Where an address leads by the rows alone: through every move to the address that did not move on."""
        seen = {url}
        while (row := self.last.get(url)) and row.state == "moved" and row.target not in seen:
            url = row.target
            seen.add(url)
        return url


def number_of(identifier: str) -> tuple[str, int] | None:
    """Letter and number of an id of any prefix; None for what is none.

    >>> number_of("PA-P-000042")
    ('P', 42)
    """
    found = _ID.fullmatch(identifier)
    return (found[1], int(found[2])) if found else None


def key_at(kind: str, url: str) -> str:
    """The inverse of `ids.address`."""
    return url.strip("/") if kind == "page" else url.strip("/").partition("/")[2]


# --- the file


def of(content: Content) -> tuple[Ledger, tuple[Fault, ...]]:
    """The content's ledger and what is wrong with the file; an empty one where there is no file yet."""
    file = content.files.get(PATH)
    return read(file.read_bytes() if file else b"")


def as_bytes(rows: Iterable[Row]) -> bytes:
    """A file that holds these rows."""
    return table(HEADER, (row.fields for row in rows))


def with_rows(data: bytes, rows: Iterable[Row]) -> bytes:
    """The file with rows added; not a byte of the old ones changes."""
    return data + as_bytes(rows).split(b"\n", 1)[1] if data else as_bytes(rows)


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """Tab-separated lines under a header. White space inside a field becomes one space: no field breaks a line."""
    lines = [header, *([" ".join(value.split()) for value in row] for row in rows)]
    return "".join("\t".join(line) + "\n" for line in lines).encode()


def read_table(data: bytes, header: tuple[str, ...]) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    """Line number and fields of each row, and what is wrong with the form; an empty file is an empty table."""
    if not data:
        return [], []
    try:
        lines = data.decode().replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        return [], [Fault(data.count(b"\n", 0, error.start) + 1, 1, "file must be UTF-8")]
    if lines[0].split("\t") != list(header):
        return [], [Fault(1, 1, f"first line must be the header {' '.join(header)}, with tabs between")]
    faults = [] if lines[-1] == "" else [Fault(len(lines), len(lines[-1]) + 1, "last line must end with a line feed")]
    rows = [(number, line.split("\t")) for number, line in enumerate(lines[1:], 2) if number < len(lines) or line]
    faults += [
        Fault(number, 1, f"line must have {len(header)} fields with tabs between; it has {len(fields)}")
        for number, fields in rows
        if len(fields) != len(header)
    ]
    return [row for row in rows if len(row[1]) == len(header)], faults


@lru_cache(maxsize=8)
def read(data: bytes) -> tuple[Ledger, tuple[Fault, ...]]:
    """The ledger, and what is wrong with the file; a row with a fault is left out."""
    lines, faults = read_table(data, HEADER)
    rows = []
    for number, fields in lines:
        at, identifier, kind, url, state, target, reason = fields
        row = Row(at, identifier, kind, url, state, target, reason, number)
        if wrong := _wrong(row):
            name, text = wrong
            column = 1 + sum(len(value) + 1 for value in fields[: HEADER.index(name)])
            faults.append(Fault(number, column, f"{name} {text}; got '{getattr(row, name)}'"))
        else:
            rows.append(row)
    return Ledger(tuple(rows)), tuple(faults)


def _wrong(row: Row) -> tuple[str, str] | None:
    """The first field that has not the form it must have, and what that is."""
    letter = LETTERS.get(row.kind)
    number = number_of(row.id)
    if not _DAY.fullmatch(row.at):
        return "at", "must be a date such as 2026-07-08"
    if row.kind not in RECORD_KINDS:
        return "kind", f"must be one of {', '.join(RECORD_KINDS)}"
    if (letter is None and row.id) or (letter and (number is None or number[0] != letter)):
        return "id", f"must be the id of the {row.kind}" if letter else f"must be empty, as a {row.kind} has none"
    if row.url != address(row.kind, row.key):
        return "url", f"must be the address of a {row.kind}'s page"
    if row.state not in STATES:
        return "state", f"must be one of {', '.join(STATES)}"
    if row.state == "moved" and not row.target.startswith("/"):
        return "target", "must be the address that it moved to"
    if row.state == "published" and row.target:
        return "target", "must be empty for what is published"
    return None


# --- what a record's row says


def identity(record: Record) -> str:
    """A record's id; '' for the vocabulary, which has none, and before one was given."""
    return getattr(record, "id", None) or ""


def is_promised(kind: str, record: Record) -> bool:
    """Whether a publication shows the record: the vocabulary always, the others once they have an id."""
    return kind not in LETTERS or bool(identity(record))


def row_of(kind: str, record: Record, refer: References, at: str) -> Row:
    """What holds of a record at its present address."""
    url = address(kind, record.key)
    if withdrawn := getattr(record, "withdrawn", None):
        target = _named(refer, withdrawn.successors, ("provision", "finding"))
        return Row(at, identity(record), kind, url, "withdrawn", target, f"{withdrawn.kind}: {withdrawn.reason}")
    if retired := getattr(record, "retired", None):
        target = _named(refer, retired.successors, (kind,))
        return Row(at, identity(record), kind, url, "retired", target, retired.reason)
    return Row(at, identity(record), kind, url, "published")


def _named(refer: References, references: Iterable[str], kinds: tuple[str, ...]) -> str:
    """Successors by what does not change: their ids; of the vocabulary, their addresses."""
    names = []
    for kind, key in filter(None, (refer.resolve(reference, *kinds) for reference in references)):
        names.append(identity(refer.present[kind][key]) if kind in LETTERS else address(kind, key))
    return " ".join(filter(None, names))


# --- the rows to add


def rows_to_add(ledger: Ledger, content: Content, refer: References, at: str) -> tuple[Row, ...]:
    """What happened to records since the last row: new ones, withdrawn and retired ones, and those that moved, each old
    address with where it leads now, also one that had no row: it answers by an alias, and is as good as published. In
    the order of kinds, then of keys."""
    return (*_changed(ledger, content, refer, at), *_moved(ledger, refer, at), *_former(ledger, refer, at))


def _changed(ledger: Ledger, content: Content, refer: References, at: str) -> Iterator[Row]:
    for kind, records in records_by_kind(content).items():
        for key in sorted(records):
            if is_promised(kind, records[key]):
                row = row_of(kind, records[key], refer, at)
                known = ledger.last.get(row.url)
                folded = tuple(" ".join(value.split()) for value in row.fields[1:])
                if known is None or known.fields[1:] != folded:
                    yield row


def _moved(ledger: Ledger, refer: References, at: str) -> Iterator[Row]:
    """Rows for addresses that are no record's any more and whose last row does not say so yet."""
    for url, row in ledger.last.items():
        is_gone = row.state != "moved" and row.key not in refer.present[row.kind]
        if is_gone and (found := refer.resolve(row.key, row.kind)):
            yield Row(at, row.id, row.kind, url, "moved", address(*found))


def _former(ledger: Ledger, refer: References, at: str) -> Iterator[Row]:
    """Rows for former addresses that no row knows: of records that had aliases before they were first published."""
    for (kind, key), keys in refer.former_keys().items():
        record = refer.present[kind][key]
        for url in (address(kind, was) for was in keys if is_promised(kind, record)):
            if url not in ledger.last:
                yield Row(at, identity(record), kind, url, "moved", address(kind, key))
