"""The taxonomy: all clause types, one clause type with everybody's answers, one category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from atlas import labels
from atlas.coverage import TONES, Given, Prevalence, answers_of
from atlas.ids import address
from atlas.pages.base import Badge, Link, Page, Row, Views, severity
from atlas.scopes import WORLD
from atlas.shapes import AUDIENCES, SEVERITIES
from atlas.vocabulary import MIXED, UNCLEAR, ClauseType

ALL = "all"


def clause_type_pages(views: Views) -> Iterator[Page]:
    """The list, each clause type, each category."""
    yield Page(
        address="/clause-type/",
        template="clause-types.html",
        title="Clause types",
        description="The questions this catalogue asks of every platform's documents.",
        context={"categories": list(_categories(views))},
    )
    for slug, record in views.content.clause_types.items():
        yield _clause_type(views, slug, record)
    for slug, category in views.content.categories.items():
        of_it = [key for key, kind in views.content.clause_types.items() if kind.category == slug]
        yield Page(
            address=address("category", slug),
            template="category.html",
            title=category.title,
            description=category.summary,
            context={
                "category": category,
                "clause_types": [_entry(views, key) for key in of_it],
                "groups": [(views.clause_type(key), views.rows_of(_live(views, key))) for key in of_it],
            },
            crumbs=(Link("Clause types", "/clause-type/"),),
        )


def ordered_categories(views: Views) -> list[str]:
    """Categories in their own order."""
    return sorted(views.content.categories, key=lambda slug: (views.content.categories[slug].order, slug))


def _categories(views: Views) -> Iterator[dict[str, Any]]:
    for slug in ordered_categories(views):
        of_it = [key for key, kind in views.content.clause_types.items() if kind.category == slug]
        yield {
            "link": views.category(slug),
            "slug": slug,
            "summary": views.content.categories[slug].summary,
            "clause_types": [_entry(views, key) for key in of_it],
        }


def _entry(views: Views, slug: str) -> dict[str, Any]:
    """A clause type in a list: its question, and how the answers of its live records fall."""
    record = views.content.clause_types[slug]
    found = _by_answer(views, _live(views, slug))
    falls = [
        (views.answer(slug, answer.key), len(found[answer.key])) for answer in _answers(record) if answer.key in found
    ]
    return {"link": views.clause_type(slug), "question": record.question, "falls": falls}


def _live(views: Views, slug: str) -> list[str]:
    return _of_standing(views, slug, "live")


def _of_standing(views: Views, slug: str, *standings: str) -> list[str]:
    return [key for key in views.catalogue.by_clause_type[slug] if views.catalogue.standing[key] in standings]


def _clause_type(views: Views, slug: str, record: ClauseType) -> Page:
    live = _live(views, slug)
    return Page(
        address=address("clause-type", slug),
        template="clause-type.html",
        title=record.title,
        description=record.question,
        context={
            "record": record,
            "category": views.category(record.category),
            "answers": [_answer(answer) for answer in _answers(record)],
            "guide": [(severity(code), text) for code in SEVERITIES if (text := _guide(record, code))],
            "expected_in": labels.listed([views.content.document_types[kind] for kind in record.expected_in]),
            "typical": [views.regulation(key) for key in record.typical_regulations],
            "prevalence": [_prevalence(views, slug, record, region) for region in views.content.site.compare_regions],
            "groups": list(_groups(views, slug, record, live)),
            "values": _values(views, live) if record.value else [],
            "needing": views.rows_of(_of_standing(views, slug, "needs-review")),
            "past": views.rows_of(_of_standing(views, slug, "past")),
            "other": views.rows_of(_of_standing(views, slug, "withdrawn", "draft")),
            "findings": [views.finding_row(key) for key in views.catalogue.findings_by_clause_type[slug]],
            "revisions": [(labels.day(revision.on), revision) for revision in record.revisions],
        },
        crumbs=(Link("Clause types", "/clause-type/"), views.category(record.category)),
    )


def _answers(record: ClauseType) -> tuple[Any, ...]:
    own = {answer.key for answer in record.answers}
    return (*record.answers, *(answer for answer in (UNCLEAR, MIXED) if answer.key not in own))


def _answer(answer: Any) -> dict[str, Any]:
    return {
        "badge": Badge("answer", answer.tone, answer.label),
        "key": answer.key,
        "is_present": answer.present,
        "retired": labels.day(answer.retired_on),
    }


def _guide(record: ClauseType, code: str) -> str | None:
    return getattr(record.severity_guide, code) if record.severity_guide else None


def _groups(
    views: Views, slug: str, record: ClauseType, live: Iterable[str]
) -> Iterator[tuple[Badge, tuple[Row, ...]]]:
    """Live records by answer, worst tone first; a record that answers differently for some stands under each answer."""
    by_answer = _by_answer(views, live)
    for answer in sorted(_answers(record), key=lambda each: TONES.index(each.tone)):
        if found := by_answer.get(answer.key):
            yield views.answer(slug, answer.key), tuple(views.answered_row(given) for given in found)


def _by_answer(views: Views, live: Iterable[str]) -> dict[str, list[Given]]:
    """What records answer, themselves and in variants; each record once under an answer."""
    found: dict[str, dict[str, Given]] = {}
    for key in live:
        for given, _ in answers_of(views.catalogue, key):
            found.setdefault(given.answer, {}).setdefault(key, given)
    return {answer: list(by_record.values()) for answer, by_record in found.items()}


def _values(views: Views, live: Iterable[str]) -> list[dict[str, Any]]:
    """Every amount that live records give, smallest first within a unit."""
    found = []
    for key in live:
        record = views.content.provisions[key]
        for value in (*record.value, *(value for variant in record.variants for value in variant.value)):
            found.append({"row": views.row(key), "amount": labels.amount(value), "number": value.amount,
                          "unit": value.unit, "note": value.note or ""})  # fmt: skip
    return sorted(found, key=lambda each: (each["unit"], each["number"], each["row"].key))


def _prevalence(views: Views, slug: str, record: ClauseType, region: str) -> dict[str, Any]:
    """One region's table: a column for all audiences and for each, a row for each number, which has its list."""
    columns = [views.coverage.prevalence(slug, audience, region) for audience in (None, *AUDIENCES)]
    rows = [
        _line(views, columns, "present", "Have such a clause", [c.present for c in columns]),
        _line(views, columns, "known", "Answered or absent", [c.known for c in columns]),
    ]
    for answer in _answers(record):
        if any(c.answers.get(answer.key) for c in columns):
            rows.append(
                _line(views, columns, answer.key, answer.label, [c.answers.get(answer.key, ()) for c in columns])
            )
    if any(c.absent for c in columns):
        rows.append(_line(views, columns, "absent", "Absent", [c.absent for c in columns]))
    for state in ("needs-review", "partly-reviewed", "not-reviewed", "not-held"):
        if any(c.others.get(state) for c in columns):
            rows.append(_line(views, columns, state, labels.CELL[state], [c.others.get(state, ()) for c in columns]))
    everywhere = columns[0]
    return {
        "id": f"prevalence-{region.lower()}",
        "region": "Wherever the documents apply" if region == WORLD else views.region(region),
        "columns": ["All audiences", *(labels.AUDIENCE[audience] for audience in AUDIENCES)],
        "rows": rows,
        "n": len(everywhere.present),
        "known": len(everywhere.known),
        "tracked": len(everywhere.tracked),
        "operators_n": len(everywhere.operators_present),
        "operators_known": len(everywhere.operators_known),
    }


def _line(
    views: Views, columns: list[Prevalence], key: str, label: str, lists: list[tuple[str, ...]]
) -> dict[str, Any]:
    cells = []
    for column, entities in zip(columns, lists, strict=True):
        name = f"list-{column.region}-{column.audience or ALL}-{key}".lower()
        is_of_the_head = column.audience is None and key in ("present", "known")  # which links both
        audience = labels.AUDIENCE[column.audience] if column.audience else "All audiences"
        cells.append({"id": name, "number": len(entities), "entities": [views.entity(entity) for entity in entities],
                      "is_linked": bool(entities) or is_of_the_head,
                      "audience": audience})  # fmt: skip
    return {"label": label, "cells": cells}
