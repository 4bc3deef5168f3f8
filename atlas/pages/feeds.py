"""Which pages have a feed, and where it is. Feeds themselves are exports; pages and their heads link to them."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.ids import address
from atlas.pages.base import Views

MEDIA_TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
# The feeds that belong to no page: stem and title.
OWN_FEEDS = {"feed/new": "New records", "feed/high": "Severity high", "feed/weekly": "Week by week"}
CALENDAR = "/feed/calendar.ics"


def feed_pages(views: Views) -> Iterator[tuple[str, str, str]]:
    """Kind, key and title of every page that has a feed; the front page has no key."""
    yield "home", "", f"{views.content.site.title}: all changes"
    for key in views.content.entities:
        yield "entity", key, f"Changes: {views.entity(key).text}"
    for key in views.content.documents:
        yield "document", key, f"Changes: {views.document(key).text} ({views.entity(key).text})"
    for key in views.content.clause_types:
        yield "clause-type", key, f"Changes: {views.clause_type(key).text}"
    for key in views.content.categories:
        yield "category", key, f"Changes: {views.category(key).text}"
    for key in views.content.regulations:
        yield "regulation", key, f"Changes: {views.regulation(key).text}"


def page_of(kind: str, key: str) -> str:
    """The address of a page that has a feed."""
    return "/" if kind == "home" else address(kind, key)


def feed_of(page: str, suffix: str) -> str:
    """The address of a page's feed: `/platform/acme/feed.atom`."""
    return f"{page}feed.{suffix}"
