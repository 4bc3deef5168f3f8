"""A small catalogue that is published again and again: its tree, the commands, and readers who come back to an address.

A `Reader` remembers every address that a build published, and what stood there. Later it goes to each again, as a
browser does on a plain file server and as one does where a host redirects, and says what it finds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urljoin

from click.testing import CliRunner, Result

from atlas.cli import main
from atlas.serve import server
from tests.trees import BASE

PROJECT = Path(__file__).resolve().parents[1]
NETLIFY = PROJECT / "tests/netlify"
GIT = {"GIT_AUTHOR_DATE": "2026-05-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-05-01T12:00:00Z"}
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')
_CANONICAL = re.compile(r'<link rel="canonical" href="https://atlas\.example([^"]+)">')
HOPS = 6


class Tree:
    """A copy of the sound tree of `broken/`, with the commands run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        if not self.content.exists():
            shutil.copytree(BASE, self.content)

    def run(self, *arguments: str) -> Result:
        """A command, run in the folder."""
        home = Path.cwd()
        os.chdir(self.folder)
        try:
            return CliRunner().invoke(main, [*arguments, "--jobs", "1"], catch_exceptions=False)
        finally:
            os.chdir(home)

    def does(self, *arguments: str) -> str:
        """What a command prints that must succeed."""
        result = self.run(*arguments)
        assert result.exit_code == 0, f"atlas {' '.join(arguments)}: {result.output}"
        return result.stdout

    def assign(self, on: str = "2026-05-01") -> str:
        return self.does("assign", "--on", on)

    def publish(self) -> Path:
        """Builds the publication; its folder."""
        self.does("build", "--publish", "--no-search", "--templates", str(PROJECT / "templates"))
        return self.folder / "public"

    def file(self, path: str) -> Path:
        return self.content / path

    def text(self, path: str) -> str:
        return self.file(path).read_text("utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replaces words that stand in a file once, or more often."""
        text = self.text(path)
        assert old in text, f"{path}: {old!r}"
        self.file(path).write_text(text.replace(old, new, 1), "utf-8")

    def write(self, path: str, text: str) -> None:
        self.file(path).parent.mkdir(parents=True, exist_ok=True)
        self.file(path).write_text(text, "utf-8")

    def bytes(self) -> dict[str, bytes]:
        """Every file that the reader of the content sees."""
        files = (path for path in self.content.rglob("*") if path.is_file() and not path.name.startswith("."))
        return {path.relative_to(self.content).as_posix(): path.read_bytes() for path in sorted(files)}

    def git(self, *arguments: str) -> str:
        """A git command in the folder; a repository is made when there is none."""
        if not (self.folder / ".git").exists() and arguments[0] != "init":
            self.git("init", "-q", "-b", "main")
        settings = ("-c", "user.name=Ann", "-c", "user.email=ann@atlas.example", "-c", "commit.gpgsign=false")
        command = ["git", *settings, *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=os.environ | GIT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def commit(self, message: str = "step") -> str:
        self.git("add", "content")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


# --- hosts


@dataclass(frozen=True)
class Answer:
    """What a reader ends at: the address, the status, the bytes; `led` says whether another address led there."""

    address: str
    status: int
    body: bytes
    led: bool


Fetch = Callable[[str], tuple[int, bytes, str]]  # status, body, and the address that a header leads to


@contextmanager
def plain_host(public: Path) -> Iterator[Fetch]:
    """A plain file server."""
    with server(public, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            connection = HTTPConnection("127.0.0.1", running.server_address[1])

            def fetch(address: str) -> tuple[int, bytes, str]:
                connection.request("GET", address)
                answer = connection.getresponse()
                return answer.status, answer.read(), answer.headers.get("Location", "")

            yield fetch
        finally:
            running.shutdown()
            thread.join()


def redirecting_host(public: Path, lead: Callable[[str], str]) -> Fetch:
    """A host that obeys `_redirects` before it looks for a file; `lead` gives where the rules lead, or ''."""

    def fetch(address: str) -> tuple[int, bytes, str]:
        if to := lead(address):
            return 301, b"", to
        file = public / (address + "index.html" if address.endswith("/") else address).lstrip("/")
        return (200, file.read_bytes(), "") if file.is_file() else (404, b"", "")

    return fetch


def by_documented_rules(public: Path) -> Callable[[str], str]:
    """Netlify's rules as its documentation has them: the first line that fits holds; a slash at the end and none are
    alike; `*` is all that follows, also nothing; `!` goes before a file, and all lines here have it."""
    rules = [line.split() for line in (public / "_redirects").read_text().splitlines()]
    assert all(status == "301!" for _, _, status in rules)

    def lead(address: str) -> str:
        path = address.rstrip("/")
        for former, present, _ in rules:
            stem = former.removesuffix("*").rstrip("/")
            if former.endswith("*") and (path == stem or path.startswith(stem + "/")):
                return present.replace(":splat", address[len(stem) :].lstrip("/"))
            if path == stem:
                return present
        return ""

    return lead


def has_netlify() -> bool:
    """Whether Netlify's own matcher can be asked here."""
    return bool(shutil.which("node")) and (NETLIFY / "node_modules/netlify-redirector").is_dir()


def by_netlify(public: Path, addresses: Iterable[str]) -> Callable[[str], str]:
    """Netlify's own matcher, asked for the addresses and wherever it leads from them."""
    known: dict[str, str] = {}
    waiting = list(addresses)
    while waiting:
        asked = "\n".join(waiting)
        command = ["node", str(NETLIFY / "match.mjs"), str(public / "_redirects")]
        done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert all(match is None or (match["force"] and match["status"] == 301) for match in found)
        known |= {path: match["to"] if match else "" for path, match in zip(waiting, found, strict=True)}
        waiting = [to for to in dict.fromkeys(known.values()) if to and to not in known]
    return lambda address: known.get(address, "")


def follow(fetch: Fetch, address: str) -> Answer:
    """Where a browser without scripts ends that opens an address."""
    start = address
    for _ in range(HOPS):
        status, body, header = fetch(address)
        refresh = _REFRESH.search(body.decode("utf-8", "replace")) if status == 200 else None
        if header:
            address = urljoin(address, header)
        elif refresh:
            to = urljoin(address, unescape(refresh[1]))
            canonical = _CANONICAL.search(body.decode())
            assert canonical, f"{address} leads on and names no canonical address"
            assert f'href="{refresh[1]}"' in body.decode(), f"{address} leads on without a link"
            address = to
        else:
            return Answer(address, status, body, address != start)
    raise AssertionError(f"{start} leads in a circle")


# --- readers


@dataclass
class Reader:
    """Every address ever published, with what it is of: an id, or words that name it, and what follows the record's own
    address; of a file that may never change its bytes. `others` belong to no record with an id."""

    seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    bytes: dict[str, bytes] = field(default_factory=dict)

    def remember(self, public: Path, homes: dict[str, str]) -> None:
        """Notes all that a build published. `homes` gives the address of each record by its id or name."""
        for path in sorted(path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()):
            address = f"/{path}".removesuffix("index.html")
            data = (public / path).read_bytes()
            if cited := re.fullmatch(r"/[pfde]/([^/]+)/", address):
                self.seen.setdefault(address, (cited[1].upper(), ""))
            elif not _REFRESH.search(data.decode("utf-8", "replace")):
                owners = [name for name, home in homes.items() if address.startswith(home)]
                owner = max(owners, key=lambda name: len(homes[name]), default="")
                if owner:
                    self.seen.setdefault(address, (owner, address.removeprefix(homes[owner])))
                else:
                    self.others.add(address)
            if re.search(r"/text/[^/]+\.md$|/record\.\w+$|/original/", address):
                self.bytes.setdefault(address, data)

    def returns(self, fetch: Fetch, homes: dict[str, str]) -> None:
        """Goes to every address again: a page must end at the record's own; a file is led to, or a copy of what is
        there now; one that never changes has the bytes it had."""
        for address, (owner, rest) in self.seen.items():
            answer = follow(fetch, address)
            assert answer.status == 200, f"{address} answers {answer.status}"
            if address in self.bytes:
                assert answer.body == self.bytes[address], f"{address} has other bytes"
            else:
                wanted = homes[owner] + rest
                is_copy = not address.endswith("/") and answer.body == follow(fetch, wanted).body
                assert is_copy or answer.address == wanted, f"{address} leads to {answer.address}, not {wanted}"
        for address in self.others - self.seen.keys():
            assert follow(fetch, address).status == 200, f"{address} is gone"
        for address, data in self.bytes.items():
            assert follow(fetch, address).body == data, f"{address} has other bytes"


def homes(tree: Tree) -> dict[str, str]:
    """The present address of every record, by its id, as its file says."""
    found = {}
    for path in tree.content.rglob("*"):
        if path.suffix in (".md", ".yaml") and "version" not in path.parts:
            name = path.relative_to(tree.content).as_posix()
            if identifier := re.search(r"(?m)^id: (\S+)$", path.read_text("utf-8")):
                home = re.sub(r"(/entity|/document)?\.(yaml|md)$", "/", f"/{name}")
                found[identifier[1]] = home
                letter = identifier[1].split("-")[1].lower()
                for spelled in (identifier[1], identifier[1].lower()):
                    found[f"{spelled} versions"] = f"/{letter}/{spelled}/v/"
    return found
