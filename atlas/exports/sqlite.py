"""All tables as one SQLite file, with foreign keys and full-text search; Datasette and any SQLite client open it.

In: tables and the site's address. Out: bytes, the same for the same rows on the same library version. Where a text may
be searched a table `<name>_fts` stands beside its table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from atlas.exports.table import Column, Spec, Table, absolute

COLUMN_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
SEARCHED = {
    "provisions": (
        "title", "what_it_is", "why_it_matters", "interpretive_note", "what_it_means_for_you", "regulatory_landscape",
        "governance_exposure", "jurisdiction_flags", "contract_and_vendor_implications", "compliance_considerations",
    ),
    "excerpts": ("text", "heading"),
    "findings": ("note",),
}  # fmt: skip


def as_sqlite(tables: Iterable[Table], base: str, facts: Iterable[tuple[str, str]]) -> bytes:
    """The file. `facts` are what a table `about` says of the whole: title, version, date, licence."""
    made = tuple(tables)
    store = sqlite3.connect(":memory:", isolation_level=None)
    try:
        store.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA foreign_keys = OFF; BEGIN;")
        store.execute('CREATE TABLE about ("fact" TEXT PRIMARY KEY NOT NULL, "value" TEXT NOT NULL)')
        store.executemany("INSERT INTO about VALUES (?, ?)", list(facts))
        for table in made:
            store.execute(create(table.spec))
            holes = ", ".join("?" * len(table.spec.columns))
            store.executemany(f"INSERT INTO {_name(table.name)} VALUES ({holes})", absolute(table, base))
        for statement in (*_indexes(made), *_searches()):
            store.execute(statement)
        store.execute("COMMIT")
        return store.serialize()
    finally:
        store.close()


def create(spec: Spec) -> str:
    """The statement that makes a table."""
    lines = [_column(column) for column in spec.columns]
    lines.append(f"PRIMARY KEY ({_names(spec.key)})")
    lines += [
        f"FOREIGN KEY ({_names(each.columns)}) REFERENCES {_name(each.table)} ({_names(each.to)})"
        for each in spec.references
    ]
    return f"CREATE TABLE {_name(spec.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(column: Column) -> str:
    said = f"{_name(column.name)} {COLUMN_TYPES.get(column.type, 'TEXT')}"
    said += " NOT NULL" if column.is_required else ""
    if column.type == "boolean":
        said += f" CHECK ({_name(column.name)} IN (0, 1))"
    return said


def _indexes(tables: Iterable[Table]) -> Iterator[str]:
    """One for each reference that the key does not begin with."""
    for table in tables:
        seen = {table.spec.key[: len(each.columns)] for each in table.spec.references}
        for each in table.spec.references:
            if each.columns != table.spec.key[: len(each.columns)] and each.columns not in seen:
                seen.add(each.columns)
                name = f"{table.name}_by_{'_'.join(each.columns)}"
                yield f"CREATE INDEX {_name(name)} ON {_name(table.name)} ({_names(each.columns)})"


def _searches() -> Iterator[str]:
    for table, columns in SEARCHED.items():
        name = f"{table}_fts"
        options = f"content={_name(table)}, tokenize='unicode61 remove_diacritics 2'"
        yield f"CREATE VIRTUAL TABLE {name} USING fts5({_names(columns)}, {options})"
        yield f"INSERT INTO {name} ({name}) VALUES ('rebuild')"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(_name(column) for column in columns)


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
