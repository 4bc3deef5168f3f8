"""A git repository, read and never written: a few commands, and any number of blobs through one process.

In: a folder, bare or with a working tree. Out: bytes. What a user's or the repository's own settings could change
(signatures, pagers, replaced objects, filters) is switched off; nothing is fetched, even from a partial clone.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from atlas.problems import AtlasError

_SETTINGS = ("core.fsmonitor=false", "log.showRoot=true", "log.showSignature=false")


def is_repository(folder: Path) -> bool:
    """Whether the folder itself is a repository; one that merely lies in another's working tree is none."""
    is_bare = (folder / "HEAD").is_file() and (folder / "objects").is_dir()
    return is_bare or (folder / ".git").exists()


@dataclass(frozen=True, slots=True)
class Repository:
    folder: Path

    def run(self, *arguments: str) -> bytes:
        """What a git command prints; AtlasError with its own words when it fails."""
        done = subprocess.run(self._command(arguments), capture_output=True, env=_environment(), check=False)
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()
            raise AtlasError(f"git cannot read '{self.folder}': {said}")
        return done.stdout

    def line(self, *arguments: str) -> str:
        """The one line that a git command prints; '' when it fails."""
        try:
            return self.run(*arguments).decode(errors="replace").strip()
        except AtlasError:
            return ""

    @contextmanager
    def blobs(self) -> Iterator[Callable[[str], bytes]]:
        """A reader of blobs by object name, through one `git cat-file --batch`."""
        command = self._command(("cat-file", "--batch"))
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            ask, answer = process.stdin, process.stdout
            yield lambda name: self._blob(ask, answer, name)

    def _blob(self, ask: IO[bytes], answer: IO[bytes], name: str) -> bytes:
        ask.write(name.encode() + b"\n")
        ask.flush()
        head = answer.readline().split()
        if len(head) != 3 or head[1] != b"blob":
            raise AtlasError(f"'{self.folder}' lacks object {name}; fetch all of it: git clone without --filter")
        data = answer.read(int(head[2]))
        answer.read(1)
        return data

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        return ["git", "--no-pager", "--no-replace-objects", *settings, "-C", str(self.folder), *arguments]


def _environment() -> dict[str, str]:
    """Ours, less what would lead git to another repository (set while it runs a hook), and with no network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "LC_ALL": "C.UTF-8", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
