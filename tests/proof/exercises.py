"""What a catalogue exercises: every state, kind, value and optional field of the content contract, with its count.

Prints the table. A cell at zero is a fault, but for those that `UNEXERCISED` excuses by name, each with its reason; an
excuse for a cell that is exercised is a fault too. The demonstration catalogue must pass.

    python -m tests.proof exercises
    python -m tests.proof exercises --content ../shared/real-catalogue
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from atlas import vocabulary
from atlas.catalogue import Catalogue, Standing
from atlas.coverage import CellState, Coverage
from atlas.history import State
from atlas.ids import stamp_of
from atlas.memo import Memo
from atlas.reading import MODELS, SHEETS, Content
from atlas.shapes import AUDIENCES, SEVERITIES
from atlas.site import Options, Outcome, examine
from atlas.vocabulary import MIXED, UNCLEAR
from atlas.wording import Tier
from tests.proof._ground import DEMONSTRATION, CannotRun, cannot_run, catalogue, parser, table, verdict

ROOTS: tuple[type[BaseModel], ...] = (
    vocabulary.Site, vocabulary.Person, vocabulary.Group, vocabulary.Archive, *MODELS.values(), *SHEETS.values(),
)  # fmt: skip

ONE_SITE = "a site has one host"
NO_MONEY = "no invented clause states a sum in it"
YOUNG = "a young taxonomy has given none up; retirement shows on a platform, a document and an operator"
NO_ORDER = "no clause falls under one; citing it for its own sake would mislead"
TEAMS = "people.yaml holds teams, and a team has no ORCID"

# Cells that may be empty, with the reason.
UNEXERCISED: dict[tuple[str, str], str] = {
    ("former wording, any text", "moved"): "no clause moved before it was reworded; words quoted now show the state",
    ("field", "Finding.draft"): "the draft provision shows what a draft is; a second would only thin out the findings",
    ("field", "Site.permanent_base"): "base_url serves; the key is for a site whose ids hang on another address",
    ("field", "Person.orcid"): TEAMS,
    ("field", "Category.retired"): YOUNG,
    ("field", "ClauseType.retired"): YOUNG,
    ("field", "Regulation.retired"): YOUNG,
    ("field", "Agency.retired"): YOUNG,
    ("field", "Page.retired"): YOUNG,
    ("value", "Site.host = cloudflare-pages"): ONE_SITE,
    ("value", "Site.host = github-pages"): ONE_SITE,
    ("value", "Site.host = plain"): ONE_SITE,
    ("value", "Measure.kind = count"): "no clause type asks for a bare number",
    ("value", "Amount.unit = count"): "no clause type asks for a bare number",
    ("value", "Amount.unit = hour"): "no invented clause answers its question in hours",
    ("value", "Amount.unit = GBP"): NO_MONEY,
    ("value", "Amount.unit = CHF"): NO_MONEY,
    ("value", "Amount.unit = CNY"): NO_MONEY,
    ("value", "Amount.unit = CAD"): NO_MONEY,
    ("value", "Archive.keeps = every-look"): "the one archive keeps changes; every look is what our own captures are",
    ("value", "Regulation.kind = order"): NO_ORDER,
    ("value", "Regulation.kind = guideline"): NO_ORDER,
    ("value", "Regulation.status = proposed"): "no clause is judged by a bill",
    ("value", "Regulation.status = repealed"): "no clause is judged by a law that is gone",
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One thing a catalogue may show, and how often it does."""

    group: str
    name: str
    count: int

    @property
    def excuse(self) -> str:
        return UNEXERCISED.get((self.group, self.name), "")


def main(argv: list[str]) -> int:
    asked = parser(__doc__)
    asked.set_defaults(content=DEMONSTRATION)
    given = asked.parse_args(argv)
    try:
        folder = catalogue(given.content)
    except CannotRun as error:
        return cannot_run(error)
    with Memo(None, jobs=2) as memo:
        outcome = examine(Options(content=folder, cache=None), memo)
    found = cells(outcome)
    show(found)
    used = sum(cell.count > 0 for cell in found)
    return verdict(faults(found), f"{used} of {len(found)} cells are exercised, and each of the others is excused")


def show(found: Iterable[Cell]) -> None:
    """Prints the table."""
    rows = [(cell.group, cell.name, cell.count, "" if cell.count else cell.excuse) for cell in found]
    table(rows, "group", "cell", "count", "why none")


def faults(found: Iterable[Cell]) -> list[str]:
    """Cells that are empty without an excuse, and excuses that are not needed or are for no cell."""
    found = list(found)
    empty = [f"{cell.group}: {cell.name} is exercised nowhere" for cell in found if not cell.count and not cell.excuse]
    needless = [f"{cell.group}: {cell.name} is excused, but exercised" for cell in found if cell.count and cell.excuse]
    stray = UNEXERCISED.keys() - {(cell.group, cell.name) for cell in found}
    return [*empty, *needless, *(f"{group}: {name} is excused, but there is no such cell" for group, name in stray)]


def cells(outcome: Outcome) -> list[Cell]:
    """Every cell, in a fixed order."""
    joined, coverage = outcome.catalogue, outcome.coverage
    assert joined, outcome.problems
    assert coverage
    derived = (_states, _quotes, _answers, _changes, _texts, _findings)
    counts = [*(each for count in derived for each in count(joined)), *_coverage(coverage)]
    rows = [Cell(group, name, counted[name]) for group, expected, counted in counts for name in expected]
    return [*rows, *_declared(joined.content)]


Counted = tuple[str, tuple[str, ...], Counter[str]]


# --- what is derived


def _states(joined: Catalogue) -> Iterator[Counted]:
    words = joined.histories.words.values()
    yield "provision, newest text", (*get_args(State)[1:], "partly"), Counter(each.state for each in words)
    states = [state for each in words for history in each.excerpts for state in history.states]
    yield "excerpt, any text", get_args(State), Counter(each.state for each in states)
    former = [state for each in words for wording in each.earlier for history in wording for state in history.states]
    yield "former wording, any text", get_args(State), Counter(each.state for each in former)
    events = Counter({
        "returned": sum(each.returned_at is not None for each in words),
        "across a re-reading": sum(each.across_reread for each in words),
        "surroundings changed": sum(each.surroundings == "changed" for each in words),
        "surroundings same": sum(each.surroundings == "same" for each in words),
        "verdict same stands unchanged": sum(each.stands_unchanged for each in words),
        "negation gained or lost": sum(bool(each.passage and each.passage.flips) for each in states),
        "closest passage not judged": sum(bool(each.passage and each.state == "not-found") for each in states),
    })  # fmt: skip
    yield "event of words", tuple(events), events
    yield "standing", get_args(Standing), Counter(joined.standing.values())
    live = (joined.content.provisions[key].severity for key, standing in joined.standing.items() if standing == "live")
    yield "severity of live records", SEVERITIES, Counter(live)


def _quotes(joined: Catalogue) -> Iterator[Counted]:
    matches = [sighting.match for sighting in joined.evidence.sightings.values() if sighting.match]
    kinds = tuple(f"{tier}{elided}" for tier in get_args(Tier) for elided in ("", ", elided"))
    yield "match of a quote", kinds, Counter(f"{match.tier}{', elided' if match.elided else ''}" for match in matches)
    places = Counter({
        "one place": sum(each.occurrences == 1 for each in matches),
        "several places, one under the heading": sum(bool(m.occurrences > 1 and m.under_heading) for m in matches),
    })  # fmt: skip
    yield "place of a quote", tuple(places), places


def _answers(joined: Catalogue) -> Iterator[Counted]:
    told: Counter[str] = Counter()
    for record in joined.content.provisions.values():
        clause_type = joined.content.clause_types[record.clause_type]
        for key in (record.answer, *(variant.answer for variant in record.variants)):
            answer = clause_type.answer(key)
            assert answer, key
            told[answer.tone] += 1
            told["not present"] += not answer.present
            told[key] += key in (UNCLEAR.key, MIXED.key)
    yield "answer", ("good", "neutral", "bad", "not present", UNCLEAR.key, MIXED.key), told
    used = Counter(record.clause_type for record in joined.content.provisions.values())
    yield "clause type", tuple(joined.content.clause_types), used
    cited = Counter(link.id for record in joined.content.provisions.values() for link in record.regulations)
    yield "regulation cited", tuple(slug for slug in joined.content.regulations if slug not in ELSEWHERE), cited


# Laws in the vocabulary that no invented service falls under.
ELSEWHERE = frozenset({"cn-pipl", "cn-genai-measures", "ut-ai-policy-act"})


def _changes(joined: Catalogue) -> Iterator[Counted]:
    counted: Counter[str] = Counter()
    for key, history in joined.histories.documents.items():
        notes = joined.content.notes[key].captures if key in joined.content.notes else {}
        for run in history.runs:
            counted["first text"] += run.number == 0
            counted["change"] += run.is_change
            counted["return"] += run.returns_to is not None
            counted["re-reading"] += run.is_reread
            counted["run of several captures"] += len(run.captures) > 1
        for capture in history.captures:
            note = notes.get(stamp_of(capture.captured_at))
            counted["re-reading with a real change"] += bool(note and note.reread == "real-change")
    kinds = ("first text", "change", "return", "re-reading", "re-reading with a real change", "run of several captures")
    yield "change", kinds, counted


def _texts(joined: Catalogue) -> Iterator[Counted]:
    texts = [text for document in joined.evidence.texts.values() for text in document.values()]
    pages = [page for sheet in joined.content.captures.values() for each in sheet.captures for page in each.sources]
    counted = Counter({
        "usable": sum(text.is_usable for text in texts),
        "unusable": sum(text.unusable is not None for text in texts),
        "withheld, file kept": sum(bool(text.withheld) and text.is_held for text in texts),
        "withheld, file not kept": sum(bool(text.withheld) and not text.is_held for text in texts),
        "named by several captures": sum(len(text.captures) > 1 for text in texts),
        "of several pages": sum(len(text.parts) > 1 for text in texts),
        "pending": sum(bool(text.note.stated and (text.note.stated.effective or "") > joined.as_of) for text in texts),
        "with an original": sum(page.original is not None for page in pages),
    })  # fmt: skip
    yield "text", tuple(counted), counted


def _findings(joined: Catalogue) -> Iterator[Counted]:
    findings = joined.content.findings
    counted = Counter({
        "current": len(joined.current_findings),
        "superseded": len(joined.finding_superseded_by),
        "withdrawn": sum(finding.withdrawn is not None for finding in findings.values()),
        "refers to a document": sum(bool(f.refers_to) and "://" not in (f.refers_to or "") for f in findings.values()),
        "refers to an address": sum("://" in (finding.refers_to or "") for finding in findings.values()),
    })  # fmt: skip
    yield "finding", tuple(counted), counted


def _coverage(coverage: Coverage) -> Iterator[Counted]:
    tracked = frozenset(coverage.catalogue.tracked)
    states = Counter(cell.state for (entity, *_), cell in coverage.cells.items() if entity in tracked)
    yield "coverage", get_args(CellState), states
    answered = Counter(cell.audience for cell in coverage.cells.values() if cell.state == "answered")
    yield "answered for", AUDIENCES, answered


# --- what is declared: every value of a closed list, every field


def _declared(content: Content) -> Iterator[Cell]:
    """A cell for each value of each closed list, and one for each field; in the types' order."""
    fields: Counter[str] = Counter()
    values: Counter[tuple[tuple[str, ...], str]] = Counter()
    for shape in _everything(content):
        for name, info in type(shape).model_fields.items():
            value = getattr(shape, name)
            fields[_label(type(shape), name)] += name in shape.model_fields_set and value not in (None, (), {})
            if closed := _closed(info.annotation):
                values.update((closed, each) for each in (value if isinstance(value, tuple) else (value,)) if each)
    kinds = _kinds(ROOTS)
    named: dict[tuple[str, ...], str] = {}  # a list that several fields take goes by the first of them
    for kind in kinds:
        for name, info in kind.model_fields.items():
            if closed := _closed(info.annotation):
                named.setdefault(closed, _label(kind, name))
    for closed, label in named.items():
        yield from (Cell("value", f"{label} = {value}", values[closed, value]) for value in closed)
    labels = [_label(kind, name) for kind in kinds for name in kind.model_fields]
    yield from (Cell("field", label, fields[label]) for label in labels)


def _label(kind: type[BaseModel], name: str) -> str:
    return f"{kind.__name__}.{kind.model_fields[name].alias or name}"


def _everything(content: Content) -> Iterator[BaseModel]:
    """Every mapping of every record, the records themselves included."""
    tables = (
        content.people, content.jurisdictions, content.archives, content.categories, content.clause_types,
        content.regulations, content.agencies, content.operators, content.pages, content.entities, content.documents,
        content.captures, content.notes, content.findings, content.provisions,
    )  # fmt: skip
    yield from _within((content.site, *tables))


def _within(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from _within(getattr(value, name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from _within(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _within(each)


def _kinds(roots: Iterable[type[BaseModel]]) -> list[type[BaseModel]]:
    """The record types and those within them, each once, outermost first."""
    seen: dict[type[BaseModel], None] = {}
    waiting = list(roots)
    while waiting:
        kind = waiting.pop(0)
        if kind not in seen:
            seen[kind] = None
            waiting += [part for info in kind.model_fields.values() for part in _types(info.annotation)]
    return list(seen)


def _types(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _types(part)


def _closed(annotation: Any) -> tuple[str, ...]:
    """The values of a field that takes them from a closed list; of several, each."""
    if get_origin(annotation) is Literal:
        return tuple(value for value in get_args(annotation) if isinstance(value, str))
    parts = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    return tuple(value for part in parts for value in _closed(part))
