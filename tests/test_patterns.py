"""Regular expressions that never end are known by their form."""

from __future__ import annotations

import re
from time import perf_counter

import pytest

from atlas.checks.patterns import nests_repeats


@pytest.mark.parametrize(
    "pattern",
    [
        "(([a-z ]+)+)+X", "(a+)+", "(a*)*", "(?:a+b?)*", "(a{2,})+", "(a{1,3})*", "(a+){5,}", "(a+){1,9}", "(a+){,}",
        "(?:x(a|b+))+", "((a+)?)+", "(?P<n>a+)+", "(a+?)+?", "(a+)*?", r"(\d+,?)+;", "(?i:a+)+", "([])]+)+",
        "((a+)b{2})+", "(a{2}b+){6}",
    ],
)  # fmt: skip
def test_a_repeat_inside_a_repeat(pattern: str) -> None:
    re.compile(pattern)
    assert nests_repeats(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"Updated: \d+ (?:minutes?|hours?|days?) ago", "Last reviewed: .{1,20} ago", "a+b+c*", "(a+)b+", "(?:ab)+",
        "(a+)?", "(a+){3}", "(?:\\w+ ){1,4}", "(a++)+", "(?>a+)+", "(a+)++", r"(\(a\+\))+", "([*+]x)+", "(?:a{3})+",
        "(ab?)+", "(a{,1})+", "(?#(a+)x+", "x{}+", "a{1,b}+", r"[()+]+(a)+", "(a|b)+ (c+)", "",
    ],
)  # fmt: skip
def test_what_repeats_apart(pattern: str) -> None:
    re.compile(pattern)
    assert not nests_repeats(pattern)


def test_a_long_pattern_is_read_in_one_go() -> None:
    start = perf_counter()
    assert not nests_repeats("(" * 50 + "a" * 200_000 + ")" * 50)
    assert perf_counter() - start < 5
