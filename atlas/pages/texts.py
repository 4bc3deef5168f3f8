"""Archived texts: a page for every capture, with the words as they were read, the quotes in them marked, and what to
know before relying on them. A capture of an older text shows it too, and names the day it was first captured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from atlas import labels
from atlas.evidence import ArchivedText
from atlas.ids import text_address
from atlas.marks import Mark
from atlas.pages.base import Archived, Link, Outside, Page, Views
from atlas.pages.notices import Banner
from atlas.pages.quotes import archived_copy, is_first_part, quotes_in
from atlas.pages.timeline import change_link, download, no_evidence
from atlas.records import Capture
from atlas.runs import DocumentHistory

Marks = dict[tuple[str, str], list[Mark]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A record that quotes the text, and the anchors of its passages, in the order of the text."""

    record: Link
    anchors: tuple[str, ...]


def text_pages(views: Views) -> Iterator[Page]:
    """One page a capture, document by document, oldest first."""
    marks = quotes_in(views)
    for history in views.catalogue.histories.documents.values():
        if history.document in views.content.documents:
            for index in range(len(history.captures)):
                yield _page(views, history, index, marks)


def _page(views: Views, history: DocumentHistory, index: int, marks: Marks) -> Page:
    capture = history.captures[index]
    text = views.catalogue.evidence.texts[history.document][capture.text[5:-3]]
    own = sorted(marks.get((history.document, text.stamp), ()), key=lambda mark: (mark.start, mark.end, mark.key))
    is_shown = text.is_held and not text.withheld
    name = views.document(history.document)
    first = text_address(history.document, text.stamp)
    here = views.capture_address(history.document, capture.captured_at)
    return Page(
        address=here,
        template="text.html",
        title=f"{name.text}, captured {labels.day(capture.captured_at)}",
        description=f"The text of {name.text} as captured on {labels.moment(capture.captured_at)}.",
        context=_context(views, history, index, text, own if is_shown else ()),
        crumbs=(*views.crumbs(history.document), name),
        archived=Archived(text.path, text.sha256, tuple(own)) if is_shown else None,
        is_indexed=False,
        canonical=first if first != here else "",
    )


def _context(
    views: Views, history: DocumentHistory, index: int, text: ArchivedText, marks: Sequence[Mark]
) -> dict[str, Any]:
    capture = history.captures[index]
    language = views.catalogue.document(history.document).language or views.content.site.language
    return {
        "document": views.document(history.document),
        "captured": labels.moment(capture.captured_at),
        "captured_day": labels.day(capture.captured_at),
        "same_as": _same_as(views, capture, text),
        "banners": list(_banners(views, history, capture, text)),
        "standing": _standing(views, history, capture),
        "neighbours": _neighbours(views, history, index),
        "details": list(_details(views, history, capture, text)),
        "passages": _passages(marks),
        "language": language,
        "file": download(text),
        "is_withheld": text.withheld is not None,
        "is_held": text.is_held,
    }


def _same_as(views: Views, capture: Capture, text: ArchivedText) -> Link | None:
    """The text's own page, when it was captured earlier already."""
    if text.captures[0] == capture.captured_at:
        return None
    return Link(labels.day(text.captures[0]), text_address(text.document, text.stamp))


def _banners(views: Views, history: DocumentHistory, capture: Capture, text: ArchivedText) -> Iterator[Banner]:
    """What to know before relying on the text."""
    if text.withheld:
        person = views.content.people.get(text.withheld.by or "")
        by = f" by {person.name if person else text.withheld.by}" if text.withheld.by else ""
        yield Banner("withdrawn", f"Withheld{by} since {labels.day(text.withheld.on)}: {text.withheld.reason}")
    elif not text.is_held:
        yield Banner("missing", "This text is not held here; only its hash is.")
    if text.unusable:
        _, why = no_evidence(views, history, capture) if not text.withheld else ("", labels.UNUSABLE[text.unusable.why])
        yield Banner("missing", f"{why.rstrip('.')}. It is no evidence of what the document said: nothing quotes it.")
    stated = text.note.stated
    if stated and (stated.effective or "") > views.catalogue.as_of:
        yield Banner(
            "pending", f"This text takes effect on {labels.day(stated.effective)}; until then an older one holds."
        )


def _standing(views: Views, history: DocumentHistory, capture: Capture) -> dict[str, Any] | None:
    """Whether the words of a usable capture are the newest, and what came after them."""
    run = history.run_of(capture.captured_at)
    if run is None:
        return None
    if run is history.newest:
        return {"text": f"The newest words held, last seen {labels.day(run.last_seen)}.", "link": None}
    after = history.runs[run.number + 1]
    back = [later for later in history.runs[run.number + 1 :] if later.wording == run.wording]
    kind = "read by another rule" if after.is_reread else "other words"
    words = f"Last seen {labels.day(run.last_seen)}. Superseded: {kind} since {labels.day(after.first_captured)}."
    if back:
        words += f" The same words came back on {labels.day(back[-1].first_captured)}."
        words += " They are the newest held." if back[-1] is history.newest else ""
    change = change_link(views, history, after)
    there = change.address if change else views.capture_address(history.document, after.first_captured)
    link = Link("What changed then", there)
    return {"text": words, "link": link}


def _neighbours(views: Views, history: DocumentHistory, index: int) -> list[tuple[str, Link]]:
    """The captures before and after, and the newest."""
    found = []
    for word, at in (("Older", index - 1), ("Newer", index + 1)):
        if 0 <= at < len(history.captures):
            found.append((word, _capture_link(views, history, history.captures[at].captured_at)))
    run = history.run_of(history.captures[index].captured_at)
    if run and run.captures[0] == history.captures[index].captured_at and (change := change_link(views, history, run)):
        found.append(("What is new in it", change))
    newest = history.newest
    if newest and newest.captures[-1] != history.captures[index].captured_at and index + 2 < len(history.captures):
        found.append(("Newest usable", _capture_link(views, history, newest.captures[-1])))
    return found


def _capture_link(views: Views, history: DocumentHistory, captured_at: str) -> Link:
    return Link(labels.day(captured_at), views.capture_address(history.document, captured_at))


def _passages(marks: Sequence[Mark]) -> tuple[Passage, ...]:
    """By record, in the order of the text."""
    titles = {mark.href: mark.title for mark in marks if mark.title}
    anchors: dict[str, list[str]] = {}
    for mark in marks:
        if is_first_part(mark):
            anchors.setdefault(mark.href, []).append(f"q-{mark.key}")
    return tuple(Passage(Link(titles[href], href), tuple(found)) for href, found in anchors.items())


def _details(views: Views, history: DocumentHistory, capture: Capture, text: ArchivedText) -> Iterator[tuple[str, Any]]:
    document = history.document
    yield "Document", views.document(document)
    yield "Captured", labels.moment(capture.captured_at)
    if capture.seen_until:
        yield "Seen unchanged until", labels.moment(capture.seen_until)
    yield from views.stated(document, capture.captured_at)
    if capture.tool:
        yield "Read by", capture.tool
    if capture.origin:
        archive = views.content.archives.get(capture.origin.archive)
        yield "Imported from", Outside(archive.title if archive else capture.origin.archive, capture.origin.url)
    pages = [page.url for page in capture.sources] or [page.url for page in views.catalogue.document(document).sources]
    yield "Pages read" if len(pages) > 1 else "Page read", tuple(Outside(url, url) for url in pages)
    if len(text.parts) > 1:
        yield (
            "Read as one from",
            tuple(Outside(f"{url}, from line {line} of the file", url) for url, line in text.parts),
        )
    yield "SHA-256 of the text file", text.sha256
    if copies := tuple(archived_copy(page.url, page.archive_url) for page in capture.sources if page.archive_url):
        yield "Archived copies elsewhere" if len(copies) > 1 else "Archived copy elsewhere", copies
    if text.is_held and not text.withheld:
        yield "File", Link(f"{text.stamp}.md", download(text))
        if originals := views.originals(document, capture):
            yield (
                "Originals as received",
                tuple(
                    Link(f"from {original.url}, SHA-256 {original.sha256}", original.download) for original in originals
                ),
            )
