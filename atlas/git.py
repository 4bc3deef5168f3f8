"""What git knows of a folder: files as they stood at a revision, their hashes, who still holds one, the newest date.

In: a folder inside a work tree, and the name of a revision. Out: bytes and names, paths always as seen from the folder.
Every call is one `git` process. Refused with the command that mends it: a folder outside git, a revision git does not
know, no git at all.

    >>> blob_name(b"hello\\n")
    'ce013625030ba8dba906f756967f9e9ca394464a'
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from atlas.problems import AtlasError

LOOKED_BACK = 100  # commits of a file that are looked through for one that is sound


def files_at(folder: Path, revision: str) -> dict[str, str]:
    """Path and blob name of every file below the folder at a revision; empty when the folder was not there yet."""
    listing = _git(folder, "ls-tree", "-r", "-z", _commit(folder, revision), ".")
    entries = (entry.split(b"\t", 1) for entry in listing.split(b"\0") if entry)
    return {path.decode("utf-8", "surrogateescape"): about.split()[2].decode() for about, path in entries}


def blobs(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of blobs, by name; one process for all of them."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    answer = _git(folder, "cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode())
    found: dict[str, bytes] = {}
    at = 0
    for name in wanted:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        found[name] = answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def blob_name(data: bytes, *, like: str = "") -> str:
    """What git calls these bytes; `like` is a name of the repository, whose length tells which hash it uses."""
    algorithm = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return algorithm(b"blob %d\0" % len(data) + data).hexdigest()


def head_date(folder: Path) -> str | None:
    """The UTC day of the newest commit, by its committer; None outside git, and before the first commit."""
    try:
        seconds = _git(folder, "log", "-1", "--format=%ct").strip()
    except AtlasError:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat() if seconds else None


def bytes_at(folder: Path, revision: str, path: str) -> bytes | None:
    """A file as it stood at a revision; None where either was not there."""
    return _asked(folder, "cat-file", "blob", f"{revision}:./{path}")


def holds(folder: Path, revision: str, path: str) -> bool:
    """Whether a file or folder stood there at a revision."""
    return _asked(folder, "cat-file", "-e", f"{revision}:./{path}") is not None


def is_complete(folder: Path) -> bool:
    """Whether git knows the whole history of the folder."""
    return (_asked(folder, "rev-parse", "--is-shallow-repository") or b"").strip() == b"false"


def revisions_of(folder: Path, paths: Iterable[str], published: str) -> list[str]:
    """Revisions to look for files in as they were published, best first: HEAD, unless a merge is going on; then the
    branch itself and its commits that changed one, or those of the `published` branch if this one left it."""
    is_merging = _asked(folder, "rev-parse", "--verify", "--quiet", "MERGE_HEAD") is not None
    own = "HEAD" if is_merging else "HEAD^1"
    has_left = _asked(folder, "rev-parse", "--verify", "--quiet", f"{published}^{{commit}}") is not None
    has_left = has_left and _asked(folder, "merge-base", "--is-ancestor", published, own) is None
    trunk = published if has_left else own
    return [*([] if is_merging else ["HEAD"]), trunk, *changes_of(folder, paths, trunk)]


def changes_of(folder: Path, paths: Iterable[str], revision: str) -> list[str]:
    """The commits of a branch up to a revision that changed a file, newest first; none where git does not know it."""
    log = ("log", "--first-parent", "-m", "--format=%h", "-n", str(LOOKED_BACK), "--end-of-options", revision, "--")
    return (_asked(folder, *log, *paths) or b"").decode().split()


def _asked(folder: Path, *arguments: str) -> bytes | None:
    """What git answers; None where it says no, and outside git."""
    try:
        return _git(folder, *arguments)
    except AtlasError:
        return None


def _commit(folder: Path, revision: str) -> str:
    """The commit a revision names."""
    _git(folder, "rev-parse", "--git-dir")
    try:
        named = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except AtlasError:
        what = f"git knows no revision '{revision}'; fetch it (`git fetch origin`), or name another with --base"
        raise AtlasError(what) from None
    return named.decode().strip()


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    command = ["git", "--no-pager", "--no-replace-objects", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, env=_environment(), check=False)
    except FileNotFoundError:
        raise AtlasError("git is not installed; install it, or run without --base") from None
    if done.returncode:
        raise AtlasError(_refusal(folder, done.stderr.decode("utf-8", "replace")))
    return done.stdout


def _environment() -> dict[str, str]:
    """Ours, less what would lead git to another repository (it is set while git runs a hook), and with no network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "LC_ALL": "C.UTF-8", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


def _refusal(folder: Path, said: str) -> str:
    if "not a git repository" in said:
        return f"'{folder}' is in no git repository; run this in a clone, or without --base"
    return f"git failed in '{folder}': {' '.join(said.split()) or 'it said nothing'}"
