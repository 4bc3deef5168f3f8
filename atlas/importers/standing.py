"""What already stands in the catalogue where an import would write: small tables, aliases, captures, notes.

In: a content folder. Out: values, read as strictly as `atlas check` reads them. A file with a fault raises `Faulty`,
for nothing may be added to what is not understood. Nothing else of the catalogue is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from atlas.problems import AtlasError, Problem
from atlas.reading import TABLES
from atlas.records import Captures, Document, Entity, Notes
from atlas.sources import Source, read_yaml


class Faulty(Exception):
    """A record in the way of an import is wrong; nothing was written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """A captures.yaml: its records, and the file as read (for places) with its bytes."""

    captures: Captures
    source: Source
    data: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """`moved` gives the present key of an entity or document by each former one."""

    folder: Path
    document_types: frozenset[str]
    archives: frozenset[str]
    moved: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> Standing:
        if not folder.is_dir():
            raise AtlasError(f"there is no content folder '{folder}'; name one with --content")
        tables = {name: _table(folder, name) for name in ("document-types.yaml", "archives.yaml")}
        return cls(folder, tables["document-types.yaml"], tables["archives.yaml"], dict(_aliases(folder)))

    def key(self, key: str) -> str:
        """Where a document stands or will stand: at its key, or where an alias says that it or its entity moved."""
        entity, _, document = key.partition("/")
        moved = self.moved.get(key) or f"{self.moved.get(entity, entity)}/{document}"
        return self.moved.get(moved, moved)

    def has(self, path: str) -> bool:
        return (self.folder / path).exists()

    def sheet(self, document: str) -> Sheet | None:
        """A document's captures, or None when there is no file of them."""
        path = f"platform/{document}/captures.yaml"
        if not self.has(path):
            return None
        source, captures = _read(self.folder, path, Captures)
        return Sheet(captures, source, (self.folder / path).read_bytes())

    def noted(self, document: str) -> frozenset[str]:
        """The stamps of the texts that an analyst has said something of."""
        path = f"platform/{document}/notes.yaml"
        return frozenset(_read(self.folder, path, Notes)[1].texts) if self.has(path) else frozenset()


def _table(folder: Path, name: str) -> frozenset[str]:
    return frozenset(_read(folder, name, TABLES[name])[1]) if (folder / name).exists() else frozenset()


def _aliases(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((folder / "platform").glob("*/entity.yaml")):
        entity = path.parent.name
        found |= dict.fromkeys(_read(folder, f"platform/{entity}/entity.yaml", Entity)[1].aliases, entity)
    for path in sorted((folder / "platform").glob("*/*/document.yaml")):
        key = "/".join(path.parts[-3:-1])
        for alias in _read(folder, f"platform/{key}/document.yaml", Document)[1].aliases:
            found[alias if "/" in alias else f"{key.split('/')[0]}/{alias}"] = key
    return found


def _read(folder: Path, path: str, model: Any) -> tuple[Source, Any]:
    """A record as its type reads it; an empty file holds nothing."""
    source, problems = read_yaml(path, (folder / path).read_bytes())
    if source is None or problems:
        raise Faulty(problems[0])
    try:
        return source, TypeAdapter(model).validate_python({} if source.value is None else source.value)
    except ValidationError as error:
        place = source.place(tuple(error.errors()[0]["loc"]))
        what = "record must be sound before anything is added to it; `atlas check` says what is wrong"
        raise Faulty(Problem(path, *place, "faulty-record", what)) from None
