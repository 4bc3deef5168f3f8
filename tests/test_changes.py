"""Texts are compared by sections and then by words, nothing is lost, and no pair of texts is ever compared twice."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas import changes, sectiondiff
from atlas.changes import Changes, beside, compare
from atlas.memo import Memo
from atlas.sectiondiff import Diff, Part, SectionDiff, diff_texts
from atlas.site import Options, examine
from tests.making import Tree

SIGNS = {"same": ("", ""), "added": ("[+", "+]"), "removed": ("[-", "-]")}
DATA, LAW = "# Data\nWe share your data.\n", "# Law\nThe law of Malta holds.\n"


def shown(parts: tuple[Part, ...]) -> str:
    """`We[- may-] share [14 same]`"""
    return "".join(
        SIGNS[part.kind][0] + part.text + SIGNS[part.kind][1] if part.text else f"[{part.words} {part.kind}]"
        for part in parts
    )


def told(section: SectionDiff) -> str:
    moved = " (moved)" if section.has_moved and section.kind != "moved" else ""
    if section.kind == "unchanged":
        return f"unchanged: {', '.join(section.headings)}"
    return f"{section.kind}{moved}: {shown(section.title).strip()} | {shown(section.parts).strip()}"


def diff(before: str, after: str, *volatile: str) -> list[str]:
    return [told(section) for section in diff_texts(before, after, volatile).sections]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        (DATA, DATA, ["unchanged: Data"]),
        (DATA + LAW, DATA + LAW, ["unchanged: Data, Law"]),
        (DATA, DATA.replace("share", "sell"), ["changed: Data | We[- share-][+ sell+] your data."]),
        ("Hello.\n" + DATA, "Bye.\n" + DATA, ["changed:  | [-Hello-][+Bye+].", "unchanged: Data"]),
        (DATA, DATA + LAW, ["unchanged: Data", "added: [+Law\n+] | [+The law of Malta holds.+]"]),
        (LAW + DATA, DATA, ["removed: [-Law\n-] | [-The law of Malta holds.\n-]", "unchanged: Data"]),
        (DATA + LAW, DATA, ["unchanged: Data", "removed: [-Law\n-] | [-The law of Malta holds.-]"]),
        # paired by key, whatever the number before it
        (
            "# 1. Data\nWe share it.",
            "# 2. Data\nWe share it.",
            ["changed: [-1-][+2+]. Data | We share it."],
        ),
        # paired by closeness, as the heading is another
        (
            "# Data\nWe share your data with partners of ours.",
            "# Privacy\nWe share your data with partners of ours.",
            ["changed: [-Data-][+Privacy+] | We share your data with partners of ours."],
        ),
        # what stands elsewhere has moved; it is told where it stands now
        (
            DATA + LAW + "# End\nBye.",
            LAW + DATA + "# End\nBye.",
            ["unchanged: Law", "moved: Data | ", "unchanged: End"],
        ),
        (
            DATA + LAW,
            LAW + DATA.replace("share", "sell"),
            ["unchanged: Law", "changed (moved): Data | We[- share-][+ sell+] your data."],
        ),
    ],
)  # fmt: skip
def test_sections_are_paired_and_compared(before: str, after: str, expected: list[str]) -> None:
    found = diff(before, after)
    assert found == expected or found == _with_the_other_moved(expected)


def _with_the_other_moved(expected: list[str]) -> list[str]:
    """Of two sections that changed places either may be called the one that moved."""
    if expected[:2] == ["unchanged: Law", "moved: Data | "]:
        return ["moved: Law | ", "unchanged: Data, End"]
    if expected[0] == "unchanged: Law":
        return ["moved: Law | ", expected[1].replace(" (moved)", "")]
    return expected


def test_what_differs_is_counted() -> None:
    found = diff_texts(DATA + LAW, DATA.replace("share", "never share") + "# End\nThat is all.", ())
    assert (found.added, found.removed, found.touched) == (1 + 4, 6, 3)


@pytest.mark.parametrize(
    ("before", "after", "volatile", "expected"),
    [
        ("Updated: 6 days ago. Hello.", "Updated: 9 days ago. Hello.", (r"Updated: \d+ days ago\.",), []),
        ("Updated: 6 days ago. Hello.", "Hello.", (r"Updated: \d+ days ago\.",), []),
        ("Hello.", "Updated: 6 days ago. Hello.", (r"Updated: \d+ days ago\.",), []),
        ("As of 12 January 2026.", "As of January 12th, 2026.", (), []),
        ("As of 12 January 2026.", "As of 2026-01-12.", (), []),
        ("“Hello” – we say", "**\"Hello\"** - we [say](https://acme.example)", (), []),
        (
            "Updated: 6 days ago. We share on 1 May 2026.",
            "Updated: 9 days ago. We sell on May 1, 2026.",
            (r"Updated: \d+ days ago\.",),
            ["changed:  | Updated: 9 days ago. We[- share-][+ sell+] on May 1, 2026."],
        ),
        (
            "As of 12 January 2026.",
            "As of 13 January 2026.",
            (),
            ["changed:  | As of[- 12 January 2026-][+ 13 January 2026+]."],
        ),
        (
            "We share. Seen 5 times. Gone.",
            "We share. Seen 6 times. New words.",
            (r"Seen \d+ times\.",),
            ["changed:  | We share. Seen 6 times.[- Gone-][+ New words+]."],
        ),
    ],
)  # fmt: skip
def test_what_is_volatile_and_spellings_of_dates_are_no_change(
    before: str, after: str, volatile: tuple[str, ...], expected: list[str]
) -> None:
    found = diff_texts(before, after, volatile)
    assert [told(section) for section in found.sections if section.kind != "unchanged"] == expected
    assert bool(found.touched) == bool(expected)


def test_long_passages_are_left_out_but_for_some_words_around() -> None:
    words = " ".join(f"w{nth}" for nth in range(200))
    parts = diff_texts(f"{words} share {words}", f"{words} sell {words}", ()).sections[0].parts
    assert [part.words for part in parts if not part.text] == [200 - sectiondiff.AROUND] * 2
    assert "[+ sell+]" in shown(parts)
    assert "w199" in shown(parts)


def test_a_text_that_is_all_new_is_shown_in_part_and_counted_whole() -> None:
    old, new = (" ".join(f"{letter}{nth}" for nth in range(sectiondiff.MOST_TOLD)) for letter in "ab")
    found = diff_texts(old, new, ())
    assert (found.added, found.removed) == (sectiondiff.MOST_TOLD, sectiondiff.MOST_TOLD)
    assert sum(part.words for part in found.sections[0].parts if part.text) <= 2 * sectiondiff.FEW_SHOWN


def test_where_only_headings_went_the_texts_are_compared_whole() -> None:
    sections = [
        f"{'# ' if nth % 2 else ''}Heading {nth}\n{' '.join(f'word{nth}x{at}' for at in range(40))}" for nth in range(6)
    ]
    before = "\n".join(sections)
    after = before.replace("# ", "").replace("word3x5", "other")
    assert (diff_texts(before, after, ()).added, diff_texts(before, after, ()).removed) == (1, 1)


VOCABULARY = "we may share your data never sell it to partners unless asked"
WORDS = st.sampled_from(VOCABULARY.split())
LINES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
TEXTS = st.lists(st.tuples(st.sampled_from(["", "# data", "# law", "## more", "**Note**"]), LINES), max_size=6).map(
    lambda parts: "\n".join(f"{heading}\n{line}" for heading, line in parts)
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_no_word_is_lost_or_invented(before: str, after: str) -> None:
    found = diff_texts(before, after, ())
    counted = [Counter(text.replace("#", "").replace("*", "").split()) for text in (before, after)]
    added, removed = (_words(found, kind) for kind in ("added", "removed"))
    assert counted[0] + added == counted[1] + removed
    assert (added.total(), removed.total()) == (found.added, found.removed)


def _words(found: Diff, kind: str) -> Counter[str]:
    parts = (part for section in found.sections for part in (*section.title, *section.parts))
    return Counter(word for part in parts if part.kind == kind for word in part.text.split())


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert diff_texts(text, text, ()).touched == 0


def test_long_texts_take_a_second_or_so() -> None:
    texts = [
        "\n".join(f"# Part {nth}\n{'We share your data. ' * 60}{extra * (nth % 3)}" for nth in range(250))
        for extra in ("Never. ", "Ever. ")
    ]
    start = time.process_time()
    diff_texts(texts[0], texts[1], ())
    assert time.process_time() - start < 6


# --- across builds


def comparing(tree: Tree, cache: Path | None) -> Changes:
    """The changes of a tree as a build finds them, by one process."""
    with Memo(cache) as memo:
        outcome = examine(Options(content=tree.content, cache=cache, jobs=1), memo)
        assert outcome.catalogue, outcome.problems
        return compare(outcome.catalogue.content, outcome.catalogue.histories, memo)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The beginnings of the texts and wordings that are really compared, as they are."""
    found: list[tuple[str, ...]] = []
    texts, words = changes.diff_texts, changes.word_diff
    monkeypatch.setattr(
        changes, "diff_texts", lambda *pair: found.append(tuple(part[:9] for part in pair[:2])) or texts(*pair)
    )
    monkeypatch.setattr(
        changes, "word_diff", lambda *pair: found.append(("words", *(part[:9] for part in pair))) or words(*pair)
    )
    return found


def test_an_unchanged_pair_of_texts_is_never_compared_twice(tmp_path: Path, calls: list[tuple[str, ...]]) -> None:
    tree, cache = Tree(tmp_path), tmp_path / "cache"
    tree.document("acme/terms", ["One text.", "Two texts.", "One text.", "Two texts."])
    first = comparing(tree, cache)
    assert sorted(calls) == [
        ("One text.", "Two texts"),
        ("Two texts", "One text."),
    ]  # the third step is the first again
    calls.clear()
    assert comparing(tree, cache) == first
    assert calls == []


def test_only_what_is_new_is_compared(tmp_path: Path, calls: list[tuple[str, ...]]) -> None:
    tree, cache = Tree(tmp_path), tmp_path / "cache"
    tree.document("acme/terms", ["One text.", "Two texts."])
    comparing(tree, cache)
    calls.clear()
    tree.document("acme/terms", ["One text.", "Two texts.", "Three."])
    tree.document("acme/other", ["One text.", "Two texts."])
    comparing(tree, cache)
    assert calls == [("Two texts", "Three.")]


def test_texts_are_compared_anew_when_another_part_of_them_is_volatile(
    tmp_path: Path, calls: list[tuple[str, ...]]
) -> None:
    tree, cache = Tree(tmp_path), tmp_path / "cache"
    for patterns in ([], [{"pattern": r"Seen \d+", "why": "varies"}]):
        tree.document("acme/terms", ["One. Seen 5", "Two. Seen 6"], **({"volatile": patterns} if patterns else {}))
        comparing(tree, cache)
    assert len(calls) == 2


def test_former_wordings_and_closest_passages_are_compared_once(tmp_path: Path, calls: list[tuple[str, ...]]) -> None:
    words = "We keep what you write for thirty days after you delete the account, unless a court orders otherwise."
    tree, cache = Tree(tmp_path), tmp_path / "cache"
    tree.document("acme/terms", [words, words.replace("thirty", "sixty")])
    tree.provision("acme/terms/keep", words)
    found = comparing(tree, cache)
    assert [
        piece.text for piece in found.words[beside(words, words.replace("thirty", "sixty"))] if piece.kind != "same"
    ][:2] == [" thirty", " sixty"]
    assert sum(call[0] == "words" for call in calls) == 1
    calls.clear()
    comparing(tree, cache)
    assert calls == []
