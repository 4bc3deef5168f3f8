"""The search page: a form that a script fills, and ways to browse for readers without it."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.pages.base import Link, Page, Views
from atlas.pages.clause_types import ordered_categories

SORTS = (("relevance", "Best match"), ("severity", "Gravest first"), ("newest", "Newest first"))


def search_pages(views: Views) -> Iterator[Page]:
    """One page; what is asked of it stands in its address."""
    yield Page(
        address="/search/",
        template="search.html",
        title="Search",
        description="Search clauses, quotes and questions by their words, and narrow the results.",
        context={
            "sorts": SORTS,
            "ways": (
                (Link("Platforms", "/platform/"), "every platform, with its documents and what they say"),
                (Link("Clause types", "/clause-type/"), "every question, with all answers to it"),
                (Link("Compare", "/compare/"), "all platforms and all questions in one table"),
                (Link("Laws", "/regulation/"), "the laws that clauses touch, article by article"),
                (Link("Agencies", "/agency/"), "who enforces them, and how to complain"),
            ),
            "categories": [views.category(slug) for slug in ordered_categories(views)],
        },
    )
