"""An Open Terms Archive dataset: a folder of `Service/Type/<time>.md`, one file a version.

In: the folder, as unpacked. Out: a `Collection`. A dataset does not say which versions are re-readings, how many pages
a text joins or which documents are gone; the repository does. Times: `2021-08-01T01-03-12Z`, with colons or without
separators too; fractions of a second are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from atlas.importers.archive import Address, Collection, Texts, Version
from atlas.problems import AtlasError

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)[-:]?(\d\d)[-:]?(\d\d)(?:[-.]\d{1,9})?Z")
_VERSIONS = re.compile(r"https://[^\s)\]>\"']+-versions\b")


@dataclass(frozen=True, slots=True)
class DatasetArchive:
    folder: Path
    url: str | None = None

    def collection(self) -> Collection:
        found = sorted(self._files(), key=lambda file: (file[0].parts, file[1]))
        if not found:
            what = "neither a git repository nor a folder of Service/Type/2021-08-01T01-03-12Z.md"
            raise AtlasError(f"'{self.folder}' is {what}; clone a collection's versions, or unpack its dataset")
        address = Address(self._url())
        versions = tuple(_version(path, recorded_at, address) for path, recorded_at in found)
        return Collection(versions, None, silent_on="which versions are re-readings of the same page")

    @contextmanager
    def texts(self) -> Iterator[Texts]:
        yield lambda ref: (self.folder / ref).read_bytes()

    def _files(self) -> Iterator[tuple[Path, str]]:
        """Every version's file below the folder, and its time."""
        for path in self.folder.glob("*/*/*.md"):
            relative = path.relative_to(self.folder)
            if (time := _TIME.fullmatch(path.stem)) and path.is_file() and not relative.parts[0].startswith("."):
                yield relative, f"{time[1]}T{time[2]}:{time[3]}:{time[4]}Z"

    def _url(self) -> str:
        """Where the collection is public: as told, or as the dataset's own README says."""
        readme = self.folder / "README.md"
        said = _VERSIONS.search(readme.read_text(encoding="utf-8", errors="replace")) if readme.is_file() else None
        if not (self.url or said):
            raise AtlasError(
                f"nothing in '{self.folder}' says where its collection is public; say so with --url https://..."
            )
        return (self.url or (said[0] if said else "")).rstrip("/")


def _version(path: Path, recorded_at: str, address: Address) -> Version:
    names = path.parts[0], path.parts[1]
    return Version(names, recorded_at, path.as_posix(), address.url, address.file(names))
