"""What happened, as the feeds tell it: values derived from the catalogue, newest first.

In: views. Out: events. Unusable captures, re-readings and the same wording again make none; words or texts that go and
come back within `FOLD_DAYS` make one. An event's `name` is permanent: the id of its record (the key, before there is
one), the kind, the day or time.

    >>> _apart("2026-03-01T00:00:00Z", "2026-03-15T00:00:00Z")
    14
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from atlas import labels, ledger
from atlas.hidden import shown_note
from atlas.history import STANDING, WordsHistory
from atlas.ids import address, change_address, document_of, entity_of, text_address
from atlas.pages.base import Views
from atlas.pages.timeline import returned
from atlas.runs import DocumentHistory, Run
from atlas.shapes import Logged

FOLD_DAYS = 14
GRADES = {"reworded": 1, "not-found": 2}  # how far words are from standing, which is 0


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `at` and `updated` are days or times, `updated` the later end of what was folded; keys are of the
    records concerned."""

    name: str
    at: str
    updated: str
    kind: str
    title: str
    summary: str
    address: str
    entity: str
    document: str = ""
    provision: str = ""
    finding: str = ""
    clause_type: str = ""
    severity: str = ""


def events_of(views: Views) -> tuple[Event, ...]:
    """All events, the newest first."""
    added = added_on(views)
    found = [*_document_events(views), *_record_events(views, added), *_words_events(views)]
    newest = sorted(found, key=lambda event: event.name)
    return tuple(_told_apart(sorted(newest, key=lambda event: event.updated, reverse=True)))


def _told_apart(events: Iterable[Event]) -> Iterator[Event]:
    """Two of one record, kind and day are numbered."""
    seen: dict[str, int] = {}
    for event in events:
        seen[event.name] = seen.get(event.name, 0) + 1
        yield event if seen[event.name] == 1 else replace(event, name=f"{event.name}/{seen[event.name]}")


def added_on(views: Views) -> dict[tuple[str, str], str]:
    """By kind and key, the day a record was added: its first row in the ledger, else the day of its analysis or review;
    documents and platforms that are in no ledger are left out."""
    first: dict[str, str] = {}
    for row in ledger.of(views.content)[0].rows:
        first.setdefault(row.id or row.url, row.at)
    found: dict[tuple[str, str], str] = {}
    for kind in ("entity", "document", "provision", "finding"):
        for key, record in views.catalogue.refer.present[kind].items():
            if day := first.get(getattr(record, "id", None) or address(kind, key)):
                found[kind, key] = day
    for key, provision in views.content.provisions.items():
        found.setdefault(("provision", key), provision.analysed_on.isoformat())
    for key, finding in views.content.findings.items():
        found.setdefault(("finding", key), str(finding.reviewed_on or finding.capture[:10]))
    return found


def _apart(earlier: str, later: str) -> int:
    """Days between two times."""
    return (_moment(later) - _moment(earlier)).days


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _subject(views: Views, kind: str, key: str) -> str:
    """What names a record for ever: its id, or its key before there is one."""
    return getattr(views.catalogue.refer.present[kind][key], "id", None) or f"{kind}/{key}"


def _event(
    views: Views, record: tuple[str, str], what: str, at: str, *, title: str, summary: str = "", where: str = ""
) -> Event:
    kind, key = record
    provision = views.content.provisions[key] if kind == "provision" else None
    clause_type = provision.clause_type if provision else key.rsplit("/", 1)[1] if kind == "finding" else ""
    return Event(
        name=f"{_subject(views, kind, key)}/{what}/{at.replace(':', '')}",
        at=at,
        updated=at,
        kind=what,
        title=title,
        summary=summary,
        address=where or address(kind, key),
        entity=entity_of(key),
        document=document_of(key) if kind != "entity" else "",
        provision=key if kind == "provision" else "",
        finding=key if kind == "finding" else "",
        clause_type=clause_type,
        severity=provision.severity if provision else "",
    )


def _named(views: Views, kind: str, key: str) -> str:
    """A record with what it belongs to: `Arbitration, Terms of Use (Acme)`."""
    name = views.record(kind, key).text
    if kind == "entity":
        return name
    entity = views.entity(key).text
    return f"{name} ({entity})" if kind == "document" else f"{name}, {views.document(key).text} ({entity})"


# --- documents


def _document_events(views: Views) -> Iterator[Event]:
    """A step to other words. One that goes back within `FOLD_DAYS` is the same event as the step it undoes."""
    for key in views.content.documents:
        history = views.catalogue.histories.documents.get(key)
        roots: dict[int, Event] = {}
        for run in history.runs[1:] if history else ():
            if run.is_reread:
                continue
            left = _left(history, run) if history else None
            root = roots.get(left.number) if left else None
            is_back = root and left and _apart(left.first_captured, run.first_captured) <= FOLD_DAYS
            if root and is_back and history:
                summary = f"{root.summary} {returned(history, run)}.".strip()
                roots[run.number] = event = replace(root, updated=run.first_captured, summary=summary)
                roots |= {number: event for number, other in roots.items() if other.name == event.name}
            elif history:
                roots[run.number] = _changed(views, history, run)
        yield from {event.name: event for event in roots.values()}.values()


def _left(history: DocumentHistory, run: Run) -> Run | None:
    """For a return, the run that took the place of the same words when they last stood."""
    if run.returns_to is None:
        return None
    before = max(other.number for other in history.runs[: run.number] if other.wording == run.wording)
    return history.runs[before + 1]


def _changed(views: Views, history: DocumentHistory, run: Run) -> Event:
    summary = run.note.summary or ("" if run.returns_to is None else f"{returned(history, run)}.")
    is_compared = (history.document, run.number) in views.changes.texts
    where = (change_address if is_compared else text_address)(history.document, run.stamp)
    title = f"{_named(views, 'document', history.document)} changed"
    return _event(
        views,
        ("document", history.document),
        "document-changed",
        run.first_captured,
        title=title,
        summary=summary,
        where=where,
    )


# --- what people wrote


def _record_events(views: Views, added: dict[tuple[str, str], str]) -> Iterator[Event]:
    """Added, corrected, replied, judged, superseded, withdrawn, retired."""
    for (kind, key), day in added.items():
        if not getattr(views.catalogue.refer.present[kind][key], "draft", False):
            yield _event(
                views,
                (kind, key),
                "added",
                day,
                title=f"New: {_named(views, kind, key)}",
                summary=_gist(views, kind, key),
            )
    for kind in ("entity", "document", "provision", "finding"):
        for key, record in views.catalogue.refer.present[kind].items():
            if isinstance(record, Logged) and not getattr(record, "draft", False):
                yield from _logged(views, kind, key, record)
                yield from _ended(views, kind, key, record)
    yield from _superseded(views, added)


def _gist(views: Views, kind: str, key: str) -> str:
    if kind == "provision":
        record = views.content.provisions[key]
        severity = labels.SEVERITY[record.severity].lower()
        return f"{views.answer(record.clause_type, record.answer).word}. Severity: {severity}."
    return shown_note(views.content.findings[key]) if kind == "finding" else ""


def _logged(views: Views, kind: str, key: str, record: Logged) -> Iterator[Event]:
    name = _named(views, kind, key)
    for entry in record.log:
        changed = next((field for field in ("answer", "severity") if field in entry.fields), "")
        if changed:
            yield _event(
                views,
                (kind, key),
                f"{changed}-changed",
                str(entry.on),
                title=f"{changed.capitalize()} changed: {name}",
                summary=_step(views, key, record, changed, entry),
            )
        elif entry.kind == "correction":
            yield _event(views, (kind, key), "corrected", str(entry.on), title=f"Corrected: {name}", summary=entry.text)
    for reply in record.replies:
        title = f"Reply from {labels.REPLY[reply.from_]}: {name}"
        yield _event(views, (kind, key), "replied", str(reply.on), title=title, summary=reply.text)
    for verdict in getattr(record, "later", ()):
        title = f"Judged, {labels.VERDICT[verdict.verdict].lower()}: {name}"
        summary = f"In the capture of {labels.day(verdict.capture)}. {verdict.note or ''}".strip()
        yield _event(views, (kind, key), "judged", str(verdict.on), title=title, summary=summary)


def _step(views: Views, key: str, record: Logged, field: str, entry: object) -> str:
    """`From Opt-out to Opt-in. ...`, in the words of the pages."""
    change = entry.fields[field]  # type: ignore[attr-defined]
    said = [_label(views, record, field, value) for value in (change.from_, change.to)]
    text = str(entry.text)  # type: ignore[attr-defined]
    return f"From {said[0]} to {said[1]}. {text}"


def _label(views: Views, record: Logged, field: str, value: str | None) -> str:
    if field == "severity":
        return labels.SEVERITY.get(value or "", value or "none").lower()
    clause_type = views.content.clause_types.get(getattr(record, "clause_type", ""))
    answer = clause_type.answer(value or "") if clause_type else None
    return f"“{answer.label}”" if answer else value or "none"


def _ended(views: Views, kind: str, key: str, record: Logged) -> Iterator[Event]:
    name = _named(views, kind, key)
    if withdrawn := getattr(record, "withdrawn", None):
        reason = f"{labels.WITHDRAWN[withdrawn.kind]}: {withdrawn.reason}"
        yield _event(views, (kind, key), "withdrawn", str(withdrawn.on), title=f"Withdrawn: {name}", summary=reason)
    if retired := getattr(record, "retired", None):
        yield _event(
            views,
            (kind, key),
            "retired",
            str(retired.on),
            title=f"Not followed any more: {name}",
            summary=retired.reason,
        )


def _superseded(views: Views, added: dict[tuple[str, str], str]) -> Iterator[Event]:
    """On the day a newer record was added; successors of another day are another event."""
    for kind, newer in (
        ("provision", views.catalogue.superseded_by),
        ("finding", views.catalogue.finding_superseded_by),
    ):
        for key, by in newer.items():
            if getattr(views.catalogue.refer.present[kind][key], "draft", False):
                continue
            for day in sorted({added["provision", other] for other in by}):
                titles = labels.listed(
                    [views.record("provision", other).text for other in by if added["provision", other] == day]
                )
                yield _event(
                    views, (kind, key), "superseded", day,
                    title=f"Superseded: {_named(views, kind, key)}", summary=f"In its place: {titles}.",
                )  # fmt: skip


# --- words


def _words_events(views: Views) -> Iterator[Event]:
    """What became of quoted words from run to run: reworded, not found, back."""
    for key, words in views.catalogue.histories.words.items():
        if views.catalogue.standing.get(key) in ("live", "needs-review", "past"):
            yield from _fates(views, key, words)


def _fates(views: Views, key: str, words: WordsHistory) -> Iterator[Event]:
    open_event: Event | None = None
    before: int | None = None
    for run in views.catalogue.histories.documents[document_of(key)].runs:
        now = _grade(words, run.number)
        if run.is_reread or before is None or now is None or now == before:
            if run.is_reread and open_event:
                yield open_event
                open_event = None
        elif open_event and _apart(open_event.updated, run.first_captured) <= FOLD_DAYS:
            open_event = _went_on(views, key, open_event, run.first_captured, now)
        else:
            if open_event:
                yield open_event
            open_event = _fate(views, key, run.first_captured, now)
        before = now
    if open_event:
        yield open_event


def _grade(words: WordsHistory, run: int) -> int | None:
    """How far the words are from standing in a run: those of the farthest excerpt; None before all have stood."""
    states = [history.states[run].state for history in words.excerpts]
    if "not-yet" in states:
        return None
    return max(0 if state in STANDING else GRADES[state] for state in states)


FATES = ("words-returned", "words-reworded", "words-not-found")
FATE_TITLES = {
    "words-returned": "Words back",
    "words-reworded": "Words reworded, not yet judged",
    "words-not-found": "Words not found",
}


def _fate(views: Views, key: str, at: str, grade: int) -> Event:
    kind = FATES[grade]
    return _event(views, ("provision", key), kind, at, title=f"{FATE_TITLES[kind]}: {_named(views, 'provision', key)}")


def _went_on(views: Views, key: str, event: Event, at: str, grade: int) -> Event:
    """The event of words that went or came back shortly after they had come or gone: one, with how it ended."""
    days = labels.counted(_apart(event.at, at), "day")
    ending = {0: f"Back after {days}.", 1: "Then reworded.", 2: f"Not found again after {days}."}[grade]
    return replace(event, updated=at, summary=ending)
