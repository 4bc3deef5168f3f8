"""Checks of provisions and findings against what they name: answers, values, captures, dates, actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from atlas.checks.found import Found, captures_of, unknown
from atlas.ids import document_of
from atlas.reading import Content
from atlas.records import Amount, Capture, Finding, Provision, TextNote
from atlas.references import References
from atlas.sources import Pointer
from atlas.vocabulary import MIXED, ClauseType

DURATIONS = ("hour", "day", "week", "month", "year")
UNITS = {
    "duration": DURATIONS,
    "money": ("EUR", "USD", "GBP", "CHF", "JPY", "CNY", "AUD", "CAD", "month-of-fees"),
    "age": ("year",),
    "count": ("count",),
}


# --- answers and values


def _answers(provision: Provision) -> Iterator[tuple[Pointer, str, date]]:
    """Pointer and key of every answer a record gives, and the day it holds for."""
    yield ("answer",), provision.answer, provision.analysed_on
    for index, variant in enumerate(provision.variants):
        yield ("variants", index, "answer"), variant.answer, provision.analysed_on
    for index, earlier in enumerate(provision.earlier):
        if earlier.answer:
            yield ("earlier", index, "answer"), earlier.answer, date.fromisoformat(earlier.capture[:10])


def unknown_answer(content: Content, refer: References) -> Iterator[Found]:
    """An answer must be one of its clause type's, or `unclear` or `mixed`."""
    for provision in content.provisions.values():
        clause_type = content.clause_types.get(provision.clause_type)
        for pointer, key, _ in _answers(provision) if clause_type else ():
            if clause_type and not clause_type.answer(key):
                known = [answer.key for answer in clause_type.answers]
                what = f"an answer of {provision.clause_type} ({', '.join(known)})"
                yield Found(provision.path, pointer, unknown("answer", what, key, known))


def retired_answer(content: Content, refer: References) -> Iterator[Found]:
    """A record analysed after an answer was retired must give another; a former wording may keep what it had."""
    for provision in content.provisions.values():
        clause_type = content.clause_types.get(provision.clause_type)
        for pointer, key, day in _answers(provision):
            answer = clause_type.answer(key) if clause_type else None
            if answer and answer.retired_on and day > answer.retired_on:
                instead = f"; '{answer.replaced_by}' replaces it" if answer.replaced_by else ""
                what = f"answer must be one in use; '{key}' was retired on {answer.retired_on}{instead}"
                yield Found(provision.path, pointer, what)


def mixed_without_variants(content: Content, refer: References) -> Iterator[Found]:
    """The answer `mixed` must come with variants that say which answer holds for whom."""
    for provision in content.provisions.values():
        if provision.answer == MIXED.key and not provision.variants:
            yield Found(provision.path, ("answer",), "answer 'mixed' must come with variants; there are none")


def _values(provision: Provision) -> Iterator[tuple[Pointer, Amount]]:
    yield from ((("value", index), amount) for index, amount in enumerate(provision.value))
    for number, variant in enumerate(provision.variants):
        yield from ((("variants", number, "value", index), amount) for index, amount in enumerate(variant.value))


def needless_value(content: Content, refer: References) -> Iterator[Found]:
    """A value must be given only where the clause type declares one."""
    for provision in content.provisions.values():
        clause_type = content.clause_types.get(provision.clause_type)
        for pointer, _ in _values(provision) if clause_type and not clause_type.value else ():
            what = f"value must not be given; {provision.clause_type} declares none"
            yield Found(provision.path, pointer, what)


def wrong_unit(content: Content, refer: References) -> Iterator[Found]:
    """The unit of a value must fit its clause type (duration, money, age, count), that of a deadline be a duration."""
    for provision in content.provisions.values():
        clause_type = content.clause_types.get(provision.clause_type)
        for pointer, unit, allowed in _units(provision, clause_type):
            if unit not in allowed:
                what = f"unit must be one of {', '.join(allowed)}; got '{unit}'"
                yield Found(provision.path, (*pointer, "unit"), what)


def _units(provision: Provision, clause_type: ClauseType | None) -> Iterator[tuple[Pointer, str, tuple[str, ...]]]:
    if clause_type and clause_type.value:
        for pointer, amount in _values(provision):
            yield pointer, amount.unit, UNITS[clause_type.value.kind]
    for index, action in enumerate(provision.actions):
        if action.deadline:
            yield ("actions", index, "deadline"), action.deadline.unit, DURATIONS


def unknown_excerpt_number(content: Content, refer: References) -> Iterator[Found]:
    """The excerpts of a variant must be numbers of the record's own, counted from 1."""
    for provision in content.provisions.values():
        most = len(provision.excerpts)
        for number, variant in enumerate(provision.variants):
            for index, nth in enumerate(variant.excerpts):
                if not 1 <= nth <= most:
                    what = f"excerpts must be numbers from 1 to {most}; got {nth}"
                    yield Found(provision.path, ("variants", number, "excerpts", index), what)


def unknown_page(content: Content, refer: References) -> Iterator[Found]:
    """The url of an excerpt must be a page of its document: one that the capture read, or one of its sources."""
    for provision in content.provisions.values():
        for pointer, document, captured_at, url in _pages(provision, refer):
            pages = _pages_of(content, document, captured_at)
            if url and pages and url not in pages:
                yield Found(provision.path, (*pointer, "url"), unknown("url", f"a page of {document}", url, pages))


def _pages(provision: Provision, refer: References) -> Iterator[tuple[Pointer, str, str, str | None]]:
    own = document_of(provision.key)
    for index, excerpt in enumerate(provision.excerpts):
        yield ("excerpts", index), own, provision.capture, excerpt.url
    for number, earlier in enumerate(provision.earlier):
        for index, excerpt in enumerate(earlier.excerpts):
            yield ("earlier", number, "excerpts", index), own, earlier.capture, excerpt.url
    for index, support in enumerate(provision.supports):
        yield ("supports", index), refer.key(support.document, "document") or "", support.capture, support.url


def _pages_of(content: Content, document: str, captured_at: str) -> set[str]:
    """The pages that a text joins; of a text that is one page, every page its document ever had."""
    record, sheet = content.documents.get(document), content.captures.get(document)
    capture = _capture(content, document, captured_at)
    if capture and capture.parts:
        return {part.url for part in capture.parts}
    pages = {page.url for page in record.sources} if record else set()
    for other in sheet.captures if sheet else ():
        pages |= {part.url for part in other.parts}
        pages |= {address for page in other.sources for address in (page.url, page.final_url) if address}
    return pages


# --- captures and dates


def _capture(content: Content, document: str, captured_at: str) -> Capture | None:
    sheet = content.captures.get(document)
    return next((capture for capture in sheet.captures if capture.captured_at == captured_at), None) if sheet else None


def _is_unusable(content: Content, document: str, capture: Capture) -> bool:
    notes = content.notes.get(document)
    return bool(notes and notes.texts.get(capture.text[5:-3], TextNote()).unusable)


def analysed_before_capture(content: Content, refer: References) -> Iterator[Found]:
    """analysed_on must not be before the day of the quoted capture, in UTC; neither must reviewed_on of a finding."""
    for provision in content.provisions.values():
        if provision.analysed_on.isoformat() < provision.capture[:10]:
            what = f"analysed_on must not be before the capture, {provision.capture}; got {provision.analysed_on}"
            yield Found(provision.path, ("analysed_on",), what)
    for finding in content.findings.values():
        if finding.reviewed_on and finding.reviewed_on.isoformat() < finding.capture[:10]:
            what = f"reviewed_on must not be before the capture, {finding.capture}; got {finding.reviewed_on}"
            yield Found(finding.path, ("reviewed_on",), what)


def incomplete_review(content: Content, refer: References) -> Iterator[Found]:
    """reviewed_by and reviewed_on must be given together."""
    for provision in content.provisions.values():
        analysis = provision.analysis
        if bool(analysis.reviewed_by) != bool(analysis.reviewed_on):
            given, wanted = ("reviewed_by", "reviewed_on") if analysis.reviewed_by else ("reviewed_on", "reviewed_by")
            yield Found(provision.path, ("analysis", given), f"{wanted} must be given with {given}; it is not")


def review_outdated(content: Content, refer: References) -> Iterator[Found]:
    """reviewed_on should not be before analysed_on: nobody has reviewed the analysis as it now stands."""
    for provision in content.provisions.values():
        reviewed_on = provision.analysis.reviewed_on
        if reviewed_on and reviewed_on < provision.analysed_on and not provision.withdrawn:
            what = f"reviewed_on should not be before analysed_on, {provision.analysed_on}; got {reviewed_on}"
            yield Found(provision.path, ("analysis", "reviewed_on"), what)


def earlier_out_of_order(content: Content, refer: References) -> Iterator[Found]:
    """Former wordings must be older than the quoted one, and stand newest first."""
    for provision in content.provisions.values():
        before = provision.capture
        for index, earlier in enumerate(provision.earlier):
            if earlier.capture >= before:
                what = f"capture must be older than the wording above it, {before}; got {earlier.capture}"
                yield Found(provision.path, ("earlier", index, "capture"), what)
            before = min(before, earlier.capture)


def unknown_verdict_capture(content: Content, refer: References) -> Iterator[Found]:
    """A verdict in `later` must be on a capture of the document that is usable."""
    for provision in content.provisions.values():
        document = document_of(provision.key)
        for index, verdict in enumerate(provision.later if document in content.captures else ()):
            capture = _capture(content, document, verdict.capture)
            if not capture or _is_unusable(content, document, capture):
                known = [c.captured_at for c in content.captures[document].captures]
                what = unknown("capture", f"one of {captures_of(document)}", verdict.capture, known)
                if capture:
                    what = f"capture must be usable; the text of {verdict.capture} is noted unusable"
                yield Found(provision.path, ("later", index, "capture"), what)


def verdict_before_quote(content: Content, refer: References) -> Iterator[Found]:
    """A verdict must be on a capture after the quoted one, given on the day of that capture or later."""
    for provision in content.provisions.values():
        for index, verdict in enumerate(provision.later):
            if verdict.capture <= provision.capture:
                what = f"capture must be after the quoted one, {provision.capture}; got {verdict.capture}"
                yield Found(provision.path, ("later", index, "capture"), what)
            elif verdict.on.isoformat() < verdict.capture[:10]:
                what = f"on must not be before the capture judged, {verdict.capture}; got {verdict.on}"
                yield Found(provision.path, ("later", index, "on"), what)


def duplicate_verdict(content: Content, refer: References) -> Iterator[Found]:
    """Of one capture one verdict must be given a day, so that it is plain which one holds."""
    for provision in content.provisions.values():
        seen: set[tuple[str, date]] = set()
        for index, verdict in enumerate(provision.later):
            if (verdict.capture, verdict.on) in seen:
                what = f"one verdict a day must be given on a capture; another of {verdict.on} stands before"
                yield Found(provision.path, ("later", index), what)
            seen.add((verdict.capture, verdict.on))


# --- actions, ends


def action_and_no_action(content: Content, refer: References) -> Iterator[Found]:
    """A provision must give either actions or no_action, not both."""
    for provision in content.provisions.values():
        if provision.actions and provision.no_action:
            yield Found(provision.path, ("no_action",), "no_action must not be given where there are actions")


def undated_result(content: Content, refer: References) -> Iterator[Found]:
    """The result of an action that was tried must come with checked_on."""
    for provision in content.provisions.values():
        for index, action in enumerate(provision.actions):
            if action.result and not action.checked_on:
                what = "checked_on must be given with result; it is not"
                yield Found(provision.path, ("actions", index, "result"), what)


def successor_missing(content: Content, refer: References) -> Iterator[Found]:
    """A record withdrawn as a duplicate, or because it was split, must name its successors."""
    records: list[Provision | Finding] = [*content.provisions.values(), *content.findings.values()]
    for record in records:
        withdrawn = record.withdrawn
        if withdrawn and withdrawn.kind in ("duplicate", "split") and not withdrawn.successors:
            what = f"successors must be given when kind is {withdrawn.kind}; there are none"
            yield Found(record.path, ("withdrawn",), what)


# --- findings


def unknown_finding_capture(content: Content, refer: References) -> Iterator[Found]:
    """The capture of a finding must be one of its document, and usable."""
    for finding in content.findings.values():
        document = document_of(finding.key)
        if document not in content.captures:
            continue
        capture = _capture(content, document, finding.capture)
        if not capture:
            known = [c.captured_at for c in content.captures[document].captures]
            what = unknown("capture", f"one of {captures_of(document)}", finding.capture, known)
            yield Found(finding.path, ("capture",), what)
        elif _is_unusable(content, document, capture):
            what = f"capture must be usable; the text of {finding.capture} is noted unusable"
            yield Found(finding.path, ("capture",), what)


def refers_to_missing(content: Content, refer: References) -> Iterator[Found]:
    """A finding that refers elsewhere must say where: refers_to names a document or an address."""
    for finding in content.findings.values():
        if finding.finding == "refers-elsewhere" and not finding.refers_to:
            what = "refers_to must be given when a finding refers elsewhere; it is not"
            yield Found(finding.path, ("finding",), what)


def needless_refers_to(content: Content, refer: References) -> Iterator[Found]:
    """refers_to must be given only by a finding that refers elsewhere."""
    for finding in content.findings.values():
        if finding.finding != "refers-elsewhere" and finding.refers_to:
            what = f"refers_to must be given only when finding is refers-elsewhere; it is {finding.finding}"
            yield Found(finding.path, ("refers_to",), what)
