"""What was captured of a document, as its page tells it: runs and what led to each, every capture by date, the files.

In: a document's history. Out: rows newest first for the timeline, captures oldest first by month for "the text as of a
date", and the manifest of texts with hashes. Captures that are no evidence stand among the rest, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from atlas import labels
from atlas.evidence import ArchivedText
from atlas.ids import change_address
from atlas.pages.base import Link, Original, Views
from atlas.records import Capture
from atlas.runs import DocumentHistory, Run
from atlas.sectiondiff import Diff

FOLD_FROM = 4  # returns in a row from which on they are folded


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the timeline: a run, or captures in a row that are no evidence. `kind` is `new`, `first`, `return`,
    `reread`, `unusable` or `withheld`; `address` leads to the first capture's text, `change` to what differs in it from
    the run before."""

    kind: str
    title: str
    first: str
    last: str
    span: str
    captures: str
    address: str
    summary: str
    significance: str
    stated: tuple[tuple[str, str], ...]
    is_newest: bool
    change: Link | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """Entries of the timeline that belong together; without a title it is a single one, shown as such."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A capture in the list by date, taken `at` a time; `note` says why it is no evidence."""

    at: str
    text: str
    address: str
    note: str
    is_new: bool


Month = tuple[str, tuple[Dated, ...]]  # its name, and its captures


@dataclass(frozen=True, slots=True)
class Kept:
    """A text in the manifest. `download` is empty where no file is published."""

    stamp: str
    sha256: str
    download: str
    page: str
    originals: tuple[Original, ...]


def timeline(views: Views, history: DocumentHistory) -> tuple[Fold, ...]:
    """Runs and what is no evidence, newest first; a text that goes back and forth is one fold."""
    entries = [(run.first_captured, _run(views, history, run)) for run in history.runs]
    entries += [
        (captures[0].captured_at, _no_evidence(views, history, captures)) for captures in _unread(views, history)
    ]
    newest_first = [entry for _, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)]
    return tuple(_folded(newest_first))


def _folded(entries: list[Entry]) -> Iterator[Fold]:
    """Returns in a row under one title, the newest run never among them; every other entry alone."""
    for is_return, group in groupby(entries, key=lambda entry: entry.kind == "return" and not entry.is_newest):
        found = tuple(group)
        if is_return and len(found) >= FOLD_FROM:
            title = f"{len(found)} times back and forth between earlier words, {span(found[-1].first, found[0].last)}"
            yield Fold(title, found)
        else:
            yield from (Fold("", (entry,)) for entry in found)


def _run(views: Views, history: DocumentHistory, run: Run) -> Entry:
    kind, title = _step(history, run)
    return Entry(
        kind=kind,
        title=title,
        first=run.first_captured,
        last=run.last_seen,
        span=span(run.first_captured, run.last_seen),
        captures=labels.counted(len(run.captures), "capture"),
        address=views.capture_address(history.document, run.first_captured),
        summary=run.note.summary or "",
        significance=labels.SIGNIFICANCE[run.note.significance] if run.note.significance else "",
        stated=tuple(views.stated(history.document, run.first_captured)),
        is_newest=run is history.newest,
        change=change_link(views, history, run),
    )


def change_link(views: Views, history: DocumentHistory, run: Run) -> Link | None:
    """To the page of the step that led to a run, with its counts; None for the first."""
    diff = views.changes.texts.get((history.document, run.number))
    return Link(counts(diff), change_address(history.document, run.stamp)) if diff else None


def counts(diff: Diff) -> str:
    """`12 words added, 5 removed, 3 sections touched`."""
    if not diff.touched:
        return "no words differ"
    added = labels.counted(diff.added, "word")
    return f"{added} added, {diff.removed:,} removed, {labels.counted(diff.touched, 'section')} touched"


def _step(history: DocumentHistory, run: Run) -> tuple[str, str]:
    """What led to a run, as a code and in words."""
    if run.number == 0:
        return "first", "First captured"
    if run.returns_to is not None:
        words = returned(history, run)
        return "return", f"{words}, across a re-reading" if run.is_reread else words
    if run.is_reread:
        return "reread", "Read by another rule from here on; no evidence of a change"
    return "new", "Changed"


def returned(history: DocumentHistory, run: Run) -> str:
    """`Back to the words of 2 March 2026 after 2 days`: the day they were first captured, and how long others stood."""
    assert run.returns_to is not None, f"{history.document}: run {run.number} is no return"
    before = max(other.number for other in history.runs[: run.number] if other.wording == run.wording)
    spell = days_between(history.runs[before + 1].first_captured, run.first_captured)
    return f"Back to the words of {labels.day(history.runs[run.returns_to].first_captured)} after {spell}"


def days_between(earlier: str, later: str) -> str:
    """`2 days`, or hours when it is less than one."""
    apart = _moment(later) - _moment(earlier)
    return labels.counted(apart.days, "day") if apart.days else labels.counted(max(1, apart.seconds // 3600), "hour")


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def span(first: str, last: str) -> str:
    """`11 November 2025`, `11 to 14 November 2025`, `11 November to 2 December 2025`; both years where they differ."""
    start, end = labels.day(first), labels.day(last)
    if start == end:
        return end
    same = 7 if first[:7] == last[:7] else 4 if first[:4] == last[:4] else 0
    shown = start.split()[: {7: 1, 4: 2, 0: 3}[same]]
    return f"{' '.join(shown)} to {end}"


def _unread(views: Views, history: DocumentHistory) -> Iterator[tuple[Capture, ...]]:
    """Captures that are in no run: those of one reason between the starts of two runs together."""
    starts = {run.first_captured for run in history.runs}
    found: dict[tuple[int, tuple[str, str]], list[Capture]] = {}
    begun = 0
    for capture in history.captures:
        begun += capture.captured_at in starts
        why = no_evidence(views, history, capture)
        if why[0]:
            found.setdefault((begun, why), []).append(capture)
    return (tuple(captures) for captures in found.values())


def no_evidence(views: Views, history: DocumentHistory, capture: Capture) -> tuple[str, str]:
    """Why a capture is in no run: `unusable` or `withheld`, and the reason in words; empty for one that is in a run."""
    text = views.catalogue.evidence.texts[history.document][capture.text[5:-3]]
    if text.withheld:
        return "withheld", f"Withheld since {labels.day(text.withheld.on)}: {text.withheld.reason}"
    if text.unusable:
        note = f". {text.unusable.note}" if text.unusable.note else ""
        return "unusable", f"Not usable: {labels.UNUSABLE[text.unusable.why].lower()}{note}"
    return ("", "") if text.is_held else ("unusable", "The text is not held here")


def _no_evidence(views: Views, history: DocumentHistory, captures: tuple[Capture, ...]) -> Entry:
    kind, title = no_evidence(views, history, captures[0])
    last = max(capture.seen_until or capture.captured_at for capture in captures)
    return Entry(
        kind=kind,
        title=title,
        first=captures[0].captured_at,
        last=last,
        span=span(captures[0].captured_at, last),
        captures=labels.counted(len(captures), "capture"),
        address=views.capture_address(history.document, captures[0].captured_at),
        summary="",
        significance="",
        stated=(),
        is_newest=False,
    )


def as_of(views: Views, history: DocumentHistory) -> tuple[tuple[str, int, tuple[Month, ...]], ...]:
    """Every capture, newest first, by year and month, and how many a year has; two of one day are told apart by the
    time."""
    days = [labels.day(capture.captured_at) for capture in history.captures]
    dated = [
        _dated(views, history, capture, is_alone=days.count(day) == 1)
        for capture, day in zip(history.captures, days, strict=True)
    ]
    found = []
    for year, members in groupby(reversed(dated), key=lambda each: each.at[:4]):
        captures = list(members)
        months = groupby(captures, key=lambda each: each.at[:7])
        found.append((year, len(captures), tuple((labels.day(month), tuple(group)) for month, group in months)))
    return tuple(found)


def _dated(views: Views, history: DocumentHistory, capture: Capture, *, is_alone: bool) -> Dated:
    kind, _ = no_evidence(views, history, capture)
    run = history.run_of(capture.captured_at)
    return Dated(
        at=capture.captured_at,
        text=labels.day(capture.captured_at) if is_alone else labels.moment(capture.captured_at),
        address=views.capture_address(history.document, capture.captured_at),
        note={"withheld": "withheld", "unusable": "not usable", "": ""}[kind],
        is_new=bool(run and run.first_captured == capture.captured_at),
    )


def manifest(views: Views, document: str) -> tuple[Kept, ...]:
    """Every text, newest first, with its hash, its file and the originals of all captures that show it."""
    texts = views.catalogue.evidence.texts.get(document, {})
    captures = {capture.captured_at: capture for capture in views.catalogue.evidence.captures.get(document, ())}
    return tuple(_kept(views, document, text, captures) for text in reversed(list(texts.values())))


def _kept(views: Views, document: str, text: ArchivedText, captures: dict[str, Capture]) -> Kept:
    is_served = text.is_held and not text.withheld
    return Kept(
        stamp=text.stamp,
        sha256=text.sha256,
        download=download(text) if is_served else "",
        page=views.capture_address(document, text.captures[0]),
        originals=tuple(
            original for captured_at in text.captures for original in views.originals(document, captures[captured_at])
        )
        if not text.withheld
        else (),
    )


def download(text: ArchivedText) -> str:
    """Where a text is published as a file."""
    return f"/platform/{text.document}/text/{text.stamp}.md"
