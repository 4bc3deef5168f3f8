"""Checks of kept versions: every row and every file of a published version is there, as published.

`version_not_listed` is what an `assign` that was cut short leaves behind, and what the next one completes: it adds the
row, for the file as it is. No file of version/ is ever overwritten or deleted by a command.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from atlas import ledger as ledgers
from atlas import versions
from atlas.checks.found import Found
from atlas.checks.mends import Past
from atlas.ledger import Ledger, number_of
from atlas.reading import Content
from atlas.references import References
from atlas.versions import Version

FOLDER = "content/version"


def malformed_versions(content: Content, refer: References) -> Iterator[Found]:
    """version/versions.tsv must be as assign wrote it: the header, then rows of six fields; the versions of an id of
    ledger.tsv count up from 1. Undo edits of it with `git checkout HEAD -- content/ledger.tsv content/version`."""
    found, faults = versions.of(content)
    known = ledgers.of(content)[0].ids
    strangers = [version for version in found if version.id not in known]
    mend = Past(content).tables_back() if faults or strangers else ""
    for fault in faults:
        yield Found(versions.PATH, (), f"{fault.text}. {mend}", at=(fault.line, fault.column))
    for version in strangers:
        what = f"id must be one of ledger.tsv; got '{version.id}'. {mend}"
        yield Found(versions.PATH, (), what, at=(version.line, len(version.at) + 2))


def version_altered(content: Content, refer: References) -> Iterator[Found]:
    """The file of a published version must be there, byte for byte as published; only what is hidden may be missing."""
    past = Past(content)
    for version in versions.of(content)[0]:
        file = content.files.get(version.path)
        if file is None and not versions.hidden(content, refer, version, {}):
            what = f"{version.path} must be there; {_file_back(past, version)}"
            yield Found(versions.PATH, (), what, at=(version.line, 1))
        elif file is not None and (got := hashlib.sha256(file.read_bytes()).hexdigest()) != version.sha256:
            what = f"file must be as published, with the SHA-256 {version.sha256}; got {got}"
            mend = f"{_file_back(past, version)}; a change of the record makes a new version"
            yield Found(version.path, (), f"{what}. {mend}")


def _file_back(past: Past, version: Version) -> str:
    return past.rows_back("it", f"content/{version.path}", lambda _, kept: version in kept)


def version_not_listed(content: Content, refer: References) -> Iterator[Found]:
    """Every file in version/ must have a row in versions.tsv. Run `atlas assign`, which finishes what it began."""
    if not versions.of(content)[1]:
        lost = _lost(content)
        for path in versions.unlisted(content):
            if versions.is_leftover(content, refer, path) and path.split("/")[1] not in lost:
                yield Found(path, (), "file must have a row in versions.tsv; run `atlas assign`, which adds it")


def version_row_gone(content: Content, refer: References) -> Iterator[Found]:
    """A file in version/ that assign did not just write must keep its row in versions.tsv. Bring the rows back with
    `git checkout HEAD -- content/version`, or from the commit that has them; assign would give them other bytes."""
    past, lost = Past(content), _lost(content)
    is_reported = bool(versions.of(content)[1]) or _is_table_gone(content, refer)
    for path in versions.unlisted(content) if not is_reported else ():
        _, identifier, name = path.split("/")
        if not versions.is_leftover(content, refer, path) or identifier in lost:
            if content.broken and identifier not in refer.by_id and identifier in ledgers.of(content)[0].ids:
                continue  # its record could not be read, which is reported
            yield Found(path, (), f"file must have a row in versions.tsv{_row_back(past, identifier, name)}")


def _row_back(past: Past, identifier: str, name: str) -> str:
    """What to do about a file without a row: bring it back, or delete what was never published."""
    n = name.partition(".")[0]

    def holds(_: Ledger, kept: tuple[Version, ...]) -> bool:
        return any((version.id, str(version.n)) == (identifier, n) for version in kept)

    if past.revision(holds) == "":
        return "; none ever had one, so it was never published: delete it"
    return f", and its row is gone: {past.rows_back('it', FOLDER, holds)}"


def version_missing(content: Content, refer: References) -> Iterator[Found]:
    """A published provision or finding must have its versions in versions.tsv: what assign once listed is never taken
    out. Bring the rows back with `git checkout HEAD -- content/version`, or from the commit that has them."""
    past = Past(content)
    if _is_table_gone(content, refer):
        mend = past.rows_back("it", FOLDER, lambda _, found: bool(found))
        yield Found(versions.PATH, (), f"file must be there since ledger.tsv gives ids of provisions; {mend}")
    for identifier in sorted(_lost(content) & _versioned(content, refer)) if not versions.of(content)[1] else ():
        kind, key = refer.by_id[identifier]
        what = f"{identifier} must have its versions in versions.tsv, and their rows are gone"
        yield Found(refer.present[kind][key].path, ("id",), f"{what}: {_versions_back(past, identifier)}")


def _versions_back(past: Past, identifier: str) -> str:
    def holds(_: Ledger, kept: tuple[Version, ...]) -> bool:
        return identifier in {version.id for version in kept}

    return past.rows_back("them", FOLDER, holds)


def _versioned(content: Content, refer: References) -> set[str]:
    """The ids of provisions and findings that ledger.tsv knows and that are there."""
    known = ledgers.of(content)[0].ids & refer.by_id.keys()
    return {identifier for identifier in known if (number := number_of(identifier)) and number[0] in "PF"}


def _is_table_gone(content: Content, refer: References) -> bool:
    """Whether versions.tsv is gone, which assign makes before it gives an id."""
    return versions.PATH not in content.files and bool(_versioned(content, refer))


def _lost(content: Content) -> set[str]:
    """The ids whose versions were listed once and are not: a run of assign after the one that gave the id, or that run
    itself, listed others. A run that was cut short listed none."""
    found = versions.of(content)[0]
    first = {row.id: row for row in reversed(ledgers.of(content)[0].rows) if row.id}
    listed = {version.id for version in found}
    last = max((first[identifier].line for identifier in listed if identifier in first), default=0)
    newest = max((version.at for version in found), default="")
    return {row.id for row in first.values() if row.id not in listed and (row.line < last or row.at < newest)}
