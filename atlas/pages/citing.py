"""What is cited of a record: the record in its present version, and the document whose words it quotes. Two works each.

In: views and a key. Out: `citations.Work` values. A record is cited by its permanent address once it has an id, and by
its version where one is published; before that by its page. A document is cited as what its platform published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from atlas import labels
from atlas.citations import Work
from atlas.evidence import ArchivedText
from atlas.ids import address, document_of, permanent_address, stamp_of, text_address
from atlas.pages.base import Views
from atlas.records import Capture, Document, Provision
from atlas.shapes import Record

GENRES = {"provision": "Provision record", "finding": "Finding", "document": "Archived document"}


@dataclass(frozen=True, slots=True)
class Cited:
    """The two works of one record; a document's own record is only the source."""

    record: Work | None
    source: Work


def of_provision(views: Views, key: str) -> Cited:
    """A provision as a record, and the document it quotes."""
    record = views.content.provisions[key]
    last = record.analysis.reviewed_on or record.analysed_on
    work = _record(views, "provision", key, record, str(last), record.capture, _authors(views, record))
    section = _section(views, record)
    return Cited(work, _source(views, document_of(key), record.capture, section=section, page=record.excerpts[0].url))


def of_finding(views: Views, key: str) -> Cited:
    """A finding as a record, and the document that was read."""
    record = views.content.findings[key]
    last = str(record.reviewed_on or record.capture[:10])
    work = _record(views, "finding", key, record, last, record.capture, (views.content.site.publisher.name,))
    return Cited(work, _source(views, document_of(key), record.capture))


def of_document(views: Views, key: str) -> Cited | None:
    """A document in its newest usable text; None where none is held."""
    history = views.catalogue.histories.documents.get(key)
    newest = history.newest if history else None
    return Cited(None, _source(views, key, newest.captures[-1])) if newest else None


def of_record(views: Views, kind: str, key: str) -> Cited | None:
    """What is cited of a provision, finding or document."""
    if kind == "provision":
        return of_provision(views, key)
    return of_finding(views, key) if kind == "finding" else of_document(views, key)


def works(cited: Cited) -> tuple[Work, ...]:
    """The record first, then the source."""
    return (cited.record, cited.source) if cited.record else (cited.source,)


def every(views: Views) -> Iterator[Work]:
    """Every record that is not withdrawn or a draft, then every document, each once."""
    for key, record in views.content.provisions.items():
        if not record.withdrawn and not record.draft and (work := of_provision(views, key).record):
            yield work
    for key, finding in views.content.findings.items():
        if not finding.withdrawn and not finding.draft and (work := of_finding(views, key).record):
            yield work
    for key in views.content.documents:
        if cited := of_document(views, key):
            yield cited.source


def whole(views: Views, version: str) -> Work:
    """The whole catalogue as it was on its date."""
    site = views.content.site
    return Work(
        key=f"{site.id_prefix}-{version}" if version else site.id_prefix,
        title=f"{site.title}: the whole catalogue",
        authors=(site.publisher.name,),
        issued=views.catalogue.as_of,
        url=views.absolute("/data/"),
        site=site.title,
        publisher=site.publisher.name,
        language=site.language,
        genre="Dataset",
        version=version,
        note=f"Records as of {labels.day(views.catalogue.as_of)}" + (f", dataset version {version}" if version else ""),
    )


# --- the record


def _record(
    views: Views, kind: str, key: str, record: Record, last: str, captured_at: str, authors: tuple[str, ...]
) -> Work:
    site = views.content.site
    editions = views.versions.get(getattr(record, "id", None) or "", ())
    version = editions[-1].version if editions else None
    text = views.catalogue.evidence.text_of(document_of(key), captured_at)
    return Work(
        key=getattr(record, "id", None) or key.replace("/", "--"),
        title=f"{views.record(kind, key).text}. {views.document(key).text} ({views.entity(key).text})",
        authors=authors,
        issued=version.at[:10] if version else last,
        url=_permanent(views, kind, key, record, version.n if version else 0),
        site=site.title,
        publisher=site.publisher.name,
        language=site.language,
        genre=GENRES[kind],
        version=str(version.n) if version else "",
        note=". ".join(_proofs(record, captured_at, text, version.sha256 if version else "")),
        captured_at=captured_at,
        sha256=text.sha256 if text else "",
        identifier=getattr(record, "id", None) or "",
        file_sha256=version.sha256 if version else "",
        keywords=(_clause_type(record, key),),
    )


def _clause_type(record: Record, key: str) -> str:
    return record.clause_type if isinstance(record, Provision) else key.rsplit("/", 1)[1]


def _permanent(views: Views, kind: str, key: str, record: Record, version: int) -> str:
    """The address to cite: that of the id, on `permanent_base` where there is one."""
    identifier = getattr(record, "id", None)
    if not identifier:
        return views.absolute(address(kind, key))
    base = (views.content.site.permanent_base or views.content.site.base_url).rstrip("/")
    return base + permanent_address(identifier, version)


def _proofs(record: Record, captured_at: str, text: ArchivedText | None, sha256: str) -> Iterator[str]:
    """What proves the citation: the record, the capture, the hashes."""
    if identifier := getattr(record, "id", None):
        yield f"Record {identifier}"
    yield f"Capture of {labels.moment(captured_at)}"
    if text:
        yield f"SHA-256 of the captured text {text.sha256}"
    if sha256:
        yield f"SHA-256 of the record file {sha256}"


def _authors(views: Views, record: Provision) -> tuple[str, ...]:
    """Those who wrote it, by name; else the publisher."""
    names = tuple(views.content.people[handle].name for handle in record.analysis.authors)
    return names or (views.content.site.publisher.name,)


# --- the document


def _source(views: Views, key: str, captured_at: str, *, section: str = "", page: str | None = None) -> Work:
    """A document as its platform published it, in the text of one capture."""
    record, entity = views.content.documents[key], views.catalogue.entity(key)
    text = views.catalogue.evidence.text_of(key, captured_at)
    captures = views.catalogue.evidence.captures.get(key, ())
    capture = next((each for each in captures if each.captured_at == captured_at), None)
    archived = _archived(views, key, capture, text, page)
    return Work(
        key=f"{record.id or key.replace('/', '--')}-{stamp_of(captured_at)}",
        title=record.title,
        authors=_parties(record) or (entity.legal_name or entity.name,),
        issued=_issued(text),
        url=page or record.sources[0].url,
        site=entity.name,
        language=record.language or views.content.site.language,
        genre=views.content.document_types[record.type],
        note=". ".join(
            [
                *([f"Document {record.id}"] if record.id else []),
                f"Captured on {labels.moment(captured_at)}",
                *([f"SHA-256 of the captured text {text.sha256}"] if text else []),
            ]
        ),
        archive_url=archived,
        section=section,
        captured_at=captured_at,
        sha256=text.sha256 if text else "",
        identifier=record.id or "",
    )


def _section(views: Views, record: Provision) -> str:
    """The line above the first quote: as the text has it, else as the record has."""
    sighting = views.catalogue.evidence.sightings.get((record.path, ("excerpts", 0)))
    return (sighting.section if sighting else "") or record.excerpts[0].heading or ""


def _parties(record: Document) -> tuple[str, ...]:
    """The companies that the document names as contracting, else all it names."""
    named: Iterable[str] = [party.name for party in record.parties if party.role == "contracting"]
    return tuple(dict.fromkeys(named or [party.name for party in record.parties]))


def _issued(text: ArchivedText | None) -> str:
    """The date the text gives of itself: of its last change, else from when on it holds, else of its publication."""
    stated = text.note.stated if text else None
    return (stated.updated or stated.effective or stated.published or "") if stated else ""


def _archived(views: Views, key: str, capture: Capture | None, text: ArchivedText | None, page: str | None) -> str:
    """A pinned copy elsewhere, of the page that is quoted if it is told; else the archived text here."""
    copies = [each for each in (capture.sources if capture else ()) if each.archive_url]
    best = next((each for each in copies if each.url == page), copies[0] if copies else None)
    if best and best.archive_url:
        return best.archive_url
    return views.absolute(text_address(key, text.stamp)) if text else ""
