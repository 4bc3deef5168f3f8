"""What was observed, proven: every text re-hashed, every original re-hashed, every quote found in the text it names.

In: `Content` and a memo. Out: `Evidence`: for each document its texts with what analysts noted of them, and for each
quote the `Sighting` that proves it; and problems. Nothing here judges what a text means or whether it changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from atlas.ids import document_of, stamp_of, time_of
from atlas.journal import listed
from atlas.memo import Memo, Progress
from atlas.problems import Problem
from atlas.reading import Content
from atlas.records import Capture, Excerpt, Provision, TextNote, Torn, Unusable, Withheld
from atlas.references import References
from atlas.similarity import closest, words_of
from atlas.sources import Pointer
from atlas.wording import Folded, Match, Span, explain_miss, find, fold, parts_of, section_at, sections, wording

SHOWN = 300  # characters of a passage that a message shows
CONTEXT = 32  # characters of prefix and suffix beside a quote's offsets; source: Web Annotation's TextQuoteSelector


@dataclass(frozen=True, slots=True)
class ArchivedText:
    """One text of a document: the file, its hash, the captures that name it (oldest first), the pages it joins."""

    document: str
    stamp: str
    path: str
    sha256: str
    captures: tuple[str, ...]
    parts: tuple[tuple[str, int], ...]
    note: TextNote
    is_held: bool

    @property
    def unusable(self) -> Unusable | None:
        return self.note.unusable

    @property
    def withheld(self) -> Withheld | None:
        return self.note.withheld

    @property
    def is_usable(self) -> bool:
        """Whether it may be quoted and counts in runs."""
        return self.is_held and not self.unusable and not self.withheld

    def lines_of(self, url: str | None) -> tuple[int, int | None] | None:
        """First line of the page `url` in this text and the line after its last (None: to the end); None when the text
        is one page or does not hold that one. Lines count from 1."""
        for index, (page, line) in enumerate(self.parts):
            if page == url:
                following = self.parts[index + 1][1] if index + 1 < len(self.parts) else None
                return line, following
        return None


@dataclass(frozen=True, slots=True)
class Query:
    """Words to look for in a text: within lines, if they are given; preferably below a heading."""

    words: str
    heading: str | None
    lines: tuple[int, int | None] | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """What became of a query in one text: the match, the section line above it, the text around it, and what a miss
    looks like."""

    match: Match | None
    section: str = ""
    section_key: str = ""
    prefix: str = ""
    suffix: str = ""
    miss: str = ""

    @property
    def tier(self) -> str:
        return self.match.tier if self.match else ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote a record makes: where in the record, of which capture of which document."""

    path: str
    pointer: Pointer
    document: str
    captured_at: str
    query: tuple[str, str | None, str | None]  # words, heading, url


@dataclass(frozen=True, slots=True)
class Evidence:
    """`texts` by document and stamp; `captures` by document, oldest first; `sightings` by record file and pointer, for
    quotes that are proven."""

    texts: Mapping[str, Mapping[str, ArchivedText]]
    captures: Mapping[str, tuple[Capture, ...]]
    sightings: Mapping[tuple[str, Pointer], Sighting]

    def text_of(self, document: str, captured_at: str) -> ArchivedText | None:
        """The text a capture shows."""
        for capture in self.captures.get(document, ()):
            if capture.captured_at == captured_at:
                return self.texts[document].get(capture.text[5:-3])
        return None


def observe(
    content: Content, refer: References, memo: Memo, progress: Progress | None = None
) -> tuple[Evidence, list[Problem]]:
    """All evidence, proven, and every fault in it."""
    texts = {document: _texts(content, document) for document in content.captures}
    captures = {document: sheet.captures for document, sheet in content.captures.items()}
    evidence = Evidence(texts, captures, {})
    problems = [*_capture_faults(content), *_hash_faults(content)]
    quotes = [quote for provision in content.provisions.values() for quote in quotes_of(provision, refer)]
    quotes += [quote for torn in content.torn.values() for quote in _quotes_above(torn)]
    sightings, missed = _prove(content, evidence, quotes, memo, progress)
    return Evidence(texts, captures, sightings), [*problems, *missed]


def _texts(content: Content, document: str) -> dict[str, ArchivedText]:
    """A document's texts by stamp, in the order they were first captured."""
    named: dict[str, list[Capture]] = {}
    for capture in content.captures[document].captures:
        named.setdefault(capture.text[5:-3], []).append(capture)
    notes = content.notes[document].texts if document in content.notes else {}
    found = {}
    for stamp, captures in named.items():
        path = f"platform/{document}/text/{stamp}.md"
        found[stamp] = ArchivedText(
            document=document,
            stamp=stamp,
            path=path,
            sha256=captures[0].text_sha256,
            captures=tuple(capture.captured_at for capture in captures),
            parts=tuple((part.url, part.line) for part in captures[0].parts),
            note=notes.get(stamp, TextNote()),
            is_held=path in content.files,
        )
    return found


# --- hashes and order


def _capture_faults(content: Content) -> Iterator[Problem]:
    """Captures rise; a text is named by its first capture; what is named is there, what is there is named."""
    named = set()
    for document, sheet in content.captures.items():
        path = f"platform/{document}/captures.yaml"
        before = ""
        seen: dict[str, Capture] = {}
        for index, capture in enumerate(sheet.captures):
            at = content.place(path, ("captures", index, "captured_at"))
            if capture.captured_at <= before:
                what = f"captured_at must be later than the capture before it, {before}; got {capture.captured_at}"
                yield Problem(path, *at, "captures-out-of-order", what)
            if capture.seen_until and capture.seen_until < capture.captured_at:
                at = content.place(path, ("captures", index, "seen_until"))
                what = f"seen_until must not be before captured_at, {capture.captured_at}; got {capture.seen_until}"
                yield Problem(path, *at, "captures-out-of-order", what)
            yield from _naming_faults(content, document, index, capture, seen)
            before = max(before, capture.captured_at, capture.seen_until or "")
            named |= {f"platform/{document}/{capture.text}"}
            named |= {f"platform/{document}/{page.original}" for page in capture.sources if page.original}
    yield from _unnamed(content, named)


def _naming_faults(
    content: Content, document: str, index: int, capture: Capture, seen: dict[str, Capture]
) -> Iterator[Problem]:
    path = f"platform/{document}/captures.yaml"
    at = content.place(path, ("captures", index, "text"))
    first = seen.setdefault(capture.text, capture)
    own = f"text/{stamp_of(capture.captured_at)}.md"
    if first is capture and capture.text != own:
        what = f"text must be {own}, after this capture, or a file that an earlier capture names; got {capture.text}"
        yield Problem(path, *at, "text-name", what)
    if first.text_sha256 != capture.text_sha256:
        at = content.place(path, ("captures", index, "text_sha256"))
        what = f"text_sha256 must be that of the capture that first names {capture.text}, {first.text_sha256}"
        yield Problem(path, *at, "hash-mismatch", f"{what}; got {capture.text_sha256}")


def _unnamed(content: Content, named: set[str]) -> Iterator[Problem]:
    for path in content.files:
        folder = path.rsplit("/", 2)[-2] if path.count("/") == 4 else ""
        stem = path.removesuffix(".warc.gz").removesuffix(".warc")
        is_beside = any(name.startswith(stem + ".") for name in named) if stem != path else False
        if folder in {"text", "original"} and path not in named and not is_beside:
            document = "/".join(path.split("/")[1:3])
            if f"platform/{document}/captures.yaml" not in content.broken and not _is_being_put(content.files[path]):
                yield Problem(path, 1, 1, "unnamed-text", f"a capture must name this {folder}; none does")


def _is_being_put(file: Path) -> bool:
    """Whether a command is putting a file there, or was cut short when it did; the next one takes it away again."""
    return f"{file.parent.name}/{file.name}" in listed(file.parent.parent)


def _hash_faults(content: Content) -> Iterator[Problem]:
    """Each text and original has the hash its capture gives; a withheld text need not be there."""
    for document, sheet in content.captures.items():
        path = f"platform/{document}/captures.yaml"
        notes = content.notes[document].texts if document in content.notes else {}
        checked = set()
        for index, capture in enumerate(sheet.captures):
            pointer: Pointer = ("captures", index, "text_sha256")
            note = notes.get(capture.text[5:-3], TextNote())
            if capture.text not in checked:
                checked.add(capture.text)
                is_required = not note.withheld
                yield from _compared(content, path, pointer, capture.text, capture.text_sha256, is_required)
            for number, page in enumerate(capture.sources):
                if page.original:
                    pointer = ("captures", index, "sources", number, "original_sha256")
                    yield from _compared(content, path, pointer, page.original, page.original_sha256 or "", True)


def _compared(
    content: Content, path: str, pointer: Pointer, name: str, expected: str, is_required: bool
) -> Iterator[Problem]:
    """A file beside captures.yaml against the hash given for it."""
    beside = path.rsplit("/", 1)[0] + "/" + name
    file = content.files.get(beside)
    at = content.place(path, pointer)
    if file is None:
        if is_required and beside not in content.broken:
            yield Problem(path, *at, "file-missing", f"{name} must be there; it is not")
        return
    actual = hashlib.sha256(file.read_bytes()).hexdigest()
    if actual != expected:
        yield Problem(
            path, *at, "hash-mismatch", f"{name} must have SHA-256 {expected or 'given here'}; it has {actual}"
        )


# --- quotes


def quotes_of(provision: Provision, refer: References) -> Iterator[Quote]:
    """Every quote a provision makes: its words, its former words, and words elsewhere it leans on."""
    yield from _quotes_above(provision)
    document = document_of(provision.key)
    for number, earlier in enumerate(provision.earlier):
        for index, excerpt in enumerate(earlier.excerpts):
            yield _quote(provision, ("earlier", number, "excerpts", index), document, earlier.capture, excerpt)
    for index, support in enumerate(provision.supports):
        query = (support.text, support.heading, support.url)
        elsewhere = refer.key(support.document, "document") or support.document
        yield Quote(provision.path, ("supports", index), elsewhere, support.capture, query)


def _quotes_above(provision: Provision | Torn) -> Iterator[Quote]:
    """The words that a provision quotes as they stand now."""
    for index, excerpt in enumerate(provision.excerpts if provision.capture else ()):
        yield _quote(provision, ("excerpts", index), document_of(provision.key), provision.capture or "", excerpt)


def _quote(provision: Provision | Torn, pointer: Pointer, document: str, captured_at: str, excerpt: Excerpt) -> Quote:
    return Quote(provision.path, pointer, document, captured_at, (excerpt.text, excerpt.heading, excerpt.url))


def _prove(
    content: Content, evidence: Evidence, quotes: Iterable[Quote], memo: Memo, progress: Progress | None
) -> tuple[dict[tuple[str, Pointer], Sighting], list[Problem]]:
    problems: list[Problem] = []
    wanted: list[tuple[Quote, ArchivedText]] = []
    for quote in quotes:
        text = evidence.text_of(quote.document, quote.captured_at)
        if fault := _unquotable(content, quote, text):
            problems.append(fault)
        elif text and text.is_usable:
            wanted.append((quote, text))
    requests = [(text, query_for(text, *quote.query)) for quote, text in wanted]
    sightings = {}
    for (quote, text), sighting in zip(wanted, look(content, requests, memo, progress), strict=True):
        if sighting.match:
            sightings[quote.path, quote.pointer] = sighting
        else:
            line, column = content.place(quote.path, (*quote.pointer, "text"))
            what = f"words must stand in {text.path}; {sighting.miss}"
            problems.append(Problem(quote.path, line, column, "quote-not-found", what))
    return sightings, problems


def _unquotable(content: Content, quote: Quote, text: ArchivedText | None) -> Problem | None:
    pointer = (*quote.pointer, "capture") if quote.pointer[0] == "supports" else ("capture",)
    if quote.pointer[0] == "earlier":
        pointer = (*quote.pointer[:2], "capture")
    at = content.place(quote.path, pointer)
    if text is None:
        if quote.document not in content.captures:
            return None  # a check of references says so
        what = f"capture must be one of {quote.document}/captures.yaml; got {quote.captured_at}"
        return Problem(quote.path, *at, "unknown-capture", what)
    if text.unusable:
        what = f"capture must be usable; the text of {time_of(text.stamp)} is noted unusable: {text.unusable.why}"
        return Problem(quote.path, *at, "quote-from-unusable", what)
    return None


def query_for(text: ArchivedText, words: str, heading: str | None, url: str | None) -> Query:
    """The query for words of a record in one text: inside the page `url`, when the text joins several."""
    return Query(words, heading, text.lines_of(url) if url else None)


def look(
    content: Content, requests: Iterable[tuple[ArchivedText, Query]], memo: Memo, progress: Progress | None = None
) -> list[Sighting]:
    """One sighting a request, in order; each text is folded once, and only if something about it is not known."""
    requests = list(requests)
    by_text: dict[tuple[str, str], list[Query]] = {}
    for text, query in requests:
        by_text.setdefault((text.path, text.sha256), []).append(query)
    groups = [((content.files[path], sha256), queries) for (path, sha256), queries in by_text.items()]
    found = memo.map_groups(_look, groups, key=lambda context: context[1], progress=progress)
    answers = {
        (name, query): sighting
        for name, results in zip(by_text, found, strict=True)
        for query, sighting in zip(by_text[name], results, strict=True)
    }
    return [answers[(text.path, text.sha256), query] for text, query in requests]


def read_text(path: Path) -> str:
    """A text as quotes are proven against it: its bytes as UTF-8, nothing translated; what is not shows as such."""
    return path.read_bytes().decode("utf-8", errors="replace")


def _look(task: tuple[tuple[Path, str], tuple[Query, ...]]) -> list[Sighting]:
    (path, _), queries = task
    source = read_text(path)
    folded = fold(source)
    lines = sections(source)
    sightings = []
    for query in queries:
        within = _span(source, query.lines)
        match = find(folded, source, query.words, within=within, heading=query.heading)
        if match is None:
            sightings.append(Sighting(None, miss=_miss(folded, query.words, within)))
            continue
        start, end = match.spans[0][0], match.spans[-1][1]
        section = section_at(lines, start)
        heading, key = (section.heading, section.key) if section else ("", "")
        prefix, suffix = source[max(0, start - CONTEXT) : start], source[end : end + CONTEXT]
        sightings.append(Sighting(match, heading, key, prefix, suffix))
    return sightings


def _miss(folded: Folded, words: str, within: Span | None) -> str:
    """Why words are not found, and where none of them agree the passage that says the most like them."""
    said = explain_miss(folded, words, within=within)
    if not said.endswith("nowhere"):
        return said
    text = words_of(folded.text[slice(*folded.folded_span(*within))] if within else folded.text)
    passage = closest(text, wording(" ".join(parts_of(words))))
    return f"{said}; closest to it is '{_cut(text.text[slice(*text.span(passage))])}'" if passage else said


def _cut(words: str) -> str:
    """Words for a message, whole when they are few."""
    return words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + " ..."


def _span(source: str, lines: tuple[int, int | None] | None) -> tuple[int, int] | None:
    """Code points of a range of lines."""
    if lines is None:
        return None
    offsets = [0]
    for line in source.split("\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    first, after = lines
    start = offsets[min(first - 1, len(offsets) - 1)]
    return start, offsets[min(after - 1, len(offsets) - 1)] if after else len(source)
