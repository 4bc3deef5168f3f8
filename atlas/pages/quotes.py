"""Quoted words as pages show them: each with its source line, match, words left out, translation, and the way to the
passage in the archived text. Also the marks that archived texts carry for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from atlas import labels
from atlas.evidence import ArchivedText, Sighting
from atlas.fold import readable
from atlas.hidden import hides
from atlas.ids import address, document_of, text_address
from atlas.marks import Mark
from atlas.pages.base import Badge, Link, Outside, Views
from atlas.records import Excerpt, Provision, Translation
from atlas.sources import Pointer
from atlas.wording import parts_of

LATER_PART = re.compile(r"-part-\d+$")  # no anchor of a quote ends so: those end in the excerpt's number alone
_ARCHIVE_STAMP = re.compile(r"/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[a-z]{2}_)?/")
FRAGMENT_WORDS = 6  # words at each end of a passage in a text fragment; more break on a single changed character


@dataclass(frozen=True, slots=True)
class Quoted:
    """An excerpt on a page. `parts` are its words; between two of them `left_out` says how many words are missing."""

    parts: tuple[str, ...]
    left_out: tuple[str, ...]
    is_hidden: bool
    heading: str
    section: str
    language: str | None
    translation: Translation | None
    translated_by: str
    tier: Badge | None
    notes: tuple[str, ...]
    captured_at: str
    captured: str
    document: Link
    passage: Link | None
    source: str
    fragment: str


def quoted(
    views: Views, record: Provision, pointer: Pointer, excerpt: Excerpt, document: str, captured_at: str
) -> Quoted:
    """The view of one excerpt, with what its sighting proves."""
    sighting = views.catalogue.evidence.sightings.get((record.path, pointer))
    text = views.catalogue.evidence.text_of(document, captured_at)
    is_hidden = hides(record, "excerpts") or bool(text and text.withheld and text.withheld.quotes == "hide")
    parts = () if is_hidden else tuple(readable(part) for part in parts_of(excerpt.text))
    left_out = sighting.match.words_left_out if sighting and sighting.match else (0,) * (len(parts) - 1)
    page = excerpt.url or views.catalogue.document(document).sources[0].url
    return Quoted(
        parts=parts,
        left_out=tuple(
            f"[{labels.counted(count, 'word')} left out]" if count else "[words left out]" for count in left_out
        ),
        is_hidden=is_hidden,
        heading=excerpt.heading or "",
        section=sighting.section if sighting else "",
        language=excerpt.language or views.language(document),
        translation=excerpt.translation,
        translated_by=labels.TRANSLATION[excerpt.translation.by] if excerpt.translation else "",
        tier=Badge("tier", sighting.tier, labels.TIER[sighting.tier]) if sighting else None,
        notes=tuple(_notes(sighting, text)),
        captured_at=captured_at,
        captured=labels.moment(captured_at),
        document=views.document(document),
        passage=_passage(record, pointer, text, document) if sighting and not is_hidden else None,
        source=page,
        fragment="" if is_hidden else with_text_fragment(page, parts),
    )


def _notes(sighting: Sighting | None, text: ArchivedText | None) -> Iterator[str]:
    if text and text.withheld:
        yield f"The archived text is withheld since {labels.day(text.withheld.on)}: not checkable since"
    if sighting and sighting.match:
        if sighting.match.occurrences > 1:
            times = "twice" if sighting.match.occurrences == 2 else f"{sighting.match.occurrences} times"
            yield f"Occurs {times} in the text; this is the one under the section named"
        if sighting.match.elided:
            yield "Words are left out where marked"


def _passage(record: Provision, pointer: Pointer, text: ArchivedText | None, document: str) -> Link | None:
    if text is None or not text.is_held:
        return None
    anchor = anchor_of(record, pointer)
    return Link("the passage in the archived text", f"{text_address(document, text.stamp)}#q-{anchor}")


def anchor_of(record: Provision, pointer: Pointer) -> str:
    """The fragment of a quote in an archived text, without its `q-`: the provision's slug and the excerpt's number; for
    quotes in another document's text the provision's own document and entity come first."""
    entity, document, slug = record.key.split("/")
    numbers = "-".join(str(int(step) + 1) for step in pointer if isinstance(step, int))
    if pointer[0] == "supports":
        return f"{entity}--{document}--{slug}-support-{numbers}"
    return f"{slug}-{numbers}" if pointer[0] == "excerpts" else f"{slug}-earlier-{numbers}"


def with_text_fragment(url: str, parts: tuple[str, ...]) -> str:
    """The address of a page with text fragments that lead to a quote: a directive for each part of it, of its first and
    last words, after the fragment that the address has, if any. Source: WICG, "Text Fragments": `,` divides the words,
    `-` a prefix or suffix from them, `&` directives, so all three are encoded in words.

    >>> with_text_fragment("https://acme.example/terms#data", ("Opt-in & out, now",))
    'https://acme.example/terms#data:~:text=Opt%2Din%20%26%20out%2C%20now'
    """
    return url + ("" if "#" in url else "#") + ":~:" + "&".join(f"text={_directive(part)}" for part in parts)


def _directive(part: str) -> str:
    words = part.split()
    ends = [words] if len(words) <= 2 * FRAGMENT_WORDS else [words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]]
    return ",".join(percent(" ".join(end), safe="").replace("-", "%2D") for end in ends)


def archived_copy(url: str, copy: str) -> Outside:
    """A pinned copy in a web archive, with the time that its address gives, as the Wayback Machine writes it.

    >>> archived_copy("https://a.example/", "https://web.archive.org/web/20260505140255/https://a.example/").text
    'web.archive.org, 5 May 2026, 14:02:55 UTC: https://a.example/'
    """
    stamp = _ARCHIVE_STAMP.search(copy)
    y, m, d, hour, minute, second = stamp.groups() if stamp else ("",) * 6
    when = f", {labels.moment(f'{y}-{m}-{d}T{hour}:{minute}:{second}Z')}" if stamp else ""
    return Outside(f"{urlsplit(copy).hostname}{when}: {url}", copy)


def quotes_in(views: Views) -> dict[tuple[str, str], list[Mark]]:
    """The marks of every archived text, by document and stamp: quotes of records that stand by them."""
    found: dict[tuple[str, str], list[Mark]] = {}
    by_path = {record.path: record for record in views.content.provisions.values()}
    for (path, pointer), sighting in views.catalogue.evidence.sightings.items():
        record = by_path.get(path)
        if record is None or sighting.match is None or hides(record, "excerpts"):
            continue
        document, captured_at = quoted_where(views, record, pointer)
        text = views.catalogue.evidence.text_of(document, captured_at)
        assert text, f"{path}: {captured_at} was proven"
        marks = _marks(record, anchor_of(record, pointer), sighting.match.spans)
        found.setdefault((document, text.stamp), []).extend(marks)
    return found


def _marks(record: Provision, anchor: str, spans: tuple[tuple[int, int], ...]) -> Iterator[Mark]:
    """One mark a part of the quote: the first has its anchor, the last the link to the record."""
    for number, (start, end) in enumerate(spans, 1):
        key = anchor if number == 1 else f"{anchor}-part-{number}"
        yield Mark(key, start, end, address("provision", record.key), record.title if number == len(spans) else "")


def is_first_part(mark: Mark) -> bool:
    """Whether a mark begins a quote, so that its anchor is the one to link to."""
    return not LATER_PART.search(mark.key)


def quoted_where(views: Views, record: Provision, pointer: Pointer) -> tuple[str, str]:
    """Document and capture that a quote of a record names."""
    kind, number = pointer[0], pointer[1]
    assert isinstance(number, int)
    if kind == "supports":
        support = record.supports[number]
        return views.catalogue.refer.key(support.document, "document") or support.document, support.capture
    captured_at = record.earlier[number].capture if kind == "earlier" else record.capture
    return document_of(record.key), captured_at
