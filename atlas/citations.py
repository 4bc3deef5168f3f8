"""Citations: a work as text, in legal form, as BibTeX, RIS and CSL-JSON. Values in, text out; nothing is looked up.

A record and the document it quotes are two works, and each can be cited. Every format has one function that escapes,
with one table of tests. The reader adds the day of access: we do not know it, and a build has no clock.

    >>> work = Work("PA-P-000042", "A clause", ("Provision Atlas",), "2026-04-28", "https://example.org/p/PA-P-000042/")
    >>> print(ris(work).splitlines()[0])
    TY  - ELEC
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from atlas.labels import MONTHS, day, moment

MEDIA_TYPES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}


@dataclass(frozen=True, slots=True)
class Work:
    """What can be cited. `key` is ASCII and names it in every format; `authors` are organisations or whole names, never
    split; `issued` is a date, a month or a year; `version` the number of the cited version; `note` says what proves it
    (capture, hashes); `archive_url` is a pinned copy elsewhere; `section` the line a quote stands under; `identifier`
    the record's own id; `file_sha256` the hash of the record's file in that version."""

    key: str
    title: str
    authors: tuple[str, ...]
    issued: str
    url: str
    site: str = ""
    publisher: str = ""
    language: str = ""
    genre: str = ""
    version: str = ""
    note: str = ""
    archive_url: str = ""
    abstract: str = ""
    section: str = ""
    captured_at: str = ""
    sha256: str = ""
    identifier: str = ""
    file_sha256: str = ""
    keywords: tuple[str, ...] = ()


def text(work: Work) -> str:
    """In the manner of APA: who, when, what, where; the reader adds when they read it."""
    version = f" (Version {work.version})" if work.version else ""
    when = day(work.issued) or "n.d."
    where = f" {work.site}." if work.site and work.site not in work.authors else ""
    said = _note(work)
    note = f" [{said}]" if said else ""
    return f"{_named(work.authors)} ({_apa_date(work.issued, when)}). {work.title}{version}.{where} {work.url}{note}"


def legal(work: Work) -> str:
    """As a filing names a document: party, title, section, dates, capture, archive, hash."""
    parts = [_named(work.authors), f"“{work.title}”"]
    if work.version:
        parts.append(f"version {work.version}")
    if work.identifier:
        parts.append(work.identifier)
    if work.section:
        parts.append(f"under “{work.section}”")
    if work.issued:
        parts.append(f"dated {day(work.issued)}")
    if work.captured_at:
        parts.append(f"as captured on {moment(work.captured_at)}")
    parts.append(f"at <{work.url}>")
    if work.archive_url:
        parts.append(f"archived at <{work.archive_url}>")
    if work.sha256:
        parts.append(f"SHA-256 of the captured text {work.sha256}")
    if work.file_sha256:
        parts.append(f"SHA-256 of the record file {work.file_sha256}")
    return ", ".join(parts) + "."


def _note(work: Work) -> str:
    """What proves it, and where a copy is."""
    archived = f"Archived at {work.archive_url}" if work.archive_url else ""
    return ". ".join(part for part in (work.note, archived) if part)


def _named(authors: Iterable[str]) -> str:
    *most, last = tuple(authors) or ("Anonymous",)
    return f"{', '.join(most)} & {last}" if most else last


def _apa_date(issued: str, words: str) -> str:
    """`2026, April 28`"""
    parts = issued.split("-")
    if len(parts) < 2:
        return words
    month = MONTHS[int(parts[1]) - 1]
    return f"{parts[0]}, {month} {int(parts[2])}" if len(parts) > 2 else f"{parts[0]}, {month}"


# --- BibTeX

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"$\lbrace$", "}": r"$\rbrace$", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_LATEX_TABLE = str.maketrans(_LATEX)


def latex(value: str) -> str:
    """A value inside braces of a BibTeX field; braces stay balanced, whatever stands in it."""
    return _one_line(value).translate(_LATEX_TABLE)


def bibtex(work: Work) -> str:
    """Two entries that need not be told apart by a reader: `@misc` for BibTeX, `@online` for biblatex."""
    return _entry("misc", work.key, _misc_fields(work)) + _entry("online", f"{work.key}-online", _online_fields(work))


def _entry(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _shared_fields(work: Work) -> list[tuple[str, str]]:
    return [
        ("title", f"{{{latex(work.title)}}}"),
        ("author", " and ".join(f"{{{latex(author)}}}" for author in work.authors)),
        ("publisher", latex(work.publisher)),
        ("language", latex(work.language)),
        ("version", latex(work.version)),
        ("keywords", latex(", ".join(work.keywords))),
        ("abstract", latex(work.abstract)),
    ]


def _misc_fields(work: Work) -> list[tuple[str, str]]:
    year, month, on = [*work.issued.split("-"), "", "", ""][:3]
    dated = [("year", year), ("month", month and MONTHS[int(month) - 1]), ("day", on and str(int(on)))]
    return [
        *_shared_fields(work),
        *dated,
        ("howpublished", rf"\url{{{_verbatim(work.url)}}}"),
        ("note", latex(_note(work))),
    ]


def _online_fields(work: Work) -> list[tuple[str, str]]:
    dated = ("date", work.issued)
    return [
        *_shared_fields(work),
        dated,
        ("url", _verbatim(work.url)),
        ("organization", latex(work.site)),
        ("note", latex(_note(work))),
    ]


def _verbatim(url: str) -> str:
    """An address in a field that is read as it stands: what would end the field is percent-encoded."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", url)


# --- RIS


def ris(work: Work) -> str:
    """RIS, `ELEC`; organisations end in a comma, so that no reader takes them for a family name. Lines end in CR LF."""
    year = work.issued[:4]
    fields = [
        ("TY", "ELEC"),
        ("ID", work.key),
        ("TI", work.title),
        *(("AU", f"{author},") for author in work.authors),
        ("T2", work.site),
        ("PB", work.publisher),
        ("PY", year),
        ("DA", work.issued.replace("-", "/")),
        ("ET", work.version),
        ("UR", work.url),
        ("L2", work.archive_url),
        ("LA", work.language),
        ("AB", work.abstract),
        ("N1", work.note),
        *(("KW", keyword) for keyword in work.keywords),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _one_line(value: str) -> str:
    """A value without line ends and control characters, which would end a field or break a reader."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]", " ", value).split())


# --- CSL-JSON


def csl(work: Work) -> dict[str, Any]:
    """One CSL-JSON entry; absent fields are left out, as the schema asks."""
    entry: dict[str, Any] = {
        "id": work.key,
        "type": "webpage",
        "title": _one_line(work.title),
        "author": [{"literal": _one_line(author)} for author in work.authors],
        "container-title": work.site,
        "publisher": work.publisher,
        "issued": {"date-parts": [[int(part) for part in work.issued.split("-")]]} if work.issued else None,
        "URL": work.url,
        "genre": work.genre,
        "number": work.key,
        "version": work.version,
        "section": _one_line(work.section),
        "archive_location": work.archive_url,
        "language": work.language,
        "abstract": _one_line(work.abstract),
        "note": _one_line(work.note),
        "keyword": ", ".join(work.keywords),
    }
    return {name: value for name, value in entry.items() if value}


def csl_json(works: Iterable[Work]) -> str:
    """Works as a CSL-JSON file."""
    return json.dumps([csl(work) for work in works], ensure_ascii=False, indent=1) + "\n"
