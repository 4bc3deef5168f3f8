"""What `atlas capture` does once its options are read: which documents, one after the other, what is said of each.

In: the options as given. Out: the exit code; lines on stdout, progress on stderr where somebody watches, a report.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from atlas.capture.account import Account, account_of
from atlas.capture.archive import Archive
from atlas.capture.due import watches
from atlas.capture.fetch import Wire
from atlas.capture.guard import Guard
from atlas.capture.manners import Visitor, agent_of, product_of
from atlas.capture.outcome import Outcome
from atlas.capture.take import Orders, take
from atlas.capture.telling import account_lines, as_json, outcome_lines, report
from atlas.commands.named import content_argument, content_in, moment, named
from atlas.memo import Memo
from atlas.problems import AtlasError, count
from atlas.reading import Content
from atlas.shapes import web

Found = list[tuple[Outcome, Account | None]]


def captured(given: dict[str, Any]) -> int:
    """Captures what was asked for: 0 when all was taken, else 1."""
    folder: Path = given["content"]
    content = content_in(folder)
    keys = _wanted(content, folder, given)
    wire = Wire(_agent(content, given), Guard(given["allow_loopback"]))
    orders = _orders(content, folder, given, wire)
    if given["report_path"] and not given["report_path"].parent.is_dir():
        raise AtlasError(f"--report must be in a folder that is there; got '{given['report_path']}'")
    found: Found = []
    try:
        for key in keys:
            outcome = _taken(content, key, orders, is_alone=len(keys) == 1)
            account = _account(folder, outcome)
            found.append((outcome, account))
            _tell(outcome, account, given)
    finally:
        if given["report_path"]:
            given["report_path"].write_text(report(found), encoding="utf-8")
    _sum_up(found)
    return 0 if all(outcome.is_taken for outcome, _ in found) else 1


def _taken(content: Content, key: str, orders: Orders, *, is_alone: bool) -> Outcome:
    """What became of a document; of several, one that cannot be written to leaves the others alone."""
    try:
        return take(content, key, orders)
    except AtlasError as error:
        if is_alone:
            raise
        return Outcome(key, "failed", because=str(error), failure="records")


def _wanted(content: Content, folder: Path, given: dict[str, Any]) -> list[str]:
    """The documents to capture."""
    names, is_all, is_due = given["documents"], given["is_all"], given["is_due"]
    if bool(names) + is_all + is_due != 1:
        raise AtlasError("name documents as entity/document, or give one of --all and --due; `atlas status` lists them")
    if given["files"] and len(names) != 1:
        raise AtlasError("--from is for one document; name it")
    if given["at"] and not given["files"]:
        raise AtlasError("--at is for saved pages (--from); what is fetched is captured now")
    if given["at"] is None and len(given["files"]) > 1:
        raise AtlasError("--at must be given with several saved pages")
    if names:
        return list(dict.fromkeys(named(content, folder, "document", name) for name in names))
    watched = watches(content, datetime.now(UTC))
    return [watch.document for watch in watched if is_all or watch.is_due]


def _agent(content: Content, given: dict[str, Any]) -> str:
    if content.site.bot:
        return agent_of(content.site.bot)
    if given["files"]:
        return "none"
    raise AtlasError("site.yaml must say who visits, bot: {name, url, email}, before anything is fetched")


def _orders(content: Content, folder: Path, given: dict[str, Any], wire: Wire) -> Orders:
    pause = given["pause"] if given["allow_loopback"] else max(1.0, given["pause"])
    product = product_of(content.site.bot) if content.site.bot else "none"
    visitor = Visitor(wire, product, pause=pause, deadline=given["deadline"])
    try:
        web(given["archive_at"])
    except ValueError as error:
        raise AtlasError(f"--archive-at {error}; got '{given['archive_at']}'") from None
    archive = Archive(visitor, given["archive_at"].rstrip("/"), asks=bool(given["archive"]))
    at = moment(given["at"], "--at") or _saved_at(given["files"])
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if at and at > now:
        raise AtlasError(f"a page must have been saved before now, {now}; got {at}: say when with --at")
    is_looked_up = given["archive"] is not False and (content.site.bot is not None)
    return Orders(
        folder=folder, visitor=visitor, agent=wire.agent, archive=archive if is_looked_up else None,
        files=given["files"], at=at, accept=given["accept"],
        unusable=given["unusable"], warc=given["warc"], say=_say,
    )  # fmt: skip


def _saved_at(files: Sequence[Path]) -> str | None:
    """The time a page was saved: its file's."""
    if not files:
        return None
    return datetime.fromtimestamp(files[0].stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _say(text: str) -> None:
    """Progress, where somebody watches."""
    if sys.stderr.isatty():
        click.echo(click.style(text, dim=True), err=True)


def _account(folder: Path, outcome: Outcome) -> Account | None:
    """What a capture means; nothing new when the text is the same."""
    if outcome.kind not in ("captured", "returned"):
        return None
    with Memo(Path(".cache")) as memo:
        return account_of(content_in(folder), outcome.document, memo)


def _tell(outcome: Outcome, account: Account | None, given: dict[str, Any]) -> None:
    if given["form"] == "json":
        click.echo(json.dumps(as_json(outcome, account), ensure_ascii=False))
        return
    besides = content_argument(given["content"])
    for line in outcome_lines(outcome, command=_again(outcome, given, besides)):
        click.echo(line)
    for line in account_lines(account, commands=besides) if account else ():
        click.echo(line)


def _again(outcome: Outcome, given: dict[str, Any], besides: str) -> str:
    """The command that captures a document once more."""
    words = [word for file in given["files"] for word in ("--from", str(file))]
    words += ["--at", outcome.captured_at] if given["files"] else []
    words += [f"--{name}" for name in ("warc", "allow_loopback") if given[name]]
    words += ["--archive" if given["archive"] else "--no-archive"] if given["archive"] is not None else []
    said = "".join(f" {shlex.quote(word)}" for word in words).replace("allow_loopback", "allow-loopback")
    return f"atlas capture {outcome.document}{said}{besides}"


def _sum_up(found: Found) -> None:
    if len(found) != 1:
        kinds = [outcome.kind for outcome, _ in found]
        said = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
        to_read = sum(len(account.open) for _, account in found if account)
        more = f"; {count(to_read, 'provision')} to read again" if to_read else ""
        click.echo(f"{count(len(found), 'document')}{': ' + said if said else ''}{more}", err=True)
