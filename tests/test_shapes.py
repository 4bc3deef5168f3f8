"""What the scalars of records may look like, and how they are read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from atlas import shapes
from atlas.shapes import Accepted, Scope


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        ("Text", "  words ", "words"),
        ("Text", "NO", "NO"),
        ("Text", "012", "012"),
        ("Text", " \n", None),
        ("Text", None, None),
        ("Text", ["a"], None),
        ("Whole", "30", 30),
        ("Whole", "0", 0),
        ("Whole", "012", None),
        ("Whole", "-1", None),
        ("Whole", "1e3", None),
        ("Whole", "1_000", None),
        ("Whole", "\u0663", None),
        ("Whole", "9" * 16, None),
        ("Number", "2.5", 2.5),
        ("Number", "30", 30),
        ("Number", "1e3", None),
        ("Number", ".5", None),
        ("Number", "1.", None),
        ("Flag", "true", True),
        ("Flag", "false", False),
        ("Flag", "yes", None),
        ("Flag", "True", None),
        ("Day", "2026-07-08", date(2026, 7, 8)),
        ("Day", "2026-02-30", None),
        ("Day", "2026-7-8", None),
        ("Day", "2026-07-08T00:00:00Z", None),
        ("PartialDay", "2026", "2026"),
        ("PartialDay", "2026-07", "2026-07"),
        ("PartialDay", "2026-02-29", None),
        ("PartialDay", "2026-13", None),
        ("PartialDay", "26", None),
        ("Instant", "2026-04-28T05:31:08Z", "2026-04-28T05:31:08Z"),
        ("Instant", "2026-04-28T05:31:08+02:00", None),
        ("Instant", "2026-04-28T25:31:08Z", None),
        ("Instant", "2026-04-28 05:31:08Z", None),
        ("Stamp", "2026-04-28T053108Z", "2026-04-28T053108Z"),
        ("Stamp", "2026-04-28T05:31:08Z", None),
        ("Code", "NO", "NO"),
        ("Code", "US-CA", "US-CA"),
        ("Code", "EEA", "EEA"),
        ("Code", "world", "world"),
        ("Code", "no", None),
        ("Code", "U", None),
        ("Slug", "ai-training", "ai-training"),
        ("Slug", "text", None),
        ("Slug", "AI", None),
        ("Sha256", "a" * 64, "a" * 64),
        ("Sha256", "A" * 64, None),
        ("Sha256", "a" * 63, None),
        ("Web", "https://acme.example/terms?a=b#c", "https://acme.example/terms?a=b#c"),
        ("Web", "http://acme.example", "http://acme.example"),
        ("Web", "javascript:alert(1)", None),
        ("Web", "//acme.example", None),
        ("Web", "https://", None),
        ("Web", "https://acme.example/a b", None),
        ("Web", "https://user@acme.example/", None),
        ("Web", "https://[acme", None),
        ("Web", "mailto:desk@acme.example", None),
        ("Href", "mailto:desk@acme.example", "mailto:desk@acme.example"),
        ("Href", "https://acme.example", "https://acme.example"),
        ("Href", "mailto:desk", None),
        ("Href", "tel:+49", None),
        ("Reference", "PA-P-000042", "PA-P-000042"),
        ("Reference", "acme/terms/finding/arbitration", "acme/terms/finding/arbitration"),
        ("Reference", "/acme/terms/", None),
        ("Reference", "a/b/c/d/e", None),
        ("Handle", "desk", "desk"),
        ("Handle", "Desk", None),
        ("Alias", "old/path", "old/path"),
        ("Alias", "/old/", None),
    ],
)
def test_scalars(kind: str, given: Any, read: Any) -> None:
    adapter = TypeAdapter(getattr(shapes, kind))
    if read is None:
        with pytest.raises(ValidationError):
            adapter.validate_python(given)
    else:
        found = adapter.validate_python(given)
        assert found == read
        assert type(found) is type(read)


def test_lists_are_lists_and_become_tuples() -> None:
    assert Scope.model_validate({"audience": ["individuals"], "except": {"regions": ["US-CA"]}}).audience == (
        "individuals",
    )
    for given in ({"audience": "individuals"}, {"audience": None}, {"audience": ["individual"]}):
        with pytest.raises(ValidationError):
            Scope.model_validate(given)


def test_values_are_frozen_comparable_and_closed() -> None:
    accepted = Accepted.model_validate({"rule": "a", "why": "b"})
    assert accepted == Accepted.model_validate({"rule": "a", "why": "b"})
    assert hash(accepted)
    with pytest.raises(ValidationError):
        accepted.rule = "c"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Accepted.model_validate({"rule": "a", "why": "b", "who": "c"})


def test_a_field_is_named_as_in_the_file_only() -> None:
    with pytest.raises(ValidationError):
        Scope.model_validate({"except_": {}})


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("Day", {"format": "date"}),
        ("Instant", {"format": "date-time"}),
        ("Web", {"format": "uri"}),
        ("Flag", {"type": "boolean"}),
    ],
)
def test_types_describe_themselves_to_editors(kind: str, part: dict[str, str]) -> None:
    schema = TypeAdapter(getattr(shapes, kind)).json_schema()
    assert schema.items() >= part.items()
