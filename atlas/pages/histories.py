"""What became of a provision's words, as its page tells it: a timeline to look at, a table to read, former wordings.

In: views and a provision. Out: rows oldest first, one for all runs in a row in which nothing about the words differs;
bars of the same for the picture; former wordings with what changed in the next newer one. Over `MOST_ROWS` rows the
table has a page of its own, and the provision's own page shows the newest. Nothing here says that words were removed:
that is a person's verdict, and stands in the row of the capture it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from atlas import labels
from atlas.changes import beside
from atlas.hidden import hides
from atlas.history import STANDING, ExcerptHistory, WordsHistory, WordsState
from atlas.ids import address, document_of
from atlas.pages.base import Badge, Link, Page, Views, severity
from atlas.pages.changes import Words, pieces_of, state_then
from atlas.pages.lifeline import lifeline
from atlas.pages.quotes import quoted
from atlas.pages.timeline import change_link, span
from atlas.records import Provision, Verdict
from atlas.runs import DocumentHistory, Run
from atlas.wording import wording

MOST_ROWS = 50  # more have a page of their own
NEWEST_ROWS = 12  # of which the provision's page shows as many


@dataclass(frozen=True, slots=True)
class Near:
    """The passage closest to words that do not stand, as a diff with them; `label` says whether a person judged it."""

    name: str
    label: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A person's verdict on a capture."""

    word: str
    captured: Link
    on: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """Runs in a row in which the words fared alike. `states` names each excerpt only where they differ."""

    span: str
    text: Link
    change: Link | None
    folded: str
    state: Badge
    states: tuple[tuple[str, Badge], ...]
    notes: tuple[str, ...]
    near: tuple[Near, ...]
    verdicts: tuple[Judged, ...]


def history_view(views: Views, key: str, record: Provision, words: WordsHistory | None) -> dict[str, Any]:
    """All that the section on history prints."""
    document = views.catalogue.histories.documents.get(document_of(key))
    rows = rows_of(views, key) if words and document else ()
    more = len(rows) if len(rows) > MOST_ROWS else 0
    return {
        "rows": tuple(reversed(rows))[: NEWEST_ROWS if more else MOST_ROWS],
        "more": Link(f"All {more} rows", f"{address('provision', key)}history/") if more else None,
        "lifeline": lifeline(views, key) if words and document else None,
        "verdicts": [] if rows else [judged(views, key, verdict) for verdict in record.later],
        "earlier": list(_earlier(views, key, record)),
        "changes": len(document.changes) if document else 0,
        "surroundings": words.surroundings if words else "",
    }


def history_pages(views: Views) -> Iterator[Page]:
    """The whole table of a provision whose own page cannot hold it."""
    for key, record in views.content.provisions.items():
        document = views.catalogue.histories.documents.get(document_of(key))
        if key not in views.catalogue.histories.words or not document or len(document.runs) <= MOST_ROWS:
            continue
        rows = rows_of(views, key)
        if len(rows) > MOST_ROWS:
            yield Page(
                address=f"{address('provision', key)}history/",
                template="provision-history.html",
                title=f"History of the words: {record.title}",
                description=f"What became of the words of {record.title} in every captured text.",
                context={"record": views.record("provision", key), "rows": rows, "lifeline": lifeline(views, key),
                         "language": views.language(key) or ""},
                crumbs=(*views.crumbs(key), views.record("provision", key)),
                is_indexed=False,
            )  # fmt: skip


# --- the table


def rows_of(views: Views, key: str) -> tuple[Row, ...]:
    """Every row, oldest first."""
    history = views.catalogue.histories.documents[document_of(key)]
    words = views.catalogue.histories.words[key]
    maker = _Rows(views, key, history, words)
    groups = [list(group) for _, group in groupby(history.runs, key=lambda run: _fate(words, run.number))]
    return tuple(maker.row(group, before) for before, group in zip((None, *groups), groups, strict=False))


def _fate(words: WordsHistory, run: int) -> tuple[object, ...]:
    """What tells one row from the next: states, where the words stand, the closest passages, former wordings there."""
    return (
        tuple(_essence(history.states[run]) for history in words.excerpts),
        tuple(all(_stands(history, run) for history in each) for each in words.earlier),
    )


def _essence(state: WordsState) -> tuple[str, str]:
    detail = state.sighting.section_key if state.state == "moved" else state.passage.text if state.passage else ""
    return state.state, detail


def _stands(history: ExcerptHistory, run: int) -> bool:
    return history.states[run].state in STANDING


@dataclass(frozen=True)
class _Rows:
    """Makes rows of one provision."""

    views: Views
    key: str
    history: DocumentHistory
    words: WordsHistory

    @property
    def record(self) -> Provision:
        return self.views.content.provisions[self.key]

    def row(self, runs: list[Run], before: list[Run] | None) -> Row:
        first, last = runs[0], runs[-1]
        names = [excerpt_name(nth, len(self.words.excerpts)) for nth in range(len(self.words.excerpts))]
        states = [history.states[first.number].state for history in self.words.excerpts]
        verdicts = tuple(self._verdicts(first, last))
        are_alike = len(set(states)) == 1
        return Row(
            span=span(first.first_captured, last.last_seen),
            text=Link(
                f"Text of {labels.day(first.first_captured)}",
                self.views.capture_address(self.history.document, first.first_captured),
            ),
            change=self._change(first) if before else None,
            folded=f"{len(runs)} wordings of the document" if len(runs) > 1 else "",
            state=state_then(self.words.state_in(first.number)),
            states=()
            if are_alike
            else tuple((name, state_then(state)) for name, state in zip(names, states, strict=True)),
            notes=(*self._notes(first, before), *self._quoted(first, last)),
            near=tuple(self._near(first, names, verdicts)),
            verdicts=verdicts,
        )

    def _change(self, run: Run) -> Link | None:
        """To what changed in the document there; without its counts, whose words are not the record's."""
        link = change_link(self.views, self.history, run)
        return Link("What changed in the document", link.address) if link else None

    def _notes(self, first: Run, before: list[Run] | None) -> Iterator[str]:
        if before and first.is_reread:
            yield "Seen since a re-reading; may not be a change"
        if before and self._is_back(first, before[-1]):
            yield "Back in the text"
        for history in self.words.excerpts:
            state = history.states[first.number]
            if state.state == "moved":
                yield f"Under “{state.sighting.section}”" if state.sighting.section else "Before the first heading"
        for captured_at in self._former(first):
            yield f"The former wording, as captured on {labels.day(captured_at)}, stands here"

    def _quoted(self, first: Run, last: Run) -> Iterator[str]:
        quoted_in = self.history.run_of(self.record.capture)
        if quoted_in and first.number <= quoted_in.number <= last.number:
            yield f"Quoted as captured on {labels.day(self.record.capture)}"

    def _former(self, run: Run) -> Iterator[str]:
        """The captures of the former wordings that stand in a run."""
        for earlier, histories in zip(self.record.earlier, self.words.earlier, strict=True):
            if all(_stands(history, run.number) for history in histories):
                yield earlier.capture

    def _is_back(self, first: Run, last_before: Run) -> bool:
        """Whether words that stood before, and then did not, stand again."""
        return any(
            _stands(history, first.number)
            and not _stands(history, last_before.number)
            and any(number < last_before.number for number in history.held)
            for history in self.words.excerpts
        )

    def _near(self, run: Run, names: list[str], verdicts: tuple[Judged, ...]) -> Iterator[Near]:
        """Closest passages; none where a former wording stands, which a person has called this clause's."""
        is_hidden = hides(self.record, "excerpts")
        if is_hidden or self.views.is_withheld(self.key) or any(self._former(run)):
            return
        judged = labels.listed([f"{one.word.lower()}, on {one.on}" for one in verdicts])
        label = f"Closest passage; judged {judged}" if verdicts else "Closest passage, not judged"
        for name, history in zip(names, self.words.excerpts, strict=True):
            if passage := history.states[run.number].passage:
                pieces = self.views.changes.words.get(beside(history.excerpt.text, passage.text), ())
                alike = f"{round(100 * passage.similarity)}% alike"
                if all(piece.kind == "same" for piece in pieces):
                    alike = "the same words, but on another page" if history.excerpt.url else "the same words"
                flips = "; a word such as “not” came or went" if passage.flips else ""
                yield Near(name, f"{label} ({alike}{flips})", pieces_of(pieces))

    def _verdicts(self, first: Run, last: Run) -> Iterator[Judged]:
        """Those on captures from the first of a row until the next row begins."""
        after = self.history.runs[last.number + 1].first_captured if last.number + 1 < len(self.history.runs) else "~"
        for verdict in self.record.later:
            if first.first_captured <= verdict.capture < after:
                yield judged(self.views, self.key, verdict)


def judged(views: Views, key: str, verdict: Verdict) -> Judged:
    person = views.content.people.get(verdict.by or "")
    return Judged(
        word=labels.VERDICT[verdict.verdict],
        captured=Link(labels.day(verdict.capture), views.capture_address(document_of(key), verdict.capture)),
        on=labels.day(verdict.on),
        by=person.name if person else verdict.by or "",
        note=verdict.note or "",
    )


def excerpt_name(nth: int, of: int) -> str:
    """`Quote 2`; nothing where there is one only."""
    return f"Quote {nth + 1}" if of > 1 else ""


# --- former wordings


def _earlier(views: Views, key: str, record: Provision) -> Iterator[dict[str, Any]]:
    """Former wordings, newest first, each with what the next newer one has otherwise."""
    newer, newer_day = record.excerpts, ""
    for number, former in enumerate(record.earlier):
        quotes = [
            quoted(views, record, ("earlier", number, "excerpts", index), excerpt, document_of(key), former.capture)
            for index, excerpt in enumerate(former.excerpts)
        ]
        words = tuple(wording("\n".join(excerpt.text for excerpt in each)) for each in (former.excerpts, newer))
        is_hidden = views.is_withheld(key) or any(quote.is_hidden for quote in quotes)
        yield {
            "captured": labels.day(former.capture),
            "answer": views.answer(record.clause_type, former.answer) if former.answer else None,
            "severity": severity(former.severity) if former.severity else None,
            "note": former.note or "",
            "quotes": quotes,
            "against": f"the wording of {newer_day}" if newer_day else "the words quoted above",
            "diff": () if is_hidden else pieces_of(views.changes.words.get((words[0], words[1]), ())),
        }
        newer, newer_day = former.excerpts, labels.day(former.capture)
