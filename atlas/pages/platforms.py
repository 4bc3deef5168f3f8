"""Platforms: the list, and a page each that answers the clause types' questions in words, by audience."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atlas import labels
from atlas.ids import address, entity_of
from atlas.pages.answers import told
from atlas.pages.base import Link, Outside, Page, Views, standing
from atlas.pages.notices import Banner, logged, retired_banners
from atlas.pages.permanent import cited
from atlas.records import Entity


def platform_pages(views: Views) -> Iterator[Page]:
    """The list of all platforms, then each."""
    tracked = [_card(views, key) for key in views.catalogue.tracked]
    retired = [_card(views, key) for key in views.catalogue.documents_of if views.content.entities[key].retired]
    yield Page(
        address="/platform/",
        template="platforms.html",
        title="Platforms",
        description=f"The {labels.counted(len(tracked), 'platform')} whose terms and policies are read here.",
        context={"tracked": tracked, "retired": retired},
    )
    for key, record in views.content.entities.items():
        yield Page(
            address=address("entity", key),
            template="platform.html",
            title=record.name,
            description=f"What the terms and policies of {record.name} say, question by question, quoted and dated.",
            context=_context(views, key, record),
            crumbs=(Link("Platforms", "/platform/"),),
        )


def kinds(record: Entity) -> str:
    """`Chat assistant, API`"""
    words = ", ".join("API" if kind == "api" else kind.replace("-", " ") for kind in record.kinds)
    return words[:1].upper() + words[1:]


def _card(views: Views, key: str) -> dict[str, Any]:
    """A platform in the list."""
    record = views.content.entities[key]
    return {
        "link": views.entity(key),
        "operator": views.operator(key),
        "jurisdiction": views.region(record.jurisdiction) if record.jurisdiction else "",
        "kinds": kinds(record),
        "counts": _counts(views, key),
        "retired": labels.day(record.retired.on) if record.retired else "",
        "successors": views.references(record.retired.successors, "entity") if record.retired else (),
    }


def _counts(views: Views, key: str) -> str:
    """`6 documents, 5 provisions, 2 findings`: what is held and said of it, drafts and withdrawn apart."""
    documents = views.catalogue.documents_of[key]
    said = [p for d in documents for p in views.catalogue.provisions_of[d]]
    provisions = [p for p in said if views.catalogue.standing[p] not in ("withdrawn", "draft")]
    findings = [f for d in documents for f in views.catalogue.findings_of[d] if f in views.catalogue.current_findings]
    counted = [labels.counted(len(documents), "document"), labels.counted(len(provisions), "provision")]
    return ", ".join([*counted, labels.counted(len(findings), "finding")] if findings else counted)


def _context(views: Views, key: str, record: Entity) -> dict[str, Any]:
    catalogue = views.catalogue
    documents = catalogue.held_for[key]
    provisions = [p for d in documents for p in catalogue.provisions_of[d]]
    successors = [other for other, entity in views.content.entities.items() if key in _former(views, entity)]
    audiences, silent = told(views, key)
    return {
        "record": record,
        "banners": [*retired_banners(views, key), *_pending(views, key)],
        "operator": views.operator(key),
        "counts": _counts(views, key),
        "audiences": audiences,
        "silent": silent,
        "documents": [_document(views, key, document) for document in documents],
        "past": views.rows_of(p for p in provisions if catalogue.standing[p] == "past"),
        "findings": [views.finding_row(f) for d in documents for f in catalogue.findings_of[d]],
        "supersedes": views.references(record.supersedes, "entity"),
        "superseded_by": tuple(views.entity(other) for other in successors),
        "details": list(_details(views, key, record)),
        **logged(record),
    }


def _former(views: Views, record: Entity) -> set[str | None]:
    """The keys of the entities that a record supersedes."""
    return {views.catalogue.refer.key(reference, "entity") for reference in record.supersedes}


def _pending(views: Views, key: str) -> Iterator[Banner]:
    """One for each document whose newest text does not yet hold."""
    for document in views.catalogue.held_for[key]:
        if day := views.pending(document):
            yield Banner("pending", f"A newer text takes effect on {day}:", (views.document(document),))


def _document(views: Views, key: str, document: str) -> dict[str, Any]:
    """A document in the platform's table."""
    record = views.content.documents[document]
    history = views.catalogue.histories.documents.get(document)
    where = views.catalogue.reach_of(document)
    return {
        "link": views.document(document),
        "owner": views.entity(document) if entity_of(document) != key else None,
        "type": views.content.document_types[record.type],
        "scope": views.scope(where, document),
        "captures": len(history.captures) if history else 0,
        "changes": len(history.changes) if history else 0,
        "newest": labels.day(history.captures[-1].captured_at) if history and history.captures else "none yet",
        "retired": standing("past") if record.retired else None,
    }


def _details(views: Views, key: str, record: Entity) -> Iterator[tuple[str, Any]]:
    if record.legal_name:
        yield "Company", record.legal_name
    if operator := views.operator(key):
        yield "Operator", operator
    if record.homepage:
        yield "Website", Outside(record.homepage, record.homepage)
    if record.jurisdiction:
        yield "Based in", views.region(record.jurisdiction)
    if record.kinds:
        yield "Kinds of service", kinds(record)
    for name, table in (("Plans told apart", record.plans), ("Products told apart", record.products)):
        if table:
            yield name, ", ".join(table.values())
    yield "Platform ID", record.id or "not yet assigned"
    if permanent := cited(views, record.id):
        yield "Permanent address", permanent
