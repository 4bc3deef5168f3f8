"""Runs, returns and re-readings are derived from captures and their texts alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.making import Tree, at, stamp

A, B, C = (
    "We keep your data for thirty days.",
    "We keep your data for sixty days.",
    "We keep your data as long as we like.",
)
GONE = "This page isn't available."


def runs(tree: Tree) -> list[list[int]]:
    """The numbers of the captures of each run."""
    moments = {at(number): number for number in range(20)}
    return [[moments[capture] for capture in run.captures] for run in tree.history("acme/terms").runs]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([A], [[0]]),
        ([A, A, A], [[0, 1, 2]]),
        ([A, B], [[0], [1]]),
        ([A, A, B, B, C], [[0, 1], [2, 3], [4]]),
        ([A, B, A], [[0], [1], [2]]),
        ([A, f"**{A}**", f"# {A}"], [[0, 1, 2]]),
        ([A + " Updated 12 January 2026.", A + " Updated January 12th, 2026."], [[0, 1]]),
        ([A + " Updated 12 January 2026.", A + " Updated 13 January 2026."], [[0], [1]]),
        ([A, A.upper()], [[0], [1]]),
    ],
)
def test_captures_of_the_same_words_form_a_run(texts: list[str], expected: list[list[int]], tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", texts)
    assert runs(tree) == expected


def test_what_a_document_calls_volatile_makes_no_run(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    texts = [A + " Updated: 6 days ago", A + " Updated: 9 days ago", B + " Updated: 2 days ago"]
    tree.document("acme/terms", texts, volatile=[{"pattern": r"Updated: \d+ days ago", "why": "varies"}])
    assert runs(tree) == [[0, 1], [2]]


@pytest.mark.parametrize("what", ["unusable", "withheld"])
def test_a_text_that_may_not_be_used_is_in_no_run_and_parts_none(what: str, tmp_path: Path) -> None:
    note: dict[str, Any] = (
        {"unusable": {"why": "error-page"}}
        if what == "unusable"
        else {"withheld": {"on": "2026-02-01", "reason": "Order"}}
    )
    tree = Tree(tmp_path)
    tree.document("acme/terms", [A, GONE, A, B], notes={"texts": {stamp(1): note}})
    assert runs(tree) == [[0, 2], [3]]


def test_a_document_of_unusable_texts_has_no_run(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [GONE], notes={"texts": {stamp(0): {"unusable": {"why": "error-page"}}}})
    history = tree.history("acme/terms")
    assert (history.runs, history.newest, history.changes) == ((), None, ())


def test_a_return_names_the_first_run_of_its_words_and_is_no_change(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [A, B, A, C, B])
    history = tree.history("acme/terms")
    assert [run.returns_to for run in history.runs] == [None, None, 0, None, 1]
    assert [run.number for run in history.changes] == [1, 3]


@pytest.mark.parametrize(
    ("marked", "notes", "reread"),
    [
        ({}, {}, [False, False]),
        ({1: {"reread": True}}, {}, [False, True]),
        ({1: {"reread": True}}, {stamp(1): {"reread": "confirmed"}}, [False, True]),
        ({1: {"reread": True}}, {stamp(1): {"reread": "real-change"}}, [False, False]),
        ({0: {"reread": True}}, {}, [False, False]),
    ],
)
def test_a_step_across_another_rule_of_reading_is_no_change_unless_a_note_says_so(
    marked: dict[int, dict[str, Any]], notes: dict[str, Any], reread: list[bool], tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    marked = {number: {key: str(value).lower() for key, value in fields.items()} for number, fields in marked.items()}
    tree.document("acme/terms", [A, B], captures=marked, notes={"captures": notes} if notes else None)
    history = tree.history("acme/terms")
    assert [run.is_reread for run in history.runs] == reread
    assert [run.number for run in history.changes] == ([] if reread[1] else [1])


def test_a_rereading_that_falls_on_an_unusable_text_counts_for_the_next_usable_one(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document(
        "acme/terms",
        [A, GONE, B],
        captures={1: {"reread": True}},
        notes={"texts": {stamp(1): {"unusable": {"why": "redirect"}}}},
    )
    assert [run.is_reread for run in tree.history("acme/terms").runs] == [False, True]


def test_a_rereading_within_a_run_marks_no_later_step(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [A, A, B], captures={1: {"reread": True}})
    assert [run.is_reread for run in tree.history("acme/terms").runs] == [False, False]


def test_a_run_was_last_seen_when_its_words_were_last_fetched(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [A, B], captures={0: {"seen_until": "2026-01-05T08:00:00Z"}})
    first, second = tree.history("acme/terms").runs
    assert (first.first_captured, first.last_seen) == (at(0), "2026-01-05T08:00:00Z")
    assert (second.first_captured, second.last_seen, second.stamp) == (at(1), at(1), stamp(1))


def test_a_run_is_found_by_each_of_its_captures(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [A, A, B])
    history = tree.history("acme/terms")
    assert [run and run.number for run in map(history.run_of, [at(0), at(1), at(2), at(3)])] == [0, 0, 1, None]
