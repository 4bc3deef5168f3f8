"""What a command is putting beside a document's captures.yaml, written down for as long as it does.

In: a document's folder and the files on their way, by path from it. They are put under their own names before the
captures.yaml that names them; while that goes on `.capturing` lists them, one a line. So a check takes one of a command
that was cut short for no fault, and the next command that writes there takes it away again; notes.yaml, where a note
goes with the capture, is put back as it was then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from atlas.nodes import Layout
from atlas.records import Captures
from atlas.writing import read, write

JOURNAL = ".capturing"
SHEET = "captures.yaml"
NOTES = "notes.yaml"
BEFORE = ".capturing.notes"  # the hashes of captures.yaml and notes.yaml to come, a line each, and notes.yaml as it was


def listed(folder: Path) -> frozenset[str]:
    """The files on their way into a document's folder; none when nobody puts any."""
    return frozenset(read(folder, JOURNAL).decode("utf-8").split("\n")) - {""}


@contextmanager
def journal(folder: Path, names: Iterable[str], *, sheet: bytes = b"", notes: bytes | None = None) -> Iterator[None]:
    """Lists files while they and then captures.yaml are put; the list stays when that fails. `notes` is a notes.yaml
    that is put before, and `sheet` the captures.yaml to come with it."""
    if notes is not None:
        write(folder, BEFORE, b"%s\n%s\n%s" % (_hash(sheet), _hash(notes), read(folder, NOTES)))
    if said := "\n".join(names):
        write(folder, JOURNAL, said.encode())
    yield
    for name in (JOURNAL, BEFORE):
        (folder / name).unlink(missing_ok=True)


def left_in(content: Path) -> list[Path]:
    """The folders of documents in which a command was cut short."""
    found = (path.parent for name in (JOURNAL, BEFORE) for path in content.glob(f"platform/*/*/{name}"))
    return sorted(set(found))


def recover(folder: Path) -> None:
    """Takes away what a command put that was cut short before captures.yaml named it."""
    _recover_notes(folder)
    if not (folder / JOURNAL).is_file():
        return
    sheet = captures_of(read(folder, SHEET))
    named = {capture.text for capture in sheet.captures}
    named |= {page.original for capture in sheet.captures for page in capture.sources if page.original}
    kept = {name.rsplit(".", 1)[0] for name in named}
    for name in listed(folder):
        if name not in named and name.removesuffix(".warc.gz") not in kept:
            (folder / name).unlink(missing_ok=True)
    (folder / JOURNAL).unlink()


def _recover_notes(folder: Path) -> None:
    """notes.yaml as it was, where the captures.yaml that was to go with it did not come, and nobody has edited the
    notes since."""
    if not (folder / BEFORE).is_file():
        return
    sheet, put, notes = (folder / BEFORE).read_bytes().split(b"\n", 2)
    if _hash(read(folder, SHEET)) != sheet and _hash(read(folder, NOTES)) == put:
        if notes:
            write(folder, NOTES, notes)
        else:
            (folder / NOTES).unlink()
    (folder / BEFORE).unlink()


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def captures_of(data: bytes) -> Captures:
    """captures.yaml as a record; pydantic's ValidationError when it is none."""
    return Captures.model_validate(Layout.of(SHEET, data).value)
