"""The page type, and the views that several kinds of page share: links, rows of lists, words of codes.

A view is a small frozen value with everything a template prints, in words and in order; templates look nothing up.
Addresses are from the site's root; `render` makes them relative to the page they stand on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from atlas import labels
from atlas.catalogue import Catalogue
from atlas.changes import Changes
from atlas.coverage import Coverage, Given
from atlas.evidence import ArchivedText
from atlas.fold import readable
from atlas.hidden import hides, shown_note
from atlas.ids import address, document_of, entity_of, text_address
from atlas.markdown import headings
from atlas.marks import Mark
from atlas.reading import Content
from atlas.records import Amount, Capture
from atlas.scopes import WORLD, Reach, reach
from atlas.shapes import Scope
from atlas.versions import Edition
from atlas.wording import parts_of


@dataclass(frozen=True, slots=True)
class Archived:
    """An archived text to be rendered on a page: its file from the content folder, its hash, the quotes in it."""

    path: str
    sha256: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class HeadLink:
    """A link in a page's head. `href` is an address from this site's root, or one in full; what `is_data` leads to a
    file that a build may leave out."""

    rel: str
    href: str
    type: str = ""
    title: str = ""
    is_data: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What a page's head tells machines: `metas` are (`name` or `property`, value, content), `linked_data` JSON-LD."""

    metas: tuple[tuple[str, str, str], ...] = ()
    links: tuple[HeadLink, ...] = ()
    linked_data: Any = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it is, the template that prints it, and all it prints. `archived` is rendered by the renderer of
    strangers' words and handed to the template as `archived`; `is_indexed` pages are in the sitemap and may be found;
    `canonical` is the address that search engines are to keep in its place, when that is another page's; `head` is for
    machines."""

    address: str
    template: str
    title: str
    description: str
    context: Mapping[str, Any]
    crumbs: tuple[Link, ...] = ()
    archived: Archived | None = None
    is_indexed: bool = True
    canonical: str = ""
    head: Head = Head()


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address of this site."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Words that lead to an address elsewhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A code with its word: shown as word and shape, never by colour alone."""

    kind: str
    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """A provision in a list, with its state, so that no list hides that a record is past or withdrawn."""

    key: str
    title: str
    address: str
    entity: Link
    document: Link
    clause_type: Link
    answer: str
    tone: str
    severity: Badge
    scope: str
    standing: Badge
    quote: str
    language: str | None
    value: str
    summary: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in a list."""

    key: str
    address: str
    entity: Link
    document: Link
    clause_type: Link
    kind: Badge
    note: str
    regions: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of one page as received."""

    url: str
    download: str
    sha256: str


@dataclass(frozen=True)
class Views:
    """Catalogue, coverage, published versions by id and compared texts, and the words for what is in them."""

    catalogue: Catalogue
    coverage: Coverage
    versions: Mapping[str, tuple[Edition, ...]] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    _rows: dict[str, Row] = field(default_factory=dict, compare=False, repr=False)

    @property
    def content(self) -> Content:
        return self.catalogue.content

    def absolute(self, address: str) -> str:
        """An address of this site with its host, as citations, feeds and the API give it."""
        return self.content.site.base_url.rstrip("/") + address

    def entity(self, key: str) -> Link:
        return Link(self.catalogue.entity(key).name, address("entity", entity_of(key)))

    def operator(self, key: str) -> Link | None:
        """The operator of an entity's or document's or provision's key."""
        slug = self.catalogue.entity(key).operator
        return Link(self.content.operators[slug].name, address("operator", slug)) if slug else None

    def document(self, key: str) -> Link:
        record = self.catalogue.document(key)
        return Link(record.label or record.title, address("document", document_of(key)))

    def clause_type(self, slug: str) -> Link:
        return Link(self.content.clause_types[slug].title, address("clause-type", slug))

    def category(self, slug: str) -> Link:
        return Link(self.content.categories[slug].title, address("category", slug))

    def regulation(self, slug: str) -> Link:
        record = self.content.regulations[slug]
        return Link(record.short_title or record.title, address("regulation", slug))

    def agency(self, slug: str) -> Link:
        record = self.content.agencies[slug]
        return Link(record.short_title or record.title, address("agency", slug))

    def record(self, kind: str, key: str) -> Link:
        """A link to any record of a platform."""
        if kind == "provision":
            return Link(self.content.provisions[key].title, address(kind, key))
        if kind == "finding":
            slug = key.rsplit("/", 1)[1]
            word = labels.FINDING[self.content.findings[key].finding]
            return Link(f"{word}: {self.content.clause_types[slug].title}", address(kind, key))
        return self.document(key) if kind == "document" else self.entity(key)

    def references(self, references: Iterable[str], *kinds: str) -> tuple[Link, ...]:
        """Links for references, without those that this build leaves out."""
        found = (self.catalogue.refer.resolve(reference, *kinds) for reference in references)
        return tuple(self.record(*resolved) for resolved in found if resolved)

    def answer(self, clause_type: str, key: str) -> Badge:
        """An answer in words; its code is the tone."""
        answer = self.content.clause_types[clause_type].answer(key)
        assert answer, f"{clause_type}: {key} was checked"
        return Badge("answer", answer.tone, answer.label)

    def scope(self, where: Reach, entity: str) -> str:
        record = self.content.entities[entity_of(entity)]
        return labels.scope(where, self.catalogue.regions, self.content.jurisdictions, record.plans, record.products)

    def region(self, code: str) -> str:
        return labels.region(code, self.content.jurisdictions)

    def places(self, codes: Iterable[str], last: str = "and") -> str:
        """Regions as they stand in a sentence: `Switzerland and the United Kingdom`."""
        return labels.listed([labels.place(code, self.content.jurisdictions) for code in codes], last)

    def regions(self, codes: Iterable[str]) -> str:
        return labels.listed([self.region(code) for code in codes])

    def row(self, key: str) -> Row:
        """A provision as lists show it; many lists do."""
        if key not in self._rows:
            self._rows[key] = self._row(key)
        return self._rows[key]

    def _row(self, key: str) -> Row:
        record = self.content.provisions[key]
        answer = self.answer(record.clause_type, record.answer)
        excerpt = record.excerpts[0]
        is_hidden = hides(record, "excerpts")
        return Row(
            key=key,
            title=record.title,
            address=address("provision", key),
            entity=self.entity(key),
            document=self.document(key),
            clause_type=self.clause_type(record.clause_type),
            answer=answer.word,
            tone=answer.code,
            severity=severity(record.severity),
            scope=self.scope(self.catalogue.reach_of(key), key),
            standing=standing(self.catalogue.standing[key]),
            quote=""
            if is_hidden or self.is_withheld(key)
            else " […] ".join(readable(part) for part in parts_of(excerpt.text)),
            language=excerpt.language or self.language(key),
            value=values(record.value),
            summary="" if hides(record, "body") else first_sentence(body_sections(record.body).get("What it is", "")),
        )

    def rows_of(self, keys: Iterable[str]) -> tuple[Row, ...]:
        return tuple(self.row(key) for key in keys)

    def finding_row(self, key: str) -> FindingRow:
        record = self.content.findings[key]
        return FindingRow(
            key=key,
            address=address("finding", key),
            entity=self.entity(key),
            document=self.document(key),
            clause_type=self.clause_type(key.rsplit("/", 1)[1]),
            kind=Badge("finding", record.finding, labels.FINDING[record.finding]),
            note=shown_note(record),
            regions=self.read_for((key,)),
            is_current=key in self.catalogue.current_findings,
        )

    def read_for(self, findings: Iterable[str]) -> str:
        """The regions of what was read for findings, in a sentence; "" when it holds everywhere."""
        found = [code for key in findings for code in self.catalogue.reach_of(key).regions]
        return "" if WORLD in found else self.places(dict.fromkeys(found))

    def language(self, key: str) -> str | None:
        """The language of a document's text, when it is not the site's."""
        language = self.catalogue.document(key).language
        return language if language and language != self.content.site.language else None

    def is_withheld(self, key: str) -> bool:
        """Whether a provision quotes a text that is withheld and whose quotes are to hide."""
        text = self.catalogue.evidence.text_of(document_of(key), self.content.provisions[key].capture)
        return bool(text and text.withheld and text.withheld.quotes == "hide")

    def given(self, given: Given) -> tuple[Badge, Row, str]:
        """An answer of a cell: its words, the record, and for whom."""
        record = self.content.provisions[given.provision]
        where = (
            self.catalogue.reach_of(given.provision)
            if given.variant is None
            else self.catalogue.variant_reach(given.provision, given.variant)
        )
        badge = self.answer(record.clause_type, given.answer)
        return badge, self.row(given.provision), self.scope(where, given.provision)

    def answered_row(self, given: Given) -> Row:
        """A provision in a list of one of its answers: as `row`, with what a variant says in place of the record."""
        badge, row, scope = self.given(given)
        if given.variant is None:
            return row
        variant = self.content.provisions[given.provision].variants[given.variant]
        return replace(
            row, answer=badge.word, tone=badge.code, severity=severity(given.severity), scope=scope,
            value=values(variant.value),
        )  # fmt: skip

    def crumbs(self, key: str) -> tuple[Link, ...]:
        """The way to a record of a platform: all platforms, the entity, the document."""
        found = [Link("Platforms", "/platform/"), self.entity(key)]
        return tuple([*found, self.document(key)] if key.count("/") > 1 else found)

    def narrowed(self, key: str, where: Scope) -> str:
        """A party's or action's scope in words: only what it adds to its document's."""
        return self.scope(reach(self.catalogue.document(key).scope, where), key)

    def pending(self, document: str) -> str:
        """The day on which the newest text takes effect, when that lies after everything observed; '' otherwise."""
        history = self.catalogue.histories.documents.get(document)
        newest = history.newest.text.note.stated if history and history.newest else None
        effective = (newest.effective or "") if newest else ""
        return labels.day(effective) if effective > self.catalogue.as_of else ""

    def stated(self, document: str, captured_at: str) -> Iterator[tuple[str, str]]:
        """The dates that a text gives of itself."""
        text = self.catalogue.evidence.text_of(document, captured_at)
        stated = text.note.stated if text else None
        if stated:
            for name in ("published", "updated", "effective"):
                if value := getattr(stated, name):
                    yield f"Document {name}", labels.day(value)
        for effective in text.note.effective_for if text else ():
            yield "Document effective", f"{labels.day(effective.on)} ({self.narrowed(document, effective.scope)})"

    def text_link(self, document: str, text: ArchivedText) -> Link:
        return Link(f"Text of {labels.day(text.captures[0])}", text_address(document, text.stamp))

    def originals(self, document: str, capture: Capture) -> tuple[Original, ...]:
        """The payloads kept for a capture: where they came from, where they are published, their hashes."""
        return tuple(
            Original(page.url, f"/platform/{document}/{published_name(page.original)}", page.original_sha256 or "")
            for page in capture.sources
            if page.original
        )

    def capture_address(self, document: str, captured_at: str) -> str:
        """The page of the text that a capture shows."""
        return text_address(document, captured_at.replace(":", ""))


TEXTUAL = frozenset({"html", "htm", "xhtml", "xml", "txt", "md", "json", "svg", "css", "js"})


def published_name(original: str) -> str:
    """The file an original is published as: as text, PDF or bare bytes, whatever the host's headers say, so that no
    stranger's page ever runs on this site."""
    suffix = original.rsplit(".", 1)[-1].lower()
    return original if suffix == "pdf" else f"{original}.txt" if suffix in TEXTUAL else f"{original}.bin"


def severity(code: str) -> Badge:
    return Badge("severity", code, labels.SEVERITY[code])


def standing(code: str) -> Badge:
    return Badge("standing", code, labels.STANDING[code])


def values(amounts: Iterable[Amount]) -> str:
    """`30 days, USD 100`"""
    return ", ".join(labels.amount(value) + (f" per {value.per}" if value.per else "") for value in amounts)


def body_sections(body: str) -> dict[str, str]:
    """A record's body by its headings, in order; what stands before the first is under ''."""
    return dict(_sections(body))


@cache  # every list that shows a record asks for its first section
def _sections(body: str) -> tuple[tuple[str, str], ...]:
    lines = body.split("\n")
    found = headings(body)
    starts = [("", 0, 0), *((heading.text, heading.line - 1, heading.after - 1) for heading in found)]
    ends = [start for _, start, _ in starts[1:]] + [len(lines)]
    sections = {name: "\n".join(lines[after:end]).strip() for (name, _, after), end in zip(starts, ends, strict=True)}
    return tuple((name, text) for name, text in sections.items() if name or text)


def first_sentence(text: str) -> str:
    """The first sentence of a paragraph, at most some 240 characters."""
    first, point, _ = " ".join(text.split()).partition(". ")
    sentence = first + point.strip()
    return sentence if len(sentence) <= 240 else sentence[:239].rsplit(" ", 1)[0] + "…"
