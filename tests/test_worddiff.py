"""What changed is shown word by word, and nothing is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.worddiff import word_diff

PIECES = [
    "We",
    " may",
    " share",
    " your",
    " data",
    ".",
    ",",
    " ",
    "  ",
    "\n",
    " not",
    " sell",
    "?",
    '"',
    ". We",
    " don't",
]
WORDINGS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=25)
SIGNS = {"same": "", "removed": "-", "added": "+"}


def shown(before: str, after: str) -> list[str]:
    return [SIGNS[piece.kind] + piece.text for piece in word_diff(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("", "a b", ["+a b"]),
        ("a b", "", ["-a b"]),
        ("We share.", "We share.", ["We share."]),
        ("We may share data.", "We share data.", ["We", "- may", " share data."]),
        ("We will share your data.", "We shall share your data.", ["We", "- will", "+ shall", " share your data."]),
        ("your data.", "your data and more.", ["your data", "+ and more", "."]),
        ("We sell, or share.", "We rent, or share.", ["We", "- sell", "+ rent", ", or share."]),
        ("a big old dog, cat", "a new small cow, hen", ["a", "- big old dog, cat", "+ new small cow, hen"]),
        ("One. Two three. Four.", "One. Four. Two three.", ["One.", "+ Four.", " Two three.", "- Four."]),
    ],
)
def test_the_diff_is_by_words(before: str, after: str, pieces: list[str]) -> None:
    assert shown(before, after) == pieces


@settings(max_examples=500, deadline=None)
@given(WORDINGS, WORDINGS)
def test_joined_pieces_give_both_wordings(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(
        left != right and (left, right) != ("added", "removed") for left, right in zip(kinds, kinds[1:], strict=False)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a. " * 20_000, "b. " + "a. " * 20_000 + "c."),
        ("x y z " * 10_000, "z x " * 15_000),
        (" ".join(f"w{nth}" for nth in range(30_000)), " ".join(f"w{nth}" for nth in range(30_000, 0, -1))),
    ],
)
def test_long_wordings_take_seconds_at_most(before: str, after: str) -> None:
    started = time.perf_counter()
    word_diff(before, after)
    assert time.perf_counter() - started < 4
