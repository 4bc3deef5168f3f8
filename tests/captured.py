"""A small catalogue whose one document is served by a server of ours: for tests of capturing and of what follows it."""

from __future__ import annotations

import hashlib
import html
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from atlas.cli import main
from atlas.problems import Problem, errors
from tests.trees import BASE, problems

KEY = "acme/terms"
PROVISION = "acme/terms/training"
BOT = "bot: {name: Small Bot, url: https://atlas.example/bot, email: desk@atlas.example}\n"
NEWEST = (BASE / "platform/acme/terms/text/2026-03-05T080000Z.md").read_text("utf-8")
QUOTED = "We use your content to train our models unless you object in your settings."


def page(text: str) -> bytes:
    """HTML that is read as the text."""
    blocks = []
    for block in text.strip().split("\n\n"):
        marks, _, words = block.partition(" ") if block.startswith("#") else ("", "", block)
        name = f"h{len(marks)}" if marks else "p"
        blocks.append(f"<{name}>{html.escape(words)}</{name}>")
    return f"<!doctype html><title>Acme</title><main>{''.join(blocks)}</main>".encode()


@dataclass(frozen=True)
class Tree:
    """A content folder in a folder of its own, from which commands run."""

    home: Path

    @property
    def content(self) -> Path:
        return self.home / "content"

    @property
    def document(self) -> Path:
        return self.content / "platform/acme/terms"

    @property
    def sheet(self) -> str:
        return (self.document / "captures.yaml").read_bytes().decode()

    @property
    def record(self) -> Path:
        return self.document / "training.md"

    def run(self, *arguments: str) -> Result:
        """A command, run from the home folder."""
        with within(self.home):
            return CliRunner().invoke(main, list(arguments), catch_exceptions=False)

    def capture(self, *arguments: str) -> Result:
        """A capture of the document from our server, in no hurry to be polite."""
        named = () if {"--all", "--due"} & set(arguments) else (KEY,)
        loopback = ("--allow-loopback", "--pause", "0", "--deadline", "2")
        archive = () if any(argument.startswith("--archive") for argument in arguments) else ("--no-archive",)
        return self.run("capture", *named, *loopback, *archive, *arguments)

    def saved(self, text: str, at: str, *arguments: str) -> Result:
        """A capture of a saved page."""
        (self.home / "saved.html").write_bytes(page(text))
        return self.run("capture", KEY, "--from", "saved.html", "--at", at, "--no-archive", *arguments)

    def problems(self) -> list[Problem]:
        """What `atlas check` finds."""
        return problems(self.home)

    def errors(self) -> list[str]:
        return [str(problem) for problem in errors(self.problems())]

    def files(self) -> dict[str, str]:
        """Every file below the document's folder that is no dotfile, with its hash."""
        found = {
            path.relative_to(self.document).as_posix(): path for path in self.document.rglob("*") if path.is_file()
        }
        return {
            name: hashlib.sha256(path.read_bytes()).hexdigest()
            for name, path in sorted(found.items())
            if not path.name.startswith(".")
        }

    def write(self, path: str, text: str) -> None:
        """A file of the content folder."""
        (self.content / path).parent.mkdir(parents=True, exist_ok=True)
        (self.content / path).write_bytes(text.encode())


def tree(home: Path, url: str = "https://acme.example/terms") -> Tree:
    """The catalogue, its document's page at a URL."""
    shutil.copytree(BASE, home / "content")
    made = Tree(home)
    site = (BASE / "site.yaml").read_text("utf-8")
    made.write("site.yaml", site if "bot:" in site else site + BOT)
    document = (BASE / "platform/acme/terms/document.yaml").read_text("utf-8")
    made.write("platform/acme/terms/document.yaml", document.replace("https://acme.example/terms", url))
    return made


@contextmanager
def within(folder: Path) -> Iterator[None]:
    """Another working folder for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
