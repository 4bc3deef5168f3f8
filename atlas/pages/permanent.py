"""Addresses that answer for ever: those of ids, and every former one, each as a page that leads on; files as copies.

In: views, and the pages and files of the site as they are. Out: the pages and files that stand at other addresses for
them. A page that leads on is a real page, with the present address as its canonical one, and needs neither a script nor
a host that redirects; `redirects` says the same to hosts that can. Ids answer in upper and lower case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atlas import versions
from atlas.ids import address, permanent_address
from atlas.ledger import LETTERS
from atlas.pages.base import Link, Page, Views
from atlas.redirects import redirects_file
from atlas.references import PLATFORM_KINDS, References

TEMPLATE = "leads-on.html"
API = {  # the folders of /api/v1/ whose records are named by their slugs; others are named by their ids
    "categories": "category", "clause-types": "clause-type", "regulations": "regulation", "agencies": "agency",
    "operators": "operator",
}  # fmt: skip
Anchored = tuple[tuple[str, ...], frozenset[str]]  # the addresses a page links to, and its anchors


def permanent_pages(views: Views) -> Iterator[Page]:
    """`/p/<id>/`, `/f/<id>/`, `/d/<id>/` and `/e/<id>/`, in upper and lower case."""
    for kind, key, identifier in identified(views):
        target = views.record(kind, key)
        is_indexed = not getattr(views.catalogue.refer.present[kind][key], "withdrawn", None)
        for spelled in spellings(permanent_address(identifier)):
            yield _leading(spelled, Link(f"{target.text} ({identifier})", target.address), is_indexed=is_indexed)


def identified(views: Views) -> Iterator[tuple[str, str, str]]:
    """Kind, key and id of every record of a platform that has one."""
    present = views.catalogue.refer.present
    for kind in LETTERS:
        for key, record in present[kind].items():
            if identifier := getattr(record, "id", None):
                yield kind, key, identifier


def spellings(where: str) -> tuple[str, ...]:
    """An id's address as it is written, and in lower case."""
    return (where, where.lower())


def cited(views: Views, identifier: str | None) -> Link | None:
    """The address to cite, in full, and where it answers here; None for a record without an id."""
    if not identifier:
        return None
    base = (views.content.site.permanent_base or views.content.site.base_url).rstrip("/")
    here = permanent_address(identifier)
    return Link(base + here, here)


def permanent_files(views: Views) -> dict[str, Path]:
    """The record files of versions, beside their pages: the record as it was, unless it must not be shown any more."""
    found = {}
    for edition in (edition for kept in views.versions.values() for edition in kept):
        version = edition.version
        if not versions.hidden(views.content, views.catalogue.refer, version, edition.value):
            for where in spellings(permanent_address(version.id, version.n)):
                name = f"record.{versions.suffix_of(version.id)}"
                found[where.lstrip("/") + name] = views.content.files[version.path]
    return found


def redirects(views: Views) -> bytes:
    """`_redirects`: what the pages here do, for hosts that can do it themselves."""
    present = {(kind, key): permanent_address(identifier) for kind, key, identifier in identified(views)}
    ids = [(spelled, address(*found)) for found, where in present.items() for spelled in spellings(where)]
    return redirects_file(views.catalogue.refer, ids, views.content.site.host)


# --- former addresses


@dataclass(frozen=True, slots=True)
class Former:
    """The former keys of records, and so the former addresses of whatever lies at or below theirs."""

    present: Mapping[str, Mapping[str, Any]]
    keys: Mapping[tuple[str, str], tuple[str, ...]]

    @classmethod
    def of(cls, refer: References) -> Former:
        return cls(refer.present, refer.former_keys())

    def addresses(self, where: str) -> Iterator[str]:
        """Every former address of a page or file, in order."""
        if where.startswith("/api/v1/"):
            yield from self._in_api(where)
        elif owner := self._owner(where):
            kind, key = owner
            rest = where.removeprefix(address(kind, key))
            yield from (address(kind, was) + rest for was in self.keys.get(owner, ()))

    def _in_api(self, where: str) -> Iterator[str]:
        folder, _, rest = where.removeprefix("/api/v1/").partition("/")
        name, _, file = rest.partition("/")
        for was in self.keys.get((API.get(folder, ""), name), ()):
            yield f"/api/v1/{folder}/{was}/{file}"

    def _owner(self, where: str) -> tuple[str, str] | None:
        """The record that an address belongs to: the one whose page it is, or that it lies below, nearest first."""
        first, *rest = where.strip("/").split("/")
        if first != "platform":
            kind, key = (first, rest[0]) if rest else ("page", first)
            return (kind, key) if key in self.present.get(kind, ()) else None
        for depth in range(min(4, len(rest)), 0, -1):
            key = "/".join(rest[:depth])
            if found := next((kind for kind in PLATFORM_KINDS if key in self.present[kind]), None):
                return found, key
        return None


def former_pages(views: Views, pages: Iterable[Page]) -> dict[str, Page]:
    """By address, a page that leads on for every former address of every page."""
    former = Former.of(views.catalogue.refer)
    return {
        was: _leading(was, Link(page.title, page.address), canonical=page.canonical, is_indexed=page.is_indexed)
        for page in pages
        for was in former.addresses(page.address)
    }


def former_files(views: Views, files: Mapping[str, bytes | Path]) -> dict[str, bytes | Path]:
    """Every file also where it was."""
    former = Former.of(views.catalogue.refer)
    return {was.lstrip("/"): file for path, file in files.items() for was in former.addresses(f"/{path}")}


def with_anchors(pages: Mapping[str, Page], links: Mapping[str, Anchored]) -> dict[str, Anchored]:
    """Links and anchors by page, where a page that leads on has those of the page it leads to."""
    led_to = {where: page.context["target"].address for where, page in pages.items() if page.template == TEMPLATE}
    return {where: (found[0], links[led_to.get(where, where)][1]) for where, found in links.items()}


def _leading(where: str, target: Link, *, canonical: str = "", is_indexed: bool = True) -> Page:
    """A page that does nothing but lead on. It may be indexed when its target may: `noindex` beside a canonical address
    would speak for that one too."""
    return Page(
        address=where,
        template=TEMPLATE,
        title=target.text,
        description="",
        context={"target": target},
        is_indexed=is_indexed,
        canonical=canonical or target.address,
    )
