"""The matrix: every tracked platform against every clause type, a table an audience. Whole without script up to 6,000
cells, else a page a category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from atlas import labels
from atlas.coverage import Cell
from atlas.ids import address
from atlas.pages.base import Page, Views
from atlas.pages.clause_types import ordered_categories
from atlas.scopes import WORLD
from atlas.shapes import AUDIENCES

CELLS_ON_ONE_PAGE = 6000


def compare_pages(views: Views) -> Iterator[Page]:
    """One page, or one a category and a page that leads to them."""
    categories = ordered_categories(views)
    tracked = views.catalogue.tracked
    cells = len(tracked) * len(views.content.clause_types) * len(AUDIENCES)
    if cells <= CELLS_ON_ONE_PAGE:
        yield _page(views, "/compare/", "Compare", _kinds(views, categories), [])
        return
    parts = [(views.category(slug).text, f"/compare/{slug}/") for slug in categories]
    yield _page(views, "/compare/", "Compare", [], parts)
    for slug in categories:
        title = f"Compare: {views.content.categories[slug].title}"
        yield _page(views, f"/compare/{slug}/", title, _kinds(views, [slug]), parts)


def _kinds(views: Views, categories: Iterable[str]) -> list[str]:
    """Clause types by category."""
    kinds = views.content.clause_types
    return [key for slug in categories for key in kinds if kinds[key].category == slug]


def _page(views: Views, where: str, title: str, kinds: list[str], parts: list[tuple[str, str]]) -> Page:
    return Page(
        address=where,
        template="compare.html",
        title=title,
        description="Every platform's answer to every question, side by side; blanks say why they are blank.",
        context={
            "parts": parts,
            "tables": [table for audience in AUDIENCES if kinds and (table := _table(views, audience, kinds))],
            "regions": [(region, views.region(region)) for region in views.content.site.compare_regions],
            "kinds": [(key, views.content.clause_types[key].title) for key in kinds],
            "entities": [(key, views.content.entities[key].name) for key in views.catalogue.tracked],
            "states": list(labels.CELL.items()),
        },
    )


def _table(views: Views, audience: str, kinds: list[str]) -> dict[str, Any]:
    """One audience: a row a clause type, a column a platform that has a document for it; the others are named."""
    regions = views.content.site.compare_regions
    held: list[str] = []
    others: list[str] = []
    for entity in views.catalogue.tracked:
        cells = [views.coverage.cells[entity, audience, region, kind] for region in regions for kind in kinds]
        (held if any(cell.state != "not-held" for cell in cells) else others).append(entity)
    return {
        "audience": audience,
        "title": labels.AUDIENCE[audience],
        "entities": [(key, views.entity(key)) for key in held],
        "without": [views.entity(key) for key in others],
        "rows": [_row(views, audience, kind, held) for kind in kinds] if held else [],
    }


def _row(views: Views, audience: str, kind: str, entities: list[str]) -> dict[str, Any]:
    regions = views.content.site.compare_regions
    return {
        "kind": kind,
        "link": views.clause_type(kind),
        "category": views.category(views.content.clause_types[kind].category),
        "cells": [
            (entity, _cells(views, [views.coverage.cells[entity, audience, region, kind] for region in regions]))
            for entity in entities
        ],
    }


def _cells(views: Views, cells: list[Cell]) -> list[dict[str, Any]]:
    """What the cell of one platform says, once for all regions in which it is the same."""
    merged: dict[Any, list[Cell]] = {}
    for cell in cells:
        merged.setdefault((cell.state, cell.answers, cell.needing_review, cell.findings), []).append(cell)
    return [
        {
            "regions": [cell.region for cell in same],
            "where": [] if len(merged) == 1 else [(cell.region, _region(views, cell.region)) for cell in same],
            "state": same[0].state,
            "word": labels.CELL[same[0].state],
            "read_for": views.read_for(same[0].findings) if same[0].state == "absent" else "",
            "answers": [_answer(views, given) for given in same[0].answers],
            "links": [address("provision", key) for key in same[0].needing_review]
            + [address("finding", key) for key in same[0].findings if same[0].state == "absent"],
        }
        for same in merged.values()
    ]


def _answer(views: Views, given: Any) -> dict[str, Any]:
    badge, row, scope = views.given(given)
    return {
        "badge": badge,
        "row": row,
        "scope": scope,
        "severity": given.severity,
        "word": labels.SEVERITY[given.severity],
    }


def _region(views: Views, region: str) -> str:
    return "wherever it applies" if region == WORLD else views.region(region)
