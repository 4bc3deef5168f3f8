"""The ledger: its form, the rows that are added, and what it says of addresses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from atlas import git
from atlas.ledger import HEADER, Ledger, Row, as_bytes, key_at, number_of, read, rows_to_add, with_rows
from atlas.problems import AtlasError
from atlas.reading import Content
from atlas.reading import read as read_content
from atlas.references import references
from tests.living import Tree
from tests.trees import BASE

FIRST = Row("2026-05-01", "SA-P-000001", "provision", "/platform/acme/terms/training/", "published")
SECOND = Row("2026-05-02", "", "clause-type", "/clause-type/training/", "published")
HEAD = "\t".join(HEADER) + "\n"


def test_a_file_is_read_as_it_was_written() -> None:
    ledger, faults = read(as_bytes([FIRST, SECOND]))
    assert ledger.rows == (FIRST, SECOND)
    assert [row.line for row in ledger.rows] == [2, 3]
    assert faults == ()


def test_rows_are_added_and_no_byte_before_them_changes() -> None:
    before = as_bytes([FIRST])
    assert with_rows(before, [SECOND]).startswith(before)
    assert with_rows(b"", [FIRST, SECOND]) == with_rows(before, [SECOND])


def test_no_field_can_break_a_line() -> None:
    row = Row("2026-05-01", "", "page", "/about/", "retired", "", "It said\n\ttoo little.\r")
    assert read(as_bytes([row]))[0].rows[0].reason == "It said too little."


def test_there_is_no_ledger_yet() -> None:
    assert read(b"") == (Ledger(()), ())


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("at\tid\n", 1, 1, "first line must be the header"),
        (HEAD + "2026-05-01\t\tpage\t/about/\tpublished\t", 2, 36, "end with a line feed"),
        (HEAD + "x\n", 2, 1, "7 fields"),
        (HEAD + "\n", 2, 1, "7 fields"),
        (HEAD + "May\t\tpage\t/about/\tpublished\t\t\n", 2, 1, "at must be a date"),
        (HEAD + "2026-05-01\t\tleaf\t/about/\tpublished\t\t\n", 2, 13, "kind must be one of entity"),
        (HEAD + "2026-05-01\tX-1\tpage\t/about/\tpublished\t\t\n", 2, 12, "id must be empty, as a page has none"),
        (HEAD + "2026-05-01\t\tentity\t/platform/a/\tpublished\t\t\n", 2, 12, "id must be the id of the entity"),
        (HEAD + "2026-05-01\t\tpage\tabout\tpublished\t\t\n", 2, 18, "url must be the address of a page's page"),
        (HEAD + "2026-05-01\t\tpage\t/about/\tgone\t\t\n", 2, 26, "state must be one of published"),
        (HEAD + "2026-05-01\t\tpage\t/about/\tmoved\t\t\n", 2, 32, "target must be the address"),
        (HEAD + "2026-05-01\t\tpage\t/about/\tpublished\t/x/\t\n", 2, 36, "target must be empty"),
    ],
)
def test_a_fault_has_its_place(text: str, line: int, column: int, words: str) -> None:
    fault = read(text.encode())[1][0]
    assert (fault.line, fault.column) == (line, column)
    assert words in fault.text


@pytest.mark.parametrize(
    ("identifier", "number"),
    [("PA-P-000042", ("P", 42)), ("X-E-1", None), ("AB-E-1234567", ("E", 1234567)), ("PA-X-0001", None), ("", None)],
)
def test_the_number_of_an_id(identifier: str, number: tuple[str, int] | None) -> None:
    assert number_of(identifier) == number


@pytest.mark.parametrize(
    ("kind", "url", "key"),
    [
        ("page", "/about/", "about"),
        ("entity", "/platform/a/", "a"),
        ("finding", "/platform/a/b/finding/c/", "a/b/finding/c"),
    ],
)
def test_the_key_at_an_address(kind: str, url: str, key: str) -> None:
    assert key_at(kind, url) == key


def moved(old: str, new: str) -> Row:
    return Row("2026-05-03", "", "page", f"/{old}/", "moved", f"/{new}/")


def test_an_address_leads_through_every_move() -> None:
    there = Row("2026-05-01", "", "page", "/c/", "published")
    ledger = Ledger((moved("a", "b"), moved("b", "c"), there, moved("x", "y"), moved("y", "x")))
    assert [ledger.leads_to(url) for url in ("/a/", "/b/", "/c/", "/d/")] == ["/c/", "/c/", "/c/", "/d/"]
    assert ledger.leads_to("/x/") == "/y/", "a circle ends"


def content_with(folder: Path, **edits: tuple[str, str]) -> Content:
    tree = Tree(folder)
    for path, (old, new) in edits.items():
        tree.edit(path.replace("__", "/").replace("_md", ".md").replace("_yaml", ".yaml"), old, new)
    content, problems = read_content(tree.content)
    assert content
    assert problems == []
    return content


def test_only_what_happened_is_added(tmp_path: Path) -> None:
    content = content_with(tmp_path)
    rows = rows_to_add(Ledger(()), content, references(content), "2026-05-01")
    assert {row.kind for row in rows} == {"operator", "clause-type", "category", "regulation", "agency", "page"}
    assert rows_to_add(Ledger(rows), content, references(content), "2026-06-01") == ()


def test_a_moved_record_leaves_a_row_at_each_address(tmp_path: Path) -> None:
    before = content_with(tmp_path)
    rows = rows_to_add(Ledger(()), before, references(before), "2026-05-01")
    (tmp_path / "content/page/about.md").rename(tmp_path / "content/page/who.md")
    after = content_with(tmp_path, page__who_md=("---\n", "---\naliases: [about]\n"))
    added = rows_to_add(Ledger(rows), after, references(after), "2026-05-02")
    assert [(row.url, row.state, row.target) for row in added] == [
        ("/who/", "published", ""),
        ("/about/", "moved", "/who/"),
    ]
    assert rows_to_add(Ledger((*rows, *added)), after, references(after), "2026-05-03") == ()


def test_what_is_retired_names_its_successors_and_can_come_back(tmp_path: Path) -> None:
    content = content_with(tmp_path)
    rows = rows_to_add(Ledger(()), content, references(content), "2026-05-01")
    retired = "retired: {on: 2026-05-02, reason: One is enough., successors: [training]}\nquestion:"
    after = content_with(tmp_path, **{"clause-type__retention_md": ("question:", retired)})
    (row,) = rows_to_add(Ledger(rows), after, references(after), "2026-05-02")
    assert (row.state, row.target, row.reason) == ("retired", "/clause-type/training/", "One is enough.")
    (back,) = rows_to_add(Ledger((*rows, row)), content, references(content), "2026-05-03")
    assert (back.url, back.state) == (row.url, "published")


# --- git


def test_files_of_a_revision_and_their_bytes(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    first = tree.commit()
    tree.edit("site.yaml", "Small Atlas", "Smaller Atlas")
    tree.commit()
    names = git.files_at(tree.content, first)
    assert names.keys() == tree.bytes().keys()
    data = git.blobs(tree.content, names.values())
    assert data[names["site.yaml"]] == (BASE / "site.yaml").read_bytes()
    assert all(git.blob_name(data[name], like=name) == name for name in names.values())
    assert git.files_at(tree.content, "HEAD")["site.yaml"] != names["site.yaml"]
    assert git.blobs(tree.content, []) == {}
    assert git.head_date(tree.content) == "2026-05-01"


def test_a_folder_that_was_not_there_yet_had_no_files(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.git("commit", "-q", "--allow-empty", "-m", "empty")
    assert git.files_at(tree.content, "HEAD") == {}


def test_a_revision_that_git_does_not_know(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.commit()
    result = tree.run("check", "--base", "origin/main")
    assert result.exit_code == 2
    assert "git knows no revision 'origin/main'; fetch it (`git fetch origin`)" in result.stderr
    assert tree.run("check", "--base", "--output=x").exit_code == 2


def test_outside_git(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    assert git.head_date(tmp_path) is None
    with pytest.raises(AtlasError, match="is in no git repository; run this in a clone, or without --base"):
        git.files_at(tmp_path / "content", "HEAD")


# --- since a revision


def test_what_may_grow_may_grow(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.assign()
    tree.commit()
    sheet = "platform/acme/terms/captures.yaml"
    tree.write(sheet, tree.text(sheet).rstrip("\n") + "\n  seen_until: 2026-04-01T08:00:00Z\n")
    assert tree.does("check", "--base", "HEAD") == ""
    tree.commit()
    tree.edit(sheet, "2026-04-01T08", "2026-04-02T08")
    assert tree.does("check", "--base", "HEAD") == ""
    tree.edit(sheet, "2026-04-02T08", "2026-03-30T08")
    assert (
        "seen_until must stay 2026-04-01T08:00:00Z, as in HEAD; got 2026-03-30T08:00:00Z"
        in tree.run("check", "--base", "HEAD").stdout
    )


def test_captures_and_texts_are_found_where_their_document_moved(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.assign()
    tree.commit()
    tree.does("rename", "acme/terms", "acme/conditions")
    tree.does("rename", "acme", "acme-corp")
    assert tree.does("check", "--base", "HEAD") == ""
    tree.edit("platform/acme-corp/conditions/captures.yaml", "text_sha256: e1b09", "tool: x\n  text_sha256: e1b09")
    path = "content/platform/acme-corp/conditions/captures.yaml"
    assert f"{path}:4:9: tool must stay absent, as in HEAD; got x" in tree.run("check", "--base", "HEAD").stdout


def test_a_document_that_was_never_published_may_be_deleted(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    shutil.copytree(tree.file("platform/acme"), tree.file("platform/bramble"))
    tree.commit()
    shutil.rmtree(tree.file("platform/bramble"))
    assert tree.does("check", "--base", "HEAD") == ""
