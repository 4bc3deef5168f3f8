"""What a reference points to: an id, a path, or a former path, resolved to a record's kind and key.

In: `Content`. Out: `References`, a lookup that never guesses. Former slugs (`aliases`) resolve like present ones, for
the record itself and for everything below it: an entity renamed from `acme` still answers to `acme/terms/arbitration`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from atlas.reading import Content
from atlas.shapes import Record

PLATFORM_KINDS = ("entity", "document", "provision", "finding")
ABOVE = ((2, "document"), (1, "entity"))  # how many parts of a key name what it lies below, nearest first
STEPS = 4  # more moves than a key has parts; aliases that lead in a circle are a fault that a check reports


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

    def _moved(self, kind: str, reference: str, steps: int = STEPS) -> str | None:
        """The present key of a former one: by the record's own alias, else by that of the document, else of the entity
        it lies below, looked up again from there."""
        if key := self.former.get((kind, reference)):
            return key
        for candidate in self._moved_with(kind, reference) if steps else ():
            found = candidate if candidate in self.present[kind] else self._moved(kind, candidate, steps - 1)
            if found:
                return found
        return None

    def _moved_with(self, kind: str, key: str) -> Iterator[str]:
        """Where a key lies now, by the aliases of what it lies below, nearest first."""
        parts = key.split("/")
        for depth, above in ABOVE if kind in PLATFORM_KINDS else ():
            head = "/".join(parts[:depth])
            if len(parts) > depth and (moved := self.former.get((above, head))):
                yield "/".join([moved, *parts[depth:]])

    def former_keys(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """For the kind and key of each record that has any: every former key that leads to it, its own and those it had
        by what it lies below, in order."""
        own: dict[tuple[str, str], list[str]] = {}
        for (kind, was), key in self.former.items():
            own.setdefault((kind, key), []).append(was)
        spelled = {(kind, key): _spellings(kind, key, own) for kind, keys in self.present.items() for key in keys}
        return {
            (kind, key): kept
            for (kind, key), found in spelled.items()
            if (kept := tuple(sorted(was for was in found if self.resolve(was, kind) == (kind, key))))
        }


def _spellings(kind: str, key: str, own: Mapping[tuple[str, str], Sequence[str]]) -> set[str]:
    """Every key that a record has had, or may have had, by aliases; a record that took one of them over keeps it."""
    found = {key}
    waiting = [key]
    while waiting:
        spelled = waiting.pop()
        parts = spelled.split("/")
        fresh = [*own.get((kind, spelled), ())]
        for depth, above in ABOVE if kind in PLATFORM_KINDS else ():
            heads = own.get((above, "/".join(parts[:depth])), ()) if len(parts) > depth else ()
            fresh += ["/".join([head, *parts[depth:]]) for head in heads]
        waiting += [was for was in fresh if was not in found]
        found.update(fresh)
    return found - {key}


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
