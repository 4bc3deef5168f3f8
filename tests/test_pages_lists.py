"""Lists of answers: what a number counts is listed, nothing twice, no silence without the regions that were read."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from atlas.pages.base import Views
from atlas.site import Options, build
from tests.making import Tree
from tests.trees import BASE

PROJECT = Path(__file__).parents[1]


def page(site: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((site / address.strip("/") / "index.html").read_text("utf-8"), "html.parser")


def test_every_answer_that_is_counted_is_listed(demonstration_site: Path, views: Views) -> None:
    counted = 0
    for slug, record in views.content.clause_types.items():
        found = page(demonstration_site, f"/clause-type/{slug}/")
        listed = {heading.get_text(strip=True) for heading in found.select("h2 .tone")}
        labels = {answer.label for answer in record.answers}
        rows = {row.th.get_text(strip=True): row for row in found.select("table.counts tbody tr") if row.th}
        for label in labels & rows.keys():
            if any(cell.get_text(strip=True) != "0" for cell in rows[label].select("td")):
                counted += 1
                assert label in listed, (slug, label)
    assert counted > 30


@pytest.mark.parametrize("address", ["/clause-type/", "/category/data-use/"])
def test_no_answer_stands_twice_under_a_clause_type(address: str, demonstration_site: Path) -> None:
    entries = page(demonstration_site, address).select(".clause-entry")
    assert entries
    for entry in entries:
        answers = [each.get_text(strip=True) for each in entry.select(".falls .tone")]
        assert len(set(answers)) == len(answers)


def test_a_silence_is_told_with_the_regions_of_what_was_read(tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert build(
        Options(content=BASE, templates=PROJECT / "templates", out=out, has_search=False, cache=None, jobs=1)
    ).is_sound
    for address in ("/compare/", "/operator/acme-corp/", "/clause-type/retention/"):
        silent = "td a[href$='/finding/retention/'], .row-title a[href$='/finding/retention/']"
        [said] = page(out, address).select(silent)
        assert said.parent
        assert said.parent.get_text(" ", strip=True).endswith("for the European Union"), address


def test_hidden_words_stand_nowhere_in_the_site(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", ["# Terms\n\nWe keep all you write. We sell nothing of it.\n"])
    tree.document("bell/terms", ["# Terms\n\nNothing of the kind.\n"])
    body = (
        "## What it is\n\nSecret quince.\n\n## Why it matters\n\nSecret fig.\n\n## What it means for you\n\nSecret.\n"
    )
    withdrawn = {"on": "2026-12-20", "kind": "legal", "reason": "A court ordered it.", "hide": ["excerpts", "body"]}
    tree.provision("acme/terms/keep", "We keep all you write.", body=body, withdrawn=withdrawn)
    tree.finding("bell/terms", note="Secret medlar.", withdrawn=withdrawn)
    tree.assign()
    out = tmp_path / "site"
    options = Options(
        content=tree.content, templates=PROJECT / "templates", out=out, has_search=False, cache=None, jobs=1
    )
    assert build(options).is_sound
    found = [path for path in out.rglob("*") if path.is_file() and b"Secret" in path.read_bytes()]
    assert found == []
