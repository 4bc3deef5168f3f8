"""The commands. Exit codes: 0 fine, 1 the content is wrong, 2 the command cannot run."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

import atlas
from atlas.assign import assign
from atlas.commands.capture import capture, status
from atlas.commands.cite import cite
from atlas.commands.words import judge, requote
from atlas.importers.command import import_ota
from atlas.memo import Memo
from atlas.problems import FORMATS, AtlasError, count, errors, summary
from atlas.rename import rename
from atlas.schemas import write_schemas
from atlas.serve import serve as serve_folder
from atlas.site import Options, Outcome, Report, build, examine

content_option = click.option(
    "--content",
    type=click.Path(path_type=Path),
    default=Path("content"),
    show_default=True,
    help="The folder of records.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="all cores",
    help="Processes at work.",
)
DAY = click.DateTime(["%Y-%m-%d"])
no_cache_option = click.option("--no-cache", is_flag=True, help="Compute everything anew; the result is the same.")


class _Group(click.Group):
    """Prints what is wrong with the surroundings as one line, without a traceback, and exits with 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AtlasError as error:
            click.echo(f"atlas: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(atlas.__version__, prog_name="atlas")
def main() -> None:
    """Keep a provision catalogue: clauses of platforms' terms, each proven against a dated capture, published as a
    static site.

    Start with `atlas check`, which says what is wrong and where, and `atlas serve`, which builds the site and shows it.
    Exit codes: 0 fine, 1 the content is wrong, 2 the command cannot run.
    """
    gc.set_threshold(100_000, 50, 50)  # records live as long as the command: looking through them again frees nothing


@main.command("check")
@content_option
@click.option("--base", metavar="REVISION", help="Refuse changes of what was published at a revision, too.")
@click.option("--strict", is_flag=True, help="Let advice fail the check too.")
@click.option(
    "--format", "form", type=click.Choice(sorted(FORMATS)), default="text", show_default=True, help="Output form."
)
@jobs_option
@no_cache_option
def check(content: Path, base: str | None, strict: bool, form: str, jobs: int, no_cache: bool) -> None:
    """Report every problem of the records, and write nothing.

    Each line is path:line:column, what must hold, what stands there, and the rule's name. Errors stop a build; advice
    needs judgement, and a record can accept one with a reason (`accepted`).

    \b
    Examples:
      atlas check
      atlas check --base origin/main  nothing may change that only grows: ledger, captures, texts
      atlas check --format github     annotations in a pull request
      atlas check --format json       for programs
    """
    options = Options(content=content, base=base, jobs=jobs, cache=None if no_cache else Path(".cache"))
    with _reporting() as report, Memo(options.cache, jobs=jobs) as memo:
        outcome = examine(options, memo, report)
    click.echo(FORMATS[form](outcome.problems), nl=False)
    click.echo(_record_counts(outcome) + summary(outcome.problems), err=True)
    sys.exit(1 if errors(outcome.problems) or (strict and outcome.problems) else 0)


def build_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that `build` and `serve` share."""
    for option in reversed(
        (
            content_option,
            click.option(
                "--templates", type=click.Path(path_type=Path), default=Path("templates"), show_default=True,
                help="The folder of templates and theme.",
            ),
            click.option(
                "--out", type=click.Path(path_type=Path), default=Path("public"), show_default=True,
                help="Where the site goes: a new or empty folder, or one a build made.",
            ),
            click.option("--base-url", metavar="URL", help="The address it will be served at, if not site.yaml's."),
            click.option("--publish", is_flag=True, help="Leave out drafts and records without an id."),
            click.option("--preview", metavar="LABEL", default="", help="Mark pages as a preview; no search engines."),
            click.option("--no-search", is_flag=True, help="Build no search index."),
            click.option("--no-data", is_flag=True, help="Leave out downloads, API, files beside pages, their links."),
            jobs_option,
            no_cache_option,
        )
    ):  # fmt: skip
        command = option(command)
    return command


@main.command("build")
@build_options
def build_command(**given: Any) -> None:
    """Build the site: every page, every file, the search index.

    Nothing is written while the content has an error. What did not change is not built again; `--no-cache` builds all
    of it, with the same result.

    \b
    Examples:
      atlas build
      atlas build --content ../catalogue --out /tmp/site
      atlas build --preview "pull request 12"
    """
    sys.exit(_build(_options(given)))


@main.command("serve")
@build_options
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
def serve(port: int, **given: Any) -> None:
    """Build the site and show it at http://127.0.0.1:8000/, on this machine only. Stop it with Ctrl-C."""
    options = _options(given)
    if code := _build(options):
        sys.exit(code)
    serve_folder(options.out, port)


@main.command("schema")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("schema"), show_default=True, help="Where they go."
)
def schema(out: Path) -> None:
    """Write a JSON Schema for every kind of record, for editors that complete and check YAML while you type."""
    for path in write_schemas(out):
        click.echo(path.as_posix())


@main.command("assign")
@content_option
@click.option("--on", metavar="DATE", type=DAY, help="The day of the new rows, if not the newest commit's.")
@jobs_option
@no_cache_option
def assign_command(content: Path, on: datetime | None, jobs: int, no_cache: bool) -> None:
    """Number new records, add to the ledger, keep versions of what changed. Run it on main, before it is published.

    An id is written as the first line of a record; no other byte of it changes. A number is never used twice. Nothing
    is done while the content has an error; a second run finds nothing to do, and finishes what was cut short.

    \b
    Examples:
      atlas assign
      atlas assign --on 2026-07-08
    """
    options = Options(content=content, jobs=jobs, cache=None if no_cache else Path(".cache"))
    with _reporting() as report:
        outcome, done = assign(options, on=on.date().isoformat() if on else None, report=report)
    if done is None:
        sys.exit(_refused(outcome, "nothing was assigned"))
    for identifier, path in done.ids:
        click.echo(f"{identifier} {path}")
    for version in done.versions:
        click.echo(f"{version.id} version {version.n}")
    rows, kept = count(done.rows, "row"), count(len(done.versions), "version")
    click.echo(f"{count(len(done.ids), 'id')} given, {rows} added, {kept} kept, as of {done.on}", err=True)


@main.command("rename")
@click.argument("old")
@click.argument("new")
@content_option
@jobs_option
@no_cache_option
def rename_command(old: str, new: str, content: Path, jobs: int, no_cache: bool) -> None:
    """Rename or move a record: its files, its former address, every reference to it.

    OLD is a path as references give it, or an id; NEW a path of the same kind. Everything below moves along; old
    addresses lead on. Where that would leave an error behind, all stays as it was.

    \b
    Examples:
      atlas rename acme acme-corp
      atlas rename acme/terms/arbitration acme/terms/arbitration-clause
      atlas rename acme/terms/arbitration acme/dispute-terms/arbitration
      atlas rename clause-type/ai-training clause-type/model-training
    """
    options = Options(content=content, jobs=jobs, cache=None if no_cache else Path(".cache"))
    with _reporting() as report:
        outcome, done = rename(options, old, new, report)
    if done is None:
        sys.exit(_refused(outcome, "nothing was renamed"))
    for path in done.rewritten:
        click.echo(f"rewrote {path}")
    click.echo(f"{done.old} is {done.new} now; its old address leads on", err=True)


def _refused(outcome: Outcome, consequence: str) -> int:
    click.echo(FORMATS["text"](errors(outcome.problems)), nl=False)
    click.echo(f"{summary(outcome.problems)}; {consequence}", err=True)
    return 1


main.add_command(import_ota)
for command in (capture, status, requote, judge, cite):
    main.add_command(command)


def _options(given: dict[str, Any]) -> Options:
    return Options(
        content=given["content"], templates=given["templates"], out=given["out"], base_url=given["base_url"],
        is_publication=given["publish"], preview=given["preview"], has_search=not given["no_search"],
        has_data=not given["no_data"], jobs=given["jobs"], cache=None if given["no_cache"] else Path(".cache"),
    )  # fmt: skip


def _build(options: Options) -> int:
    with _reporting() as report:
        outcome = build(options, report)
    click.echo(FORMATS["text"](outcome.problems), nl=False, err=True)
    took = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in outcome.seconds.items())
    if not outcome.is_sound:
        click.echo(f"{_record_counts(outcome)}{summary(outcome.problems)}; nothing was written", err=True)
        return 1
    click.echo(
        f"{_record_counts(outcome)}{count(outcome.pages, 'page')}, {count(outcome.written, 'file')} written, "
        f"{summary(outcome.problems)}; seconds: {took}",
        err=True,
    )
    return 0


def _record_counts(outcome: Outcome) -> str:
    """`78 provisions, 21 findings, ...; `, or nothing when the content could not be joined."""
    if outcome.catalogue is None:
        return ""
    content = outcome.catalogue.content
    captures = sum(len(sheet.captures) for sheet in content.captures.values())
    counts = (
        count(len(content.entities), "platform"), count(len(content.documents), "document"), count(captures, "capture"),
        count(len(content.provisions), "provision"), count(len(content.findings), "finding"),
    )  # fmt: skip
    return ", ".join(counts) + "; "


@contextmanager
def _reporting() -> Iterator[Report | None]:
    """A progress bar on a terminal; nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)


if __name__ == "__main__":
    main()
