"""A capture on record: its files, and one more entry in captures.yaml, all or nothing.

In: the document's folder, what was captured, and captures.yaml as it was read. Out: the folder with it. Nothing that
stands in captures.yaml is touched: an entry is added after the last, or `seen_until` of the last one moves.

The files are put first, under their own names and a journal, and captures.yaml last, in one step. Whatever was
changed meanwhile by another command is noticed, and then nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from atlas.ids import stamp_of
from atlas.importers.sheet import quoted
from atlas.journal import NOTES, SHEET, captures_of, journal
from atlas.nodes import Layout
from atlas.problems import AtlasError
from atlas.writing import alone, read, write

Noted = tuple[str, str, str]  # a text's stamp, why it is unusable, and the note


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a capture, as captures.yaml has it; `original` is kept when it is small enough, under `extension`,
    with its WARC beside it when that was asked for."""

    url: str
    final_url: str | None
    http_status: int | None
    media_type: str | None
    extension: str
    original: bytes | None = field(default=None, repr=False)
    original_sha256: str | None = None
    warc: bytes | None = field(default=None, repr=False)
    archive_url: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is added to captures.yaml. `stamp` names the text file, which is an earlier capture's when the text came
    back; `text` are its bytes when it is new."""

    captured_at: str
    stamp: str
    sha256: str
    text: bytes | None = field(repr=False)
    pages: tuple[Page, ...]
    parts: tuple[tuple[str, int], ...]
    tool: str
    is_reread: bool = False

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file to put beside captures.yaml."""
        if self.text is not None:
            yield f"text/{self.stamp}.md", self.text
        for number, page in enumerate(self.pages, 1):
            if page.original is not None:
                yield self._original(number, page.extension), page.original
                if page.warc is not None:
                    yield self._original(number, "warc.gz"), page.warc

    def _original(self, number: int, extension: str) -> str:
        return f"original/{stamp_of(self.captured_at)}-{number}.{extension}"

    def lines(self) -> Iterator[str]:
        """The entry as captures.yaml writes it."""
        yield f"- captured_at: {self.captured_at}"
        yield f"  text: text/{self.stamp}.md"
        yield f"  text_sha256: {self.sha256}"
        yield "  sources:"
        for number, page in enumerate(self.pages, 1):
            yield f"  - url: {quoted(page.url)}"
            if page.final_url:
                yield f"    final_url: {quoted(page.final_url)}"
            if page.http_status:
                yield f"    http_status: {page.http_status}"
            if page.media_type:
                is_plain = re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", page.media_type)
                yield f"    media_type: {page.media_type if is_plain else quoted(page.media_type)}"
            if page.original is not None:
                yield f"    original: {self._original(number, page.extension)}"
                yield f"    original_sha256: {page.original_sha256}"
            if page.archive_url:
                yield f"    archive_url: {quoted(page.archive_url)}"
        if self.parts:
            yield "  parts:"
            yield from (f"  - {{url: {quoted(url)}, line: {line}}}" for url, line in self.parts)
        yield f"  tool: {quoted(self.tool)}"
        if self.is_reread:
            yield "  reread: true"


# --- captures.yaml


def with_entry(data: bytes, entry: Entry) -> bytes:
    """captures.yaml with an entry after its last."""
    layout = Layout.of(SHEET, data)
    lines = list(entry.lines())
    node = layout.node("captures")
    if node is None:
        edits = [layout.with_lines(layout.end, ["captures:", *lines])]
    else:
        edits = layout.with_item(("captures",), lines)
    return _proven(data, layout.made(edits), added=1)


def with_seen_until(data: bytes, moment: str) -> bytes:
    """captures.yaml with `seen_until` of its last capture at a later moment."""
    layout = Layout.of(SHEET, data)
    node = layout.node("captures", -1, "seen_until")
    if node is not None:
        edit = layout.with_words(node, moment)
    else:
        line = f"seen_until: {moment}"
        edit = layout.with_key(("captures", -1), "seen_until", [line], after=("captured_at", "text", "text_sha256"))
    made = layout.made([edit])
    if captures_of(made).captures[-1].seen_until != moment:
        raise AtlasError(f"{SHEET} is laid out so that a command cannot write into it; write {line} by hand")
    return _proven(data, made, added=0)


def _proven(before: bytes, after: bytes, *, added: int) -> bytes:
    """The new bytes, once they hold every capture that was there, the same but for the last one's `seen_until`."""
    old, new = captures_of(before), captures_of(after)
    kept = [capture.model_copy(update={"seen_until": None}) for capture in new.captures[: len(old.captures)]]
    same = [capture.model_copy(update={"seen_until": None}) for capture in old.captures]
    if kept != same or len(new.captures) != len(old.captures) + added or new.watched != old.watched:
        raise AtlasError(f"{SHEET} is laid out so that a command cannot write into it; edit it by hand")
    return after


# --- notes.yaml


def with_unusable(data: bytes, stamp: str, why: str, note: str) -> bytes:
    """notes.yaml with a text noted unusable; as it is when that text has a note of the kind."""
    layout = Layout.of(NOTES, data)
    if layout.node("texts", stamp, "unusable") is not None:
        return data
    line = f"unusable: {{why: {why}, note: {quoted(note)}}}"
    if layout.node("texts", stamp) is not None and layout.node("texts", stamp, "stated") is not None:
        return layout.made([layout.with_key(("texts", stamp), "unusable", [line], after=())])
    entry = [f"{stamp}:", f"  {line}"]
    texts = layout.node("texts")
    if texts is not None and getattr(texts, "flow_style", None) is False:
        return layout.made([layout.with_key(("texts",), stamp, entry, after=())])
    if texts is not None:
        raise AtlasError(f"{NOTES}: texts must be a line each for a command to write into it; write them so first")
    return layout.made([layout.with_key((), "texts", ["texts:", *(f"  {line}" for line in entry)], after=("none",))])


# --- the folder


def put(
    content: Path, folder: Path, sheet: bytes, *, was: bytes, files: Mapping[str, bytes], unusable: Noted | None = None
) -> None:
    """Puts files and then captures.yaml, which must still be as it `was` when the capture began; with it the note that
    a text is unusable."""
    with alone(content):
        if read(folder, SHEET) != was:
            raise AtlasError(f"{folder / SHEET} was changed while the page was fetched; run the command again")
        before = read(folder, NOTES)
        notes = with_unusable(before, *unusable) if unusable else before
        with journal(folder, files, sheet=sheet, notes=notes if notes != before else None):
            if notes != before:
                write(folder, NOTES, notes)
            for name, data in files.items():
                write(folder, name, data)
            write(folder, SHEET, sheet)
