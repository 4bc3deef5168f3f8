"""What a reference points to: an id, a path, or a former path, resolved to a record's kind and key.

In: `Content`. Out: `References`, a lookup that never guesses. Former slugs (`aliases`) resolve like present ones, for
the record itself and for everything below it: an entity renamed from `acme` still answers to `acme/terms/arbitration`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from atlas.reading import Content
from atlas.shapes import Record

PLATFORM_KINDS = ("entity", "document", "provision", "finding")


@dataclass(frozen=True, slots=True)
class References:
    """`by_id` and `former` give (kind, key); `present` every key there is, by kind."""

    by_id: Mapping[str, tuple[str, str]]
    former: Mapping[tuple[str, str], str]
    present: Mapping[str, Mapping[str, Record]]

    def resolve(self, reference: str, *kinds: str) -> tuple[str, str] | None:
        """Kind and key of the record that an id, path or former path names, among `kinds`; None when there is none."""
        if found := self.by_id.get(reference):
            return found if found[0] in kinds else None
        for kind in kinds:
            if reference in self.present[kind]:
                return kind, reference
        for kind in kinds:
            if key := self._moved(kind, reference):
                return kind, key
        return None

    def key(self, reference: str, kind: str) -> str | None:
        """The key of the record of one kind that a reference names."""
        found = self.resolve(reference, kind)
        return found[1] if found else None

    def _moved(self, kind: str, reference: str) -> str | None:
        """The present key of a former one: the record's own alias, or that of what it lies below, outermost first."""
        if kind in PLATFORM_KINDS:
            parts = reference.split("/")
            for depth, above in ((1, "entity"), (2, "document")):
                if len(parts) > depth and (moved := self.former.get((above, "/".join(parts[:depth])))):
                    parts[:depth] = moved.split("/")
            candidate = "/".join(parts)
            if candidate in self.present[kind] or (kind, candidate) in self.former:
                return candidate if candidate in self.present[kind] else self.former[kind, candidate]
        return self.former.get((kind, reference))


def records_by_kind(content: Content) -> dict[str, Mapping[str, Record]]:
    """Every record with a page, by kind and key."""
    return {
        "entity": content.entities,
        "document": content.documents,
        "provision": content.provisions,
        "finding": content.findings,
        "operator": content.operators,
        "clause-type": content.clause_types,
        "category": content.categories,
        "regulation": content.regulations,
        "agency": content.agencies,
        "page": content.pages,
    }


def references(content: Content) -> References:
    """The lookup for this content."""
    present = records_by_kind(content)
    by_id: dict[str, tuple[str, str]] = {}
    for kind in PLATFORM_KINDS:
        for key, record in present[kind].items():
            if identifier := getattr(record, "id", None):
                by_id.setdefault(identifier, (kind, key))
    former: dict[tuple[str, str], str] = {}
    for kind, key, alias in aliases(content):
        former.setdefault((kind, alias), key)
    return References(by_id, former, present)


def aliases(content: Content) -> Iterator[tuple[str, str, str]]:
    """Kind, present key and former key of every alias. An alias is a former slug in the same folder, or a full path."""
    for kind, records in records_by_kind(content).items():
        for key, record in records.items():
            for alias in record.aliases:
                yield kind, key, former_key(kind, key, alias)


def former_key(kind: str, key: str, alias: str) -> str:
    """The former key an alias stands for."""
    folder = key.rpartition("/")[0]
    return alias if "/" in alias or not folder or kind not in PLATFORM_KINDS else f"{folder}/{alias}"
