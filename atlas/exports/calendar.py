"""`feed/calendar.ics`: days on which texts and laws take effect, and on which records are due for another look.

In: views. Out: an iCalendar (RFC 5545). Only whole days are entered; what is due of one document on one day is one
entry.

    >>> ics_text("a, b; c\\nd"), fold("x" * 80).count("\\r\\n ")
    ('a\\\\, b\\\\; c\\\\nd', 1)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from atlas import labels
from atlas.exports.feeds import tag_of
from atlas.freshness import looks
from atlas.ids import address, document_of
from atlas.pages.base import Views
from atlas.pages.lasting import Lasting

LINE = 75  # octets of a line


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day in the calendar."""

    name: str
    on: date
    title: str
    text: str
    address: str


def calendar(views: Views) -> bytes:
    """The file."""
    site = views.content.site
    made = sorted(appointments(views), key=lambda each: (each.on, each.name))
    stamp = (views.catalogue.as_of or "1970-01-01").replace("-", "") + "T000000Z"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{ics_text(site.publisher.name)}//{ics_text(site.title)}//EN",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{ics_text(site.title)}",
        *(line for each in made for line in _event(views, each, stamp)),
        "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(fold(line) + "\r\n" for line in lines).encode()


def _event(views: Views, each: Appointment, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{ics_text(tag_of(views, each.name))}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{each.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{each.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{ics_text(each.title)}",
        *([f"DESCRIPTION:{ics_text(each.text)}"] if each.text else []),
        f"URL:{views.absolute(each.address)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def ics_text(value: str) -> str:
    """A text value: what would end it is escaped, control characters go. Source: RFC 5545, 3.3.11."""
    kept = "".join(
        c for c in value.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127)
    )
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """A line broken so that none has more than 75 octets, never inside a character. Source: RFC 5545, 3.1."""
    lines, length = [""], 0
    for character in line:
        size = len(character.encode())
        if length + size > LINE:
            lines.append(" ")
            length = 1
        lines[-1] += character
        length += size
    return "\r\n".join(lines)


def appointments(views: Views) -> Iterator[Appointment]:
    """Everything there is to enter."""
    lasting = Lasting.of(views)
    yield from _texts(views, lasting)
    yield from _laws(views, lasting)
    yield from _reviews(views, lasting)


def _day(value: str | None) -> date | None:
    """A whole day; None for a month or a year."""
    return date.fromisoformat(value) if value and len(value) == 10 else None


def _texts(views: Views, lasting: Lasting) -> Iterator[Appointment]:
    """From when on the newest text of a document holds, as it says."""
    for key in views.content.documents:
        history = views.catalogue.histories.documents.get(key)
        newest = history.newest if history else None
        if newest is None:
            continue
        note, own = newest.text.note, f"effective/{lasting.name('document', key)}/{newest.stamp}"
        name = f"{views.document(key).text} ({views.entity(key).text})"
        where = views.capture_address(key, newest.first_captured)
        if note.stated and (day := _day(note.stated.effective)):
            yield Appointment(own, day, f"Takes effect: {name}", "", where)
        for number, each in enumerate(note.effective_for, 1):
            if day := _day(each.on):
                said = views.narrowed(key, each.scope)
                yield Appointment(f"{own}/{number}", day, f"Takes effect: {name}", said, where)


def _laws(views: Views, lasting: Lasting) -> Iterator[Appointment]:
    """From when on regulations and their articles apply; articles of one day together."""
    for slug, record in views.content.regulations.items():
        name, where = views.regulation(slug).text, address("regulation", slug)
        own = f"law/{lasting.name('regulation', slug)}"
        if record.effective_on:
            yield Appointment(own, record.effective_on, f"In force: {name}", "", where)
        days: dict[date, list[str]] = {}
        for article in record.articles:
            if article.applies_from and article.applies_from != record.effective_on:
                days.setdefault(article.applies_from, []).append(article.ref)
        for day, articles in days.items():
            text = f"Articles {labels.listed(articles)}" if len(articles) > 1 else f"Article {articles[0]}"
            yield Appointment(f"{own}/{day}", day, f"Applies in part: {name}", text, where)


def _reviews(views: Views, lasting: Lasting) -> Iterator[Appointment]:
    found: dict[tuple[str, date], list[str]] = {}
    for look in looks(views.catalogue):
        found.setdefault((document_of(look.key), look.due_on), []).append(look.key)
    for (document, day), keys in found.items():
        name = f"{views.document(document).text} ({views.entity(document).text})"
        titles = "\n".join(views.content.provisions[key].title for key in keys)
        title = f"Review due: {labels.counted(len(keys), 'record')}, {name}"
        own = f"review/{lasting.name('document', document)}/{day}"
        yield Appointment(own, day, title, titles, address("document", document))
