"""Feeds of events: Atom and JSON Feed beside every page that has them, and some of their own. Values to bytes.

In: what was gathered. Out: bytes by path. Entries are named by `tag:` URIs that do not depend on where the site is
served; `updated` is a date of the data. A feed has at most `ENTRIES` entries, the newest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import escape

from atlas import labels
from atlas.exports.gathered import Gathered
from atlas.exports.table import CODES
from atlas.pages.base import Views
from atlas.pages.events import Event
from atlas.pages.feeds import OWN_FEEDS, feed_pages, page_of
from atlas.pages.lasting import Lasting
from atlas.pages.news import week_address, week_of, week_title

ENTRIES = 100
WEEKS = 52
Files = dict[str, bytes]
_REFUSED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no character of XML 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed; `tags` are pairs of scheme and code, `lines` its text, a paragraph each."""

    tag: str
    url: str
    title: str
    published: str
    updated: str
    lines: tuple[str, ...]
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `stem` is the path of its files without `.atom` or `.json`, `name` what names it for ever, `page` the
    address it belongs to."""

    stem: str
    name: str
    title: str
    page: str
    entries: tuple[Entry, ...]


def xml_text(value: str) -> str:
    """Text for XML, in an element or between double quotes; characters that XML cannot hold are replaced."""
    return str(escape(_REFUSED.sub("\ufffd", value)))


def tag_of(views: Views, name: str) -> str:
    """The permanent name of an entry or feed (RFC 4151); without `tag_authority` one that nobody can own."""
    authority = views.content.site.tag_authority or f"{views.content.site.id_prefix.lower()}.invalid,2026"
    return f"tag:{authority}:{name}"


def timed(value: str, fallback: str = "1970-01-01") -> str:
    """A day or time as RFC 3339 has it."""
    value = value or fallback
    return value if "T" in value else f"{value}T00:00:00Z"


def feed_files(gathered: Gathered) -> Files:
    """All feeds."""
    files: Files = {}
    written: dict[str, str] = {}
    for feed in feeds(gathered):
        for entry in feed.entries:
            if entry.tag not in written:
                written[entry.tag] = _atom_entry(gathered.views, entry)
        files[f"{feed.stem}.atom"] = atom(gathered, feed, written)
        files[f"{feed.stem}.json"] = json_feed(gathered, feed)
    return files


def feeds(gathered: Gathered) -> Iterator[Feed]:
    """Every feed, those of pages first."""
    views = gathered.views
    concerned, lasting = _concerned(gathered), Lasting.of(views)
    entries = {event.name: _entry(gathered, event) for event in gathered.events}
    for kind, key, title in feed_pages(views):
        events = concerned.get((kind, key), ()) if key else gathered.events
        page = page_of(kind, key)
        name = f"{lasting.name(kind, key)}/feed" if key else "feed"
        yield Feed(
            f"{page}feed".lstrip("/"), name, title, page, tuple(entries[event.name] for event in events[:ENTRIES])
        )
    wanted: dict[str, Callable[[Event], bool]] = {
        "feed/new": lambda event: event.kind == "added",
        "feed/high": lambda event: event.severity == "high",
    }
    for stem, is_wanted in wanted.items():
        found = [event for event in gathered.events if is_wanted(event)][:ENTRIES]
        yield Feed(
            stem,
            stem,
            f"{views.content.site.title}: {OWN_FEEDS[stem].lower()}",
            "/",
            tuple(entries[e.name] for e in found),
        )
    weeks = tuple(_week(gathered, *week) for week in _weeks(gathered.events)[:WEEKS])
    yield Feed("feed/weekly", "feed/weekly", f"{views.content.site.title}: week by week", "/", weeks)


def _concerned(gathered: Gathered) -> dict[tuple[str, str], list[Event]]:
    """By kind and key of a page, the events it is concerned by, newest first."""
    found: dict[tuple[str, str], list[Event]] = {}
    for event in gathered.events:
        for at in _pages_of(gathered, event):
            found.setdefault(at, []).append(event)
    return found


def _pages_of(gathered: Gathered, event: Event) -> Iterator[tuple[str, str]]:
    content = gathered.content
    bound = gathered.catalogue.covered_by(event.document) if event.document else (event.entity,)
    yield from (("entity", entity) for entity in dict.fromkeys(bound))
    if event.document:
        yield "document", event.document
    if event.clause_type:
        yield "clause-type", event.clause_type
        yield "category", content.clause_types[event.clause_type].category
    if event.provision:
        links = content.provisions[event.provision].regulations
        yield from (("regulation", slug) for slug in dict.fromkeys(link.id for link in links))


def _entry(gathered: Gathered, event: Event) -> Entry:
    tags = [
        ("kind", event.kind),
        ("platform", event.entity),
        ("clause-type", event.clause_type),
        ("severity", event.severity),
    ]
    return Entry(
        tag=tag_of(gathered.views, event.name),
        url=gathered.views.absolute(event.address),
        title=event.title,
        published=timed(event.at),
        updated=timed(event.updated),
        lines=tuple(filter(None, (event.summary or CODES["event_kind"][event.kind] + ".",))),
        tags=tuple((scheme, code) for scheme, code in tags if code),
    )


def _weeks(events: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    """Events by the ISO week in which they began, the newest first."""
    newest = sorted(events, key=lambda event: (event.at, event.name), reverse=True)
    return [(week, list(group)) for week, group in groupby(newest, key=lambda event: week_of(event.at))]


def _week(gathered: Gathered, week: str, events: Sequence[Event]) -> Entry:
    """A week as one entry: what happened, a line each. Its name is the week's."""
    return Entry(
        tag=tag_of(gathered.views, f"week/{week}"),
        url=gathered.views.absolute(week_address(week)),
        title=f"{week_title(week)}: {labels.counted(len(events), 'event')}",
        published=timed(events[-1].at[:10]),
        updated=timed(max(event.updated for event in events)),
        lines=tuple(f"{labels.day(event.at)}: {event.title}" for event in events[:ENTRIES]),
    )


# --- Atom and JSON Feed


def atom(gathered: Gathered, feed: Feed, written: Mapping[str, str]) -> bytes:
    """The feed as Atom (RFC 4287); `written` are entries by tag."""
    views, site = gathered.views, gathered.content.site
    updated = max((entry.updated for entry in feed.entries), default=timed(gathered.catalogue.as_of))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml_text(site.language)}">',
        f"<id>{xml_text(tag_of(views, feed.name))}</id>",
        f"<title>{xml_text(feed.title)}</title>",
        f"<updated>{updated}</updated>",
        f"<author><name>{xml_text(site.publisher.name)}</name><uri>{xml_text(site.publisher.url)}</uri></author>",
        f'<link rel="self" type="application/atom+xml" href="{xml_text(views.absolute(f"/{feed.stem}.atom"))}"/>',
        f'<link rel="alternate" type="text/html" href="{xml_text(views.absolute(feed.page))}"/>',
        f"<rights>{xml_text(f'{site.licence.id}; quoted texts belong to their owners')}</rights>",
        *(written[entry.tag] for entry in feed.entries),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _atom_entry(views: Views, entry: Entry) -> str:
    html = "".join(f"<p>{xml_text(line)}</p>" for line in entry.lines)
    lines = [
        "<entry>",
        f"<id>{xml_text(entry.tag)}</id>",
        f"<title>{xml_text(entry.title)}</title>",
        f"<published>{entry.published}</published>",
        f"<updated>{entry.updated}</updated>",
        f'<link rel="alternate" type="text/html" href="{xml_text(entry.url)}"/>',
        *(
            f'<category scheme="{xml_text(tag_of(views, scheme))}" term="{xml_text(code)}"/>'
            for scheme, code in entry.tags
        ),
        f'<content type="html">{xml_text(html)}</content>',
        "</entry>",
    ]
    return "\n".join(lines)


def json_feed(gathered: Gathered, feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    views, site = gathered.views, gathered.content.site
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": views.absolute(feed.page),
        "feed_url": views.absolute(f"/{feed.stem}.json"),
        "language": site.language,
        "authors": [{"name": site.publisher.name, "url": site.publisher.url}],
        "items": [
            {
                "id": entry.tag,
                "url": entry.url,
                "title": entry.title,
                "content_text": "\n".join(entry.lines),
                "date_published": entry.published,
                "date_modified": entry.updated,
                "tags": [f"{scheme}:{code}" for scheme, code in entry.tags],
            }
            for entry in feed.entries
        ],
    }
    return (json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
