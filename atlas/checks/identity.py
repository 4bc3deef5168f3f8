"""Checks of identifiers, former addresses and folders: each id and address belongs to one record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas import ledger as ledgers
from atlas.checks.found import Found, all_records
from atlas.ids import DIGITS, KINDS, SLUG, address, id_pattern, slug_fault
from atlas.problems import did_you_mean
from atlas.reading import Content
from atlas.references import PLATFORM_KINDS, References, former_key
from atlas.sources import Pointer

LETTERS = {kind: letter for letter, kind in KINDS.items()}
PARTS = {"entity": 1, "document": 2, "provision": 3, "finding": 4}


def _identified(content: Content) -> Iterator[tuple[str, str, str]]:
    """Kind, file and id of every record that has one."""
    for kind, _, record in all_records(content):
        if identifier := getattr(record, "id", None):
            yield kind, record.path, identifier


def duplicate_id(content: Content, refer: References) -> Iterator[Found]:
    """No two records must have the same id. Take it out of the one that ledger.tsv does not give it to."""
    holders: dict[str, list[tuple[str, str]]] = {}
    for kind, key, record in all_records(content):
        if identifier := getattr(record, "id", None):
            holders.setdefault(identifier, []).append((address(kind, key), record.path))
    ledger = ledgers.of(content)[0]
    for identifier, found in holders.items():
        owners = [path for url, path in found if (row := ledger.last.get(url)) and row.id == identifier]
        owner = owners[0] if len(owners) == 1 else found[0][1]
        mend = f", whose it is by {ledgers.PATH}: take the line out here" if len(owners) == 1 else ""
        for path in (path for _, path in found if path != owner):
            yield Found(path, ("id",), f"id must be given once; {identifier} stands in {owner} too{mend}")


def malformed_id(content: Content, refer: References) -> Iterator[Found]:
    """An id must have the site's prefix, the letter of its kind and enough digits; `assign` gives it, nobody else."""
    prefix = content.site.id_prefix
    for kind, path, identifier in _identified(content) if content.has_site else ():
        letter = LETTERS[kind]
        if not id_pattern(prefix, letter).fullmatch(identifier):
            form = f"{prefix}-{letter}-{'0' * (DIGITS[letter] - 1)}1"
            yield Found(path, ("id",), f"id must look like {form}, and is given by assign; got '{identifier}'")


def _aliases(content: Content) -> Iterator[tuple[str, str, str, Pointer, str]]:
    """Kind, key, file, pointer and words of every alias."""
    for kind, key, record in all_records(content):
        for index, alias in enumerate(record.aliases):
            yield kind, key, record.path, ("aliases", index), alias


def malformed_alias(content: Content, refer: References) -> Iterator[Found]:
    """An alias must be a slug, or a full path with as many parts as the record's own."""
    for kind, _, path, pointer, alias in _aliases(content):
        parts = alias.split("/")
        wanted = PARTS.get(kind, 1)
        fault = next((f"'{part}' {why}" for part in parts if (why := _part_fault(part, kind))), None)
        if not fault and len(parts) not in (1, wanted):
            fault = f"a full path of a {kind} has {wanted} parts"
        if not fault and kind == "finding" and len(parts) == wanted and parts[2] != "finding":
            fault = "a full path of a finding reads entity/document/finding/clause-type"
        if fault:
            yield Found(path, pointer, f"alias must be a former slug or full path; {fault}")


def _part_fault(part: str, kind: str) -> str | None:
    if kind == "finding" and part == "finding":
        return None
    return slug_fault(part) if SLUG.fullmatch(part) else "is no slug"


def duplicate_alias(content: Content, refer: References) -> Iterator[Found]:
    """A former address must lead to one record: no two may claim it, and none twice."""
    first: dict[str, str] = {}
    for kind, key, path, pointer, alias in _aliases(content):
        where = address(kind, former_key(kind, key, alias))
        if where in first:
            yield Found(path, pointer, f"alias must be claimed once; {where} is claimed by {first[where]} too")
        first.setdefault(where, path)


def alias_in_use(content: Content, refer: References) -> Iterator[Found]:
    """An alias must not be the address of a record that is there, its own included."""
    living = {address(kind, key): record.path for kind, key, record in all_records(content)}
    for kind, key, path, pointer, alias in _aliases(content):
        where = address(kind, former_key(kind, key, alias))
        if where in living:
            yield Found(path, pointer, f"alias must be an address no longer in use; {where} is that of {living[where]}")


def orphan_folder(content: Content, refer: References) -> Iterator[Found]:
    """A folder below platform/ must have its entity.yaml, and the folder of a document its document.yaml."""
    seen: set[str] = set()
    for path in content.files:
        parts = path.split("/")
        if parts[0] != "platform":
            continue
        wanted = [f"platform/{parts[1]}/entity.yaml"] if len(parts) > 2 else []
        wanted += ["/".join([*parts[:3], "document.yaml"])] if len(parts) > 3 else []
        for file in wanted:
            if file not in content.files and file not in content.broken and file not in seen:
                seen.add(file)
                yield Found(path, (), f"{file} must be there; this file lies below it")


def unknown_logged_field(content: Content, refer: References) -> Iterator[Found]:
    """A log entry must name fields of its record, such as `answer` or `excerpts`, or `body`."""
    for kind, _, record in all_records(content):
        if kind not in PLATFORM_KINDS:
            continue
        fields = {info.alias or name for name, info in type(record).model_fields.items()} | {"body"}
        for index, entry in enumerate(getattr(record, "log", ())):
            for name in entry.fields:
                if re.split(r"[.\[]", name)[0] not in fields:
                    what = f"fields must name fields of this record; got '{name}'{did_you_mean(name, fields)}"
                    yield Found(record.path, ("log", index, "fields", name), what, is_key=True)
