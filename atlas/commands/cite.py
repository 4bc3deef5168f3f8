"""`atlas cite`: how a record and the document it rests on are cited, on the command line."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from atlas.citations import Work, bibtex, csl_json, legal, ris, text
from atlas.commands.named import content_option
from atlas.memo import Memo
from atlas.pages.base import Views
from atlas.pages.citing import GENRES, of_record, works
from atlas.problems import AtlasError, did_you_mean
from atlas.references import References
from atlas.site import Options, examine
from atlas.versions import editions

KINDS = tuple(GENRES)
FORMATS: dict[str, Callable[[Sequence[Work]], str]] = {
    "text": lambda found: "".join(f"{text(work)}\n" for work in found),
    "legal": lambda found: "".join(f"{legal(work)}\n" for work in found),
    "bibtex": lambda found: "\n".join(map(bibtex, found)),
    "ris": lambda found: "".join(map(ris, found)),
    "csl": csl_json,
}


@click.command("cite")
@click.argument("record", metavar="RECORD")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Output form."
)
@content_option
def cite(record: str, form: str, content: Path) -> None:
    """Cite a record, and the document it rests on.

    RECORD is a provision, finding or document: its id or permanent address, its path such as entity/document/provision,
    a former path, or its file. The record comes first, in its newest published version, then the document in the text
    that is quoted.

    \b
    Examples:
      atlas cite PA-P-000042
      atlas cite acme/terms/arbitration --format bibtex
      atlas cite acme/terms --format legal
    """
    cache = Path(".cache")
    with Memo(cache if cache.is_dir() else None) as memo:
        outcome = examine(Options(content=content, jobs=1), memo)
        if not outcome.catalogue or not outcome.coverage:
            raise AtlasError(f"'{content}' has errors; `atlas check` says which")
        catalogue = outcome.catalogue
        views = Views(catalogue, outcome.coverage, editions(catalogue.content, catalogue.refer, memo))
    cited = of_record(views, *found(catalogue.refer, record))
    if cited is None:
        raise AtlasError(f"'{record}' has no usable text that could be cited")
    sys.stdout.write(FORMATS[form](works(cited)))


def found(refer: References, name: str) -> tuple[str, str]:
    """Kind and key of the record that is named."""
    path = re.sub(r"^(?:.*/)?platform/|^.*/[pfd]/(?=[A-Za-z]{2,6}-[A-Za-z]-\d)", "", name)
    reference = re.sub(r"(?:/document\.yaml|\.md|\.yaml|(?:/v/\d+)?/?)$", "", path)
    resolved = refer.resolve(reference, *KINDS) or refer.resolve(reference.upper(), *KINDS)
    if resolved is None:
        known = [
            *(one for one, (kind, _) in refer.by_id.items() if kind in KINDS),
            *(key for kind in KINDS for key in refer.present[kind]),
        ]
        raise AtlasError(f"'{name}' must name a provision, finding or document{did_you_mean(reference, known)}")
    return resolved
