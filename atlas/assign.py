"""Numbers for new records, rows for the ledger, versions of what changed: what main does before it is published.

In: a content folder without errors, and the day. Out: ids written into record files (a first line, nothing else is
touched), rows added to ledger.tsv, changed words kept in version/. A second run finds nothing to do.

Numbers follow the highest one that ledger, records or versions know, so none is used twice, whoever assigned meanwhile;
new records are numbered by kind and path. Drafts get none, and none gets what nobody reviewed where site.yaml says
`require_review`.

A run that is cut short leaves a tree that the next run completes to the same bytes: the ledger is written first and
says which id a record is to have; then the records; then the versions' files; then their rows in versions.tsv, which is
there, empty, before the ledger is: so a file without a row is told from a table that is gone. Every file is replaced
whole; one of version/ is never written twice nor deleted, but gets its row as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from atlas import git, versions
from atlas import ledger as ledgers
from atlas.catalogue import newest_day
from atlas.checks.ledger import MENDED_BY_ASSIGN
from atlas.edits import parsed, with_first_key
from atlas.ids import DIGITS, document_of
from atlas.ledger import LETTERS, Ledger, identity, number_of
from atlas.memo import Memo
from atlas.problems import AtlasError, errors
from atlas.reading import Content
from atlas.records import Finding, Provision
from atlas.references import PLATFORM_KINDS, References, records_by_kind, references
from atlas.shapes import Record
from atlas.site import Options, Outcome, Report, examine
from atlas.versions import Version
from atlas.writing import alone, write

Ids = dict[tuple[str, str], str]  # kind and key: the id to be written


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a run did: ids and files written, rows added, versions kept, on which day."""

    on: str
    ids: tuple[tuple[str, str], ...]
    rows: int
    versions: tuple[Version, ...]


def assign(options: Options, *, on: str | None = None, report: Report | None = None) -> tuple[Outcome, Assigned | None]:
    """What the check found, and what was done: None, and nothing, when there are errors."""
    with alone(options.content), Memo(options.cache, jobs=options.jobs) as memo:
        outcome = examine(options, memo, report)
        if outcome.content is None or any(p.rule not in MENDED_BY_ASSIGN for p in errors(outcome.problems)):
            return outcome, None
        content = outcome.content
        ledger = ledgers.of(content)[0]
        day = _day(options.content, content, ledger, on)
        ids = ids_to_give(content, references(content), ledger)
        numbered = _with_ids(content, ids)
        rows = ledgers.rows_to_add(ledger, numbered, references(numbered), day)
        given = list(_numbered_files(content, ids))
        if rows and versions.PATH not in content.files:
            write(options.content, versions.PATH, versions.with_versions(b"", ()))
        if rows:
            write(options.content, ledgers.PATH, ledgers.with_rows(_bytes(content, ledgers.PATH), rows))
        for _, path, data in given:
            write(options.content, path, data)
        kept = _keep_versions(options.content, numbered, memo, day)
    return outcome, Assigned(day, tuple((identifier, path) for identifier, path, _ in given), len(rows), kept)


def _day(folder: Path, content: Content, ledger: Ledger, on: str | None) -> str:
    """The day of the new rows: as told, else that of the newest commit, else of the newest observation; never before
    the rows that are there."""
    days = [row.at for row in ledger.rows[-1:]] + [version.at for version in versions.of(content)[0]]
    newest = max(days, default="")
    if on and on < newest:
        raise AtlasError(f"--on must not be before {newest}, the newest day in ledger.tsv and versions.tsv; got {on}")
    return on or max(newest, git.head_date(folder) or newest_day(content))


# --- numbers


def ids_to_give(content: Content, refer: References, ledger: Ledger) -> Ids:
    """The id of each record that has none and is to have one: what the ledger says already, else the next number."""
    ids: Ids = {}
    for row in ledger.last.values():
        found = refer.resolve(row.key, row.kind)
        if row.id and found and row.id not in refer.by_id and not identity(refer.present[found[0]][found[1]]):
            ids[found] = row.id
    taken = _highest([*ledger.ids, *refer.by_id, *(version.id for version in versions.of(content)[0])])
    for kind, records in records_by_kind(content).items():
        for key in sorted(records) if kind in PLATFORM_KINDS else ():
            if (kind, key) not in ids and not identity(records[key]) and _is_due(content, records[key]):
                letter = LETTERS[kind]
                taken[letter] += 1
                ids[kind, key] = f"{content.site.id_prefix}-{letter}-{taken[letter]:0{DIGITS[letter]}}"
    return ids


def _highest(identifiers: Iterable[str]) -> dict[str, int]:
    """By letter, the highest number in use."""
    taken = dict.fromkeys(LETTERS.values(), 0)
    for letter, number in filter(None, map(number_of, identifiers)):
        taken[letter] = max(taken[letter], number)
    return taken


def _is_due(content: Content, record: Record) -> bool:
    """Whether a record may be published: no draft, and reviewed where that is asked for."""
    if not isinstance(record, Provision | Finding):
        return True
    is_reviewed = record.analysis.reviewed_by if isinstance(record, Provision) else record.reviewed_on
    return not record.draft and bool(is_reviewed or not content.site.require_review)


def _with_ids(content: Content, ids: Mapping[tuple[str, str], str]) -> Content:
    """The content as it will be read once the ids are written."""

    def numbered(kind: str) -> dict[str, Any]:
        records = records_by_kind(content)[kind]
        return {k: r.model_copy(update={"id": ids[kind, k]}) if (kind, k) in ids else r for k, r in records.items()}

    entities, documents, provisions, findings = (numbered(kind) for kind in PLATFORM_KINDS)
    return replace(content, entities=entities, documents=documents, provisions=provisions, findings=findings)


def _numbered_files(content: Content, ids: Ids) -> Iterator[tuple[str, str, bytes]]:
    """Each id with the file it belongs to and the bytes that file is to have."""
    present = records_by_kind(content)
    for (kind, key), identifier in ids.items():
        path = present[kind][key].path
        yield identifier, path, with_first_key(path, _bytes(content, path), "id", identifier)


# --- versions


def _keep_versions(folder: Path, content: Content, memo: Memo, day: str) -> tuple[Version, ...]:
    """Keeps every published record whose words differ from its newest version's; lists files that have no row yet."""
    refer = references(content)
    known = versions.editions(content, refer, memo)
    left = _leftovers(content, refer, day)
    fresh = []
    records: tuple[Provision | Finding, ...] = (*content.provisions.values(), *content.findings.values())
    for record in records:
        newest = [(edition.version.n, edition.value, edition.body) for edition in known.get(record.id or "", ())[-1:]]
        if leftover := left.get(record.id or ""):
            fresh.append(leftover)
            source = parsed(leftover.path, _bytes(content, leftover.path))
            newest = [(leftover.n, source.value, source.body)]
        said = [versions.own_words(value, body, refer) for _, value, body in newest]
        if record.id and not record.draft and said != [versions.current(content, record, refer)]:
            fresh.append(_keep(folder, content, record, day, newest[0][0] + 1 if newest else 1))
    if fresh:
        write(folder, versions.PATH, versions.with_versions(_bytes(content, versions.PATH), fresh))
    return tuple(fresh)


def _leftovers(content: Content, refer: References, day: str) -> dict[str, Version]:
    """By id, the version whose file a run that was cut short wrote; it may be the only copy of what was published."""
    found = (versions.adopted(content, refer, path, day) for path in versions.unlisted(content))
    return {version.id: version for version in found if version}


def _keep(folder: Path, content: Content, record: Provision | Finding, day: str, n: int) -> Version:
    """Writes the file of a version: the record's bytes as they are now."""
    data = (folder / record.path).read_bytes()
    captures = content.captures[document_of(record.key)].captures
    text = next(capture.text_sha256 for capture in captures if capture.captured_at == record.capture)
    version = Version(day, record.id or "", n, hashlib.sha256(data).hexdigest(), record.capture, text)
    if (folder / version.path).exists():
        raise AtlasError(f"{version.path} must keep its bytes, and is in the way of a new version; run `atlas check`")
    write(folder, version.path, data)
    return version


def _bytes(content: Content, path: str) -> bytes:
    """The bytes of a file as they were when the content was read; none where there is no file."""
    file = content.files.get(path)
    return file.read_bytes() if file else b""
