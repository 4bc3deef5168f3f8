"""Writing into the content folder: one command at a time, every file replaced whole.

In: the folder, paths from it, bytes. A command that is killed leaves each file as it was or as it was to be.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from atlas.problems import AtlasError

try:
    import fcntl
except ImportError:  # Windows: two commands that write at a time are then the user's care
    fcntl = None  # type: ignore[assignment]

PARTIAL = ".writing.part"  # a dotfile, which the reader passes over; the next write takes its place


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else writes into the folder meanwhile."""
    if not folder.is_dir() or not fcntl:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AtlasError(f"another command is writing into '{folder}'; wait for it to end") from None
        yield
    finally:
        os.close(handle)


def read(folder: Path, path: str) -> bytes:
    """A file's bytes, none when it is not there."""
    return (folder / path).read_bytes() if (folder / path).is_file() else b""


def write(folder: Path, path: str, data: bytes) -> None:
    """Replaces a file whole, or makes it."""
    partial = folder / PARTIAL
    partial.write_bytes(data)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    os.replace(partial, folder / path)
