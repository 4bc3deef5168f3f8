"""Proof of `atlas.archived` on every text and quote of a catalogue: `python -m tests.proof archived [content]`.

Each text is rendered in order of path, as a cold build does, and the time and memory are printed. Then: every distinct
passage is conforming HTML and keeps every word of its source; every page has unique ids and headings without skips;
passages render alike alone and together (the newest text of each document); the words in a quote's marks are the
quote's words.
"""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import yaml

from atlas import archived
from atlas.archived import passages, render
from atlas.marks import Mark
from atlas.markup import Part, Writer
from atlas.wording import find, parts_of, wording

MARKUP = re.compile(
    r"\]\((?:<[^>\n]*>|(?:\\.|[^()\\\s]|\((?:\\.|[^()\\\s])*\))*)(?:\s+\"[^\"\n]*\")?\s*\)|<br\s*/?>|\\(?=[^\w\s])|[*_~`]",
    re.I,
)
WORD = re.compile(r"[^\W_]+")
NUMBER_OF_ITEM = re.compile(r"^([ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)+)", re.M)
BLOCKS = {
    "p",
    "li",
    "ul",
    "ol",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "th",
    "tr",
    "table",
    "blockquote",
    "hr",
    "br",
    "div",
}


@dataclass(frozen=True)
class Quote:
    """An excerpt with where it is said to stand."""

    provision: Path
    text: Path
    words: str


class Reading(HTMLParser):
    """The words of HTML, and those inside `<mark>`, a space at each block's edge."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.marked: list[str] = []
        self._depth = 0
        self._is_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag == "mark"
        self._is_link = self._is_link or ("class", "mark-link") in attrs
        self._edge(tag)

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "mark"
        self._is_link = self._is_link and tag != "a"
        self._edge(tag)

    def handle_data(self, data: str) -> None:
        if not self._is_link:
            self.shown.append(data)
            self.marked.append(data if self._depth else "")

    def _edge(self, tag: str) -> None:
        if tag in BLOCKS:
            self.shown.append(" ")
            self.marked.append(" ")


def read(page: str) -> Reading:
    reading = Reading()
    reading.feed(page)
    reading.close()
    return reading


def without_item_numbers(text: str) -> str:
    """`text` with the digits of list markers blanked, code point for code point: HTML shows them as the list's own."""
    return NUMBER_OF_ITEM.sub(lambda found: re.sub(r"\d", " ", found[0]), text)


def quotes(content: Path) -> Iterator[Quote]:
    for path in sorted(content.glob("platform/*/*/*.md")):
        record = yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.BaseLoader)
        for quoted in (record, *record.get("earlier", ())):
            stamp = quoted.get("capture", record["capture"]).replace(":", "")
            captures = yaml.load((path.parent / "captures.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
            names = {one["captured_at"].replace(":", ""): one["text"] for one in captures["captures"]}
            text = path.parent / names[stamp]
            if text.exists():  # else it is withheld
                yield from (Quote(path, text, excerpt["text"]) for excerpt in quoted["excerpts"])


def speed(texts: dict[Path, str]) -> str:
    started = time.process_time()
    written = sum(len(render(text)) for text in texts.values())
    seconds, peak = time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    read_in = sum(map(len, texts.values()))
    return f"{len(texts)} texts, {read_in:,} to {written:,} characters, {seconds:.1f} s, peak {peak:.0f} MB"


def faults_of_passages(texts: dict[Path, str]) -> Iterator[str]:
    seen = set()
    for path, text in texts.items():
        for start, end in passages(text):
            source = text[start:end]
            if source in seen:
                continue
            seen.add(source)
            page = render(source)
            yield from (f"{path}:{start}: {fault}" for fault in nonconforming(page))
            kept = letters(re.sub(r"\[image(: |\])", "", "".join(read(page).shown)))
            had = letters(MARKUP.sub(" ", without_item_numbers(source)))
            rest = iter(kept)
            if not all(letter in rest for letter in had):
                yield f"{path}:{start}: words lost from {source[:80]!r}"


def letters(text: str) -> str:
    return "".join(WORD.findall(text))


def nonconforming(page: str) -> Iterator[str]:
    parser = html5lib.HTMLParser()
    parser.parseFragment(page)
    yield from (f"not HTML: {error}" for error in parser.errors)


def faults_of_page(page: str) -> Iterator[str]:
    ids = re.findall(r'<[^>]* id="([^"]*)"', page)
    if len(ids) != len(set(ids)):
        yield "an id stands twice"
    levels = [1, *map(int, re.findall(r"<h([1-6])", page))]
    if any(b - a > 1 or b < 2 for a, b in zip(levels, levels[1:], strict=False)):
        yield "heading levels skip"
    if 'href=""' in page:
        yield "an empty href"


def faults_of_cuts(texts: dict[Path, str]) -> Iterator[str]:
    newest = {path.parent: path for path in sorted(texts)}
    for path in newest.values():
        alone = "".join(map(str, archived._joined(flat(texts[path]))))
        whole = Writer(archived.REL).write(archived._tokens(archived._REFUSED.sub("\ufffd", texts[path])))
        if alone != "".join(map(str, archived._joined(whole))):
            yield f"{path}: passages render otherwise alone than together"


def flat(text: str) -> list[Part]:
    return [part for start, end in passages(text) for part in archived._remembered(text[start:end])]


def spans(text: str, quote: Quote) -> tuple[tuple[int, int], ...]:
    match = find(text, text, quote.words)
    return match.spans if match else ()


def faults_of_quotes(texts: dict[Path, str], found: list[Quote]) -> Iterator[str]:
    for quote in found:
        text = texts[quote.text]
        places = spans(text, quote)
        if not places:
            yield f"{quote.provision}: excerpt not found in {quote.text.name}"
        for (start, end), part in zip(places, parts_of(quote.words), strict=bool(places)):
            page = render(text, [Mark("x-1", start, end, "../", "Record")])
            shown = wording("".join(read(page).marked))
            if shown != wording(part) and shown != wording(without_item_numbers(text)[start:end]):
                yield f"{quote.provision}: marked {shown!r} and not {wording(part)!r}"


def faults_of_marked_pages(texts: dict[Path, str], found: list[Quote]) -> Iterator[str]:
    for path in sorted({quote.text for quote in found}):
        places = [place for quote in found if quote.text == path for place in spans(texts[path], quote)]
        marks = [Mark(f"{n}", start, end, f"../{n}/", f"Record {n}") for n, (start, end) in enumerate(places)]
        page = render(texts[path], marks)
        yield from (f"{path}: {fault}" for fault in (*faults_of_page(page), *nonconforming(page)))
        for mark in marks:
            if f'id="q-{mark.key}"' not in page or f'href="{mark.href}"' not in page:
                yield f"{path}: mark {mark.key} has no anchor or no link"
        if without_marks(page) != render(texts[path]):
            yield f"{path}: marks change more than marks"


def without_marks(page: str) -> str:
    page = re.sub(r"<p>(?: <a class=\"mark-link\"[^>]*>[^<]*</a>)+</p>\n", "", page)
    page = re.sub(r" <a class=\"mark-link\"[^>]*>[^<]*</a>", "", page)
    return re.sub(r"</?mark[^>]*>|<span id=\"q-[^\"]*\"></span>", "", page)


def main(argv: list[str]) -> int:
    content = Path(argv[0] if argv else "content")
    texts = {path: path.read_bytes().decode() for path in sorted(content.glob("platform/*/*/text/*.md"))}
    print(speed(texts))
    found = list(quotes(content))
    print(f"{len(found)} excerpts")
    checks: list[Callable[[], Iterator[str]]] = [
        lambda: (f"{path}: {fault}" for path, text in texts.items() for fault in faults_of_page(render(text))),
        lambda: faults_of_passages(texts),
        lambda: faults_of_cuts(texts),
        lambda: faults_of_quotes(texts, found),
        lambda: faults_of_marked_pages(texts, found),
    ]
    faults = 0
    for check in checks:
        for fault in check():
            faults += 1
            print(fault)
    print(f"{faults} faults")
    return 1 if faults else 0
