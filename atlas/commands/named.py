"""What commands are told: a content folder, a document or provision by any of its names, a day, a handle.

In: what was typed. Out: what is meant; AtlasError, with the nearest good value, when nothing is.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from atlas.ids import STAMP, time_of
from atlas.problems import AtlasError, did_you_mean
from atlas.reading import Content, read
from atlas.references import references

content_option = click.option(
    "--content", type=click.Path(path_type=Path), default=Path("content"), show_default=True,
    help="The folder of records.",
)  # fmt: skip
FORMS = {"document": "entity/document", "provision": "entity/document/provision"}


def content_in(folder: Path) -> Content:
    """The content of a folder, as far as it can be read."""
    content, problems = read(folder)
    if not content.has_site:
        fault = next(problem for problem in problems if problem.path == "site.yaml")
        raise AtlasError(f"'{folder}' cannot be read: {fault}")
    return content


def named(content: Content, folder: Path, kind: str, name: str) -> str:
    """The key of a record that is named by path, id, former path, or file."""
    file = re.sub(r"^(?:.*/)?platform/", "", name) if "platform/" in name else name
    reference = re.sub(r"(?:/document\.yaml|\.md|/)$", "", file)
    key = references(content).key(reference, kind)
    if key is None:
        known = content.documents if kind == "document" else content.provisions
        path = f"platform/{reference}" + (".md" if kind == "provision" else "/document.yaml")
        if path in content.broken:
            raise AtlasError(f"{folder / path} has errors; `atlas check` says which")
        near = did_you_mean(reference, known)
        raise AtlasError(f"'{name}' must name a {kind} as {FORMS[kind]}, or by its id{near}")
    return key


def handle(content: Content, by: str | None) -> str | None:
    """A handle of people.yaml."""
    if by is not None and by not in content.people:
        raise AtlasError(f"--by must be a handle of people.yaml; got '{by}'{did_you_mean(by, content.people)}")
    return by


def moment(given: str | None, option: str) -> str | None:
    """A UTC time, typed as a time or as a stamp."""
    if given is None:
        return None
    time = time_of(given) if STAMP.fullmatch(given) else given
    try:
        datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        raise AtlasError(f"{option} must be a UTC time such as 2026-04-28T05:31:08Z; got '{given}'") from None
    return time


def day(given: str | None) -> str:
    """A day as typed, or today's, in UTC."""
    try:
        return date.fromisoformat(given).isoformat() if given else datetime.now(UTC).date().isoformat()
    except ValueError:
        raise AtlasError(f"--on must be a day such as 2026-07-09; got '{given}'") from None


def with_options(*options: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Several options on a command, shown in this order."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def content_argument(folder: Path) -> str:
    """What a command that is printed needs besides, to be about the same folder."""
    return "" if folder == Path("content") else f" --content {shlex.quote(folder.as_posix())}"
