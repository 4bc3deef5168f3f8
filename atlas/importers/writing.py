"""Files into the content folder so that an import may be killed at any moment and run again.

In: files by path. Each is written whole into a staging folder (`.import-ota` in the content folder, which nothing
reads) and moved: a new platform or document as one folder, in one step; what is added to a document file by file, its
texts before the captures.yaml that names them. So no file is ever half there, and what a killed run left to do the
next one does. A text may stand for that moment without a capture. One import at a time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from atlas.problems import AtlasError

try:
    import fcntl
except ImportError:  # Windows: two imports into one folder at a time are then the user's care
    fcntl = None  # type: ignore[assignment]

STAGING = ".import-ota"
_LAST = ("captures.yaml", "entity.yaml")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where files are put: the content folder, and the staging folder in it."""

    content: Path
    staging: Path

    def put(self, files: Mapping[str, bytes]) -> None:
        """Puts files of one platform, or files beside them, where they belong."""
        for path, data in files.items():
            staged = self.staging / path
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(data)
        for path in sorted(files, key=_order):
            step = self._step(path)
            if (self.staging / step).exists():  # it has not gone with the folder of one before it
                os.replace(self.staging / step, self.content / step)

    def _step(self, path: str) -> str:
        """What to move for a file: the highest folder above it that is not there yet (no higher than a platform's), or
        the file."""
        parts = path.split("/")
        for depth in range(2, len(parts)):
            folder = "/".join(parts[:depth])
            if not (self.content / folder).exists():
                (self.content / folder).parent.mkdir(exist_ok=True)
                return folder
        return path


def _order(path: str) -> tuple[bool, str]:
    return path.endswith(_LAST), path


@contextmanager
def desk(content: Path) -> Iterator[Desk]:
    """A desk while nobody else imports there; what a killed run left on it is thrown away."""
    staging = content / STAGING
    staging.mkdir(exist_ok=True)
    with _locked(staging):
        for left in staging.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        try:
            yield Desk(content, staging)
        finally:
            shutil.rmtree(staging)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """A lock on the folder itself, which leaves nothing behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    if fcntl:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AtlasError(f"another import is writing there; wait for it to end ({folder})") from None
