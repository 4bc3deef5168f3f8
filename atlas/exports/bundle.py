"""Every export of a build, by path: computed before any page is rendered, as `/data/` prints sizes and hashes.

In: views, the pages of the site, a memo. Out: files, and the downloads among them as a page shows them. Without data
(`--no-data`) only feeds, the calendar, the sitemap and robots.txt are made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from atlas.citations import ris
from atlas.exports import api, files, package
from atlas.exports.calendar import calendar
from atlas.exports.feeds import feed_files
from atlas.exports.gathered import Gathered, gather
from atlas.exports.nested import API_KINDS, Nest
from atlas.exports.sitemap import sitemap_files
from atlas.exports.sqlite import as_sqlite
from atlas.exports.table import Table
from atlas.exports.tables import SPECS, dataset_version, digests, tables
from atlas.exports.twins import as_bibtex, as_csl, twin_files
from atlas.memo import Memo, digest
from atlas.pages import citing
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
    known = digests(made.values())
    version = dataset_version(known)
    if not has_data:
        return Exports(found, DataView(version, (), (), tuple(package.rights(views.content))))
    nest = Nest(made, gathered.base)
    records: Records = {name: {key: api.spelled(record) for key, record in nest.records(name)} for name in API_KINDS}
    data = data_files(gathered, made, records, version) | _table_files(made, known, gathered.base, memo)
    data |= package_files(gathered, made, data, version)
    edition = api.Edition(version, views.catalogue.as_of)
    site = views.content.site
    found |= data | twin_files(gathered, nest, records)
    found |= api.record_files(nest, edition, records) | api.list_files(nest, edition)
    described = (gathered.base, site.title, (site.licence.id, site.licence.url))
    found |= memo.map(api.description_files, [described])[0]
    return Exports(found, _told(views, made, data, version))


def site_files(views: Views, pages: Iterable[Page]) -> Files:
    """The sitemap and robots.txt."""
    return sitemap_files(views, pages)


# --- /data/


def data_files(gathered: Gathered, made: Mapping[str, Table], records: Records, version: str) -> Files:
    """Everything below `/data/` but the tables' own files and what describes those."""
    found: Files = {}
    found["atlas.sqlite"] = as_sqlite(made.values(), gathered.base, _facts(gathered, version))
    found["records.jsonl"] = "".join(f"{record}\n" for name in API_KINDS for record in records[name].values()).encode()
    works = tuple(citing.every(gathered.views))
    found["citations.bib"] = "\n".join(map(as_bibtex, works)).encode()
    found["citations.ris"] = "\r\n".join(map(ris, works)).encode()
    found["citations.json"] = as_csl(works)
    found["dictionary.csv"] = package.dictionary_csv(SPECS)
    found["LICENCES.md"] = package.licences_file(gathered.content)
    found["CITATION.cff"] = package.citation_cff(gathered.content, version, gathered.catalogue.as_of)
    return {f"data/{path}": data for path, data in found.items()}


def _table_files(made: Mapping[str, Table], known: Mapping[str, str], base: str, memo: Memo) -> Files:
    """The tables in their three forms; those whose rows did not change are remembered."""
    tasks = [(table, base) for table in made.values()]
    found = memo.map(_written, tasks, key=lambda task: digest(known[task[0].name], base))
    return {path: data for each in found for path, data in each.items()}


def _written(task: tuple[Table, str]) -> Files:
    table, base = task
    return {
        f"data/csv/{table.name}.csv": files.as_csv(table, base),
        f"data/jsonl/{table.name}.jsonl": files.as_jsonl(table, base),
        f"data/spreadsheet/{table.name}.csv": files.as_spreadsheet(table, base),
    }


def package_files(gathered: Gathered, made: Mapping[str, Table], data: Files, version: str) -> Files:
    """The Data Package of the tables, and the hashes of everything below `/data/`."""
    described = {path.removeprefix("data/"): (len(found), _sha256(found)) for path, found in data.items()}
    package_file = package.datapackage(gathered.content, made.values(), described, version, gathered.catalogue.as_of)
    hashes = {path: sha256 for path, (_, sha256) in described.items()} | {"datapackage.json": _sha256(package_file)}
    return {"data/datapackage.json": package_file, "data/SHA256SUMS": files.sums(hashes)}


def _facts(gathered: Gathered, version: str) -> list[tuple[str, str]]:
    site = gathered.content.site
    return [
        ("title", site.title), ("dataset_version", version), ("as_of", gathered.catalogue.as_of),
        ("url", f"{gathered.base}/data/"),
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
