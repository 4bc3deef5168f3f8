"""Content trees for tests: the sound one in `broken/base/`, with the files of another folder laid over it.

A file of the overlay replaces the one of the same path; an empty file `<name>.absent` takes `<name>` away. What git or
an editor would mangle (wrong bytes, links, sizes) is made here, at run time, for the rules that need it. Rules that
look back are broken since a commit: of the sound tree, with the overlay's own `before/` laid over it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from atlas.checks import SINCE_CHECKS
from atlas.memo import Memo
from atlas.problems import Problem
from atlas.site import Options, examine

BROKEN = Path(__file__).parent / "broken"
BASE = BROKEN / "base"
EXPECTED = "problems.txt"
BEFORE = "before"
REVISION = "HEAD"
SINCE = frozenset(check.name for check in SINCE_CHECKS)


def _oversized(content: Path) -> None:
    (content / "people.yaml").write_bytes(b"#" * 4_000_001)


def _in_latin_1(content: Path) -> None:
    (content / "people.yaml").write_bytes("ann: {name: Ann}\nbob: {name: Bøb}\n".encode("latin-1"))


def _reordering(content: Path) -> None:
    (content / "people.yaml").write_text("ann: {name: Ann}\nbob: {name: Bob\u202e}\n", encoding="utf-8")


def _linked(content: Path) -> None:
    (content / "operator/other.yaml").symlink_to("acme-corp.yaml")


def _piped(content: Path) -> None:
    (content / "platform/acme/terms/text/2026-01-10T080000Z.md").unlink()
    for name in ("people.yaml.fifo", "operator/pipe.yaml", "platform/acme/terms/text/2026-01-10T080000Z.md"):
        os.mkfifo(content / name)


def _large_original(content: Path) -> None:
    (content / "platform/acme/terms/original").mkdir(exist_ok=True)
    (content / "platform/acme/terms/original/2026-01-10T080000Z-1.html").write_bytes(b"0" * 1_001)


MADE: dict[str, Callable[[Path], None]] = {
    "file-too-large": _oversized,
    "not-utf8": _in_latin_1,
    "invisible-character": _reordering,
    "symbolic-link": _linked,
    "no-file": _piped,
    "original-too-large": _large_original,
}


def rules() -> list[str]:
    """The rules that have something to show: a folder with what they print."""
    return sorted(path.parent.name for path in BROKEN.glob(f"*/{EXPECTED}"))


def lay(content: Path, overlay: Path) -> None:
    """Lays the files of a folder over a content tree."""
    for path in sorted(overlay.rglob("*")):
        name = path.relative_to(overlay)
        if path.is_dir() or name.parts[0] in (EXPECTED, BEFORE):
            continue
        target = content / name
        if path.suffix == ".absent":
            target.with_suffix("").unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())


def broken(folder: Path, rule: str) -> Path:
    """The base tree in `folder`/content, broken as the rule's folder breaks it."""
    content = folder / "content"
    shutil.copytree(BASE, content)
    if rule in SINCE:
        lay(content, BROKEN / rule / BEFORE)
        commit(folder)
    lay(content, BROKEN / rule)
    if rule in MADE:
        MADE[rule](content)
    return content


def commit(folder: Path) -> None:
    """Makes a folder a repository with one commit, byte for byte, whatever this machine's settings are."""
    settings = ["user.name=Ann", "user.email=ann@atlas.example", "core.autocrlf=false", "commit.gpgsign=false"]
    git = ["git", *(word for setting in settings for word in ("-c", setting)), "-C", str(folder)]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Before"]):
        subprocess.run([*git, *command], check=True)


def problems(folder: Path, rule: str = "") -> list[Problem]:
    """What `atlas check` finds in `folder`/content, run from that folder; a rule that looks back, since the commit."""
    home = Path.cwd()
    os.chdir(folder)
    try:
        with Memo(None) as memo:
            base = REVISION if rule in SINCE else None
            return examine(Options(content=Path("content"), base=base, cache=None, jobs=1), memo).problems
    finally:
        os.chdir(home)
