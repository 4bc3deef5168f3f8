"""What goes with the tables: `datapackage.json`, the data dictionary, the licences told apart, `CITATION.cff`.

In: tables, their files with hashes, the site's record. Out: bytes. Source of the package's form: Data Package 2.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from atlas.exports.files import csv_cell
from atlas.exports.table import Reference, Spec, Table
from atlas.reading import Content

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
FORMATS = {"href": "uri", "address": "uri"}


def rights(content: Content) -> Iterator[tuple[str, str, str]]:
    """What is under which licence: name, what it covers, address of the licence if there is one."""
    site = content.site
    yield (
        site.licence.id,
        f"The analysis: titles, answers, severities, prose, findings. By {site.publisher.name}.",
        site.licence.url,
    )
    yield site.licence.id, "The data as a collection: the tables and what is computed in them.", site.licence.url
    yield (
        "Rights with their owners",
        "Quoted and captured texts: excerpts, texts, originals. They belong to those who wrote them, and are shown "
        "so that the analysis can be checked.",
        "",
    )
    for archive in content.archives.values():
        yield archive.licence, f"Captures taken from {archive.title}, {archive.attribution}.", archive.url


def licences_file(content: Content) -> bytes:
    """The licences in words."""
    lines = [f"# Licences of the data of {content.site.title}", "", "Not everything here is under one licence.", ""]
    for name, covers, href in rights(content):
        lines.append(f"- **{name}**{f' <{href}>' if href else ''}: {covers}")
    return ("\n".join(lines) + "\n").encode()


def dictionary_csv(specs: Iterable[Spec]) -> bytes:
    """The data dictionary as a table: a row a column."""
    rows: list[tuple[Any, ...]] = [
        ("table", "column", "type", "is_required", "is_key", "refers_to", "codes", "meaning")
    ]
    for spec in specs:
        for column in spec.columns:
            to = ", ".join(each.table for each in spec.references if column.name in each.columns)
            listed = column.kind if column.codes else None
            rows.append(
                (
                    spec.name,
                    column.name,
                    column.type,
                    column.is_required,
                    column.name in spec.key,
                    to,
                    listed,
                    column.says,
                )
            )
    return "".join(",".join(map(csv_cell, row)) + "\n" for row in rows).encode()


def datapackage(
    content: Content, tables: Iterable[Table], files: Mapping[str, tuple[int, str]], version: str, as_of: str
) -> bytes:
    """`datapackage.json`. `files` are size and hash by path from it."""
    site = content.site
    package = {
        "$schema": PROFILE,
        "name": _slug(site.title),
        "id": f"{site.base_url.rstrip('/')}/data/",
        "title": site.title,
        "description": f"{site.tagline}\n\nAs of {as_of}. Version {version}. Licences differ: see LICENCES.md.",
        "homepage": site.base_url,
        "version": version,
        "created": f"{as_of}T00:00:00Z" if as_of else None,
        "licenses": [{"name": site.licence.id, "path": site.licence.url, "title": _licence_title(site.licence.id)}],
        "contributors": [{"title": site.publisher.name, "path": site.publisher.url, "roles": ["publisher"]}],
        "sources": [
            {"title": f"{archive.title} ({archive.licence}; {archive.attribution})", "path": archive.url}
            for archive in content.archives.values()
        ],
        "resources": [_resource(table, files) for table in tables],
    }  # fmt: skip
    kept = {name: value for name, value in package.items() if value not in (None, [])}
    return (json.dumps(kept, ensure_ascii=False) + "\n").encode()


def _licence_title(identifier: str) -> str:
    return f"{identifier}, for analysis and data; quoted texts belong to their owners"


def _slug(title: str) -> str:
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in title.lower()).split()) or "catalogue"


def _resource(table: Table, files: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    path = f"csv/{table.name}.csv"
    size, sha256 = files[path]
    return {
        "$schema": RESOURCE,
        "name": table.name.replace("_", "-"),
        "path": path,
        "type": "table",
        "title": table.name.replace("_", " ").capitalize(),
        "description": table.spec.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "dialect": {"lineTerminator": "\n"},
        "schema": _schema(table.spec),
    }


def _schema(spec: Spec) -> dict[str, Any]:
    """A Table Schema. References of several columns of which one may be empty are left out: readers of data packages
    take the empty one for a value."""
    optional = {column.name for column in spec.columns if not column.is_required}
    made: dict[str, Any] = {
        "$schema": SCHEMA,
        "fields": [_field(column) for column in spec.columns],
        "missingValues": [""],
        "primaryKey": list(spec.key),
    }
    keys = [
        {"fields": list(each.columns), "reference": {"resource": _target(spec, each), "fields": list(each.to)}}
        for each in spec.references
        if len(each.columns) == 1 or not optional & set(each.columns)
    ]  # fmt: skip
    return made | ({"foreignKeys": keys} if keys else {})


def _target(spec: Spec, each: Reference) -> str:
    """The resource that a reference leads to; '' for the table's own."""
    return "" if each.table == spec.name else each.table.replace("_", "-")


def _field(column: Any) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.is_required else {}
    if column.codes:
        constraints["enum"] = list(column.codes)
    field = {"name": column.name, "type": column.type, "description": column.says}
    if column.kind in FORMATS:
        field["format"] = FORMATS[column.kind]
    return field | ({"constraints": constraints} if constraints else {})


def citation_cff(content: Content, version: str, as_of: str) -> bytes:
    """`CITATION.cff` of the whole dataset; every value is written as a JSON string, which YAML reads alike."""
    site = content.site
    base = site.base_url.rstrip("/")
    pairs = [
        ("cff-version", "1.2.0"), ("message", "If you use these data, please cite them as below."), ("type", "dataset"),
        ("title", site.title), ("abstract", site.tagline), ("version", version), ("date-released", as_of),
        ("url", f"{base}/data/"), ("license", site.licence.id),
    ]  # fmt: skip
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in pairs if value]
    lines += [
        "authors:",
        f"  - name: {json.dumps(site.publisher.name, ensure_ascii=False)}",
        f"    website: {json.dumps(site.publisher.url)}",
    ]
    return ("\n".join(lines) + "\n").encode()
