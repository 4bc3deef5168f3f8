"""Checks of references among the records of platforms: each names a record that is there, once, and not itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from atlas.checks.found import (
    Found,
    all_records,
    covered,
    may_be_broken,
    may_be_broken_reference,
    reached,
    scopes,
    unknown,
)  # fmt: skip
from atlas.ids import entity_of
from atlas.reading import Content
from atlas.references import References
from atlas.sources import Pointer


class Reference(NamedTuple):
    """A reference as it stands in a record: the record, the place, the words, the kinds it may lead to."""

    kind: str
    key: str
    path: str
    pointer: Pointer
    words: str
    kinds: tuple[str, ...]


def unknown_clause_type(content: Content, refer: References) -> Iterator[Found]:
    """clause_type of a provision, and the name of a finding's file, must be a file in clause-type/."""
    used = [(provision.path, "clause_type", provision.clause_type) for provision in content.provisions.values()]
    used += [(finding.path, "the file's name", finding.key.rsplit("/", 1)[1]) for finding in content.findings.values()]
    for path, field, slug in used:
        if slug not in content.clause_types and not may_be_broken(content, "clause-type", slug):
            yield Found(path, (field,), unknown(field, "a file in clause-type/", slug, content.clause_types))


def unknown_entity(content: Content, refer: References) -> Iterator[Found]:
    """also_covers of a document and supersedes of an entity must name folders in platform/."""
    for reference in _entities(content):
        slug = reference.words
        if slug not in content.entities and not may_be_broken(content, "entity", slug):
            field = str(reference.pointer[0])
            text = unknown(field, "a folder in platform/", slug, content.entities)
            yield Found(reference.path, reference.pointer, text)


def _entities(content: Content) -> Iterator[Reference]:
    for kind, field in (("document", "also_covers"), ("entity", "supersedes")):
        for record in (content.documents if kind == "document" else content.entities).values():
            for index, slug in enumerate(getattr(record, field)):
                yield Reference(kind, record.key, record.path, (field, index), slug, ("entity",))


def unknown_document(content: Content, refer: References) -> Iterator[Found]:
    """relies_on, prevails_over, editions, supports and refers_to must name documents that are here, by id or path; what
    is not here is given as a url."""
    for reference in _documents(content):
        if _is_unknown(content, refer, reference):
            yield _unknown(reference, content.documents)


def _documents(content: Content) -> Iterator[Reference]:
    for key, document in content.documents.items():
        for field in ("relies_on", "prevails_over", "editions"):
            for index, link in enumerate(getattr(document, field)):
                if link.document:
                    pointer = (field, index, "document")
                    yield Reference("document", key, document.path, pointer, link.document, ("document",))
    for key, provision in content.provisions.items():
        for index, support in enumerate(provision.supports):
            pointer = ("supports", index, "document")
            yield Reference("provision", key, provision.path, pointer, support.document, ("document",))
    for key, finding in content.findings.items():
        if finding.refers_to and "://" not in finding.refers_to:
            yield Reference("finding", key, finding.path, ("refers_to",), finding.refers_to, ("document",))


def unknown_provision(content: Content, refer: References) -> Iterator[Found]:
    """supersedes and related must name provisions that are here, by id or path; supersedes may name a finding."""
    for reference in _provisions(content):
        if _is_unknown(content, refer, reference):
            yield _unknown(reference, [key for kind in reference.kinds for key in refer.present[kind]])


def _provisions(content: Content) -> Iterator[Reference]:
    for key, provision in content.provisions.items():
        for index, words in enumerate(provision.supersedes):
            yield Reference("provision", key, provision.path, ("supersedes", index), words, ("provision", "finding"))
        for index, words in enumerate(provision.related):
            yield Reference("provision", key, provision.path, ("related", index), words, ("provision",))


def unknown_successor(content: Content, refer: References) -> Iterator[Found]:
    """Successors must be there: of a retired record others of its kind, of a withdrawn one provisions or findings."""
    for reference in _successors(content):
        if _is_unknown(content, refer, reference):
            yield _unknown(reference, [key for kind in reference.kinds for key in refer.present[kind]])


def _successors(content: Content) -> Iterator[Reference]:
    for kind, key, record in all_records(content):
        for field, kinds in (("retired", (kind,)), ("withdrawn", ("provision", "finding"))):
            ended = getattr(record, field, None)
            for index, words in enumerate(ended.successors if ended else ()):
                yield Reference(kind, key, record.path, (field, "successors", index), words, kinds)


def _is_unknown(content: Content, refer: References, reference: Reference) -> bool:
    is_known = refer.resolve(reference.words, *reference.kinds) is not None
    return not is_known and not may_be_broken_reference(content, reference.words, *reference.kinds)


def _unknown(reference: Reference, known: Iterable[str]) -> Found:
    what = " or ".join(f"{'an' if kind[0] in 'aeo' else 'a'} {kind}" for kind in reference.kinds)
    field = "successors" if "successors" in reference.pointer else str(reference.pointer[0])
    return Found(reference.path, reference.pointer, unknown(field, f"{what} that is here", reference.words, known))


def self_reference(content: Content, refer: References) -> Iterator[Found]:
    """A record must not name itself in related, supersedes, successors, relies_on, prevails_over or also_covers."""
    for reference in (*_documents(content), *_provisions(content), *_successors(content)):
        if refer.resolve(reference.words, *reference.kinds) == (reference.kind, reference.key):
            what = f"must name another record; {reference.words} is this one"
            yield Found(reference.path, reference.pointer, f"{_field(reference.pointer)} {what}")
    for reference in _entities(content):
        if reference.words == entity_of(reference.key):
            what = f"must name another entity; {reference.words} is this one's"
            yield Found(reference.path, reference.pointer, f"{_field(reference.pointer)} {what}")


def _field(pointer: Pointer) -> str:
    return next(step for step in reversed(pointer) if isinstance(step, str))


def circular_supersession(content: Content, refer: References) -> Iterator[Found]:
    """A record must not supersede itself through others."""
    edges: dict[str, list[str]] = {}
    for reference in (*_provisions(content), *_entities(content)):
        found = refer.resolve(reference.words, reference.kind)
        if reference.pointer[0] == "supersedes" and found and found[1] != reference.key:
            edges.setdefault(reference.key, []).append(found[1])
    ways = {key: tuple(found) for key, found in edges.items()}
    for key in ways:
        if key in reached(ways, key):
            record = content.provisions.get(key) or content.entities[key]
            what = "supersedes must lead back in time; through others this record supersedes itself"
            yield Found(record.path, ("supersedes",), what)


def duplicate_entry(content: Content, refer: References) -> Iterator[Found]:
    """A list of words must name each once."""
    for path, source in content.sources.items():
        for pointer, words in _lists(source.value, ()):
            seen: set[str] = set()
            for index, word in enumerate(words):
                if word in seen:
                    yield Found(path, (*pointer, index), f"{_field(pointer)} must name '{word}' once; it stands before")
                seen.add(word)


def _lists(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, list[str]]]:
    """The lists of words in a file's values, and where they stand."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _lists(inner, (*pointer, key))
    elif isinstance(value, list):
        if value and all(isinstance(inner, str) for inner in value):
            yield pointer, value
        for index, inner in enumerate(value):
            if isinstance(inner, dict | list):
                yield from _lists(inner, (*pointer, index))


# --- scopes and laws


def unknown_plan(content: Content, refer: References) -> Iterator[Found]:
    """A plan in a scope must be a key that entity.yaml declares in plans."""
    yield from _undeclared(content, "plans")


def unknown_product(content: Content, refer: References) -> Iterator[Found]:
    """A product in a scope must be a key that entity.yaml declares in products."""
    yield from _undeclared(content, "products")


def _undeclared(content: Content, field: str) -> Iterator[Found]:
    for path, pointer, document, scope in scopes(content):
        entities = [entity for entity in covered(content, document) if entity in content.entities]
        if entity_of(document) not in entities:
            continue  # there is no entity.yaml, or it cannot be read: reported already
        declared = {key for entity in entities for key in getattr(content.entities[entity], field)}
        named: list[tuple[Pointer, str]] = [((field, nth), key) for nth, key in enumerate(getattr(scope, field))]
        if scope.except_:
            named += [(("except", field, nth), key) for nth, key in enumerate(getattr(scope.except_, field))]
        for inner, key in named:
            if key not in declared:
                yield Found(path, (*pointer, *inner), unknown(field, f"a key of {field} in entity.yaml", key, declared))


def duplicate_regulation(content: Content, refer: References) -> Iterator[Found]:
    """A provision must list a regulation once for each relation."""
    for provision in content.provisions.values():
        seen: set[tuple[str, str]] = set()
        for index, link in enumerate(provision.regulations):
            if (link.id, link.relation) in seen:
                what = f"regulations must list {link.id} once as '{link.relation}'; it stands before"
                yield Found(provision.path, ("regulations", index), what)
            seen.add((link.id, link.relation))


def unlisted_article(content: Content, refer: References) -> Iterator[Found]:
    """A cited article must be one that the regulation lists, or a part of one: 6 covers 6(1)(f)."""
    for provision in content.provisions.values():
        for index, link in enumerate(provision.regulations):
            regulation = content.regulations.get(link.id)
            if not regulation or not regulation.articles:
                continue
            listed = [article.ref for article in regulation.articles]
            for number, cited in enumerate(link.articles):
                if not any(_is_part(cited, ref) for ref in listed):
                    what = unknown("articles", f"an article that {link.id} lists, or a part of one", cited, listed)
                    yield Found(provision.path, ("regulations", index, "articles", number), what)


def _is_part(cited: str, listed: str) -> bool:
    parts, whole = _steps(cited), _steps(listed)
    return parts[: len(whole)] == whole


def _steps(ref: str) -> list[str]:
    """`6(1)(f)` as 6, (1), (f)."""
    return re.findall(r"\([^()]*\)|[^()\s]+", ref)
