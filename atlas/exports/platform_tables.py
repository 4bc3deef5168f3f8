"""The tables of platforms: entities, documents, findings, and everything captured of documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atlas.exports.gathered import Gathered
from atlas.exports.table import declared
from atlas.hidden import shown_note
from atlas.ids import address, document_of, entity_of, stamp_of
from atlas.pages.base import published_name
from atlas.scopes import Reach
from atlas.shapes import Retired

Rows = Iterator[tuple[Any, ...]]

ENTITIES = declared("entities", "One row a platform.", "entity", """
    entity           text                    Slug; names it in every table, and changes when it is renamed
    id               text?                   Identifier; never changes, never used again. Empty until one is given
    name             text                    Name
    legal_name       text?                   Name of the company
    operator         text? > operators       The operator behind it
    homepage         href?                   Its website
    jurisdiction     text? > jurisdictions   Where it is based
    summary          text?                   What it is
    is_tracked       flag                    Whether it is followed; prevalence counts tracked platforms only
    retired_on       day?                    Since when it is not followed any more
    retired_because  text?                   Why not
    url              address                 Its page
""", summary="entity id name operator is_tracked url")  # fmt: skip
KINDS = declared("entity_kinds", "What kinds of service a platform is.", "entity kind", """
    entity  text > entities   The platform
    kind    text              Kind of service
""", within="entities.kinds")  # fmt: skip
OFFERS = declared("entity_offers", "Plans and products that scopes tell apart.", "entity offer key", """
    entity  text > entities   The platform
    offer   offer             Whether it is a plan or a product
    key     text              Its key in scopes
    label   text              Its name
""", within="entities.offers")  # fmt: skip
FORMER = declared("entity_supersessions", "Which platform took the place of which.", "entity superseded", """
    entity      text > entities   The platform
    superseded  text > entities   The one whose place it took
""", within="entities.supersedes")  # fmt: skip


def retirement(retired: Retired | None) -> tuple[Any, Any]:
    return (retired.on, retired.reason) if retired else (None, None)


def entities(gathered: Gathered) -> Rows:
    for key in gathered.catalogue.documents_of:
        record = gathered.content.entities[key]
        yield (
            key, record.id, record.name, record.legal_name, record.operator, record.homepage, record.jurisdiction,
            record.summary, record.retired is None, *retirement(record.retired), address("entity", key),
        )  # fmt: skip


def kinds(gathered: Gathered) -> Rows:
    for key in gathered.catalogue.documents_of:
        yield from ((key, kind) for kind in dict.fromkeys(gathered.content.entities[key].kinds))


def offers(gathered: Gathered) -> Rows:
    for key in gathered.catalogue.documents_of:
        record = gathered.content.entities[key]
        yield from ((key, "plan", name, label) for name, label in record.plans.items())
        yield from ((key, "product", name, label) for name, label in record.products.items())


def former(gathered: Gathered) -> Rows:
    for key in gathered.catalogue.documents_of:
        found = (gathered.catalogue.refer.key(was, "entity") for was in gathered.content.entities[key].supersedes)
        yield from ((key, was) for was in dict.fromkeys(found) if was)


DOCUMENTS = declared("documents", "One row a document: one policy of a platform.", "document", """
    document          text                    Key, entity/document; changes when either is renamed
    id                text?                   Identifier; never changes, never used again
    entity            text > entities         The platform whose document it is
    document_type     text > document_types   What kind of document it is
    title             text                    The words on the document itself
    label             text?                   Our short name, where the title is not enough
    language          text                    Its language
    binding_language  text?                   The language that binds, where another does
    retired_on        day?                    Since when it is not followed any more
    retired_because   text?                   Why not
    url               address                 Its page
""", summary="document id entity document_type title label url")  # fmt: skip
SOURCES = declared("document_sources", "The pages that make up a document.", "document number", """
    document  text > documents   The document
    number    whole              Counted from 1
    href      href               The page
    select    text?              The part of it that is read, as CSS
    remove    text?              The parts that are left out, as CSS
""", within="documents.sources")  # fmt: skip
PARTIES = declared("document_parties", "The companies that a document names as its parties.", "document number", """
    document  text > documents   The document
    number    whole              Counted from 1
    name      text               The company
    role      party              What it is in the document
""", within="documents.parties")  # fmt: skip
LEANINGS = declared("document_links", "Documents that a document relies on or prevails over.", "document number", """
    document  text > documents    The document
    number    whole               Counted from 1
    leaning   leaning             What it is to the other
    how       relies?             How it relies on it
    other     text? > documents   The other document, where it is one of these tables
    href      href?               Where it is, when it is not
    note      text?               Note
""", within="documents.links")  # fmt: skip
COVERS = declared(
    "document_entities",
    "The platforms a document binds: its own, and others it also covers.",
    "document entity", """
    document  text > documents   The document
    entity    text > entities    A platform it binds
""", within="documents.entities")  # fmt: skip
SCOPES = declared(
    "document_scopes",
    "For whom, where and for what a document holds; a row a value.",
    "document part value is_excepted", """
    document     text > documents   The document
    part         scope_part         What the value narrows
    value        text               Code of an audience or jurisdiction, key of a plan or product, or a condition
    is_excepted  flag               Whether it is left out rather than meant
""", within="documents.scope")  # fmt: skip


def scope_rows(where: Reach) -> Rows:
    """Part, value, and whether it is excepted, of a scope with nothing left to inherit."""
    for reach, is_excepted in ((where, False), (where.excepted, True)):
        for part in ("audience", "region", "plan", "product", "condition"):
            for value in dict.fromkeys(getattr(reach, "audience" if part == "audience" else f"{part}s")):
                yield part, value, is_excepted


def documents(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        record = gathered.content.documents[key]
        yield (
            key, record.id, entity_of(key), record.type, record.title, record.label,
            record.language or gathered.content.site.language, record.binding_language, *retirement(record.retired),
            address("document", key),
        )  # fmt: skip


def sources(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        for number, page in enumerate(gathered.content.documents[key].sources, 1):
            yield key, number, page.url, page.select, page.remove


def parties(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        for number, party in enumerate(gathered.content.documents[key].parties, 1):
            yield key, number, party.name, party.role


def leanings(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        record = gathered.content.documents[key]
        named = [("relies-on", link) for link in record.relies_on]
        named += [("prevails-over", link) for link in record.prevails_over]
        for number, (leaning, link) in enumerate(named, 1):
            other = gathered.catalogue.refer.key(link.document, "document") if link.document else None
            yield key, number, leaning, link.how if leaning == "relies-on" else None, other, link.url, link.note


def covers(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        yield from ((key, entity) for entity in dict.fromkeys(gathered.catalogue.covered_by(key)))


def scopes(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        yield from ((key, *row) for row in scope_rows(gathered.catalogue.reach_of(key)))


TEXTS = declared(
    "texts",
    "One row a text: the readable text of one or more captures, which quotes are proven against.",
    "document stamp", """
    document          text > documents   The document
    stamp             text               The time of the first capture that shows it; names its file
    sha256            sha256             SHA-256 of the file's bytes
    is_held           flag               Whether the file is held here
    unusable          unusable?          Why it is no evidence of what the document said
    unusable_note     text?              More on that
    withheld_on       day?               Since when it is not shown any more
    withheld_because  text?              Why not
    published         partial?           When it says that it was published
    updated           partial?           When it says that it was last changed
    effective         partial?           From when on it says that it holds
    url               address            Its page
    file_url          address?           The file, where it is served
""", within="documents.texts")  # fmt: skip
RUNS = declared("runs", "One row a run: captures in a row of the same wording.", "document run", """
    document        text > documents   The document
    run             whole              Counted from 0, oldest first
    stamp           text               The text that shows its words
    first_captured  time               Its first capture
    last_seen       time               When its words were last seen
    returns_to      whole?             The earlier run whose words it has again
    is_reread       flag               Whether it was read by another rule than the run before: no evidence of a change
    is_change       flag               Whether it brought words that are new
    summary         text?              What changed, as a person sums it up
    significance    significance?      Whether that matters
""", refers=["document stamp > texts"], within="documents.runs")  # fmt: skip
CAPTURES = declared("captures", "One row a capture: one dated observation of a document.", "document captured_at", """
    document        text > documents   The document
    captured_at     time               When it was made
    stamp           text               The text that it shows
    run             whole?             The run it belongs to; empty for what is no evidence
    seen_until      time?              The same text was fetched again until then
    tool            text?              What fetched and read it
    archive         text? > archives   The archive it was imported from
    archive_href    href?              Its address there
    is_reread       flag               Whether the document is read by another rule from here on
    url             address            Its page
""", refers=["document stamp > texts", "document run > runs"], within="documents.captures")  # fmt: skip
PAGES = declared("capture_pages", "The pages fetched for a capture.", "document captured_at number", """
    document         text > documents   The document
    captured_at      time               The capture
    number           whole              Counted from 1
    href             href               The page asked for
    final_href       href?              Where it led
    http_status      whole?             What the server answered
    media_type       text?              What kind of file it sent
    archive_href     href?              A pinned copy elsewhere
    original_sha256  sha256?            SHA-256 of the bytes as received
    original_url     address?           Those bytes, where they are served
""", refers=["document captured_at > captures"], within="captures.pages")  # fmt: skip


def texts(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        for stamp, text in gathered.catalogue.evidence.texts.get(key, {}).items():
            stated, withheld, unusable = text.note.stated, text.withheld, text.unusable
            dates = [getattr(stated, name, None) for name in ("published", "updated", "effective")]
            where = f"/platform/{key}/text/{stamp}"
            is_served = text.is_held and not withheld
            yield (
                key, stamp, text.sha256, text.is_held, unusable.why if unusable else None,
                unusable.note if unusable else None, withheld.on if withheld else None,
                withheld.reason if withheld else None, *dates, f"{where}/", f"{where}.md" if is_served else None,
            )  # fmt: skip


def runs(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        for run in gathered.runs(key):
            yield (
                key, run.number, run.text.stamp, run.first_captured, run.last_seen, run.returns_to, run.is_reread,
                run.is_change, run.note.summary, run.note.significance,
            )  # fmt: skip


def captures(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        history = gathered.catalogue.histories.documents.get(key)
        for capture in gathered.catalogue.evidence.captures.get(key, ()):
            run = history.run_of(capture.captured_at) if history else None
            origin = capture.origin
            yield (
                key, capture.captured_at, capture.text[5:-3], run.number if run else None, capture.seen_until,
                capture.tool, origin.archive if origin else None, origin.url if origin else None, capture.reread,
                f"/platform/{key}/text/{stamp_of(capture.captured_at)}/",
            )  # fmt: skip


def pages(gathered: Gathered) -> Rows:
    for key in gathered.documents:
        for capture in gathered.catalogue.evidence.captures.get(key, ()):
            for number, page in enumerate(capture.sources, 1):
                served = page.original if (key, page.original) not in gathered.withheld else None
                yield (
                    key, capture.captured_at, number, page.url, page.final_url, page.http_status, page.media_type,
                    page.archive_url, page.original_sha256,
                    f"/platform/{key}/{published_name(served)}" if served else None,
                )  # fmt: skip


FINDINGS = declared(
    "findings",
    "One row a finding: what a reading of one document for one clause type found when there is no clause.",
    "finding", """
    finding            text                  Key, entity/document/finding/clause-type
    id                 text?                 Identifier; never changes, never used again
    document           text > documents      The document that was read
    entity             text > entities       The platform whose document it is
    clause_type        text > clause_types   What was looked for
    kind               finding_kind          What was found
    other              text? > documents     The document that holds such a clause, where it is one of these tables
    href               href?                 Where it is, when it is not
    captured_at        time                  The capture that was read
    note               text                  What was found, in words
    reviewed_on        day?                  When it was reviewed
    is_current         flag                  Whether it holds: not withdrawn or superseded, and the words it read stand
    is_draft           flag                  Whether it is a draft
    withdrawn_on       day?                  When it was withdrawn
    withdrawn_kind     withdrawal?           Why, as a code
    withdrawn_because  text?                 Why, in words
    url                address               Its page
""", refers=["document captured_at > captures"],
    summary="finding id document entity clause_type kind is_current url")  # fmt: skip
READINGS = declared("finding_readings", "What was read and searched for a finding.", "finding reading number", """
    finding  text > findings   The finding
    reading  reading           Whether it was read or searched for
    number   whole             Counted from 1
    text     text              The section, or the words
""", within="findings.readings")  # fmt: skip


def withdrawal(record: Any) -> tuple[Any, Any, Any]:
    withdrawn = record.withdrawn
    return (withdrawn.on, withdrawn.kind, withdrawn.reason) if withdrawn else (None, None, None)


def findings(gathered: Gathered) -> Rows:
    for key, record in gathered.content.findings.items():
        refers = record.refers_to
        other = gathered.catalogue.refer.key(refers, "document") if refers else None
        yield (
            key, record.id, document_of(key), entity_of(key), key.rsplit("/", 1)[1], record.finding, other,
            None if other else refers, record.capture, shown_note(record), record.reviewed_on,
            key in gathered.catalogue.current_findings, record.draft, *withdrawal(record), address("finding", key),
        )  # fmt: skip


def readings(gathered: Gathered) -> Rows:
    for key, record in gathered.content.findings.items():
        yield from ((key, "read", number, text) for number, text in enumerate(record.read, 1))
        yield from ((key, "searched", number, text) for number, text in enumerate(record.searched, 1))


TABLES = (
    (ENTITIES, entities),
    (KINDS, kinds),
    (OFFERS, offers),
    (FORMER, former),
    (DOCUMENTS, documents),
    (SOURCES, sources),
    (PARTIES, parties),
    (LEANINGS, leanings),
    (COVERS, covers),
    (SCOPES, scopes),
    (TEXTS, texts),
    (RUNS, runs),
    (CAPTURES, captures),
    (PAGES, pages),
    (FINDINGS, findings),
    (READINGS, readings),
)
