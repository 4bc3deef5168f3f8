"""How a page's record and its source are cited, as the section `#cite` prints it, and the files that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from atlas.citations import Work, bibtex, legal, ris, text
from atlas.ids import address
from atlas.pages.base import Link, Views
from atlas.pages.citing import of_record, works

FILES = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))


@dataclass(frozen=True, slots=True)
class Citation:
    """A work in the forms that are printed."""

    title: str
    text: str
    legal: str
    bibtex: str
    ris: str


def citation(views: Views, kind: str, key: str) -> dict[str, Any]:
    """The works of a record with the files beside its page; nothing for a document without a usable text."""
    cited = of_record(views, kind, key)
    if cited is None:
        return {"works": (), "files": ()}
    titles = ("This record", "The document it rests on") if cited.record else ("The document",)
    found = tuple(told(title, work) for title, work in zip(titles, works(cited), strict=True))
    return {"works": found, "files": tuple(Link(name, f"{address(kind, key)}cite.{suffix}") for name, suffix in FILES)}


def told(title: str, work: Work) -> Citation:
    """A work, printed."""
    return Citation(title, text(work), legal(work), bibtex(work), ris(work).replace("\r\n", "\n"))
