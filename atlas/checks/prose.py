"""Checks of what analysts write in Markdown: the headings of a provision's body, links everywhere, dates in titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from atlas.checks.found import Found, all_records, in_body
from atlas.ids import KINDS, address, stamp_of
from atlas.markdown import Heading, headings, links
from atlas.problems import did_you_mean
from atlas.reading import Content, kind_of
from atlas.records import Provision, Torn
from atlas.references import PLATFORM_KINDS, References, aliases
from atlas.sources import Place, Pointer

INSTITUTIONAL = "Institutional analysis"
INTERPRETIVE = "Interpretive note"
SECTIONS = ("What it is", "Why it matters", INTERPRETIVE, "What it means for you", INSTITUTIONAL)
PARTS = (
    "Regulatory landscape",
    "Governance exposure",
    "Jurisdiction flags",
    "Contract and vendor implications",
    "Compliance considerations",
)
REQUIRED = ("What it is", "Why it matters", "What it means for you")


# --- headings


def _headings(content: Content) -> Iterator[tuple[Provision | Torn, tuple[Heading, ...]]]:
    provisions: tuple[Provision | Torn, ...] = (*content.provisions.values(), *content.torn.values())
    for provision in provisions:
        yield provision, _headings_of(provision.body)


@lru_cache(maxsize=4096)
def _headings_of(body: str) -> tuple[Heading, ...]:
    return headings(body)


def _at(content: Content, provision: Provision | Torn, heading: Heading) -> tuple[str, Pointer, Place]:
    return provision.path, (), in_body(content, provision, heading.line)


def unknown_heading(content: Content, refer: References) -> Iterator[Found]:
    """A heading of a provision must be one of the five sections (##), or of the five parts (###) of the institutional
    analysis."""
    for provision, found in _headings(content):
        above = ""
        for heading in found:
            above = heading.text if heading.level == 2 else above
            fault = _heading_fault(heading, above)
            if fault:
                path, pointer, at = _at(content, provision, heading)
                yield Found(path, pointer, fault, at=at)


def _heading_fault(heading: Heading, above: str) -> str | None:
    shown = f"'{'#' * heading.level} {heading.text}'"
    if heading.level not in (2, 3):
        return f"heading must be a section (##) or a part (###); got {shown}"
    known, what = (
        (SECTIONS, "a section of a provision") if heading.level == 2 else (PARTS, f"a part of {INSTITUTIONAL}")
    )
    if heading.text not in known:
        return f"heading must be {what}; got {shown}{did_you_mean(heading.text, known)}"
    if heading.level == 3 and above != INSTITUTIONAL:
        return f"heading must stand under '## {INSTITUTIONAL}'; {shown} does not"
    return None


def missing_heading(content: Content, refer: References) -> Iterator[Found]:
    """The body of a provision must have the sections What it is, Why it matters, and What it means for you."""
    for provision, found in _headings(content):
        there = {heading.text for heading in found if heading.level == 2}
        for wanted in REQUIRED:
            if wanted not in there:
                at = in_body(content, provision, 1)
                yield Found(provision.path, (), f"body must have the section '## {wanted}'; it does not", at=at)


def interpretive_note_missing(content: Content, refer: References) -> Iterator[Found]:
    """A provision whose confidence is not high must have the section Interpretive note, which says what is open."""
    for provision, found in _headings(content):
        if provision.confidence in ("low", "medium") and INTERPRETIVE not in {heading.text for heading in found}:
            when = f"when confidence is {provision.confidence}"
            what = f"body must have the section '## {INTERPRETIVE}' {when}; it does not"
            yield Found(provision.path, ("confidence",), what)


def duplicate_heading(content: Content, refer: References) -> Iterator[Found]:
    """A heading must stand in a body once."""
    for provision, found in _headings(content):
        seen: set[str] = set()
        for heading in found:
            if heading.text in seen:
                path, pointer, at = _at(content, provision, heading)
                yield Found(path, pointer, f"heading must stand once; '{heading.text}' stands before", at=at)
            seen.add(heading.text)


def heading_out_of_order(content: Content, refer: References) -> Iterator[Found]:
    """Sections, and parts of the institutional analysis, must stand in the order of the format."""
    for provision, found in _headings(content):
        for order, level in ((SECTIONS, 2), (PARTS, 3)):
            last = -1
            for heading in found:
                rank = order.index(heading.text) if heading.level == level and heading.text in order else last
                if rank < last:
                    path, pointer, at = _at(content, provision, heading)
                    what = f"'{heading.text}' must stand before '{order[last]}'; it stands after"
                    yield Found(path, pointer, what, at=at)
                last = max(last, rank)


def empty_section(content: Content, refer: References) -> Iterator[Found]:
    """A section must have words under its heading; the institutional analysis may have parts only."""
    for provision, found in _headings(content):
        lines = provision.body.split("\n")
        for heading, following in zip(found, [*found[1:], None], strict=False):
            end = following.line - 1 if following else len(lines)
            has_parts = following is not None and following.level > heading.level
            if not has_parts and not "".join(lines[heading.after - 1 : end]).strip():
                path, pointer, at = _at(content, provision, heading)
                yield Found(path, pointer, f"section '{heading.text}' must have words; it is empty", at=at)


def text_before_heading(content: Content, refer: References) -> Iterator[Found]:
    """The body of a provision must begin with a heading."""
    for provision, found in _headings(content):
        lines = provision.body.split("\n")
        above = lines[: found[0].line - 1] if found else lines
        first = next((number for number, line in enumerate(above, 1) if line.strip()), None)
        if first:
            at = in_body(content, provision, first)
            yield Found(provision.path, (), "body must begin with a heading; words stand before the first", at=at)


# --- links

# Fields that quote others, or are no Markdown.
_VERBATIM = frozenset(
    {"excerpts", "supports", "sources", "volatile", "phrases", "searched", "read", "url", "href", "captures"}
)
_MAY_LINK = re.compile(r"\]\(|\]\[|\]:|<\w+[:@]")
_OWN_PAGES = frozenset(
    {"/", "/platform/", "/operator/", "/clause-type/", "/regulation/", "/agency/", "/compare/", "/changes/"}
    | {"/freshness/", "/search/", "/data/", "/following/"}
)
_BELOW = re.compile(r"/(?:data|api|assets|changes)/.*")
_CITED = re.compile(r"/([pfde])/([^/]+)/(?:v/\d+/)?")
_OF_DOCUMENT = re.compile(r"/platform/([^/]+/[^/]+)/(?:text|change)/([^/]+)/")
_OF_RECORD = re.compile(r"(/.*/)(?:history/|feed\.atom|feed\.json|index\.json|index\.md|cite\.(?:bib|ris|json))")


def unsafe_link(content: Content, refer: References) -> Iterator[Found]:
    """A link in Markdown must lead to https, http or mailto, to an address of this site or an anchor; no images."""
    for path, pointer, at, _, href, is_safe in _links(content):
        if not is_safe:
            what = f"link must lead to https, http, mailto or an address of this site, and be no image; got '{href}'"
            yield Found(path, pointer, what, at=at)


def dead_link(content: Content, refer: References) -> Iterator[Found]:
    """A link to this site must lead to a page that is there, or was there and leads on."""
    there: frozenset[str] = frozenset()
    for path, pointer, at, page, href, is_safe in _links(content):
        parts = urlsplit(href)
        if not is_safe or parts.scheme or not parts.path:
            continue
        there = there or _addresses(content)
        where = urljoin(page, parts.path)
        if not _is_there(content, refer, there, where):
            what = f"link must lead to a page of this site; {where} is none{did_you_mean(where, there)}"
            yield Found(path, pointer, what, at=at)


def _links(content: Content) -> Iterator[tuple[str, Pointer, Place | None, str, str, bool]]:
    """Every link of bodies and fields: file, pointer, place in a body, page it stands on, href, whether it is safe."""
    pages = {record.path: (address(kind, key), record) for kind, key, record in all_records(content)}
    for path, (page, record) in pages.items():
        for link in links(record.body) if _MAY_LINK.search(record.body) else ():
            yield path, (), in_body(content, record, link.line, link.column), page, link.href, link.is_safe
    for path, source in content.sources.items():
        page = pages[path][0] if path in pages else "/"
        for pointer, text in _texts(source.value, ()):
            yield from ((path, pointer, None, page, link.href, link.is_safe) for link in links(text))


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """The fields of a file that analysts write and that hold a link."""
    if isinstance(value, str):
        if _MAY_LINK.search(value):
            yield pointer, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _VERBATIM:
                yield from _texts(inner, (*pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*pointer, index))


def _addresses(content: Content) -> frozenset[str]:
    """Every address of a record that answers, also of records that could not be read, and of the site's own pages."""
    living = {address(kind, key) for kind, key, _ in all_records(content)}
    former = {address(kind, was) for kind, _, was in aliases(content)}
    broken = {address(*found) for path in content.broken if (found := kind_of(path)) and found[0] not in _KEPT}
    return _OWN_PAGES | living | former | broken


_KEPT = frozenset({"captures", "notes", "text", "original", "kept"})


def _is_there(content: Content, refer: References, there: frozenset[str], where: str) -> bool:
    if where in there or _BELOW.fullmatch(where):
        return True
    if cited := _CITED.fullmatch(where):
        found = refer.by_id.get(cited[2].upper())
        return found is not None and found[0] == KINDS[cited[1].upper()]
    if shown := _OF_DOCUMENT.fullmatch(where):
        sheet = content.captures.get(refer.key(shown[1], "document") or "")
        return any(stamp_of(capture.captured_at) == shown[2] for capture in (sheet.captures if sheet else ()))
    below = _OF_RECORD.fullmatch(where)
    places = (where, below[1]) if below else (where,)
    return any(place in there or _was_there(refer, place) for place in places)


def _was_there(refer: References, where: str) -> bool:
    """Whether a record of a platform had this address, by its own former name or one of what it lies below."""
    return where.startswith("/platform/") and refer.resolve(where.strip("/")[9:], *PLATFORM_KINDS) is not None


# --- titles

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(
    rf"\b\d{{4}}-\d\d(?:-\d\d)?\b|\b(?:\d{{1,2}}\.? )?{_MONTH} (?:\d{{1,2}},? )?\d{{4}}\b|\b\d{{1,2}} {_MONTH}\b"
    r"|\b(?:in|since|until|as of|before|after) (?:19|20)\d\d\b"
)


def dated_title(content: Content, refer: References) -> Iterator[Found]:
    """The title of a provision must hold no date: it would be wrong when the words are read again."""
    for provision in content.provisions.values():
        if found := _DATE.search(provision.title):
            yield Found(provision.path, ("title",), f"title must hold no date; got '{found[0]}'")
