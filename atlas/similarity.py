r"""The passage of a text that is closest to an excerpt.

In: the words of a text (lower-cased `\w+`, of its wording) and an excerpt. Out: the passage that shares most of its
words in order, exactly, or None when none reaches 0.45, below which nothing is shown. Similarity is twice the longest
common subsequence of words over the words of both (the normalised Indel similarity).

>>> text = words_of("You agree. We may share your personal data with partners. Goodbye.")
>>> passage = closest(text, "We share your data with our partners")
>>> round(passage.similarity, 2), text.text[slice(*text.span(passage))]
(0.8, 'We may share your personal data with partners')
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

FLOOR = 0.45
NEGATIONS = ("not", "no", "never", "only", "unless", "without")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words of a text, [start_word, end_word), and how similar it is to an excerpt, 0 to 1."""

    similarity: float
    start_word: int
    end_word: int


@dataclass(frozen=True, slots=True)
class Words:
    r"""The lower-cased `\w+` words of a text, and where each starts and ends in it."""

    text: str
    words: tuple[str, ...]
    starts: array[int]
    ends: array[int]

    def span(self, passage: Passage) -> tuple[int, int]:
        """Where a passage stands in the text, [start, end)."""
        return self.starts[passage.start_word], self.ends[passage.end_word - 1]


def words_of(text: str) -> Words:
    """The words of a text, which should be a wording."""
    found = [(match[0].lower(), *match.span()) for match in _WORD.finditer(text)]
    return Words(
        text,
        tuple(word for word, _, _ in found),
        array("I", (at for _, at, _ in found)),
        array("I", (at for *_, at in found)),
    )


def closest(text_words: Words, excerpt: str) -> Passage | None:
    """The passage most similar to an excerpt (a wording) of all from half to twice its words; None if under 0.45.

    Of equals the earliest counts, then the shortest. The search bounds whole blocks of passages at once by what the
    stretch they lie in shares with the excerpt, and divides the most promising block until it is a single passage.
    """
    letters = _letters(text_words, excerpt)
    wanted = len(letters.excerpt)
    shortest, longest = -(-wanted // 2), min(2 * wanted, len(letters.text))
    if not 0 < shortest <= longest:
        return None
    blocks = [
        _bounded(letters, start, min(start + wanted // 4, len(letters.text) - shortest), shortest, longest)
        for start in range(0, len(letters.text) - shortest + 1, wanted // 4 + 1)
    ]
    heapq.heapify(blocks)
    while blocks and -blocks[0].bound >= FLOOR:
        block = heapq.heappop(blocks)
        if block.first == block.last and block.shortest == block.longest:
            return Passage(-block.bound, block.first, block.first + block.shortest)
        for half in _halves(letters, block):
            if -half.bound >= FLOOR:
                heapq.heappush(blocks, half)
    return None


class _Letters(NamedTuple):
    """A text and an excerpt with one character for each word; the words the excerpt has not are all one character."""

    text: str
    excerpt: str


def _letters(text_words: Words, excerpt: str) -> _Letters:
    words = [word.lower() for word in _WORD.findall(excerpt)]
    letter_of = {word: chr(nth) for nth, word in enumerate(dict.fromkeys(words), 1)}
    text = "".join([letter_of.get(word, "\0") for word in text_words.words])
    return _Letters(text, "".join([letter_of[word] for word in words]))


class _Block(NamedTuple):
    """All passages that start from `first` to `last` and have from `shortest` to `longest` words.

    None has a similarity above -`bound`; blocks sort by what can be best, then earliest, then shortest.
    """

    bound: float
    first: int
    shortest: int
    last: int
    longest: int


def _bounded(letters: _Letters, first: int, last: int, shortest: int, longest: int) -> _Block:
    shared = LCSseq.similarity(letters.excerpt, letters.text[first : last + longest])
    best_length = min(max(shared, shortest), longest)
    bound = 2 * min(shared, best_length) / (len(letters.excerpt) + best_length)
    return _Block(-bound, first, shortest, last, longest)


def _halves(letters: _Letters, block: _Block) -> list[_Block]:
    _, first, shortest, last, longest = block
    if last - first > longest - shortest:
        middle = (first + last) // 2
        cuts = [(first, middle, shortest, longest), (middle + 1, last, shortest, longest)]
    else:
        middle = (shortest + longest) // 2
        cuts = [(first, last, shortest, middle), (first, last, middle + 1, longest)]
    return [_bounded(letters, *cut) for cut in cuts if cut[0] + cut[2] <= len(letters.text)]


_CONTRACTED = re.compile(r"(?<=\w)n't\b|(?<=can)not\b")


def flips_negation(before: str, after: str) -> bool:
    """Whether one passage has more or fewer of not, no, never, only, unless or without than the other.

    Contractions count as the not in them: don't, won't, cannot.
    """
    return _negations(before) != _negations(after)


def _negations(passage: str) -> Counter[str]:
    spelled = _CONTRACTED.sub(" not", passage.lower().replace("’", "'"))
    return Counter(word for word in _WORD.findall(spelled) if word in NEGATIONS)
