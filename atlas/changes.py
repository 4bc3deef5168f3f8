"""What changed at every step of every document, and between the wordings of every quote: compared once, remembered.

In: content, histories, a memo. Out: `Changes`. A pair of texts is remembered under the digests of both and the
document's volatile patterns, a pair of wordings under itself: none is compared twice, in one build or in later ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from atlas.evidence import read_text
from atlas.history import ExcerptHistory, Histories
from atlas.memo import Memo, Progress, digest
from atlas.reading import Content
from atlas.records import Provision
from atlas.runs import volatile_patterns
from atlas.sectiondiff import Diff, diff_texts
from atlas.worddiff import Piece, word_diff
from atlas.wording import wording

Wordings = tuple[str, str]  # an earlier and a later wording
AROUND = " .,;:!?\"'()-"  # signs that may stand around words


@dataclass(frozen=True, slots=True)
class Changes:
    """`texts` by document and the number of the run that the step led to; `words` by the two wordings, folded."""

    texts: Mapping[tuple[str, int], Diff] = field(default_factory=dict)
    words: Mapping[Wordings, tuple[Piece, ...]] = field(default_factory=dict)


def compare(content: Content, histories: Histories, memo: Memo, progress: Progress | None = None) -> Changes:
    """Every step from one run to the next, and every two wordings that a page shows against each other."""
    return Changes(_texts(content, histories, memo, progress), _words(content, histories, memo))


# --- texts

Pair = tuple[Path, Path, str, str, tuple[str, ...]]  # both files, both digests, what is volatile


def _texts(
    content: Content, histories: Histories, memo: Memo, progress: Progress | None
) -> dict[tuple[str, int], Diff]:
    pairs: dict[tuple[str, int], Pair] = {}
    for key in content.documents:
        patterns = volatile_patterns(content, key)
        history = histories.documents.get(key)
        for before, after in pairwise(history.runs if history else ()):
            texts = before.text, after.text
            files = content.files[texts[0].path], content.files[texts[1].path]
            pairs[key, after.number] = (*files, texts[0].sha256, texts[1].sha256, patterns)
    found = memo.map(compared, list(pairs.values()), key=lambda pair: digest(*pair[2:4], *pair[4]), progress=progress)
    return dict(zip(pairs, found, strict=True))


def compared(pair: Pair) -> Diff:
    """The sections that two texts differ in."""
    before, after, _, _, patterns = pair
    return diff_texts(read_text(before), read_text(after), patterns)


# --- words


def _words(content: Content, histories: Histories, memo: Memo) -> dict[Wordings, tuple[Piece, ...]]:
    pairs: dict[Wordings, None] = {}
    for key, provision in content.provisions.items():
        words = histories.words.get(key)
        if words is None:
            continue
        pairs |= dict.fromkeys((wording(before), wording(after)) for before, after in former_wordings(provision))
        pairs |= dict.fromkeys(_passages([*words.excerpts, *(one for each in words.earlier for one in each)]))
    return dict(zip(pairs, memo.map(reworded, list(pairs)), strict=True))


def reworded(pair: Wordings) -> tuple[Piece, ...]:
    """The words that two wordings differ in."""
    return word_diff(*pair)


def former_wordings(provision: Provision) -> Iterator[tuple[str, str]]:
    """Each former wording with the next newer one, newest first: all excerpts of each, one a line."""
    newer = [excerpt.text for excerpt in provision.excerpts]
    for earlier in provision.earlier:
        older = [excerpt.text for excerpt in earlier.excerpts]
        yield "\n".join(older), "\n".join(newer)
        newer = older


def _passages(histories: Iterable[ExcerptHistory]) -> Iterator[Wordings]:
    """Each excerpt with every passage that was closest to it where it did not stand."""
    for history in histories:
        for state in history.states:
            if state.passage:
                yield beside(history.excerpt.text, state.passage.text)


def beside(excerpt: str, passage: str) -> Wordings:
    """An excerpt and the passage closest to it as they are compared: from their first word to their last, since signs
    around a passage are not part of it."""
    return wording(excerpt).strip(AROUND), wording(passage).strip(AROUND)
