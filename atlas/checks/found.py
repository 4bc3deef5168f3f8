"""What a check yields, and the walks over records that several checks share.

A check is a generator of `Found`: the file, the place of the value in it, and the text that says what must hold and
what stands there. Line and column, the rule's name and whether it is advice are added by the runner (`atlas.checks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from atlas.ids import document_of, entity_of
from atlas.problems import did_you_mean
from atlas.reading import Content
from atlas.records import Document, Provision
from atlas.references import records_by_kind
from atlas.shapes import Logged, Record, Scope
from atlas.sources import Place, Pointer

FILES = {
    "entity": "platform/{}/entity.yaml",
    "document": "platform/{}/document.yaml",
    "provision": "platform/{}.md",
    "finding": "platform/{}.yaml",
    "category": "category/{}.yaml",
    "operator": "operator/{}.yaml",
    "clause-type": "clause-type/{}.md",
    "regulation": "regulation/{}.md",
    "agency": "agency/{}.md",
    "page": "page/{}.md",
}


class Found(NamedTuple):
    """A fault at a value of a file, or at its key. `at` is given for what stands in a body, which has no pointers."""

    path: str
    pointer: Pointer
    text: str
    is_key: bool = False
    at: Place | None = None


def unknown(field: str, what: str, got: str, known: Iterable[str]) -> str:
    """The message about a word that names nothing."""
    return f"{field} must name {what}; got '{got}'{did_you_mean(got, known)}"


def is_whole(content: Content, path: str) -> bool:
    """Whether a small table was read, so that a word missing from it is truly unknown."""
    return path in content.sources and path not in content.broken


def may_be_broken(content: Content, kind: str, key: str) -> bool:
    """Whether a record of that key is there but could not be read, which is reported already."""
    return FILES[kind].format(key) in content.broken


def may_be_broken_reference(content: Content, reference: str, *kinds: str) -> bool:
    """As `may_be_broken`, for an id or path: any broken record of the kind may be the one that has an id."""
    if "-" in reference and reference[:2].isupper():
        return any(path.startswith("platform/") for path in content.broken)
    return any(may_be_broken(content, kind, reference) for kind in kinds)


def reached(edges: Mapping[str, tuple[str, ...]], start: str) -> set[str]:
    """Everything that can be reached from `start` along edges, `start` only if on a circle."""
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        if (step := waiting.pop()) not in seen:
            seen.add(step)
            waiting += edges.get(step, ())
    return seen


def captures_of(document: str) -> str:
    """The file of a document's captures."""
    return f"platform/{document}/captures.yaml"


def notes_of(document: str) -> str:
    """The file of a document's notes."""
    return f"platform/{document}/notes.yaml"


def in_body(content: Content, record: Record, line: int, column: int = 1) -> Place:
    """Line and column in the file of a place in a record's body."""
    return content.sources[record.path].body_line + line - 1, column


def all_records(content: Content) -> Iterator[tuple[str, str, Record]]:
    """Kind, key and record of everything that has a page."""
    for kind, found in records_by_kind(content).items():
        for key, record in found.items():
            yield kind, key, record


def logged_records(content: Content) -> dict[str, Logged]:
    """The records that keep a log and may accept advice, by file."""
    kinds: tuple[Mapping[str, Logged], ...] = (
        content.entities,
        content.documents,
        content.findings,
        content.provisions,
    )
    return {record.path: record for records in kinds for record in records.values()}


class Scoped(NamedTuple):
    """A scope as it stands in a file; `document` is the one it is about."""

    path: str
    pointer: Pointer
    document: str
    scope: Scope


def scopes(content: Content) -> Iterator[Scoped]:
    """Every scope of documents, notes and provisions."""
    for key, document in content.documents.items():
        yield Scoped(document.path, ("scope",), key, document.scope)
        for index, party in enumerate(document.parties):
            if party.scope:
                yield Scoped(document.path, ("parties", index, "scope"), key, party.scope)
    for key, notes in content.notes.items():
        for stamp, note in notes.texts.items():
            for index, effective in enumerate(note.effective_for):
                pointer = ("texts", stamp, "effective_for", index, "scope")
                yield Scoped(notes_of(key), pointer, key, effective.scope)
    for provision in content.provisions.values():
        yield from provision_scopes(provision)


def provision_scopes(provision: Provision) -> Iterator[Scoped]:
    """A provision's own scope, and those of its variants and actions."""
    document = document_of(provision.key)
    if provision.scope:
        yield Scoped(provision.path, ("scope",), document, provision.scope)
    for index, variant in enumerate(provision.variants):
        yield Scoped(provision.path, ("variants", index, "scope"), document, variant.scope)
    for index, action in enumerate(provision.actions):
        if action.scope:
            yield Scoped(provision.path, ("actions", index, "scope"), document, action.scope)


def covered(content: Content, document: str) -> tuple[str, ...]:
    """The entities a document binds: its own, then those it also covers."""
    record: Document | None = content.documents.get(document)
    return (entity_of(document), *(record.also_covers if record else ()))
