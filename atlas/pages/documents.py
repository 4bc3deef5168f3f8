"""Documents: what one is, what is said of it, everything that was captured of it, and the files that prove it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atlas import labels
from atlas.ids import address
from atlas.pages.base import Link, Outside, Page, Views, standing
from atlas.pages.citation import citation
from atlas.pages.notices import Banner, logged, pending_banners, retired_banners
from atlas.pages.permanent import cited
from atlas.pages.timeline import as_of, manifest, timeline
from atlas.records import Document
from atlas.records import Link as Leaning

STANDINGS = ("live", "needs-review", "past", "withdrawn", "draft")
GROUPS = {
    "live": "In the newest text",
    "needs-review": "To be reviewed",
    "past": "Past",
    "withdrawn": "Withdrawn",
    "draft": "Drafts",
}
Reverse = dict[str, list[tuple[str, str]]]  # a document's key: who leans on it or prevails over it, and how, in words


def document_pages(views: Views) -> Iterator[Page]:
    """One page a document."""
    reverse = _reverse(views)
    for key, record in views.content.documents.items():
        name = views.document(key).text
        yield Page(
            address=address("document", key),
            template="document.html",
            title=f"{name} ({views.entity(key).text})",
            description=f"{name}: what it says, clause by clause, every captured text, and when it changed.",
            context=_context(views, key, record, reverse.get(key, [])),
            crumbs=views.crumbs(key),
        )


def _context(views: Views, key: str, record: Document, reverse: list[tuple[str, str]]) -> dict[str, Any]:
    history = views.catalogue.histories.documents.get(key)
    runs = timeline(views, history) if history else ()
    return {
        "record": record,
        "name": views.document(key).text,
        "entity": views.entity(key),
        "type": views.content.document_types[record.type],
        "scope": views.scope(views.catalogue.reach_of(key), key),
        "banners": [*retired_banners(views, key), *pending_banners(views, key), *_uncaptured(views, key)],
        "provisions": list(_by_standing(views, key)),
        "findings": [views.finding_row(finding) for finding in views.catalogue.findings_of[key]],
        "runs": runs,
        "captures": len(history.captures) if history else 0,
        "changes": len(history.changes) if history else 0,
        "watched": _watched(views, key),
        "newest": _newest(views, key),
        "as_of": as_of(views, history) if history else (),
        "manifest": manifest(views, key),
        "details": list(_details(views, key, record, reverse)),
        "volatile": record.volatile,
        "cite": cited(views, record.id),
        "citation": citation(views, "document", key),
        **logged(record),
    }


def _uncaptured(views: Views, key: str) -> Iterator[Banner]:
    """For a document of which no text can be read here."""
    history = views.catalogue.histories.documents.get(key)
    if history is None or not history.captures:
        yield Banner("missing", "No capture of this document is held yet.")
    elif not history.runs:
        yield Banner("missing", "None of the captures of this document is usable.")


def _by_standing(views: Views, key: str) -> Iterator[dict[str, Any]]:
    """The provisions by what became of them; gravest first in each."""
    for code in STANDINGS:
        keys = [p for p in views.catalogue.provisions_of[key] if views.catalogue.standing[p] == code]
        if keys:
            yield {"title": GROUPS[code], "standing": standing(code), "rows": views.rows_of(keys)}


def _newest(views: Views, key: str) -> Link | None:
    history = views.catalogue.histories.documents.get(key)
    newest = history.newest if history else None
    return views.text_link(key, newest.text) if newest else None


def _watched(views: Views, key: str) -> str:
    """What an archive that looked for us says of itself."""
    sheet = views.content.captures.get(key)
    if not sheet or not sheet.watched:
        return ""
    archive = views.content.archives.get(sheet.watched.by)
    title = archive.title if archive else sheet.watched.by
    span = f"from {labels.day(sheet.watched.from_)} until {labels.day(sheet.watched.through)}"
    keeps = ", and keeps a capture only when the text changed" if archive and archive.keeps == "changes-only" else ""
    return f"{title} looked {span}{keeps}."


def _reverse(views: Views) -> Reverse:
    """For each document, the others that rely on it or prevail over it."""
    found: Reverse = {}
    for key, record in views.content.documents.items():
        named = [(link, labels.RELIES[link.how].lower()) for link in record.relies_on]
        named += [(link, "prevails over this") for link in record.prevails_over]
        for link, how in named:
            target = views.catalogue.refer.key(link.document, "document") if link.document else None
            if target:
                found.setdefault(target, []).append((key, how))
    return found


Detail = str | Link | Outside
Details = Iterator[tuple[str, Detail | tuple[Detail, ...]]]


def _details(views: Views, key: str, record: Document, reverse: list[tuple[str, str]]) -> Details:
    yield "Title", record.title
    yield "Type", views.content.document_types[record.type]
    yield "Platform", views.entity(key)
    yield from _languages(views, record)
    for party in record.parties:
        yield labels.PARTY[party.role], party.name + (f" ({views.narrowed(key, party.scope)})" if party.scope else "")
    if record.also_covers:
        yield "Binds also", tuple(views.entity(other) for other in record.also_covers)
    yield from _pages_read(record)
    yield from _leanings(views, record)
    if reverse:
        yield "Named by", tuple(_with_note(views.document(other), how) for other, how in reverse)
    yield "Document ID", record.id or "not yet assigned"
    if permanent := cited(views, record.id):
        yield "Permanent address", permanent


def _languages(views: Views, record: Document) -> Details:
    """The language of what is read here, the one that binds, and other editions."""
    yield "Language", labels.language(record.language or views.content.site.language)
    if record.binding_language:
        yield "Binding language", labels.language(record.binding_language)
    editions: list[Detail] = []
    for edition in record.editions:
        where = f", {views.region(edition.region)}" if edition.region else ""
        words = f"{labels.language(edition.language)}{where}"
        key = views.catalogue.refer.key(edition.document, "document") if edition.document else None
        held = key in views.content.documents if key else False
        editions.append(_with_note(views.document(key), words) if key and held else words)
    if editions:
        yield "Other editions", tuple(editions)


def _pages_read(record: Document) -> Details:
    """The pages that make up the document, and which part of each is read."""
    pages: list[Detail] = []
    for page in record.sources:
        pages.append(Outside(page.url, page.url))
        if page.select:
            pages.append(f"Of it is read: {page.select}")
        if page.remove:
            pages.append(f"Without: {page.remove}")
    yield "Pages read" if len(record.sources) > 1 else "Page read", tuple(pages)


def _leanings(views: Views, record: Document) -> Details:
    relied = [_leaning(views, link, labels.RELIES[link.how].lower()) for link in record.relies_on]
    if found := tuple(detail for detail in relied if detail):
        yield "Relies on", found
    if found := tuple(detail for link in record.prevails_over if (detail := _leaning(views, link, ""))):
        yield "Prevails over", found


def _leaning(views: Views, link: Leaning, how: str) -> Detail | None:
    """Another document, ours or elsewhere, with how it is named and what there is to note of it; None for one of ours
    that this build leaves out."""
    note = "; ".join(part for part in (how, link.note or "") if part)
    key = views.catalogue.refer.key(link.document, "document") if link.document else None
    if key in views.content.documents and key:
        return _with_note(views.document(key), note)
    href = link.url or ""
    return Outside(f"{href} ({note})" if note else href, href) if href else None


def _with_note(link: Link, note: str) -> Link:
    return Link(f"{link.text} ({note})" if note else link.text, link.address)
