"""Open Terms Archive collections made by hand: a versions repository with every author and committer date set.

The commits go in through one `git fast-import`, so that a suite of small collections takes no time, and any history can
be made: times that go back, several commits in one second, files that come, go and change their names.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

BOT = "Open Terms Archive Bot <bot@opentermsarchive.org>"
PUBLIC = "https://github.com/example/demo-versions"
SNAPSHOTS = "https://github.com/example/demo-snapshots/commit"
LONG = " ".join(
    ["We keep to what these words say and to nothing beyond them."] * 12
)  # no text is that short by mistake


@dataclass(frozen=True)
class Commit:
    """`files` gives the text of a path, None where it is deleted. Author and committer share the time, unless told."""

    message: str
    at: str
    files: Mapping[str, str | None] = field(default_factory=dict)
    by: str = BOT
    committed_at: str | None = None


def record(
    path: str, text: str, at: str, *, kind: str = "Record new changes of", pages: int | None = 1, **more: str
) -> Commit:
    """A commit as the archive makes it: `path` is `Service/Type`; `pages` are the snapshots its message names."""
    links = [f"{SNAPSHOTS}/{number:040x}" for number in range(1, (pages or 0) + 1)]
    body = {
        None: "",
        1: f"\n\nThis version was recorded after extracting from snapshot {''.join(links)}\n\nX-engine-version: 14.0.0",
    }.get(
        pages,
        "\n\nThis version was recorded after extracting from and assembling the following snapshots from "
        f"{pages} source documents:\n" + "\n".join(f"- {link}" for link in links),
    )
    return Commit(f"{kind} {path.replace('/', ' ')}{body}\n", at, {f"{path}.md": text}, **more)


def repository(
    folder: Path, commits: Sequence[Commit], *, is_bare: bool = False, remote: str = f"{PUBLIC}.git"
) -> Path:
    """A repository of these commits, one after the other; without a working tree's files, which nobody reads."""
    bare = ["--bare"] if is_bare else []
    git(None, "init", "-q", "-b", "main", *bare, str(folder))
    if remote:
        git(folder, "remote", "add", "origin", remote)
    extend(folder, commits)
    return folder


def extend(folder: Path, commits: Sequence[Commit]) -> None:
    """More commits on the same branch."""
    has_parent = bool(git(folder, "for-each-ref", "refs/heads/main"))
    stream = "".join(_stream(commits, has_parent=has_parent))
    git(folder, "fast-import", "--quiet", "--date-format=raw", given=stream)


def _stream(commits: Sequence[Commit], *, has_parent: bool) -> Iterator[str]:
    for nth, commit in enumerate(commits):
        yield "commit refs/heads/main\n"
        yield f"author {commit.by} {_raw(commit.at)}\n"
        yield f"committer {commit.by} {_raw(commit.committed_at or commit.at)}\n"
        yield _data(commit.message)
        yield "from refs/heads/main^0\n" if has_parent and not nth else ""
        for path, text in commit.files.items():
            quoted = '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
            yield f"D {quoted}\n" if text is None else f"M 100644 inline {quoted}\n{_data(text)}"
        yield "\n"


def _raw(at: str) -> str:
    return f"{int(datetime.fromisoformat(at).timestamp())} +0200"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"


def git(folder: Path | None, *arguments: str, given: str = "") -> str:
    """What a git command prints."""
    where = ["-C", str(folder)] if folder else []
    done = subprocess.run(["git", *where, *arguments], input=given.encode(), capture_output=True, check=True)
    return done.stdout.decode()


def dataset(folder: Path, texts: Mapping[str, str], *, readme: str = f"See [here]({PUBLIC}).") -> Path:
    """A dataset folder: text by `Service/Type/<time>`."""
    for path, text in texts.items():
        file = folder / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "README.md").write_text(readme, encoding="utf-8")
    return folder
