"""A built site onto the disk in one step: either all of it is there, or what was there before.

Into an empty place the site is built beside and renamed. Onto an existing one every file that changed is replaced
whole, under a lock, by a journal: a run that finds the journal of one that was cut short finishes it; a staging folder
without a journal was never complete and is thrown away. Nothing half-written is ever served.

What else lies in the folder of a site is deleted, so `refuse_foreign` lets no folder be one that holds other work.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from atlas.problems import AtlasError

try:
    import fcntl
except ImportError:  # Windows: two builds into one folder at a time are then the user's care
    fcntl = None  # type: ignore[assignment]

JOURNAL = "journal.json"
MARKS = ("_headers", "_redirects", "feed.atom", "robots.txt", "sitemap.xml")  # what is no page, at every site's top


def refuse_foreign(out: Path, apart: Iterable[Path]) -> None:
    """Refuses a place for the site where other work would be deleted: one that is, holds or lies inside a folder of
    `apart`, that holds the folder we work in, or that holds files and is no site of ours."""
    if blocking := next((path for path in (out, *out.parents) if path.exists() and not path.is_dir()), None):
        raise AtlasError(f"--out must be a folder; '{blocking}' is a file")
    for folder in apart:
        if _meet(out, folder):
            raise AtlasError(f"--out must be a folder apart from '{folder}'; got '{out}', choose another")
    if any(here.is_relative_to(there) for here in _spellings(Path()) for there in _spellings(out)):
        raise AtlasError(f"--out must not hold the folder you work in; got '{out}', choose another")
    if out.is_dir() and any(out.iterdir()) and not _is_ours(out):
        what = "must be a new or empty folder, or one that a build made"
        raise AtlasError(f"--out {what}; '{out}' holds other files, choose another or empty it")


def _meet(one: Path, other: Path) -> bool:
    """Whether one folder is the other, or lies inside it, as they are spelled or where links lead."""
    pairs = [(a, b) for a in _spellings(one) for b in _spellings(other)]
    return any(a.is_relative_to(b) or b.is_relative_to(a) for a, b in pairs)


def _spellings(path: Path) -> tuple[Path, Path]:
    return Path(os.path.abspath(path)), path.resolve()


def _is_ours(out: Path) -> bool:
    """Whether a build made a folder: it has what every site has at its top and is no repository, or a build that was
    cut short left its journal beside it."""
    if (_staging_of(out) / JOURNAL).exists():
        return True
    return all((out / name).is_file() for name in MARKS) and not (out / ".git").exists()


def _staging_of(out: Path) -> Path:
    return out.parent / f".{out.name}.staging"


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A staging folder beside `out` while nobody else writes there; what an earlier run left is finished or undone."""
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = _staging_of(out)
    with _locked(out.parent / f".{out.name}.lock"):
        if (staging / JOURNAL).exists():
            _carry_out(staging, out)
        shutil.rmtree(staging, ignore_errors=True)
        (staging / "files").mkdir(parents=True)
        try:
            yield staging / "files"
        finally:
            if not (staging / JOURNAL).exists():
                shutil.rmtree(staging, ignore_errors=True)


def publish(files: Path, out: Path, keep: Iterable[str]) -> tuple[int, int]:
    """Makes `out` hold the staged files and those it keeps, and no other. Gives how many were written and deleted."""
    staged_files = sorted(path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file())
    if not out.exists():
        os.replace(files, out)
        return len(staged_files), 0
    wanted = {*staged_files, *keep}
    gone = sorted(path for path in _paths(out) if path not in wanted)
    staging = files.parent
    partial = staging / (JOURNAL + ".part")
    partial.write_text(json.dumps({"move": staged_files, "delete": gone}))
    os.replace(partial, staging / JOURNAL)
    _carry_out(staging, out)
    return len(staged_files), len(gone)


def _paths(folder: Path | str, above: str = "") -> Iterator[str]:
    """Every file and link below a folder, no link followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _paths(entry.path, f"{above}{entry.name}/")
            else:
                yield f"{above}{entry.name}"


def _carry_out(staging: Path, out: Path) -> None:
    """Every step of the journal that is not done yet; each is whole or not at all, and may be done twice."""
    journal = json.loads((staging / JOURNAL).read_text())
    for name in journal["move"]:
        source, target = staging / "files" / name, out / name
        if source.exists():
            _make_way(target, out)
            os.replace(source, target)
    for name in journal["delete"]:
        gone = out / name
        if gone.is_file() or gone.is_symlink():  # a folder of that name is of the new site, and so is a file above it
            gone.unlink()
        _drop_empty(gone.parent, out)
    (staging / JOURNAL).unlink()


def _make_way(target: Path, out: Path) -> None:
    """Folders down to a file, where a file may stand in their place, and none where a folder does."""
    for folder in reversed([parent for parent in target.parents if parent != out and out in parent.parents]):
        if folder.is_file() or folder.is_symlink():
            folder.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)


def _drop_empty(folder: Path, out: Path) -> None:
    while folder != out and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise AtlasError(f"another build is writing there; wait for it to end ({path})") from None
        yield
