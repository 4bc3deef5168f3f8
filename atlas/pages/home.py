"""The front page, the prose pages, the page for what is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from atlas import labels
from atlas.fold import FOLD, FOLD_VERSION
from atlas.ids import address
from atlas.pages.base import Link, Page, Views, severity
from atlas.pages.clause_types import ordered_categories
from atlas.pages.timeline import change_link
from atlas.shapes import SEVERITIES

NEWEST = 6


def home_pages(views: Views) -> Iterator[Page]:
    """Home, 404, and every page of content/page/."""
    site = views.content.site
    yield Page(
        address="/",
        template="home.html",
        title=site.title,
        description=site.tagline,
        context={
            "questions": list(_questions(views)),
            "counts": _counts(views),
            "newest": views.rows_of(_newest(views)),
            "changes": list(_changes(views)),
            "glance": list(_glance(views)),
            "severities": [severity(code) for code in SEVERITIES],
            "platforms": [_platform(views, key) for key in views.catalogue.tracked],
        },
    )
    for slug, page in views.content.pages.items():
        yield Page(
            address=f"/{slug}/",
            template=f"page-{slug}.html" if slug in ("corrections", "methodology") else "page.html",
            title=page.title,
            description=f"{page.title}: {site.title}",
            context={"record": page, **_extra(views, slug)},
        )
    yield Page(
        address="/404.html",
        template="404.html",
        title="Nothing stands at this address",
        description="",
        context={},
        is_indexed=False,
    )


def _extra(views: Views, slug: str) -> dict[str, Any]:
    if slug == "corrections":
        return {"entries": _entries(views)}
    if slug == "methodology":
        rows = [{"name": row.name, "explains": row.explains, "examples": row.examples} for row in FOLD]
        return {"fold": rows, "fold_version": FOLD_VERSION}
    return {}


def _questions(views: Views) -> Iterator[tuple[Link, list[tuple[str, str]]]]:
    """What people come with: the clause types' questions, by category."""
    for slug in ordered_categories(views):
        kinds = [(key, kind) for key, kind in views.content.clause_types.items() if kind.category == slug]
        if kinds:
            yield views.category(slug), [(kind.question, address("clause-type", key)) for key, kind in kinds]


def _counts(views: Views) -> list[tuple[str, str, str]]:
    """Number, noun and the page that lists them."""
    content = views.content
    captures = sum(len(sheet.captures) for sheet in content.captures.values())
    live = [key for key in content.provisions if views.catalogue.standing[key] == "live"]
    absent = [key for key in views.catalogue.current_findings if content.findings[key].finding == "absent"]
    return [
        (f"{len(views.catalogue.tracked):,}", "platforms tracked", "/platform/"),
        (f"{len(content.documents):,}", "documents", "/platform/"),
        (f"{captures:,}", "dated captures", "/platform/"),
        (f"{len(live):,}", "live provisions", "/clause-type/"),
        (f"{len(absent):,}", "findings of absence", "/compare/"),
    ]


def _newest(views: Views) -> list[str]:
    """The records analysed or reviewed last."""

    def last(key: str) -> tuple[str, str]:
        record = views.content.provisions[key]
        return max(str(record.analysed_on), str(record.analysis.reviewed_on or "")), key

    live = [key for key in views.content.provisions if views.catalogue.standing[key] == "live"]
    return sorted(live, key=last, reverse=True)[:NEWEST]


def _changes(views: Views) -> Iterator[dict[str, Any]]:
    """The newest changes of documents that are followed."""
    found = [
        (run.first_captured, key, run)
        for key, history in views.catalogue.histories.documents.items()
        for run in history.changes
        if key in views.content.documents and not views.catalogue.entity(key).retired
    ]
    for captured_at, key, run in sorted(found, key=lambda each: each[:2], reverse=True)[:NEWEST]:
        yield {
            "on": labels.day(captured_at),
            "entity": views.entity(key),
            "document": views.document(key),
            "change": change_link(views, views.catalogue.histories.documents[key], run),
            "summary": run.note.summary or "",
        }


def _glance(views: Views) -> Iterator[dict[str, Any]]:
    """Live records of each category by severity: numbers, for a table and for bars of the same lengths."""
    for slug in ordered_categories(views):
        found = Counter(
            views.content.provisions[key].severity
            for kind, record in views.content.clause_types.items()
            if record.category == slug
            for key in views.catalogue.by_clause_type[kind]
            if views.catalogue.standing[key] == "live"
        )
        total = sum(found.values())
        if total:
            yield {
                "category": views.category(slug),
                "numbers": [(code, found[code]) for code in SEVERITIES],
                "total": total,
            }


def _platform(views: Views, key: str) -> dict[str, Any]:
    live = [
        provision
        for document in views.catalogue.documents_of[key]
        for provision in views.catalogue.provisions_of[document]
        if views.catalogue.standing[provision] == "live"
    ]
    return {"link": views.entity(key), "operator": views.operator(key), "live": len(live)}


def _entries(views: Views) -> list[dict[str, Any]]:
    """Every log entry and reply of the catalogue, newest first."""
    content = views.content
    kinds = (
        ("entity", content.entities), ("document", content.documents), ("provision", content.provisions),
        ("finding", content.findings),
    )  # fmt: skip
    found = []
    for kind, records in kinds:
        for key, record in records.items():
            link = views.record(kind, key)
            for entry in record.log:
                found.append((str(entry.on), key, {"link": link, "kind": labels.LOG[entry.kind], "text": entry.text,
                                                   "fields": entry.fields, "href": None}))  # fmt: skip
            for reply in record.replies:
                found.append((str(reply.on), key, {"link": link, "kind": f"Reply from {labels.REPLY[reply.from_]}",
                                                   "text": reply.text, "fields": {}, "href": reply.href}))  # fmt: skip
    found.sort(key=lambda each: each[:2], reverse=True)
    return [{"on": labels.day(on), **entry} for on, _, entry in found]
