"""`/freshness/`: what is due for another look, and the last look at each document. Ages are printed here only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from atlas import labels
from atlas.freshness import Glance, Look, glances, looks
from atlas.pages.base import Link, Page, Row, Views
from atlas.pages.paging import chunks, page_address, pager

HERE = "/freshness/"


@dataclass(frozen=True, slots=True)
class Due:
    """A record, when its words were last seen and it was last read, and how long it may go without."""

    row: Row
    seen: str
    read: str
    age: int
    after: int
    over: int


@dataclass(frozen=True, slots=True)
class Looked:
    """A document and the last look at it."""

    document: Link
    entity: Link
    on: str
    age: int | None
    is_due: bool


def freshness_pages(views: Views) -> Iterator[Page]:
    """What is due, gravest first, and documents by the last look at them; on as many pages as the longer list takes."""
    found = looks(views.catalogue)
    due = [_due(views, look) for look in found if look.is_due]
    documents = [_looked(views, glance) for glance in glances(views.catalogue)]
    lists = list(zip_longest(chunks(due), chunks(documents)))
    addresses = [HERE, *(page_address(HERE, number) for number in range(2, len(lists) + 1))]
    for number, (rows, looked) in enumerate(lists):
        context = {
            "as_of": labels.day(views.catalogue.as_of),
            "due": rows or (),
            "count": len(due),
            "of": len(found),
            "needing": _needing(views, found) if not number else (),
            "documents": looked or (),
            "late": sum(each.is_due for each in documents),
            "capture_every": labels.counted(views.content.site.capture_every_days, "day"),
            "rules": list(_rules(views)),
            "pager": pager(addresses, number),
        }
        yield _page(addresses, number, context)


def _page(addresses: Sequence[str], number: int, context: dict[str, object]) -> Page:
    return Page(
        address=addresses[number],
        template="freshness.html",
        title="How fresh this is" + (f", page {number + 1}" if number else ""),
        description="Which records are due for another look, and when each document was last looked at.",
        context=context,
        crumbs=(Link("How fresh this is", HERE),) if number else (),
        is_indexed=not number,
    )


def _rules(views: Views) -> Iterator[tuple[str, str]]:
    for code, word in labels.SEVERITY.items():
        yield word, labels.counted(getattr(views.content.site.review_after_days, code), "day")


def _needing(views: Views, found: Sequence[Look]) -> tuple[Row, ...]:
    """Records whose words changed and whom nobody has judged since, gravest first."""
    standing = views.catalogue.standing
    return views.rows_of(look.key for look in found if standing[look.key] == "needs-review")


def _due(views: Views, look: Look) -> Due:
    return Due(
        row=views.row(look.key),
        seen=labels.day(look.seen),
        read=labels.day(look.read),
        age=look.age,
        after=look.after,
        over=look.age - look.after,
    )


def _looked(views: Views, glance: Glance) -> Looked:
    return Looked(
        views.document(glance.key), views.entity(glance.key), labels.day(glance.on), glance.age, glance.is_due
    )
