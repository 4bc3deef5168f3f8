"""The tables: keys that hold, nothing hidden in them, and every number of the pages as a one-line query."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from atlas.exports.bundle import Exports
from atlas.exports.gathered import gather
from atlas.exports.table import Table, declared
from atlas.exports.tables import SPECS, dataset_version, digests, tables
from atlas.memo import Memo
from atlas.pages.base import Views
from atlas.site import site_views
from tests.making import Tree

GRAINS = {
    "entities", "operators", "documents", "texts", "captures", "runs", "provisions", "answers", "excerpts",
    "excerpt_states", "provision_regulations", "actions", "findings", "coverage", "events", "clause_types",
    "answers_of_clause_types", "categories", "regulations", "articles", "agencies", "agency_regulations",
    "jurisdictions", "jurisdiction_members", "document_types", "archives", "people",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(views: Views) -> dict[str, Table]:
    with Memo(None) as memo:
        return dict(tables(gather(views, memo)))


@pytest.fixture(scope="module")
def atlas(exports: Exports) -> Iterator[sqlite3.Connection]:
    store = sqlite3.connect(":memory:")
    store.deserialize(exports.files["data/atlas.sqlite"])
    yield store
    store.close()


def tables_of(tree: Tree) -> dict[str, Table]:
    outcome = tree.outcome()
    assert outcome.catalogue, [str(problem) for problem in outcome.problems]
    assert outcome.coverage
    with Memo(None) as memo:
        return dict(tables(gather(site_views(outcome.catalogue, outcome.coverage, memo), memo)))


def column(table: Table, name: str) -> list[object]:
    return [row[table.spec.names.index(name)] for row in table.rows]


# --- what a table is


def test_every_grain_has_a_table() -> None:
    assert GRAINS - {spec.name for spec in SPECS} == set()


def test_a_table_is_declared_in_lines() -> None:
    spec = declared("t", "One row.", "a b", "a  text  The one\nb  whole? > other  The other", within="up.down")
    assert [(c.name, c.type, c.is_required) for c in spec.columns] == [("a", "string", True), ("b", "integer", False)]
    assert (spec.key, spec.within, spec.references[0].table) == (("a", "b"), ("up", "down"), "other")


def test_every_column_says_what_it_means() -> None:
    assert [f"{s.name}.{c.name}" for s in SPECS for c in s.columns if len(c.says) < 3] == []


def test_keys_are_unique_and_never_empty(made: dict[str, Table]) -> None:
    for table in made.values():
        keys = list(zip(*(column(table, name) for name in table.spec.key), strict=True))
        assert len(keys) == len(set(keys)), table.name
        assert not any(value is None for key in keys for value in key), table.name


def test_values_are_of_their_columns(made: dict[str, Table]) -> None:
    kinds = {"string": str, "date": str, "datetime": str, "integer": int, "number": (int, float), "boolean": bool}
    for table in made.values():
        for spec in table.spec.columns:
            for value in column(table, spec.name):
                assert (value is None and not spec.is_required) or isinstance(value, kinds[spec.type]), spec  # type: ignore[arg-type]
                assert value is None or not spec.codes or value in spec.codes, (table.name, spec.name, value)


def test_every_record_of_the_demonstration_is_a_row(made: dict[str, Table], views: Views) -> None:
    content = views.content
    for name, records in (
        ("entities", content.entities), ("documents", content.documents), ("provisions", content.provisions),
        ("findings", content.findings), ("clause_types", content.clause_types), ("regulations", content.regulations),
    ):  # fmt: skip
        assert sorted(map(str, column(made[name], made[name].spec.key[0]))) == sorted(records)


# --- what must not be in them


def test_hidden_words_are_in_no_table(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", ["We sell everything that you ever write to us."])
    withdrawn = {"on": "2026-12-02", "kind": "legal", "reason": "A court's order.", "hide": ["excerpts", "body"]}
    body = "## What it is\n\nUnsayable.\n\n## Why it matters\n\nWords.\n\n## What it means for you\n\nWords.\n"
    tree.provision("acme/terms/sale", "We sell everything that you ever write to us.", withdrawn=withdrawn, body=body)
    made = tables_of(tree)
    told = repr([table.rows for table in made.values()])
    assert "sell everything" not in told
    assert "Unsayable" not in told
    assert column(made["excerpts"], "is_hidden") == [True]
    assert column(made["provisions"], "withdrawn_because") == ["A court's order."]


def test_words_of_a_withheld_text_are_in_no_table(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    withheld = {"texts": {"2026-01-01T080000Z": {"withheld": {"on": "2026-12-02", "reason": "It held a name."}}}}
    words = "We sell everything that you ever write to us."
    tree.document("acme/terms", [words, "We sell nothing at all, and never did so."], notes=withheld)
    tree.provision("acme/terms/sale", words)
    made = tables_of(tree)
    assert "sell everything" not in repr([table.rows for table in made.values()])
    assert column(made["texts"], "file_url")[0] is None


# --- versions of the whole


def test_the_dataset_version_depends_on_rows_alone(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", ["We sell nothing at all, and never did so."])
    first = dataset_version(digests(tables_of(tree).values()))
    assert dataset_version(digests(tables_of(tree).values())) == first
    tree.change("site.yaml", base_url="https://elsewhere.example")
    assert dataset_version(digests(tables_of(tree).values())) == first
    tree.provision("acme/terms/sale", "We sell nothing at all, and never did so.")
    assert dataset_version(digests(tables_of(tree).values())) != first


# --- numbers of the pages


def page(site: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((site / address / "index.html").read_text("utf-8"), "html.parser")


def number(text: str) -> int:
    return int(text.replace(",", ""))


def count(atlas: sqlite3.Connection, query: str, *values: object) -> int:
    return int(atlas.execute(query, values).fetchone()[0])


HOME = {
    "platforms tracked": "SELECT count(*) FROM entities WHERE is_tracked",
    "documents": "SELECT count(*) FROM documents",
    "dated captures": "SELECT count(*) FROM captures",
    "live provisions": "SELECT count(*) FROM provisions WHERE standing = 'live'",
    "findings of absence": "SELECT count(*) FROM findings WHERE is_current AND kind = 'absent'",
}


def test_counts_of_the_front_page(demonstration_site: Path, atlas: sqlite3.Connection) -> None:
    shown = [item.get_text(" ", strip=True) for item in page(demonstration_site, "").select(".counts-line li")]
    told = {words: number(digits) for digits, words in (text.split(" ", 1) for text in shown)}
    assert told == {words: count(atlas, query) for words, query in HOME.items()}


def test_severity_at_a_glance(demonstration_site: Path, atlas: sqlite3.Connection) -> None:
    query = (
        "SELECT count(*) FROM provisions JOIN clause_types USING (clause_type) JOIN categories USING (category) "
        "WHERE standing = 'live' AND categories.title = ? AND severity = ?"
    )
    rows = page(demonstration_site, "").select("table.glance tbody tr")
    assert rows
    for row in rows:
        title = row.select_one("th").get_text(strip=True)  # type: ignore[union-attr]
        shown = [number(cell.get_text(strip=True)) for cell in row.select("td.number")]
        severities = ("high", "medium", "low", "none", "protective")
        assert shown == [count(atlas, query, title, severity) for severity in severities], title


KNOWN = "JOIN entities USING (entity) WHERE is_tracked AND clause_type = ? AND region = ? AND audience LIKE ?"
PREVALENCE = {
    "Have such a clause": "SELECT count(DISTINCT entity) FROM coverage_answers "
    f"JOIN answers_of_clause_types USING (clause_type, answer) {KNOWN} AND is_present",
    "Answered or absent": f"SELECT count(DISTINCT entity) FROM coverage {KNOWN} AND state IN ('answered', 'absent')",
}
ANSWERED = f"SELECT count(DISTINCT entity) FROM coverage_answers {KNOWN} AND answer = ?"


def test_prevalence(demonstration_site: Path, atlas: sqlite3.Connection) -> None:
    seen = 0
    for (slug,) in atlas.execute("SELECT clause_type FROM clause_types").fetchall():
        shown = page(demonstration_site, f"clause-type/{slug}")
        answers = dict(
            atlas.execute("SELECT label, answer FROM answers_of_clause_types WHERE clause_type = ?", (slug,))
        )
        for (region,) in atlas.execute("SELECT DISTINCT region FROM coverage").fetchall():
            heading = shown.find(id=f"prevalence-{region.lower()}")
            assert isinstance(heading, Tag)
            table = heading.find_next("table")
            assert isinstance(table, Tag)
            for row in table.select("tbody tr"):
                label = row.select_one("th").get_text(strip=True)  # type: ignore[union-attr]
                cells = [number(m[0]) for m in map(re.compile(r"[\d,]+").match, texts(row)) if m]
                query, more = (PREVALENCE[label], ()) if label in PREVALENCE else (ANSWERED, (answers.get(label),))
                if label in PREVALENCE or label in answers:
                    audiences = ("%", "individuals", "businesses", "developers", "public-sector")
                    assert cells == [count(atlas, query, slug, region, a, *more) for a in audiences], (slug, label)
                    seen += 1
    assert seen > 100


def texts(row: Tag) -> list[str]:
    return [cell.get_text(strip=True) for cell in row.select("td")]


def test_prevalence_is_a_table_too(atlas: sqlite3.Connection) -> None:
    rows = atlas.execute("SELECT clause_type, region, audience, present, known FROM prevalence").fetchall()
    for slug, region, audience, present, known in rows:
        wanted = "%" if audience == "any" else audience
        found = [count(atlas, query, slug, region, wanted) for query in PREVALENCE.values()]
        assert found == [present, known], (slug, region, audience)


def test_counts_of_documents(demonstration_site: Path, atlas: sqlite3.Connection) -> None:
    words = {"once": 1, "twice": 2}
    for (key,) in atlas.execute("SELECT document FROM documents").fetchall():
        facts = page(demonstration_site, f"platform/{key}").select("ul.facts li")
        shown = [item.get_text(strip=True) for item in facts]
        captures = number(shown[0].split()[0])
        changes = 0 if shown[1] == "no change seen" else words.get(shown[1].split()[1]) or number(shown[1].split()[1])
        assert captures == count(atlas, "SELECT count(*) FROM captures WHERE document = ?", key)
        assert changes == count(atlas, "SELECT count(*) FROM runs WHERE document = ? AND is_change", key), key


def test_search_finds_words_of_provisions_and_excerpts(atlas: sqlite3.Connection) -> None:
    assert count(atlas, "SELECT count(*) FROM provisions_fts WHERE provisions_fts MATCH 'training'") > 0
    assert count(atlas, "SELECT count(*) FROM excerpts_fts WHERE excerpts_fts MATCH 'you'") > 0
