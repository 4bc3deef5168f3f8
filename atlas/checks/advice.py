"""Advice on single records: what an analyst should look at again. Withdrawn records need none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.found import Found, in_body, provision_scopes
from atlas.ids import document_of
from atlas.problems import count
from atlas.reading import Content
from atlas.records import Provision
from atlas.references import References
from atlas.scopes import WORLD, Regions, reach, wider_than
from atlas.sources import Place, Pointer
from atlas.wording import ELISION

LEAST_WORDS = 8
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|\w[^\s\u3040-\u30ff\u3400-\u9fff]*"
)  # Chinese and Japanese have no spaces


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
            words = len(_WORD.findall(ELISION.sub(" ", excerpt.text)))
            if words < LEAST_WORDS:
                what = f"text should have at least {LEAST_WORDS} words; it has {words}"
                yield Found(provision.path, ("excerpts", index, "text"), what)


def wider_scope(content: Content, refer: References) -> Iterator[Found]:
    """The scope of a provision, of its variants and of its actions should not reach beyond its document's."""
    regions = Regions.of(content.jurisdictions)
    for provision in _standing(content):
        document = content.documents.get(document_of(provision.key))
        for path, pointer, _, scope in provision_scopes(provision) if document else ():
            if not all(code in content.jurisdictions or code == WORLD for code in scope.regions):
                continue  # an unknown region is an error of its own
            beyond = wider_than(reach(document.scope, scope), reach(document.scope), regions) if document else []
            if beyond:
                what = f"scope should lie within the document's; {', '.join(beyond)} does not"
                yield Found(path, pointer, what)


# --- words in prose


def _prose(provision: Provision) -> Iterator[tuple[Pointer, str]]:
    """What an analyst says of a provision in a record's fields."""
    yield ("title",), provision.title
    if provision.severity_because:
        yield ("severity_because",), provision.severity_because
    for index, question in enumerate(provision.questions):
        yield ("questions", index, "q"), question.q
        yield ("questions", index, "a"), question.a


def unlisted_regulation(content: Content, refer: References) -> Iterator[Found]:
    """A regulation that the title, the questions or the body of a provision name, by any of its names, should stand in
    regulations. Names are compared letter by letter, as whole words, and the longest counts: UK GDPR names no GDPR."""
    names: dict[str, set[str]] = {}
    for key, regulation in content.regulations.items():
        for name in (regulation.title, regulation.short_title, *regulation.also_known_as):
            if name and len(name) > 2:
                names.setdefault(name, set()).add(key)
    if not names:
        return
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    forms = (re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
    for provision in _standing(content):
        known = {link.id for link in provision.regulations}
        for pointer, at, words in _found(content, provision, pattern):
            slugs = names[" ".join(words.split())]
            if not slugs & known:
                known |= slugs
                what = f"regulations should list {min(slugs)}, which is named here as '{' '.join(words.split())}'"
                yield Found(provision.path, pointer, what, at=at)


def _found(
    content: Content, provision: Provision, pattern: re.Pattern[str]
) -> Iterator[tuple[Pointer, Place | None, str]]:
    """Pointer or place, and words, of every match in a provision's prose."""
    for pointer, text in _prose(provision):
        yield from ((pointer, None, match[0]) for match in pattern.finditer(text))
    yield from _in_body(content, provision, pattern)


def _in_body(
    content: Content, provision: Provision, pattern: re.Pattern[str]
) -> Iterator[tuple[Pointer, Place | None, str]]:
    for match in pattern.finditer(provision.body):
        line = provision.body.count("\n", 0, match.start())
        column = match.start() - provision.body.rfind("\n", 0, match.start())
        yield (), in_body(content, provision, line + 1, column), match[0]


# What says that words went from a document, and not that data or content does.
_GONE_IN_TITLE = re.compile(r"\b(?:removed|dropped)\b|\bno longer\b(?! than)", re.IGNORECASE)
_GONE_IN_BODY = re.compile(
    r"\b(?:clause|section|sentence|paragraph|promise|wording|words|passage|line|terms|policy|document|version|text|notice)\b"
    r"[^.;:()]{0,80}?\b(?:(?:has|have|had|was|were|is|are)\s+(?:been\s+|now\s+|since\s+|then\s+)*(?:removed|dropped)"
    r"|no\s+longer\s+(?:says?|states?|contains?|names?|mentions?|includes?|appears?|stands?|promises?|lists?|there))\b",
    re.IGNORECASE,
)


def unproven_removal(content: Content, refer: References) -> Iterator[Found]:
    """Where a title or body says that words were removed, were dropped or are no longer there, `later` should hold the
    verdict of a person. In a body a sentence counts whose subject is the document or a part of it."""
    for provision in _standing(content):
        if provision.later:
            continue
        if match := _GONE_IN_TITLE.search(provision.title):
            what = f"later should hold a verdict where the title says '{match[0]}'; there is none"
            yield Found(provision.path, ("title",), what)
        for _, at, words in _in_body(content, provision, _GONE_IN_BODY):
            what = f"later should hold a verdict where the body says '{' '.join(words.split())}'; there is none"
            yield Found(provision.path, (), what, at=at)
