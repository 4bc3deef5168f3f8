"""What the exports are made from: the views of a catalogue, with the words of each quote as they stand in its text, the
days on which records were added, and the events.

In: views and a memo. Out: `Gathered`. Words that a record hides, or of a text that is withheld, are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from atlas.catalogue import Catalogue
from atlas.evidence import Sighting, read_text
from atlas.hidden import hides
from atlas.memo import Memo
from atlas.pages.base import Views, body_sections
from atlas.pages.events import Event, events_of
from atlas.pages.quotes import quoted_where
from atlas.reading import Content
from atlas.records import Excerpt, Provision, Support
from atlas.runs import Run
from atlas.sources import Pointer

SECTIONS = (
    "What it is", "Why it matters", "Interpretive note", "What it means for you", "Regulatory landscape",
    "Governance exposure", "Jurisdiction flags", "Contract and vendor implications", "Compliance considerations",
)  # fmt: skip
Place = tuple[str, Pointer]  # a record's file, and where in it the quote is


@dataclass(frozen=True, slots=True)
class Cut:
    """A quote of a record: where in it, whose text it is of, and what may be said of it. `exacts` are its parts as they
    stand in the text, with the code points; the quote hides when the record or the text does."""

    pointer: Pointer
    excerpt: Excerpt
    document: str
    captured_at: str
    sighting: Sighting | None
    exacts: tuple[tuple[str, int, int], ...]
    is_hidden: bool


@dataclass(frozen=True)
class Gathered:
    """Views, exact words by place, events newest first."""

    views: Views
    exacts: Mapping[Place, tuple[tuple[str, int, int], ...]]
    events: tuple[Event, ...]

    @property
    def content(self) -> Content:
        return self.views.content

    @property
    def catalogue(self) -> Catalogue:
        return self.views.catalogue

    @property
    def base(self) -> str:
        """The address of the site, without a slash at its end."""
        return self.content.site.base_url.rstrip("/")

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """Keys of documents, platform by platform, each platform's by title."""
        return tuple(key for documents in self.catalogue.documents_of.values() for key in documents)

    @cached_property
    def provisions(self) -> tuple[str, ...]:
        """Keys of provisions, document by document, the gravest first in each."""
        return tuple(key for document in self.documents for key in self.catalogue.provisions_of[document])

    @cached_property
    def withheld(self) -> frozenset[tuple[str, str]]:
        """Document and file of every text and original that a capture of a withheld text names: none is served."""
        return frozenset(
            (document, name)
            for document, captures in self.catalogue.evidence.captures.items()
            for capture in captures
            if self.catalogue.evidence.texts[document][capture.text[5:-3]].withheld
            for name in (capture.text, *(page.original for page in capture.sources if page.original))
        )

    def runs(self, document: str) -> tuple[Run, ...]:
        history = self.catalogue.histories.documents.get(document)
        return history.runs if history else ()

    def prose(self, key: str) -> tuple[str | None, ...]:
        """A provision's body by `SECTIONS`; nothing of one whose body hides."""
        record = self.content.provisions[key]
        sections = {} if hides(record, "body") else body_sections(record.body)
        return tuple(sections.get(name) or None for name in SECTIONS)

    @cached_property
    def cuts(self) -> Mapping[str, tuple[Cut, ...]]:
        """By provision, its quotes: the quoted words, the former ones, those elsewhere that it leans on."""
        return {
            key: tuple(self._cut(record, *place) for place in quotes_of(record))
            for key, record in self.content.provisions.items()
        }

    def _cut(self, record: Provision, pointer: Pointer, excerpt: Excerpt) -> Cut:
        document, captured_at = quoted_where(self.views, record, pointer)
        text = self.catalogue.evidence.text_of(document, captured_at)
        is_withheld = bool(text and text.withheld and text.withheld.quotes == "hide")
        is_hidden = is_withheld or hides(record, "excerpts")
        sighting = self.catalogue.evidence.sightings.get((record.path, pointer))
        exacts = () if is_hidden else self.exacts.get((record.path, pointer), ())
        return Cut(pointer, excerpt, document, captured_at, sighting, exacts, is_hidden)


def quotes_of(record: Provision) -> Iterator[tuple[Pointer, Excerpt]]:
    """Every quote a provision makes, in the order of its file."""
    for index, excerpt in enumerate(record.excerpts):
        yield ("excerpts", index), excerpt
    for number, earlier in enumerate(record.earlier):
        for index, excerpt in enumerate(earlier.excerpts):
            yield ("earlier", number, "excerpts", index), excerpt
    for index, support in enumerate(record.supports):
        yield ("supports", index), _as_excerpt(support)


def _as_excerpt(support: Support) -> Excerpt:
    return Excerpt.model_construct(text=support.text, heading=support.heading, url=support.url)


def gather(views: Views, memo: Memo) -> Gathered:
    """Everything the exports need; reads the texts that are quoted, unless what it needs of them is remembered."""
    return Gathered(views, _exacts(views, memo), events_of(views))


def _exacts(views: Views, memo: Memo) -> dict[Place, tuple[tuple[str, int, int], ...]]:
    by_path = {record.path: record for record in views.content.provisions.values()}
    wanted: list[tuple[Place, Path, str, tuple[tuple[int, int], ...]]] = []
    for place, sighting in views.catalogue.evidence.sightings.items():
        record = by_path.get(place[0])
        text = record and views.catalogue.evidence.text_of(*quoted_where(views, record, place[1]))
        if text and sighting.match:
            wanted.append((place, views.content.files[text.path], text.sha256, sighting.match.spans))
    groups: dict[tuple[Path, str], list[tuple[tuple[int, int], ...]]] = {}
    for _, path, sha256, spans in wanted:
        groups.setdefault((path, sha256), []).append(spans)
    found = memo.map_groups(_sliced, list(groups.items()), key=lambda context: context[1])
    slices = {
        (where, spans): parts
        for (where, asked), all_parts in zip(groups.items(), found, strict=True)
        for spans, parts in zip(asked, all_parts, strict=True)
    }
    return {place: slices[(path, sha256), spans] for place, path, sha256, spans in wanted}


def _sliced(
    task: tuple[tuple[Path, str], tuple[tuple[tuple[int, int], ...], ...]],
) -> list[tuple[tuple[str, int, int], ...]]:
    """The words of a text at spans of code points."""
    (path, _), asked = task
    source = read_text(path)
    return [tuple((source[start:end], start, end) for start, end in spans) for spans in asked]
