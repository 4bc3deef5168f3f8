"""Citation files read back by libraries that are not ours: to the fields that were put in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import bibtexparser
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text

from atlas.citations import Work
from atlas.ids import address
from atlas.pages import citing
from atlas.pages.base import Views

STYLES = ("apa", "chicago-author-date")
Cited = list[tuple[str, tuple[Work, ...]]]


def flat(value: str) -> str:
    return " ".join(value.split())


def decoded(value: str) -> str:
    """LaTeX to text; the library's caret is a modifier letter."""
    return LatexNodes2Text(keep_braced_groups=False).latex_to_text(value).replace("ˆ", "^")


def works(views: Views) -> Cited:
    """The path of a record's files and the works that are cited there, for every provision."""
    return [
        (address("provision", key).lstrip("/"), citing.works(citing.of_provision(views, key)))
        for key in views.content.provisions
    ]


def read_bibtex(files: Mapping[str, bytes], cited: Cited) -> int:
    """How many entries were read; each holds what its work does."""
    number = 0
    for here, some in cited:
        library = bibtexparser.parse_string(files[f"{here}cite.bib"].decode())
        assert not library.failed_blocks
        assert [entry.entry_type for entry in library.entries] == ["misc", "online"] * len(some)
        for entry, work in zip(library.entries[::2], some, strict=True):
            fields = {field.key: field.value for field in entry.fields}
            assert decoded(fields["title"]) == flat(work.title)
            assert fields.get("year", "") == work.issued[:4]
        number += len(library.entries)
    return number


def read_ris(files: Mapping[str, bytes], cited: Cited) -> int:
    """How many entries were read."""
    number = 0
    for here, some in cited:
        entries = rispy.loads(files[f"{here}cite.ris"].decode())
        for entry, work in zip(entries, some, strict=True):
            assert entry["title"] == flat(work.title)
            assert entry["authors"] == [f"{flat(author)}," for author in work.authors]
            assert entry["urls"] == [work.url]
            assert entry["notes"] == [flat(work.note)]
        number += len(entries)
    return number


def set_lines(files: Mapping[str, bytes], cited: Cited, style: str) -> Sequence[str]:
    """The records' own citations as a citation processor sets them in a style."""
    entries = [entry for here, _ in cited for entry in json.loads(files[f"{here}cite.json"])[:1]]
    source = CiteProcJSON(entries)
    bibliography = CitationStylesBibliography(CitationStylesStyle(style, validate=False), source, formatter.plain)
    for key in source:
        bibliography.register(Citation([CitationItem(key)]))
    lines = [str(line) for line in bibliography.bibliography()]
    assert len(lines) == len(cited)
    assert all("20" in line for line in lines)
    return lines
