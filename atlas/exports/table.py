"""What a table is: its columns with what they mean, its key, what it refers to, its rows. Pure values.

A table is declared in lines of text, which are its data dictionary too:

    >>> spec = declared("colours", "One row a colour.", "colour", '''
    ... colour    text              Code of the colour
    ... mixed_of  text? > colours   The colour it is mixed of
    ... ''')
    >>> spec.columns[1].is_required, spec.references[0].table
    (False, 'colours')

`?` marks a column that may be empty, `> table` one that names a row of a table. A column's type is one of `TYPES`, or a
list of codes of `CODES`. An `address` is a page or file of this site: rows hold it from the site's root, and every
file that is written gives it in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from atlas import labels

Value = str | int | float | bool | None
Row = tuple[Value, ...]

TYPES = {
    "text": "string",
    "whole": "integer",
    "number": "number",
    "flag": "boolean",
    "day": "date",
    "time": "datetime",
    "partial": "string",  # a year, a month or a day
    "sha256": "string",
    "address": "string",
    "href": "string",
}
CODES: dict[str, Mapping[str, str]] = {
    "action_kind": labels.ACTION,
    "agency_role": labels.ROLE,
    "audience": labels.AUDIENCE,
    "basis": labels.BASIS,
    "cell": labels.CELL,
    "confidence": labels.CONFIDENCE,
    "doubt": labels.DOUBT,
    "enforcer": labels.ENFORCED_BY,
    "finding_kind": labels.FINDING,
    "log_kind": labels.LOG,
    "match": labels.TIER,
    "origin": labels.ORIGIN,
    "party": labels.PARTY,
    "regulation_kind": labels.REGULATION_KIND,
    "regulation_status": labels.STATUS,
    "relation": labels.RELATION,
    "relies": labels.RELIES,
    "replier": labels.REPLY,
    "severity": labels.SEVERITY,
    "significance": labels.SIGNIFICANCE,
    "standing": labels.STANDING,
    "state": {code: label for code, label in labels.STATE.items() if code},
    "translator": labels.TRANSLATION,
    "unusable": labels.UNUSABLE,
    "verdict": labels.VERDICT,
    "withdrawal": labels.WITHDRAWN,
    "tone": {"good": "Good for the reader", "neutral": "Neutral", "bad": "Bad for the reader"},
    "surroundings": {"same": "The section around the words reads as when quoted", "changed": "It changed since"},
    "measure": {"duration": "A duration", "money": "An amount of money", "age": "An age", "count": "A number"},
    "keeps": {"every-look": "Keeps every look", "changes-only": "Keeps a capture only when the text changed"},
    "offer": {"plan": "A plan told apart", "product": "A product told apart"},
    "scope_part": {
        "audience": "Who", "region": "Where", "plan": "On which plan", "product": "For which product",
        "condition": "Under which condition, in words",
    },
    "leaning": {"relies-on": "Relies on", "prevails-over": "Prevails over"},
    "reading": {"read": "A section that was read", "searched": "Words that were searched for"},
    "signature": {"author": "Wrote the analysis", "reviewer": "Reviewed it"},
    "record_kind": {
        "entity": "Platform", "document": "Document", "provision": "Provision", "finding": "Finding",
    },
    "event_kind": labels.EVENT,
}  # fmt: skip
_LINE = re.compile(r"(\w+)\s+(\w+)(\??)(?:\s+>\s*(\w+))?\s\s+(.+)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `kind` is one of `TYPES` or of `CODES`, `says` its entry in the data dictionary."""

    name: str
    kind: str
    is_required: bool
    says: str

    @property
    def type(self) -> str:
        """The Table Schema type."""
        return TYPES.get(self.kind, "string")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes a value is one of; empty where it is none of a list."""
        return tuple(CODES.get(self.kind, ()))


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that name a row of another table, and that table's columns."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """What is known of a table before there are rows. `within` names the table and the field under which the API nests
    its rows; `summary` the columns that lists of the API show."""

    name: str
    says: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]
    within: tuple[str, str] | None = None
    summary: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows, in the order of the catalogue."""

    spec: Spec
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        return self.spec.name


def declared(
    name: str, says: str, key: str, lines: str, *, refers: Iterable[str] = (), within: str = "", summary: str = ""
) -> Spec:
    """A table from its lines. `refers` are references of several columns, `provision variant > answers`; a column that
    refers has the name of the key it refers to, unless it says `> table.column`."""
    columns, references = [], []
    for line in filter(None, map(str.strip, lines.split("\n"))):
        found = _LINE.fullmatch(line)
        assert found, f"{name}: '{line}' declares no column"
        column = Column(found[1], found[2], not found[3], found[5])
        assert column.kind in TYPES or column.kind in CODES, f"{name}.{column.name}: no type {column.kind}"
        columns.append(column)
        if found[4]:
            references.append(Reference((column.name,), found[4], ()))
    for text in refers:
        own, _, table = text.partition(" > ")
        references.append(Reference(tuple(own.split()), table, ()))
    parent, _, field = within.partition(".")
    return Spec(
        name,
        says,
        tuple(key.split()),
        tuple(columns),
        tuple(references),
        (parent, field) if within else None,
        tuple(summary.split()),
    )


def linked(specs: Iterable[Spec]) -> tuple[Spec, ...]:
    """The specs with every reference leading to the key of its table."""
    specs = tuple(specs)
    keys = {spec.name: spec.key for spec in specs}
    return tuple(
        Spec(
            spec.name, spec.says, spec.key, spec.columns,
            tuple(Reference(each.columns, each.table, keys[each.table]) for each in spec.references),
            spec.within, spec.summary,
        )
        for spec in specs
    )  # fmt: skip


def filled(spec: Spec, rows: Iterable[Iterable[object]]) -> Table:
    """The table with its rows; dates as text, and each row as long as there are columns."""
    made = tuple(tuple(_plain(value) for value in row) for row in rows)
    width = len(spec.columns)
    assert all(len(row) == width for row in made), f"{spec.name}: a row has not {width} values"
    return Table(spec, made)


def _plain(value: object) -> Value:
    if value is None or isinstance(value, str | int | float | bool):
        return None if value == "" and isinstance(value, str) else value
    assert isinstance(value, date), f"{value!r} has no form in a table"
    return value.isoformat()


def absolute(table: Table, base: str) -> Iterator[Row]:
    """The rows with every address in full."""
    at = [index for index, column in enumerate(table.spec.columns) if column.kind == "address"]
    if not at:
        return iter(table.rows)
    return (
        tuple(f"{base}{value}" if index in at and value is not None else value for index, value in enumerate(row))
        for row in table.rows
    )


Maker = Callable[..., Iterable[Iterable[object]]]
