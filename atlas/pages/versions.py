"""Published versions: a page for each, with the words as they were, and the list on the record's own page.

In: views with the versions kept. Out: pages at `/p/<id>/v/<n>/` and `/f/<id>/v/<n>/`, in upper and lower case. What a
version says comes from its file alone, as plain values that no later change of the format can refuse; names of
platforms and labels of codes are today's, and the page says so. An old version leads to the newest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from atlas import labels, versions
from atlas.ids import document_of, permanent_address
from atlas.pages.base import Link, Page, Views, body_sections
from atlas.pages.notices import Banner, withdrawn_banner
from atlas.records import Finding, Provision
from atlas.versions import Edition

Spelling = Callable[[str], str]  # how an id's address is written on a page: as it is, or in lower case


@dataclass(frozen=True, slots=True)
class Kept:
    """A version in the list: where it is, the day it was kept, what changed with it, the hash of its file."""

    link: Link
    on: str
    changed: tuple[str, ...]
    sha256: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Quoted words as a version has them."""

    text: str
    heading: str
    language: str
    translation: str


def version_pages(views: Views) -> Iterator[Page]:
    """One page a version, oldest first. Both spellings have the same bytes, as there are disks to which they are one
    name: on each, links to versions are spelled as it is."""
    for identifier, kept in views.versions.items():
        kind, key = views.catalogue.refer.by_id.get(identifier, ("", ""))
        for edition in kept if key else ():
            said = _said(views, kind, key, edition)
            for spell in (str, str.lower):
                yield _page(views, kind, key, edition, said, spell)


def versions_of(views: Views, record: Provision | Finding) -> dict[str, Any]:
    """The versions of a record for its own page, newest first, and whether it was changed since the newest."""
    kept = views.versions.get(record.id or "", ())
    if not kept:
        return {"list": (), "is_changed": False}
    refer = views.catalogue.refer
    newest = versions.own_words(kept[-1].value, kept[-1].body, refer)
    is_changed = newest != versions.current(views.content, record, refer)
    return {"list": _listed(views, kept, str), "is_changed": is_changed}


def _listed(views: Views, kept: tuple[Edition, ...], spell: Spelling) -> tuple[Kept, ...]:
    entries = []
    for before, edition in zip((None, *kept), kept, strict=False):
        version = edition.version
        link = Link(f"Version {version.n}", spell(permanent_address(version.id, version.n)))
        changed = _changed(views, before, edition) if before else ("first published",)
        entries.append(Kept(link, labels.day(version.at), changed, version.sha256, edition is kept[-1]))
    return tuple(reversed(entries))


def _changed(views: Views, before: Edition, after: Edition) -> tuple[str, ...]:
    """What changed from one version to the next, in words: `severity: Low → High`, `words: What it is`, `quotes`."""
    found = []
    for group in after.changed:
        if group == "words":
            names = ", ".join(_changed_sections(before, after))
            found.append(f"words: {names}" if names else "words")
        elif group == "quotes":
            found.append("quotes")
        else:
            was, now = (_coded(views, group, edition.value) for edition in (before, after))
            found.append(f"{group}: {was} → {now}" if was != now else f"{_REST[group]}")
    return tuple(found)


_REST = {"answer": "for whom or how much the answer holds", "severity": "the reason for the severity"}


def _changed_sections(before: Edition, after: Edition) -> Iterator[str]:
    for name in ("title", "note"):
        if before.value.get(name) != after.value.get(name):
            yield name
    was, now = body_sections(before.body), body_sections(after.body)
    for name in dict.fromkeys([*was, *now]):
        if was.get(name, "").split() != now.get(name, "").split():
            yield name or "beginning"


def _coded(views: Views, group: str, value: Mapping[str, Any]) -> str:
    """A version's answer or severity in today's words; the code itself where it has none any more."""
    if group == "severity":
        return labels.SEVERITY.get(str(value.get("severity")), str(value.get("severity")))
    if "finding" in value:
        return labels.FINDING.get(str(value["finding"]), str(value["finding"]))
    slug = views.catalogue.refer.key(str(value.get("clause_type")), "clause-type")
    answer = views.content.clause_types[slug].answer(str(value.get("answer"))) if slug else None
    return answer.label if answer else str(value.get("answer"))


# --- the page of one version


def _page(views: Views, kind: str, key: str, edition: Edition, said: Mapping[str, Any], spell: Spelling) -> Page:
    record = views.record(kind, key)
    n = edition.version.n
    where = permanent_address(edition.version.id, n)
    return Page(
        address=spell(where),
        template="version.html",
        title=f"{edition.value.get('title') or record.text}, version {n}",
        description=f"Version {n} of {edition.version.id} as it was published on {labels.day(edition.version.at)}.",
        context={**said, **_links(views, kind, key, edition, spell)},
        crumbs=(*views.crumbs(key), record),
        is_indexed=False,
        canonical=where,
    )


def _said(views: Views, kind: str, key: str, edition: Edition) -> dict[str, Any]:
    """All that the page prints, but for links to versions."""
    version, value = edition.version, edition.value
    return {
        "title": value.get("title") or views.record(kind, key).text,
        "n": version.n,
        "id": version.id,
        "on": labels.day(version.at),
        "record": views.record(kind, key),
        "entity": views.entity(key),
        "document": views.document(key),
        "hidden": versions.hidden(views.content, views.catalogue.refer, version, value),
        "sha256": version.sha256,
        "answer": _coded(views, "answer", value),
        "severity": _coded(views, "severity", value) if "severity" in value else "",
        "because": _text(value.get("severity_because")),
        "value": _plain(value.get("value")),
        "scope": _plain(value.get("scope")),
        "variants": [
            (_plain(variant.get("scope")), _coded(views, "answer", {**value, **variant}))
            for variant in _mappings(value.get("variants"))
        ],
        "quotes": [_words(excerpt) for excerpt in _mappings(value.get("excerpts"))],
        "note": _text(value.get("note")),
        "sections": list(body_sections(edition.body).items()),
        "captured": Link(labels.moment(version.capture), views.capture_address(document_of(key), version.capture)),
        "text_sha256": version.text_sha256,
    }


def _links(views: Views, kind: str, key: str, edition: Edition, spell: Spelling) -> dict[str, Any]:
    """The links to versions, as the page spells them."""
    version = edition.version
    where = spell(permanent_address(version.id, version.n))
    return {
        "banners": list(_banners(views, kind, key, edition, spell)),
        "file": Link(f"record.{versions.suffix_of(version.id)}", f"{where}record.{versions.suffix_of(version.id)}"),
        "others": _listed(views, views.versions[version.id], spell),
    }


def _banners(views: Views, kind: str, key: str, edition: Edition, spell: Spelling) -> Iterator[Banner]:
    record = (views.content.provisions if kind == "provision" else views.content.findings)[key]
    if record.withdrawn:
        yield withdrawn_banner(views, record.withdrawn)
    version, newest = edition.version, views.versions[edition.version.id][-1].version
    if version.n != newest.n:
        link = Link(f"version {newest.n}, of {labels.day(newest.at)}", spell(permanent_address(newest.id, newest.n)))
        text = f"This is version {version.n}, of {labels.day(version.at)}, which is old. The newest is"
        yield Banner("past", text, (link,))


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _plain(value: Any) -> str:
    """A value as it stands in the file, on one line: `regions: DE, FR; plans: free`."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(inner)}" for name, inner in value.items())
    return ", ".join(map(_plain, value)) if isinstance(value, list) else str(value or "")


def _words(excerpt: Mapping[str, Any]) -> Words:
    translation = excerpt.get("translation")
    translated = _text(translation.get("text")) if isinstance(translation, dict) else ""
    return Words(_text(excerpt.get("text")), _text(excerpt.get("heading")), _text(excerpt.get("language")), translated)
