"""Every export of a build, by path: computed before any page is rendered, as `/data/` prints sizes and hashes.

In: views, the pages of the site, a memo. Out: files, and the downloads among them as a page shows them. Without data
(`--no-data`) only feeds, the calendar, the sitemap and robots.txt are made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from atlas import citing
from atlas.citations import bibtex, csl_json, ris
from atlas.exports import api, files, package
from atlas.exports.calendar import calendar
from atlas.exports.feeds import feed_files
from atlas.exports.gathered import Gathered, gather
from atlas.exports.nested import API_KINDS, Nest
from atlas.exports.sitemap import sitemap_files
from atlas.exports.sqlite import as_sqlite
from atlas.exports.table import Table
from atlas.exports.tables import SPECS, dataset_version, tables
from atlas.exports.twins import twin_files
from atlas.memo import Memo
from atlas.pages.base import Page, Views
from atlas.pages.data import ColumnView, DataView, Download, TableView
from atlas.pages.feeds import CALENDAR

Files = dict[str, bytes]
Records = dict[str, dict[str, str]]  # by table and key, a record as JSON


@dataclass(frozen=True, slots=True)
class Exports:
    """All files by path, and what the data page says of those to download."""

    files: Files
    told: DataView


def exported(views: Views, memo: Memo, *, has_data: bool) -> Exports:
    """Everything but the sitemap, which names pages that are not known yet."""
    gathered = gather(views, memo)
    found: Files = feed_files(gathered) | {CALENDAR.lstrip("/"): calendar(views)}
    made = tables(gathered)
    version = dataset_version(made.values())
    if not has_data:
        return Exports(found, DataView(version, (), (), tuple(package.rights(views.content))))
    nest = Nest(made, gathered.base)
    records: Records = {name: {key: api.spelled(record) for key, record in nest.records(name)} for name in API_KINDS}
    data = data_files(gathered, made, records, version)
    edition = api.Edition(version, views.catalogue.as_of)
    site = views.content.site
    found |= data | twin_files(gathered, nest, records)
    found |= api.record_files(nest, edition, records) | api.list_files(nest, edition)
    found |= api.description_files(gathered.base, site.title, (site.licence.id, site.licence.url))
    return Exports(found, _told(views, made, data, version))


def site_files(views: Views, pages: Iterable[Page]) -> Files:
    """The sitemap and robots.txt."""
    return sitemap_files(views, pages)


# --- /data/


def data_files(gathered: Gathered, made: Mapping[str, Table], records: Records, version: str) -> Files:
    """Everything below `/data/`."""
    content, base, as_of = gathered.content, gathered.base, gathered.catalogue.as_of
    found: Files = {}
    for name, table in made.items():
        found[f"csv/{name}.csv"] = files.as_csv(table, base)
        found[f"jsonl/{name}.jsonl"] = files.as_jsonl(table, base)
        found[f"spreadsheet/{name}.csv"] = files.as_spreadsheet(table, base)
    found["atlas.sqlite"] = as_sqlite(made.values(), base, _facts(gathered, version))
    found["records.jsonl"] = "".join(f"{record}\n" for name in API_KINDS for record in records[name].values()).encode()
    works = tuple(citing.every(gathered.views))
    found["citations.bib"] = "\n".join(map(bibtex, works)).encode()
    found["citations.ris"] = "\r\n".join(map(ris, works)).encode()
    found["citations.json"] = csl_json(works).encode()
    found["dictionary.csv"] = package.dictionary_csv(SPECS)
    found["LICENCES.md"] = package.licences_file(content)
    found["CITATION.cff"] = package.citation_cff(content, version, as_of)
    described = {path: (len(data), _sha256(data)) for path, data in found.items()}
    found["datapackage.json"] = package.datapackage(content, made.values(), described, version, as_of)
    hashes = {path: sha256 for path, (_, sha256) in described.items()} | {"datapackage.json": _sha256(found["datapackage.json"])}
    found["SHA256SUMS"] = files.sums(found, hashes)
    return {f"data/{path}": data for path, data in found.items()}


def _facts(gathered: Gathered, version: str) -> list[tuple[str, str]]:
    site = gathered.content.site
    return [
        ("title", site.title), ("dataset_version", version), ("as_of", gathered.catalogue.as_of), ("url", f"{gathered.base}/data/"),
        ("licence", f"{site.licence.id} {site.licence.url}; quoted texts belong to their owners"),
    ]  # fmt: skip


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- what the page says of them

WHOLE = {
    "atlas.sqlite": "Everything as one SQLite file, with full-text search; opens in Datasette",
    "datapackage.json": "The CSV tables as a Data Package: types, keys, references, hashes",
    "records.jsonl": "Every record as the API gives it, one a line",
    "dictionary.csv": "The data dictionary: what every column means",
    "citations.bib": "How to cite every record and document, as BibTeX",
    "citations.ris": "The same as RIS",
    "citations.json": "The same as CSL-JSON",
    "CITATION.cff": "How to cite the whole",
    "LICENCES.md": "What is under which licence",
    "SHA256SUMS": "The hashes of all these files, for sha256sum -c",
}


def _told(views: Views, made: Mapping[str, Table], data: Files, version: str) -> DataView:
    whole = tuple(_download(name, data, says) for name, says in WHOLE.items())
    shown = tuple(
        TableView(
            table.name, table.spec.says, len(table.rows),
            tuple(_download(f"{folder}/{table.name}.{suffix}", data, word) for word, folder, suffix in EDITIONS),
            tuple(_columns(table)),
        )
        for table in made.values()
    )  # fmt: skip
    return DataView(version, whole, shown, tuple(package.rights(views.content)))


EDITIONS = (("CSV", "csv", "csv"), ("JSON Lines", "jsonl", "jsonl"), ("For spreadsheets", "spreadsheet", "csv"))


def _download(path: str, data: Files, says: str) -> Download:
    found = data[f"data/{path}"]
    return Download(path, f"/data/{path}", says, len(found), _sha256(found))


def _columns(table: Table) -> Iterator[ColumnView]:
    for column in table.spec.columns:
        to = next((each.table for each in table.spec.references if each.columns == (column.name,)), "")
        yield ColumnView(column.name, column.type, column.name in table.spec.key, column.is_required, to, column.says)
