"""Who answers what, for whom: coverage, prevalence, peers. Counted from the catalogue, so no number can contradict it.

In: a `Catalogue`. Out: a `Cell` for each entity, audience, region and clause type; `Prevalence` of a clause type for
one audience or for all, in one region; the peers shown beside a provision. Definitions: CONTENT.md, section 4.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from atlas.catalogue import Catalogue
from atlas.ids import document_of, entity_of
from atlas.scopes import Reach
from atlas.shapes import AUDIENCES, SEVERITIES

CellState = Literal["answered", "needs-review", "absent", "partly-reviewed", "not-reviewed", "not-held"]
TONES = ("bad", "neutral", "good")  # worst first


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that a provision, or a variant of it, gives."""

    provision: str
    variant: int | None
    answer: str
    severity: str
    tone: str
    is_present: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one entity, audience, region and clause type. `answers` worst tone first, each answer of
    each record; `findings` those that were counted; `unread` the documents of an expected type without a finding."""

    entity: str
    audience: str
    region: str
    clause_type: str
    state: CellState
    answers: tuple[Given, ...] = ()
    needing_review: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prevalence:
    """How many entities have such a clause. Lists of entities, in the catalogue's order: `n = len(present)`,
    `N = len(known)`; `answers` overlap, as an entity counts once under each of its answers."""

    clause_type: str
    audience: str | None
    region: str
    tracked: tuple[str, ...]
    known: tuple[str, ...]
    present: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    absent: tuple[str, ...]
    others: Mapping[str, tuple[str, ...]]
    operators_known: tuple[str, ...]
    operators_present: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every tracked entity is answered or absent, so that "unique" could be said."""
        return len(self.known) == len(self.tracked)


@dataclass(frozen=True)
class Coverage:
    """All cells, by (entity, audience, region, clause type)."""

    catalogue: Catalogue
    cells: Mapping[tuple[str, str, str, str], Cell]

    def of_entity(self, entity: str, clause_type: str) -> Iterator[Cell]:
        """An entity's cells for one clause type, by region and audience."""
        for region in self.catalogue.content.site.compare_regions:
            for audience in AUDIENCES:
                yield self.cells[entity, audience, region, clause_type]

    def prevalence(self, clause_type: str, audience: str | None, region: str) -> Prevalence:
        """Counted over tracked entities; `audience` None counts over all audiences."""
        audiences = (audience,) if audience else AUDIENCES
        tracked = self.catalogue.tracked
        cells = {e: [self.cells[e, a, region, clause_type] for a in audiences] for e in tracked}
        known = [e for e in tracked if any(cell.state in ("answered", "absent") for cell in cells[e])]
        answers: dict[str, list[str]] = {}
        for e in tracked:
            for key in dict.fromkeys(given.answer for cell in cells[e] for given in cell.answers):
                answers.setdefault(key, []).append(e)
        present = [e for e in tracked if any(given.is_present for cell in cells[e] for given in cell.answers)]
        others: dict[str, list[str]] = {}
        for e in tracked:
            if e not in known:
                others.setdefault(_best([cell.state for cell in cells[e]]), []).append(e)
        absent = [e for e in known if not any(cell.answers for cell in cells[e])]
        return Prevalence(
            clause_type, audience, region, tracked, tuple(known), tuple(present), _tuples(answers), tuple(absent),
            _tuples(others), self._operators(known), self._operators(present),
        )  # fmt: skip

    def _operators(self, entities: Iterable[str]) -> tuple[str, ...]:
        """The operators behind entities; an entity without one counts as its own."""
        operators = (self.catalogue.content.entities[entity].operator or entity for entity in entities)
        return tuple(dict.fromkeys(operators))


# The state that says most about an entity whose cells differ, first.
STATES: tuple[CellState, ...] = ("answered", "absent", "needs-review", "partly-reviewed", "not-reviewed", "not-held")


def _best(states: list[CellState]) -> str:
    return min(states, key=STATES.index)


def _tuples(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def cover(catalogue: Catalogue) -> Coverage:
    """Every cell of the matrix, retired entities among them."""
    counted = _counted(catalogue)
    cells: dict[tuple[str, str, str, str], Cell] = {}
    for entity in catalogue.documents_of:
        for clause_type in catalogue.content.clause_types:
            for region in catalogue.content.site.compare_regions:
                for audience in AUDIENCES:
                    cell = _cell(catalogue, counted, entity, audience, region, clause_type)
                    cells[entity, audience, region, clause_type] = cell
    return Coverage(catalogue, cells)


Counted = Mapping[tuple[str, str], list[str]]


def _counted(catalogue: Catalogue) -> Counted:
    """Provisions that count for an entity and clause type: neither withdrawn nor drafts."""
    found: dict[tuple[str, str], list[str]] = {}
    for clause_type, provisions in catalogue.by_clause_type.items():
        for key in provisions:
            if catalogue.standing[key] in ("live", "needs-review", "past"):
                for entity in catalogue.covered_by(key):
                    found.setdefault((entity, clause_type), []).append(key)
    return found


def _cell(catalogue: Catalogue, counted: Counted, entity: str, audience: str, region: str, clause_type: str) -> Cell:
    provisions = counted.get((entity, clause_type), [])
    answers = tuple(sorted(_answers(catalogue, provisions, audience, region), key=_worst_first))
    needing = tuple(
        key
        for key in provisions
        if catalogue.standing[key] == "needs-review" and _meets(catalogue, key, audience, region)
    )
    expected = [
        document
        for document in catalogue.held_for[entity]
        if _is_expected(catalogue, document, clause_type) and _holds(catalogue, document, audience, region)
    ]
    found = {
        d: f"{d}/finding/{clause_type}" for d in expected if f"{d}/finding/{clause_type}" in catalogue.current_findings
    }
    past = any(catalogue.standing[key] == "past" and _meets(catalogue, key, audience, region) for key in provisions)
    return Cell(
        entity, audience, region, clause_type,
        state=_state(catalogue, answers, needing, expected, found, past),
        answers=answers, needing_review=needing, findings=tuple(found.values()),
        unread=tuple(document for document in expected if document not in found),
    )  # fmt: skip


def _state(
    catalogue: Catalogue,
    answers: tuple[Given, ...],
    needing: tuple[str, ...],
    expected: list[str],
    found: Mapping[str, str],
    past: bool,
) -> CellState:
    if answers:
        return "answered"
    if needing:
        return "needs-review"
    kinds = [catalogue.content.findings[finding].finding for finding in found.values()]
    if expected and len(found) == len(expected) and "absent" in kinds and "refers-elsewhere" not in kinds:
        return "absent"
    if found or past:
        return "partly-reviewed"
    return "not-reviewed" if expected else "not-held"


def _is_expected(catalogue: Catalogue, document: str, clause_type: str) -> bool:
    record = catalogue.content.documents[document]
    is_kept = not record.retired and not catalogue.content.entities[entity_of(document)].retired
    return is_kept and record.type in catalogue.content.clause_types[clause_type].expected_in


def _holds(catalogue: Catalogue, document: str, audience: str, region: str) -> bool:
    return catalogue.reach_of(document).meets(audience, region, catalogue.regions)


def _meets(catalogue: Catalogue, key: str, audience: str, region: str) -> bool:
    """Whether a provision, or any variant of it, reaches the cell."""
    if catalogue.reach_of(key).meets(audience, region, catalogue.regions):
        return True
    variants = range(len(catalogue.content.provisions[key].variants))
    return any(catalogue.variant_reach(key, index).meets(audience, region, catalogue.regions) for index in variants)


def _answers(catalogue: Catalogue, provisions: Iterable[str], audience: str, region: str) -> Iterator[Given]:
    """The answers of live records whose scope, or a variant's scope, meets the cell; each once for a record."""
    for key in provisions:
        if catalogue.standing[key] != "live":
            continue
        seen = set()
        for given, where in answers_of(catalogue, key):
            if given.answer not in seen and where.meets(audience, region, catalogue.regions):
                seen.add(given.answer)
                yield given


def answers_of(catalogue: Catalogue, key: str) -> Iterator[tuple[Given, Reach]]:
    """Each answer of a provision with its reach: its own, then its variants'."""
    record = catalogue.content.provisions[key]
    clause_type = catalogue.content.clause_types[record.clause_type]
    options: list[tuple[int | None, str, str, Reach]] = [
        (None, record.answer, record.severity, catalogue.reach_of(key))
    ]
    for index, variant in enumerate(record.variants):
        options.append(
            (index, variant.answer, variant.severity or record.severity, catalogue.variant_reach(key, index))
        )
    for nth, answer, severity, where in options:
        known = clause_type.answer(answer)
        assert known, f"{key}: {answer} was checked"
        yield Given(key, nth, answer, severity, known.tone, known.present), where


def _worst_first(given: Given) -> tuple[int, int, str, int]:
    variant = -1 if given.variant is None else given.variant
    return TONES.index(given.tone), SEVERITIES.index(given.severity), given.provision, variant


def peers(catalogue: Catalogue, key: str) -> tuple[str, ...]:
    """At most three live provisions of the same clause type on other platforms: one an operator; same audience first;
    one for each other answer; then the gravest; then an order that is fixed and differs from entity to entity."""
    own = catalogue.content.provisions[key]
    audience = set(catalogue.reach_of(key).audience)
    candidates = [
        other
        for other in catalogue.by_clause_type[own.clause_type]
        if catalogue.standing[other] == "live"
        and entity_of(key) not in catalogue.covered_by(other)
        and not catalogue.entity(other).retired
    ]

    def order(other: str) -> tuple[bool, int, str]:
        record = catalogue.content.provisions[other]
        is_apart = not audience & set(catalogue.reach_of(other).audience)
        return is_apart, SEVERITIES.index(record.severity), _turn(entity_of(key), other)

    candidates.sort(key=order)
    chosen: list[str] = []
    answers, operators = {own.answer}, {catalogue.entity(key).operator or entity_of(key)}
    for wants_new_answer in (True, False):
        for other in candidates:
            answer = catalogue.content.provisions[other].answer
            operator = catalogue.entity(other).operator or entity_of(other)
            if len(chosen) < 3 and operator not in operators and (answer not in answers or not wants_new_answer):
                chosen.append(other)
                answers.add(answer)
                operators.add(operator)
    return tuple(chosen)


def _turn(entity: str, other: str) -> str:
    """A fixed order that differs from entity to entity, so that no platform is always shown first."""
    return hashlib.sha256(f"{entity} {document_of(other)} {other}".encode()).hexdigest()
