"""A record under another name or in another place: its files, its former address, every reference to it.

In: a content folder without errors, and two paths as references give them, `acme/terms/arbitration`, or with the kind
before for the vocabulary, `clause-type/arbitration`; an id may stand for the old one. Out: the files moved, the old
name added to `aliases`, every field that names the record by path rewritten; nothing else is touched. A clause type
takes its findings along, which are named for it. Links in prose stay: the old address leads on.

Of a published record that was moved by hand already it does the rest: the files go back, and the rename is done whole.

Refused: a name that is taken, or was another record's; what would leave an error behind, and then all is as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from atlas import ledger as ledgers
from atlas.checks.found import FILES
from atlas.edits import with_entry, with_words
from atlas.ids import address, slug_fault
from atlas.memo import Memo
from atlas.problems import AtlasError, did_you_mean, errors
from atlas.reading import Content, read
from atlas.references import PLATFORM_KINDS, References, former_key, records_by_kind, references
from atlas.site import Options, Outcome, Report, examine
from atlas.sources import Pointer
from atlas.writing import alone, write

VOCABULARY = ("operator", "clause-type", "category", "regulation", "agency", "page")
RECORD = ("provision", "finding")
RETIRED: dict[tuple[str, ...], tuple[str, ...]] = {("retired", "successors"): ()}  # () stands for the record's own kind
# Where each kind names others by path: the keys down to the value, through lists, and the kinds it may name.
REFERENCES: Mapping[str, Mapping[tuple[str, ...], tuple[str, ...]]] = {
    "entity": {("operator",): ("operator",), ("supersedes",): ("entity",), **RETIRED},
    "document": {
        ("editions", "document"): ("document",),
        ("relies_on", "document"): ("document",),
        ("prevails_over", "document"): ("document",),
        ("also_covers",): ("entity",),
        **RETIRED,
    },
    "provision": {
        ("clause_type",): ("clause-type",),
        ("supports", "document"): ("document",),
        ("regulations", "id"): ("regulation",),
        ("supersedes",): RECORD,
        ("related",): (*RECORD, "document", "entity"),
        ("withdrawn", "successors"): RECORD,
    },
    "finding": {("refers_to",): ("document",), ("withdrawn", "successors"): RECORD},
    "clause-type": {("category",): ("category",), ("typical_regulations",): ("regulation",), **RETIRED},
    "operator": {("parent",): ("operator",), **RETIRED},
    "agency": {("enforces",): ("regulation",), **RETIRED},
    "category": RETIRED,
    "regulation": RETIRED,
    "page": RETIRED,
}


FORMS = {
    "entity": "<platform>",
    "document": "<platform>/<document>",
    "provision": "<platform>/<document>/<provision>",
    "finding": "<platform>/<document>/finding/<clause-type>",
    **{kind: f"{kind}/<slug>" for kind in VOCABULARY},
}


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a run did: where the record was and is, and the files that name it and were rewritten."""

    kind: str
    old: str
    new: str
    rewritten: tuple[str, ...] = field(default=())


def rename(options: Options, old: str, new: str, report: Report | None = None) -> tuple[Outcome, Renamed | None]:
    """What the check found, and what was done: None, and nothing, when there were errors before or would be after."""
    with alone(options.content), Memo(options.cache, jobs=options.jobs) as memo:
        undo = _Undo(options.content)
        try:
            _move_back(options.content, old, new, undo)
            outcome = examine(options, memo, report)
            if outcome.content is None or errors(outcome.problems):
                undo.all()
                return outcome, None
            plan = _plan(outcome.content, references(outcome.content), old, new)
            _carry_out(options.content, outcome.content, plan, undo)
            outcome = examine(options, memo, report)
        except BaseException:
            undo.all()
            raise
        if errors(outcome.problems):
            undo.all()
            return outcome, None
    return outcome, Renamed(plan.kind, plan.moves[plan.kind][0][0], plan.moves[plan.kind][0][1], tuple(plan.edits))


@dataclass(frozen=True, slots=True)
class _Plan:
    """`moves` by kind are old and new keys of what gets another name itself; `below` gives the new key of everything
    that lies below; `edits` by file are the references to rewrite."""

    kind: str
    moves: Mapping[str, list[tuple[str, str]]]
    edits: Mapping[str, Mapping[Pointer, str]]


# --- what is to be done


def _plan(content: Content, refer: References, old: str, new: str) -> _Plan:
    kind, key = _record(refer, old)
    wanted = _new_key(kind, new)
    _may_be_named(content, refer, kind, key, wanted)
    moves = {kind: [(key, wanted)]}
    if kind == "clause-type":
        slugs = [finding for finding in content.findings if finding.rsplit("/", 1)[1] == key]
        moves["finding"] = [(finding, f"{finding.rpartition('/')[0]}/{wanted}") for finding in slugs]
    edits = {path: found for path, found in _edits(content, moves) if found}
    return _Plan(kind, moves, edits)


def _record(refer: References, name: str) -> tuple[str, str]:
    """Kind and key of the record that is to be renamed."""
    path = _path(name)
    head, _, rest = path.partition("/")
    kinds, key = ((head,), rest) if head in VOCABULARY else (PLATFORM_KINDS, path)
    found = refer.resolve(key, *kinds)
    if found and (found[1] == key or key in refer.by_id):
        return found
    known = [key for kind in kinds for key in refer.present[kind]]
    hint = f"; it is '{found[1]}' now" if found else did_you_mean(key, known)
    raise AtlasError(f"there is no record '{name}'{hint}; name one by its path, as acme/terms or clause-type/law")


def _path(name: str) -> str:
    """A path as references give it, also of one copied from an address or a file name."""
    path = name.strip("/").removeprefix("content/").removeprefix("platform/")
    for suffix in ("/entity.yaml", "/document.yaml", ".md", ".yaml"):
        path = path.removesuffix(suffix)
    return path


def _new_key(kind: str, name: str) -> str:
    """The key that a path names, of the same kind as the record's."""
    key = _path(name).removeprefix(f"{kind}/") if kind in VOCABULARY else _path(name)
    parts = key.split("/")
    form = FORMS[kind].removeprefix(f"{kind}/").split("/")
    if len(parts) != len(form) or (kind == "finding" and parts[2] != "finding"):
        raise AtlasError(f"the new name of this {kind} must read {FORMS[kind]}; got '{name}'")
    for nth, part in enumerate(parts):
        if (fault := slug_fault(part)) and not (kind == "finding" and nth == 2):
            raise AtlasError(f"'{part}' cannot be a name: it {fault}")
    return key


def _may_be_named(content: Content, refer: References, kind: str, key: str, wanted: str) -> None:
    """Refuses a key that another record has or had, and a place that is not there."""
    if wanted == key:
        raise AtlasError(f"'{key}' has that name already")
    places = [kind] if kind in VOCABULARY else PLATFORM_KINDS
    if any(wanted in refer.present[place] for place in places):
        raise AtlasError(f"{address(kind, wanted)} is taken; choose another name")
    was = refer.resolve(wanted, kind)
    row = ledgers.of(content)[0].last.get(address(kind, wanted))
    if (was and was != (kind, key)) or (row and row.id != ledgers.identity(refer.present[kind][key])):
        other = f", {was[1]}" if was else ""
        raise AtlasError(f"{address(kind, wanted)} was another record's{other}, and leads to it; choose another name")
    parts = wanted.split("/")
    for depth, above in ((2, "document"), (1, "entity")) if kind in PLATFORM_KINDS else ():
        if len(parts) > depth and "/".join(parts[:depth]) not in refer.present[above]:
            raise AtlasError(f"there is no {above} '{'/'.join(parts[:depth])}' to move it to; add that first")
    if kind == "finding" and parts[3] != key.rsplit("/", 1)[1]:
        raise AtlasError("a finding is named for its clause type; rename that, or write a new finding")


def _edits(content: Content, moves: Mapping[str, list[tuple[str, str]]]) -> Iterator[tuple[str, dict[Pointer, str]]]:
    """By file, the references that name what moves, with their new words. Those by id or a former path stay."""
    present = records_by_kind(content)
    for path, named in named_by(content):
        yield (
            path,
            {
                pointer: moved
                for pointer, words, kinds in named
                if any(words in present[kind] for kind in kinds) and (moved := _moved(words, kinds, moves))
            },
        )


def named_by(content: Content) -> Iterator[tuple[str, list[tuple[Pointer, str, tuple[str, ...]]]]]:
    """For each record's file, every reference in it: where, its words, the kinds it may name."""
    for kind, records in records_by_kind(content).items():
        for record in records.values():
            value = content.sources[record.path].value
            yield (
                record.path,
                [
                    (pointer, words, kinds or (kind,))
                    for keys, kinds in REFERENCES[kind].items()
                    for pointer, words in _words(value, keys, ())
                ],
            )


def _words(value: Any, keys: tuple[str, ...], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """The strings at the end of some keys, through lists on the way."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _words(inner, keys, (*pointer, index))
    elif keys and isinstance(value, dict):
        yield from _words(value.get(keys[0]), keys[1:], (*pointer, keys[0]))
    elif not keys and isinstance(value, str):
        yield pointer, value


def _moved(words: str, kinds: tuple[str, ...], moves: Mapping[str, list[tuple[str, str]]]) -> str | None:
    """A present key with the new one in the place of the old; None when it names nothing that moves."""
    for kind, pairs in moves.items():
        for old, new in pairs:
            if words == old and kind in kinds:
                return new
            if kind in ("entity", "document") and words.startswith(f"{old}/"):
                return new + words.removeprefix(old)
    return None


# --- doing it


class _Undo:
    """What was done, so that it can be taken back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.steps: list[tuple[str, str, bytes]] = []

    def write(self, path: str, data: bytes) -> None:
        self.steps.append(("write", path, (self.folder / path).read_bytes()))
        write(self.folder, path, data)

    def move(self, old: str, new: str) -> None:
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).rename(self.folder / new)
        self.steps.append(("move", old, new.encode()))
        _drop_empty((self.folder / old).parent)

    def all(self) -> None:
        for what, path, data in reversed(self.steps):
            if what == "write":
                write(self.folder, path, data)
            else:
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / data.decode()).rename(self.folder / path)
                _drop_empty((self.folder / data.decode()).parent)
        self.steps = []


def _drop_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def _carry_out(folder: Path, content: Content, plan: _Plan, undo: _Undo) -> None:
    """References first, then former names, then the files: until then every file is where it was."""
    for path, changes in plan.edits.items():
        undo.write(path, with_words(path, (folder / path).read_bytes(), changes))
    for kind, pairs in plan.moves.items():
        for old, new in pairs:
            _note_alias(folder, content, kind, old, new, undo)
    for kind, pairs in plan.moves.items():
        for old, new in pairs:
            undo.move(_place(kind, old), _place(kind, new))


def _move_back(folder: Path, old: str, new: str, undo: _Undo) -> None:
    """Puts back what was moved by hand to where the rename is to move it: a record that ledger.tsv knows at the old
    address, and that is at the new one."""
    was, now = _path(old), _path(new)
    head, depth = was.partition("/")[0], was.count("/")
    kind = head if head in VOCABULARY else PLATFORM_KINDS[min(depth, 3)]
    key, wanted = (path.removeprefix(f"{kind}/") if kind in VOCABULARY else path for path in (was, now))
    if (folder / _place(kind, key)).exists() or not (folder / FILES[kind].format(wanted)).is_file():
        return
    content, _ = read(folder)
    row, record = ledgers.of(content)[0].last.get(address(kind, key)), records_by_kind(content)[kind].get(wanted)
    if row and record and row.state != "moved" and row.id == ledgers.identity(record):
        undo.move(_place(kind, wanted), _place(kind, key))


def _place(kind: str, key: str) -> str:
    """What is moved: a folder for entities and documents, else the record's file."""
    file = FILES[kind].format(key)
    return file.rpartition("/")[0] if kind in ("entity", "document") else file


def _note_alias(folder: Path, content: Content, kind: str, old: str, new: str, undo: _Undo) -> None:
    """Adds the old name to the record's aliases, in the place of the new one if it had that before. In another folder
    it is the whole path, and so become the slugs that were there."""
    record = records_by_kind(content)[kind][old]
    before, after = old.rpartition("/")[0], new.rpartition("/")[0]
    alias = old if before != after else old.rpartition("/")[2]
    changes: dict[Pointer, str] = {}
    for index, was in enumerate(record.aliases):
        if former_key(kind, old, was) == new:
            changes["aliases", index] = alias
        elif before != after and "/" not in was:
            changes["aliases", index] = f"{before}/{was}"
    data = (folder / record.path).read_bytes()
    data = with_words(record.path, data, changes) if changes else data
    if alias not in changes.values():
        data = with_entry(record.path, data, "aliases", alias)
    undo.write(record.path, data)
