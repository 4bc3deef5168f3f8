"""Checks against an older revision: what may only grow has only grown, what may not change has not.

They run where `--base` names a revision, in CI the one a pull request starts from. What a record's folder was called
there is found by its aliases. A document that was never published may still be deleted with all that was captured.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atlas import git, ledger, versions
from atlas.checks.found import Found, captures_of
from atlas.checks.mends import are_sound, sound_before
from atlas.reading import Content
from atlas.references import References
from atlas.sources import read_yaml

PERMANENT = ("tag_authority", "permanent_base")
FOLDERS = ("text", "original")
SHOWN = 80  # characters of a value that a message shows


@dataclass(frozen=True, slots=True)
class Base:
    """The content folder at a revision: the git name of every file's bytes, and the bytes of those that are read."""

    revision: str
    names: Mapping[str, str]
    data: Mapping[str, bytes]

    def value(self, path: str) -> dict[str, Any]:
        """The values of a YAML file as it was; empty when it was not there or could not be read."""
        source, _ = read_yaml(path, self.data.get(path, b""))
        return source.value if source and isinstance(source.value, dict) else {}


def base_of(folder: Path, revision: str) -> Base:
    """What stood in the content folder at a revision. If its tables clash there, as after a merge of two branches that
    both assigned, nothing was published of it: the newest sound ones before it hold, or their mend would be refused."""
    names = git.files_at(folder, revision)
    wanted = {path for path in names if path.endswith("/captures.yaml")}
    wanted |= {path for path in ("site.yaml", ledger.PATH, versions.PATH) if path in names}
    read = git.blobs(folder, (names[path] for path in sorted(wanted)))
    data = {path: read[names[path]] for path in wanted}
    if not are_sound(data.get(ledger.PATH, b""), data.get(versions.PATH, b"")):
        data |= sound_before(folder, revision)
    return Base(revision, names, data)


def ledger_rewritten(content: Content, refer: References, base: Base) -> Iterator[Found]:
    """Rows of ledger.tsv must never be edited or taken out; assign adds new ones."""
    yield from _rewritten(content, base, ledger.PATH)


def versions_rewritten(content: Content, refer: References, base: Base) -> Iterator[Found]:
    """Rows of version/versions.tsv must never be edited or taken out; assign adds new ones."""
    yield from _rewritten(content, base, versions.PATH)


def _rewritten(content: Content, base: Base, path: str) -> Iterator[Found]:
    """The first row of a log that is not there any more, in its order, and how many."""
    file = content.files.get(path)
    now = _lines(file.read_bytes()) if file else []
    at = 0
    gone = []
    for number, line in enumerate(_lines(base.data.get(path, b"")), 1):
        try:
            at = now.index(line, at) + 1
        except ValueError:
            gone.append((number, line))
    if gone:
        number, line = gone[0]
        more = f", and {len(gone) - 1} more" if len(gone) > 1 else ""
        shown = " ".join(line.replace("\t", " ").split())
        what = f"rows must stay as they are in {base.revision}; line {number} there ('{shown}'{more}) is edited or gone"
        mend = f"`git checkout {base.revision} -- content/{path}` brings it back, then `atlas assign` adds what is new"
        yield Found(path, (), f"{what}: {mend}", at=(at + 1, 1))


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()


def capture_rewritten(content: Content, refer: References, base: Base) -> Iterator[Found]:
    """An entry of captures.yaml must stay as it was; only seen_until may move forward. What is wrong with a capture is
    said in notes.yaml."""
    for path in sorted(base.data):
        document = _document(refer, path)
        if document is None or not path.endswith("/captures.yaml"):
            continue
        here = captures_of(document)
        if here in content.sources:
            yield from _entries(base, here, base.value(path), content.sources[here].value)


def _entries(base: Base, path: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Found]:
    now = {entry.get("captured_at"): (index, entry) for index, entry in enumerate(_listed(after))}
    for entry in _listed(before):
        captured = entry.get("captured_at")
        if captured not in now:
            what = f"captures must keep that of {captured}, which stands in {base.revision}; it is gone: put it back"
            yield Found(path, ("captures",), what)
            continue
        index, other = now[captured]
        for name in sorted({*entry, *other}):
            if not _may_become(name, entry.get(name), other.get(name)):
                inner, old, new = _difference(entry.get(name), other.get(name))
                what = f"{'.'.join(map(str, (name, *inner)))} must stay {_shown(old)}, as in {base.revision}"
                yield Found(path, ("captures", index, name, *inner), f"{what}; got {_shown(new)}: put the old one back")


def _difference(before: Any, after: Any) -> tuple[tuple[str | int, ...], Any, Any]:
    """Where two values first differ, as deep as both go, and what stands there in each."""
    keys: Iterable[str | int] = ()
    if isinstance(before, dict) and isinstance(after, dict):
        keys = before.keys() & after.keys() if before.keys() == after.keys() else ()
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        keys = range(len(before))
    for key in sorted(keys, key=str):
        if before[key] != after[key]:
            inner, old, new = _difference(before[key], after[key])
            return (key, *inner), old, new
    return (), before, after


def _shown(value: Any) -> str:
    if value is None:
        return "absent"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def _listed(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    entries = sheet.get("captures")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _may_become(name: str, before: Any, after: Any) -> bool:
    """Whether a value of an entry may change so: seen_until may be given, and move forward."""
    return before == after or (name == "seen_until" and after is not None and (before or "") < after)


def evidence_rewritten(content: Content, refer: References, base: Base) -> Iterator[Found]:
    """A text or original must keep its bytes for ever."""
    for path, name in base.names.items():
        document = _document(refer, path)
        parts = path.split("/")
        if document is None or len(parts) != 5 or parts[3] not in FOLDERS:
            continue
        here = "/".join(["platform", document, *parts[3:]])
        file = content.files.get(here)
        if file and git.blob_name(file.read_bytes(), like=name) != name:
            was, now = _hash_in(base, path), hashlib.sha256(file.read_bytes()).hexdigest()
            what = f"file must be as it is in {base.revision}, byte for byte, with SHA-256 {was}; got {now}"
            yield Found(here, (), f"{what}: `git checkout {base.revision} -- content/{path}` brings it back")


def _hash_in(base: Base, path: str) -> str:
    """The hash that captures.yaml gave of a text or original."""
    document, name = "/".join(path.split("/")[:3]), "/".join(path.split("/")[3:])
    for entry in _listed(base.value(f"{document}/captures.yaml")):
        if entry.get("text") == name:
            return str(entry.get("text_sha256"))
        for page in entry.get("sources") or ():
            if isinstance(page, dict) and page.get("original") == name:
                return str(page.get("original_sha256"))
    return "that nothing names"


def _document(refer: References, path: str) -> str | None:
    """The present key of the document whose folder a file lay in; None where it has none."""
    parts = path.split("/")
    if parts[0] != "platform" or len(parts) < 4:
        return None
    return refer.key("/".join(parts[1:3]), "document")


def permanent_setting_changed(content: Content, refer: References, base: Base) -> Iterator[Found]:
    """tag_authority and permanent_base of site.yaml must not change once ids exist: citations and feeds rest on
    them."""
    if not content.has_site or not ledger.read(base.data.get(ledger.PATH, b""))[0].ids:
        return
    before = base.value("site.yaml")
    for name in PERMANENT:
        now = getattr(content.site, name)
        if before.get(name) != now:
            old = before.get(name) or "nothing"
            mend = f"write {name}: {old} back" if before.get(name) else "take it out"
            what = f"{name} must stay {old}, as in {base.revision}, since ids were given; got {now or 'nothing'}"
            yield Found("site.yaml", (name,), f"{what}: {mend}")
