"""Why what was fetched may not be the document: an error page, a consent wall, another page, or a part of it.

In: what was fetched, read, and the texts there were before. Out: `Doubt`s, each with one of notes.yaml's reasons and
the words for a person; a capture with a doubt is not taken unless somebody says so. Phrases of error pages and walls
are those that an import looks for, so that both doubt the same texts.

>>> [doubt.why for doubt in doubts(Found("# Not found\\n\\nThis page is not available.", (), (404,), (), ()), [])]
['error-page', 'error-page']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal
from urllib.parse import urlsplit

from atlas.importers.suspects import FAR_SHORTER, LEAST_CHARACTERS, suspicion
from atlas.wording import wording

Why = Literal["error-page", "redirect", "consent-wall", "partial", "other-page"]
NEIGHBOURS = 4  # the newest texts that a length is measured by
ALIKE = 0.25  # of the words of two texts; other texts in the same language share more, by their small words alone
UNREADABLE = 0.001  # of a text's characters
_ENTRANCE = re.compile(r"/(?:log|sign)-?in\b|/auth\b|/consent\b|/captcha\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason of notes.yaml, and what raised it."""

    why: Why
    because: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was fetched: the text, those of its pages when there are several, and for each page its status, the address
    asked for and the one it was found at."""

    text: str = field(repr=False)
    pages: tuple[str, ...] = field(repr=False)
    statuses: tuple[int, ...]
    urls: tuple[str, ...]
    final_urls: tuple[str, ...]


def doubts(found: Found, before: Sequence[str]) -> list[Doubt]:
    """Every doubt; `before` are the document's usable texts, newest first."""
    short = list(_of_length(found.text, before))
    is_short_as_ever = bool(before) and not short
    said = _of_words(found, is_short_as_ever=is_short_as_ever)
    return [*_of_answers(found), *said, *(short or _of_language(found.text, before))]


def _of_answers(found: Found) -> Iterator[Doubt]:
    for status, url in zip(found.statuses, found.urls or found.final_urls or ("the page",), strict=False):
        if status >= 400:
            yield Doubt("error-page", f"{url} answers {status}")
    for url, final in zip(found.urls, found.final_urls, strict=True):
        asked, got = urlsplit(url), urlsplit(final)
        if got.path in ("", "/") and asked.path not in ("", "/"):
            yield Doubt("redirect", f"{url} leads to a front page, {final}")
        elif _ENTRANCE.search(got.path) and not _ENTRANCE.search(asked.path):
            yield Doubt("redirect", f"{url} leads to {final}")


def _of_words(found: Found, *, is_short_as_ever: bool) -> Iterator[Doubt]:
    said = suspicion(found.text, found.pages)
    is_short = said is not None and said.why == "partial" and len(found.text) < LEAST_CHARACTERS
    if said and is_short and not is_short_as_ever:
        yield Doubt("partial", f"it has {len(found.text):,} characters, hardly a document. {said.because}")
    elif said and not is_short:
        yield Doubt(said.why, said.because)
    unreadable = found.text.count("\ufffd")
    if unreadable > UNREADABLE * len(found.text):
        yield Doubt("partial", f"{unreadable:,} of its {len(found.text):,} characters could not be read")


def _of_length(text: str, before: Sequence[str]) -> Iterator[Doubt]:
    lengths = [len(other) for other in before[:NEIGHBOURS]]
    if lengths and len(text) < FAR_SHORTER * median(lengths):
        yield Doubt("partial", f"it has {len(text):,} characters, the texts before it {median(lengths):,.0f}")


def _of_language(text: str, before: Sequence[str]) -> Iterator[Doubt]:
    if before and (share := _shared(text, before[0])) < ALIKE:
        yield Doubt("other-page", f"{share:.0%} of its words are those of the text before: another language, or page")


def _shared(text: str, other: str) -> float:
    """Which part of their words two texts have in common, counted with repeats."""
    one, two = (Counter(re.findall(r"\w+", wording(words).lower())) for words in (text, other))
    return 2 * (one & two).total() / max(1, one.total() + two.total())
