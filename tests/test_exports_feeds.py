"""Feeds, the calendar, the sitemap: read by independent readers, with the events that are events and no others."""

from __future__ import annotations

import json
import re
import warnings
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

from atlas.exports.bundle import Exports
from atlas.exports.calendar import calendar, fold, ics_text
from atlas.exports.feeds import ENTRIES, tag_of, xml_text
from atlas.exports.sitemap import sitemap_files
from atlas.memo import Memo
from atlas.pages.base import Page, Views
from atlas.pages.events import Event, events_of
from atlas.pages.feeds import feed_pages, page_of
from atlas.site import site_views
from tests import living
from tests.making import Tree, at

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
ALL = "We may use everything that you write to train our models."
SOME = "We may use some of what you write to train our models."
NONE = "We never touch anything that anybody ever sends to us here."


def views_of(tree: Tree) -> Views:
    outcome = tree.outcome()
    assert outcome.catalogue, [str(problem) for problem in outcome.problems]
    assert outcome.coverage
    with Memo(None) as memo:
        return site_views(outcome.catalogue, outcome.coverage, memo)


def kinds(tree: Tree, prefix: str = "") -> list[str]:
    """Kinds of events, oldest first, without that records were added."""
    found = sorted(events_of(views_of(tree)), key=lambda event: (event.at, event.name))
    return [event.kind for event in found if event.kind != "added" and event.kind.startswith(prefix)]


def only(tree: Tree, kind: str) -> Event:
    [found] = [event for event in events_of(views_of(tree)) if event.kind == kind]
    return found


# --- which events there are


def test_new_words_are_an_event(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL, ALL, SOME])
    assert kinds(tree) == ["document-changed"]
    assert only(tree, "document-changed").at == at(2)


def test_unusable_captures_are_none(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    notes = {"texts": {at(1).replace(":", ""): {"unusable": {"why": "error-page"}}}}
    tree.document("acme/terms", [ALL, "This page is not available.", ALL], notes=notes)
    assert kinds(tree) == []


def test_a_rereading_is_none(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL, SOME], captures={1: {"reread": True}})
    tree.provision("acme/terms/sale", ALL)
    assert kinds(tree) == []


def test_what_goes_and_returns_in_two_weeks_is_one(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL, NONE, ALL])
    tree.provision("acme/terms/sale", ALL)
    assert sorted(kinds(tree)) == ["document-changed", "words-not-found"]
    event = only(tree, "document-changed")
    assert (event.at, event.updated) == (at(1), at(2))
    assert "Back to the words of 1 January 2026 after 7 days" in event.summary
    assert only(tree, "words-not-found").summary == "Back after 7 days."


def test_what_stays_away_longer_is_two(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL, NONE, NONE, NONE, NONE, ALL])
    tree.provision("acme/terms/sale", ALL)
    assert kinds(tree, "document") == ["document-changed", "document-changed"]
    assert kinds(tree, "words") == ["words-not-found", "words-returned"]


def test_back_and_forth_is_one(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL, NONE, ALL, NONE, ALL, NONE])
    assert kinds(tree) == ["document-changed"]


def test_reworded_words_are_an_event(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL, SOME])
    tree.provision("acme/terms/sale", ALL)
    assert kinds(tree, "words") == ["words-reworded"]


def test_what_people_wrote_makes_events(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL, NONE])
    log = [
        {"on": "2026-12-02", "kind": "correction", "text": "A slip.", "by": "ann"},
        {
            "on": "2026-12-03",
            "kind": "correction",
            "text": "Read again.",
            "fields": {"severity": {"from": "low", "to": "medium"}},
        },
        {
            "on": "2026-12-04",
            "kind": "recoding",
            "text": "Asked anew.",
            "fields": {"answer": {"from": "never", "to": "always"}},
        },
    ]
    later = [{"capture": at(1), "verdict": "removed", "on": "2026-12-05", "by": "ann"}]
    replies = [{"on": "2026-12-06", "from": "entity", "text": "We disagree."}]
    tree.provision("acme/terms/old", ALL, log=log, later=later, replies=replies)
    tree.provision("acme/terms/new", NONE, capture=1, supersedes=["acme/terms/old"], analysed_on="2026-12-07")
    gone = {"on": "2026-12-08", "kind": "error", "reason": "It was no clause."}
    tree.provision("acme/terms/gone", ALL, withdrawn=gone)
    assert kinds(tree)[2:] == [
        "corrected", "severity-changed", "answer-changed", "judged", "replied", "superseded", "withdrawn",
    ]  # fmt: skip
    assert "From low to medium" in only(tree, "severity-changed").summary


def test_drafts_make_none(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL, NONE])
    tree.provision("acme/terms/sale", ALL, draft=True)
    assert [event.kind for event in events_of(views_of(tree))] == ["document-changed"]


def test_the_ledger_says_when_a_record_was_added(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL])
    tree.provision("acme/terms/sale", ALL)
    assert only(tree, "added").at == "2026-12-01"
    tree.assign("2026-12-24")
    assert {event.at for event in events_of(views_of(tree)) if event.kind == "added"} == {"2026-12-24"}


def test_names_are_permanent(tmp_path: Path) -> None:
    """They are made of the id, and neither of the address of the site nor of slugs."""
    tree = Tree(tmp_path)
    tree.document("acme/terms", [ALL, NONE])
    tree.assign()
    before = tag_of(views_of(tree), only(tree, "document-changed").name)
    tree.change("site.yaml", base_url="https://elsewhere.example")
    assert tag_of(views_of(tree), only(tree, "document-changed").name) == before
    assert re.fullmatch(r"tag:[^:]+,\d{4}(-\d\d)*:SA-D-00001/document-changed/2026-01-08T080000Z", before)


# --- Atom and JSON Feed


def feeds(exports: Exports, suffix: str) -> dict[str, bytes]:
    return {path: data for path, data in exports.files.items() if path.endswith(f".{suffix}") and "feed" in path}


def test_every_page_that_has_a_feed_has_both(exports: Exports, views: Views) -> None:
    for kind, key, _ in feed_pages(views):
        stem = f"{page_of(kind, key)}feed".lstrip("/")
        assert {f"{stem}.atom", f"{stem}.json"} <= set(exports.files)


def test_atom_is_read_by_feedparser(exports: Exports) -> None:
    for path, data in feeds(exports, "atom").items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            feed = feedparser.parse(data)
        assert not feed.bozo, path
        assert feed.version == "atom10"
        assert len(feed.entries) <= ENTRIES
        for entry in feed.entries:
            assert entry.id.startswith("tag:provision-atlas.example.org,2026:")
            assert entry.title
            assert entry.link.startswith("https://")
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)


REQUIRED = {
    "feed": ("id", "title", "updated", "author", "link"),
    "entry": ("id", "title", "updated", "link", "content"),
}


def test_atom_is_valid_by_a_schema(exports: Exports) -> None:
    schema = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas/atom.rng"))
    seen = feeds(exports, "atom")
    assert len(seen) > 20
    for path, data in seen.items():
        assert schema.validate(etree.fromstring(data)), (path, schema.error_log)
    assert not schema.validate(etree.fromstring(data.replace(b"<updated>", b"<updated>on ", 1)))


def test_atom_has_what_the_schema_asks(exports: Exports) -> None:
    """RFC 4287, 4.1: what must be there, once, and dates as RFC 3339 has them; entries newest first."""
    for path, data in feeds(exports, "atom").items():
        root = ET.fromstring(data)
        assert root.tag == f"{ATOM}feed"
        for element in (root, *root.findall(f"{ATOM}entry")):
            for name in REQUIRED[element.tag.removeprefix(ATOM)]:
                found = element.findall(f"{ATOM}{name}")
                assert found, (path, name)
                assert len(found) == 1 or name in ("author", "link"), (path, name)
            for name in ("updated", "published"):
                for each in element.findall(f"{ATOM}{name}"):
                    assert datetime.fromisoformat(str(each.text)).tzinfo
        relations = [link.get("rel") for link in root.findall(f"{ATOM}link")]
        assert sorted(map(str, relations)) == ["alternate", "self"]
        updated = [str(entry.findtext(f"{ATOM}updated")) for entry in root.findall(f"{ATOM}entry")]
        if "weekly" not in path:
            assert updated == sorted(updated, reverse=True), path
        assert not updated or root.findtext(f"{ATOM}updated") == max(updated)


def test_json_feeds_say_the_same(exports: Exports) -> None:
    for path, data in feeds(exports, "json").items():
        feed = json.loads(data)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"].endswith(f"/{path}")
        root = ET.fromstring(exports.files[path.removesuffix("json") + "atom"])
        assert [item["id"] for item in feed["items"]] == [
            entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")
        ]
        assert all(item.get("content_text") and isinstance(item["tags"], list) for item in feed["items"])


def test_entries_lead_to_pages(exports: Exports, demonstration_site: Path, views: Views) -> None:
    base = views.absolute("")
    for path, data in feeds(exports, "json").items():
        for item in json.loads(data)["items"]:
            where = item["url"].removeprefix(base).split("#")[0].lstrip("/")
            assert (demonstration_site / where / "index.html").is_file(), (path, where)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a & b", "a &amp; b"), ("<i>", "&lt;i&gt;"), ('"q"', "&#34;q&#34;"), ("\x00\x08\x0b", "\ufffd" * 3),
        ("\ud800", "\ufffd"), ("]]>", "]]&gt;"), ("深度", "深度"), ("\t\n", "\t\n"),
    ],
)  # fmt: skip
def test_text_in_xml(value: str, written: str) -> None:
    assert xml_text(value) == written
    ET.fromstring(f'<a b="{xml_text(value)}">{xml_text(value)}</a>')


# --- the calendar


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a, b", "a\\, b"),
        ("a; b", "a\\; b"),
        ("a\nb", "a\\nb"),
        ("a\r\nb", "a\\nb"),
        ("a\\b", "a\\\\b"),
        ("\x07a", "a"),
    ],
)
def test_text_in_a_calendar(value: str, written: str) -> None:
    assert ics_text(value) == written


def test_long_lines_are_folded_between_characters() -> None:
    lines = fold("SUMMARY:" + "深度é" * 40).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "".join([lines[0], *(line[1:] for line in lines[1:])]) == "SUMMARY:" + "深度é" * 40


def test_the_calendar_is_one(exports: Exports) -> None:
    text = exports.files["feed/calendar.ics"].decode()
    lines = text.replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 20
    names = [line for line in lines if line.startswith("UID:")]
    assert len(names) == len(set(names)) == lines.count("BEGIN:VEVENT")
    assert all(re.fullmatch(r"DTSTART;VALUE=DATE:\d{8}", line) for line in lines if line.startswith("DTSTART"))


def test_the_calendar_has_effective_dates_and_reviews(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    notes = {"texts": {at(0).replace(":", ""): {"stated": {"effective": "2027-02-01"}}}}
    tree.document("acme/terms", [ALL], notes=notes)
    tree.provision("acme/terms/sale", ALL)
    text = calendar(views_of(tree)).decode()
    assert "DTSTART;VALUE=DATE:20270201" in text
    assert "SUMMARY:Takes effect: Terms (Acme)" in text
    assert "Review due: 1 record" in text


# --- the sitemap


def test_the_sitemap_names_what_may_be_found(demonstration_site: Path) -> None:
    root = ET.fromstring((demonstration_site / "sitemap.xml").read_bytes())
    found = [str(loc.text).removeprefix("https://atlas.example/") for loc in root.iter() if loc.tag.endswith("loc")]
    assert len(found) == len(set(found)) > 100
    for where in found:
        html = (demonstration_site / where / "index.html").read_text("utf-8")
        assert '<meta name="robots" content="noindex">' not in html, where
        assert not re.search(r"/(text|change|page)/", where)
    assert {"", "platform/", "data/", "clause-type/ai-training/"} <= set(found)
    assert "Sitemap: https://atlas.example/sitemap.xml" in (demonstration_site / "robots.txt").read_text("utf-8")


def test_a_long_sitemap_is_split(views: Views) -> None:
    pages = [Page(f"/{number}/", "page.html", "", "", {}) for number in range(7)]
    files = sitemap_files(views, pages, limit=3)
    assert sorted(files) == ["robots.txt", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = ET.fromstring(files["sitemap.xml"])
    assert index.tag.endswith("sitemapindex")
    assert len(index) == 3
    assert [len(ET.fromstring(files[f"sitemap-{number}.xml"])) for number in (1, 2, 3)] == [3, 3, 1]


def test_feeds_and_days_keep_their_names_when_records_are_renamed(tmp_path: Path) -> None:
    tree = living.Tree(tmp_path)
    tree.assign()

    def names() -> set[str]:
        public = tree.publish()
        feeds = [path.read_text("utf-8") for path in public.rglob("*.atom")]
        calendar = (public / "feed/calendar.ics").read_text("utf-8").replace("\r\n ", "")
        return {tag for feed in feeds for tag in re.findall("<id>(.*?)</id>", feed)} | set(
            re.findall("UID:(.*)", calendar)
        )

    before = names()
    moves = {
        "acme": "bell", "bell/terms": "bell/rules", "regulation/data-act": "regulation/data-law",
        "clause-type/training": "clause-type/use", "category/data-use": "category/use-of-data",
    }  # fmt: skip
    for old, new in moves.items():
        tree.does("rename", old, new)
    assert names() == before
    tree.assign("2026-05-02")
    assert names() == before
