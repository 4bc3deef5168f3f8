"""What of an Open Terms Archive collection is taken, and what it is called here. Pure: values in, values out.

Taken is every document still in the collection, and one that is gone when it is asked for by name. Renames join the
history of a service or type under its new name. A document's versions are sorted by time; of several in one second the
first in the archive's order stays. Refused, in words: names that are not there, renames that go round, two documents
that would share a folder.

    >>> slug_of("Claude.ai"), title_of("In-App Purchases Policy"), audience_of("commercial-terms")
    ('claude-ai', 'In-app purchases policy', ('businesses', 'developers'))
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from atlas.ids import slug_fault
from atlas.importers.archive import Collection, Names, Version, documents
from atlas.problems import AtlasError, did_you_mean
from atlas.shapes import Audience

EVERYBODY: tuple[Audience, ...] = ("individuals", "businesses", "developers")
# Whom documents of a type speak to, as most of that type in the first real catalogue did; all others: individuals.
AUDIENCES: Mapping[str, tuple[Audience, ...]] = {
    "acceptable-use-policy": EVERYBODY,
    "api-terms": ("businesses", "developers"),
    "brand-guidelines": EVERYBODY,
    "business-privacy-policy": ("businesses", "developers"),
    "commercial-terms": ("businesses", "developers"),
    "copyright-claims-policy": EVERYBODY,
    "data-controller-agreement": ("businesses", "developers"),
    "data-processor-agreement": ("businesses", "developers"),
    "developer-terms": ("developers",),
    "imprint": EVERYBODY,
    "in-app-purchases-policy": EVERYBODY,
    "law-enforcement-guidelines": EVERYBODY,
    "service-level-agreement": ("businesses", "developers"),
    "subprocessor-list": ("businesses", "developers"),
    "transparency-report": EVERYBODY,
    "vulnerability-disclosure-policy": ("individuals", "developers"),
}


def slug_of(name: str) -> str:
    """A name as a slug, which may still be none (`slug_fault`)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def title_of(terms: str) -> str:
    """A type's title in sentence case; words with capitals of their own (`API`) keep them."""
    first, _, rest = " ".join(terms.split()).partition(" ")
    words = [word.lower() if word[:1].isupper() and word[1:].islower() else word for word in rest.split()]
    head = "-".join(part if n == 0 or not part.istitle() else part.lower() for n, part in enumerate(first.split("-")))
    return " ".join([head, *words])


def audience_of(document_type: str) -> tuple[Audience, ...]:
    """Whom a document of a type most likely speaks to: a guess, for an analyst to check."""
    return AUDIENCES.get(document_type, ("individuals",))


@dataclass(frozen=True, slots=True)
class Document:
    """One document to import. `known_as` are its names in the archive, the present one first; `versions` rise, one a
    second; `same_second` were left out for that; `is_present` says whether the archive still has it."""

    names: Names
    known_as: tuple[Names, ...]
    versions: tuple[Version, ...]
    same_second: int
    is_present: bool

    @property
    def entity(self) -> str:
        return slug_of(self.names[0])

    @property
    def key(self) -> str:
        return f"{self.entity}/{slug_of(self.names[1])}"


@dataclass(frozen=True, slots=True)
class Choice:
    """The documents taken, by service and type, and the names of those that are gone and were not asked for."""

    documents: tuple[Document, ...]
    gone: tuple[Names, ...]


def choose(collection: Collection, services: Sequence[str], renames: Sequence[str]) -> Choice:
    """What of a collection is taken."""
    rename = _Renames.parse(renames, collection)
    grouped: dict[Names, list[Version]] = {}
    for version in collection.versions:
        grouped.setdefault(rename(version.names), []).append(version)
    there = None if collection.present is None else {rename(names) for names in collection.present}
    found = [_document(names, versions, there is None or names in there) for names, versions in sorted(grouped.items())]
    _refuse_unknown(services, found)
    wanted = [document for document in found if not services or _is_asked_for(document, services)]
    taken = tuple(document for document in wanted if services or document.is_present)
    _refuse_names(taken)
    return Choice(taken, tuple(document.names for document in wanted if document not in taken))


def _document(names: Names, versions: list[Version], is_present: bool) -> Document:
    first = {version.recorded_at: version for version in reversed(versions)}
    newest_first = documents(tuple(sorted(versions, key=lambda version: version.recorded_at, reverse=True)))
    known_as = tuple(dict.fromkeys([names, *newest_first]))
    kept = tuple(sorted(first.values(), key=lambda version: version.recorded_at))
    return Document(names, known_as, kept, len(versions) - len(kept), is_present)


def _is_asked_for(document: Document, services: Sequence[str]) -> bool:
    """Whether a service, or one document as `Service/Type`, was asked for, by its present or a former name."""
    return any(service in services or f"{service}/{terms}" in services for service, terms in document.known_as)


def _refuse_unknown(services: Sequence[str], found: Iterable[Document]) -> None:
    known = {name for document in found for names in document.known_as for name in (names[0], "/".join(names))}
    for service in services:
        if service not in known:
            near = did_you_mean(service, known)
            raise AtlasError(f"--service must name a service the archive has recorded; got '{service}'{near}")


def _refuse_names(taken: Iterable[Document]) -> None:
    """Every document needs a folder of its own, and every folder a name that may be one."""
    faults: dict[str, None] = {}
    services: dict[str, str] = {}
    keys: dict[str, Names] = {}
    for document in taken:
        for name, slug in zip(document.names, document.key.split("/"), strict=True):
            if fault := slug_fault(slug):
                faults[f"'{name}' would be '{slug}', which {fault}"] = None
        if (other := services.setdefault(document.entity, document.names[0])) != document.names[0]:
            faults[f"services '{other}' and '{document.names[0]}' would both be '{document.entity}'"] = None
        elif (twin := keys.setdefault(document.key, document.names)) != document.names:
            faults[f"'{'/'.join(twin)}' and '{'/'.join(document.names)}' would both be '{document.key}'"] = None
    if faults:
        raise AtlasError("; ".join(faults) + "; give another name with --rename OLD=NEW")


@dataclass(frozen=True, slots=True)
class _Renames:
    """`OLD=NEW` for a service, a type everywhere, or one document as `Service/Type`; one may follow another."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, renames: Sequence[str], collection: Collection) -> _Renames:
        pairs = tuple(_pair(rename) for rename in renames)
        names = {*documents(collection.versions), *(collection.present or ())}
        known = {name for service, terms in names for name in (service, terms, f"{service}/{terms}")}
        for old, _ in pairs:
            if old not in known | {new for _, new in pairs} | {new.split("/")[0] for _, new in pairs}:
                near = did_you_mean(old, known)
                raise AtlasError(f"--rename must begin with a name of the archive; got '{old}'{near}")
        return cls(pairs)

    def __call__(self, names: Names) -> Names:
        """The names a document has in the end."""
        seen = [names]
        while (after := self._next(names)) != names:
            if after in seen:
                raise AtlasError(f"--rename must come to an end; '{'/'.join(after)}' is renamed back to itself")
            names = after
            seen.append(names)
        return names

    def _next(self, names: Names) -> Names:
        """The names after the first rename that concerns them."""
        changed = (_renamed(names, old, new) for old, new in self.pairs)
        return next((after for after in changed if after != names), names)


def _pair(rename: str) -> tuple[str, str]:
    old, equals, new = (part.strip() for part in rename.partition("="))
    if not (old and equals and new) or new.count("/") != old.count("/") or old.count("/") > 1 or old == new:
        raise AtlasError(f"--rename must be OLD=NEW, both a service, both a type or both Service/Type; got '{rename}'")
    return old, new


def _renamed(names: Names, old: str, new: str) -> Names:
    if "/" in old:
        service, _, terms = new.partition("/")
        return (service, terms) if "/".join(names) == old else names
    return (new if names[0] == old else names[0], new if names[1] == old else names[1])


def left_out(choice: Choice) -> Iterator[str]:
    """The gone documents by service, in words."""
    by_service: dict[str, list[str]] = {}
    for service, terms in choice.gone:
        by_service.setdefault(service, []).append(terms)
    for service, terms_of in by_service.items():
        yield f"{service} ({', '.join(terms_of)})"
