"""The JSON Schemas for editors say what the validation says: every record of content/ is valid, bad ones are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from atlas.reading import KINDS, MODELS, SHEETS, TABLES, kind_of, read
from atlas.schemas import schemas, write_schemas
from tests.making import Tree

PROJECT = Path(__file__).resolve().parents[1]
SCHEMAS = {name.removesuffix(".schema.json"): schema for name, schema in schemas().items()}


def as_an_editor_reads(path: Path) -> Any:
    """The YAML of a record file with the types an editor gives it, dates as the text that stands there."""
    text = path.read_text(encoding="utf-8")
    front = text.split("\n---", 1)[0].removeprefix("---") if path.suffix == ".md" else text
    return yaml.load(front, Loader=_EditorLoader) or {}


class _EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: no dates, true and false only."""


_EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp" and not (tag.endswith("bool") and first not in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def records_of(folder: Path) -> list[tuple[Path, str]]:
    """Every record file with the name of its schema."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        kind = kind_of(name)
        if name in TABLES or name == "site.yaml":
            found.append((path, path.stem))
        elif kind and kind[0] in SCHEMAS:
            found.append((path, kind[0]))
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


def test_there_is_a_schema_for_every_kind_of_record() -> None:
    kinds = {kind for _, kind in KINDS} - {"text", "original", "kept"}
    assert kinds == MODELS.keys() | SHEETS.keys()
    assert SCHEMAS.keys() == kinds | {"site", *(name.removesuffix(".yaml") for name in TABLES)}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_record_of_the_demonstration_is_valid(name: str) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMAS[name])
    files = [path for path, schema in records_of(PROJECT / "content") if schema == name]
    assert files
    for path in files:
        errors = [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
            for error in validator.iter_errors(as_an_editor_reads(path))
        ]
        assert errors == [], path


def provision(folder: Path) -> tuple[Tree, Path]:
    tree = Tree(folder)
    tree.document("acme/terms", ["We sell nothing of what you write."])
    tree.provision("acme/terms/sale", "We sell nothing of what you write.", actions=None)
    return tree, tree.content / "platform/acme/terms/sale.md"


GOOD_OR_BAD: list[tuple[str, Any, bool]] = [
    ("title", "Another title", True),
    ("title", "", False),
    ("title", None, False),
    ("title", ["a", "list"], False),
    ("titel", "A title", False),
    ("severity", "high", True),
    ("severity", "High", False),
    ("confidence", "sure", False),
    ("basis", None, False),
    ("capture", "2026-01-01", False),
    ("capture", "2026-01-01T08:00:00", False),
    ("clause_type", "Training", False),
    ("excerpts", [], False),
    ("excerpts", [{"heading": "No text"}], False),
    ("excerpts", [{"text": "We sell nothing of what you write.", "hedaing": "X"}], False),
    ("excerpts", [{"text": "We sell nothing of what you write.", "translation": {"text": "T", "by": "human"}}], True),
    ("excerpts", [{"text": "We sell nothing of what you write.", "translation": {"text": "T", "by": "nobody"}}], False),
    ("value", {"amount": 30, "unit": "day"}, True),
    ("value", [{"amount": 30, "unit": "day"}, {"amount": 2.5, "unit": "EUR"}], True),
    ("value", {"amount": 30, "unit": "fortnight"}, False),
    ("value", {"amount": "some", "unit": "day"}, False),
    ("scope", {"audience": ["individuals"], "except": {"regions": ["DE"]}}, True),
    ("scope", {"audience": ["everybody"]}, False),
    ("scope", {"audience": "individuals"}, False),
    ("analysed_on", "2026-02-30", False),
    ("analysed_on", "1 February 2026", False),
    ("draft", True, True),
    ("draft", "yes", False),
    ("withdrawn", {"on": "2026-02-01", "kind": "error", "reason": "Misread."}, True),
    ("withdrawn", {"on": "2026-02-01", "kind": "whim", "reason": "Misread."}, False),
    ("later", [{"capture": "2026-01-01T08:00:00Z", "verdict": "gone", "on": "2026-02-01"}], False),
    ("aliases", ["former-name", "acme/terms/former-name"], True),
    ("aliases", ["Former Name"], False),
    ("supersedes", ["acme/terms/old", "SA-P-000001"], True),
    ("supersedes", ["acme/terms/old/very/deep/path"], False),
    ("regulations", [{"id": "data-act", "relation": "limits", "why": "It does."}], True),
    ("regulations", [{"id": "data-act", "relation": "likes", "why": "It does."}], False),
    ("regulations", [{"id": "data-act", "relation": "limits"}], False),
]


@pytest.mark.parametrize(("key", "value", "is_good"), GOOD_OR_BAD)
def test_the_schema_and_the_validation_agree(key: str, value: Any, is_good: bool, tmp_path: Path) -> None:
    """Of shape alone: what needs a second record is no business of a schema."""
    tree, path = provision(tmp_path)
    fields = as_an_editor_reads(path) | {key: value}
    tree.write("platform/acme/terms/sale.md", fields, "## What it is\n\nWords.\n")
    _, problems = read(tree.content)
    validator = jsonschema.Draft202012Validator(
        SCHEMAS["provision"], format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    by_schema = [error.message for error in validator.iter_errors({k: v for k, v in fields.items() if v is not None})]
    assert ([str(problem) for problem in problems] == []) is is_good
    assert (by_schema == []) is is_good


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("document", "scope", {}),
        ("document", "scope", {"regions": ["DE"]}),
        ("document", "scope", {"audience": []}),
        ("document", "language", "English (US)"),
        ("clause-type", "answers", []),
        ("clause-type", "expected_in", []),
        ("site", "id_prefix", "sa"),
    ],
)
def test_an_editor_refuses_what_the_check_refuses(name: str, key: str, value: Any) -> None:
    path = next(path for path, schema in records_of(PROJECT / "content") if schema == name)
    validator = jsonschema.Draft202012Validator(SCHEMAS[name])
    fields = as_an_editor_reads(path)
    assert list(validator.iter_errors(fields)) == []
    assert list(validator.iter_errors(fields | {key: value})) != []


def test_schemas_are_files_that_name_themselves(tmp_path: Path) -> None:
    paths = list(write_schemas(tmp_path))
    assert len(paths) == len(SCHEMAS)
    for path in paths:
        schema = json.loads(path.read_text(encoding="utf-8"))
        assert (schema["$schema"], f"{schema['title']}.schema.json") == (
            "https://json-schema.org/draft/2020-12/schema",
            path.name,
        )
