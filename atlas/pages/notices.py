"""What every record page says beside its own matter: banners, what was corrected, the replies of those concerned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from atlas import labels
from atlas.ids import document_of
from atlas.pages.base import Link, Views
from atlas.records import Withdrawn
from atlas.shapes import Logged, Retired


@dataclass(frozen=True, slots=True)
class Banner:
    """What a reader must know before reading on; `kind` is `past`, `pending`, `withdrawn`, `draft`, `missing` or
    `unreviewed`."""

    kind: str
    text: str
    links: tuple[Link, ...] = ()


def withdrawn_banner(views: Views, withdrawn: Withdrawn) -> Banner:
    """When and why a record was withdrawn, and what stands in its place."""
    text = f"Withdrawn on {labels.day(withdrawn.on)}. {labels.WITHDRAWN[withdrawn.kind]}: {withdrawn.reason}"
    return Banner("withdrawn", text, views.references(withdrawn.successors, "provision", "finding"))


def retired_banners(views: Views, key: str) -> Iterator[Banner]:
    """For the entity, and below it the document, that a record belongs to, if they are not followed any more."""
    entity = views.catalogue.entity(key)
    kept: list[tuple[Retired | None, str]] = [(entity.retired, entity.name)]
    if "/" in key:
        kept.append((views.catalogue.document(key).retired, "This document"))
    for retired, name in kept:
        if retired:
            text = f"{name} is not followed since {labels.day(retired.on)}: {retired.reason}"
            yield Banner("past", text, views.references(retired.successors, "entity", "document"))


def pending_banners(views: Views, key: str) -> Iterator[Banner]:
    """For the document a record belongs to, while its newest text does not yet hold."""
    if pending := views.pending(document_of(key)):
        yield Banner("pending", f"A newer text of this document takes effect on {pending}.")


def logged(record: Logged) -> dict[str, Any]:
    """A record's corrections and replies, with their dates and kinds in words, in the record's order."""
    return {
        "log": [(labels.day(entry.on), labels.LOG[entry.kind], entry) for entry in record.log],
        "replies": [(labels.day(reply.on), labels.REPLY[reply.from_], reply) for reply in record.replies],
    }
