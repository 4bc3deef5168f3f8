"""The part of content that no error touches, so that what needs whole records is looked for there all the same.

In: content, references and the problems found so far. Out: content without each record that has an error, without what
lies below it, and without what it would end: a provision that cannot be trusted may supersede others, which are then
not known to stand. `broken` names all that was left out, so that nothing is missed there that an error merely hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from atlas.ids import document_of, entity_of
from atlas.problems import Problem, errors
from atlas.reading import Content, kind_of
from atlas.references import References

SHARED = frozenset({"jurisdictions.yaml"})  # without these it is not known for whom and where records hold


def sound_part(content: Content, refer: References, problems: Iterable[Problem]) -> Content | None:
    """The sound records of platforms; None when a file that all of them rest on has an error."""
    faulty = {problem.path for problem in errors(problems)} | content.broken
    if faulty & SHARED:
        return None
    gone = {found for path in faulty for found in _untrusted(content, refer, path)}
    entities = {key: record for key, record in content.entities.items() if key not in gone}
    documents = {
        key: record for key, record in content.documents.items() if key not in gone and entity_of(key) in entities
    }
    provisions = {
        key: record
        for key, record in content.provisions.items()
        if key not in gone and document_of(key) in documents and record.clause_type in content.clause_types
    }
    findings = {k: r for k, r in content.findings.items() if k not in gone and document_of(k) in documents}
    captures = {key: sheet for key, sheet in content.captures.items() if key in documents}
    return replace(
        content, entities=entities, documents=documents, provisions=provisions, findings=findings, captures=captures,
        broken=frozenset(faulty),
    )  # fmt: skip


def _untrusted(content: Content, refer: References, path: str) -> Iterator[str]:
    """The keys of the records that an error in a file takes away."""
    kind, key = kind_of(path) or ("", "")
    parts = path.split("/")
    if kind in ("entity", "document"):
        yield key
    elif kind in ("captures", "notes", "text", "original"):
        yield document_of(key)
    elif kind == "finding":
        yield key
    elif kind == "provision":
        yield key if path in content.sources else entity_of(key)
        yield from _superseded(content, refer, path)
    elif parts[0] == "platform" and len(parts) > 2:  # a file that nothing reads may be a record by another name
        yield parts[1]


def _superseded(content: Content, refer: References, path: str) -> Iterator[str]:
    """What a provision says it supersedes, as far as that can be read."""
    fields = content.sources[path].value if path in content.sources else None
    given = fields.get("supersedes") if isinstance(fields, dict) else None
    for reference in given if isinstance(given, list) else [given]:
        if isinstance(reference, str) and (found := refer.resolve(reference, "provision", "finding")):
            yield found[1]
