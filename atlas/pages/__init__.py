"""Which pages exist, and what each is told. A page is a pure function of the values it is given, in the order shown."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.pages.base import Page, Views
from atlas.pages.provision import provision_pages

MAKERS = (provision_pages,)


def plan(views: Views) -> Iterator[Page]:
    """Every page of the site, each once."""
    for maker in MAKERS:
        yield from maker(views)
