"""`atlas import-ota`: the command, its help, its progress and its exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from atlas.importers.importing import Options, Report
from atlas.importers.importing import import_ota as run
from atlas.importers.standing import Faulty
from atlas.importers.summary import account, totals

_FOLDER = click.Path(path_type=Path)
_OPTIONS = (
    click.option(
        "--declarations", type=_FOLDER, metavar="REPOSITORY",
        help="The collection's declarations: which pages a document is read from.",
    ),
    click.option(
        "--service", "services", multiple=True, metavar="NAME",
        help="Only this service, or 'Service/Type'; also one that is gone. May be repeated.",
    ),
    click.option(
        "--rename", "renames", multiple=True, metavar="OLD=NEW",
        help="Follow a service, a type, or a 'Service/Type' to its new name. May be repeated.",
    ),
    click.option(
        "--content", type=_FOLDER, default=Path("content"), show_default=True, help="The folder of records.",
    ),
    click.option("--url", metavar="URL", help="Where the archive's repository is public, if nothing in it says so."),
    click.option("--language", metavar="CODE", default="", help="Written into new documents, if it is not the site's."),
    click.option(
        "--move-watched", "moves_watched", is_flag=True,
        help="Move watched.through of what is held on to the archive's newest version.",
    ),
    click.option("--dry-run", "is_dry", is_flag=True, help="Say what would be added, and write nothing."),
)  # fmt: skip


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command("import-ota")
@click.argument("repository", type=_FOLDER)
@_with_options
def import_ota(**given: Any) -> None:
    """Take an Open Terms Archive collection into the catalogue.

    REPOSITORY is a clone of a collection's versions repository, bare or not, or its dataset as a folder of
    Service/Type/<time>.md. Every version that the archive recorded itself becomes a capture with its own time, hash,
    pages and the address of its commit; every service a platform, every type of terms a document. A technical or
    declaration upgrade is marked `reread`. Services and documents that are gone from the newest commit are taken only
    when --service names them.

    It is safe to run again, also after a kill: what is new is added, and nothing that stands in the catalogue is
    changed (--move-watched changes one date, and only when you ask). What needs a person is listed at the end:
    audiences to check, pages not known, and texts that look like error pages, as proposals for notes.yaml.

    \b
    Exit codes: 0 done (also when nothing was new), 1 something in the catalogue was in the way and is named (the rest
    was imported), 2 the command cannot run.

    \b
    Examples:
      git clone https://github.com/OpenTermsArchive/genai-eu-versions versions
      git clone https://github.com/OpenTermsArchive/genai-eu-declarations declarations
      atlas import-ota versions --declarations declarations
      atlas import-ota versions --service Perplexity --dry-run
      atlas import-ota versions --service Grok --rename Grok=xAI
      atlas check
    """
    options = Options(**given)
    try:
        with _progress() as report:
            outcome = run(options, report)
    except Faulty as fault:
        click.echo(f"{options.content.as_posix()}/{fault}")
        click.echo("nothing was imported", err=True)
        sys.exit(1)
    for line in account(options, outcome):
        click.echo(line)
    click.echo(totals(options, outcome), err=True)
    sys.exit(0 if outcome.is_sound else 1)


@contextmanager
def _progress() -> Iterator[Report | None]:
    """A progress bar on a terminal; nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)
