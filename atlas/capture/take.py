"""One document captured: looked at, read, doubted, looked at again, put on record.

In: content, a document's key, and the `Orders` of a run. Out: an `Outcome`; on disk, one more entry in captures.yaml
with its files, or `seen_until` of the newest moved, or nothing. What the web says no to is an outcome as well.

A text that is new is fetched twice and taken when both have the same wording, less what the document calls volatile:
a page that differs at once differs for another reason than its document. A text that was there before is named again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import atlas
from atlas.capture import record
from atlas.capture.archive import Archive
from atlas.capture.extract import PageBytes, Reading, read_page, read_pages, rule_of
from atlas.capture.failure import Failure
from atlas.capture.manners import Visit, Visitor
from atlas.capture.outcome import Kind, Outcome
from atlas.capture.suspicion import Doubt, Found, Why, doubts
from atlas.capture.warc import warc_of
from atlas.evidence import read_text
from atlas.ids import stamp_of, time_of
from atlas.journal import NOTES, SHEET, recover
from atlas.problems import AtlasError
from atlas.reading import Content
from atlas.records import Capture, Captures, Document, Notes, SourcePage, TextNote
from atlas.runs import volatile_patterns
from atlas.sources import read_yaml
from atlas.worddiff import word_diff
from atlas.wording import comparable, wording
from atlas.writing import alone, read

_TYPES = {"html": "text/html", "htm": "text/html", "xhtml": "application/xhtml+xml", "pdf": "application/pdf",
          "txt": "text/plain", "md": "text/markdown"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Orders:
    """What a run was told. `files` are saved pages to read instead of the web, in the order of the document's sources,
    and `at` is when they were saved."""

    folder: Path
    visitor: Visitor
    agent: str
    archive: Archive | None = None
    files: tuple[Path, ...] = ()
    at: str | None = None
    accept: bool = False
    unusable: Why | None = None
    warc: bool = False
    say: Callable[[str], None] = lambda text: None


def take(content: Content, document: str, orders: Orders) -> Outcome:
    """Captures one document."""
    folder = orders.folder / "platform" / document
    with alone(orders.folder):
        recover(folder)
    standing = _Standing.of(content, document, folder)
    try:
        return _Taking(content.site.original_max_bytes, content.documents[document], standing, orders).outcome()
    except Failure as failure:
        return Outcome(document, "failed", because=str(failure), failure=failure.kind)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is on record of a document, as its files say now."""

    key: str
    folder: Path
    sheet: bytes = field(repr=False)
    captures: tuple[Capture, ...]
    notes: Notes
    patterns: tuple[str, ...]

    @classmethod
    def of(cls, content: Content, document: str, folder: Path) -> _Standing:
        sheet = read(folder, SHEET)
        source, problems = read_yaml(SHEET, sheet)
        broken = {f"platform/{document}/{name}" for name in (SHEET, NOTES)} & content.broken
        if problems or source is None or broken:
            raise AtlasError(f"{document}: what is on record of it has errors; mend what `atlas check` reports first")
        captures = Captures.model_validate(source.value or {}).captures
        notes = content.notes.get(document, Notes())
        return cls(document, folder, sheet, captures, notes, volatile_patterns(content, document))

    @property
    def newest(self) -> Capture | None:
        return self.captures[-1] if self.captures else None

    @property
    def last_look(self) -> str:
        """When the document was last seen; '' when it never was."""
        return max((capture.seen_until or capture.captured_at for capture in self.captures), default="")

    def stamp_with(self, sha256: str) -> str | None:
        """The text that has a hash."""
        return next((capture.text[5:-3] for capture in self.captures if capture.text_sha256 == sha256), None)

    def note(self, capture_or_stamp: Capture | str) -> TextNote:
        stamp = capture_or_stamp if isinstance(capture_or_stamp, str) else capture_or_stamp.text[5:-3]
        return self.notes.texts.get(stamp, TextNote())

    @property
    def usable(self) -> list[Capture]:
        """The captures whose text may be quoted, newest first."""
        notes = [(capture, self.note(capture)) for capture in reversed(self.captures)]
        return [capture for capture, note in notes if not note.unusable and not note.withheld]

    def texts(self, *, without: str | None) -> list[str]:
        """The newest usable texts, newest first, without that of a stamp."""
        names = list(dict.fromkeys(capture.text for capture in self.usable if capture.text[5:-3] != without))[:4]
        return [read_text(self.folder / name) for name in names if (self.folder / name).is_file()]


@dataclass(frozen=True, slots=True)
class _Look:
    """The pages as found at one moment; no visits when they were saved files."""

    moment: str
    pages: tuple[PageBytes, ...] = field(repr=False)
    visits: tuple[Visit, ...] = field(repr=False)
    reading: Reading = field(repr=False)

    @property
    def statuses(self) -> tuple[int, ...]:
        return tuple(visit.last.status for visit in self.visits)


@dataclass(frozen=True, slots=True)
class _Taking:
    """One capture in the making."""

    original_max_bytes: int
    document: Document
    standing: _Standing
    orders: Orders

    def outcome(self) -> Outcome:
        look = self._look()
        newest = self.standing.newest
        if newest and newest.text_sha256 == look.reading.sha256:
            return self._again(look, newest)
        found = self._doubts(look)
        if found and not (self.orders.accept or self.orders.unusable):
            return self._of(look, "doubtful", doubts=tuple(found))
        notes: tuple[str, ...] = ()
        if not self.orders.files and not self.standing.stamp_with(look.reading.sha256):
            again = self._look()
            if again.reading.text != look.reading.text:
                if self._words(again.reading.text) == self._words(look.reading.text):
                    notes = ("its bytes differ from visit to visit though its words do not",)
                elif not self.orders.accept:
                    pieces = word_diff(self._words(look.reading.text), self._words(again.reading.text))
                    return self._of(look, "unsteady", pieces=pieces)
        return self._put(look, found, notes)

    # --- looking

    def _look(self) -> _Look:
        sources = self.document.sources
        if len({source.url for source in sources}) < len(sources):
            raise Failure("sources", "sources must name each page once; one select can name several parts of it")
        visits = () if self.orders.files else tuple(self._visit(source.url) for source in sources)
        pages = self._saved() if self.orders.files else tuple(map(_page_bytes, visits))
        return _Look(self._moment(), pages, visits, _read(pages, sources, visits))

    def _visit(self, url: str) -> Visit:
        self.orders.say(f"{self.standing.key}: fetching {url}")
        return self.orders.visitor.visit(url, language=self.document.language or "")

    def _saved(self) -> tuple[PageBytes, ...]:
        sources, files = self.document.sources, self.orders.files
        if len(sources) != len(files):
            raise Failure("sources", f"--from must be given once for each of {len(sources)} sources; got {len(files)}")
        return tuple(
            PageBytes(source.url, _TYPES.get(file.suffix[1:].lower(), ""), None, file.read_bytes())
            for source, file in zip(sources, files, strict=True)
        )

    def _moment(self) -> str:
        """The time of the look; of a fetch later than all that is on record."""
        last = self.standing.last_look
        if self.orders.at:
            return self.orders.at
        for _ in range(3):
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            if now > last:
                return now
            time.sleep(0.5)  # the second of the last look has not passed
        raise Failure("order", f"the newest look is of {last}, which is yet to come; look at this machine's clock")

    # --- doubting

    def _words(self, text: str) -> str:
        return comparable(wording(text), self.standing.patterns)

    def _doubts(self, look: _Look) -> list[Doubt]:
        known = self.standing.stamp_with(look.reading.sha256)
        noted = self.standing.note(known).unusable if known else None
        if known and noted:
            return [Doubt(noted.why, f"it is the text of {time_of(known)}, which is noted unusable")]
        pages = look.reading.pages if len(look.reading.pages) > 1 else ()
        finals = tuple(visit.final_url for visit in look.visits)
        urls = tuple(visit.url for visit in look.visits)
        found = Found(look.reading.text, pages, look.statuses, urls, finals)
        raised = doubts(found, self.standing.texts(without=known))
        is_trusted = known and not self.orders.unusable
        return [doubt for doubt in raised if not is_trusted or doubt.why == "redirect"]

    # --- putting

    def _again(self, look: _Look, newest: Capture) -> Outcome:
        """The newest text once more; not taken when it is no evidence, or when an error came with it."""
        if self.orders.accept or self.orders.unusable:
            return self._seen_again(look, newest)
        if noted := self.standing.note(newest).unusable:
            because = f"the page still shows the text of {time_of(newest.text[5:-3])}, noted unusable ({noted.why})"
            return self._of(look, "still-unusable", because=because)
        if found := [status for status in look.statuses if status >= 400]:
            because = f"it answers {found[0]}, though with the words of {time_of(newest.text[5:-3])}"
            return self._of(look, "doubtful", doubts=(Doubt("error-page", because),))
        return self._seen_again(look, newest)

    def _seen_again(self, look: _Look, newest: Capture) -> Outcome:
        last = self.standing.last_look
        if look.moment < last:
            raise Failure("order", f"the same text was seen until {last}; a look of {look.moment} says nothing new")
        stamp, sheet = newest.text[5:-3], self.standing.sheet
        if look.moment > last:
            sheet = record.with_seen_until(sheet, look.moment)
        noted = self._unusable(stamp, self._doubts(look) if self.orders.unusable else [])
        if noted or sheet != self.standing.sheet:
            place = self.orders.folder, self.standing.folder
            record.put(*place, sheet, was=self.standing.sheet, files={}, unusable=noted)
        return self._of(look, "unchanged", stamp=stamp, notes=self._noted(stamp))

    def _put(self, look: _Look, found: list[Doubt], notes: tuple[str, ...]) -> Outcome:
        if look.moment <= (last := self.standing.last_look):
            raise Failure("order", f"a capture must be later than the newest look, {last}; got {look.moment}")
        known = self.standing.stamp_with(look.reading.sha256)
        copies, remarks = self._copies(look)
        entry = record.Entry(
            captured_at=look.moment, stamp=known or stamp_of(look.moment), sha256=look.reading.sha256,
            text=None if known else look.reading.text.encode(),
            pages=tuple(self._page(look, nth, copy) for nth, copy in enumerate(copies)), parts=look.reading.parts,
            tool=self._tool(look), is_reread=self._is_reread(look),
        )  # fmt: skip
        sheet = record.with_entry(self.standing.sheet, entry)
        files = dict(entry.files())
        place, noted = (self.orders.folder, self.standing.folder), self._unusable(entry.stamp, found)
        record.put(*place, sheet, was=self.standing.sheet, files=files, unusable=noted)
        kind: Kind = "returned" if known else "captured"
        notes = (*notes, *remarks, *self._not_kept(look), *self._noted(entry.stamp))
        return self._of(look, kind, stamp=entry.stamp, is_reread=entry.is_reread, notes=notes)

    def _not_kept(self, look: _Look) -> Iterator[str]:
        """A remark on each page that is too large to keep as received."""
        for page in look.pages:
            if len(page.body) > self.original_max_bytes:
                most = f"more than original_max_bytes, {self.original_max_bytes:,}"
                yield f"{page.url}: its {len(page.body):,} bytes are not kept as received; that is {most}"

    def _noted(self, stamp: str) -> tuple[str, ...]:
        """A remark on what notes.yaml says now."""
        return (f"noted unusable in notes.yaml: {stamp}, {self.orders.unusable}",) if self.orders.unusable else ()

    def _unusable(self, stamp: str, found: list[Doubt]) -> record.Noted | None:
        """What notes.yaml is to say of a text, if somebody said so."""
        note = found[0].because if found else "Seen by whoever captured it."
        return (stamp, self.orders.unusable, note) if self.orders.unusable else None

    def _page(self, look: _Look, nth: int, archive_url: str | None) -> record.Page:
        page, visit = look.pages[nth], look.visits[nth] if look.visits else None
        is_kept = len(page.body) <= self.original_max_bytes
        wants_warc = is_kept and visit and self.orders.warc
        return record.Page(
            url=self.document.sources[nth].url, final_url=visit.final_url if visit else None,
            http_status=visit.last.status if visit else None, media_type=page.media_type or None,
            extension=page.extension, original=page.body if is_kept else None,
            original_sha256=hashlib.sha256(page.body).hexdigest() if is_kept else None,
            warc=warc_of(visit.exchanges, look.moment, self.orders.agent) if visit and wants_warc else None,
            archive_url=archive_url,
        )  # fmt: skip

    def _copies(self, look: _Look) -> tuple[list[str | None], tuple[str, ...]]:
        """An archive's copy of each page, and what to say of those without."""
        archive = self.orders.archive
        if not archive or any(status >= 400 for status in look.statuses):
            return [None] * len(look.pages), ()
        copies, remarks = [], []
        for source, text in zip(self.document.sources, look.reading.pages, strict=True):
            self.orders.say(f"{self.standing.key}: asking {archive.base} for a copy of {source.url}")

            def is_same(page: PageBytes, source: SourcePage = source, text: str = text) -> bool:
                return self._words(read_page(page, source.select, source.remove)) == self._words(text)

            copy = archive.copy_of(source.url, look.moment, is_same)
            copies.append(copy.url)
            remarks.append(f"{source.url}: {copy.url + ', ' if copy.url else ''}{copy.note}")
        return copies, tuple(remarks)

    def _tool(self, look: _Look) -> str:
        saved = ", saved page" if self.orders.files else ""
        rule = rule_of(self.document.sources, [page.kind for page in look.pages])
        return f"atlas capture {atlas.__version__}{saved}, rule {rule}"

    def _is_reread(self, look: _Look) -> bool:
        """Whether the last usable capture was read by another rule, or by one we do not know. What is no document says
        nothing of how the document is read."""
        if self.orders.unusable:
            return False
        before = next(iter(self.standing.usable), None)
        if before is None or _rule(before.tool or "") == _rule(self._tool(look)):
            return False
        return not self._reads_alike(before)

    def _reads_alike(self, before: Capture) -> bool:
        """Whether what was kept of a capture as received gives its text by the present rule too."""
        pages = []
        for source in before.sources:
            file = self.standing.folder / source.original if source.original else None
            if file is None or not file.is_file():
                return False
            pages.append(PageBytes(source.final_url or source.url, source.media_type or "", None, file.read_bytes()))
        try:
            reading = read_pages(tuple(pages), self.document.sources)
        except (Failure, ValueError):
            return False
        return bool(pages) and reading.sha256 == before.text_sha256

    def _of(self, look: _Look, kind: Kind, **more: object) -> Outcome:
        reading = look.reading
        made = Outcome(self.standing.key, kind, look.moment, "", reading.sha256, len(reading.text))
        return replace(made, **more)  # type: ignore[arg-type]


def _rule(tool: str) -> str:
    """What of a tool's name says how a page was read."""
    return tool.rpartition(", rule ")[2] if ", rule " in tool else ""


def _page_bytes(visit: Visit) -> PageBytes:
    last = visit.last
    return PageBytes(visit.final_url, last.media_type, last.charset, last.body)


def _read(pages: tuple[PageBytes, ...], sources: tuple[SourcePage, ...], visits: tuple[Visit, ...]) -> Reading:
    """The text; of an error's page, and of text that somebody saved, all of it, as no selector is meant for that."""
    is_whole = [visit.last.status >= 400 for visit in visits] or [page.kind == "text" for page in pages]
    pairs = zip(sources, is_whole, strict=True)
    try:
        return read_pages(pages, [SourcePage.model_construct(url=s.url) if whole else s for s, whole in pairs])
    except Failure:
        for visit in visits:
            if visit.last.status >= 400:
                said = f"{visit.last.status} {visit.last.reason}".rstrip()
                raise Failure("status", f"{visit.url} answers {said}") from None
        raise
