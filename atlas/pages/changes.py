"""Changes of documents: a page for every step from one run to the next, with the words that came and went by section,
what that did to the words that provisions quote, and what was later seen of it. Returns and re-readings have one too,
and say what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from atlas import labels
from atlas.ids import change_address
from atlas.pages.base import Badge, Link, Page, Row, Views
from atlas.pages.folded import folded_pages
from atlas.pages.notices import Banner
from atlas.pages.timeline import counts, days_between, no_evidence, returned, span
from atlas.runs import DocumentHistory, Run
from atlas.sectiondiff import Diff, Part, SectionDiff
from atlas.worddiff import Piece

SHORT = 40  # characters of words that stand beside what they took the place of, at the start of a line too
NAMED = 6  # headings of unchanged sections that are named; more are counted
SECTION_KINDS = {
    "changed": "Changed",
    "added": "New section",
    "removed": "Only in the earlier text",
    "moved": "Moved, unchanged",
}
REREAD = "From here on the document is read by another rule. The differences below are no evidence of a change."


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a diff: `same`, `added` or `removed`, with the white space around them; `left_out` stands for words that
    are not shown."""

    kind: str
    before: str
    text: str
    after: str
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a diff; of unchanged ones in a row `words` says how many there are, and `names` what they are."""

    kind: str
    word: str
    title: tuple[Words, ...]
    parts: tuple[Words, ...]
    counts: str
    names: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A provision whose words are in another state after the change."""

    row: Row
    before: Badge
    after: Badge


def change_pages(views: Views) -> Iterator[Page]:
    """One page a step, document by document, oldest first; then one for every step that is folded."""
    seen = set()
    for key in views.content.documents:
        history = views.catalogue.histories.documents.get(key)
        for run in history.runs[1:] if history else ():
            if history and (diff := views.changes.texts.get((key, run.number))):
                seen.add(change_address(key, run.stamp))
                yield _page(views, history, run, diff)
    yield from folded_pages(views, frozenset(seen))


def _page(views: Views, history: DocumentHistory, run: Run, diff: Diff) -> Page:
    name = views.document(history.document)
    what = f"{name.text}: {_what(run)}, {labels.day(run.first_captured)}"
    return Page(
        address=change_address(history.document, run.stamp),
        template="change.html",
        title=what,
        description=f"{what}. {counts(diff)}.",
        context=_context(views, history, run, diff),
        crumbs=(*views.crumbs(history.document), name),
        is_indexed=False,
    )


def _what(run: Run) -> str:
    return "returned" if run.returns_to is not None else "read anew" if run.is_reread else "changed"


def _context(views: Views, history: DocumentHistory, run: Run, diff: Diff) -> dict[str, Any]:
    before = history.runs[run.number - 1]
    document = history.document
    return {
        "document": views.document(document),
        "entity": views.entity(document),
        "kind": _what(run),
        "when": between(before.last_seen, run.first_captured),
        "said": list(_said(history, run)),
        "counts": counts(diff),
        "summary": run.note.summary or "",
        "significance": labels.SIGNIFICANCE[run.note.significance] if run.note.significance else "",
        "banners": list(_later(history, run)),
        "neighbours": list(_neighbours(history, run)),
        "texts": [_text(views, history, one) for one in (before, run)],
        "unusable": list(_unusable(views, history, before, run)),
        "touched": list(touched(views, history, run)),
        "sections": sections_of(diff),
        "language": views.language(document),
        "volatile": views.catalogue.document(document).volatile,
    }


def between(before: str, after: str) -> str:
    """`between 2 and 4 March 2026`, or `on 4 March 2026` when both are of one day."""
    if before[:10] == after[:10]:
        return f"on {labels.day(after)}"
    return f"between {span(before, after).replace(' to ', ' and ')}"


def _said(history: DocumentHistory, run: Run) -> Iterator[str]:
    """What kind of step it is, in sentences."""
    if run.returns_to is not None:
        yield f"{returned(history, run)}. A return is not counted as a change."
    if run.is_reread:
        confirmed = " An analyst looked and confirmed it." if run.note.reread == "confirmed" else ""
        yield REREAD + confirmed
    if run.note.reread == "real-change":
        yield "The way of reading changed here too; an analyst looked and judged this a real change."


def _later(history: DocumentHistory, run: Run) -> Iterator[Banner]:
    """What was later seen of the step: that the words before it came back, or its own."""
    before = history.runs[run.number - 1]
    for later in history.runs[run.number + 1 :]:
        if later.wording == before.wording:
            spell = days_between(run.first_captured, later.first_captured)
            back = labels.day(later.first_captured)
            text = f"Later folded: the words before this change were back on {back}, after {spell}."
            yield Banner("past", text, (Link("That return", change_address(history.document, later.stamp)),))
            return


def _neighbours(history: DocumentHistory, run: Run) -> Iterator[tuple[str, Link]]:
    for word, number in (("Earlier", run.number - 1), ("Later", run.number + 1)):
        if 1 <= number < len(history.runs):
            other = history.runs[number]
            text = f"{_what(other)}, {labels.day(other.first_captured)}"
            yield word, Link(text, change_address(history.document, other.stamp))


def _text(views: Views, history: DocumentHistory, run: Run) -> dict[str, Any]:
    return {
        "link": Link(labels.moment(run.first_captured), views.capture_address(history.document, run.first_captured)),
        "day": labels.day(run.first_captured),
        "span": span(run.first_captured, run.last_seen),
        "captures": labels.counted(len(run.captures), "capture"),
        "stated": list(views.stated(history.document, run.first_captured)),
    }


def _unusable(views: Views, history: DocumentHistory, before: Run, run: Run) -> Iterator[tuple[str, list[Link]]]:
    """Captures between both texts that are no evidence, by the reason in words."""
    found: dict[str, list[Link]] = {}
    for capture in history.captures:
        if before.captures[-1] < capture.captured_at < run.first_captured:
            _, why = no_evidence(views, history, capture)
            address = views.capture_address(history.document, capture.captured_at)
            found.setdefault(why.rstrip("."), []).append(Link(labels.day(capture.captured_at), address))
    yield from found.items()


def touched(views: Views, history: DocumentHistory, run: Run) -> Iterator[Touched]:
    """The document's provisions whose words changed state with a step, in the catalogue's order."""
    for key in views.catalogue.provisions_of[history.document]:
        words = views.catalogue.histories.words.get(key)
        if words and views.catalogue.standing[key] not in ("withdrawn", "draft"):
            states = words.state_in(run.number - 1), words.state_in(run.number)
            if states[0] != states[1]:
                yield Touched(views.row(key), state_then(states[0]), state_then(states[1]))


def state_then(code: str) -> Badge:
    """A state of words in one run, not only in the newest."""
    return Badge("state", code, labels.STATE_THEN[code])


# --- diffs as templates print them


def sections_of(diff: Diff) -> tuple[Section, ...]:
    """The sections of a diff, in order."""
    return tuple(_section(section) for section in diff.sections)


def _section(section: SectionDiff) -> Section:
    if section.kind == "unchanged":
        return Section("unchanged", "", (), (), _unchanged(section), _names(section.headings))
    counted = [f"{section.added:,} added"] if section.added else []
    counted += [f"{section.removed:,} removed"] if section.removed else []
    word = SECTION_KINDS[section.kind] + (" and moved" if section.has_moved and section.kind == "changed" else "")
    says = labels.counted(section.words, "word") if section.kind == "moved" else f"words: {', '.join(counted)}"
    return Section(section.kind, word, words_of(section.title), words_of(section.parts), says, "")


def _unchanged(section: SectionDiff) -> str:
    number = labels.counted(len(section.headings), "section")
    return f"{number} unchanged, {labels.counted(section.words, 'word')}"


def _names(headings: tuple[str, ...]) -> str:
    named = [heading for heading in headings if heading]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return ", ".join(f"“{heading}”" for heading in named[:NAMED]) + more


def words_of(parts: Iterable[Part]) -> tuple[Words, ...]:
    """The parts of a diff, white space apart, without that at both ends."""
    found = _on_one_line([_words(part) for part in parts])
    if found:
        found[0], found[-1] = replace(found[0], before=""), replace(found[-1], after="")
    return tuple(found)


def _on_one_line(found: list[Words]) -> list[Words]:
    """The same, but that a word at the start of a line stands beside the one it took the place of, not below it."""
    shown = found[:1]
    for old, new in pairwise(found):
        is_pair = (old.kind, new.kind) == ("removed", "added") and "\n" in old.before and "\n" in new.before
        is_short = len(old.text) <= SHORT and len(new.text) <= SHORT
        shown.append(replace(new, before=" ") if is_pair and is_short else new)
    return shown


def _words(part: Part) -> Words:
    if not part.text:
        what = {"same": "unchanged", "added": "more added", "removed": "more removed"}[part.kind]
        return Words(part.kind, "", "", "", f"[{labels.counted(part.words, 'word')} {what}]")
    return spaced(part.kind, part.text)


def spaced(kind: str, text: str) -> Words:
    """Words with the white space around them apart, so that no mark covers it."""
    bare = text.strip()
    start = text.find(bare) if bare else len(text)
    return Words(kind, text[:start], bare, text[start + len(bare) :])


def pieces_of(pieces: Iterable[Piece]) -> tuple[Words, ...]:
    """The pieces of a diff of two short wordings."""
    return tuple(_on_one_line([spaced(piece.kind, piece.text) for piece in pieces]))
