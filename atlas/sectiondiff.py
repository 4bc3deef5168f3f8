"""What changed between two texts, section by section and then word by word.

In: two texts of one document, and what it calls volatile. Out: a `Diff`: the sections in the order of the later text,
those that are gone where they stood, unchanged ones in a row as one; in each changed one the words that are only in
the later or only in the earlier text, with a few of those around them. Words are those of the wording, on lines as the
text has them. What is volatile and how a date is spelled make no difference, and are shown as the later text has them.

Sections are paired when they are alike to the word, else by their heading, else by closeness: half of their words. One
that stands elsewhere among those it is paired with has *moved*. Where headings themselves came, went or were set in
another way, cutting by them tells more changes than there are; then the texts are compared whole and cut afterwards.

>>> diff = diff_texts("# Data\\nWe share it.", "# Data\\nWe never share it.\\n# Law\\nOf Malta.", ())
>>> [(section.kind, section.added, section.removed) for section in diff.sections], diff.touched
([('changed', 1, 0), ('added', 3, 0)], 2)
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from atlas.worddiff import word_diff
from atlas.wording import dates_in, fold, sections

AROUND = 14  # words shown on each side of a change
LEAST_LEFT_OUT = 12  # fewer words than this are never left out: the note would be as long
MOST_SHOWN = 600  # words of one stretch that came or went; of a longer one its beginning and end are shown
FEW_SHOWN = 80  # the same where a text is so much another one that its page would not end
MOST_TOLD = 10_000  # words that came or went, from which on a text is so
ALIKE_FROM = 0.5  # sections with other headings are paired from this share of words in common
WHOLE_FROM = 1.25  # cut afterwards when cutting before tells this many times more words

Kind = Literal["same", "added", "removed"]
_WORD = re.compile(r"\w\S*")
_VOLATILE = "\U000f0000"  # stands for a stretch that is volatile
_FIRST_DATE = 0xF0001  # from here on one character stands for one day, however it is spelled
_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """Words of both texts, as the later has them, or of one. Without text it is a number of such words left out."""

    kind: Kind
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class SectionDiff:
    """A section: `added` and `removed` count words. Of a `changed` one (which may have `moved`) `title` is its heading
    and `parts` what follows it; `unchanged` ones in a row are one, with all their headings and no parts."""

    kind: Literal["changed", "added", "removed", "moved", "unchanged"]
    title: tuple[Part, ...]
    parts: tuple[Part, ...]
    added: int
    removed: int
    words: int
    headings: tuple[str, ...]
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class Diff:
    """All sections, in order, and what they come to: `touched` are the sections that are not unchanged."""

    sections: tuple[SectionDiff, ...]
    added: int
    removed: int
    touched: int


def diff_texts(before: str, after: str, volatile_patterns: Sequence[str]) -> Diff:
    """What changed from one text to a later one; no section is touched when nothing but volatile parts and spellings
    of dates did."""
    days: dict[str, str] = {}
    old, new = (_side(source, volatile_patterns, days) for source in (before, after))
    found = list(_by_sections(old, new))
    told = sum(section.added + section.removed for section in found)
    if new.stretches and any(section.kind in ("added", "removed") for section in found):
        whole = list(_cut_afterwards(old, new))
        if told > WHOLE_FROM * sum(section.added + section.removed for section in whole):
            found = whole
    return _diff(found)


def _diff(found: Iterable[SectionDiff]) -> Diff:
    folded = tuple(_folded(found))
    touched = [section for section in folded if section.kind != "unchanged"]
    added, removed = sum(section.added for section in touched), sum(section.removed for section in touched)
    most = MOST_SHOWN if added + removed <= MOST_TOLD else FEW_SHOWN
    shown = tuple(replace(section, parts=_shortened(section.parts, most)) for section in folded)
    return Diff(shown, added, removed, len(touched))


def _folded(found: Iterable[SectionDiff]) -> Iterator[SectionDiff]:
    for is_unchanged, group in groupby(found, key=lambda section: section.kind == "unchanged"):
        members = list(group)
        if is_unchanged:
            headings = tuple(heading for section in members for heading in section.headings)
            yield SectionDiff("unchanged", (), (), 0, 0, sum(section.words for section in members), headings)
        else:
            yield from members


# --- a text, made ready


class _Stretch(NamedTuple):
    """A section in the marked wording: its key, where it starts, where its heading ends, and where it ends."""

    key: str
    start: int
    body: int
    end: int


class _Side(NamedTuple):
    """A text made ready: `marked` is its wording with one character for each date and each volatile stretch, `shown`
    its wording on lines, and `origin` says where in `shown` each character of `marked` begins."""

    marked: str
    shown: str
    origin: array[int]
    stretches: tuple[_Stretch, ...]

    def text(self, start: int, end: int) -> str:
        """What is shown for a range of `marked`."""
        return self.shown[self.origin[start] : self.origin[end]]

    def compared(self, stretch: _Stretch) -> str:
        """The words that count: equal for two sections when nothing has changed."""
        return " ".join(self.marked[stretch.start : stretch.end].replace(_VOLATILE, "").split())


def _side(source: str, volatile_patterns: Sequence[str], days: dict[str, str]) -> _Side:
    folded = fold(_PRIVATE.sub("\ufffd", source))
    shown = "\n".join(line.text for line in folded.lines)
    marked, origin = _marked(folded.text, volatile_patterns, days)
    found = [(section.key, folded.folded_span(section.start, section.end)[0]) for section in sections(source)]
    starts = [bisect_left(origin, at) for _, at in found] + [len(marked)]
    stretches = [_Stretch("", 0, 0, starts[0])] if starts[0] else []
    for (key, at), (start, end) in zip(found, pairwise(starts), strict=True):
        line_end = shown.find("\n", at)
        body = bisect_left(origin, line_end + 1) if line_end >= 0 else end
        stretches.append(_Stretch(key, start, min(body, end), end))
    return _Side(marked, shown, origin, tuple(stretches))


def _marked(wording: str, volatile_patterns: Sequence[str], days: dict[str, str]) -> tuple[str, array[int]]:
    """A wording with its dates and what is volatile as one character each; where each character stands in it."""
    spans = [(*match.span(), _VOLATILE) for pattern in volatile_patterns for match in re.finditer(pattern, wording)]
    dates = [*dates_in(wording), *((*match.span(), match[0]) for match in _ISO_DATE.finditer(wording))]
    spans += [(start, end, days.setdefault(day, chr(_FIRST_DATE + len(days)))) for start, end, day in dates]
    pieces: list[str] = []
    origin = array("I")
    at = 0
    for start, end, character in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at or start == end:
            continue
        pieces += [wording[at:start], character]
        origin.extend(range(at, start + 1))
        at = end
    pieces.append(wording[at:])
    origin.extend(range(at, len(wording) + 1))
    return "".join(pieces), origin


# --- sections paired


def _by_sections(old: _Side, new: _Side) -> Iterator[SectionDiff]:
    """The sections in the order of the later text; one that is gone after the one it stood after."""
    pairs = _paired(old, new)
    partner = {after: before for before, after in pairs.items()}
    settled = _in_order([partner[nth] for nth in sorted(partner)])
    following: dict[int, list[int]] = {}
    anchor = -1
    for nth in range(len(old.stretches)):
        if nth in pairs:
            anchor = pairs[nth]
        else:
            following.setdefault(anchor, []).append(nth)
    yield from (_one_sided("removed", old, old.stretches[gone]) for gone in following.get(-1, ()))
    for nth, stretch in enumerate(new.stretches):
        if nth in partner:
            before = old.stretches[partner[nth]]
            yield _pair(old, new, before, stretch, has_moved=partner[nth] not in settled)
        else:
            yield _one_sided("added", new, stretch)
        yield from (_one_sided("removed", old, old.stretches[gone]) for gone in following.get(nth, ()))


def _paired(old: _Side, new: _Side) -> dict[int, int]:
    """Which section of the later text each of the earlier has become: numbers of both."""
    pairs: dict[int, int] = {}
    alike: dict[tuple[str, str], list[int]] = {}
    for nth, stretch in enumerate(new.stretches):
        alike.setdefault((stretch.key, new.compared(stretch)), []).append(nth)
    for nth, stretch in enumerate(old.stretches):
        if same := alike.get((stretch.key, old.compared(stretch))):
            pairs[nth] = same.pop(0)
    words = [[Counter(_WORD.findall(side.compared(one))) for one in side.stretches] for side in (old, new)]
    taken = set(pairs.values())
    for by_key in (True, False):
        for _, before, after in sorted(_candidates(old, new, words, pairs, by_key=by_key)):
            if before not in pairs and after not in taken:
                pairs[before] = after
                taken.add(after)
    return pairs


def _candidates(
    old: _Side, new: _Side, words: list[list[Counter[str]]], pairs: dict[int, int], *, by_key: bool
) -> Iterator[tuple[float, int, int]]:
    """Pairs that could be made of what is left, the closest first when sorted."""
    taken = set(pairs.values())
    left = [nth for nth in range(len(new.stretches)) if nth not in taken]
    sizes = [[counted.total() for counted in side] for side in words]
    for before in range(len(old.stretches)):
        for after in left if before not in pairs else ():
            is_same_key = old.stretches[before].key == new.stretches[after].key
            size = sizes[0][before] + sizes[1][after]
            if by_key != is_same_key or (not by_key and 2 * min(sizes[0][before], sizes[1][after]) < ALIKE_FROM * size):
                continue
            share = 2 * (words[0][before] & words[1][after]).total() / size if size else 1.0
            if by_key or share >= ALIKE_FROM:
                yield -share, before, after


def _in_order(numbers: Sequence[int]) -> set[int]:
    """The members of the longest rising row in some numbers; what is not in it has moved."""
    ends: list[int] = []
    length_at = []
    for number in numbers:
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
        length_at.append(at)
    settled: set[int] = set()
    wanted, bound = len(ends) - 1, float("inf")
    for number, at in zip(reversed(numbers), reversed(length_at), strict=True):
        if at == wanted and number < bound:
            settled.add(number)
            wanted, bound = at - 1, number
    return settled


def _pair(old: _Side, new: _Side, before: _Stretch, after: _Stretch, *, has_moved: bool) -> SectionDiff:
    words = _count(new.text(after.start, after.end))
    if old.compared(before) == new.compared(after):
        heading = new.text(after.start, after.body).strip()
        kind: Literal["moved", "unchanged"] = "moved" if has_moved else "unchanged"
        return SectionDiff(kind, (_part("same", heading),), (), 0, 0, words, (heading,), has_moved)
    title = _compared(old, new, (before.start, before.body), (after.start, after.body))
    parts = _compared(old, new, (before.body, before.end), (after.body, after.end))
    added, removed = _counts((*title, *parts))
    return SectionDiff("changed", title, parts, added, removed, words, (), has_moved)


def _one_sided(kind: Literal["added", "removed"], side: _Side, stretch: _Stretch) -> SectionDiff:
    title = tuple(_plain(kind, side, stretch.start, stretch.body))
    parts = tuple(_plain(kind, side, stretch.body, stretch.end))
    added, removed = _counts((*title, *parts))
    return SectionDiff(kind, title, parts, added, removed, added + removed, ())


# --- compared whole, and cut afterwards


def _cut_afterwards(old: _Side, new: _Side) -> Iterator[SectionDiff]:
    """The whole wordings compared, and what was found told by the sections of the later text, which has some."""
    ends = [end for stretch in new.stretches for end in (stretch.body, stretch.end)]
    grouped: list[list[Part]] = [[] for _ in ends]
    at = nth = 0
    for part, length in _walked(old, new, (0, len(old.marked)), (0, len(new.marked))):
        while nth + 1 < len(ends) and at >= ends[nth]:
            nth += 1
        grouped[nth].append(part)
        at += length
    for stretch, title, parts in zip(new.stretches, grouped[::2], grouped[1::2], strict=True):
        yield _cut(new, stretch, _joined(title), _joined(parts))


def _cut(new: _Side, stretch: _Stretch, title: tuple[Part, ...], parts: tuple[Part, ...]) -> SectionDiff:
    added, removed = _counts((*title, *parts))
    words = _count(new.text(stretch.start, stretch.end))
    if not added and not removed:
        return SectionDiff("unchanged", (), (), 0, 0, words, (new.text(stretch.start, stretch.body).strip(),))
    return SectionDiff("changed", title, parts, added, removed, words, ())


# --- words compared


def _compared(old: _Side, new: _Side, before: tuple[int, int], after: tuple[int, int]) -> tuple[Part, ...]:
    """What two ranges differ and agree in."""
    return _joined(part for part, _ in _walked(old, new, before, after))


def _counts(parts: Iterable[Part]) -> tuple[int, int]:
    """How many words came and went."""
    counted = Counter[str]()
    for part in parts:
        counted[part.kind] += part.words
    return counted["added"], counted["removed"]


def _walked(old: _Side, new: _Side, before: tuple[int, int], after: tuple[int, int]) -> Iterator[tuple[Part, int]]:
    """The parts, each with how far it reaches in the later `marked`; a stretch ends where a section of it does."""
    at, now = before[0], after[0]
    for piece in word_diff(old.marked[slice(*before)], new.marked[slice(*after)]):
        if piece.kind == "removed":
            yield from ((part, 0) for part in _plain("removed", old, at, at + len(piece.text)))
            at += len(piece.text)
            continue
        end = now + len(piece.text)
        inner = {at for one in new.stretches for at in (one.start, one.body) if now < at < end}
        cuts = [now, *sorted(inner), end]
        for start, stop in zip(cuts, cuts[1:], strict=False):
            *parts, last = _plain("added", new, start, stop) if piece.kind == "added" else _same(new, start, stop)
            yield from ((part, 0) for part in parts)
            yield last, stop - start
        now = end
        at += len(piece.text) if piece.kind == "same" else 0


def _same(new: _Side, start: int, end: int) -> Iterator[Part]:
    yield _part("same", new.text(start, end))


def _plain(kind: Literal["added", "removed"], side: _Side, start: int, end: int) -> Iterator[Part]:
    """A stretch that came or went; what is volatile in it did neither, and of the earlier text is not shown."""
    for is_volatile, group in groupby(range(start, end), key=lambda at: side.marked[at] == _VOLATILE):
        places = list(group)
        text = side.text(places[0], places[-1] + 1)
        if is_volatile or not text.strip():
            yield _part("same", text if kind == "added" else "")
        else:
            yield _part(kind, text)


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Neighbours of one kind as one, without empty ones."""
    groups = groupby((part for part in parts if part.text), key=lambda part: part.kind)
    return tuple(_part(kind, "".join(part.text for part in alike)) for kind, alike in groups)


def _part(kind: Kind, text: str) -> Part:
    return Part(kind, text, _count(text))


def _count(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def _shortened(parts: tuple[Part, ...], most: int) -> tuple[Part, ...]:
    """The parts with what is long left out: of what is the same all but the words around a change."""
    shown: list[Part] = []
    for nth, part in enumerate(parts):
        around = (AROUND if nth else 0, AROUND if nth + 1 < len(parts) else 0)
        shown += _short(part, *(around if part.kind == "same" else (most // 2, most // 2)))
    return tuple(shown)


def _short(part: Part, head: int, tail: int) -> Iterator[Part]:
    """A part, or its first and last words with a note of how many are left out between."""
    left_out = part.words - head - tail
    if left_out < LEAST_LEFT_OUT:
        yield part
        return
    words = [match.span() for match in _WORD.finditer(part.text)]
    start = words[head - 1][1] if head else 0
    end = words[len(words) - tail][0] if tail else len(part.text)
    if head:
        yield Part(part.kind, part.text[:start], head)
    yield Part(part.kind, "", left_out)
    if tail:
        yield Part(part.kind, part.text[end:], tail)
