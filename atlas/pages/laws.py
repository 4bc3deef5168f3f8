"""Regulations and agencies: what cites them, who enforces, how to complain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atlas import labels
from atlas.ids import address
from atlas.pages.base import Link, Page, Views
from atlas.vocabulary import Agency, Regulation


def regulation_pages(views: Views) -> Iterator[Page]:
    """The list and each regulation."""
    entries = [
        {"link": Link(record.title, address("regulation", slug)), "short": record.short_title or "",
         "jurisdiction": views.region(record.jurisdiction), "status": labels.STATUS[record.status],
         "cited": sum(views.catalogue.standing[key] == "live" for key in views.catalogue.by_regulation[slug])}
        for slug, record in sorted(views.content.regulations.items(), key=lambda pair: pair[1].title.lower())
    ]  # fmt: skip
    yield Page(
        address="/regulation/",
        template="regulations.html",
        title="Laws",
        description="The laws that the clauses in this catalogue touch. Listed does not mean breached.",
        context={"regulations": entries},
    )
    for slug, regulation in views.content.regulations.items():
        yield _regulation(views, slug, regulation)


def _regulation(views: Views, slug: str, record: Regulation) -> Page:
    return Page(
        address=address("regulation", slug),
        template="regulation.html",
        title=record.title,
        description=f"{record.title}: the clauses that cite it, article by article, and who enforces it.",
        context={
            "record": record,
            "jurisdiction": views.region(record.jurisdiction),
            "kind": labels.REGULATION_KIND[record.kind],
            "status": labels.STATUS[record.status],
            "effective": labels.day(record.effective_on),
            "enforced_by": labels.ENFORCED_BY[record.enforcement.by] if record.enforcement else "",
            "articles": list(_articles(views, slug, record)),
            "uncited": [article for article in record.articles if article.ref not in _cited(views, slug)],
            "agencies": [_agency_line(views, agency) for agency in views.catalogue.enforcers[slug]],
        },
        crumbs=(Link("Laws", "/regulation/"),),
    )


def _cited(views: Views, slug: str) -> dict[str, list[tuple[str, Any]]]:
    """Citations by the article as cited; '' where none is named."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for key in views.catalogue.by_regulation[slug]:
        for link in views.content.provisions[key].regulations:
            if link.id == slug:
                for ref in link.articles or ("",):
                    found.setdefault(ref, []).append((key, link))
    return found


def _articles(views: Views, slug: str, record: Regulation) -> Iterator[dict[str, Any]]:
    """The articles that are cited, in the law's order; parts stand after the article they belong to."""
    listed = {article.ref: (number, article) for number, article in enumerate(record.articles)}
    cited = _cited(views, slug)

    def order(ref: str) -> tuple[int, str]:
        owner = next((known for known in sorted(listed, key=len, reverse=True) if ref.startswith(known)), None)
        return listed[owner][0] if owner else -1 if not ref else len(listed), ref

    for ref in sorted(cited, key=order):
        article = listed[ref][1] if ref in listed else None
        yield {
            "ref": ref,
            "title": article.title if article else "",
            "applies_from": labels.day(article.applies_from) if article else "",
            "citations": [
                {"row": views.row(key), "relation": labels.RELATION[link.relation], "why": link.why}
                for key, link in cited[ref]
            ],
        }


def _agency_line(views: Views, slug: str) -> dict[str, Any]:
    record = views.content.agencies[slug]
    return {
        "link": Link(record.title, address("agency", slug)), "serves": views.regions(record.serves),
        "role": labels.ROLE[record.role], "complaint_url": record.complaint_url,
        "short": record.short_title or record.title,
    }  # fmt: skip


def agency_pages(views: Views) -> Iterator[Page]:
    """The list and each agency."""
    order = sorted(views.content.agencies, key=lambda slug: views.content.agencies[slug].title.lower())
    yield Page(
        address="/agency/",
        template="agencies.html",
        title="Agencies",
        description="The public authorities that enforce the laws in this catalogue, whom they serve, how to complain.",
        context={"agencies": [_agency_line(views, slug) for slug in order]},
    )
    for slug, record in views.content.agencies.items():
        yield _agency(views, slug, record)


def _agency(views: Views, slug: str, record: Agency) -> Page:
    reach = [
        key
        for key in dict.fromkeys(key for law in record.enforces for key in views.catalogue.by_regulation[law])
        if slug in views.catalogue.agencies(key)[0] and views.catalogue.standing[key] in ("live", "needs-review")
    ]
    return Page(
        address=address("agency", slug),
        template="agency.html",
        title=record.title,
        description=f"{record.title}: whom it serves, what it enforces, how to complain.",
        context={
            "record": record,
            "jurisdiction": views.region(record.jurisdiction),
            "serves": views.regions(record.serves),
            "role": labels.ROLE[record.role],
            "enforces": [
                Link(views.content.regulations[law].title, address("regulation", law)) for law in record.enforces
            ],
            "rows": views.rows_of(reach),
        },
        crumbs=(Link("Agencies", "/agency/"),),
    )
