"""`atlas capture` and `atlas status` on the command line: options, help, and the list of what is due."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from atlas.capture.due import Watch, watches
from atlas.commands.named import content_in, content_option, with_options
from atlas.problems import count

ARCHIVE = "https://web.archive.org"
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_OPTIONS = (
    click.option("--all", "is_all", is_flag=True, help="Every document that is not retired."),
    click.option("--due", "is_due", is_flag=True, help="Those not looked at for capture_every_days of site.yaml."),
    click.option(
        "--from", "files", type=_FILE, multiple=True, metavar="FILE",
        help="Read a page that was saved by hand (HTML, PDF, text) instead of the web; once for each source.",
    ),
    click.option("--at", metavar="TIME", help="When it was saved, in UTC; the file's own time if not given."),
    click.option("--accept", is_flag=True, help="Take it although it looks like something else than the document."),
    click.option(
        "--unusable", type=click.Choice(["error-page", "redirect", "consent-wall", "partial", "other-page"]),
        help="Take it, and note in notes.yaml that it is not the document.",
    ),
    click.option(
        "--archive/--no-archive", "archive", default=None,
        help="Ask the Wayback Machine for a copy where it has none; or do not ask it at all.",
    ),
    click.option("--warc", is_flag=True, help="Keep each exchange as a WARC beside the original."),
    click.option(
        "--report", "report_path", type=click.Path(path_type=Path), metavar="FILE",
        help="Write what it means as Markdown, for a pull request.",
    ),
    click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
                 help="json: one object a document, a line each."),
    content_option,
    click.option("--pause", type=click.FloatRange(min=0), default=3.0, show_default=True,
                 help="Seconds between two requests to one host; never less than one but on loopback."),
    click.option("--deadline", type=click.FloatRange(min=0.1), default=30.0, show_default=True,
                 help="Seconds that a page may take in all."),
    click.option("--archive-at", default=ARCHIVE, show_default=True, metavar="URL",
                 help="Another archive with the same interface."),
    click.option("--allow-loopback", is_flag=True, help="Let addresses of this machine be contacted: for tests."),
)  # fmt: skip


@click.command("capture")
@click.argument("documents", nargs=-1, metavar="ENTITY/DOCUMENT...")
@with_options(*_OPTIONS)
def capture(**given: Any) -> None:
    """Capture documents: fetch their pages, put the text on record, and say what it means for what is quoted.

    A document's pages are those in its document.yaml (`sources`, with `select` and `remove` as CSS). The text goes to
    text/<time>.md, the pages as received to original/, and an entry to captures.yaml, in which nothing else is
    touched. The same text as before only moves `seen_until`. A new text is fetched twice and taken when both agree;
    what looks like an error page, a consent wall or a part is proposed, and taken only when you say so.

    It visits as site.yaml's `bot`, asks robots.txt, keeps a pause between requests, and contacts no private address.

    \b
    Exit codes: 0 all taken (or the same as before), 1 something was not taken, and why is said, 2 the command
    cannot run.

    \b
    Examples:
      atlas capture acme/terms
      atlas capture acme/terms --from saved.html --at 2026-04-28T05:31:08Z
      atlas capture --due --archive       what is due, with public copies of what is new
      atlas capture acme/terms --accept   after you have looked at it
    """
    # What fetches and reads pages takes half a second to import, which no other command should wait for.
    from atlas.commands.capturing import captured

    sys.exit(captured(given))


# --- status


@click.command("status")
@click.option("--due", "only_due", is_flag=True, help="Only those that are due.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "names"]), default="text", show_default=True,
    help="names: one a line, for scripts.",
)  # fmt: skip
@content_option
def status(only_due: bool, form: str, content: Path) -> None:
    """List when each document was last looked at, the one longest ago first, and which are due.

    A document is due when it was not looked at for capture_every_days of site.yaml, or never. A look is a capture, a
    `seen_until`, or the end of an archive's watch (`watched.through`).

    \b
    Examples:
      atlas status
      atlas status --due --format names
    """
    found = content_in(content)
    watched = [watch for watch in watches(found, datetime.now(UTC)) if watch.is_due or not only_due]
    for line in _status_lines(watched, form):
        click.echo(line)
    if form == "text":
        due = sum(watch.is_due for watch in watched)
        days = f"every {count(found.site.capture_every_days, 'day')}"
        click.echo(f"{count(len(watched), 'document')}, {due} due ({days}): atlas capture --due", err=True)


def _status_lines(watched: Sequence[Watch], form: str) -> Iterator[str]:
    width = max((len(watch.document) for watch in watched), default=0)
    for watch in watched:
        if form == "names":
            yield watch.document
        elif form == "json":
            value = {"document": watch.document, "last_look": watch.last_look or None, "days": watch.days}
            yield json.dumps({**value, "due": watch.is_due})
        else:
            ago = "never" if watch.days is None else "today" if watch.days == 0 else f"{count(watch.days, 'day')} ago"
            due = click.style("due", fg="yellow") if watch.is_due else ""
            yield f"{watch.document:<{width}}  {watch.last_look[:10] or '-':<10}  {ago:<12} {due}".rstrip()
