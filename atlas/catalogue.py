"""All records joined once: what belongs to what, what stands, what is past. Later parts read it and join nothing.

In: content, references, evidence, histories. Out: a frozen `Catalogue`. Records hold keys and never each other; every
list here is in the order in which it is shown: entities by name, documents by title, provisions by severity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from atlas.evidence import Evidence
from atlas.history import Histories, newest_verdict
from atlas.ids import document_of, entity_of
from atlas.reading import Content
from atlas.records import Document, Entity, Finding, Provision, RegulationLink
from atlas.references import References
from atlas.scopes import Reach, Regions, reach
from atlas.shapes import SEVERITIES

Standing = Literal["live", "needs-review", "past", "withdrawn", "draft"]


@dataclass(frozen=True)
class Catalogue:
    """The joined records. Mappings from a key hold tuples of keys, never a missing key where a record exists."""

    content: Content
    refer: References
    evidence: Evidence
    histories: Histories
    regions: Regions
    standing: Mapping[str, Standing]
    superseded_by: Mapping[str, tuple[str, ...]]
    finding_superseded_by: Mapping[str, tuple[str, ...]]
    current_findings: frozenset[str]
    documents_of: Mapping[str, tuple[str, ...]]
    held_for: Mapping[str, tuple[str, ...]]
    provisions_of: Mapping[str, tuple[str, ...]]
    findings_of: Mapping[str, tuple[str, ...]]
    by_clause_type: Mapping[str, tuple[str, ...]]
    findings_by_clause_type: Mapping[str, tuple[str, ...]]
    by_regulation: Mapping[str, tuple[str, ...]]
    by_operator: Mapping[str, tuple[str, ...]]
    enforcers: Mapping[str, tuple[str, ...]]
    as_of: str
    _reaches: dict[str, Reach] = field(default_factory=dict, compare=False, repr=False)

    @property
    def tracked(self) -> tuple[str, ...]:
        """The entities that are watched: all but the retired, by name."""
        return tuple(key for key in self.documents_of if not self.content.entities[key].retired)

    def entity(self, key: str) -> Entity:
        """The entity of an entity's, document's, provision's or finding's key."""
        return self.content.entities[entity_of(key)]

    def document(self, key: str) -> Document:
        """The document of a document's, provision's or finding's key."""
        return self.content.documents[document_of(key)]

    def reach_of(self, key: str) -> Reach:
        """The scope of a document, provision or finding, inherited and narrowed."""
        if key not in self._reaches:
            record = self.content.provisions.get(key)
            self._reaches[key] = reach(self.document(key).scope, record.scope if record else None)
        return self._reaches[key]

    def variant_reach(self, key: str, index: int) -> Reach:
        """The scope of a provision's variant; it may reach beyond the record's own."""
        record = self.content.provisions[key]
        return reach(self.document(key).scope, record.scope, record.variants[index].scope)

    def covered_by(self, key: str) -> tuple[str, ...]:
        """The entities that a document binds: its own, then those it also covers."""
        return (entity_of(key), *self.document(key).also_covers)

    def agencies(self, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The agencies that enforce a provision's regulations: those that serve its regions, and the rest."""
        where = self.reach_of(key).regions
        links = self.content.provisions[key].regulations
        enforcing = dict.fromkeys(agency for link in links for agency in self.enforcers.get(link.id, ()))
        near = tuple(a for a in enforcing if self.regions.any_meet(self.content.agencies[a].serves, where))
        return near, tuple(agency for agency in enforcing if agency not in near)


def join(content: Content, refer: References, evidence: Evidence, histories: Histories) -> Catalogue:
    """The catalogue of sound content: every reference in it resolves."""
    superseded, findings_superseded = _superseded(content, refer)
    standing: dict[str, Standing] = {
        key: _standing(content, histories, record, bool(superseded.get(key)))
        for key, record in content.provisions.items()
    }
    by_severity = sorted(content.provisions, key=lambda key: provision_order(content.provisions[key]))
    documents = sorted(content.documents, key=lambda key: (content.documents[key].title.lower(), key))
    entities = sorted(content.entities, key=lambda key: (content.entities[key].name.lower(), key))
    held = {key: tuple(d for d in documents if _binds(content, d, key)) for key in entities}
    return Catalogue(
        content=content,
        refer=refer,
        evidence=evidence,
        histories=histories,
        regions=Regions.of(content.jurisdictions),
        standing=standing,
        superseded_by=superseded,
        finding_superseded_by=findings_superseded,
        current_findings=_current(content, histories, findings_superseded),
        documents_of={key: tuple(d for d in documents if entity_of(d) == key) for key in entities},
        held_for=held,
        provisions_of={d: tuple(p for p in by_severity if document_of(p) == d) for d in documents},
        findings_of={d: tuple(f for f in content.findings if document_of(f) == d) for d in documents},
        by_clause_type=_grouped(content.clause_types, by_severity, lambda p: [content.provisions[p].clause_type]),
        findings_by_clause_type=_grouped(content.clause_types, content.findings, lambda f: [f.rsplit("/", 1)[1]]),
        by_regulation=_grouped(content.regulations, by_severity, lambda p: _ids(content.provisions[p].regulations)),
        by_operator=_grouped(content.operators, entities, lambda e: [content.entities[e].operator or ""]),
        enforcers=_grouped(content.regulations, content.agencies, lambda a: content.agencies[a].enforces),
        as_of=newest_day(content),
    )


def published(content: Content) -> Content:
    """What a publication holds: without drafts and records that have no id, and without what lies below such."""
    entities = {key: record for key, record in content.entities.items() if record.id}
    documents = {
        key: record.model_copy(update={"also_covers": tuple(e for e in record.also_covers if e in entities)})
        for key, record in content.documents.items()
        if record.id and entity_of(key) in entities
    }
    provisions = {k: r for k, r in content.provisions.items() if r.id and not r.draft and document_of(k) in documents}
    findings = {k: r for k, r in content.findings.items() if r.id and not r.draft and document_of(k) in documents}
    captures = {key: sheet for key, sheet in content.captures.items() if key in documents}
    return replace(
        content, entities=entities, documents=documents, provisions=provisions, findings=findings, captures=captures
    )


def provision_order(record: Provision) -> tuple[int, str, str]:
    """Gravest first, then by title."""
    return SEVERITIES.index(record.severity), record.title.lower(), record.key


def _ids(links: Iterable[RegulationLink]) -> Iterable[str]:
    return dict.fromkeys(link.id for link in links)


def _grouped(
    keys: Iterable[str], members: Iterable[str], groups_of: Callable[[str], Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """Members by the groups each belongs to, in the members' order; every key is there."""
    found: dict[str, list[str]] = {key: [] for key in keys}
    for member in members:
        for group in groups_of(member):
            if group in found:
                found[group].append(member)
    return {key: tuple(values) for key, values in found.items()}


def _binds(content: Content, document: str, entity: str) -> bool:
    return entity_of(document) == entity or entity in content.documents[document].also_covers


def _superseded(content: Content, refer: References) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """What supersedes each provision and finding: the reverse of `supersedes`, from records that stand themselves."""
    found: dict[str, dict[str, list[str]]] = {"provision": {}, "finding": {}}
    for key, record in content.provisions.items():
        if record.draft or record.withdrawn:
            continue
        for reference in record.supersedes:
            if resolved := refer.resolve(reference, "provision", "finding"):
                found[resolved[0]].setdefault(resolved[1], []).append(key)
    provisions, findings = ({key: tuple(values) for key, values in found[kind].items()} for kind in found)
    return provisions, findings


def _standing(content: Content, histories: Histories, record: Provision, is_superseded: bool) -> Standing:
    if record.withdrawn:
        return "withdrawn"
    if record.draft:
        return "draft"
    words = histories.words.get(record.key)
    verdict = newest_verdict(record)
    is_standing = words is not None and words.is_standing
    is_retired = content.entities[entity_of(record.key)].retired or content.documents[document_of(record.key)].retired
    if is_superseded or is_retired or (verdict and verdict.verdict == "removed" and not is_standing):
        return "past"
    return "live" if is_standing or (words is not None and words.stands_unchanged) else "needs-review"


def _current(content: Content, histories: Histories, superseded: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Findings that hold: neither withdrawn, draft nor superseded, and the words they read stand in the newest run."""
    return frozenset(
        key
        for key, record in content.findings.items()
        if not record.withdrawn and not record.draft and key not in superseded and _still_reads(histories, key, record)
    )


def _still_reads(histories: Histories, key: str, record: Finding) -> bool:
    history = histories.documents.get(document_of(key))
    read = history.run_of(record.capture) if history else None
    return bool(history and history.newest and read and read.wording == history.newest.wording)


def newest_day(content: Content) -> str:
    """The newest day on which anything was observed or judged: never the clock, never a law's date."""
    days = [""]
    for sheet in content.captures.values():
        days += [
            moment[:10] for capture in sheet.captures for moment in (capture.captured_at, capture.seen_until or "")
        ]
        days += [sheet.watched.through.isoformat()] if sheet.watched else []
    for record in content.provisions.values():
        dates = [record.analysed_on, record.analysis.reviewed_on, *(action.checked_on for action in record.actions)]
        days += [day.isoformat() for day in dates if day]
    days += [finding.reviewed_on.isoformat() for finding in content.findings.values() if finding.reviewed_on]
    logged = (*content.entities.values(), *content.documents.values(), *content.findings.values())
    days += [entry.on.isoformat() for record in (*logged, *content.provisions.values()) for entry in record.log]
    return max(days)
