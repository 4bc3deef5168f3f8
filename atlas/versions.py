"""Published versions of a provision's or finding's own words: which there are, and what tells one from the next.

`content/version/versions.tsv` has a row a version, `at, id, n, sha256, capture, text_sha256`; the record's file as it
was then lies in `version/<id>/<n>.md` or `.yaml`, byte for byte. Both are written by `assign`, the file before its row.

**What makes a version.** A citation must lead to what was read, so n counts published changes of what a record says of
a clause, in four groups:
- *words*: the title, the body, the questions; of a finding its note;
- *answer*: clause type, answer, value, scope and variants; of a finding its kind and where it refers to;
- *severity*: severity and the reason for it;
- *quotes*: the capture, the excerpts, former wordings, words elsewhere; of a finding the capture, what was read and
  searched. A later capture of the same words is another quote: a citation names the capture.
All else makes none: actions and their steps, regulations, dates and names of review, confidence, later verdicts, log,
replies, related records, aliases, and that a record was withdrawn. White space is folded, so re-wrapped lines are the
same words. References are compared by the record they lead to, so a rename is no change.

In: the table's bytes, files, content. Out: rows and faults; `Edition` values with what changed.

    >>> changes({"words": "a", "answer": "x"}, {"words": "a", "answer": "y"})
    ('answer',)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from atlas.edits import parsed
from atlas.ids import document_of
from atlas.ledger import Fault, number_of, read_table, table
from atlas.ledger import of as ledger_of
from atlas.memo import Memo
from atlas.problems import AtlasError
from atlas.reading import Content
from atlas.references import References
from atlas.shapes import Record

PATH = "version/versions.tsv"
HEADER = ("at", "id", "n", "sha256", "capture", "text_sha256")
GROUPS = ("words", "answer", "severity", "quotes")
PROVISION = {
    "words": ("title", "questions"),
    "answer": ("clause_type", "answer", "value", "scope", "variants"),
    "severity": ("severity", "severity_because"),
    "quotes": ("capture", "excerpts", "earlier", "supports"),
}
FINDING = {
    "words": ("note",),
    "answer": ("finding", "refers_to"),
    "severity": (),
    "quotes": ("capture", "read", "searched"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """A row of the table: the hash is of the version's file, `capture` the time it quotes, `text_sha256` the hash of
    the text of that capture. `line` is where it stands, counted from 1."""

    at: str
    id: str
    n: int
    sha256: str
    capture: str
    text_sha256: str
    line: int = field(default=0, compare=False)

    @property
    def path(self) -> str:
        """The version's file, from the content folder."""
        return file_of(self.id, self.n)

    @property
    def fields(self) -> tuple[str, ...]:
        return self.at, self.id, str(self.n), self.sha256, self.capture, self.text_sha256


@dataclass(frozen=True, slots=True)
class Edition:
    """A version with the record as it was: its values and body, and what changed since the version before, by group."""

    version: Version
    value: Mapping[str, Any]
    body: str
    changed: tuple[str, ...]


def file_of(identifier: str, n: int) -> str:
    """`version/PA-P-000042/3.md`; a finding is YAML."""
    return f"version/{identifier}/{n}.{suffix_of(identifier)}"


def suffix_of(identifier: str) -> str:
    """The ending of a record's file, by its id."""
    return "md" if (number := number_of(identifier)) and number[0] == "P" else "yaml"


# --- the table


def of(content: Content) -> tuple[tuple[Version, ...], tuple[Fault, ...]]:
    """The content's rows and what is wrong with the file; none where there is no file yet."""
    file = content.files.get(PATH)
    return read(file.read_bytes() if file else b"")


@lru_cache(maxsize=8)
def read(data: bytes) -> tuple[tuple[Version, ...], tuple[Fault, ...]]:
    """The rows in order, and what is wrong with the file. The versions of an id must count up from 1."""
    lines, faults = read_table(data, HEADER)
    found: list[Version] = []
    last: dict[str, int] = {}
    for number, (at, identifier, n, sha256, capture, text_sha256) in lines:
        wanted = last.get(identifier, 0) + 1
        if n != str(wanted):
            faults.append(Fault(number, 1, f"n must be {wanted}, the next of {identifier}; got '{n}'"))
        elif (letter := number_of(identifier)) is None or letter[0] not in "PF":
            faults.append(Fault(number, 1, f"id must be that of a provision or finding; got '{identifier}'"))
        else:
            last[identifier] = wanted
            found.append(Version(at, identifier, wanted, sha256, capture, text_sha256, number))
    return tuple(found), tuple(faults)


def with_versions(data: bytes, fresh: Iterable[Version]) -> bytes:
    """The table with rows added; not a byte of the old ones changes."""
    made = table(HEADER, (version.fields for version in fresh))
    return data + made.split(b"\n", 1)[1] if data else made


# --- files that a run of assign left without a row


def unlisted(content: Content) -> list[str]:
    """Files of version/ that have no row in the table."""
    listed = {PATH, *(version.path for version in of(content)[0])}
    return [path for path in content.files if path.startswith("version/") and path not in listed]


def is_leftover(content: Content, refer: References, path: str) -> bool:
    """Whether a run of `assign` that was cut short may have written a file: it made the table before, and the file is
    the next version of a record that is there."""
    return PATH in content.files and adopted(content, refer, path, "") is not None


def adopted(content: Content, refer: References, path: str, day: str) -> Version | None:
    """The row that the next version of a record gets for a file that is there already; None for what is none."""
    _, identifier, name = path.split("/")
    n = 1 + max((version.n for version in of(content)[0] if version.id == identifier), default=0)
    if path != file_of(identifier, n) or not (holder := holder_of(content, refer, identifier)):
        return None
    data = content.files[path].read_bytes()
    try:
        captured_at = parsed(name, data).value.get("capture")
    except (AtlasError, AttributeError):
        return None
    sheet = content.captures.get(document_of(holder[1]))
    hashes = [capture.text_sha256 for capture in sheet.captures if capture.captured_at == captured_at] if sheet else []
    digest = hashlib.sha256(data).hexdigest()
    return Version(day, identifier, n, digest, captured_at, hashes[0]) if hashes else None


def holder_of(content: Content, refer: References, identifier: str) -> tuple[str, str] | None:
    """Kind and key of the record that has an id, or is to have it by ledger.tsv."""
    if found := refer.by_id.get(identifier):
        return found
    rows = (row for row in ledger_of(content)[0].last.values() if row.id == identifier)
    return next(filter(None, (refer.resolve(row.key, row.kind) for row in rows)), None)


# --- what tells versions apart


def own_words(value: Mapping[str, Any], body: str, refer: References) -> dict[str, str]:
    """By group, what the values of a record's file say, spelled so that equal strings say the same."""
    fields = PROVISION if "clause_type" in value else FINDING
    said = {group: {name: _said(name, value.get(name), refer) for name in names} for group, names in fields.items()}
    said["words"]["body"] = " ".join(body.split())
    return {group: json.dumps(found, ensure_ascii=False, sort_keys=True) for group, found in said.items()}


def _said(name: str, value: Any, refer: References) -> Any:
    """A field's value with white space folded, and references as the record they lead to."""
    if name == "clause_type" and isinstance(value, str):
        return refer.key(value, "clause-type") or value
    if name == "refers_to" and isinstance(value, str):
        return refer.key(value, "document") or value
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_said("", inner, refer) for inner in value]
    if isinstance(value, dict):
        left_out = {"document"} if name == "" and "document" in value and "capture" in value else set()
        return {key: _said(key, inner, refer) for key, inner in value.items() if key not in left_out}
    return value


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The groups in which two records say something else."""
    return tuple(group for group in GROUPS if before.get(group) != after.get(group))


def current(content: Content, record: Record, refer: References) -> dict[str, str]:
    """What a provision or finding says now."""
    source = content.sources[record.path]
    return own_words(source.value, source.body, refer)


# --- what may not be shown any more


def hidden(content: Content, refer: References, version: Version, value: Mapping[str, Any]) -> str:
    """Why a version's words are not shown nor its file served, or ''. What a record withdraws with `hide`, and quotes
    of a text that is withheld, are hidden in every version; `value` is the version's record, as far as it is known."""
    kind, key = refer.by_id.get(version.id, ("", ""))
    if not key:
        return ""
    withdrawn = (content.provisions if kind == "provision" else content.findings)[key].withdrawn
    if withdrawn and withdrawn.hide:
        return withdrawn.reason
    quoted = [(document_of(key), version.capture), *_quoted(value, document_of(key))]
    return next((reason for place in quoted if (reason := _withheld(content, refer, *place))), "")


def _quoted(value: Mapping[str, Any], document: str) -> Iterator[tuple[str, str]]:
    """Document and capture of former wordings and of words elsewhere."""
    for name in ("earlier", "supports"):
        for inner in value.get(name) or ():
            yield inner.get("document") or document, inner["capture"]


def _withheld(content: Content, refer: References, document: str, captured_at: str) -> str:
    """Why the text of a capture is withheld together with its quotes, or ''."""
    key = refer.key(document, "document") or ""
    if key not in content.captures or key not in content.notes:
        return ""
    texts = [capture.text[5:-3] for capture in content.captures[key].captures if capture.captured_at == captured_at]
    notes = [content.notes[key].texts[stamp] for stamp in texts if stamp in content.notes[key].texts]
    return next((n.withheld.reason for n in notes if n.withheld and n.withheld.quotes == "hide"), "")


# --- versions with their words


def editions(content: Content, refer: References, memo: Memo) -> dict[str, tuple[Edition, ...]]:
    """Every version whose file is there, by id, oldest first."""
    versions = [version for version in of(content)[0] if version.path in content.files]
    tasks = [(version.path, content.files[version.path].as_posix()) for version in versions]
    hashes = {path: version.sha256 for (path, _), version in zip(tasks, versions, strict=True)}
    read_back = memo.map(_read_back, tasks, key=lambda task: task[0] + hashes[task[0]])
    found: dict[str, list[Edition]] = {}
    said: dict[str, dict[str, str]] = {}
    for version, (value, body) in zip(versions, read_back, strict=True):
        now = own_words(value, body, refer)
        changed = changes(said.get(version.id, {}), now) if version.id in said else ()
        found.setdefault(version.id, []).append(Edition(version, value, body, changed))
        said[version.id] = now
    return {identifier: tuple(kept) for identifier, kept in found.items()}


def _read_back(task: tuple[str, str]) -> tuple[Any, str]:
    """The values and body of a version's file."""
    path, file = task
    with open(file, "rb") as opened:
        source = parsed(path, opened.read())
    return source.value, source.body
