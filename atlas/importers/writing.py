"""Files into the content folder so that an import may be killed at any moment and run again.

In: files by path. Each is written whole into a staging folder (`.import-ota` in the content folder, which nothing
reads) and moved: a new platform or document as one folder, in one step; what is added to a document file by file, its
texts, which a journal lists meanwhile, before the captures.yaml that names them. So no file is ever half there, a check
finds no fault, and what a killed run left to do the next one does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from atlas.journal import journal, left_in, recover
from atlas.writing import alone

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
        with ExitStack() as journals:
            for document, texts in groupby(sorted(path for path in files if "/text/" in path), _document):
                if (self.content / document).is_dir():
                    names = (path.removeprefix(f"{document}/") for path in texts)
                    journals.enter_context(journal(self.content / document, names))
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


def _document(path: str) -> str:
    return path.split("/text/")[0]


def _order(path: str) -> tuple[bool, str]:
    return path.endswith(_LAST), path


@contextmanager
def desk(content: Path) -> Iterator[Desk]:
    """A desk while nobody else writes into the folder; what a killed run left on it, or half put, is thrown away."""
    staging = content / STAGING
    with alone(content):
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        for folder in left_in(content):
            recover(folder)
        try:
            yield Desk(content, staging)
        finally:
            shutil.rmtree(staging)
