"""What changed between two wordings, word by word.

In: two wordings. Out: pieces, in reading order, that are the same in both, only in the later or only in the earlier
one; the same and the added ones joined give the later wording to the character, the same and the removed ones the
earlier.

Sentences are compared first and words within the changed ones, so that whole documents take little time and words are
matched with words near them. A changed stretch too long to compare by words is shown as removed and added whole.

>>> [(piece.kind, piece.text) for piece in word_diff("We share your data.", "We never share your data.")]
[('same', 'We'), ('added', ' never'), ('same', ' share your data.')]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["same", "added", "removed"]

_SENTENCE = re.compile(r".*?(?:[.;:?!][\"')]*(?=\s)|\Z)", re.DOTALL)
_WORD = re.compile(r"\s*(?:\w+|[^\w\s])|\s+\Z")
_MOST_PAIRS = 1_000_000  # of equal words in one changed stretch; comparing takes a second or so


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one wording or of both; neighbours differ in kind, and the removed stands before the added."""

    kind: Kind
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces that two wordings differ and agree in; empty when both wordings are."""
    sentences = _stretches(_SENTENCE.findall(before), _SENTENCE.findall(after))
    words = [word for sentence in sentences for word in ([sentence] if sentence.is_same else _by_words(sentence))]
    return tuple(_pieces(_merged(_without_islands(_merged(words)))))


class _Stretch(NamedTuple):
    """What stands before and after at one place; the same, or a change."""

    is_same: bool
    before: str
    after: str


def _by_words(sentences: _Stretch) -> Iterator[_Stretch]:
    return _stretches(_WORD.findall(sentences.before), _WORD.findall(sentences.after))


def _stretches(before: list[str], after: list[str]) -> Iterator[_Stretch]:
    """The stretches that two lists of words, or of sentences, are the same and differ in, in order."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    yield _same(before[:head])
    yield from _compared(before[head : len(before) - tail], after[head : len(after) - tail])
    yield _same(before[len(before) - tail :])


def _compared(before: list[str], after: list[str]) -> Iterator[_Stretch]:
    if _pairs(before, after) > _MOST_PAIRS:
        yield _Stretch(False, "".join(before), "".join(after))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield _Stretch(tag == "equal", "".join(before[i1:i2]), "".join(after[j1:j2]))


def _same(words: list[str]) -> _Stretch:
    return _Stretch(True, "".join(words), "".join(words))


def _common(before: list[str], after: list[str]) -> int:
    """How many first words two lists have in common."""
    differing = (nth for nth, (old, new) in enumerate(zip(before, after, strict=False)) if old != new)
    return next(differing, min(len(before), len(after)))


def _pairs(before: list[str], after: list[str]) -> int:
    """How many pairs of equal words two lists have, which is what comparing them costs."""
    counts = Counter(after)
    return sum(counts[word] for word in before)


def _merged(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """The stretches, empty ones left out and neighbours of one kind joined."""
    return [
        _Stretch(is_same, "".join([one.before for one in alike]), "".join([one.after for one in alike]))
        for is_same, run in groupby((one for one in stretches if one.before or one.after), key=lambda one: one.is_same)
        for alike in [list(run)]
    ]


def _without_islands(stretches: list[_Stretch]) -> Iterator[_Stretch]:
    """The stretches, with signs and one or two words that stand alone between two greater changes made part of them.

    They are the same by chance, and changes that skip them are hard to read.
    """
    for nth, one in enumerate(stretches):
        around = stretches[nth - 1 : nth] + stretches[nth + 1 : nth + 2]
        is_small = len(around) == 2 and all(len(one.before) < len(change.before + change.after) for change in around)
        words = len(re.findall(r"\w+", one.before))
        is_island = one.is_same and len(around) == 2 and (words == 0 or (words <= 2 and is_small))
        yield one._replace(is_same=one.is_same and not is_island)


def _pieces(stretches: Iterable[_Stretch]) -> Iterator[Piece]:
    for is_same, before, after in stretches:
        if is_same:
            yield Piece("same", before)
            continue
        if before:
            yield Piece("removed", before)
        if after:
            yield Piece("added", after)
