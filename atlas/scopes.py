"""For whom and where something holds: scopes narrowed, regions compared.

In: scopes of documents, records and variants, and jurisdictions.yaml. Out: a `Reach`, and whether it meets an audience
in a region. `plans`, `products` and `conditions` are shown, never computed with.

    >>> regions = Regions.of({"DE": "Germany", "EEA": {"DE"}, "US-CA": "California"})
    >>> regions.meet("DE", "EEA"), regions.meet("US-CA", "US"), regions.meet("DE", "US")
    (True, True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from atlas.shapes import AUDIENCES, Audience, Except, Scope

WORLD = "world"


@dataclass(frozen=True, slots=True)
class Regions:
    """Which codes lie in which: a subdivision in its country, a member in its groups, everything in the world.
    `members` holds no groups: those of a group within a group are its own."""

    members: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, jurisdictions: Mapping[str, Any]) -> Regions:
        """From jurisdictions.yaml as read, or codes with sets of members."""
        groups: dict[str, tuple[str, ...]] = {}
        for code, value in jurisdictions.items():
            found = getattr(value, "members", value if isinstance(value, set) else ())
            if found and not isinstance(value, str):
                groups[code] = tuple(found)
        return cls({code: frozenset(_leaves(groups, code)) for code in groups})

    def lies_in(self, inner: str, outer: str) -> bool:
        """Whether all of `inner` is part of `outer`."""
        if outer in (WORLD, inner):
            return True
        if members := self.members.get(inner):
            return all(self.lies_in(member, outer) for member in members)
        if outer in self.members:
            return any(self.lies_in(inner, member) for member in self.members[outer])
        return inner.startswith(outer + "-")

    def meet(self, one: str, other: str) -> bool:
        """Whether one lies in the other."""
        return self.lies_in(one, other) or self.lies_in(other, one)

    def any_meet(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether any of one list meets any of the other."""
        others = tuple(others)
        return any(self.meet(one, other) for one in some for other in others)


def _leaves(groups: Mapping[str, tuple[str, ...]], code: str) -> Iterator[str]:
    """The codes that lie in a group, directly or in groups of it; a group that lies in itself ends there."""
    seen, waiting = {code}, list(groups[code])
    while waiting:
        if (member := waiting.pop()) not in seen:
            seen.add(member)
            waiting += groups.get(member, ())
            if member not in groups:
                yield member


@dataclass(frozen=True, slots=True)
class Reach:
    """A scope with nothing left to inherit: `audience` and `regions` are never empty."""

    audience: tuple[Audience, ...]
    regions: tuple[str, ...]
    plans: tuple[str, ...]
    products: tuple[str, ...]
    conditions: tuple[str, ...]
    excepted: Except

    def meets(self, audience: str | None, region: str, regions: Regions) -> bool:
        """Whether it holds for an audience (None: any) in a region. What is excepted wholly is not met."""
        audiences = set(self.audience) - set(self.excepted.audience)
        if not audiences or (audience is not None and audience not in audiences):
            return False
        if any(regions.lies_in(region, left_out) for left_out in self.excepted.regions):
            return False
        return any(regions.meet(region, own) for own in self.regions)

    def overlaps(self, other: Reach, regions: Regions) -> bool:
        """Whether both hold for somebody: a shared audience and region, and no plans or products that differ."""
        audience = (set(self.audience) - set(self.excepted.audience)) & (
            set(other.audience) - set(other.excepted.audience)
        )
        named = [(self.plans, other.plans), (self.products, other.products), (self.conditions, other.conditions)]
        is_apart = any(one and two and not set(one) & set(two) for one, two in named)
        is_left_out = _wholly(self, other, regions) or _wholly(other, self, regions)
        return bool(audience) and not is_apart and not is_left_out and regions.any_meet(self.regions, other.regions)


def _wholly(one: Reach, other: Reach, regions: Regions) -> bool:
    """Whether all that `one` reaches is excepted from `other`, by region, plan or product."""
    left_out = other.excepted
    by_region = all(any(regions.lies_in(own, out) for out in left_out.regions) for own in one.regions)
    by_plan = bool(one.plans) and set(one.plans) <= set(left_out.plans)
    by_product = bool(one.products) and set(one.products) <= set(left_out.products)
    return by_region or by_plan or by_product


def reach(scope: Scope, *narrower: Scope | None) -> Reach:
    """A document's scope narrowed by its record's, and that by its variant's: each field given replaces the one above.
    What is excepted adds up; only what a record excepts in a field does not bind a variant that gives that field, as
    a variant answers for what its record leaves out."""
    fields: dict[str, tuple[Any, ...]] = {name: getattr(scope, name) for name in _FIELDS}
    own, excepted = scope.except_, dict.fromkeys(_FIELDS, ())
    for narrow in narrower:
        given = {name: values for name in _FIELDS if narrow and (values := getattr(narrow, name))}
        fields |= given
        excepted |= dict.fromkeys(given, ())
        if narrow and (left_out := narrow.except_):
            excepted = {name: (*excepted[name], *getattr(left_out, name)) for name in _FIELDS}
    fields["audience"] = fields["audience"] or AUDIENCES
    fields["regions"] = fields["regions"] or (WORLD,)
    joined: Any = {name: tuple(dict.fromkeys((*getattr(own, name, ()), *excepted[name]))) for name in _FIELDS}
    return Reach(**fields, excepted=Except.model_construct(**joined))


_FIELDS = ("audience", "regions", "plans", "products", "conditions")


def wider_than(narrow: Reach, document: Reach, regions: Regions) -> list[str]:
    """The fields in which a record's scope reaches beyond its document's: words such as `audience businesses`."""
    beyond = [f"audience {name}" for name in narrow.audience if name not in document.audience]
    for region in narrow.regions:
        if not any(regions.lies_in(region, own) for own in document.regions):
            beyond.append(f"region {region}")
    for field in ("plans", "products"):
        limits = getattr(document, field)
        beyond += [f"{field[:-1]} {name}" for name in getattr(narrow, field) if limits and name not in limits]
    return beyond
