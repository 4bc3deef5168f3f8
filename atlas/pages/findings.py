"""Findings: what a reading of one document for one clause type found when there is no clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atlas import labels
from atlas.hidden import shown_note
from atlas.ids import address, document_of, entity_of
from atlas.pages.base import Badge, Link, Outside, Page, Views
from atlas.pages.citation import citation
from atlas.pages.notices import Banner, logged, pending_banners, retired_banners, withdrawn_banner
from atlas.pages.permanent import cited
from atlas.pages.versions import versions_of
from atlas.records import Finding

OTHERS = 4  # records of other platforms shown beside a finding


def finding_pages(views: Views) -> Iterator[Page]:
    """One page a finding, whatever its state."""
    for key, record in views.content.findings.items():
        clause_type = views.clause_type(key.rsplit("/", 1)[1])
        word = labels.FINDING[record.finding]
        yield Page(
            address=address("finding", key),
            template="finding.html",
            title=f"{clause_type.text}: {word.lower()} · {views.document(key).text} ({views.entity(key).text})",
            description=shown_note(record),
            context=_context(views, key, record),
            crumbs=views.crumbs(key),
            is_indexed=not record.draft and not record.withdrawn,
        )


def _context(views: Views, key: str, record: Finding) -> dict[str, Any]:
    slug = key.rsplit("/", 1)[1]
    others = _others(views, key, slug)
    return {
        "record": record,
        "note": shown_note(record),
        "entity": views.entity(key),
        "document": views.document(key),
        "clause_type": views.clause_type(slug),
        "question": views.content.clause_types[slug].question,
        "kind": Badge("finding", record.finding, labels.FINDING[record.finding]),
        "scope": views.scope(views.catalogue.reach_of(key), key),
        "banners": list(_banners(views, key, record)),
        "refers_to": _refers_to(views, record),
        "still": _still(views, key, record),
        "text": _text(views, key, record),
        "others": views.rows_of(others),
        "details": list(_details(views, key, record)),
        "cite": cited(views, record.id),
        "citation": citation(views, "finding", key),
        "versions": versions_of(views, record),
        **logged(record),
    }


def _banners(views: Views, key: str, record: Finding) -> Iterator[Banner]:
    """What a reader must know before reading on, gravest first."""
    if record.withdrawn:
        yield withdrawn_banner(views, record.withdrawn)
    if record.draft:
        yield Banner("draft", "A draft: not reviewed, not published, and in no count.")
    if newer := views.catalogue.finding_superseded_by.get(key):
        yield Banner("past", "Superseded, as such a clause stands there now:", views.references(newer, "provision"))
    yield from retired_banners(views, key)
    yield from pending_banners(views, key)
    if not record.reviewed_on and not record.withdrawn:
        yield Banner("unreviewed", "Nobody but its author has reviewed this finding yet.")


def _refers_to(views: Views, record: Finding) -> Link | Outside | None:
    """The document that holds such a clause, ours or elsewhere."""
    if not record.refers_to:
        return None
    found = views.references([record.refers_to], "document")
    return found[0] if found else Outside(record.refers_to, record.refers_to)


def _still(views: Views, key: str, record: Finding) -> str:
    """Whether the words that were read are still those of the newest capture."""
    history = views.catalogue.histories.documents.get(document_of(key))
    read = history.run_of(record.capture) if history else None
    if history is None or history.newest is None or read is None:
        return ""
    if read.wording == history.newest.wording:
        return f"Still the text that was read, last seen {labels.day(history.newest.last_seen)}."
    after = history.runs[read.number + 1].first_captured
    read_as = f"it was read as captured on {labels.day(record.capture)}"
    return f"The document changed since: {read_as}, and has other words since {labels.day(after)}."


def _text(views: Views, key: str, record: Finding) -> Link:
    document = document_of(key)
    return Link(f"the capture of {labels.day(record.capture)}", views.capture_address(document, record.capture))


def _others(views: Views, key: str, slug: str) -> list[str]:
    """Live records of other platforms for this clause type: one for each answer first, a platform only once."""
    chosen: list[str] = []
    answers: set[str] = set()
    entities = {entity_of(key)}
    live = [p for p in views.catalogue.by_clause_type[slug] if views.catalogue.standing[p] == "live"]
    for wants_new_answer in (True, False):
        for other in live:
            answer = views.content.provisions[other].answer
            if (
                len(chosen) < OTHERS
                and entity_of(other) not in entities
                and (answer not in answers or not wants_new_answer)
            ):
                chosen.append(other)
                answers.add(answer)
                entities.add(entity_of(other))
    return chosen


def _details(views: Views, key: str, record: Finding) -> Iterator[tuple[str, Any]]:
    yield "Platform", views.entity(key)
    yield "Document", views.document(key)
    yield "Clause type", views.clause_type(key.rsplit("/", 1)[1])
    yield "Record ID", record.id or "not yet assigned"
    if permanent := cited(views, record.id):
        yield "Permanent address", permanent
    yield "Captured", labels.moment(record.capture)
    yield from views.stated(document_of(key), record.capture)
    yield "Reviewed", labels.day(record.reviewed_on) or "not yet"
