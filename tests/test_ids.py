"""The grammar of identifiers, slugs, stamps and addresses."""

from __future__ import annotations

import pytest

from atlas.ids import (
    address,
    document_of,
    entity_of,
    file_of,
    id_pattern,
    slug_fault,
    stamp_of,
    text_address,
    time_of,
)  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "fault"),
    [
        ("ai-training", None),
        ("a", None),
        ("2026", None),
        ("x" * 80, None),
        ("x" * 81, "at most 80"),
        ("", "lower-case"),
        ("Acme", "lower-case"),
        ("a--b", "lower-case"),
        ("-a", "lower-case"),
        ("a-", "lower-case"),
        ("a_b", "lower-case"),
        ("café", "lower-case"),
        ("a\n", "lower-case"),
        ("text", "reserved"),
        ("finding", "reserved"),
        ("con", "reserved"),
        ("lpt9", "reserved"),
        ("p", "reserved"),
        ("texts", None),
    ],
)
def test_slugs(slug: str, fault: str | None) -> None:
    found = slug_fault(slug)
    assert found is None if fault is None else fault in (found or "")


@pytest.mark.parametrize(
    ("letter", "identifier", "is_one"),
    [
        ("P", "PA-P-000042", True),
        ("P", "PA-P-1000042", True),
        ("P", "PA-P-00042", False),
        ("D", "PA-D-00042", True),
        ("F", "PA-F-00042", True),
        ("E", "PA-E-0042", True),
        ("P", "PB-P-000042", False),
        ("P", "PA-D-000042", False),
        ("P", "pa-p-000042", False),
    ],
)
def test_identifiers(letter: str, identifier: str, is_one: bool) -> None:
    assert bool(id_pattern("PA", letter).fullmatch(identifier)) is is_one


def test_a_stamp_is_a_time_without_colons() -> None:
    assert stamp_of("2026-04-28T05:31:08Z") == "2026-04-28T053108Z"
    assert time_of("2026-04-28T053108Z") == "2026-04-28T05:31:08Z"


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        ("entity", "acme", "/platform/acme/"),
        ("document", "acme/terms", "/platform/acme/terms/"),
        ("provision", "acme/terms/arbitration", "/platform/acme/terms/arbitration/"),
        ("finding", "acme/terms/finding/arbitration", "/platform/acme/terms/finding/arbitration/"),
        ("clause-type", "arbitration", "/clause-type/arbitration/"),
        ("operator", "acme-corp", "/operator/acme-corp/"),
        ("page", "about", "/about/"),
    ],
)
def test_addresses(kind: str, key: str, expected: str) -> None:
    assert address(kind, key) == expected
    assert file_of(expected) == expected[1:] + "index.html"


def test_parts_of_keys() -> None:
    assert entity_of("acme/terms/finding/arbitration") == "acme"
    assert document_of("acme/terms/finding/arbitration") == document_of("acme/terms") == "acme/terms"
    assert text_address("acme/terms", "2026-04-28T053108Z") == "/platform/acme/terms/text/2026-04-28T053108Z/"
    assert file_of("/robots.txt") == "robots.txt"
