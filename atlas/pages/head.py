"""What the head of a page tells machines: permanent address and files beside it (Signposting), what a reference manager
takes from it (Dublin Core, as Zotero reads it), feeds, and JSON-LD.

In: views and a page. Out: the page with its head. Addresses in metadata and JSON-LD are in full; links to files of this
site are from its root, so that they are written and checked as other links are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from atlas.citations import MEDIA_TYPES, Work
from atlas.hidden import hides
from atlas.ids import address, document_of, text_address
from atlas.pages import feeds
from atlas.pages.base import Head, HeadLink, Link, Page, Views
from atlas.pages.citing import GENRES, of_document, of_record
from atlas.records import Provision

JSON_TYPE, LINKSET_TYPE, MARKDOWN_TYPE = "application/json", "application/linkset+json", "text/markdown"
SCHEMAS = (
    HeadLink("schema.DC", "http://purl.org/dc/elements/1.1/"),
    HeadLink("schema.DCTERMS", "http://purl.org/dc/terms/"),
    HeadLink("schema.z", "http://www.zotero.org/namespaces/export#"),
)
Json = dict[str, Any]
_VERSION = re.compile(r"v/\d+/$")


@dataclass(frozen=True)
class Heads:
    """Kind and key of the record on each page that has one, and the feed of each page that has one."""

    views: Views
    records: dict[str, tuple[str, str]]
    feeds: dict[str, str]

    @classmethod
    def of(cls, views: Views) -> Heads:
        present = views.catalogue.refer.present
        records = {address(kind, key): (kind, key) for kind, keys in present.items() for key in keys}
        titles = {feeds.page_of(kind, key): title for kind, key, title in feeds.feed_pages(views)}
        return cls(views, records, titles)

    def on(self, page: Page) -> Page:
        """The page with its head; what a page brings of its own stays."""
        kind, key = self.records.get(page.address, ("", ""))
        own = page.head
        links = (*own.links, *self._feeds(page), *self._record_links(kind, key))
        metas = (*own.metas, *self._metas(kind, key))
        return replace(page, head=Head(metas, links, own.linked_data or self._linked_data(page, kind, key)))

    def _feeds(self, page: Page) -> Iterator[HeadLink]:
        if title := self.feeds.get(page.address):
            for suffix, media in feeds.MEDIA_TYPES.items():
                yield HeadLink("alternate", feeds.feed_of(page.address, suffix), media, title)

    def _record_links(self, kind: str, key: str) -> Iterator[HeadLink]:
        if kind not in GENRES:
            return
        for rel, href, media in signposts(self.views, kind, key):
            is_data = rel in ("describedby", "linkset")
            yield HeadLink(rel, href, media, is_data=is_data)
            if rel == "describedby" and media in (JSON_TYPE, MARKDOWN_TYPE):
                yield HeadLink("alternate", href, media, is_data=True)
        yield from SCHEMAS

    def _metas(self, kind: str, key: str) -> Iterator[tuple[str, str, str]]:
        cited = of_record(self.views, kind, key) if kind in ("provision", "finding") else None
        if cited and cited.record:
            yield from record_metas(self.views, cited.record)

    def _linked_data(self, page: Page, kind: str, key: str) -> Any:
        if not page.crumbs and not kind:
            return None
        graph: list[Json] = [_page(self.views, page), _crumbs(self.views, page)]
        if kind == "provision":
            graph[0] |= _about_provision(self.views, key)
            graph += [
                *_quotations(self.views, page, key),
                _document(self.views, key),
                _term(self.views, self.views.content.provisions[key].clause_type),
            ]
        elif kind == "document":
            graph.append(_document(self.views, key))
        elif kind == "clause-type":
            graph.append(_term(self.views, key))
        return {"@context": "https://schema.org", "@graph": graph}


# --- links


def described_by(views: Views, kind: str, key: str) -> Iterator[tuple[str, str]]:
    """The files beside a record's page that describe it: address and media type."""
    here = address(kind, key)
    yield (f"{here}captures.json" if kind == "document" else f"{here}index.json"), JSON_TYPE
    if kind == "provision":
        yield f"{here}index.md", MARKDOWN_TYPE
    if kind != "document" or of_document(views, key):
        yield from ((f"{here}cite.{suffix}", media) for suffix, media in MEDIA_TYPES.items())


def signposts(views: Views, kind: str, key: str) -> Iterator[tuple[str, str, str]]:
    """Relation, address, media type of what a record's page links to. Source: signposting.org, FAIR level 2."""
    cited = of_record(views, kind, key)
    if cited and cited.record:
        yield "cite-as", _VERSION.sub("", cited.record.url), ""
    yield from (("describedby", where, media) for where, media in described_by(views, kind, key))
    if kind == "provision":
        yield "linkset", f"{address(kind, key)}linkset.json", LINKSET_TYPE
    if cited:
        document = document_of(key)
        held = views.catalogue.evidence.text_of(document, cited.source.captured_at)
        if held and held.is_held and not held.withheld:
            yield "item", f"/platform/{document}/text/{held.stamp}.md", MARKDOWN_TYPE
    yield "license", views.content.site.licence.url, ""
    yield "collection", "/data/", "text/html"


# --- metadata


def record_metas(views: Views, work: Work) -> Iterator[tuple[str, str, str]]:
    """What a reference manager takes for a web page. A comma after the name of an organisation keeps it whole; Zotero
    puts `DC.description` under Extra. Source: Zotero's Embedded Metadata translator."""
    yield "name", "z:itemType", "webpage"
    yield "name", "DC.title", work.title
    for author in work.authors:
        yield "name", "DC.creator", f"{author},"
    yield "name", "DCTERMS.issued", work.issued
    yield "name", "DC.publisher", f"{work.publisher},"
    yield "name", "DC.language", work.language
    yield "name", "DCTERMS.rights", f"{views.content.site.licence.id}; quoted texts belong to their owners"
    yield "name", "DC.identifier", work.url
    yield "name", "DC.description", work.note
    yield "property", "article:published_time", work.issued


# --- JSON-LD


def _page(views: Views, page: Page) -> Json:
    url = views.absolute(page.canonical or page.address)
    site = views.content.site
    return {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": page.title,
        "description": page.description,
        "inLanguage": site.language,
        "license": site.licence.url,
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": views.absolute("/")},
        "publisher": {"@type": "Organization", "name": site.publisher.name, "url": site.publisher.url},
        "breadcrumb": {"@id": f"{url}#breadcrumb"},
    }


def _crumbs(views: Views, page: Page) -> Json:
    ways = (*page.crumbs, Link(page.title, page.canonical or page.address))
    return {
        "@type": "BreadcrumbList",
        "@id": f"{views.absolute(page.canonical or page.address)}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": way.text, "item": views.absolute(way.address)}
            for number, way in enumerate(ways, 1)
        ],
    }


def _about_provision(views: Views, key: str) -> Json:
    record = views.content.provisions[key]
    changed = max(
        str(day) for day in (record.analysed_on, record.analysis.reviewed_on, *(e.on for e in record.log)) if day
    )
    cited = of_record(views, "provision", key)
    assert cited
    assert cited.record, f"{key}: a provision is cited"
    return {
        "datePublished": str(record.analysed_on),
        "dateModified": changed,
        "author": [{"@type": "Organization", "name": name} for name in cited.record.authors],
        "identifier": record.id or key,
        "version": cited.record.version or None,
        "citation": cited.record.url,
        "about": [{"@id": views.absolute(address("clause-type", record.clause_type))}, _organisation(views, key)],
        "mainEntity": [
            {"@id": f"{views.absolute(address('provision', key))}#words-{number}"}
            for number, _ in _shown(views, record)
        ],
        "isBasedOn": {"@id": _document_id(views, key)},
    }


def _organisation(views: Views, key: str) -> Json:
    entity = views.catalogue.entity(key)
    found = {"@type": "Organization", "name": entity.legal_name or entity.name, "url": entity.homepage}
    return {name: value for name, value in found.items() if value}


def _shown(views: Views, record: Provision) -> list[tuple[int, str]]:
    """The excerpts that are not hidden, with their numbers."""
    is_hidden = views.is_withheld(record.key) or hides(record, "excerpts")
    return [] if is_hidden else [(number, excerpt.text) for number, excerpt in enumerate(record.excerpts, 1)]


def _quotations(views: Views, page: Page, key: str) -> Iterator[Json]:
    record = views.content.provisions[key]
    language = views.catalogue.document(key).language or views.content.site.language
    for number, text in _shown(views, record):
        yield {
            "@type": "Quotation",
            "@id": f"{views.absolute(page.address)}#words-{number}",
            "text": text,
            "inLanguage": record.excerpts[number - 1].language or language,
            "creator": _organisation(views, key),
            "isPartOf": {"@id": _document_id(views, key)},
        }


def _document_id(views: Views, key: str) -> str:
    return f"{views.absolute(address('document', document_of(key)))}#document"


def _document(views: Views, key: str) -> Json:
    """The document as its platform published it, in the text that is quoted or newest."""
    cited = of_record(views, "provision" if key.count("/") > 1 else "document", key)
    record = views.catalogue.document(key)
    made: Json = {
        "@type": "DigitalDocument",
        "@id": _document_id(views, key),
        "name": record.title,
        "url": record.sources[0].url,
        "inLanguage": record.language or views.content.site.language,
        "creator": _organisation(views, key),
    }
    if cited:
        work = cited.source
        held = views.catalogue.evidence.text_of(document_of(key), work.captured_at)
        made |= {
            "dateModified": work.issued or None,
            "archivedAt": [
                work.archive_url,
                *([views.absolute(text_address(document_of(key), held.stamp))] if held else []),
            ],
            "identifier": {"@type": "PropertyValue", "propertyID": "sha256", "value": work.sha256},
        }
    return {name: value for name, value in made.items() if value is not None}


def _term(views: Views, slug: str) -> Json:
    record = views.content.clause_types[slug]
    return {
        "@type": "DefinedTerm",
        "@id": views.absolute(address("clause-type", slug)),
        "name": record.title,
        "description": record.question,
        "termCode": slug,
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": "Clause types", "url": views.absolute("/clause-type/")},
    }
