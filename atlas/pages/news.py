"""What happened, newest first: `/changes/`, and a digest of every ISO week. They tell the events that the feeds tell.

In: views. Out: pages. `/changes/` has the newest events; all of them are on its pages, which are cut from the oldest
on, so that what stands on one does not move when more happens. A week's events stand by their kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from atlas import labels
from atlas.ids import document_of
from atlas.pages.base import Badge, Link, Page, Views
from atlas.pages.changes import Touched, touched
from atlas.pages.events import Event, events_of
from atlas.pages.paging import MOST, chunks, page_address, pager
from atlas.pages.timeline import change_link, span

HERE = "/changes/"
FOLD_FROM = 5  # records added in a week from which on they are folded
DIGEST = sorted(labels.EVENT, key=lambda kind: kind != "document-changed")  # the kinds in a digest: documents first


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in a list. `change` says how much of a document changed and leads there; `touched` are the records whose
    words that changed."""

    on: str
    kind: Badge
    title: str
    address: str
    summary: str
    change: Link | None
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading, which may lead somewhere; `folded` are the records added, when there are many."""

    title: str
    address: str
    entries: tuple[Entry, ...]
    folded: tuple[Entry, ...] = ()


def news_pages(views: Views) -> Iterator[Page]:
    """The newest events, all of them by pages, and the weeks."""
    events = sorted(events_of(views), key=lambda event: (event.at, event.name))
    weeks = [(name, list(members)) for name, members in groupby(events, key=lambda event: week_of(event.at))]
    yield _newest(views, events, [name for name, _ in weeks])
    if len(events) > MOST:
        pages = chunks(events)
        for number in range(len(pages)):
            yield _listed(views, pages, number)
    for nth, (name, members) in enumerate(weeks):
        around = [weeks[at][0] if 0 <= at < len(weeks) else "" for at in (nth - 1, nth + 1)]
        yield from _week(views, name, members, around)
    told = {name for name, _ in weeks}
    yield from (_quiet(name) for name in _weeks_of(views, events) if name not in told)


def _newest(views: Views, events: Sequence[Event], weeks: list[str]) -> Page:
    pages = len(chunks(events)) if len(events) > MOST else 0
    return Page(
        address=HERE,
        template="changes.html",
        title="What changed",
        description="Every change of a document, of quoted words and of a record, newest first.",
        context={
            "title": "What changed",
            "lead": f"As of {labels.day(views.catalogue.as_of)}: {labels.counted(len(events), 'event')}.",
            "groups": _by_week(views, list(reversed(events))[:MOST]),
            "pager": [("Before", Link(f"page {pages} of {pages}", page_address(HERE, pages)))] if pages else [],
            "years": list(_years(weeks)),
        },
    )


def _listed(views: Views, pages: list[Sequence[Event]], number: int) -> Page:
    addresses = [page_address(HERE, nth) for nth in range(1, len(pages) + 1)]
    first, last = (pages[number][at].at for at in (0, -1))
    title = f"What changed, page {number + 1} of {len(pages)}"
    return Page(
        address=addresses[number],
        template="changes.html",
        title=title,
        description=f"Events of {span(first, last)}.",
        context={
            "title": title,
            "lead": f"Events of {span(first, last)}, newest first.",
            "groups": _by_week(views, list(reversed(pages[number]))),
            "pager": list(pager(addresses, number)),
            "years": [],
        },
        crumbs=(Link("What changed", HERE),),
        is_indexed=False,
    )


def _by_week(views: Views, events: Sequence[Event]) -> list[Group]:
    return [_of_week(views, name, list(group)) for name, group in groupby(events, key=lambda event: week_of(event.at))]


def _of_week(views: Views, name: str, events: list[Event]) -> Group:
    added = [event for event in events if event.kind == "added"]
    folded = added if len(added) >= FOLD_FROM else []
    entries, hidden = (
        tuple(_entry(views, event) for event in part)
        for part in ([event for event in events if event not in folded], folded)
    )
    return Group(week_title(name), week_address(name), entries, hidden)


def _years(weeks: list[str]) -> Iterator[tuple[str, list[Link]]]:
    """Every week with events, newest first, by year."""
    for year, names in groupby(reversed(weeks), key=lambda name: name[:4]):
        yield year, [Link(f"week {int(name[6:])}", week_address(name)) for name in names]


# --- weeks


def week_of(moment: str) -> str:
    """The ISO week of a day or time: `2026-w34`."""
    year, week, _ = date.fromisoformat(moment[:10]).isocalendar()
    return f"{year}-w{week:02}"


def week_address(name: str) -> str:
    return f"{HERE}{name}/"


def week_title(name: str) -> str:
    """`17 to 23 August 2026`, from Monday to Sunday."""
    year, week = int(name[:4]), int(name[6:])
    return span(*(date.fromisocalendar(year, week, day).isoformat() for day in (1, 7)))


def _week(views: Views, name: str, events: list[Event], around: list[str]) -> Iterator[Page]:
    """A week's events by kind, over as many pages as it takes."""
    pages = chunks(sorted(events, key=lambda event: DIGEST.index(event.kind)))
    addresses = [week_address(name), *(page_address(week_address(name), nth) for nth in range(2, len(pages) + 1))]
    weeks = [
        (word, Link(week_title(other), week_address(other)))
        for word, other in zip(("Week before", "Week after"), around, strict=True)
        if other
    ]
    counted = labels.counted(len(events), "event")
    for number, rows in enumerate(pages):
        yield Page(
            address=addresses[number],
            template="changes.html",
            title=f"What changed: {week_title(name)}",
            description=f"{counted} from {week_title(name)}.",
            context={
                "title": f"Week {int(name[6:])} of {name[:4]}" + (f", page {number + 1}" if number else ""),
                "lead": f"{week_title(name)}: {counted}.",
                "groups": _by_kind(views, rows),
                "pager": [*pager(addresses, number), *weeks],
                "years": [],
            },
            crumbs=(Link("What changed", HERE),),
            is_indexed=not number,
        )


def _weeks_of(views: Views, events: Sequence[Event]) -> dict[str, None]:
    """Every week from the first capture or event to the day the records hold as of: also those whose events are gone,
    as a change is folded, for their pages were published."""
    if not views.catalogue.as_of:
        return {}
    captured = (sheet.captures[0].captured_at for sheet in views.content.captures.values() if sheet.captures)
    first = min((*captured, *(event.at for event in events)), default=views.catalogue.as_of)[:10]
    days = range(date.fromisoformat(first).toordinal(), date.fromisoformat(views.catalogue.as_of).toordinal() + 1)
    return dict.fromkeys(week_of(date.fromordinal(day).isoformat()) for day in days)


def _quiet(name: str) -> Page:
    return Page(
        address=week_address(name),
        template="changes.html",
        title=f"What changed: {week_title(name)}",
        description=f"Nothing is on record for {week_title(name)}.",
        context={
            "title": f"Week {int(name[6:])} of {name[:4]}", "lead": f"{week_title(name)}: nothing is on record.",
            "groups": [], "pager": [], "years": [],
        },
        crumbs=(Link("What changed", HERE),),
        is_indexed=False,
    )  # fmt: skip


def _by_kind(views: Views, events: Sequence[Event]) -> list[Group]:
    groups = groupby(events, key=lambda event: event.kind)
    return [Group(labels.EVENT[kind], "", tuple(_entry(views, event) for event in group)) for kind, group in groups]


# --- entries


def _entry(views: Views, event: Event) -> Entry:
    change, records = _changed(views, event)
    return Entry(
        on=span(event.at, event.updated),
        kind=Badge("event", event.kind, labels.EVENT[event.kind]),
        title=event.title,
        address=event.address,
        summary=event.summary,
        change=change,
        touched=records,
    )


def _changed(views: Views, event: Event) -> tuple[Link | None, tuple[Touched, ...]]:
    """How much of a document changed, and the records touched; nothing for other kinds of event."""
    history = views.catalogue.histories.documents.get(document_of(event.document)) if event.document else None
    run = history.run_of(event.at) if history and event.kind == "document-changed" else None
    if history is None or run is None:
        return None, ()
    return change_link(views, history, run), tuple(touched(views, history, run))
