"""Which pages exist, and what each is told. A page is a pure function of the values it is given, in the order shown."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.pages.base import Page, Views
from atlas.pages.changes import change_pages
from atlas.pages.clause_types import clause_type_pages
from atlas.pages.compare import compare_pages
from atlas.pages.documents import document_pages
from atlas.pages.dues import freshness_pages
from atlas.pages.findings import finding_pages
from atlas.pages.head import Heads
from atlas.pages.histories import history_pages
from atlas.pages.home import home_pages
from atlas.pages.laws import agency_pages, regulation_pages
from atlas.pages.news import news_pages
from atlas.pages.operators import operator_pages
from atlas.pages.permanent import permanent_pages
from atlas.pages.platforms import platform_pages
from atlas.pages.provision import provision_pages
from atlas.pages.search import search_pages
from atlas.pages.texts import text_pages
from atlas.pages.versions import version_pages

MAKERS = (
    home_pages,
    provision_pages,
    history_pages,
    clause_type_pages,
    compare_pages,
    regulation_pages,
    agency_pages,
    platform_pages,
    operator_pages,
    document_pages,
    finding_pages,
    text_pages,
    change_pages,
    news_pages,
    freshness_pages,
    permanent_pages,
    version_pages,
    search_pages,
)


def plan(views: Views) -> Iterator[Page]:
    """Every page of the site, each once, with what its head tells machines."""
    heads = Heads.of(views)
    for maker in MAKERS:
        yield from map(heads.on, maker(views))
