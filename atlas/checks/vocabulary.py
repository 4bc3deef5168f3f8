"""Checks of the site's own file, the small tables and the vocabularies: what they name is there, and said once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from atlas.checks.found import (
    Found,
    all_records,
    captures_of,
    is_whole,
    logged_records,
    may_be_broken,
    reached,
    scopes,
    unknown,
)  # fmt: skip
from atlas.reading import Content
from atlas.references import References
from atlas.scopes import WORLD
from atlas.shapes import is_plain
from atlas.sources import Pointer
from atlas.vocabulary import MIXED, UNCLEAR, ClauseType, Group, meant_code


def base_url_not_plain(content: Content, refer: References) -> Iterator[Found]:
    """base_url and permanent_base must have no query and no fragment: the addresses of pages are added to them."""
    for field in ("base_url", "permanent_base"):
        address = getattr(content.site, field)
        if address and not is_plain(address):
            yield Found("site.yaml", (field,), f"{field} must have no query and no fragment; got '{address}'")


def tag_authority_missing(content: Content, refer: References) -> Iterator[Found]:
    """site.yaml should give tag_authority once records have ids: entries of feeds are named with it, for ever."""
    is_published = any(record.id for record in content.provisions.values())
    if is_published and content.has_site and not content.site.tag_authority:
        yield Found("site.yaml", (), "tag_authority should be given, such as 'example.org,2026': records have ids")


def world_redefined(content: Content, refer: References) -> Iterator[Found]:
    """`world` must not be given in jurisdictions.yaml: it is built in and holds everything."""
    if WORLD in content.jurisdictions:
        yield Found("jurisdictions.yaml", (WORLD,), "'world' is built in and must not be given")


def circular_group(content: Content, refer: References) -> Iterator[Found]:
    """A group of jurisdictions must not lie in itself, directly or through its members."""
    groups = {code: value.members for code, value in content.jurisdictions.items() if isinstance(value, Group)}
    for code in groups:
        if code in reached(groups, code):
            yield Found("jurisdictions.yaml", (code, "members"), f"group {code} must not lie in itself; it does")


def unknown_region(content: Content, refer: References) -> Iterator[Found]:
    """Every region and jurisdiction must be a code or group of jurisdictions.yaml, or `world`."""
    if not is_whole(content, "jurisdictions.yaml"):
        return
    for path, pointer, code in _codes(content):
        if code != WORLD and code not in content.jurisdictions:
            field = next(step for step in reversed(pointer) if isinstance(step, str))
            what = f"{field} must name a code or group of jurisdictions.yaml; got '{code}'"
            yield Found(path, pointer, what + meant_code(code, content.jurisdictions))


def _codes(content: Content) -> Iterator[tuple[str, Pointer, str]]:
    for index, code in enumerate(content.site.compare_regions):
        yield "site.yaml", ("compare_regions", index), code
    for name, value in content.jurisdictions.items():
        for index, code in enumerate(value.members if isinstance(value, Group) else ()):
            yield "jurisdictions.yaml", (name, "members", index), code
    for _, _, record in all_records(content):
        if seat := getattr(record, "jurisdiction", None):
            yield record.path, ("jurisdiction",), seat
    for agency in content.agencies.values():
        yield from ((agency.path, ("serves", index), code) for index, code in enumerate(agency.serves))
    for document in content.documents.values():
        for index, edition in enumerate(document.editions):
            if edition.region:
                yield document.path, ("editions", index, "region"), edition.region
    for path, pointer, _, scope in scopes(content):
        yield from ((path, (*pointer, "regions", index), code) for index, code in enumerate(scope.regions))
        for index, code in enumerate(scope.except_.regions if scope.except_ else ()):
            yield path, (*pointer, "except", "regions", index), code


def unknown_category(content: Content, refer: References) -> Iterator[Found]:
    """The category of a clause type must be a file in category/."""
    for record in content.clause_types.values():
        if record.category not in content.categories and not may_be_broken(content, "category", record.category):
            text = unknown("category", "a file in category/", record.category, content.categories)
            yield Found(record.path, ("category",), text)


def unknown_document_type(content: Content, refer: References) -> Iterator[Found]:
    """The type of a document, and what a clause type is expected in, must be of document-types.yaml."""
    if not is_whole(content, "document-types.yaml"):
        return
    used: list[tuple[str, Pointer, str]] = [(one.path, ("type",), one.type) for one in content.documents.values()]
    for clause_type in content.clause_types.values():
        used += [(clause_type.path, ("expected_in", nth), slug) for nth, slug in enumerate(clause_type.expected_in)]
    for path, pointer, slug in used:
        if slug not in content.document_types:
            what = unknown(str(pointer[0]), "a type of document-types.yaml", slug, content.document_types)
            yield Found(path, pointer, what)


def unknown_operator(content: Content, refer: References) -> Iterator[Found]:
    """The operator of an entity, and the parent of an operator, must be a file in operator/."""
    used = [(entity.path, "operator", entity.operator) for entity in content.entities.values()]
    used += [(operator.path, "parent", operator.parent) for operator in content.operators.values()]
    for path, field, slug in used:
        if slug and slug not in content.operators and not may_be_broken(content, "operator", slug):
            yield Found(path, (field,), unknown(field, "a file in operator/", slug, content.operators))


def circular_operator(content: Content, refer: References) -> Iterator[Found]:
    """An operator must not be its own parent, directly or through others."""
    parents = {key: (record.parent,) for key, record in content.operators.items() if record.parent}
    for key in parents:
        if key in reached(parents, key):
            what = f"parent must lead upward; {key} comes back to itself"
            yield Found(content.operators[key].path, ("parent",), what)


def unknown_regulation(content: Content, refer: References) -> Iterator[Found]:
    """A regulation named by a provision, a clause type or an agency must be a file in regulation/."""
    for path, pointer, slug in _regulations(content):
        if slug not in content.regulations and not may_be_broken(content, "regulation", slug):
            field = str(pointer[0])
            yield Found(path, pointer, unknown(field, "a file in regulation/", slug, content.regulations))


def _regulations(content: Content) -> Iterator[tuple[str, Pointer, str]]:
    for clause_type in content.clause_types.values():
        for index, slug in enumerate(clause_type.typical_regulations):
            yield clause_type.path, ("typical_regulations", index), slug
    for agency in content.agencies.values():
        yield from ((agency.path, ("enforces", index), slug) for index, slug in enumerate(agency.enforces))
    for provision in content.provisions.values():
        for index, link in enumerate(provision.regulations):
            yield provision.path, ("regulations", index, "id"), link.id


def duplicate_article(content: Content, refer: References) -> Iterator[Found]:
    """A regulation must list each article once."""
    for regulation in content.regulations.values():
        seen: set[str] = set()
        for index, article in enumerate(regulation.articles):
            if article.ref in seen:
                what = f"articles must list '{article.ref}' once; it is listed before"
                yield Found(regulation.path, ("articles", index, "ref"), what)
            seen.add(article.ref)


def unknown_archive(content: Content, refer: References) -> Iterator[Found]:
    """The archive of `watched` and of a capture's `origin` must be of archives.yaml."""
    if not is_whole(content, "archives.yaml"):
        return
    for key, sheet in content.captures.items():
        used: list[tuple[Pointer, str]] = [(("watched", "by"), sheet.watched.by)] if sheet.watched else []
        used += [
            (("captures", index, "origin", "archive"), capture.origin.archive)
            for index, capture in enumerate(sheet.captures)
            if capture.origin
        ]
        for pointer, slug in used:
            if slug not in content.archives:
                text = unknown(str(pointer[-1]), "an archive of archives.yaml", slug, content.archives)
                yield Found(captures_of(key), pointer, text)


# --- answers of clause types


def duplicate_answer(content: Content, refer: References) -> Iterator[Found]:
    """The keys of a clause type's answers must differ."""
    for record in content.clause_types.values():
        seen: set[str] = set()
        for index, answer in enumerate(record.answers):
            if answer.key in seen:
                what = f"each answer must have a key of its own; '{answer.key}' stands before"
                yield Found(record.path, ("answers", index, "key"), what)
            seen.add(answer.key)


def built_in_answer_changed(content: Content, refer: References) -> Iterator[Found]:
    """`unclear` and `mixed`, where a clause type lists them, must be neutral and present; the label is free."""
    for record in content.clause_types.values():
        for index, answer in enumerate(record.answers):
            if answer.key in (UNCLEAR.key, MIXED.key) and (answer.tone, answer.present) != ("neutral", True):
                what = f"'{answer.key}' must have tone neutral and present true, as in every clause type"
                yield Found(record.path, ("answers", index), what)


def unknown_replacement(content: Content, refer: References) -> Iterator[Found]:
    """The answer that replaces another must be a different one of the same clause type, and not be retired itself."""
    for record in content.clause_types.values():
        for index, answer in enumerate(record.answers):
            replacement = record.answer(answer.replaced_by) if answer.replaced_by else None
            if answer.replaced_by and (not replacement or replacement is answer or replacement.retired_on):
                keys = _living_answers(record)
                text = unknown("replaced_by", "another answer in use", answer.replaced_by, keys - {answer.key})
                yield Found(record.path, ("answers", index, "replaced_by"), text)


def _living_answers(record: ClauseType) -> set[str]:
    return {answer.key for answer in record.answers if not answer.retired_on}


# --- dates and people


def dates_reversed(content: Content, refer: References) -> Iterator[Found]:
    """Of two dates that follow each other, the later one must not come first: `from` and `through` of watched, `since`
    and `retired_on` of an answer."""
    for key, sheet in content.captures.items():
        if sheet.watched and sheet.watched.from_ > sheet.watched.through:
            what = _reversed("through", sheet.watched.through, "from", sheet.watched.from_)
            yield Found(captures_of(key), ("watched", "through"), what)
    for record in content.clause_types.values():
        for index, answer in enumerate(record.answers):
            if answer.since and answer.retired_on and answer.since > answer.retired_on:
                what = _reversed("retired_on", answer.retired_on, "since", answer.since)
                yield Found(record.path, ("answers", index, "retired_on"), what)


def _reversed(later: str, later_day: date, earlier: str, earlier_day: date) -> str:
    return f"{later} must not be before {earlier}, {earlier_day}; got {later_day}"


def unknown_person(content: Content, refer: References) -> Iterator[Found]:
    """Everyone who signs (authors, reviewed_by, by) must have an entry in people.yaml."""
    if not is_whole(content, "people.yaml"):
        return
    for path, pointer, handle in _handles(content):
        if handle not in content.people:
            field = next(step for step in reversed(pointer) if isinstance(step, str))
            yield Found(path, pointer, unknown(field, "a handle of people.yaml", handle, content.people))


def _handles(content: Content) -> Iterator[tuple[str, Pointer, str]]:
    for record in content.provisions.values():
        for field in ("authors", "reviewed_by"):
            for index, handle in enumerate(getattr(record.analysis, field)):
                yield record.path, ("analysis", field, index), handle
        for index, verdict in enumerate(record.later):
            if verdict.by:
                yield record.path, ("later", index, "by"), verdict.by
    for logged in logged_records(content).values():
        for index, entry in enumerate(logged.log):
            if entry.by:
                yield logged.path, ("log", index, "by"), entry.by
