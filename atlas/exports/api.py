"""`/api/v1/`: a list of every kind of record, 500 a file, and a file a record; with its OpenAPI document and schemas.

Every file is `{schema_version, dataset_version, as_of, total, next, result}` and a plain file on the host: addresses
end in `index.json`. Within v1 fields are only ever added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from atlas.exports.nested import API_KINDS, Json, Nest, row_schema, schema_of, summary_schema, title

SCHEMA_VERSION = "1.0.0"
PAGE = 500  # records in one file of a list
ROOT = "api/v1"
# Small tables and events, whose lists hold whole rows.
ROW_KINDS = {
    "codes": "codes", "jurisdictions": "jurisdictions", "document_types": "document-types", "archives": "archives",
    "people": "people", "events": "events",
}  # fmt: skip
DIALECT = "https://json-schema.org/draft/2020-12/schema"
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of the catalogue the files hold, for their envelopes."""

    version: str
    as_of: str


def spelled(value: Any) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def enveloped(edition: Edition, result: str, *, total: int, following: str | None = None) -> bytes:
    """A response; `result` is JSON already, `following` the address of the list's next file."""
    head = {
        "schema_version": SCHEMA_VERSION, "dataset_version": edition.version, "as_of": edition.as_of or None,
        "total": total, "next": following,
    }  # fmt: skip
    return f'{spelled(head)[:-1]},"result":{result}}}\n'.encode()


def record_files(nest: Nest, edition: Edition, records: dict[str, dict[str, str]]) -> Files:
    """A file for each record; `records` are their JSON by table and key."""
    return {
        f"{ROOT}/{kind}/{nest.names[name][key]}/index.json": enveloped(edition, result, total=1)
        for name, kind in API_KINDS.items()
        for key, result in records[name].items()
    }


def list_files(nest: Nest, edition: Edition) -> Files:
    """The lists, and the list of lists."""
    lists: dict[str, list[Any]] = {kind: list(nest.summaries[name].values()) for name, kind in API_KINDS.items()}
    lists |= {kind: list(nest.rows(name)) for name, kind in ROW_KINDS.items()}
    overview = [
        {"kind": kind, "total": len(found), "url": f"{nest.base}/{_list_path(kind, 1)}"}
        for kind, found in lists.items()
    ]
    files = {f"{ROOT}/index.json": enveloped(edition, _lines(overview), total=len(overview))}
    for kind, found in lists.items():
        files |= dict(_paged(nest.base, edition, kind, found))
    return files


def _paged(base: str, edition: Edition, kind: str, found: list[Any]) -> Iterator[tuple[str, bytes]]:
    for number, start in enumerate(range(0, max(1, len(found)), PAGE), 1):
        following = f"{base}/{_list_path(kind, number + 1)}" if start + PAGE < len(found) else None
        result = _lines(found[start : start + PAGE])
        yield _list_path(kind, number), enveloped(edition, result, total=len(found), following=following)


def _list_path(kind: str, number: int) -> str:
    return f"{ROOT}/{kind}/index.json" if number == 1 else f"{ROOT}/{kind}/page/{number}/index.json"


def _lines(values: Iterable[Any]) -> str:
    """A JSON list with a value a line."""
    lines = [spelled(value) for value in values]
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"


# --- what they look like


def description_files(task: tuple[str, str, tuple[str, str]]) -> Files:
    """The OpenAPI document, a JSON Schema for each kind, and the catalogue of APIs (RFC 9727), of a site's address,
    title and licence."""
    base, site_title, licence = task
    files = {f"{ROOT}/openapi.json": _pretty(openapi(base, site_title, licence))}
    for name, kind in API_KINDS.items():
        alone = {"$schema": DIALECT, "$id": f"{base}/{ROOT}/schemas/{kind}.json", **_within(schema_of(name), name)}
        files[f"{ROOT}/schemas/{kind}.json"] = _pretty(alone)
    files[".well-known/api-catalog"] = _pretty(
        {
            "linkset": [
                {
                    "anchor": f"{base}/{ROOT}/index.json",
                    "service-desc": [
                        {"href": f"{base}/{ROOT}/openapi.json", "type": "application/vnd.oai.openapi+json;version=3.1"}
                    ],
                    "service-doc": [{"href": f"{base}/data/", "type": "text/html"}],
                }
            ]
        }
    )
    return files


def _within(schema: Json, name: str) -> Json:
    """A schema that stands alone: the summaries that it refers to are part of it."""
    text = spelled(schema).replace("#/components/schemas/", "#/$defs/")
    named = {title(other): f"{title(other)}Summary" for other in API_KINDS}
    used = {
        f"{key}Summary": summary_schema(other)
        for key, other in zip(named, API_KINDS, strict=True)
        if f"#/$defs/{key}Summary" in text
    }
    return {"title": name, **json.loads(text), **({"$defs": used} if used else {})}


def _pretty(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def openapi(base: str, site_title: str, licence: tuple[str, str]) -> Json:
    """The OpenAPI 3.1 document."""
    identifier, href = licence
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": site_title,
            "version": SCHEMA_VERSION,
            "summary": "The whole catalogue as files: lists of records and a file a record.",
            "description": "Plain files: no keys, no limits, no parameters. Within v1 fields are only ever added.",
            "license": {"name": identifier, "url": href},
        },
        "servers": [{"url": base}],
        "paths": dict(_paths()),
        "components": {"schemas": dict(_schemas())},
    }  # fmt: skip


def _schemas() -> Iterator[tuple[str, Json]]:
    for name in API_KINDS:
        yield title(name), schema_of(name)
        yield f"{title(name)}Summary", summary_schema(name)
    for name in ROW_KINDS:
        yield f"{title(name)}Row", row_schema(name)
    counts = {"kind": {"type": "string"}, "total": {"type": "integer"}, "url": {"type": "string", "format": "uri"}}
    yield "Overview", {"type": "object", "required": list(counts), "properties": counts}


def _paths() -> Iterator[tuple[str, Json]]:
    yield f"/{ROOT}/index.json", _get("The lists there are", _many("Overview"))
    for name, kind in API_KINDS.items():
        said = kind.replace("-", " ")
        yield f"/{ROOT}/{kind}/index.json", _get(f"All {said}, the first {PAGE}", _many(f"{title(name)}Summary"))
        yield (
            f"/{ROOT}/{kind}/page/{{page}}/index.json",
            _get(f"More {said}; follow `next`", _many(f"{title(name)}Summary"), page="integer"),
        )
        yield (
            f"/{ROOT}/{kind}/{{name}}/index.json",
            _get(
                f"One of the {said}, by its id or slug", {"$ref": f"#/components/schemas/{title(name)}"}, name="string"
            ),
        )
    for name, kind in ROW_KINDS.items():
        said = kind.replace("-", " ")
        yield f"/{ROOT}/{kind}/index.json", _get(f"All {said}, the first {PAGE}", _many(f"{title(name)}Row"))
        yield (
            f"/{ROOT}/{kind}/page/{{page}}/index.json",
            _get(f"More {said}; follow `next`", _many(f"{title(name)}Row"), page="integer"),
        )


def _parameter(name: str, kind: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


def _many(name: str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _get(said: str, result: Json, **parameters: str) -> Json:
    """A path that is read, with its response in the envelope; a host answers 404 with a page in HTML."""
    envelope = {
        "type": "object",
        "required": ["schema_version", "dataset_version", "as_of", "total", "next", "result"],
        "properties": {
            "schema_version": {"type": "string", "description": "Version of these schemas"},
            "dataset_version": {"type": "string", "description": "Digest of all tables: equal digests, equal records"},
            "as_of": {"type": ["string", "null"], "format": "date", "description": "Newest day of what it holds"},
            "total": {"type": "integer", "description": "How many results there are in all files of the list"},
            "next": {"type": ["string", "null"], "format": "uri", "description": "The list's next file"},
            "result": result,
        },
    }  # fmt: skip
    return {
        **({"parameters": [_parameter(*each) for each in parameters.items()]} if parameters else {}),
        "get": {
            "summary": said,
            "responses": {
                "200": {"description": "The file", "content": {"application/json": {"schema": envelope}}},
                "404": {"description": "There is none; a page in HTML says so"},
            },
        },
    }  # fmt: skip
