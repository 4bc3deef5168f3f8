"""Operators: the companies and groups behind platforms, with their platforms side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from atlas import labels
from atlas.coverage import STATES, TONES, Cell, Given
from atlas.ids import address
from atlas.pages.base import Badge, Link, Outside, Page, Views
from atlas.shapes import SEVERITIES
from atlas.vocabulary import Operator


@dataclass(frozen=True, slots=True)
class Cited:
    """An answer in the table, linked to its record; `audience` in words where the cell holds several answers."""

    answer: Badge
    address: str
    audience: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the table: a clause type and, for each platform, its answers; or the word for why there are none, with
    the finding that says so, and the regions of what was read for it."""

    clause_type: Link
    cells: tuple[tuple[tuple[Cited, ...], Link, str], ...]


def operator_pages(views: Views) -> Iterator[Page]:
    """The list of all operators, then each."""
    records = dict(sorted(views.content.operators.items(), key=lambda item: (item[1].name.lower(), item[0])))
    yield Page(
        address="/operator/",
        template="operators.html",
        title="Operators",
        description="The companies and groups behind the platforms.",
        context={
            "operators": [_card(views, slug, record) for slug, record in records.items()],
        },
    )
    for slug, record in records.items():
        yield Page(
            address=address("operator", slug),
            template="operator.html",
            title=record.name,
            description=f"The platforms of {record.name}, side by side.",
            context=_context(views, slug, record),
            crumbs=(Link("Operators", "/operator/"),),
        )


def _link(views: Views, slug: str) -> Link:
    return Link(views.content.operators[slug].name, address("operator", slug))


def _subsidiaries(views: Views, slug: str) -> list[str]:
    """The operators whose parent this is, by name."""
    found = [other for other, record in views.content.operators.items() if record.parent == slug]
    return sorted(found, key=lambda other: (views.content.operators[other].name.lower(), other))


def _group(views: Views, slug: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """An operator and all below it, each once."""
    yield slug
    for other in _subsidiaries(views, slug):
        if other not in seen:
            yield from _group(views, other, seen | {slug})


def _card(views: Views, slug: str, record: Operator) -> dict[str, Any]:
    return {
        "link": _link(views, slug),
        "jurisdiction": views.region(record.jurisdiction) if record.jurisdiction else "",
        "parent": _link(views, record.parent) if record.parent else None,
        "platforms": tuple(views.entity(key) for key in views.catalogue.by_operator[slug]),
        "subsidiaries": tuple(_link(views, other) for other in _subsidiaries(views, slug)),
    }


def _context(views: Views, slug: str, record: Operator) -> dict[str, Any]:
    entities = [key for one in _group(views, slug) for key in views.catalogue.by_operator[one]]
    tracked = [key for key in entities if not views.content.entities[key].retired]
    return {
        **_card(views, slug, record),
        "record": record,
        "platforms": tuple((views.entity(key), _standing(views, slug, key)) for key in entities),
        "columns": tuple(views.entity(key) for key in tracked),
        "table": list(_table(views, tracked)),
        "details": list(_details(views, slug, record, entities)),
    }


def _standing(views: Views, slug: str, key: str) -> str:
    """What a reader must know of a platform in the list: whose it is within the group, whether it is still followed."""
    record = views.content.entities[key]
    notes = (
        [f"of {views.content.operators[record.operator].name}"] if record.operator and record.operator != slug else []
    )
    notes += [f"not followed since {labels.day(record.retired.on)}"] if record.retired else []
    return ", ".join(notes)


def _details(views: Views, slug: str, record: Operator, entities: Iterable[str]) -> Iterator[tuple[str, Any]]:
    if record.jurisdiction:
        yield "Based in", views.region(record.jurisdiction)
    if record.homepage:
        yield "Website", Outside(record.homepage, record.homepage)
    if record.parent:
        yield "Belongs to", _link(views, record.parent)
    if below := _subsidiaries(views, slug):
        yield "Parent of", tuple(_link(views, other) for other in below)
    if companies := tuple(dict.fromkeys(_companies(views, entities))):
        yield "Companies named in the documents", companies
    if record.retired:
        yield "Not followed since", f"{labels.day(record.retired.on)}: {record.retired.reason}"


def _companies(views: Views, entities: Iterable[str]) -> Iterator[str]:
    """The companies behind: of the records, then the parties that the documents name."""
    for key in entities:
        if name := views.content.entities[key].legal_name:
            yield name
        for document in views.catalogue.documents_of[key]:
            yield from (party.name for party in views.content.documents[document].parties)


def _table(views: Views, entities: list[str]) -> Iterator[Compared]:
    """The clause types that at least one of the platforms says something of, by category."""
    categories = views.content.categories
    kinds = views.content.clause_types
    for slug in sorted(kinds, key=lambda slug: (categories[kinds[slug].category].order, kinds[slug].title.lower())):
        cells = [list(views.coverage.of_entity(entity, slug)) for entity in entities]
        if any(cell.state not in ("not-reviewed", "not-held") for found in cells for cell in found):
            yield Compared(views.clause_type(slug), tuple(_cell(views, slug, found) for found in cells))


def _cell(views: Views, clause_type: str, cells: list[Cell]) -> tuple[tuple[Cited, ...], Link, str]:
    """The distinct answers to all audiences in all regions, worst first; or the state that says most."""
    audiences: dict[str, dict[str, None]] = {}
    by_answer: dict[str, Given] = {}
    for cell in cells:
        for given in cell.answers:
            by_answer.setdefault(given.answer, given)
            audiences.setdefault(given.answer, {})[labels.AUDIENCE[cell.audience]] = None
    if not by_answer:
        state = min((cell.state for cell in cells), key=STATES.index)
        found = [key for cell in cells if state == cell.state == "absent" for key in cell.findings]
        link = Link(labels.CELL[state], address("finding", found[0]) if found else "")
        return (), link, views.read_for(found) if found else ""
    worst_first = sorted(
        by_answer.values(), key=lambda given: (TONES.index(given.tone), SEVERITIES.index(given.severity))
    )
    return (
        tuple(
            Cited(
                views.answer(clause_type, given.answer),
                address("provision", given.provision),
                labels.listed(audiences[given.answer]) if len(by_answer) > 1 else "",
            )
            for given in worst_first
        ),
        Link("", ""),
        "",
    )
