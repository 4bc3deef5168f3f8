"""What readers search for: provisions, findings, documents, platforms, clause types, laws, agencies, operators.

In: the views of a catalogue. Out: one `SearchDocument` a record, with its words and not its page's furniture; the file
of labels; the bundle that Pagefind makes. What a record hides is not in it; drafts are, as far as the catalogue holds
them, which a publication does not. Results are sorted by ranks that every document has and no two share, so that the
order of all results is ours, ties and all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from atlas import markdown
from atlas.facets import (
    KINDS,
    Pairs,
    Where,
    clause_codes,
    finding_state,
    jurisdiction_codes,
    labelled,
    place_codes,
    place_state,
)  # fmt: skip
from atlas.fold import readable
from atlas.hidden import hides, shown_note
from atlas.ids import address, document_of
from atlas.memo import Memo
from atlas.pagefind import SearchDocument, indexed
from atlas.pages.base import Views, body_sections, values
from atlas.records import Excerpt, Provision
from atlas.render import Shell
from atlas.scopes import WORLD
from atlas.shapes import SEVERITIES, Retired
from atlas.wording import parts_of

Files = dict[str, bytes | Path]
Words = Iterable[tuple[float, str]]

LOUD, PLAIN, LOW = 2.0, 1.0, 0.5  # weights: what a record is for; its prose; what merely belongs to it


@dataclass(frozen=True, slots=True)
class Found:
    """A record to be found, before it is known where it stands among the others."""

    kind: str
    key: str
    title: str
    words: tuple[tuple[float, str], ...]
    codes: Pairs
    state: str
    where: Where = ((), ())
    place: tuple[str, ...] = ()  # what else names it: platform, document, clause type
    meta: Pairs = ()
    severity: str = ""
    date: str = ""

    @property
    def gravest(self) -> tuple[int, int, str, str]:
        """The order by severity: provisions, gravest first, then what has none; by title within each."""
        gravity = SEVERITIES.index(self.severity) if self.severity in SEVERITIES else len(SEVERITIES)
        return list(KINDS).index(self.kind), gravity, self.title.lower(), self.key


def documents(views: Views) -> tuple[SearchDocument, ...]:
    """Everything to be found, in the order by severity."""
    gravest = sorted(_all(views), key=lambda found: found.gravest)
    newest = sorted(gravest, key=lambda found: found.date, reverse=True)  # stable: the gravest first within a day
    age = {(found.kind, found.key): rank for rank, found in enumerate(newest)}
    named = {code for found in gravest for code in found.where[0]} | {*views.content.site.compare_regions}
    reached = jurisdiction_codes(views, named - {WORLD})
    return tuple(
        SearchDocument(
            address=address(found.kind, found.key),
            meta=_meta(found),
            body=_body(found),
            filters=(("kind", found.kind), ("state", found.state), *found.codes, *reached(found.where)),
            sorts=(("severity", f"{rank:06}"), ("newest", f"{age[found.kind, found.key]:06}")),
        )
        for rank, found in enumerate(gravest)
    )


def _body(found: Found) -> tuple[tuple[float, str], ...]:
    """Every text on one line; the title where there is nothing else, for Pagefind passes over a page without words."""
    words = tuple((weight, " ".join(text.split())) for weight, text in found.words if text.strip())
    return words or ((LOW, found.title),)


def _meta(found: Found) -> Pairs:
    """The title under the name its weight depends on; `whole` joins it with the place, so that words of both together
    find a record; it is never shown."""
    whole = " · ".join(part for part in (found.title, *found.place) if part)
    heading = "heading" if found.kind == "finding" else "title"  # many findings have one title; it must not lead
    metas = ((heading, found.title), *found.meta, ("whole", whole), ("key", found.key), ("date", found.date))
    return tuple((name, value) for name, value in metas if value)


def bundle(found: tuple[SearchDocument, ...], shell: Shell, memo: Memo) -> Files:
    """The search bundle; the same documents give the same files as long as they are remembered."""
    return {**memo.map(indexed, [(shell.language, found)])[0]} if found else {}


def label_files(found: Iterable[SearchDocument], views: Views) -> Files:
    """`search/labels.json`: the facets with the labels of the codes in use, and the answers of each clause type."""
    used = {pair for document in found for pair in document.filters}
    data = json.dumps(labelled(views, used), ensure_ascii=False, separators=(",", ":"))
    return {"search/labels.json": data.encode() + b"\n"}


def _all(views: Views) -> Iterator[Found]:
    for maker in (_provisions, _findings, _documents, _entities, _clause_types, _regulations, _agencies, _operators):
        yield from maker(views)


# --- the records of platforms


def _provisions(views: Views) -> Iterator[Found]:
    for key, record in views.content.provisions.items():
        document = views.document(key).text
        laws = dict.fromkeys(link.id for link in record.regulations)
        yield Found(
            "provision", key, record.title,
            words=tuple(_provision_words(views, key, record)),
            codes=(
                *place_codes(views, key),
                *clause_codes(views, record.clause_type),
                ("answer", f"{record.clause_type}:{record.answer}"),
                ("severity", record.severity),
                *(("regulation", slug) for slug in laws),
            ),
            state=views.catalogue.standing[key],
            where=_where(views, key),
            place=(views.entity(key).text, document, views.clause_type(record.clause_type).text),
            meta=(
                ("id", record.id or ""),
                ("document", document),
                ("asks", views.content.clause_types[record.clause_type].question),
                ("earlier", _earlier(views, key, record)),
            ),
            severity=record.severity,
            date=max(str(record.analysed_on), str(record.analysis.reviewed_on or "")),
        )  # fmt: skip


def _provision_words(views: Views, key: str, record: Provision) -> Words:
    """What a provision's page says, without its apparatus; nothing that it hides."""
    hidden = record.withdrawn.hide if record.withdrawn else ()
    sections = {} if "body" in hidden else body_sections(record.body)
    yield PLAIN, _plain(sections.get("What it is", ""))
    if "excerpts" not in hidden:
        yield from _quoted(views, key, record.capture, record.excerpts)
    yield PLAIN, _plain(sections.get("Why it matters", ""))
    yield PLAIN, _plain(sections.get("What it means for you", ""))
    if "body" not in hidden:
        yield from ((LOUD, question.q) for question in record.questions)
    yield LOUD, f"{views.answer(record.clause_type, record.answer).word} {values(record.value)}"


def _earlier(views: Views, key: str, record: Provision) -> str:
    """Former wordings: they find the record, but no excerpt of a result may show them as what stands."""
    if hides(record, "excerpts"):
        return ""
    former = (_quoted(views, key, earlier.capture, earlier.excerpts) for earlier in record.earlier)
    return " · ".join(words for quoted in former for _, words in quoted if words)


def _quoted(views: Views, key: str, capture: str, excerpts: tuple[Excerpt, ...]) -> Words:
    """The words of excerpts and of their translations, unless their text is withheld with all that quotes it."""
    text = views.catalogue.evidence.text_of(document_of(key), capture)
    if text and text.withheld and text.withheld.quotes == "hide":
        return
    for excerpt in excerpts:
        yield LOUD, " […] ".join(readable(part) for part in parts_of(excerpt.text))
        yield PLAIN, excerpt.translation.text if excerpt.translation else ""


def _findings(views: Views) -> Iterator[Found]:
    for key, record in views.content.findings.items():
        slug = key.rsplit("/", 1)[1]
        yield Found(
            "finding", key, views.record("finding", key).text,
            words=((PLAIN, _plain(shown_note(record))),),
            codes=(
                *place_codes(views, key),
                *clause_codes(views, slug),
                ("answer", f"{slug}:finding.{record.finding}"),
            ),
            state=finding_state(views, key, record),
            where=_where(views, key),
            place=(views.entity(key).text, views.document(key).text),
            meta=(
                ("id", record.id or ""),
                ("document", views.document(key).text),
                ("asks", views.content.clause_types[slug].question),
            ),
            date=str(record.reviewed_on or record.capture[:10]),
        )  # fmt: skip


def _documents(views: Views) -> Iterator[Found]:
    for key, record in views.content.documents.items():
        history = views.catalogue.histories.documents.get(key)
        captures = history.captures if history else ()
        yield Found(
            "document", key, views.document(key).text,
            words=(
                (PLAIN, record.title),
                (LOW, views.content.document_types[record.type]),
                *((LOW, party.name) for party in record.parties),
            ),
            codes=place_codes(views, key),
            state=place_state(views, key),
            where=_where(views, key),
            place=(views.entity(key).text, record.title),
            meta=(("id", record.id or ""),),
            date=captures[-1].captured_at[:10] if captures else "",
        )  # fmt: skip


def _where(views: Views, key: str) -> Where:
    where = views.catalogue.reach_of(key)
    return where.regions, where.excepted.regions


def _entities(views: Views) -> Iterator[Found]:
    for key, record in views.content.entities.items():
        operator = views.operator(key)
        yield Found(
            "entity", key, record.name,
            words=(
                (PLAIN, record.summary or ""),
                (PLAIN, operator.text if operator else ""),
                (LOW, record.legal_name or ""),
                *((LOW, product) for product in record.products.values()),
            ),
            codes=(("platform", key),),
            state=place_state(views, key),
            meta=(("id", record.id or ""), ("name", record.name)),
        )  # fmt: skip


# --- the vocabulary


def _clause_types(views: Views) -> Iterator[Found]:
    for slug, record in views.content.clause_types.items():
        yield Found(
            "clause-type", slug, record.title,
            words=(
                (LOUD, record.question),
                (PLAIN, _plain(record.body)),
                *((PLAIN, answer.label) for answer in record.answers),
                *((LOW, phrase) for phrase in record.phrases),
            ),
            codes=clause_codes(views, slug),
            state=_state(record.retired),
            place=(views.category(record.category).text,),
            meta=(("name", record.title), ("question", record.question)),
            date=max((str(revision.on) for revision in record.revisions), default=""),
        )  # fmt: skip


def _regulations(views: Views) -> Iterator[Found]:
    for slug, record in views.content.regulations.items():
        names = [name for name in (record.short_title, *record.also_known_as, record.citation) if name]
        yield Found(
            "regulation", slug, record.title,
            words=(
                (PLAIN, _plain(record.body)),
                *((LOW, f"{article.ref} {article.title}") for article in record.articles),
            ),
            codes=(("regulation", slug),),
            state=_state(record.retired),
            where=((record.jurisdiction,), ()),
            meta=(("name", ", ".join([record.title, *names])),),
        )  # fmt: skip


def _agencies(views: Views) -> Iterator[Found]:
    for slug, record in views.content.agencies.items():
        yield Found(
            "agency", slug, record.title,
            words=((PLAIN, _plain(record.body)),),
            codes=(),
            state=_state(record.retired),
            where=(record.serves, ()),
            meta=(("name", f"{record.title}, {record.short_title or ''}"),),
        )  # fmt: skip


def _operators(views: Views) -> Iterator[Found]:
    for slug, record in views.content.operators.items():
        run = [views.content.entities[key].name for key in views.catalogue.by_operator[slug]]
        yield Found(
            "operator", slug, record.name,
            words=((LOW, ", ".join(run)),),
            codes=(),
            state=_state(record.retired),
            meta=(("name", record.name),),
        )  # fmt: skip


def _state(retired: Retired | None) -> str:
    return "past" if retired else "live"


_TAG = re.compile(r"<[^>]*>")


def _plain(text: str) -> str:
    """Our own Markdown as words alone."""
    return unescape(_TAG.sub(" ", markdown.render(text)))
