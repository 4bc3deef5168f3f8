"""What a platform answers, in words: its cells of the matrix as a reader asks for them, audience by audience.

In: the coverage of one entity. Out: for each audience the questions that something is said of, by category, with the
answers, what can be done, and what is absent; and in one line each what was not read yet or is not held. Regions are
told apart only where they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from atlas import labels
from atlas.coverage import Cell, Given
from atlas.ids import address
from atlas.pages.base import Badge, Link, Row, Views, severity, values
from atlas.scopes import WORLD, Reach
from atlas.shapes import AUDIENCES, Audience

PEOPLE = {
    "individuals": "individuals",
    "businesses": "businesses",
    "developers": "developers",
    "public-sector": "the public sector",
}
SILENT = {
    "partly-reviewed": "Only what stood once is recorded",
    "not-reviewed": "Not reviewed yet",
    "not-held": "No such document held",
}
ORDER = tuple(SILENT)


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: for whom, from which record, and what can be done about it."""

    answer: Badge
    value: str
    severity: Badge
    scope: str
    record: Link
    actions: tuple[Link, ...]
    has_no_action: bool


@dataclass(frozen=True, slots=True)
class Absent:
    """A finding that a document has no such clause: the words, and the finding they lead to."""

    word: str
    finding: Link
    regions: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in a region (`` for all that are told apart): answers, or what stands in their place."""

    region: str
    state: Badge
    answers: tuple[Answered, ...]
    absent: tuple[Absent, ...]
    needing: tuple[Row, ...]
    unread: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Question:
    clause_type: Link
    question: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """All that is said to one audience. `silent` are regions of which nothing can be said, in words; `folded` the
    questions nothing is known of, by why."""

    audience: str
    title: str
    categories: tuple[tuple[Link, tuple[Question, ...]], ...]
    silent: str
    folded: tuple[tuple[str, tuple[Link, ...]], ...]


def told(views: Views, entity: str) -> tuple[tuple[Told, ...], str]:
    """Each audience that something is said to; and the audiences nothing is known of, in words."""
    spoken = {audience: _spoken_regions(views, entity, audience) for audience in AUDIENCES}
    silent = [PEOPLE[audience] for audience in AUDIENCES if not spoken[audience]]
    audiences = (_told(views, entity, audience, spoken[audience]) for audience in AUDIENCES if spoken[audience])
    return tuple(audiences), labels.listed(silent, "or") if silent else ""


def _cell(views: Views, entity: str, audience: str, region: str, clause_type: str) -> Cell:
    return views.coverage.cells[entity, audience, region, clause_type]


def _spoken_regions(views: Views, entity: str, audience: str) -> tuple[str, ...]:
    """The regions in which something is said of at least one question."""
    return tuple(
        region
        for region in views.content.site.compare_regions
        if any(_silence(_cell(views, entity, audience, region, slug)) is None for slug in views.content.clause_types)
    )


def _told(views: Views, entity: str, audience: Audience, regions: tuple[str, ...]) -> Told:
    by_category: dict[str, list[Question]] = {}
    folded: dict[tuple[str, tuple[str, ...]], list[Link]] = {}
    for slug, record in views.content.clause_types.items():
        cells = [_cell(views, entity, audience, region, slug) for region in regions]
        if said := tuple(_said(views, audience, [cell for cell in cells if _silence(cell) is None])):
            question = Question(views.clause_type(slug), record.question, said)
            by_category.setdefault(record.category, []).append(question)
        for state in SILENT if not record.retired else ():
            if where := tuple(cell.region for cell in cells if _silence(cell) == state):
                folded.setdefault((state, where), []).append(views.clause_type(slug))
    order = sorted(by_category, key=lambda slug: (views.content.categories[slug].order, slug))
    left_out = [region for region in views.content.site.compare_regions if region not in regions]
    return Told(
        audience=audience,
        title=f"For {PEOPLE[audience]}",
        categories=tuple((views.category(slug), tuple(by_category[slug])) for slug in order),
        silent=views.places(left_out, "or") if left_out else "",
        folded=tuple(
            (_why(views, state, where if where != regions else ()), tuple(links))
            for (state, where), links in sorted(folded.items(), key=lambda item: (ORDER.index(item[0][0]), item[0][1]))
        ),
    )


def _why(views: Views, state: str, regions: tuple[str, ...]) -> str:
    """Why nothing is said, and where, unless that is all over."""
    return f"{SILENT[state]} for {views.places(regions)}" if regions else SILENT[state]


def _silence(cell: Cell) -> str | None:
    """The state of a cell of which there is nothing to tell; None for one that says something. Past provisions alone
    say nothing of today."""
    has_words = cell.answers or cell.needing_review or cell.findings or cell.unread
    return cell.state if cell.state in SILENT and (cell.state != "partly-reviewed" or not has_words) else None


def _said(views: Views, audience: Audience, cells: Sequence[Cell]) -> Iterator[Said]:
    """Cells that say the same are told once; the regions are named only where there are several stories."""
    stories: dict[Cell, list[str]] = {}
    for cell in cells:
        stories.setdefault(_story(cell), []).append(cell.region)
    for cell, regions in stories.items():
        yield Said(
            region=_where(views, regions) if len(stories) > 1 else "",
            state=Badge("cell", cell.state, labels.CELL[cell.state]),
            answers=tuple(_answered(views, audience, given) for given in cell.answers),
            absent=tuple(_absent(views, key) for key in cell.findings),
            needing=views.rows_of(cell.needing_review),
            unread=tuple(views.document(document) for document in cell.unread),
        )


def _where(views: Views, regions: Sequence[str]) -> str:
    return "Anywhere" if WORLD in regions else f"In {views.places(regions)}"


def _story(cell: Cell) -> Cell:
    """A cell with only what is told of it: an answer silences what was also looked for."""
    if cell.answers:
        return replace(cell, region="", needing_review=(), findings=(), unread=())
    return replace(cell, region="", unread=cell.unread if cell.state == "partly-reviewed" else ())


def _answered(views: Views, audience: Audience, given: Given) -> Answered:
    record = views.content.provisions[given.provision]
    variant = None if given.variant is None else record.variants[given.variant]
    where = (
        views.catalogue.reach_of(given.provision)
        if given.variant is None
        else views.catalogue.variant_reach(given.provision, given.variant)
    )
    page = address("provision", given.provision)
    return Answered(
        answer=views.answer(record.clause_type, given.answer),
        value=values(variant.value if variant else record.value),
        severity=severity(given.severity),
        scope=_scope_beside(views, audience, where, given.provision),
        record=Link(record.title, page),
        actions=tuple(
            Link(action.title, f"{page}#do")
            for action in record.actions
            if not action.scope or not action.scope.audience or audience in action.scope.audience
        ),
        has_no_action=not record.actions and given.tone != "good",
    )


def _scope_beside(views: Views, audience: Audience, where: Reach, key: str) -> str:
    """A scope in words, under a heading that names its only audience already."""
    if where.audience != (audience,):
        return views.scope(where, key)
    words = views.scope(replace(where, audience=()), key).removeprefix("; ")
    return words[:1].upper() + words[1:]


def _absent(views: Views, key: str) -> Absent:
    finding = views.content.findings[key]
    return Absent(
        word=labels.FOUND_IN[finding.finding],
        finding=Link(views.document(key).text, address("finding", key)),
        regions=views.read_for((key,)),
    )
