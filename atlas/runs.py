"""The dated account of a document: its runs, returns and re-readings. All derived; none of it typed by anybody.

In: content and evidence. Out: a `DocumentHistory` for each document that has captures.

- A **run** is consecutive usable captures of the same wording (volatile parts left out, dates made alike).
- A run equal to an earlier one is a **return**. A difference across `reread` is a **re-reading**, and no change, unless
  the notes call it a real change. A **change** is a step to words that are new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from atlas.evidence import ArchivedText, Evidence, read_text
from atlas.ids import stamp_of
from atlas.memo import Memo, Progress, digest
from atlas.reading import Content
from atlas.records import Capture, CaptureNote
from atlas.wording import comparable, wording


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive usable captures of one wording. `returns_to` is the number of the earlier run it equals; `is_reread`
    says that the step from the run before lies across another rule of reading; times are of captures."""

    number: int
    captures: tuple[str, ...]
    text: ArchivedText
    wording: str
    first_captured: str
    last_seen: str
    returns_to: int | None
    is_reread: bool
    note: CaptureNote

    @property
    def stamp(self) -> str:
        """Names the run and the change that led to it."""
        return stamp_of(self.first_captured)

    @property
    def is_change(self) -> bool:
        """Whether the step to this run is a change of words: the first run, a return and a re-reading are none."""
        return self.number > 0 and self.returns_to is None and not self.is_reread


@dataclass(frozen=True)
class DocumentHistory:
    """A document's captures and the runs they form, both oldest first."""

    document: str
    captures: tuple[Capture, ...]
    runs: tuple[Run, ...]
    watched_through: str | None

    @property
    def newest(self) -> Run | None:
        """The run in force, as far as we know."""
        return self.runs[-1] if self.runs else None

    @property
    def changes(self) -> tuple[Run, ...]:
        """The runs that brought new words, oldest first. "Changed N times" is their number."""
        return tuple(run for run in self.runs if run.is_change)

    @cached_property
    def _by_capture(self) -> Mapping[str, Run]:
        return {captured_at: run for run in self.runs for captured_at in run.captures}

    def run_of(self, captured_at: str) -> Run | None:
        """The run a capture belongs to; None for a capture that is not usable."""
        return self._by_capture.get(captured_at)


def document_histories(
    content: Content, evidence: Evidence, memo: Memo, progress: Progress | None
) -> dict[str, DocumentHistory]:
    """The history of every document that has captures."""
    usable = [text for texts in evidence.texts.values() for text in texts.values() if text.is_usable]
    tasks = [(content.files[text.path], text.sha256, volatile_patterns(content, text.document)) for text in usable]
    digests = memo.map(_wording_digest, tasks, key=lambda task: digest(task[1], *task[2]), progress=progress)
    wordings = {(text.document, text.stamp): found for text, found in zip(usable, digests, strict=True)}
    return {document: _document(content, evidence, document, wordings) for document in content.captures}


def volatile_patterns(content: Content, document: str) -> tuple[str, ...]:
    """What varies from visit to visit in a document, as its record says."""
    record = content.documents.get(document)
    return tuple(volatile.pattern for volatile in record.volatile) if record else ()


def _wording_digest(task: tuple[Path, str, tuple[str, ...]]) -> str:
    path, _, patterns = task
    return digest(comparable(wording(read_text(path)), patterns))


def _document(
    content: Content, evidence: Evidence, document: str, wordings: Mapping[tuple[str, str], str]
) -> DocumentHistory:
    sheet = content.captures[document]
    notes = content.notes[document].captures if document in content.notes else {}
    grouped: list[tuple[str, bool, list[Capture]]] = []
    is_reread = False
    for capture in sheet.captures:
        note = notes.get(stamp_of(capture.captured_at), CaptureNote())
        is_reread |= capture.reread and note.reread != "real-change"
        found = wordings.get((document, capture.text[5:-3]))
        if found is None:
            continue
        if grouped and grouped[-1][0] == found:
            grouped[-1][2].append(capture)
        else:
            grouped.append((found, is_reread and bool(grouped), [capture]))
        is_reread = False
    runs: list[Run] = []
    first_of: dict[str, int] = {}
    for number, (found, reread, captures) in enumerate(grouped):
        first = captures[0]
        runs.append(
            Run(
                number=number,
                captures=tuple(capture.captured_at for capture in captures),
                text=evidence.texts[document][first.text[5:-3]],
                wording=found,
                first_captured=first.captured_at,
                last_seen=max(capture.seen_until or capture.captured_at for capture in captures),
                returns_to=first_of.get(found),
                is_reread=reread,
                note=notes.get(stamp_of(first.captured_at), CaptureNote()),
            )
        )
        first_of.setdefault(found, number)
    through = sheet.watched.through.isoformat() if sheet.watched else None
    return DocumentHistory(document, sheet.captures, tuple(runs), through)
