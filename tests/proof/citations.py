"""Every citation file of an assigned copy of a catalogue is read back by bibtexparser, rispy and citeproc (APA,
Chicago) to the fields that were put in."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from click.testing import CliRunner

from atlas.cli import main as atlas
from atlas.exports.bundle import exported
from atlas.memo import Memo
from atlas.site import Options, examine, site_views
from tests.proof._ground import CannotRun, cannot_run, catalogue, parser, table
from tests.reading_back import STYLES, read_bibtex, read_ris, set_lines, works


def main(argv: list[str]) -> int:
    given = parser(__doc__).parse_args(argv)
    try:
        content = catalogue(given.content)
    except CannotRun as error:
        return cannot_run(error)
    with tempfile.TemporaryDirectory() as place:
        return prove(content, Path(place) / "content")


def prove(content: Path, copy: Path) -> int:
    """Assigns a copy, and reads back what is published of it."""
    shutil.copytree(content, copy)
    given = CliRunner().invoke(atlas, ["assign", "--content", copy.as_posix(), "--on", "2026-11-24"])
    assert given.exit_code == 0, given.output
    with Memo(None, jobs=2) as memo:
        outcome = examine(Options(content=copy, is_publication=True, cache=None), memo)
        assert outcome.catalogue
        assert outcome.coverage
        views = site_views(outcome.catalogue, outcome.coverage, memo)
        files = exported(views, memo, has_data=True).files
    cited = works(views)
    rows = [
        ("BibTeX entries, by bibtexparser", read_bibtex(files, cited)),
        ("RIS entries, by rispy", read_ris(files, cited)),
        *((f"records set in {style}, by citeproc", len(set_lines(files, cited, style))) for style in STYLES),
    ]
    table([("provisions", len(cited)), *rows], "what", "number")
    print("\nproven: every citation file reads back to the fields that were put in")
    return 0
