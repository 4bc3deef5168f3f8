"""Which documents are due for another look.

In: content, the time now. Out: a `Watch` for each document that is not retired, the one not looked at for longest
first. A look is a capture, a `seen_until`, or the last day an archive looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from atlas.ids import entity_of
from atlas.reading import Content


@dataclass(frozen=True, slots=True)
class Watch:
    """A document, when it was last looked at ('' for never), how many days ago, and whether that is too long."""

    document: str
    last_look: str
    days: int | None
    is_due: bool


def watches(content: Content, now: datetime) -> list[Watch]:
    """One for each document that is kept up."""
    kept = [
        key
        for key, document in content.documents.items()
        if not document.retired and entity_of(key) in content.entities and not content.entities[entity_of(key)].retired
    ]
    found = [_watch(key, _last_look(content, key), content.site.capture_every_days, now) for key in kept]
    return sorted(found, key=lambda watch: (watch.last_look, watch.document))


def _watch(key: str, last_look: str, every_days: int, now: datetime) -> Watch:
    if not last_look:
        return Watch(key, "", None, True)
    past = now - datetime.fromisoformat(last_look)
    # A run that starts an hour earlier in the day than the last one finds what that one looked at due all the same.
    return Watch(key, last_look, max(0, past.days), past >= timedelta(days=every_days) - timedelta(hours=1))


def _last_look(content: Content, key: str) -> str:
    sheet = content.captures.get(key)
    if sheet is None:
        return ""
    looks = [capture.seen_until or capture.captured_at for capture in sheet.captures]
    if sheet.watched:
        looks.append(f"{sheet.watched.through.isoformat()}T00:00:00Z")
    return max(looks, default="")
