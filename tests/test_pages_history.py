"""What pages tell of the past: changes of documents, fates of quoted words, events by week, what is due."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from atlas.changes import compare
from atlas.memo import Memo
from atlas.pages.base import Page, Views
from atlas.pages.changes import Words, change_pages
from atlas.pages.documents import document_pages
from atlas.pages.dues import freshness_pages
from atlas.pages.histories import MOST_ROWS, NEWEST_ROWS, Row, history_pages, history_view, rows_of
from atlas.pages.lifeline import lifeline
from atlas.pages.news import news_pages, week_of, week_title
from atlas.pages.paging import MOST, chunks, pager
from atlas.pages.provision import provision_pages
from atlas.pages.quotes import archived_copy, with_text_fragment
from atlas.render import render
from atlas.shell import shell_of
from tests.making import Tree, at, stamp

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
QUOTE = "We keep what you write for thirty days after you delete the account, unless a court orders otherwise."
REWORDED = "We keep what you write for sixty days after you delete the account, unless a court orders otherwise."
OTHER = "Nothing of the kind is said in this text, which speaks of the weather and of the price of tea."
KEY = "acme/terms/keep"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def views(tree: Tree) -> Views:
    outcome = tree.outcome()
    assert outcome.catalogue, [str(problem) for problem in outcome.problems]
    assert outcome.coverage
    with Memo(None) as memo:
        found = compare(outcome.catalogue.content, outcome.catalogue.histories, memo)
    return Views(outcome.catalogue, outcome.coverage, changes=found)


def by_stamp(tree: Tree) -> dict[str, Page]:
    """The change pages of a tree by the last part of their address."""
    return {page.address.split("/")[-2]: page for page in change_pages(views(tree))}


def rows(tree: Tree) -> tuple[Row, ...]:
    return rows_of(views(tree), KEY)


def html(tree: Tree, page: Page) -> str:
    shown = views(tree)
    shell = shell_of(shown, TEMPLATES, base_url="https://atlas.example", preview="", has_search=False)
    return render(page, shell, TEMPLATES, tree.content).html.decode()


def text_of(words: tuple[Words, ...]) -> str:
    return "".join(f"{one.before}{one.text}{one.after}" for one in words)


# --- changes of documents


def test_every_step_has_a_page_that_says_what_it_is(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, REWORDED, QUOTE, OTHER, REWORDED], captures={3: {"reread": True}})
    found = by_stamp(tree)
    assert list(found) == [stamp(number) for number in (1, 2, 3, 4)]
    assert [page.context["kind"] for page in found.values()] == ["changed", "returned", "read anew", "returned"]
    assert found[stamp(1)].context["counts"] == "1 word added, 1 removed, 1 section touched"
    assert found[stamp(2)].context["said"] == [
        "Back to the words of 1 January 2026 after 7 days. A return is not counted as a change."
    ]
    assert "no evidence of a change" in found[stamp(3)].context["said"][0]
    assert not any(page.is_indexed for page in found.values())


def test_a_change_that_was_undone_says_so_and_stays(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, REWORDED, QUOTE])
    banner = by_stamp(tree)[stamp(1)].context["banners"][0]
    assert banner.text == "Later folded: the words before this change were back on 15 January 2026, after 7 days."
    assert banner.links[0].address == f"/platform/acme/terms/change/{stamp(2)}/"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"notes": {"texts": {stamp(2): {"unusable": {"why": "partial", "note": "Cut."}}}}}, "only part of the"),
        ({"notes": {"texts": {stamp(2): {"withheld": {"on": "2026-02-01", "reason": "x"}}}}}, "withheld"),
        ({"volatile": [{"pattern": "sixty|thirty", "why": "It turns."}]}, "those first captured on 1 January 2026"),
    ],
)  # fmt: skip
def test_a_step_that_is_folded_keeps_its_page_and_its_week(tree: Tree, told: dict[str, Any], why: str) -> None:
    tree.document("acme/terms", [QUOTE, QUOTE, REWORDED])
    before = by_stamp(tree).keys() | news(tree).keys()
    tree.document("acme/terms", [QUOTE, QUOTE, REWORDED], **told)
    assert before == by_stamp(tree).keys() | news(tree).keys()
    page = by_stamp(tree)[stamp(2)]
    assert why in page.context["why"]
    assert "No change on 15 January 2026" in html(tree, page)
    assert "nothing is on record" in html(tree, news(tree)["/changes/2026-w03/"])


def test_captures_that_are_no_evidence_stand_between_with_their_reason(tree: Tree) -> None:
    notes = {"texts": {stamp(1): {"unusable": {"why": "error-page"}}}}
    tree.document("acme/terms", [QUOTE, "Not available.", REWORDED], notes=notes)
    page = by_stamp(tree)[stamp(2)]
    assert [(why, [link.text for link in links]) for why, links in page.context["unusable"]] == [
        ("Not usable: error page", ["8 January 2026"])
    ]
    assert page.context["when"] == "between 1 and 15 January 2026"


def test_an_analysts_word_on_a_re_reading_is_told(tree: Tree) -> None:
    notes = {"captures": {stamp(1): {"reread": "confirmed"}, stamp(2): {"reread": "real-change", "summary": "Longer."}}}
    captures = {1: {"reread": True}, 2: {"reread": True}}
    tree.document("acme/terms", [QUOTE, OTHER, REWORDED], captures=captures, notes=notes)
    found = by_stamp(tree)
    assert found[stamp(1)].context["said"][0].endswith("An analyst looked and confirmed it.")
    assert "judged this a real change" in found[stamp(2)].context["said"][0]
    assert found[stamp(2)].context["summary"] == "Longer."


def test_records_whose_words_it_touched_are_named_with_both_states(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, REWORDED, OTHER])
    tree.provision(KEY, QUOTE)
    touched = [page.context["touched"][0] for page in by_stamp(tree).values()]
    assert [(one.before.word, one.after.word) for one in touched] == [
        ("Verbatim", "Reworded"),
        ("Reworded", "Not found"),
    ]


def test_words_that_came_and_went_are_marked_and_told(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, REWORDED])
    page = html(tree, by_stamp(tree)[stamp(1)])
    assert '<del><span class="visually-hidden">removed words: </span>thirty<span class="visually-hidden">' in page
    assert '<ins><span class="visually-hidden">added words: </span>sixty<span class="visually-hidden">' in page


def test_a_new_number_at_the_start_of_a_line_stands_beside_the_old_one(tree: Tree) -> None:
    tree.document("acme/terms", [f"{OTHER}\n9.1 {QUOTE}", f"{OTHER}\n10.1 {QUOTE}"])
    (section,) = by_stamp(tree)[stamp(1)].context["sections"]
    marked = [(one.before, one.text) for one in section.parts if one.kind != "same"]
    assert marked == [("\n", "9"), (" ", "10")]


def test_a_document_leads_to_its_changes_and_to_its_texts_by_month(tree: Tree) -> None:
    notes = {"texts": {stamp(5): {"unusable": {"why": "error-page"}}}}
    tree.document("acme/terms", [QUOTE] * 5 + [OTHER, REWORDED], notes=notes)
    (page,) = document_pages(views(tree))
    (year, count, months), *_ = page.context["as_of"]
    assert (year, count, [name for name, _ in months]) == ("2026", 7, ["February 2026", "January 2026"])
    shown = html(tree, page)
    assert "changed once" in shown
    assert f'<a href="change/{stamp(6)}/">1 word added, 1 removed, 1 section touched</a>' in shown
    assert shown.count("data-at=") == 6


# --- fates of words


def test_runs_in_which_words_fared_alike_are_one_row(tree: Tree) -> None:
    tree.document("acme/terms", [f"{QUOTE} Part {number}." for number in range(3)] + [OTHER])
    tree.provision(KEY, QUOTE)
    assert [(row.span, row.folded, row.state.code) for row in rows(tree)] == [
        ("1 to 15 January 2026", "3 wordings of the document", "verbatim"),
        ("22 January 2026", "", "not-found"),
    ]


def test_a_reworded_passage_is_shown_as_not_judged_until_a_person_judges(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, REWORDED])
    tree.provision(KEY, QUOTE)
    near = rows(tree)[1].near[0]
    assert near.label == "Closest passage, not judged (94% alike)"
    assert [(one.kind, one.text) for one in near.words if one.kind != "same" and one.text] == [
        ("removed", "thirty"),
        ("added", "sixty"),
    ]
    tree.provision(KEY, QUOTE, later=[{"capture": at(1), "verdict": "changed", "on": "2026-12-02", "by": "ann"}])
    row = rows(tree)[1]
    assert row.near[0].label == "Closest passage; judged meaning changed, on 2 December 2026 (94% alike)"
    assert [(one.word, one.by, one.captured.text) for one in row.verdicts] == [
        ("Meaning changed", "Ann Analyst", "8 January 2026")
    ]


def test_the_same_words_on_another_page_are_said_to_stand_there(tree: Tree) -> None:
    parts = [{"url": "https://acme.example/a", "line": 1}, {"url": "https://acme.example/b", "line": 2}]
    captures = {number: {"parts": [dict(part) for part in parts]} for number in (0, 1)}
    sources = [{"url": part["url"]} for part in parts]
    tree.document("acme/terms", [f"{QUOTE}\n{OTHER}", f"{OTHER}\n{QUOTE}"], captures=captures, sources=sources)
    tree.provision(KEY, excerpts=[{"text": QUOTE, "url": "https://acme.example/a"}])
    assert rows(tree)[1].near[0].label == "Closest passage, not judged (the same words, but on another page)"


def test_a_verdict_stands_in_the_row_of_its_capture(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, OTHER, OTHER, f"{OTHER} More.", QUOTE])
    verdict = {"capture": at(2), "verdict": "removed", "on": "2026-12-02"}
    tree.provision(KEY, QUOTE, capture=0, later=[verdict])
    assert [len(row.verdicts) for row in rows(tree)] == [0, 1, 0]
    assert rows(tree)[0].notes == ("Quoted as captured on 1 January 2026",)
    assert rows(tree)[2].notes == ("Back in the text",)


def test_no_page_says_removed_unless_a_person_did(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, REWORDED, OTHER])
    tree.provision(KEY, QUOTE)
    (page,) = provision_pages(views(tree))
    assert "removed" not in html(tree, page).lower()
    tree.provision(KEY, QUOTE, later=[{"capture": at(2), "verdict": "removed", "on": "2026-12-02"}])
    (page,) = provision_pages(views(tree))
    assert "<strong>Removed</strong>" in html(tree, page)


def test_what_is_seen_since_a_re_reading_may_be_no_change(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, OTHER], captures={1: {"reread": True}})
    tree.provision(KEY, QUOTE)
    assert rows(tree)[1].notes == ("Seen since a re-reading; may not be a change",)


def test_a_former_wording_is_named_where_it_stands_and_compared_with_the_next(tree: Tree) -> None:
    tree.document("acme/terms", [REWORDED, QUOTE])
    tree.provision(KEY, QUOTE, capture=1, earlier=[{"capture": at(0), "excerpts": [{"text": REWORDED}]}])
    shown = views(tree)
    first, second = rows_of(shown, KEY)
    assert (first.state.code, first.notes) == (
        "not-yet",
        ("The former wording, as captured on 1 January 2026, stands here",),
    )
    assert (second.state.code, second.near) == ("verbatim", ())
    view = history_view(shown, KEY, shown.content.provisions[KEY], shown.catalogue.histories.words[KEY])
    (earlier,) = view["earlier"]
    assert earlier["against"] == "the words quoted above"
    assert text_of(tuple(one for one in earlier["diff"] if one.kind != "removed")) == QUOTE


def test_each_excerpt_is_named_where_they_fare_unlike(tree: Tree) -> None:
    tree.document("acme/terms", [f"{QUOTE}\n{OTHER}", QUOTE])
    tree.provision(KEY, QUOTE, OTHER)
    assert rows(tree)[0].states == ()
    assert [(name, badge.word) for name, badge in rows(tree)[1].states] == [
        ("Quote 1", "Verbatim"),
        ("Quote 2", "Not found"),
    ]


def test_a_long_table_has_a_page_of_its_own(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE if number % 2 else f"{OTHER} {number}" for number in range(MOST_ROWS + 2)])
    tree.provision(KEY, QUOTE, capture=1)
    shown = views(tree)
    (page,) = history_pages(shown)
    view = history_view(shown, KEY, shown.content.provisions[KEY], shown.catalogue.histories.words[KEY])
    assert (page.address, page.is_indexed) == ("/platform/acme/terms/keep/history/", False)
    assert len(page.context["rows"]) == MOST_ROWS + 2
    assert (len(view["rows"]), view["more"].address) == (NEWEST_ROWS, page.address)
    assert "<table" in html(tree, page)


def test_a_short_table_has_none(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE if number % 2 else f"{OTHER} {number}" for number in range(MOST_ROWS)])
    tree.provision(KEY, QUOTE, capture=1)
    assert list(history_pages(views(tree))) == []


def test_the_picture_keeps_within_its_frame_and_is_told_in_words(tree: Tree) -> None:
    tree.document("acme/terms", [OTHER, QUOTE, QUOTE, REWORDED])
    tree.provision(KEY, QUOTE, capture=1, later=[{"capture": at(3), "verdict": "same", "on": "2026-12-02"}])
    line = lifeline(views(tree), KEY)
    assert line
    assert [(bar.code, bar.x, bar.width) for bar in line.bars] == [
        ("not-yet", "0.00%", "0.80%"),
        ("verbatim", "33.33%", "33.33%"),
        ("reworded", "99.20%", "0.80%"),
    ]
    assert [(tick.kind, tick.x) for tick in line.ticks] == [("quoted", "33.33%"), ("judged", "99.50%")]
    assert line.says == "not yet in the text 1 January 2026; verbatim 8 to 15 January 2026; reworded 22 January 2026."


# --- events


@pytest.mark.parametrize(
    ("moment", "week", "title"),
    [
        ("2026-08-20", "2026-w34", "17 to 23 August 2026"),
        ("2026-01-01T08:00:00Z", "2026-w01", "29 December 2025 to 4 January 2026"),
        ("2027-01-01", "2026-w53", "28 December 2026 to 3 January 2027"),
    ],
)
def test_weeks_are_those_of_iso(moment: str, week: str, title: str) -> None:
    assert (week_of(moment), week_title(week)) == (week, title)


def news(tree: Tree) -> dict[str, Page]:
    return {page.address: page for page in news_pages(views(tree))}


def told(page: Page) -> list[tuple[str, str]]:
    groups = page.context["groups"]
    return [(entry.kind.code, entry.on) for group in groups for entry in (*group.entries, *group.folded)]


def test_what_goes_and_comes_back_within_a_fortnight_is_one_event(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, REWORDED, QUOTE, OTHER])
    found = told(news(tree)["/changes/"])
    assert found == [("document-changed", "22 January 2026"), ("document-changed", "8 to 15 January 2026")]


def test_an_entry_leads_to_the_change_and_to_the_records_it_touched(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, REWORDED])
    tree.provision(KEY, QUOTE)
    (entry,) = [
        entry
        for group in news(tree)["/changes/2026-w02/"].context["groups"]
        for entry in group.entries
        if entry.kind.code == "document-changed"
    ]
    assert entry.address == f"/platform/acme/terms/change/{stamp(1)}/"
    assert entry.change
    assert entry.change.text == "1 word added, 1 removed, 1 section touched"
    assert [one.row.key for one in entry.touched] == [KEY]


def test_many_records_added_in_a_week_are_folded(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE, REWORDED])
    for number in range(6):
        tree.provision(f"acme/terms/keep-{number}", QUOTE, title=f"Keep {number}", analysed_on="2026-01-09")
    (group,) = news(tree)["/changes/"].context["groups"]
    assert {entry.kind.code for entry in group.entries} == {"document-changed", "words-reworded"}
    assert [entry.kind.code for entry in group.folded] == ["added"] * 6
    assert "<summary>6 records added</summary>" in html(tree, news(tree)["/changes/"])


def test_pages_of_events_stay_as_they_are_when_more_happens(tree: Tree) -> None:
    texts = [f"{OTHER} {number}" for number in range(2 * MOST + 3)]
    tree.document("acme/terms", texts[: MOST + 3])
    before = news(tree)
    tree.document("acme/terms", texts)
    after = news(tree)
    pages = [f"/changes/page/{number}/" for number in (1, 2, 3)]
    assert [address for address in pages if address in before] == pages[:2]
    assert [len(told(after[address])) for address in ("/changes/", *pages)] == [MOST, MOST, MOST, 2]
    assert told(after[pages[0]]) == told(before[pages[0]])
    assert not any(after[address].is_indexed for address in pages)


def test_a_list_is_cut_into_pages_that_lead_to_each_other() -> None:
    pages = chunks(range(5), 2)
    assert [list(page) for page in pages] == [[0, 1], [2, 3], [4]]
    assert [list(page) for page in chunks([])] == [[]]
    links = pager(["/a/", "/a/page/2/", "/a/page/3/"], 1)
    assert [(word, link.address) for word, link in links] == [("Before", "/a/"), ("After", "/a/page/3/")]


# --- what is due


def due(tree: Tree) -> list[tuple[str, int, int]]:
    page, *_ = freshness_pages(views(tree))
    return [(each.row.title, each.age, each.over) for each in page.context["due"]]


def analysed(on: str) -> dict[str, Any]:
    return {"analysed_on": on, "analysis": {"origin": "human", "authors": ["ann"]}}


def test_a_record_is_due_when_the_older_of_both_looks_is_too_old(tree: Tree) -> None:
    tree.change("site.yaml", review_after_days={"high": 10, "medium": 20, "low": 365})
    tree.document("acme/terms", [QUOTE, QUOTE, QUOTE, QUOTE, QUOTE])  # until 29 January
    tree.provision("acme/terms/a-read-long-ago", QUOTE, **analysed("2026-01-02"), severity="medium")
    tree.provision("acme/terms/b-read-lately", QUOTE, **analysed("2026-01-20"), severity="medium")
    tree.provision("acme/terms/c-grave", QUOTE, **analysed("2026-01-15"), severity="high")
    tree.provision("acme/terms/d-grave", QUOTE, **analysed("2026-01-10"), severity="high")
    tree.provision("acme/terms/e-light", QUOTE, **analysed("2026-01-02"), severity="low")
    assert due(tree) == [("D-grave", 19, 9), ("C-grave", 14, 4), ("A-read-long-ago", 27, 7)]


def test_words_not_seen_for_long_make_a_record_due_unless_an_archive_looked(tree: Tree) -> None:
    tree.change("site.yaml", review_after_days={"medium": 20})
    tree.document("acme/terms", [QUOTE])
    tree.document("acme/other", [OTHER, OTHER, OTHER, OTHER, OTHER])
    tree.provision(KEY, QUOTE, **analysed("2026-01-28"))
    assert due(tree) == [("Keep", 28, 8)]
    watched = {"by": "sample", "from": "2026-01-01", "through": "2026-01-28"}
    tree.put(
        "archives.yaml",
        "sample: {title: S, url: https://sample.example, licence: CC0, attribution: S, keeps: changes-only}\n",
    )
    tree.document("acme/terms", [QUOTE], watched=watched)
    assert due(tree) == []


def test_documents_stand_by_their_last_look(tree: Tree) -> None:
    tree.document("acme/terms", [QUOTE])
    tree.document("acme/other", [OTHER, OTHER])
    page, *_ = freshness_pages(views(tree))
    assert [(each.on, each.age, each.is_due) for each in page.context["documents"]] == [
        ("1 January 2026", 7, False),
        ("8 January 2026", 0, False),
    ]
    assert "1 January 2026" in html(tree, page)


# --- ways to the sources


@pytest.mark.parametrize(
    ("url", "parts", "expected"),
    [
        ("https://a.example/t", ("We share.",), "https://a.example/t#:~:text=We%20share."),
        ("https://a.example/t#s", ("We share.",), "https://a.example/t#s:~:text=We%20share."),
        ("https://a.example/t", ("Opt-in, & “out”",), "https://a.example/t#:~:text=Opt%2Din%2C%20%26%20%E2%80%9Cout%E2%80%9D"),
        ("https://a.example/t", ("a b c d", "e\nf  g h"), "https://a.example/t#:~:text=a%20b%20c%20d&text=e%20f%20g%20h"),
        ("https://a.example/t", ("a b c d e f g h i j k l",), "https://a.example/t#:~:text=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l"),
        ("https://a.example/t", ("a b c d e f g h i j k l m",), "https://a.example/t#:~:text=a%20b%20c%20d%20e%20f,h%20i%20j%20k%20l%20m"),
    ],
)  # fmt: skip
def test_text_fragments_are_encoded_as_the_specification_asks(url: str, parts: tuple[str, ...], expected: str) -> None:
    assert with_text_fragment(url, parts) == expected


@pytest.mark.parametrize(
    ("copy", "text"),
    [
        ("https://web.archive.org/web/20260505140255/https://a.example/", "web.archive.org, 5 May 2026, 14:02:55 UTC"),
        ("https://web.archive.org/web/20260505140255id_/http://a.example", "web.archive.org, 5 May 2026, 14:02:55 UTC"),
        ("https://archive.example/x1Yz", "archive.example"),
    ],
)  # fmt: skip
def test_the_time_of_an_archived_copy_is_that_in_its_address(copy: str, text: str) -> None:
    assert archived_copy("https://a.example/", copy).text == f"{text}: https://a.example/"
    assert archived_copy("U", copy).href == copy
