"""Checks of what was captured, and of what analysts note about captures and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.found import Found, captures_of, notes_of, unknown
from atlas.checks.patterns import nests_repeats
from atlas.ids import document_of, stamp_of
from atlas.journal import listed
from atlas.problems import count
from atlas.reading import Content
from atlas.references import References
from atlas.sources import Pointer


def captures_missing(content: Content, refer: References) -> Iterator[Found]:
    """A document that is quoted, or that a finding was read in, must have captures.yaml."""
    seen: set[tuple[str, str]] = set()
    for path, pointer, document in _readings(content, refer):
        file = captures_of(document)
        is_there = file in content.files or file in content.broken
        if document in content.documents and not is_there and (path, document) not in seen:
            seen.add((path, document))
            yield Found(path, pointer, f"capture must stand in {file}, which is not there")


def _readings(content: Content, refer: References) -> Iterator[tuple[str, Pointer, str]]:
    """File, pointer and document of every capture that a record rests on."""
    for record in (*content.provisions.values(), *content.findings.values()):
        yield record.path, ("capture",), document_of(record.key)
    for provision in content.provisions.values():
        for index, support in enumerate(provision.supports):
            document = refer.key(support.document, "document")
            yield provision.path, ("supports", index, "capture"), document or ""


def note_without_text(content: Content, refer: References) -> Iterator[Found]:
    """notes.yaml must name texts by the stamp in their file name, and captures by the stamp of their time."""
    for key, notes in content.notes.items():
        sheet = content.captures.get(key)
        if sheet is None and captures_of(key) in content.broken:
            continue
        captures = sheet.captures if sheet else ()
        stamps = {
            "texts": {capture.text[5:-3] for capture in captures},
            "captures": {stamp_of(capture.captured_at) for capture in captures},
        }
        for field, known in stamps.items():
            for stamp in getattr(notes, field):
                if stamp not in known and f"text/{stamp}.md" not in listed(content.files[notes_of(key)].parent):
                    what = unknown(f"a key of {field}", f"one of the {field} in captures.yaml", stamp, known)
                    yield Found(notes_of(key), (field, stamp), what, is_key=True)


def reread_note_needless(content: Content, refer: References) -> Iterator[Found]:
    """A note that confirms or denies a re-reading must stand on a capture that captures.yaml marks `reread`."""
    for key, notes in content.notes.items():
        sheet = content.captures.get(key)
        marked = {stamp_of(c.captured_at) for c in sheet.captures if c.reread} if sheet else set()
        for stamp, note in notes.captures.items():
            if sheet and note.reread and stamp not in marked:
                what = f"reread must stand on a capture that is marked reread; {stamp} is not"
                yield Found(notes_of(key), ("captures", stamp, "reread"), what)


def parts_out_of_order(content: Content, refer: References) -> Iterator[Found]:
    """The pages that a text joins must begin on rising lines, the first on line 1 or later, each page once."""
    for key, sheet in content.captures.items():
        for number, capture in enumerate(sheet.captures):
            before, seen = 0, set()
            for index, part in enumerate(capture.parts):
                pointer = ("captures", number, "parts", index)
                if part.line <= before:
                    what = f"line must be greater than that of the page before, {before}; got {part.line}"
                    yield Found(captures_of(key), (*pointer, "line"), what)
                if part.url in seen:
                    what = f"url must be named once; {part.url} stands before"
                    yield Found(captures_of(key), (*pointer, "url"), what)
                seen.add(part.url)
                before = max(before, part.line)


def part_beyond_end(content: Content, refer: References) -> Iterator[Found]:
    """A page that a text joins must begin on a line that the text has."""
    for key, sheet in content.captures.items():
        for number, capture in enumerate(sheet.captures):
            file = content.files.get(f"platform/{key}/{capture.text}") if capture.parts else None
            lines = len(file.read_bytes().rstrip(b"\n").split(b"\n")) if file else 0
            for index, part in enumerate(capture.parts if file else ()):
                if part.line > lines:
                    what = f"line must be one of the {count(lines, 'line')} of {capture.text}; got {part.line}"
                    yield Found(captures_of(key), ("captures", number, "parts", index, "line"), what)


def original_too_large(content: Content, refer: References) -> Iterator[Found]:
    """An original must have at most the site's `original_max_bytes`."""
    limit = content.site.original_max_bytes
    if not content.has_site:
        return
    for key, sheet in content.captures.items():
        for number, capture in enumerate(sheet.captures):
            for index, page in enumerate(capture.sources):
                file = content.files.get(f"platform/{key}/{page.original}")
                if file and (size := file.stat().st_size) > limit:
                    what = f"{page.original} must have at most {count(limit, 'byte')}; it has {size:,}"
                    yield Found(captures_of(key), ("captures", number, "sources", index, "original"), what)


def volatile_pattern_faulty(content: Content, refer: References) -> Iterator[Found]:
    """A volatile pattern must be a regular expression, must not match where there is nothing, and must not repeat what
    repeats something itself, which may take for ever."""
    for document in content.documents.values():
        for index, volatile in enumerate(document.volatile):
            try:
                fault = _pattern_fault(volatile.pattern)
            except re.error as error:
                fault = str(error)
            if fault:
                what = f"pattern must be a regular expression that matches some words; {fault}"
                yield Found(document.path, ("volatile", index, "pattern"), what)


def _pattern_fault(pattern: str) -> str | None:
    """Why a pattern may not be one; raises re.error where it is no regular expression."""
    re.compile(pattern)
    if nests_repeats(pattern):
        return "a repeat inside a repeat may take for ever: take one of them away, or bound the outer with {1,4}"
    return "it matches nothing at all" if re.search(pattern, "") else None
