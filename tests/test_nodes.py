"""Edits of a record leave every other byte as it was."""

from __future__ import annotations

import pytest

from atlas.nodes import Layout
from atlas.problems import AtlasError

RECORD = b"""---\r
# who wrote this\r
title: 'Old'   # kept\r
capture: 2026-01-10T08:00:00Z\r
excerpts:\r
  # the clause\r
  - text: >-\r
      We may\r
      share.\r
    # about it\r
    heading: "1. Data"\r
\r
later: [{verdict: same}]\r
empty: []  # none\r
---\r
## Body\r
"""


def layout(data: bytes = RECORD) -> Layout:
    return Layout.of("a.md" if data.startswith(b"---") else "a.yaml", data)


def test_a_value_is_found_with_its_quotes_and_block() -> None:
    found = layout()
    assert found.text[slice(*found.span(found.node("title")))] == "'Old'"
    assert found.text[slice(*found.span(found.node("excerpts", 0, "text")))].endswith("share.")
    assert found.text[slice(*found.span(found.node("excerpts")))].endswith('"1. Data"')
    assert found.node("excerpts", 1) is None
    assert found.node("title", "x") is None


def test_words_lines_keys_and_items_are_put_where_they_belong() -> None:
    found = layout()
    made = found.made(
        [
            found.with_words(found.node("title"), "New"),
            found.with_key((), "note", ["note: x"], after=("capture", "nothing")),
            found.with_key(("excerpts", 0), "language", ["language: de"], after=("text",)),
            *found.with_item(("excerpts",), ["- text: more"]),
            *found.with_item(("later",), ["- {verdict: removed}"]),
            *found.with_item(("empty",), ["- first"]),
        ]
    )
    expected = RECORD.decode()
    for old, new in (
        ("'Old'", "'New'"),
        ("08:00:00Z\r\n", "08:00:00Z\r\nnote: x\r\n"),
        ("share.\r\n", "share.\r\n    language: de\r\n"),
        ('Data"\r\n', 'Data"\r\n  - text: more\r\n'),
        ("same}]", "same}, {verdict: removed}]"),
        ("empty: []  # none\r\n", "empty:   # none\r\n- first\r\n"),
    ):
        expected = expected.replace(old, new)
    assert made.decode() == expected


def test_an_item_can_come_first() -> None:
    found = layout(b"a:\n  # one\n  - 1\n  - 2\nb: [1]\n")
    made = found.made(
        [*found.with_item(("a",), ["- 0"], is_first=True), *found.with_item(("b",), ["- 0"], is_first=True)]
    )
    assert made == b"a:\n  # one\n  - 0\n  - 1\n  - 2\nb: [0, 1]\n"


def test_a_file_that_does_not_end_its_last_line_gets_one() -> None:
    found = layout(b"a: 1")
    assert found.made([found.with_key((), "b", ["b: 2"], after=("a",))]) == b"a: 1\nb: 2\n"
    found = layout(b"")
    assert found.made([found.with_key((), "b", ["b: 2"], after=())]) == b"b: 2\n"


@pytest.mark.parametrize("data", [b"{a: 1}", b"- a\n", b"a: [\n", b"---\na: 1\n", b"a: 1\na: 2\n"])
def test_what_cannot_be_edited_is_refused(data: bytes) -> None:
    with pytest.raises(AtlasError):
        layout(data)


def test_an_edit_that_says_something_else_than_expected_is_refused() -> None:
    found = layout(b"a: 1\nb:\n  c: 2\n")
    with pytest.raises(AtlasError, match="edit it by hand"):
        found.made([(0, 0, "x: [")])
    with pytest.raises(AtlasError, match="edit it by hand"):
        found.made([found.with_words(found.node("a"), "2")], {"a": "3", "b": {"c": "2"}})
    with pytest.raises(AtlasError, match="must be lines that begin with '- '"):
        layout(b"a: [x]\n").with_item(("a",), ["- b: 1", "  c: 2"])
