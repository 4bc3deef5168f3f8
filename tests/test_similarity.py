"""The closest passage is the best of all windows, exactly, and quickly where there is none."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from atlas.similarity import FLOOR, Passage, closest, flips_negation, words_of

WORD = st.sampled_from(["we", "may", "share", "sell", "your", "data", "not", "with", "at", "any", "the"])


def closest_of_all(words: list[str], excerpt: list[str]) -> Passage | None:
    """The definition, window by window; similarities to 12 places, so that equals are equal."""
    shortest, longest = -(-len(excerpt) // 2), 2 * len(excerpt)
    passages = [
        Passage(round(Indel.normalized_similarity(excerpt, words[start : start + length]), 12), start, start + length)
        for start in range(len(words))
        for length in range(shortest, longest + 1)
        if excerpt and start + length <= len(words)
    ]
    best = max(passages, key=lambda passage: passage.similarity, default=None)
    return best if best and best.similarity >= FLOOR else None


def rounded(passage: Passage | None) -> Passage | None:
    return passage and Passage(round(passage.similarity, 12), passage.start_word, passage.end_word)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORD, max_size=30), st.lists(WORD | st.just("other"), max_size=9))
def test_the_closest_passage_is_the_best_of_all_windows(words: list[str], excerpt: list[str]) -> None:
    assert rounded(closest(words_of(" ".join(words)), " ".join(excerpt))) == closest_of_all(words, excerpt)


BEFORE = """We use the content you submit to provide and improve our services, and may share it with affiliates.
You own your content. We do not sell your personal data to anyone, and we keep it for thirty days after you delete your
account. Disputes are resolved by binding arbitration, unless you opt out within thirty days of registering."""


@pytest.mark.parametrize(
    ("excerpt", "passage"),
    [
        ("You own your content.", "You own your content"),
        ("You keep ownership of your own content.", "You own your content"),
        ("We will not sell any of your data to anyone", "We do not sell your personal data to anyone"),
        (
            "all disputes shall be resolved by arbitration unless you opt out",
            "Disputes are resolved by binding arbitration, unless you opt out",
        ),
        ("Le prestataire ne vend aucune information", None),
    ],
)
def test_reworded_clauses_are_found(excerpt: str, passage: str | None) -> None:
    text = words_of(BEFORE)
    found = closest(text, excerpt)
    assert (found and text.text[slice(*text.span(found))]) == passage
    assert rounded(found) == closest_of_all(list(text.words), list(words_of(excerpt).words))


def test_of_equals_the_earliest_counts_then_the_shortest() -> None:
    assert closest(words_of("x a b y a b"), "a b") == Passage(1.0, 1, 3)
    assert closest(words_of("a c c b"), "a b") == Passage(2 / 3, 0, 1)


@pytest.mark.parametrize(("text", "excerpt"), [("", "a"), ("a", ""), ("", ""), ("a", "a b c d"), ("...", "?!")])
def test_where_there_is_no_window_there_is_no_passage(text: str, excerpt: str) -> None:
    assert closest(words_of(text), excerpt) is None


def test_words_are_lower_cased_and_know_where_they_stand() -> None:
    text = words_of("We DON'T – sell.")
    assert text.words == ("we", "don", "t", "sell")
    assert text.text[slice(*text.span(Passage(1.0, 1, 3)))] == "DON'T"
    assert closest(words_of("İstanbul data"), "İSTANBUL DATA") is not None


def test_a_long_text_without_a_similar_passage_is_searched_quickly() -> None:
    chance = random.Random(7)
    common, rare = [f"common{nth}" for nth in range(15)], [f"rare{nth}" for nth in range(4000)]
    text = words_of(" ".join(chance.choice(chance.choice([common, rare])) for _ in range(50_000)))
    excerpt = " ".join(chance.choice(chance.choice([common, rare])) for _ in range(60))
    started = time.perf_counter()
    closest(text, excerpt)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("before", "after", "flips"),
    [
        ("We will not train", "We will train", True),
        ("We don't sell", "We do not sell", False),
        ("We don’t sell", "We sell", True),
        ("You cannot opt out", "You can not opt out", False),
        ("You can't", "You cannot", False),
        ("We won't", "We will", True),
        ("only with consent", "with consent", True),
        ("Only you, and no one else", "no one else, ONLY you", False),
        ("not now, not ever", "not now, never", True),
        ("unless you object", "if you object", True),
        ("without notice", "with notice", True),
        ("a notice, another note, knot", "nothing", False),
        ("Notwithstanding this", "Despite this", False),
        ("", "", False),
    ],
)
def test_a_passage_that_gains_or_loses_a_negation_flips(before: str, after: str, flips: bool) -> None:
    assert flips_negation(before, after) == flips
    assert flips_negation(after, before) == flips
