"""Names that outlast a rename, for what readers of feeds and calendars keep: a record's id; of one that has none, such
as a clause type, the address it had when it came into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from atlas import ledger
from atlas.ids import address
from atlas.pages.base import Views


@dataclass(frozen=True, slots=True)
class Lasting:
    """Records with their former keys, and the place of each address in the ledger."""

    present: Mapping[str, Mapping[str, Any]]
    former: Mapping[tuple[str, str], tuple[str, ...]]
    places: Mapping[str, int]

    @classmethod
    def of(cls, views: Views) -> Lasting:
        places: dict[str, int] = {}
        for place, row in enumerate(ledger.of(views.content)[0].rows):
            places.setdefault(row.url, place)
        refer = views.catalogue.refer
        return cls(refer.present, refer.former_keys(), places)

    def name(self, kind: str, key: str) -> str:
        """`PA-D-00001`, `clause-type/ai-training`."""
        if identifier := getattr(self.present[kind][key], "id", None):
            return str(identifier)
        addresses = [address(kind, one) for one in (key, *self.former.get((kind, key), ()))]
        known = [where for where in addresses if where in self.places]
        return min(known, key=self.places.__getitem__, default=addresses[0]).strip("/")
