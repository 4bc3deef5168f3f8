"""captures.yaml as text: written anew, or with entries put in between, every byte that stood there left as it was.

In: entries and, if there is one, the file as it stands. Out: bytes. Entries go where their time puts them, indented
like those around them. The one value that is ever changed is `watched.through`, and only when that is asked for.
Refused: a file whose `captures` is a list in brackets.

    >>> print(written(Watch("some-archive", "2026-01-10", "2026-02-01"), [Entry("2026-01-10T08:00:00Z",
    ...     "2026-01-10T080000Z", "ab" * 32, "some-archive", "https://archive.example/1")]).decode().split("\\n")[2])
    - captured_at: 2026-01-10T08:00:00Z
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from atlas.importers.standing import Faulty, Sheet
from atlas.problems import Problem
from atlas.records import Captures
from atlas.sources import read_yaml


@dataclass(frozen=True, slots=True)
class Entry:
    """One capture to add: `stamp` names its text, `parts` its pages and the lines they begin on (none for one page)."""

    captured_at: str
    stamp: str
    sha256: str
    archive: str
    href: str
    is_reread: bool = False
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """Since when and until when an archive looked, as days."""

    by: str
    since: str
    through: str

    @property
    def line(self) -> str:
        return f"watched: {{by: {self.by}, from: {self.since}, through: {self.through}}}\n"


def quoted(text: str) -> str:
    """A string as YAML and JSON write it in double quotes, on one line, without what no record may hold."""
    visible = (character for character in text if unicodedata.category(character) != "Cf")
    plain = "".join(character if character.isprintable() else " " for character in visible)
    return json.dumps(" ".join(plain.split()), ensure_ascii=False)


def written(watch: Watch, entries: Iterable[Entry]) -> bytes:
    """A new file."""
    return (watch.line + "captures:\n" + "".join(_lines(entry) for entry in entries)).encode()


def extended(sheet: Sheet, watch: Watch, entries: Sequence[Entry]) -> bytes:
    """The file with entries added, and with `watched` if it had none."""
    layout = _layout(sheet)
    times = [capture.captured_at for capture in sheet.captures.captures]
    added: dict[int, str] = {layout.end: layout.missing_key}
    for entry in entries:
        place = [*layout.starts, layout.end][bisect_right(times, entry.captured_at)]
        added[place] = added.get(place, "") + _lines(entry, layout.indent)
    head = "" if sheet.captures.watched else watch.line
    lines = [*layout.lines, ""]
    return _proved(sheet, head + "".join(added.get(nth, "") + line for nth, line in enumerate(lines)), len(entries))


@dataclass(frozen=True, slots=True)
class _Layout:
    """A file as lines with their ends: those (from 0) that its entries begin on, comments above included, and the one
    after the last; how far entries are indented; the key to add when there is none."""

    lines: list[str]
    starts: list[int]
    end: int
    indent: str
    missing_key: str


def _layout(sheet: Sheet) -> _Layout:
    text = sheet.data.decode("utf-8")
    lines = [line + "\n" for line in (text if text.endswith("\n") else text + "\n").split("\n")[:-1]] if text else []
    keys = {key: sheet.source.key_place((key,))[0] - 1 for key in sheet.source.value or {}}
    own = [sheet.source.place(("captures", nth))[0] - 1 for nth in range(len(sheet.captures.captures))]
    is_open = "captures" not in keys or bool(own) or lines[keys["captures"]].split("#")[0].strip() == "captures:"
    if not is_open or not all(lines[nth].lstrip(" ").startswith("- ") for nth in own):
        raise _faulty(sheet, "captures must be lines that begin with '- ', for entries to be put between them")
    later = [line for line in keys.values() if "captures" in keys and line > keys["captures"]]
    indent = " " * (len(lines[own[0]]) - len(lines[own[0]].lstrip(" "))) if own else ""
    starts = [_above_comments(lines, nth) for nth in own]
    end = _above_comments(lines, min(later)) if later else len(lines)
    return _Layout(lines, starts, end, indent, "" if "captures" in keys else "captures:\n")


def _above_comments(lines: Sequence[str], nth: int) -> int:
    while nth and lines[nth - 1].lstrip().startswith("#"):
        nth -= 1
    return nth


def _proved(sheet: Sheet, text: str, count: int) -> bytes:
    """The new file, once it is known to hold all that it held and the entries that were added."""
    source, problems = read_yaml(sheet.source.path, text.encode())
    if source is not None and not problems:
        captures = Captures.model_validate(source.value).captures
        held = frozenset(capture.captured_at for capture in sheet.captures.captures)
        kept = tuple(capture for capture in captures if capture.captured_at in held)
        if kept == sheet.captures.captures and len(captures) == len(kept) + count:
            return text.encode()
    raise _faulty(sheet, "captures.yaml must be laid out as the commands write it, for entries to be added")


def _faulty(sheet: Sheet, what: str) -> Faulty:
    return Faulty(Problem(sheet.source.path, *sheet.source.key_place(("captures",)), "unusual-layout", what))


def moved(data: bytes, sheet: Sheet, watch: Watch) -> bytes:
    """The sheet's own bytes, or `extended`, with `watched.through` later if it is the same archive's and lags."""
    watched = sheet.captures.watched
    if not watched or not lags(sheet, watch):
        return data
    through = re.compile(rf"(?s)(\bwatched:.*?\bthrough:\s*[\"']?){watched.through.isoformat()}")
    return through.sub(rf"\g<1>{watch.through}", data.decode("utf-8"), count=1).encode()


def lags(sheet: Sheet, watch: Watch) -> bool:
    """Whether the file says of this archive that it looked until an earlier day than it did."""
    watched = sheet.captures.watched
    return bool(watched and watched.by == watch.by and watched.through.isoformat() < watch.through)


def _lines(entry: Entry, indent: str = "") -> str:
    """An entry as the file writes it."""
    lines = [
        f"- captured_at: {entry.captured_at}",
        f"  text: text/{entry.stamp}.md",
        f"  text_sha256: {entry.sha256}",
    ]
    if entry.parts:
        lines += ["  parts:", *(f"    - {{url: {quoted(url)}, line: {line}}}" for url, line in entry.parts)]
    lines += ["  reread: true"] if entry.is_reread else []
    lines += [f"  origin: {{archive: {entry.archive}, url: {quoted(entry.href)}}}"]
    return "".join(f"{indent}{line}\n" for line in lines)
