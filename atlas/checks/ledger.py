"""Checks of the promise: every published id and address stays, every published version is as it was.

The mend stands in each message: the edit to make, or the command to run (`mends`). `id_not_written` and
`version_not_listed` are what an `assign` that was cut short leaves behind; running it again mends them, so it does not
stop at them. What it cannot have left behind is another fault, for it would give published versions other bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from atlas import ledger as ledgers
from atlas import versions
from atlas.checks.found import FILES, Found, all_records, may_be_broken
from atlas.checks.mends import Past, restoring
from atlas.ids import address
from atlas.ledger import LETTERS, Ledger, Row, identity
from atlas.reading import Content
from atlas.references import ABOVE, PLATFORM_KINDS, References
from atlas.shapes import Record
from atlas.versions import Version

Owner = tuple[str, str] | None  # kind and key of the record that an id or an address is of, if it is there
MENDED_BY_ASSIGN = frozenset({"id-not-written", "version-not-listed"})


def malformed_ledger(content: Content, refer: References) -> Iterator[Found]:
    """ledger.tsv must be as assign wrote it: the header, then rows of seven fields. Undo edits of it with
    `git checkout HEAD -- content/ledger.tsv content/version`."""
    faults = ledgers.of(content)[1]
    mend = Past(content).tables_back() if faults else ""
    for fault in faults:
        yield Found(ledgers.PATH, (), f"{fault.text}. {mend}", at=(fault.line, fault.column))


def shared_id(content: Content, refer: References) -> Iterator[Found]:
    """In ledger.tsv an id must stand for one record, and an address for one id: numbers are never reused."""
    shared = list(_shared(_ledger(content), refer))
    mend = Past(content).tables_back() if shared else ""
    for row, what in shared:
        yield _in_ledger(row, "id", f"{what}. {mend}")


def _shared(ledger: Ledger, refer: References) -> Iterator[tuple[Row, str]]:
    """Each row that gives an id or an address to a second record, and what it clashes with."""
    first: dict[str, Row] = {}
    standing: dict[str, Row] = {}
    for row in ledger.rows:
        known = first.setdefault(row.url, row)
        if known.id != row.id:
            what = f"address must keep the id {known.id or 'it has not'} of line {known.line}; got {row.id or 'none'}"
            yield row, what
        other = standing.get(row.id)
        if row.id and row.state != "moved":
            if other and other.url != row.url and not _has_moved(ledger, refer, other, row):
                what = f"id must stand for one record; {row.id} is also that of {other.url} in line {other.line}"
                yield row, what
            else:
                standing[row.id] = row


def _has_moved(ledger: Ledger, refer: References, before: Row, after: Row) -> bool:
    """Whether the rows or the records say that what was at one address is at the other now."""
    if ledger.leads_to(before.url) in (after.url, ledger.leads_to(after.url)):
        return True
    found = refer.resolve(before.key, before.kind)
    return found is not None and address(*found) == after.url


def id_not_assigned(content: Content, refer: References) -> Iterator[Found]:
    """An id must be one that assign gave: ledger.tsv must have it. Take a hand-written one out, assign gives the next
    number on main; of one that was published bring the row back."""
    ledger, faults = ledgers.of(content)
    past = Past(content)
    for kind, key, record in all_records(content) if not faults else ():
        identifier = identity(record)
        is_new = not ledger.last.get(address(kind, key))
        if identifier and is_new and identifier not in ledger.ids and refer.by_id.get(identifier) == (kind, key):
            what = f"id must be one that assign gave; {identifier} is not in ledger.tsv"
            yield Found(record.path, ("id",), what + _unknown_to_ledger(content, past, identifier))


def _unknown_to_ledger(content: Content, past: Past, identifier: str) -> str:
    """What to do about an id that the ledger has not: its row comes back if there was one, else the id goes."""

    def holds(ledger: Ledger, _: tuple[Version, ...]) -> bool:
        return identifier in ledger.ids

    back = past.rows_back("it", f"content/{ledgers.PATH}", holds)
    known = past.revision(holds)
    if known or any(version.id == identifier for version in versions.of(content)[0]):
        return f", and its row is gone from there: {back}"
    if known is None and ledgers.PATH not in content.files:
        return f", which is not there: {back}; if there never was one, take the line out"
    return ": take the line out"


def id_not_written(content: Content, refer: References) -> Iterator[Found]:
    """A record must have the id that ledger.tsv gives its address. Run `atlas assign`, which writes it."""
    for row, record in _once(_standing(content, refer)):
        if not identity(record) and row.id not in refer.by_id:
            what = f"id must be {row.id}, which ledger.tsv gives this record; run `atlas assign`, or write it back"
            yield Found(record.path, (), what)


def id_changed(content: Content, refer: References) -> Iterator[Found]:
    """A published record must keep its id."""
    ledger = _ledger(content)
    rows = ((row, record) for row, record in _standing(content, refer) if not _is_merged(ledger, row, record))
    for row, record in _once(rows):
        if identity(record) not in ("", row.id) and not _has_gone_on(ledger, refer, row):
            what = f"id must remain {row.id}, as published at {row.url}; got {identity(record)}: write the old one back"
            yield Found(record.path, ("id",), what)


def _is_merged(ledger: Ledger, row: Row, record: Record) -> bool:
    """Whether another published record claims the address of one that is gone."""
    return row.key != record.key and identity(record) not in ("", row.id) and identity(record) in ledger.ids


def _has_gone_on(ledger: Ledger, refer: References, row: Row) -> bool:
    """Whether the id of a row stands in a record whose own address is not that of another id."""
    owner = refer.by_id.get(row.id)
    published = ledger.last.get(address(*owner)) if owner else None
    return owner is not None and (published is None or published.id == row.id)


def address_taken(content: Content, refer: References) -> Iterator[Found]:
    """A published address must go on naming its record, not another: the new record needs another name, the old one
    the address among its aliases."""
    ledger = _ledger(content)
    for row, record in _standing(content, refer):
        owner = refer.by_id.get(row.id)
        other = ledger.last.get(address(*owner)) if owner else None
        is_shared = other is not None and other.id == row.id and row.state != "moved"  # which is reported already
        if owner and owner[1] != record.key and not is_shared and _has_gone_on(ledger, refer, row):
            yield _taken(refer, row, record, owner)
    for row, record in _standing(content, refer, with_ids=False):
        owner = refer.resolve(ledgers.key_at(row.kind, ledger.leads_to(row.url)), row.kind)
        if owner and owner[1] != record.key:
            yield _taken(refer, row, record, owner)


def _taken(refer: References, row: Row, record: Record, owner: tuple[str, str]) -> Found:
    path = refer.present[owner[0]][owner[1]].path
    what = f"{row.url} must go on leading to {row.id or 'its record'}, which is {path} now"
    return Found(record.path, (), f"{what}: give this record another name, and add '{row.key}' to aliases there")


def address_lost(content: Content, refer: References) -> Iterator[Found]:
    """Every address ever published must go on answering: by a record that is there, or has it among its aliases. What
    is over is withdrawn or retired, never deleted. Of a folder that is gone only the outermost address is reported."""
    ledger = _ledger(content)
    lost = {(row.kind, row.key): (row, owner) for row, owner in _lost(content, refer, ledger)}
    for row, owner in lost.values():
        if _is_mended_above(lost, row, owner):
            continue
        if owner:
            record = refer.present[owner[0]][owner[1]]
            what = f"aliases must keep {row.url} alive, where this was published; add '{_alias(row.key, record.key)}'"
            yield Found(record.path, ("aliases",), what + _renaming(row, owner))
        elif not content.broken:
            yield _in_ledger(row, "url", f"{row.url} must go on answering; {_restoring(content, row)}")


def _renaming(row: Row, owner: tuple[str, str]) -> str:
    """The command that adds the alias, where a record was moved by hand since; a finding follows its clause type."""
    if row.state == "moved" or row.kind == "finding":
        return ""
    old, new = (f"{kind}/{key}" if kind not in LETTERS else key for kind, key in ((row.kind, row.key), owner))
    return f" (`atlas rename {old} {new}` does it for you)"


def _lost(content: Content, refer: References, ledger: Ledger) -> Iterator[tuple[Row, Owner]]:
    """The row of each address that nothing answers at, and kind and key of the record it was of, if that is there."""
    for row in ledger.last.values():
        found = refer.resolve(row.key, row.kind)
        if found and (row.id in refer.by_id or not _is_merged(ledger, row, refer.present[found[0]][found[1]])):
            continue
        if not may_be_broken(content, row.kind, row.key):
            end = ledgers.key_at(row.kind, ledger.leads_to(row.url))
            yield row, refer.by_id.get(row.id) or (refer.resolve(end, row.kind) if not found else None)


def _is_mended_above(lost: Mapping[tuple[str, str], tuple[Row, Owner]], row: Row, owner: Owner) -> bool:
    """Whether an address answers again once that of a folder above it does: both are gone, or moved together."""
    parts = row.key.split("/")
    for depth, kind in ABOVE if row.kind in PLATFORM_KINDS else ():
        folder = "/".join(parts[:depth])
        if len(parts) > depth and (kind, folder) in lost:
            above = lost[kind, folder][1]
            if above is None or owner is None:
                return above is owner
            return owner[1] == "/".join([above[1], *parts[depth:]])
    return False


def _alias(former: str, key: str) -> str:
    """A former key as the record writes it: the slug alone while it is in the same folder."""
    return former.rpartition("/")[2] if former.rpartition("/")[0] == key.rpartition("/")[0] else former


def _restoring(content: Content, row: Row) -> str:
    """How a record comes back that was deleted; with its folder, if nothing is left of that."""
    file = FILES[row.kind].format(row.key)
    folder = file.rpartition("/")[0]
    is_whole = row.kind in ("entity", "document") and not any(path.startswith(f"{folder}/") for path in content.files)
    command = restoring(content, folder if is_whole else file, file)
    mark = "withdrawn" if row.kind in ("provision", "finding") else "retired"
    return (
        f"{row.id or 'its record'} is gone with {file}: bring it back (`{command}`) and mark it {mark}; if it is here "
        f"under another name, add '{row.key}' to aliases there"
    )


def published_draft(content: Content, refer: References) -> Iterator[Found]:
    """A published record must not be a draft again: its page would vanish. Take `draft` out, or mark it withdrawn."""
    for row, record in _once(_standing(content, refer)):
        if getattr(record, "draft", False):
            what = f"draft must be taken out again: {row.id} is published at {row.url}; what was a mistake is withdrawn"
            yield Found(record.path, ("draft",), what)


# --- what they share


def _ledger(content: Content) -> Ledger:
    return ledgers.of(content)[0]


def _standing(content: Content, refer: References, *, with_ids: bool = True) -> Iterator[tuple[Row, Record]]:
    """The row that holds of each address, with the record that answers there now."""
    for row in _ledger(content).last.values():
        if bool(row.id) == with_ids and (found := refer.resolve(row.key, row.kind)):
            yield row, refer.present[found[0]][found[1]]


def _once(rows: Iterator[tuple[Row, Record]]) -> Iterator[tuple[Row, Record]]:
    """For each record the newest row, so that one fault is not reported for every former address."""
    yield from {record.path: (row, record) for row, record in rows}.values()


def _in_ledger(row: Row, name: str, text: str) -> Found:
    column = 1 + sum(len(value) + 1 for value in row.fields[: ledgers.HEADER.index(name)])
    return Found(ledgers.PATH, (), text, at=(row.line, column))
