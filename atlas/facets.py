"""What search results can be narrowed by: the codes of each record, and the labels of all codes in one place.

In: the views of a catalogue. Out: pairs of facet and code for a record; every facet with its codes and labels in the
order shown. Codes go into the index and labels do not, so that a new name for a platform or an answer changes one small
file. An answer's code is its clause type's slug and its own, `arbitration:mandatory`; a finding answers too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from atlas import labels
from atlas.pages.base import Views
from atlas.pages.clause_types import ordered_categories
from atlas.records import Finding
from atlas.shapes import AUDIENCES, SEVERITIES
from atlas.vocabulary import MIXED, UNCLEAR

Pairs = tuple[tuple[str, str], ...]
Where = tuple[tuple[str, ...], tuple[str, ...]]  # codes of jurisdictions in which something holds, and those left out

KINDS = {
    "provision": "Provision",
    "finding": "Finding of absence",
    "document": "Document",
    "entity": "Platform",
    "clause-type": "Clause type",
    "regulation": "Law",
    "agency": "Agency",
    "operator": "Operator",
}


def facets(views: Views) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Name, title, and codes with labels, all in the order shown."""
    content = views.content
    yield "kind", "Kind of record", list(KINDS.items())
    yield "severity", "Severity", [(code, labels.SEVERITY[code]) for code in SEVERITIES]
    yield "platform", "Platform", [(key, content.entities[key].name) for key in views.catalogue.documents_of]
    yield "category", "Category", [(slug, content.categories[slug].title) for slug in ordered_categories(views)]
    yield "clause", "Clause type", _by_label((slug, kind.title) for slug, kind in content.clause_types.items())
    yield "audience", "Audience", [(code, labels.AUDIENCE[code]) for code in AUDIENCES]
    yield "jurisdiction", "Applies in", _by_label((code, views.region(code)) for code in content.jurisdictions)
    yield "regulation", "Law", _by_label((slug, views.regulation(slug).text) for slug in content.regulations)
    yield "type", "Document type", _by_label(content.document_types.items())
    yield "state", "State", list(labels.STANDING.items())


def _by_label(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: (pair[1].lower(), pair[0]))


def answers(views: Views, slug: str) -> Iterator[tuple[str, str, str]]:
    """Code, label and tone of every answer to a clause type's question, and of the findings that stand for one."""
    record = views.content.clause_types[slug]
    own = {answer.key: answer for answer in (*record.answers, UNCLEAR, MIXED)}
    for key in own:
        badge = views.answer(slug, key)
        yield f"{slug}:{key}", badge.word, badge.code
    for kind, label in labels.FINDING.items():
        yield f"{slug}:finding.{kind}", label, "neutral"


def labelled(views: Views, used: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Facets and answers with the labels of the codes that are in use."""
    found = set(used)
    return {
        "facets": [
            {"name": name, "title": title, "values": [pair for pair in pairs if (name, pair[0]) in found]}
            for name, title, pairs in facets(views)
        ],
        "answers": {
            slug: [answer for answer in answers(views, slug) if ("answer", answer[0]) in found]
            for slug in views.content.clause_types
        },
    }


# --- the codes of one record


def clause_codes(views: Views, slug: str) -> Pairs:
    return (("clause", slug), ("category", views.content.clause_types[slug].category))


def place_codes(views: Views, key: str) -> Pairs:
    """Of a document, or of a record in it: the platforms it binds, its type, and for whom it holds."""
    where = views.catalogue.reach_of(key)
    audiences = (audience for audience in where.audience if audience not in where.excepted.audience)
    return (
        *(("platform", platform) for platform in views.catalogue.covered_by(key)),
        ("type", views.catalogue.document(key).type),
        *(("audience", audience) for audience in audiences),
    )


def jurisdiction_codes(views: Views, named: Iterable[str]) -> Callable[[Where], Pairs]:
    """What gives the jurisdictions, of those named, in all or a part of which something holds: what holds in the EEA is
    found under Germany too."""
    regions, codes = views.catalogue.regions, tuple(sorted(named))

    @cache
    def reached(where: Where) -> Pairs:
        places, left_out = where
        return tuple(
            ("jurisdiction", code)
            for code in codes
            if regions.any_meet(places, (code,)) and not any(regions.lies_in(code, out) for out in left_out)
        )

    return reached


def finding_state(views: Views, key: str, record: Finding) -> str:
    """A finding's standing in the words of a provision's: one whose text has changed since needs review."""
    if record.withdrawn or record.draft:
        return "withdrawn" if record.withdrawn else "draft"
    if key in views.catalogue.current_findings and place_state(views, key) == "live":
        return "live"
    is_past = views.catalogue.finding_superseded_by.get(key) or place_state(views, key) == "past"
    return "past" if is_past else "needs-review"


def place_state(views: Views, key: str) -> str:
    """Whether an entity, and the document in it, is still followed."""
    is_retired = views.catalogue.entity(key).retired or ("/" in key and views.catalogue.document(key).retired)
    return "past" if is_retired else "live"
