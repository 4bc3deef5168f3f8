"""`/data/`: every download with size and hash, the API by example, the feeds, the licences told apart, how to cite the
whole, and what is promised. `/data/dictionary/`: what every column means.

In: views, and what the exports say of their files. Out: pages. A build without data has the first page alone, with the
feeds and the promise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from atlas import labels
from atlas.pages import citing, feeds
from atlas.pages.base import Head, HeadLink, Link, Page, Views
from atlas.pages.citation import told
from atlas.pages.examples import examples

UNITS = ("bytes", "KB", "MB", "GB")


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download."""

    name: str
    address: str
    says: str
    size: int
    sha256: str

    @property
    def size_words(self) -> str:
        """`3.1 MB`; decimal units."""
        number, unit = float(self.size), 0
        while number >= 1000 and unit < len(UNITS) - 1:
            number, unit = number / 1000, unit + 1
        return f"{number:.1f} {UNITS[unit]}" if unit else labels.counted(self.size, "byte")


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column in the dictionary."""

    name: str
    type: str
    is_key: bool
    is_required: bool
    refers_to: str
    says: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with its files and columns."""

    name: str
    says: str
    rows: int
    files: tuple[Download, ...]
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """What exports say of themselves: version, files of the whole, tables, rights (licence, what it covers, where)."""

    version: str
    whole: tuple[Download, ...]
    tables: tuple[TableView, ...]
    rights: tuple[tuple[str, str, str], ...]


def data_pages(views: Views, data: DataView) -> Iterator[Page]:
    """The page of downloads, and the dictionary where there are any."""
    yield Page(
        address="/data/",
        template="data.html",
        title="Data",
        description="The whole catalogue as tables, an API of plain files and feeds, with licences and how to cite it."
        if data.tables
        else "Feeds of what changes, with licences and how to cite the whole.",
        context=_context(views, data),
        head=_head(views, data),
    )
    if data.tables:
        yield Page(
            address="/data/dictionary/",
            template="dictionary.html",
            title="Data dictionary",
            description="What every table and every column of the data means.",
            context={"tables": data.tables},
            crumbs=(Link("Data", "/data/"),),
        )


def _context(views: Views, data: DataView) -> dict[str, Any]:
    return {
        "data": data,
        "as_of": labels.day(views.catalogue.as_of),
        "examples": examples(views) if data.tables else (),
        "api": views.absolute("/api/v1/index.json"),
        "own_feeds": [(title, f"/{stem}.atom", f"/{stem}.json") for stem, title in feeds.OWN_FEEDS.items()],
        "feed_groups": list(_feed_groups(views)),
        "calendar": feeds.CALENDAR,
        "whole": told("The whole catalogue", citing.whole(views, data.version)),
        "prefix": views.content.site.id_prefix,
        "permanent": (views.content.site.permanent_base or views.content.site.base_url).rstrip("/"),
        "repository": views.content.site.repository,
        "email": views.content.site.publisher.email,
        "search": {"kind": "data"},
    }


GROUPS = (
    ("Everything", "home"), ("Platforms", "entity"), ("Documents", "document"), ("Clause types", "clause-type"),
    ("Categories", "category"), ("Laws", "regulation"),
)  # fmt: skip


def _feed_groups(views: Views) -> Iterator[tuple[str, list[tuple[str, str, str, str]]]]:
    """The feeds of pages by kind: the page's name and address, its Atom and its JSON feed."""
    found: dict[str, list[tuple[str, str, str, str]]] = {kind: [] for _, kind in GROUPS}
    for kind, key, title in feeds.feed_pages(views):
        page = feeds.page_of(kind, key)
        name = title.removeprefix("Changes: ")
        found[kind].append((name, page, feeds.feed_of(page, "atom"), feeds.feed_of(page, "json")))
    for title, kind in GROUPS:
        if found[kind]:
            yield title, found[kind]


def _head(views: Views, data: DataView) -> Head:
    """For dataset searches: schema.org's Dataset, and Zotero's item of that kind."""
    site, url = views.content.site, views.absolute("/data/")
    offered = (
        "A row a provision, excerpt and capture: tables, an API of plain files, feeds." if data.whole else "Feeds."
    )
    creator = {"@type": "Organization", "name": site.publisher.name, "url": site.publisher.url}
    dataset = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "name": site.title,
        "description": f"{site.tagline} {offered}",
        "license": site.licence.url,
        "creator": creator,
        "publisher": creator,
        "version": data.version,
        "dateModified": views.catalogue.as_of,
        "isAccessibleForFree": True,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": site.title, "url": views.absolute("/")},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": each.says,
                "contentUrl": views.absolute(each.address),
                "contentSize": f"{each.size} B",
                "sha256": each.sha256,
            }
            for each in data.whole[:3]
        ],
    }  # fmt: skip
    metas = (
        ("name", "z:itemType", "dataset"),
        ("name", "DC.title", site.title),
        ("name", "DC.creator", f"{site.publisher.name},"),
        ("name", "DC.publisher", f"{site.publisher.name},"),
        ("name", "DCTERMS.issued", views.catalogue.as_of),
    )
    package = HeadLink("describedby", "/data/datapackage.json", "application/json", is_data=True)
    return Head(metas, (package, HeadLink("license", site.licence.url)), dataset)
