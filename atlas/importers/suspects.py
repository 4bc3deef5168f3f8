"""Texts that may not be the document: error pages, redirects, consent walls, pages of which a part is missing.

In: texts in the order they were first captured. Out: proposals for notes.yaml, each with the words that raised it; an
analyst decides. What is recognised: a phrase of the kind in a text too short to be a document, such a page among those
that a text joins, and a text far shorter than its neighbours. Kinds are those of `unusable.why`.

    >>> suspicion("Redirecting to legal.acme.example").why
    'redirect'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from atlas.wording import wording

Why = Literal["error-page", "redirect", "consent-wall", "partial"]

PHRASE_CHARACTERS = 1_500  # a notice is shorter, and so short a text that holds one is hardly anything else
LEAST_CHARACTERS = 500  # the shortest document of the first real catalogue had 1,295, the longest head of one 150
FAR_SHORTER = 0.4  # of the median of its neighbours
NEIGHBOURS = 2  # on each side
SHOWN = 70
SAYS = "It says: "

_PHRASES: dict[Why, re.Pattern[str]] = {
    "redirect": re.compile(
        r"""^redirect(?:ing|ed|ion)\b | \bif\ you\ (?:are|were)\ not\ (?:automatically\ )?redirected\b
          | \bobject\ moved\b | \b30[12]\ (?:moved|found)\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "error-page": re.compile(
        r"""\b(?:page|site|document|content)\b.{0,20}(?:n't|\bnot|\bno\ longer)\ (?:be\ )?(?:available|found|reached)\b
          | \berror\ [45]\d\d\b | \b403\ forbidden\b | \b404\ not\ found\b | \baccess\ (?:was\ )?denied\b
          | \b(?:unexpected|server)\ error\b | \bsomething\ went\ wrong\b | \bbad\ gateway\b
          | \b(?:currently|temporarily|service)\ unavailable\b | \btoo\ many\ requests\b
          | \b(?:enable|requires?)\ javascript\b | \bjust\ a\ moment\b | \byou\ are\ (?:a\ )?human\b | \bcaptcha\b
          | \bseite\b.{0,40}\bnicht\ (?:verfügbar|gefunden|erreichbar)\b
          | \bpage\b.{0,40}\b(?:introuvable|pas\ disponible)\b
          | \bpágina\b.{0,40}\bno\ (?:está\ disponible|encontrada|existe)\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "consent-wall": re.compile(
        r"""\b(?:accept|reject|allow)\ (?:all\ )?cookies\b | \bbefore\ you\ continue\b | \bwe\ value\ your\ privacy\b
          | \balle\ cookies\ akzeptieren\b | \baccepter\ (?:tous\ )?les\ cookies\b
          | \b(?:log|sign)\ ?in\ to\ continue\b | \bplease\ (?:log|sign)\ ?in\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a text may be, and why that is thought, with its words."""

    why: Why
    because: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A text as it is looked at: its words, and those of the pages it joins (none if it is one page). `segment` parts
    texts that were read by different rules, which are no neighbours."""

    text: str
    pages: tuple[str, ...] = ()
    segment: int = 0


def suspicions(texts: Sequence[Suspect]) -> list[Suspicion | None]:
    """One for each text, in order; None where nothing is wrong with it."""
    first = [suspicion(text.text, text.pages) for text in texts]
    return [found or _shortness(texts, first, nth) for nth, found in enumerate(first)]


def suspicion(text: str, pages: Iterable[str] = ()) -> Suspicion | None:
    """What a text says of itself: as a whole, then page by page, then by having next to no words."""
    if found := _notice(text):
        return found
    for nth, page in enumerate(pages, 1):
        if of_page := _notice(page):
            return Suspicion("partial", f"Page {nth} says: {of_page.because.removeprefix(SAYS)}")
    words = wording(text) if len(text) < LEAST_CHARACTERS else None
    return None if words is None else Suspicion("partial", _shown(words))


def _notice(text: str) -> Suspicion | None:
    if len(text) > PHRASE_CHARACTERS:
        return None
    words = wording(text)
    return next((Suspicion(why, _shown(words)) for why, phrase in _PHRASES.items() if phrase.search(words)), None)


def _shortness(texts: Sequence[Suspect], found: Sequence[Suspicion | None], nth: int) -> Suspicion | None:
    """Whether a text is far shorter than the unsuspected ones before and after it."""
    around = [*_near(texts, found, nth, range(nth - 1, -1, -1)), *_near(texts, found, nth, range(nth + 1, len(texts)))]
    length = len(texts[nth].text)
    if not around or length >= FAR_SHORTER * median(around):
        return None
    return Suspicion("partial", f"It has {length:,} characters, those around it have {median(around):,.0f}.")


def _near(
    texts: Sequence[Suspect], found: Sequence[Suspicion | None], nth: int, places: Iterable[int]
) -> Iterator[int]:
    left = NEIGHBOURS
    for place in places:
        if not left or texts[place].segment != texts[nth].segment:
            return
        if not found[place]:
            left -= 1
            yield len(texts[place].text)


def _shown(words: str) -> str:
    if not words:
        return "It has no words."
    return SAYS + (words if len(words) <= SHOWN else words[: SHOWN - 3] + "...")
