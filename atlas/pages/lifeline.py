"""The words of a provision over time, as a picture: bars for how they fared, marks for what people did.

In: views and a provision. Out: bars and marks in per cent of the width, and all of it in words for those who do not see
it. A bar reaches from a row's first capture to the last that saw it; between them nothing is known and nothing drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from atlas import labels
from atlas.history import WordsHistory
from atlas.ids import document_of
from atlas.pages.base import Badge, Views
from atlas.pages.changes import state_then
from atlas.pages.timeline import span
from atlas.runs import DocumentHistory, Run

LEAST_WIDTH = 0.8  # per cent; what was seen for less is drawn as wide as this


@dataclass(frozen=True, slots=True)
class Bar:
    """From `x` on, `width` wide, both in per cent with a point."""

    code: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark at `x`: the capture that is quoted, or a verdict; or a date of the axis."""

    kind: str
    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Lifeline:
    """The picture. `says` is what it shows, in sentences; `legend` the states in it."""

    title: str
    says: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    first: str
    last: str
    legend: tuple[Badge, ...]


def lifeline(views: Views, key: str) -> Lifeline | None:
    """The picture of a provision's words; None where there is one run only, and nothing to see."""
    history = views.catalogue.histories.documents[document_of(key)]
    words = views.catalogue.histories.words[key]
    if len(history.runs) < 2:
        return None
    first, last = history.runs[0].first_captured, max(run.last_seen for run in history.runs)
    scale = _Scale(_moment(first), _moment(last))
    groups = list(_groups(words, history))
    codes = dict.fromkeys(code for code, _ in groups)
    told = [
        f"{labels.STATE_THEN[code].lower()} {span(runs[0].first_captured, runs[-1].last_seen)}" for code, runs in groups
    ]
    return Lifeline(
        title="The words over time",
        says="; ".join(told) + ".",
        bars=tuple(scale.bar(code, runs) for code, runs in groups),
        ticks=tuple(_ticks(views, key, scale)),
        first=labels.day(first),
        last=labels.day(last),
        legend=tuple(state_then(code) for code in codes),
    )


def _groups(words: WordsHistory, history: DocumentHistory) -> Iterator[tuple[str, list[Run]]]:
    """Runs in a row in which the state is the same."""
    return ((code, list(runs)) for code, runs in groupby(history.runs, key=lambda run: words.state_in(run.number)))


@dataclass(frozen=True)
class _Scale:
    """From times to per cent of the width."""

    first: datetime
    last: datetime

    def at(self, moment: str) -> float:
        return 100 * (_moment(moment) - self.first) / (self.last - self.first)

    def bar(self, code: str, runs: list[Run]) -> Bar:
        start, end = self.at(runs[0].first_captured), self.at(runs[-1].last_seen)
        start = min(start, 100 - LEAST_WIDTH)
        return Bar(code or "none", f"{start:.2f}%", f"{max(end - start, LEAST_WIDTH):.2f}%")


def _ticks(views: Views, key: str, scale: _Scale) -> Iterator[Tick]:
    record = views.content.provisions[key]
    yield Tick(
        "quoted", f"{_within(scale.at(record.capture)):.2f}%", f"Quoted as captured on {labels.day(record.capture)}"
    )
    for verdict in record.later:
        text = f"{labels.VERDICT[verdict.verdict]}: judged of the capture of {labels.day(verdict.capture)}"
        yield Tick("judged", f"{_within(scale.at(verdict.capture)):.2f}%", text)


def _within(share: float) -> float:
    return min(max(share, 0.5), 99.5)


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)
