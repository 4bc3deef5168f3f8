"""How problems are told: to people, to GitHub, to programs."""

from __future__ import annotations

import json

import pytest

from atlas.problems import (
    GITHUB_LIMIT,
    Problem,
    as_github,
    as_json,
    as_text,
    count,
    did_you_mean,
    errors,
    nearest,
    summary,
)  # fmt: skip

WRONG = Problem("content/a.md", 4, 14, "unknown-clause-type", "clause_type must name a file; got 'x'")
ADVICE = Problem("content/a.md", 2, 1, "short-excerpt", "text should be longer", is_advice=True)


def test_one_line_a_problem() -> None:
    assert as_text([ADVICE, WRONG]) == (
        "content/a.md:2:1: advice: text should be longer [short-excerpt]\n"
        "content/a.md:4:14: clause_type must name a file; got 'x' [unknown-clause-type]\n"
    )


def test_problems_sort_by_place() -> None:
    later = Problem("content/a.md", 10, 2, "r", "t")
    other = Problem("content/b.md", 1, 1, "r", "t")
    assert sorted([other, later, WRONG, ADVICE]) == [ADVICE, WRONG, later, other]


def test_advice_is_no_error() -> None:
    assert errors([ADVICE, WRONG]) == [WRONG]
    assert summary([ADVICE, WRONG]) == "1 error, 1 advice"
    assert summary([]) == "0 errors, 0 advice"


@pytest.mark.parametrize(
    ("word", "words", "expected"),
    [
        ("arbitraton", ["arbitration", "age-limit"], "arbitration"),
        ("confidense", ["confidence"], "confidence"),
        ("ED", ["DE", "FR"], "DE"),
        ("fee", ["free", "team"], "free"),
        ("xyz", ["arbitration"], None),
        ("anything", [], None),
        ("ab", ["aa", "ac"], "aa"),  # of equals the first in order
    ],
)
def test_the_nearest_word(word: str, words: list[str], expected: str | None) -> None:
    assert nearest(word, words) == expected
    assert did_you_mean(word, words) == (f", did you mean '{expected}'?" if expected else "")


@pytest.mark.parametrize(("number", "words"), [(0, "0 bytes"), (1, "1 byte"), (2, "2 bytes"), (1200, "1,200 bytes")])
def test_counts(number: int, words: str) -> None:
    assert count(number, "byte") == words
    assert count(2, "entity", "entities") == "2 entities"


def test_json_holds_every_field() -> None:
    value = json.loads(as_json([ADVICE, WRONG]))
    assert value["errors"] == 1
    assert value["rules"] == {"short-excerpt": 1, "unknown-clause-type": 1}
    assert value["problems"][1] == {
        "path": "content/a.md", "line": 4, "column": 14, "rule": "unknown-clause-type",
        "text": "clause_type must name a file; got 'x'", "is_advice": False,
    }  # fmt: skip


def test_github_is_given_ten_of_each_level_and_all_in_a_group() -> None:
    wrong = [Problem("a.md", line, 1, "r", "t") for line in range(1, 15)]
    advice = [Problem("a.md", line, 1, "r", "t", is_advice=True) for line in range(1, 13)]
    lines = as_github([*wrong, *advice]).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == GITHUB_LIMIT
    assert sum(line.startswith("::warning ") for line in lines) == GITHUB_LIMIT
    assert lines[2 * GITHUB_LIMIT :][:1] == ["::group::All problems"]
    assert len(lines) == 2 * GITHUB_LIMIT + 14 + 12 + 2


def test_github_escapes_what_would_end_a_command() -> None:
    line = as_github([Problem("a,b:c.md", 1, 2, "r", "100% of\nit: so, ::error::")]).splitlines()[0]
    assert line == "::error file=a%2Cb%3Ac.md,line=1,col=2,title=r::100%25 of%0Ait: so, ::error::"
