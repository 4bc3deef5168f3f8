"""What is due for another look: of records by their severity, of documents by how often they are to be captured.

In: a catalogue. Out: looks, each with its age. Ages count from the catalogue's own day (`as_of`), never from the clock.
A record is due when the older of two dates is older than `review_after_days` of its severity: when its words were last
seen (an archive that keeps changes only has seen them as long as it looked), and when a person last read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from atlas.catalogue import Catalogue
from atlas.history import WordsHistory
from atlas.ids import document_of
from atlas.shapes import SEVERITIES

STANDINGS = ("live", "needs-review")  # what is past is not looked at again


@dataclass(frozen=True, slots=True)
class Look:
    """When a record's words were last seen ('' for never) and the record last read, as days; `after` is how many days
    it may go without, `age` how many it went."""

    key: str
    seen: str
    read: str
    age: int
    after: int

    @property
    def is_due(self) -> bool:
        return self.age > self.after

    @property
    def due_on(self) -> date:
        """The day after which it is due."""
        return date.fromisoformat(min(self.seen or self.read, self.read)) + timedelta(days=self.after)


@dataclass(frozen=True, slots=True)
class Glance:
    """When a document was last looked at, as a day; '' for never, which has no age."""

    key: str
    on: str
    age: int | None
    after: int

    @property
    def is_due(self) -> bool:
        return self.age is None or self.age > self.after


def looks(catalogue: Catalogue) -> list[Look]:
    """Every record that stands; the gravest first, then the one that went longest without a look."""
    found = [look for key in catalogue.content.provisions if (look := look_at(catalogue, key))]
    severity = {key: SEVERITIES.index(record.severity) for key, record in catalogue.content.provisions.items()}
    return sorted(found, key=lambda look: (severity[look.key], -look.age, look.key))


def look_at(catalogue: Catalogue, key: str) -> Look | None:
    """The last look at a record; None for one that does not stand."""
    record = catalogue.content.provisions[key]
    if catalogue.standing[key] not in STANDINGS:
        return None
    read = max(str(record.analysed_on), str(record.analysis.reviewed_on or ""))
    seen = _seen(catalogue, key, catalogue.histories.words.get(key))
    after: int = getattr(catalogue.content.site.review_after_days, record.severity)
    return Look(key, seen, read, _age(catalogue, min(seen or read, read)), after)


def _seen(catalogue: Catalogue, key: str, words: WordsHistory | None) -> str:
    if words is None or words.words_last_seen is None:
        return ""
    through = catalogue.histories.documents[document_of(key)].watched_through or ""
    return max(words.words_last_seen[:10], through if words.is_standing else "")


def glances(catalogue: Catalogue) -> list[Glance]:
    """Every document that is followed, the one that went longest without a look first."""
    found = list(_glances(catalogue))
    return sorted(found, key=lambda glance: (glance.age is not None, -(glance.age or 0), glance.key))


def _glances(catalogue: Catalogue) -> Iterator[Glance]:
    after = catalogue.content.site.capture_every_days
    for key, record in catalogue.content.documents.items():
        if record.retired or catalogue.entity(key).retired:
            continue
        history = catalogue.histories.documents.get(key)
        moments = [capture.seen_until or capture.captured_at for capture in history.captures] if history else []
        on = max([*(moment[:10] for moment in moments), (history.watched_through or "") if history else ""])
        yield Glance(key, on, _age(catalogue, on) if on else None, after)


def _age(catalogue: Catalogue, day: str) -> int:
    return (date.fromisoformat(catalogue.as_of) - date.fromisoformat(day)).days
