"""Tables as records: a row with the rows of other tables that belong to it, lists within it, and the shape of that.

In: tables and the site's address. Out: for each record one JSON value, and the JSON Schema of its kind. Absent is null,
a list is never absent, a field has one type: all of it follows from the tables' own columns, so that the API and the
tables cannot disagree. A list whose rows have one column more than their parent's key is a list of bare values; a scope
is an object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from atlas.exports.table import Column, Spec, Table, absolute
from atlas.exports.tables import SPECS

Key = tuple[Any, ...]
Json = dict[str, Any]

BY_NAME = {spec.name: spec for spec in SPECS}
CHILDREN: dict[str, tuple[Spec, ...]] = {
    spec.name: tuple(child for child in SPECS if child.within and child.within[0] == spec.name) for spec in SPECS
}
SCOPE = {"audience": "audience", "region": "regions", "plan": "plans", "product": "products", "condition": "conditions"}
# Table -> the records that its records list, by field: the table they are of and the column that names the former.
LISTED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "entities": (("documents", "documents", "entity"),),
    "documents": (("provisions", "provisions", "document"), ("findings", "findings", "document")),
    "clause_types": (("provisions", "provisions", "clause_type"), ("findings", "findings", "clause_type")),
    "categories": (("clause_types", "clause_types", "category"),),
    "operators": (("entities", "entities", "operator"),),
    "regulations": (("provisions", "provision_regulations", "regulation"),),
}
LOGGED = {"entities": "entity", "documents": "document", "provisions": "provision", "findings": "finding"}
API_KINDS = {
    "provisions": "provisions", "findings": "findings", "documents": "documents", "entities": "entities",
    "clause_types": "clause-types", "categories": "categories", "regulations": "regulations", "agencies": "agencies",
    "operators": "operators",
}  # fmt: skip


@dataclass(frozen=True)
class Nest:
    """The tables, ready to be nested. `base` is the site's address without a slash at its end."""

    tables: Mapping[str, Table]
    base: str
    _children: dict[str, dict[Key, list[Any]]] = field(default_factory=dict)

    def rows(self, name: str) -> Iterable[Json]:
        """The rows of a table as objects, addresses in full."""
        names = BY_NAME[name].names
        return (dict(zip(names, row, strict=True)) for row in absolute(self.tables[name], self.base))

    def records(self, name: str) -> Iterable[tuple[str, Json]]:
        """Key and whole record of every row of a table whose key is one column."""
        spec = BY_NAME[name]
        for row in self.rows(name):
            key = row[spec.key[0]]
            yield (
                key,
                {**row, "api_url": self.api_url(name, key), **self._below(spec, (key,)), **self._beside(name, key)},
            )

    def _below(self, spec: Spec, key: Key) -> Json:
        """The lists of a record: rows of the tables nested in its own."""
        return {child.within[1]: self._list(child, key) for child in CHILDREN[spec.name] if child.within}

    def _list(self, child: Spec, key: Key) -> Any:
        if child.name not in self._children:
            self._children[child.name] = self._grouped(child)
        found = self._children[child.name].get(key, [])
        return as_scope(found) if _is_scope(child) else found

    def _grouped(self, child: Spec) -> dict[Key, list[Any]]:
        """By the parent's key, the rows of a table without it."""
        assert child.within
        above = BY_NAME[child.within[0]].key
        shown = [name for name in child.names if name not in above]
        found: dict[Key, list[Any]] = {}
        for row in self.rows(child.name):
            own = tuple(row[name] for name in child.key)
            value = row[shown[0]] if is_bare(child) else {name: row[name] for name in shown} | self._below(child, own)
            if child.name == "excerpts":
                value["target"] = self._target(row, value["parts"])
            found.setdefault(tuple(row[name] for name in above), []).append(value)
        return found

    def _target(self, row: Json, parts: Sequence[Json]) -> Json:
        """What an excerpt is of, with selectors for each of its parts. Source: Web Annotation Data Model, 4.2."""
        text = self._texts[row["document"], self._stamps[row["document"], row["captured_at"]]]
        last = len(parts) - 1
        selectors = [
            {
                "quote": {
                    "type": "TextQuoteSelector",
                    "exact": part["exact"],
                    "prefix": (row["prefix"] or "") if number == 0 else "",
                    "suffix": (row["suffix"] or "") if number == last else "",
                },
                "position": {"type": "TextPositionSelector", "start": part["start"], "end": part["end"]},
            }
            for number, part in enumerate(parts)
        ]
        return {"source": text["file_url"], "sha256": text["sha256"], "selectors": selectors}

    @cached_property
    def _texts(self) -> Mapping[Key, Json]:
        return {(row["document"], row["stamp"]): row for row in self.rows("texts")}

    @cached_property
    def _stamps(self) -> Mapping[Key, str]:
        """The text that each capture shows."""
        return {(row["document"], row["captured_at"]): row["stamp"] for row in self.rows("captures")}

    def _beside(self, name: str, key: str) -> Json:
        """What a record lists of other kinds, and what was corrected and answered."""
        lists: Json = {field: self._members[name, field].get(key, []) for field, _, _ in LISTED.get(name, ())}
        if kind := LOGGED.get(name):
            lists |= {"log": self._log.get((kind, key), []), "replies": self._replies.get((kind, key), [])}
        return lists

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """By table and key, the name of a record in the API: its id, or its key where it has none yet."""
        return {
            name: {row[BY_NAME[name].key[0]]: _api_name(BY_NAME[name], row) for row in self.rows(name)}
            for name in API_KINDS
        }

    def api_url(self, name: str, key: str) -> str:
        """The address of a record in the API."""
        return f"{self.base}/api/v1/{API_KINDS[name]}/{self.names[name][key]}/index.json"

    @cached_property
    def summaries(self) -> Mapping[str, Mapping[str, Json]]:
        """By table and key, a record as lists show it."""
        return {
            name: {
                row[BY_NAME[name].key[0]]: {
                    **{column: row[column] for column in BY_NAME[name].summary},
                    "api_url": self.api_url(name, row[BY_NAME[name].key[0]]),
                }
                for row in self.rows(name)
            }
            for name in API_KINDS
        }

    @cached_property
    def _members(self) -> Mapping[tuple[str, str], Mapping[str, list[Json]]]:
        found: dict[tuple[str, str], dict[str, list[Json]]] = {}
        for owner, lists in LISTED.items():
            for name, table, column in lists:
                by_owner: dict[str, dict[str, Json]] = {}
                for row in self.rows(table):
                    if row[column] is not None:
                        key = row[_singular(name)]
                        by_owner.setdefault(row[column], {})[key] = self.summaries[name][key]
                found[owner, name] = {key: list(members.values()) for key, members in by_owner.items()}
        return found

    @cached_property
    def _log(self) -> Mapping[Key, list[Json]]:
        fields: dict[Key, list[Json]] = {}
        for row in self.rows("log_fields"):
            at = (row.pop("record_kind"), row.pop("record"), row.pop("number"))
            fields.setdefault(at, []).append(row)
        found: dict[Key, list[Json]] = {}
        for row in self.rows("log"):
            owner = (row.pop("record_kind"), row.pop("record"))
            found.setdefault(owner, []).append(row | {"fields": fields.get((*owner, row["number"]), [])})
        return found

    @cached_property
    def _replies(self) -> Mapping[Key, list[Json]]:
        found: dict[Key, list[Json]] = {}
        for row in self.rows("replies"):
            found.setdefault((row.pop("record_kind"), row.pop("record")), []).append(row)
        return found


def _api_name(spec: Spec, row: Json) -> str:
    return str(row.get("id") or row[spec.key[0]].replace("/", "--"))


def _singular(name: str) -> str:
    """The key column of a table."""
    return BY_NAME[name].key[0]


def is_bare(child: Spec) -> bool:
    """Whether a nested row is one bare value."""
    assert child.within
    above = BY_NAME[child.within[0]].key
    return len(child.names) - len(above) == 1 and not CHILDREN[child.name]


def _is_scope(child: Spec) -> bool:
    return child.within is not None and child.within[1] == "scope"


def as_scope(rows: Sequence[Json]) -> Json:
    """A scope as an object of lists, in the words of the records."""

    def part(is_excepted: bool) -> Json:
        return {
            field: [r["value"] for r in rows if r["part"] == name and r["is_excepted"] == is_excepted]
            for name, field in SCOPE.items()
        }

    return {**part(False), "except": part(True)}


# --- their shape


def schema_of(name: str) -> Json:
    """The JSON Schema of a whole record of a table."""
    return _object(_properties(BY_NAME[name], ()) | _api_url() | _beside_schema(name))


def summary_schema(name: str) -> Json:
    """The JSON Schema of a record as lists show it."""
    spec = BY_NAME[name]
    return _object({column.name: _value(column) for column in spec.columns if column.name in spec.summary} | _api_url())


def row_schema(name: str) -> Json:
    """The JSON Schema of a bare row."""
    return _object({column.name: _value(column) for column in BY_NAME[name].columns})


def _properties(spec: Spec, above: Sequence[str]) -> Json:
    own = {column.name: _value(column) for column in spec.columns if column.name not in above}
    if spec.name == "excerpts":
        own["target"] = _TARGET
    return own | {child.within[1]: _list_schema(child, spec) for child in CHILDREN[spec.name] if child.within}


def _list_schema(child: Spec, parent: Spec) -> Json:
    if _is_scope(child):
        lists = {field: {"type": "array", "items": {"type": "string"}} for field in SCOPE.values()}
        return _object(lists | {"except": _object(lists)}) | {"description": child.says}
    properties = _properties(child, parent.key)
    items = next(iter(properties.values())) if is_bare(child) else _object(properties)
    return {"type": "array", "items": items, "description": child.says}


def _beside_schema(name: str) -> Json:
    lists: Json = {
        field: {"type": "array", "items": {"$ref": f"#/components/schemas/{title(field)}Summary"}}
        for field, _, _ in LISTED.get(name, ())
    }
    if name in LOGGED:
        log = {column.name: _value(column) for column in BY_NAME["log"].columns[2:]}
        log["fields"] = {
            "type": "array",
            "items": _object({c.name: _value(c) for c in BY_NAME["log_fields"].columns[3:]}),
        }
        replies = {column.name: _value(column) for column in BY_NAME["replies"].columns[2:]}
        lists |= {
            "log": {"type": "array", "items": _object(log)},
            "replies": {"type": "array", "items": _object(replies)},
        }
    return lists


def title(name: str) -> str:
    """`clause_types` as the name of a schema: `ClauseTypes`."""
    return "".join(part.capitalize() for part in name.split("_"))


FORMATS = {"day": "date", "time": "date-time", "address": "uri", "href": "uri"}
PATTERNS = {"partial": r"^\d{4}(-\d\d(-\d\d)?)?$", "sha256": "^[0-9a-f]{64}$"}


def _selector(kind: str, fields: Json) -> Json:
    return _object({"type": {"type": "string", "const": kind}, **fields})


def _value(column: Column) -> Json:
    """The schema of a column's values: one type, or null where it may be absent."""
    name = "string" if column.type in ("string", "date", "datetime") else column.type
    made: Json = {"type": name if column.is_required else [name, "null"], "description": column.says}
    if column.kind in FORMATS:
        made["format"] = FORMATS[column.kind]
    if column.kind in PATTERNS:
        made["pattern"] = PATTERNS[column.kind]
    if column.codes:
        made["enum"] = [*column.codes, *([] if column.is_required else [None])]
    return made


def _api_url() -> Json:
    return {"api_url": {"type": "string", "format": "uri", "description": "Its address in this API"}}


def _object(properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


_TEXT, _WHOLE = {"type": "string"}, {"type": "integer"}
_SELECTORS = {
    "quote": _selector("TextQuoteSelector", {"exact": _TEXT, "prefix": _TEXT, "suffix": _TEXT}),
    "position": _selector("TextPositionSelector", {"start": _WHOLE, "end": _WHOLE}),
}
_TARGET = _object(
    {
        "source": {
            "type": ["string", "null"],
            "format": "uri",
            "description": "The file of the text, where it is served",
        },
        "sha256": {"type": "string", "description": "SHA-256 of that file"},
        "selectors": {
            "type": "array",
            "items": _object(_SELECTORS),
            "description": "Web Annotation selectors, for each part",
        },
    }
)
