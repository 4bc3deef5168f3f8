"""What became of quoted words: a state in every run, and the dates, by the rules of the content contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.history import newest_verdict
from tests.making import Tree, at, stamp

QUOTE = "We keep what you write for thirty days after you delete the account, unless a court orders otherwise."
REWORDED = "We keep what you write for sixty days after you delete the account, unless a court orders otherwise."
FLIPPED = "We keep what you write for thirty days after you delete the account, if a court orders otherwise."
OTHER = "The fee falls due on the first day of every month and is paid in advance by card or by transfer."


def page(words: str, heading: str = "Deletion", *, more: str = "") -> str:
    return f"# Terms\n\nThese terms bind you.\n\n## {heading}\n\n{words}\n\n## The end\n\nGoodbye.\n{more}"


def states(tmp_path: Path, *texts: str, capture: int = 0) -> list[str]:
    tree = Tree(tmp_path)
    tree.document("acme/terms", texts)
    tree.provision("acme/terms/keeping", QUOTE, capture=capture)
    return [state.state for state in tree.words("acme/terms/keeping").excerpts[0].states]


@pytest.mark.parametrize(
    ("texts", "capture", "expected"),
    [
        ([page(QUOTE), page(QUOTE, more="And more.")], 0, ["verbatim", "verbatim"]),
        ([page(OTHER), page(QUOTE)], 1, ["not-yet", "verbatim"]),
        ([page(QUOTE), page(REWORDED)], 0, ["verbatim", "reworded"]),
        ([page(REWORDED), page(QUOTE)], 1, ["not-yet", "verbatim"]),
        ([page(QUOTE), page(FLIPPED)], 0, ["verbatim", "not-found"]),
        ([page(QUOTE), page(OTHER)], 0, ["verbatim", "not-found"]),
        ([page(QUOTE), page(OTHER), page(QUOTE)], 0, ["verbatim", "not-found", "verbatim"]),
        ([page(QUOTE), page(QUOTE.replace(" ", "\u00a0")), page(f"*{QUOTE}*\n\nMore.")], 0, ["verbatim", "verbatim"]),
    ],
)
def test_the_words_have_a_state_in_every_run(
    texts: list[str], capture: int, expected: list[str], tmp_path: Path
) -> None:
    assert states(tmp_path, *texts, capture=capture) == expected


@pytest.mark.parametrize(
    ("later", "state"),
    [
        ("# Terms\n\n## Deletion\n\nNothing.\n\n## Storage\n\n{quote}\n", "moved"),  # the old line is still there
        ("# Terms\n\n## The end\n\n{quote}\n", "moved"),  # the new line was there before
        ("# Terms\n\n## Storage\n\n{quote}\n", "verbatim"),  # the section has another name now
        ("# Terms\n\n## 4. Deletion\n\n{quote}\n", "verbatim"),  # it is numbered now
        ("# Terms\n\n### DELETION:\n\n{quote}\n", "verbatim"),
    ],
)
def test_words_under_another_section_line_have_moved_but_a_section_renamed_has_not(
    later: str, state: str, tmp_path: Path
) -> None:
    assert states(tmp_path, page(QUOTE), later.format(quote=QUOTE)) == ["verbatim", state]


def test_the_passage_beside_missing_words_is_the_texts_own(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [page(QUOTE), page(f"**{REWORDED}**"), page(OTHER)])
    tree.provision("acme/terms/keeping", QUOTE)
    held, reworded, gone = tree.words("acme/terms/keeping").excerpts[0].states
    assert (held.passage, gone.passage) == (None, None)
    assert reworded.passage is not None
    assert reworded.passage.text == REWORDED.rstrip(".")
    assert reworded.passage.similarity == pytest.approx(18 / 19, abs=0.01)


def test_marks_and_addresses_in_a_quote_are_no_words_of_it(tmp_path: Path) -> None:
    linked = QUOTE.replace("the account", "[the account](https://acme.example/account/delete/for/ever/and/ever)")
    tree = Tree(tmp_path)
    tree.document("acme/terms", [page(linked), page(REWORDED)])
    tree.provision("acme/terms/keeping", linked)
    passage = tree.words("acme/terms/keeping").excerpts[0].states[1].passage
    assert passage is not None
    assert passage.similarity == pytest.approx(18 / 19, abs=0.01)


def test_former_wordings_have_states_too(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [page(QUOTE), page(REWORDED)])
    tree.provision(
        "acme/terms/keeping", REWORDED, capture=1, earlier=[{"capture": at(0), "excerpts": [{"text": QUOTE}]}]
    )
    words = tree.words("acme/terms/keeping")
    assert [state.state for state in words.excerpts[0].states] == ["not-yet", "verbatim"]
    assert [state.state for state in words.earlier[0][0].states] == ["verbatim", "reworded"]


@pytest.mark.parametrize(
    ("newest", "state"),
    [
        (page(QUOTE + " " + OTHER), "verbatim"),
        (page(QUOTE), "partly"),
        (page("Nothing of it is here."), "not-found"),
        ("# Terms\n\n## Deletion\n\nNone.\n\n## The end\n\n" + QUOTE + "\n\n" + OTHER + "\n", "moved"),
    ],
)
def test_a_record_has_its_excerpts_state_or_partly(newest: str, state: str, tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [page(QUOTE + " " + OTHER), newest])
    tree.provision("acme/terms/keeping", QUOTE, OTHER)
    assert tree.words("acme/terms/keeping").state == state


def test_dates_say_when_words_were_first_and_last_seen_and_first_missing(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document(
        "acme/terms",
        [page(OTHER), page(QUOTE), page(QUOTE), page(OTHER)],
        captures={2: {"seen_until": "2026-01-17T00:00:00Z"}},
    )
    tree.provision("acme/terms/keeping", QUOTE, capture=1)
    words = tree.words("acme/terms/keeping")
    assert (words.words_first_seen, words.is_first_capture) == (at(1), False)
    assert (words.words_last_seen, words.first_missing) == ("2026-01-17T00:00:00Z", at(3))
    assert (words.returned_at, words.is_standing) == (None, False)


def test_words_of_the_first_capture_were_first_seen_on_or_before_it(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [page(QUOTE)])
    tree.provision("acme/terms/keeping", QUOTE)
    words = tree.words("acme/terms/keeping")
    assert (words.words_first_seen, words.is_first_capture, words.first_missing) == (at(0), True, None)


@pytest.mark.parametrize(
    ("texts", "returned"),
    [
        ([QUOTE, OTHER, QUOTE], at(2)),
        ([QUOTE, OTHER, QUOTE, QUOTE + " " + OTHER], at(2)),
        ([QUOTE, OTHER, QUOTE, OTHER], None),
        ([QUOTE, QUOTE + " " + OTHER], None),
    ],
)
def test_words_that_came_back_and_stand_are_back_since(texts: list[str], returned: str | None, tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", list(map(page, texts)))
    tree.provision("acme/terms/keeping", QUOTE)
    assert tree.words("acme/terms/keeping").returned_at == returned


@pytest.mark.parametrize(("reread", "across"), [({}, False), ({1: {"reread": True}}, True)])
def test_words_missing_since_a_rereading_may_not_have_changed(
    reread: dict[int, dict[str, bool]], across: bool, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [page(QUOTE), page(OTHER)], captures=reread)
    tree.provision("acme/terms/keeping", QUOTE)
    assert tree.words("acme/terms/keeping").across_reread is across


@pytest.mark.parametrize(
    ("newest", "surroundings"),
    [
        (page(QUOTE, more="More at the end."), "same"),
        (page(QUOTE + "\n\nA sentence more."), "changed"),
        (page(OTHER), ""),
    ],
)
def test_surroundings_tell_whether_the_section_around_standing_words_changed(
    newest: str, surroundings: str, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [page(QUOTE), newest])
    tree.provision("acme/terms/keeping", QUOTE)
    assert tree.words("acme/terms/keeping").surroundings == surroundings


@pytest.mark.parametrize(
    ("texts", "verdict", "stands"),
    [
        ([QUOTE, REWORDED], "same", True),
        ([QUOTE, REWORDED, REWORDED + " More."], "same", True),
        ([QUOTE, REWORDED, OTHER], "same", False),
        ([QUOTE, REWORDED], "changed", False),
        ([QUOTE, REWORDED], "removed", False),
    ],
)
def test_a_verdict_same_holds_while_the_passage_it_judged_stands(
    texts: list[str], verdict: str, stands: bool, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", list(map(page, texts)))
    tree.provision("acme/terms/keeping", QUOTE, later=[{"capture": at(1), "verdict": verdict, "on": "2026-12-01"}])
    assert tree.words("acme/terms/keeping").stands_unchanged is stands


def test_the_newest_verdict_is_on_the_latest_capture_and_of_those_the_last_given(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", list(map(page, [QUOTE, REWORDED, OTHER])))
    given = [(1, "same", "2026-12-03"), (2, "unclear", "2026-12-01"), (2, "removed", "2026-12-02")]
    later = [{"capture": at(number), "verdict": verdict, "on": on} for number, verdict, on in given]
    tree.provision("acme/terms/keeping", QUOTE, later=later)
    verdict = newest_verdict(tree.catalogue().content.provisions["acme/terms/keeping"])
    assert verdict is not None
    assert verdict.verdict == "removed"


def test_withheld_and_unusable_texts_give_no_state(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    notes = {
        "texts": {
            stamp(1): {"unusable": {"why": "error-page"}},
            stamp(2): {"withheld": {"on": "2026-02-01", "reason": "Order"}},
        }
    }
    tree.document("acme/terms", [page(QUOTE), "Error 503", page(OTHER)], notes=notes)
    tree.provision("acme/terms/keeping", QUOTE)
    assert [state.state for state in tree.words("acme/terms/keeping").excerpts[0].states] == ["verbatim"]
