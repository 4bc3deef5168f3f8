"""One document of an archive as it will stand in the catalogue: its entries, its texts, its document.yaml.

In: a `Document` as chosen, the bytes of its versions, its declarations, and the sheet that stands there already. Out: a
`Draft`: what is new, and nothing else. Pure. What stands in the way (another text at the same second, a capture that
says it still saw another text then) is left out and said in `clashes`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.fold import readable
from atlas.ids import stamp_of
from atlas.importers.archive import Version
from atlas.importers.ota import Document, audience_of, slug_of
from atlas.importers.ota_declarations import Declaration, Page, at
from atlas.importers.sheet import Entry, Watch, quoted
from atlas.importers.standing import Sheet
from atlas.importers.suspects import Suspect, Suspicion, suspicions
from atlas.wording import sections

HEAD_CHARACTERS = 20_000  # a title stands no further down
SEPARATOR = "\n\n- - -\n\n"  # between the pages of one text; OpenTermsArchive/engine, src/archivist/index.js


@dataclass(frozen=True, slots=True)
class Text:
    """The bytes of a text, and the pages and lines it is made of."""

    data: bytes
    sha256: str
    parts: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        return self.data.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is new of a document: entries that rise, files of texts by stamp. `stamps` names the text of every version,
    new or not ('' for one that clashes), `suspects` those that may be something else than the document."""

    entries: tuple[Entry, ...]
    texts: Mapping[str, bytes]
    stamps: tuple[str, ...]
    suspects: Mapping[str, Suspicion]
    clashes: tuple[str, ...]


def draft(document: Document, texts: Sequence[Text], sheet: Sheet | None, archive: str) -> Draft:
    """What of a document's versions, whose `texts` stand in the same order, the sheet does not hold yet."""
    held = _Held.of(sheet)
    clashes = [held.clash(version, text) for version, text in zip(document.versions, texts, strict=True)]
    entries, files, stamps = [], {}, []
    for version, text, clash in zip(document.versions, texts, clashes, strict=True):
        stamps.append("" if clash else held.stamp(version, text))
        if not clash and version.recorded_at not in held.texts:
            entries.append(_entry(version, text, stamps[-1], archive))
            if stamps[-1] == stamp_of(version.recorded_at):
                files[stamps[-1]] = text.data
                held.named.setdefault(text.sha256, []).append((version.recorded_at, stamps[-1]))
    suspects = _suspects(document.versions, texts, stamps)
    return Draft(tuple(entries), files, tuple(stamps), suspects, tuple(filter(None, clashes)))


def _entry(version: Version, text: Text, stamp: str, archive: str) -> Entry:
    return Entry(version.recorded_at, stamp, text.sha256, archive, version.href, version.is_reread, text.parts)


@dataclass(frozen=True, slots=True)
class _Held:
    """The captures that are there: stamp and hash by time, `seen_until` by time, and by hash who named it when."""

    texts: dict[str, tuple[str, str]]
    seen: list[tuple[str, str]]
    named: dict[str, list[tuple[str, str]]]

    @classmethod
    def of(cls, sheet: Sheet | None) -> _Held:
        captures = sheet.captures.captures if sheet else ()
        named: dict[str, list[tuple[str, str]]] = {}
        for capture in captures:
            named.setdefault(capture.text_sha256, []).append((capture.captured_at, capture.text[5:-3]))
        texts = {capture.captured_at: (capture.text[5:-3], capture.text_sha256) for capture in captures}
        return cls(texts, [(capture.captured_at, capture.seen_until or "") for capture in captures], named)

    def clash(self, version: Version, text: Text) -> str:
        """Why a version cannot stand beside what is there; '' when it can."""
        there = self.texts.get(version.recorded_at)
        if there:
            return "" if there[1] == text.sha256 else f"{version.recorded_at}: another text is held of this second"
        nth = bisect_right(self.seen, (version.recorded_at, "")) - 1
        if nth >= 0 and self.seen[nth][1] >= version.recorded_at:
            return f"{version.recorded_at}: the capture of {self.seen[nth][0]} was seen until {self.seen[nth][1]}"
        return ""

    def stamp(self, version: Version, text: Text) -> str:
        """The file a version's text is in: that of an earlier capture of the same text, else its own."""
        if there := self.texts.get(version.recorded_at):
            return there[0]
        earlier = [named for named in self.named.get(text.sha256, ()) if named[0] < version.recorded_at]
        return max(earlier)[1] if earlier else stamp_of(version.recorded_at)


def _suspects(versions: Sequence[Version], texts: Sequence[Text], stamps: Sequence[str]) -> dict[str, Suspicion]:
    """By stamp, the texts that may not be the document."""
    segment, looked_at = 0, {}
    for version, text, stamp in zip(versions, texts, stamps, strict=True):
        segment += version.is_reread
        if stamp and stamp not in looked_at:
            pages = tuple(text.words.split(SEPARATOR)) if text.parts else ()
            looked_at[stamp] = Suspect(text.words, pages, segment)
    found = zip(looked_at, suspicions(list(looked_at.values())), strict=True)
    return {stamp: suspicion for stamp, suspicion in found if suspicion}


def text_of(version: Version, data: bytes, declarations: tuple[Declaration, ...]) -> Text:
    """A version's bytes with their hash and pages. The pages are known when the archive joined as many as were declared
    then, and the text falls into as many; each begins on the line after the one that parts it from the page before."""
    declared = at(declarations, version.recorded_at)
    urls = [page.url for page in declared.pages] if declared else []
    pages = data.decode("utf-8", errors="replace").split(SEPARATOR)
    is_known = len(urls) == len(set(urls)) == len(pages) == (version.page_count or len(urls)) > 1
    line, parts = 1, []
    for url, page in zip(urls, pages, strict=True) if is_known else ():
        parts.append((url, line))
        line += page.count("\n") + (4 if line > 1 else 3)
    return Text(data, hashlib.sha256(data).hexdigest(), tuple(parts))


def title_in(texts: Sequence[Text], found: Draft) -> str:
    """The first heading of the first level in the newest text that is not suspect, or '' when it has none."""
    sound = [text for text, stamp in zip(texts, found.stamps, strict=True) if stamp and stamp not in found.suspects]
    newest = sound[-1] if sound else None
    words = newest.words[:HEAD_CHARACTERS] if newest else ""
    start = next((section.start for section in sections(words) if section.level == 1), len(words))
    return readable(words[start:].split("\n", 1)[0])


def watch_of(
    document: Document, archive: str, through: str, declarations: tuple[Declaration, ...], *, is_declared: bool
) -> Watch:
    """Since when and until when the archive looked: to its newest version of anything, unless the document is gone
    from it or from its declarations (`is_declared` says whether there are any); then to what is last known."""
    first, last = (document.versions[nth].recorded_at[:10] for nth in (0, -1))
    if is_declared and not (declarations and not declarations[-1].valid_until):
        through = declarations[-1].valid_until[:10] if declarations else last
    elif not document.is_present:
        through = last
    return Watch(archive, first, max(through, last))


def document_yaml(document: Document, service: str, title: str, pages: Sequence[Page], language: str) -> bytes:
    """A new document.yaml. Whom it speaks to is guessed by its type."""
    title = title or document.names[1]
    document_type = slug_of(document.names[1])
    label = [] if service.lower() in title.lower() else [f"label: {quoted(f'{service} {document.names[1]}')}"]
    lines = [f"title: {quoted(title)}", *label, f"type: {document_type}", "sources:"]
    for page in pages:
        lines += [f"  - url: {quoted(page.url)}"]
        rules = ("select", page.select), ("remove", page.remove)
        lines += [f"    {rule}: {quoted(css)}" for rule, css in rules if css]
    lines += [f"language: {language}"] if language else []
    lines += [f"scope: {{audience: [{', '.join(audience_of(document_type))}]}}"]
    return ("\n".join(lines) + "\n").encode()


def entity_yaml(name: str, homepage: str) -> bytes:
    """A new entity.yaml: what the archive says of a service, which is little."""
    lines = [f"name: {quoted(name)}", *([f"homepage: {quoted(homepage)}"] if homepage else [])]
    return ("\n".join(lines) + "\n").encode()
