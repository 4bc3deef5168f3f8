"""What is wrong, and where: one value per fault, sorted, printed for people, for GitHub or for programs.

In: faults found anywhere in the pipe. Out: text. A problem is *content* that is wrong; surroundings that are wrong
(no Pagefind, no folder) raise `AtlasError`, which names the mend. Our own faults crash.

    >>> print(Problem("site.yaml", 3, 1, "missing-key", "title must be given"))
    site.yaml:3:1: title must be given [missing-key]
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

GITHUB_LIMIT = 10  # annotations of one level that GitHub shows for a step; the rest would vanish unseen


class AtlasError(Exception):
    """The surroundings are wrong; the text says what is, and the command or edit that mends it. Exit code 2."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: `path` as a person would open it, `line` and `column` counted from 1, `rule` the name of the check.

    `is_advice` needs judgement and stops nothing; everything else is an error and stops the build.
    """

    path: str
    line: int
    column: int
    rule: str
    text: str
    is_advice: bool = False

    def __str__(self) -> str:
        mark = "advice: " if self.is_advice else ""
        return f"{self.path}:{self.line}:{self.column}: {mark}{self.text} [{self.rule}]"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [problem for problem in problems if not problem.is_advice]


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None when none is near."""
    limit = max(1, len(word) // 3)
    found = process.extractOne(word, sorted(words), scorer=OSA.distance, score_cutoff=limit)
    return found[0] if found else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """`, did you mean 'x'?` or nothing: the tail of a message about an unknown word."""
    near = nearest(word, words)
    return f", did you mean '{near}'?" if near else ""


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 error`, `2 errors`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def summary(problems: Sequence[Problem]) -> str:
    """The last line of a report."""
    wrong = len(errors(problems))
    return f"{count(wrong, 'error')}, {len(problems) - wrong:,} advice"


def as_text(problems: Sequence[Problem]) -> str:
    """One line a problem."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with the fields of `Problem`, and the counts."""
    rules = dict(sorted(Counter(problem.rule for problem in problems).items()))
    value = {"errors": len(errors(problems)), "rules": rules, "problems": [asdict(problem) for problem in problems]}
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def as_github(problems: Sequence[Problem]) -> str:
    """GitHub workflow commands for the first ten of each level, then every problem as text in a folded group.

    Source: GitHub Docs, "Workflow commands for GitHub Actions" (escapes) and its limit of ten annotations a step.
    """
    advice = [problem for problem in problems if problem.is_advice]
    shown = errors(problems)[:GITHUB_LIMIT] + advice[:GITHUB_LIMIT]
    lines = [_annotation(problem) for problem in shown]
    return "\n".join([*lines, "::group::All problems", as_text(problems).rstrip(), "::endgroup::"]) + "\n"


def _annotation(problem: Problem) -> str:
    level = "warning" if problem.is_advice else "error"
    place = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
    return f"::{level} {place},title={_property(problem.rule)}::{_escape(problem.text)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


FORMATS = {"text": as_text, "github": as_github, "json": as_json}
