"""JSON Schemas of every kind of record, made from the classes that validate them, for editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from atlas.reading import MODELS, SHEETS, TABLES
from atlas.vocabulary import Site


def schemas() -> dict[str, dict[str, Any]]:
    """Schema by file name. Scalars are what YAML makes of them in an editor: a number may stand where we read text."""
    sources: dict[str, Any] = {"site": Site, **MODELS, **SHEETS}
    sources |= {name.removesuffix(".yaml"): table for name, table in TABLES.items()}
    return {f"{name}.schema.json": _schema(name, model) for name, model in sorted(sources.items())}


def _schema(name: str, model: Any) -> dict[str, Any]:
    made = TypeAdapter(model).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": name}


def write_schemas(folder: Path) -> Iterator[Path]:
    """Writes them all; gives each path as it is done."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        path = folder / name
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        yield path
