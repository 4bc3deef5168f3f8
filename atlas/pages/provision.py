"""The provision page (PAGES.md, section 2): the reader's answer first, the lawyer's apparatus after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atlas import labels
from atlas.coverage import peers
from atlas.hidden import hides
from atlas.history import WordsHistory, newest_verdict
from atlas.ids import address, document_of, permanent_address
from atlas.pages.base import Badge, Link, Page, Views, body_sections, first_sentence, severity, standing, values
from atlas.pages.citation import citation
from atlas.pages.histories import history_view
from atlas.pages.notices import Banner, logged, pending_banners, retired_banners, withdrawn_banner
from atlas.pages.permanent import cited
from atlas.pages.quotes import archived_copy, quoted
from atlas.pages.versions import versions_of
from atlas.records import Action, Excerpt, Provision
from atlas.scopes import WORLD

INSTITUTIONAL = (
    "Regulatory landscape", "Governance exposure", "Jurisdiction flags", "Contract and vendor implications",
    "Compliance considerations",
)  # fmt: skip


def provision_pages(views: Views) -> Iterator[Page]:
    """One page a provision, whatever its state."""
    for key, record in views.content.provisions.items():
        answer = views.answer(record.clause_type, record.answer)
        where = f"{views.document(key).text} ({views.entity(key).text})"
        yield Page(
            address=address("provision", key),
            template="provision.html",
            title=f"{record.title} · {where}",
            description=f"{answer.word}. {views.row(key).summary}".strip(),
            context=_context(views, key, record),
            crumbs=views.crumbs(key),
            is_indexed=not record.draft and not record.withdrawn,
        )


def _context(views: Views, key: str, record: Provision) -> dict[str, Any]:
    words = views.catalogue.histories.words.get(key)
    sections = body_sections(record.body)
    document = document_of(key)
    is_bare = hides(record, "body")
    return {
        "record": record,
        "entity": views.entity(key),
        "document": views.document(key),
        "clause_type": views.clause_type(record.clause_type),
        "category": views.category(views.content.clause_types[record.clause_type].category),
        "question": views.content.clause_types[record.clause_type].question,
        "answer": views.answer(record.clause_type, record.answer),
        "value": values(record.value),
        "value_notes": _value_notes(record),
        "notice": first_sentence(views.content.site.notice or ""),
        "has_methodology": "methodology" in views.content.pages,
        "scope": views.scope(views.catalogue.reach_of(key), key),
        "severity": severity(record.severity),
        "standing": standing(views.catalogue.standing[key]),
        "banners": list(_banners(views, key, record, words)),
        "state": _state(record, words),
        "seen": _seen(views, key, words),
        "quotes": [
            quoted(views, record, ("excerpts", index), excerpt, document, record.capture)
            for index, excerpt in enumerate(record.excerpts)
        ],
        "supports": list(_supports(views, record)),
        "sections": {} if is_bare else sections,
        "institutional": [] if is_bare else [(name, sections[name]) for name in INSTITUTIONAL if sections.get(name)],
        "variants": list(_variants(views, key, record)),
        "sureness": _sureness(record),
        "actions": [_action(views, key, action) for action in record.actions],
        "peers": views.rows_of(peers(views.catalogue, key)),
        "prevalence": list(_prevalence(views, key, record)),
        "language": views.language(key) or "",
        "history": history_view(views, key, record, words),
        "regulations": [_regulation(views, link) for link in record.regulations],
        "agencies": _agencies(views, key),
        "courts": _courts(views, record),
        "details": list(_details(views, key, record, words)),
        "evidence": _evidence(views, key, record),
        **_kin(views, key, record),
        "drafted": _drafted(views, record),
        "cite": cited(views, record.id),
        "citation": citation(views, "provision", key),
        "versions": versions_of(views, record),
        **logged(record),
    }


def _kin(views: Views, key: str, record: Provision) -> dict[str, Any]:
    """The records beside this one, before it and after it."""
    siblings = (other for other in views.catalogue.provisions_of[document_of(key)] if other != key)
    successors = record.withdrawn.successors if record.withdrawn else ()
    return {
        "siblings": views.rows_of(siblings),
        "related": views.references(record.related, "provision", "finding", "document", "entity"),
        "supersedes": views.references(record.supersedes, "provision", "finding"),
        "superseded_by": views.references(views.catalogue.superseded_by.get(key, ()), "provision"),
        "successors": views.references(successors, "provision", "finding"),
    }


def _banners(views: Views, key: str, record: Provision, words: WordsHistory | None) -> Iterator[Banner]:
    """What a reader must know before reading on, gravest first."""
    if record.withdrawn:
        yield withdrawn_banner(views, record.withdrawn)
    if record.draft:
        yield Banner("draft", "A draft: not reviewed, not published, and in no count.")
    if newer := views.catalogue.superseded_by.get(key):
        yield Banner("past", "Superseded by a newer record:", views.references(newer, "provision"))
    yield from retired_banners(views, key)
    yield from pending_banners(views, key)
    if words and not words.is_standing and not record.withdrawn:
        yield Banner("missing", _missing(record, words))
    if not record.analysis.reviewed_by and not record.withdrawn:
        yield Banner("unreviewed", "Nobody but its author has reviewed this record yet.")


def _value_notes(record: Provision) -> list[str]:
    """What is noted of each amount, with the amount where there are several."""
    several = len(record.value) > 1
    return [f"{values([value])}: {value.note}" if several else value.note for value in record.value if value.note]


def _missing(record: Provision, words: WordsHistory) -> str:
    """What is said of words that do not stand in the newest text; `removed` only when a person has said so."""
    verdict = newest_verdict(record)
    if words.first_missing is None:
        return "The quoted words do not stand in the newest captured text."
    where = f"The quoted words are not found in captures since {labels.day(words.first_missing)}"
    if words.across_reread:
        where += " (seen since a re-reading, may not be a change)"
    if verdict:
        on = f"judged on {labels.day(verdict.on)}"
        word = {
            "same": "the meaning is the same",
            "changed": "the meaning changed",
            "unclear": "unclear",
            "removed": "removed",
        }
        return f"{where}; {on}: {word[verdict.verdict]}. {verdict.note or ''}".strip()
    return f"{where}; nobody has judged yet what that means."


def _state(record: Provision, words: WordsHistory | None) -> Badge:
    """The state of the words in the newest run, by the excerpts' states; past verdicts stand beside, never instead."""
    if words is None:
        return Badge("state", "", labels.STATE[""])
    if words.returned_at and words.is_standing:
        return Badge("state", words.state, f"{labels.STATE[words.state]}, back since {labels.day(words.returned_at)}")
    if words.state == "reworded" and newest_verdict(record):
        return Badge("state", "reworded", "Reworded")
    return Badge("state", words.state, labels.STATE[words.state])


def _seen(views: Views, key: str, words: WordsHistory | None) -> str:
    """`words last seen 22 August 2026`, or what an archive of changes can say."""
    if words is None or words.words_last_seen is None:
        return ""
    history = views.catalogue.histories.documents[document_of(key)]
    if words.is_standing and history.watched_through:
        through = max(history.watched_through, words.words_last_seen[:10])
        return f"words last seen {labels.day(words.words_last_seen)}; no change recorded until {labels.day(through)}"
    return f"words last seen {labels.day(words.words_last_seen)}"


def _supports(views: Views, record: Provision) -> Iterator[dict[str, Any]]:
    for index, support in enumerate(record.supports):
        key = views.catalogue.refer.key(support.document, "document")
        if key in views.content.documents:
            excerpt = Excerpt.model_construct(text=support.text, heading=support.heading, url=support.url)
            view = quoted(views, record, ("supports", index), excerpt, key, support.capture)
            yield {"quote": view, "why": support.why}


def _variants(views: Views, key: str, record: Provision) -> Iterator[dict[str, Any]]:
    for index, variant in enumerate(record.variants):
        yield {
            "scope": views.scope(views.catalogue.variant_reach(key, index), key),
            "answer": views.answer(record.clause_type, variant.answer),
            "severity": severity(variant.severity) if variant.severity else None,
            "value": values(variant.value),
            "note": variant.note or "",
            "excerpts": variant.excerpts,
        }


def _sureness(record: Provision) -> dict[str, Any]:
    return {
        "confidence": Badge("confidence", record.confidence, labels.CONFIDENCE[record.confidence]),
        "doubts": [labels.DOUBT[doubt] for doubt in record.doubt],
        "basis": labels.BASIS[record.basis],
    }


def _action(views: Views, key: str, action: Action) -> dict[str, Any]:
    deadline = ""
    if action.deadline:
        since = f" from {action.deadline.from_}" if action.deadline.from_ else ""
        deadline = f"within {labels.amount(action.deadline)}{since}"
    where = action.scope
    return {
        "action": action,
        "kind": labels.ACTION[action.kind],
        "deadline": deadline,
        "scope": views.narrowed(key, where) if where else "",
        "checked": f"last tried {labels.day(action.checked_on)}" if action.checked_on else "not tried by us",
    }


def _prevalence(views: Views, key: str, record: Provision) -> Iterator[dict[str, Any]]:
    """`n of N` for all audiences, a region at a time, each linked to its list."""
    for region in views.content.site.compare_regions:
        counted = views.coverage.prevalence(record.clause_type, None, region)
        yield {
            "region": views.region(region) if region != WORLD else "wherever the documents apply",
            "n": len(counted.present),
            "known": len(counted.known),
            "tracked": len(counted.tracked),
            "address": f"{address('clause-type', record.clause_type)}#prevalence-{region.lower()}",
        }


def _regulation(views: Views, link: Any) -> dict[str, Any]:
    record = views.content.regulations[link.id]
    titles = {article.ref: article.title for article in record.articles}
    return {
        "link": views.regulation(link.id),
        "title": record.title,
        "jurisdiction": views.region(record.jurisdiction),
        "articles": [(ref, titles.get(ref, "")) for ref in link.articles],
        "relation": labels.RELATION[link.relation],
        "why": link.why,
        "status": labels.STATUS[record.status],
    }


def _agencies(views: Views, key: str) -> dict[str, Any]:
    near, rest = views.catalogue.agencies(key)
    return {"near": [_agency(views, slug) for slug in near], "rest": [_agency(views, slug) for slug in rest]}


def _agency(views: Views, slug: str) -> dict[str, Any]:
    record = views.content.agencies[slug]
    return {
        "link": views.agency(slug), "title": record.title, "serves": views.regions(record.serves),
        "complaint_url": record.complaint_url,
    }  # fmt: skip


def _courts(views: Views, record: Provision) -> list[Link]:
    """Regulations that courts enforce, alone or beside authorities."""
    found = {link.id: views.content.regulations[link.id].enforcement for link in record.regulations}
    return [
        views.regulation(slug) for slug, enforcement in found.items() if enforcement and enforcement.by != "authorities"
    ]


def _details(views: Views, key: str, record: Provision, words: WordsHistory | None) -> Iterator[tuple[str, Any]]:
    """Every date by its name, and what the record belongs to."""
    document, entity = views.catalogue.document(key), views.catalogue.entity(key)
    yield "Platform", views.entity(key)
    if operator := views.operator(key):
        yield "Operator", operator
    for party in document.parties:
        yield labels.PARTY[party.role], party.name + (f" ({views.narrowed(key, party.scope)})" if party.scope else "")
    yield "Document", views.document(key)
    yield "Title of the document", document.title
    yield "Document type", views.content.document_types[document.type]
    yield "Record ID", record.id or "not yet assigned"
    if permanent := cited(views, record.id):
        yield "Permanent address", permanent
    yield "Document ID", Link(document.id, permanent_address(document.id)) if document.id else "not yet assigned"
    yield "Platform ID", Link(entity.id, permanent_address(entity.id)) if entity.id else "not yet assigned"
    if words and words.words_first_seen:
        before = "on or before " if words.is_first_capture else ""
        yield "Words first seen", before + labels.day(words.words_first_seen)
    if words and words.words_last_seen:
        yield "Words last seen", labels.day(words.words_last_seen)
    if words and words.first_missing:
        yield "First missing", labels.day(words.first_missing)
    yield "Captured", labels.moment(record.capture)
    yield from views.stated(document_of(key), record.capture)
    yield "Analysed", labels.day(record.analysed_on)
    yield "Reviewed", labels.day(record.analysis.reviewed_on) or "not yet"


def _evidence(views: Views, key: str, record: Provision) -> dict[str, Any]:
    """The files behind the quoted capture: what was hashed, and what that proves."""
    document = document_of(key)
    text = views.catalogue.evidence.text_of(document, record.capture)
    assert text, f"{key}: its capture was checked"
    capture = next(c for c in views.catalogue.evidence.captures[document] if c.captured_at == record.capture)
    archive = views.content.archives.get(capture.origin.archive) if capture.origin else None
    return {
        "text": views.text_link(document, text),
        "download": f"/platform/{document}/text/{text.stamp}.md",
        "sha256": text.sha256,
        "is_held": text.is_held,
        "withheld": text.withheld,
        "captured": labels.moment(record.capture),
        "shown_since": labels.moment(text.captures[0]) if text.captures[0] != record.capture else "",
        "pages": [page.url for page in capture.sources] or [page.url for page in views.catalogue.document(key).sources],
        "copies": [archived_copy(page.url, page.archive_url) for page in capture.sources if page.archive_url],
        "sums": f"{address('document', document)}SHA256SUMS",
        "originals": views.originals(document, capture),
        "origin": capture.origin,
        "archive": archive,
        "tool": capture.tool or "",
    }


def _drafted(views: Views, record: Provision) -> dict[str, Any]:
    def names(handles: tuple[str, ...]) -> str:
        return labels.listed([views.content.people[handle].name for handle in handles])

    return {
        "by": labels.drafted(record.analysis.origin, names(record.analysis.authors)),
        "reviewers": names(record.analysis.reviewed_by) if record.analysis.reviewed_by else "",
        "reviewed_on": labels.day(record.analysis.reviewed_on),
    }
