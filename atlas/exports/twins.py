"""The files beside pages: a record as JSON and as Markdown, how to cite it, what it links to; a document's captures and
hashes.

In: what was gathered, and the JSON of records. Out: bytes by path. They say nothing of the whole catalogue, so that one
new record changes only the files of records that speak of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from atlas import labels
from atlas.citations import Work, bibtex, csl, ris, text
from atlas.exports.api import SCHEMA_VERSION, spelled
from atlas.exports.gathered import SECTIONS, Gathered
from atlas.exports.nested import Json, Nest
from atlas.fold import readable
from atlas.history import WordsHistory
from atlas.ids import address
from atlas.pages.base import Views, published_name, values
from atlas.pages.citing import Cited, of_document, of_finding, of_provision, works
from atlas.pages.head import signposts

Files = dict[str, bytes]
as_bibtex = lru_cache(maxsize=4096)(bibtex)  # the whole catalogue's file repeats each


def twin_files(gathered: Gathered, nest: Nest, records: dict[str, dict[str, str]]) -> Files:
    """Every file beside a page of a record; `records` are their JSON by table and key."""
    files: Files = {}
    views = gathered.views
    for key, record in records["provisions"].items():
        here = address("provision", key).lstrip("/")
        files[f"{here}index.json"] = _twin(record)
        files[f"{here}index.md"] = provision_markdown(gathered, key).encode()
        files |= _beside(here, of_provision(views, key))
        files[f"{here}linkset.json"] = linkset(views, "provision", key)
    for key, record in records["findings"].items():
        here = address("finding", key).lstrip("/")
        files[f"{here}index.json"] = _twin(record)
        files |= _beside(here, of_finding(views, key))
    for key, whole in nest.records("documents"):
        here = address("document", key).lstrip("/")
        files[f"{here}captures.json"] = _twin(spelled(_observed(whole)))
        files[f"{here}SHA256SUMS"] = sha256sums(gathered, key)
        if cited := of_document(views, key):
            files |= _beside(here, cited)
    return files


def _twin(record: str) -> bytes:
    """A record's JSON, with the version of its schema in front."""
    return f'{{"schema_version":"{SCHEMA_VERSION}",{record[1:]}\n'.encode()


def _observed(record: Json) -> Json:
    """What was captured of a document."""
    return {name: record[name] for name in ("document", "id", "title", "url", "texts", "runs", "captures")}


def _beside(here: str, cited: Cited) -> Files:
    """The citation files: the record, then the document it quotes."""
    both = works(cited)
    return {
        f"{here}cite.bib": "\n".join(map(as_bibtex, both)).encode(),
        f"{here}cite.ris": "\r\n".join(map(ris, both)).encode(),
        f"{here}cite.json": as_csl(both),
    }


def as_csl(cited: Iterable[Work]) -> bytes:
    """A CSL-JSON file, a work a line."""
    return ("[\n" + ",\n".join(_csl_line(work) for work in cited) + "\n]\n").encode()


@lru_cache(maxsize=4096)
def _csl_line(work: Work) -> str:
    return spelled(csl(work))


def sha256sums(gathered: Gathered, document: str) -> bytes:
    """The hashes of a document's files, as `sha256sum -c` checks them beside its page's address."""
    found: dict[str, str] = {}
    texts = gathered.catalogue.evidence.texts.get(document, {})
    for capture in gathered.catalogue.evidence.captures.get(document, ()):
        if texts[capture.text[5:-3]].is_held and (document, capture.text) not in gathered.withheld:
            found[capture.text] = capture.text_sha256
        for page in capture.sources:
            if page.original and page.original_sha256 and (document, page.original) not in gathered.withheld:
                found[published_name(page.original)] = page.original_sha256
    return "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(found.items())).encode()


# --- what a page links to


def linkset(views: Views, kind: str, key: str) -> bytes:
    """The links of a record's page as a linkset (RFC 9264)."""
    links: dict[str, list[dict[str, str]]] = {}
    for rel, href, media in signposts(views, kind, key):
        if rel != "linkset":
            target = {"href": views.absolute(href) if href.startswith("/") else href}
            links.setdefault(rel, []).append(target | ({"type": media} if media else {}))
    return (spelled({"linkset": [{"anchor": views.absolute(address(kind, key)), **links}]}) + "\n").encode()


# --- a record as Markdown


_MARKS = re.compile(r"[\\`*\[\]<&~|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_BLOCK = re.compile(r"^(\s*)([#>+=-]|\d{1,9}(?=[.)]))")


def markdown_text(value: str) -> str:
    """Text in Markdown: what would be markup in a line or begin a block is escaped; line ends become spaces. Source:
    CommonMark 0.31, 2.4."""
    line = _MARKS.sub(lambda found: "\\" + found[0], " ".join(value.split()))
    return _BLOCK.sub(lambda found: found[1] + (f"{found[2]}\\" if found[2].isdigit() else f"\\{found[2]}"), line)


def provision_markdown(gathered: Gathered, key: str) -> str:
    """A provision in Markdown: what its page says, in the same order, without what it says of others."""
    views, record = gathered.views, gathered.content.provisions[key]
    lines = [f"# {markdown_text(record.title)}", "", *_answer(views, key), ""]
    for cut in gathered.cuts[key]:
        if cut.pointer[0] == "excerpts" and not cut.is_hidden:
            lines += [*(f"> {markdown_text(line)}" for line in readable(cut.excerpt.text).splitlines()), ""]
            where = cut.sighting.section if cut.sighting and cut.sighting.section else cut.excerpt.heading
            under = f", “{markdown_text(where)}”" if where else ""
            lines += [
                f"{markdown_text(views.document(key).text)}{under}, captured {labels.moment(cut.captured_at)}.",
                "",
            ]
    lines += _prose(gathered, key)
    lines += ["## Evidence", "", *_evidence(gathered, key), ""]
    cited = of_provision(views, key)
    lines += ["## Cite", "", *(f"- {markdown_text(text(work))}" for work in works(cited)), ""]
    return "\n".join(lines)


def _answer(views: Views, key: str) -> Iterator[str]:
    record = views.content.provisions[key]
    kind = views.content.clause_types[record.clause_type]
    amount = f": {values(record.value)}" if record.value else ""
    yield f"**{markdown_text(kind.question)}** {views.answer(record.clause_type, record.answer).word}{amount}."
    yield ""
    yield f"- Platform: {markdown_text(views.entity(key).text)}"
    yield f"- Document: {markdown_text(views.document(key).text)}"
    yield f"- For: {markdown_text(views.scope(views.catalogue.reach_of(key), key))}"
    because = f" ({record.severity_because})" if record.severity_because else ""
    yield f"- Severity: {labels.SEVERITY[record.severity].lower()}{because}"
    yield f"- Confidence: {record.confidence}"
    yield f"- Standing: {labels.STANDING[views.catalogue.standing[key]].lower()}"
    yield from _seen(views.catalogue.histories.words.get(key))
    if record.withdrawn:
        yield f"- Withdrawn: {labels.day(record.withdrawn.on)}. {record.withdrawn.reason}"


def _seen(words: WordsHistory | None) -> Iterator[str]:
    if words and words.words_last_seen:
        yield f"- Words last seen: {labels.day(words.words_last_seen)}"
    if words and words.first_missing:
        yield f"- First missing: {labels.day(words.first_missing)}"


def _prose(gathered: Gathered, key: str) -> list[str]:
    row = gathered.prose(key)
    lines = []
    for name, said in zip(SECTIONS, row, strict=True):
        if said:
            lines += [f"## {name}", "", said, ""]
    return lines


def _evidence(gathered: Gathered, key: str) -> Iterator[str]:
    for cut in gathered.cuts[key][:1]:
        held: Any = gathered.catalogue.evidence.text_of(cut.document, cut.captured_at)
        pages = gathered.content.documents[cut.document].sources
        yield from (f"- Source page: <{page.url}>" for page in pages)
        yield f"- Archived text: <{gathered.views.absolute(address('document', cut.document))}text/{held.stamp}/>"
        yield f"- SHA-256 of the text file: `{held.sha256}`"
