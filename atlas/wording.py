"""Quotes found in texts, by wording.

A *text* is what a capture was read into: Markdown, with whatever quotes, dashes and spaces its page used. Its
*wording* is what the published fold (`atlas.fold`) leaves of it. Quotes are found, states derived and changes counted
on wordings only, so that a page that changes `'` to `’` has not changed, and an analyst may copy from the page or
from the text file.

In: strings. Out: wordings, places in texts (as code points of the text), headings. Nothing here reads a file, and
nothing is guessed: a quote that is not there word by word, from the start of a word to the end of one, is not found.

>>> text = "We may — at times —\\nshare data."
>>> match = find(text, text, "We may - at times - share data.")
>>> match.tier, match.spans
('typographic', ((0, 31),))
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

from atlas.fold import FoldedLine, fold_line

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Folded:
    """The wording of a source, and the way back: which code points of the source each part of it stands for.

    `lines` are the source's lines that have words left; `folded_at` and `source_at` say where each begins in the
    wording and in the source.
    """

    text: str
    lines: tuple[FoldedLine, ...]
    folded_at: array[int]
    source_at: array[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters [start, end) of the wording stand in the source, as [start, end); `start` < `end`."""
        return self._source(start, ends=False), self._source(end - 1, ends=True)

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """The widest range of the wording that stands for nothing outside [start, end) of the source."""
        return self._folded(start, ends=False), self._folded(end, ends=True)

    @property
    def offsets(self) -> array[int]:
        """The offset in the source of each character of the wording, in order."""
        return array("I", (self._source(at, ends=False) for at in range(len(self.text))))

    def _source(self, at: int, *, ends: bool) -> int:
        nth = bisect_right(self.folded_at, at) - 1
        line, inside = self.lines[nth], at - self.folded_at[nth]
        if inside == len(line.text):
            return self.source_at[nth] + line.ends[-1]
        return self.source_at[nth] + (line.ends if ends else line.starts)[inside]

    def _folded(self, at: int, *, ends: bool) -> int:
        nth = bisect_right(self.source_at, at) - 1
        if nth < 0:
            return 0
        line, inside = self.lines[nth], at - self.source_at[nth]
        before = bisect_right(line.ends, inside) if ends else bisect_left(line.starts, inside)
        past = not ends and before == len(line.text) and nth + 1 < len(self.lines)
        return self.folded_at[nth + 1] if past else self.folded_at[nth] + before


def fold(source: str) -> Folded:
    """The wording of a source with the way back to it; takes time linear in the source."""
    lines: list[FoldedLine] = []
    folded_at, source_at = array("I"), array("I")
    folded_end = source_end = 0
    for text in source.split("\n"):
        line = fold_line(text)
        if line.text:
            lines.append(line)
            folded_at.append(folded_end)
            source_at.append(source_end)
            folded_end += len(line.text) + 1
        source_end += len(text) + 1
    return Folded(" ".join([line.text for line in lines]), tuple(lines), folded_at, source_at)


def wording(source: str) -> str:
    """The wording of a source."""
    return " ".join(filter(None, [fold_line(line).text for line in source.split("\n")]))


ELISION = re.compile(r"\s*\[\s*(?:\.\.\.|…)\s*\]\s*")
ELISION_LEAST_WORDS = 4
ELISION_MOST_LEFT_OUT = 300
_WORD = re.compile(r"\w\S*")

Tier = Literal["exact", "whitespace", "typographic"]
TIERS: tuple[Tier, ...] = ("exact", "whitespace", "typographic")


@dataclass(frozen=True, slots=True)
class Match:
    """Where an excerpt stands in a text, and how closely.

    `tier` is the loosest any part needs. `spans` are code points of the source, one for each part, and
    `words_left_out` the words between them. `occurrences` counts the places the whole excerpt stands in;
    `under_heading` says whether this one is under the heading asked for, None when none was.
    """

    tier: Tier
    elided: bool
    spans: tuple[Span, ...]
    words_left_out: tuple[int, ...]
    occurrences: int
    under_heading: bool | None


def parts_of(excerpt: str) -> tuple[str, ...]:
    """The parts of an excerpt that " [...] " divides, as written; the excerpt alone when nothing is left out."""
    return tuple(ELISION.split(excerpt))


def find(
    text: Folded | str, source: str, excerpt: str, *, within: Span | None = None, heading: str | None = None
) -> Match | None:
    """Where an excerpt stands in `source`, None when it does not; `text` is the source folded, or the source itself.

    `within` are the code points of the source that count: the page the excerpt is from. The parts of an elision have
    four words or more, follow each other in order with 1 to 300 words between them, and the shortest span from the
    first to the last counts. Of several places the one under `heading` counts, else the first.
    """
    folded = text if isinstance(text, Folded) else fold(text)
    parts = parts_of(excerpt)
    places = _places(folded, parts, within)
    if not places:
        return None
    under = [bool(heading) and is_under(source, folded.source_span(*place[0])[0], heading or "") for place in places]
    chosen = min(range(len(places)), key=lambda nth: (not under[nth], places[nth][-1][1] - places[nth][0][0], nth))
    tiers, spans = zip(*(_tier(folded, source, *pair) for pair in zip(parts, places[chosen], strict=True)), strict=True)
    return Match(
        tier=max(tiers, key=TIERS.index),
        elided=len(parts) > 1,
        spans=spans,
        words_left_out=tuple(_words_between(folded.text, *pair) for pair in pairwise(places[chosen])),
        occurrences=len(places),
        under_heading=under[chosen] if heading else None,
    )


def _places(folded: Folded, parts: tuple[str, ...], within: Span | None) -> list[tuple[Span, ...]]:
    """Every place an excerpt of these parts stands in, first to last: a span of the wording for each part."""
    wordings = [wording(part) for part in parts]
    least = ELISION_LEAST_WORDS if len(parts) > 1 else 1
    if any(len(_WORD.findall(part)) < least for part in wordings):
        return []
    bounds = folded.folded_span(*within) if within else (0, len(folded.text))
    places: list[tuple[Span, ...]] = [(span,) for span in _occurrences(folded.text, wordings[0], bounds)]
    for part in wordings[1:]:
        places = list(_followed_by(places, list(_occurrences(folded.text, part, bounds)), folded.text))
    shortest = {place[0]: place for place in reversed(places)}
    return sorted(shortest.values())


def _occurrences(text: str, words: str, bounds: Span) -> Iterator[Span]:
    start = text.find(words, *bounds)
    while start >= 0:
        end = start + len(words)
        if _is_boundary(text, start) and _is_boundary(text, end):
            yield start, end
        start = text.find(words, start + 1, bounds[1])


def _is_boundary(text: str, at: int) -> bool:
    return not (text[at - 1 : at].isalnum() and text[at : at + 1].isalnum())


def _followed_by(places: list[tuple[Span, ...]], nexts: list[Span], text: str) -> Iterator[tuple[Span, ...]]:
    """Each next part after the nearest place it may follow, so that no longer span than needed comes of it."""
    ends = [place[-1][1] for place in places]
    for following in nexts:
        for place in reversed(places[: bisect_right(ends, following[0])]):
            words = _words_between(text, place[-1], following)
            if words > ELISION_MOST_LEFT_OUT:
                break
            if words:
                yield (*place, following)
                break


def _words_between(text: str, left: Span, right: Span) -> int:
    """How many words stand between two spans, counted no further than matters."""
    return sum(1 for _ in islice(_WORD.finditer(text, left[1], right[0]), ELISION_MOST_LEFT_OUT + 1))


def _tier(folded: Folded, source: str, part: str, place: Span) -> tuple[Tier, Span]:
    """How closely a part is met at a place of the wording, and the span of the source, with the part's own marks."""
    part = part.strip()
    alone = fold(part)
    first, last = alone.source_span(0, len(alone.text))
    start, end = folded.source_span(*place)
    wide = max(0, start - first), end + len(part) - last
    for span in (wide, (start, end)):
        if source[slice(*span)] == part:
            return "exact", span
    if source[slice(*wide)].split() == part.split():
        return "whitespace", wide
    return "typographic", (start, end)


def explain_miss(text: Folded | str, excerpt: str, *, within: Span | None = None) -> str:
    """Why `find` finds nothing, for a message: how far the excerpt agrees at the best place, then what the text has."""
    folded = text if isinstance(text, Folded) else fold(text)
    parts = [wording(part) for part in parts_of(excerpt)]
    if len(parts) > 1 and (short := [part for part in parts if len(_WORD.findall(part)) < ELISION_LEAST_WORDS]):
        return f"a part beside [...] must have at least {ELISION_LEAST_WORDS} words; got {short[0]!r}"
    if within and _places(folded, parts_of(excerpt), None):
        return "the quote stands in the text, but in another page of it"
    wanted = folded.text[slice(*folded.folded_span(*within))] if within else folded.text
    missing = [part for part in parts if not any(_occurrences(wanted, part, (0, len(wanted))))]
    if not missing:
        return f"the quote's parts are there, but not in this order with 1 to {ELISION_MOST_LEFT_OUT} words between"
    name = f"part {parts.index(missing[0]) + 1}" if len(parts) > 1 else "the quote"
    return f"{name} {_disagreement(wanted, missing[0])}"


def _disagreement(text: str, words: str) -> str:
    """How the start of some words agrees with a text at the place where most of it does, or else how their end does."""
    forward, backward = _agreeing(text, words), _agreeing(text[::-1], words[::-1])
    if forward == len(words):
        return "is there only inside longer words"
    if max(forward, backward) < min(8, len(words)):
        return "agrees with the text nowhere"
    if backward > 2 * forward:
        at = text.find(words[-backward:])
        has, had = _word_around(words, len(words) - backward - 1), _word_around(text, at - 1)
        return (
            f"agrees for its last {backward} of {len(words)} characters, before them has {has} where the text has {had}"
        )
    at = text.find(words[:forward]) + forward
    has, had = _word_around(words, forward), _word_around(text, at)
    return f"agrees for {forward} of {len(words)} characters, then has {has} where the text has {had}"


def _agreeing(text: str, words: str) -> int:
    """How many characters of the longest beginning of some words that a text holds."""
    return bisect_left(range(1, len(words) + 1), True, key=lambda length: words[:length] not in text)


def _word_around(text: str, at: int) -> str:
    if not 0 <= at < len(text):
        return "nothing more"
    start = text.rfind(" ", 0, at) + 1
    end = text.find(" ", at + (text[at] == " "))
    return repr(text[start : end if end >= 0 else len(text)])


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: code points of the source from the heading's line up to the next heading.

    `level` is 1 to 6, 7 for a line with a number or all in capitals, 8 for one that is only bold; `key` is the
    heading in the form headings are compared in.
    """

    level: int
    heading: str
    key: str
    start: int
    end: int


_ATX = re.compile(r"\s{0,3}(#{1,6})\s")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{2,})\s*\Z")
_BOLD = re.compile(r"\s*(?:[-*+>]\s+|\d+[.)]\s+)*(?P<mark>\*\*|__)(?=\S).{1,160}(?P=mark)[.:]?\s*\Z")
_LETTERED = re.compile(r"\s{0,3}(?:\d+\.\s+)?(?:[A-Z]|[IVXLCDM]+)\\?\.\s+[A-Z].{0,100}(?:[^.,:;]|\.[A-Z]\.)\s*\Z")
_CAPITALS = re.compile(r"\s{0,3}(?:\d+\\?[.)]\s+)?[A-Z](?=.*[A-Z]{4})[^a-z]{3,100}(?<![.,:;])\s*\Z")
_NUMBERING = re.compile(
    r"(?:(?:section|article|part|chapter|clause|schedule|annex|appendix|§+)\s*(?=[\divxlcdm]))?"
    r"(?:\(?(?:\d+(?:\.\d+)*|[a-z]|[ivxlcdm]+)[.):]+|\d+(?:\.\d+)*)[\s.):-]*"
)
NUMBERED_LEVEL, BOLD_LEVEL = 7, 8


def heading_key(heading: str) -> str:
    """A heading in the form it is compared in: folded, lower case, without its numbering and the marks around it."""
    folded = wording(heading).lower().strip(" .:;-\"'")
    key = folded
    while numbering := _NUMBERING.match(key):
        key = key[numbering.end() :]
    return key.strip(" .:;-\"'()") or folded


@lru_cache(maxsize=64)
def sections(source: str) -> tuple[Section, ...]:
    """The headings of a source, in order, each with the stretch of text it stands over."""
    headings = [*_headings(source), (0, len(source), "")]
    return tuple(
        Section(level, heading, heading_key(heading), start, end)
        for (level, start, heading), (_, end, _) in pairwise(headings)
    )


def _headings(source: str) -> Iterator[tuple[int, int, str]]:
    """Level, start and words of each heading: `#` lines, underlined lines, and lines that only look like headings."""
    lines = source.split("\n")
    start = 0
    for nth, line in enumerate(lines):
        level = _level(line, lines[nth + 1] if nth + 1 < len(lines) else "")
        if level and (heading := fold_line(line).text):
            yield level, start, heading
        start += len(line) + 1


def _level(line: str, following: str) -> int:
    if atx := _ATX.match(line):
        return len(atx[1])
    if not line.strip() or _DATE.search(line) or _UNDERLINE.match(line):
        return 0
    if _UNDERLINE.match(following):
        return 1 if "=" in following else 2
    is_bold = _BOLD.match(line)
    if _LETTERED.match(line) or _CAPITALS.match(line) or (is_bold and _NUMBERING.match(fold_line(line).text.lower())):
        return NUMBERED_LEVEL
    return BOLD_LEVEL if is_bold else 0


def section_at(sections: tuple[Section, ...], offset: int) -> Section | None:
    """The section a place of the source stands in, None before the first heading."""
    nth = bisect_right(sections, offset, key=lambda section: section.start) - 1
    return sections[nth] if nth >= 0 else None


def sections_above(sections: tuple[Section, ...], offset: int) -> tuple[Section, ...]:
    """The sections a place of the source stands in, from the heading next above it out to that of the lowest level."""
    nth = bisect_right(sections, offset, key=lambda section: section.start)
    above: list[Section] = []
    for section in reversed(sections[:nth]):
        if not above or section.level < above[-1].level:
            above.append(section)
    return tuple(above)


def is_under(source: str, offset: int, heading: str) -> bool:
    """Whether a place of the source stands under a heading, given in any form.

    That is one of the headings above it, or, since many pages mark none, a line of those words with no marked one
    between.
    """
    key = heading_key(heading)
    above = sections_above(sections(source), offset)
    if any(section.key == key for section in above):
        return True
    marked = next((section.start for section in above if section.level < NUMBERED_LEVEL), 0)
    lines = source[marked:offset].split("\n")[:-1]
    return any(len(line) < 2 * len(heading) + 80 and heading_key(line) == key for line in lines)


_MONTH_STEMS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_ENDS = ["uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"]
_MONTH = "(" + "|".join(rf"{stem}(?:{end}|t?\.?)" for stem, end in zip(_MONTH_STEMS, _MONTH_ENDS, strict=True)) + ")"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_DATE = re.compile(rf"\b(?:{_DAY} (?:of )?{_MONTH},? (\d{{4}})|{_MONTH} {_DAY},? (\d{{4}}))\b", re.IGNORECASE)


def alike_dates(wording: str) -> str:
    """A wording with dates such as 12 January 2026 and Jan. 12th, 2026 as 2026-01-12; to compare, never to prove."""
    return _DATE.sub(_iso_date, wording)


def dates_in(wording: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each date that is spelled out, and the day it names, as 2026-01-12."""
    return ((*match.span(), _iso_date(match)) for match in _DATE.finditer(wording))


def _iso_date(match: re.Match[str]) -> str:
    groups = match.groups()
    day, month, year = groups[:3] if groups[0] else (groups[4], groups[3], groups[5])
    return f"{year}-{_MONTH_STEMS.index(month[:3].lower()) + 1:02}-{int(day):02}"


def comparable(wording: str, volatile_patterns: Iterable[str | re.Pattern[str]] = ()) -> str:
    """A wording less what its document calls volatile, dates alike: equal for two captures when nothing has changed."""
    for pattern in volatile_patterns:
        wording = re.sub(pattern, "", wording)
    return " ".join(alike_dates(wording).split())
