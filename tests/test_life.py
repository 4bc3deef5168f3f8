"""The life of a record, step by step; after each, every address ever published answers, on every kind of host."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from atlas.cli import main
from tests.living import (
    Reader,
    Tree,
    by_documented_rules,
    by_netlify,
    has_netlify,
    homes,
    plain_host,
    redirecting_host,
)

TRAINING = "platform/acme/terms/training.md"
TEXTS = ("2026-01-10T080000Z", "2026-03-05T080000Z")
Step = Callable[[Tree], None]


def added(tree: Tree) -> None:
    """A new record without an id: in no publication yet."""
    tree.write(TRAINING, tree.text("training.draft"))
    tree.file("training.draft").unlink()
    assert not (tree.publish() / "platform/acme/terms/training/index.html").exists()


def assigned(tree: Tree) -> None:
    assert tree.assign("2026-05-02").split()[:2] == ["SA-P-000001", "platform/acme/terms/training.md"]


CITED = r"https://atlas\.example(/p/SA-P-000001/v/1/)[^\]]*SHA-256 of the record file ([0-9a-f]{64})"


def cited(tree: Tree) -> None:
    """A researcher takes the citation down: version and hash of what was read."""
    citation = CliRunner().invoke(main, ["cite", "SA-P-000001", "--content", tree.content.as_posix()]).output
    assert re.search(CITED, citation), citation
    (tree.folder / "citation.txt").write_text(citation, "utf-8")


def edited(tree: Tree) -> None:
    tree.edit(TRAINING, "Content may train models.", "What you write may train models.")
    assert "SA-P-000001 version 2" in tree.assign("2026-05-03")


def re_quoted(tree: Tree) -> None:
    tree.edit(TRAINING, "capture: 2026-01-10", "capture: 2026-03-05")
    tree.edit(TRAINING, "analysed_on: 2026-01-12", "analysed_on: 2026-03-06")
    tree.edit(TRAINING, "reviewed_on: 2026-01-13", "reviewed_on: 2026-03-07")
    assert "SA-P-000001 version 3" in tree.assign("2026-05-04")


def renamed(tree: Tree) -> None:
    tree.does("rename", "acme/terms/training", "acme/terms/model-training")
    tree.assign("2026-05-05")


def moved_to_another_document(tree: Tree) -> None:
    tree.does("rename", "SA-P-000001", "acme/rules/model-training")
    tree.assign("2026-05-06")


def its_entity_renamed(tree: Tree) -> None:
    tree.does("rename", "acme", "acme-corp")
    tree.assign("2026-05-07")


def its_document_renamed(tree: Tree) -> None:
    tree.does("rename", "acme-corp/rules", "acme-corp/house-rules")
    tree.assign("2026-05-08")


def its_clause_type_renamed(tree: Tree) -> None:
    tree.does("rename", "clause-type/training", "clause-type/model-use")
    tree.does("rename", "clause-type/retention", "clause-type/keeping")
    assert "version" not in tree.assign("2026-05-09"), "a rename makes no version"


def its_document_retired(tree: Tree) -> None:
    path = "platform/acme-corp/house-rules/document.yaml"
    tree.write(path, tree.text(path) + "retired: {on: 2026-05-10, reason: The page is no more.}\n")
    tree.assign("2026-05-10")
    assert "\tretired\t\tThe page is no more.\n" in tree.text("ledger.tsv")


def superseded(tree: Tree) -> None:
    text = tree.text("platform/acme-corp/house-rules/model-training.md")
    text = re.sub(r"(?m)^(id|aliases): .*\n", "", text).replace(
        "confidence:", "supersedes: [acme-corp/house-rules/model-training]\nconfidence:"
    )
    tree.write("platform/acme-corp/terms/training-again.md", text)
    assert "SA-P-000002" in tree.assign("2026-05-11")


def withdrawn(tree: Tree) -> None:
    path = "platform/acme-corp/house-rules/model-training.md"
    withdrawal = "withdrawn: {on: 2026-05-12, kind: duplicate, reason: One is enough., successors: [SA-P-000002]}"
    tree.edit(path, "confidence:", f"{withdrawal}\nconfidence:")
    tree.assign("2026-05-12")
    assert "\twithdrawn\tSA-P-000002\tduplicate: One is enough.\n" in tree.text("ledger.tsv")


LIFE: tuple[Step, ...] = (
    added, assigned, cited, edited, re_quoted, renamed, moved_to_another_document, its_entity_renamed,
    its_document_renamed, its_clause_type_renamed, its_document_retired, superseded, withdrawn,
)  # fmt: skip


def born(folder: Path) -> Tree:
    """The sound tree with a second document that holds the same texts, everything assigned but the provision."""
    tree = Tree(folder)
    shutil.copytree(tree.file("platform/acme/terms"), tree.file("platform/acme/rules"))
    for path in ("platform/acme/rules/training.md", "platform/acme/rules/finding/retention.yaml"):
        tree.file(path).unlink()
    tree.file("platform/acme/rules/finding").rmdir()
    tree.edit("platform/acme/rules/document.yaml", "Terms of Service", "House Rules")
    tree.file(TRAINING).rename(tree.file("training.draft"))
    tree.file("training.draft").rename(tree.folder / "training.draft")
    tree.assign()
    (tree.folder / "training.draft").rename(tree.file("training.draft"))
    return tree


def places(tree: Tree) -> dict[str, str]:
    """Where every record is now; the vocabulary by the names it had first."""
    now = homes(tree)
    for first, last in (("training", "model-use"), ("retention", "keeping")):
        slug = last if tree.file(f"clause-type/{last}.md").exists() else first
        now[f"clause type {first}"] = f"/clause-type/{slug}/"
    return now | {"category": "/category/data-use/", "page": "/about/"}


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, Reader]:
    """The whole life, told once; each step is committed, and what its reader saw is asserted on the way."""
    tree, reader = born(tmp_path_factory.mktemp("life")), Reader()
    tree.commit("born")
    for step in LIFE:
        step(tree)
        tree.commit(step.__name__)
        public = tree.publish()
        reader.remember(public, places(tree))
        visit(tree, reader, public, step.__name__)
        tree.does("check", "--base", "HEAD~1")
    return tree, reader


def visit(tree: Tree, reader: Reader, public: Path, step: str) -> None:
    """The reader comes back to every address, by a plain host and by one that redirects."""
    now = places(tree)
    try:
        with plain_host(public) as fetch:
            reader.returns(fetch, now)
        reader.returns(redirecting_host(public, by_documented_rules(public)), now)
        if has_netlify():
            reader.returns(redirecting_host(public, by_netlify(public, reader.seen)), now)
    except AssertionError as error:
        raise AssertionError(f"after {step}: {error}") from error


def test_every_address_ever_published_answers(life: tuple[Tree, Reader]) -> None:
    tree, reader = life
    gone = [address for address in reader.seen if address.startswith("/platform/acme/")]
    print(f"{len(reader.seen)} addresses after {len(LIFE)} steps, {len(gone)} of them former ones of platforms")
    assert len(gone) > 12
    assert "/platform/acme/terms/training/" in gone
    assert f"/platform/acme/rules/text/{TEXTS[0]}.md" in gone


def test_what_was_cited_is_there_and_unchanged(life: tuple[Tree, Reader]) -> None:
    """At the end of its life: withdrawn, renamed and moved, the words cited first still have the hash cited."""
    tree, _ = life
    found = re.search(CITED, (tree.folder / "citation.txt").read_text("utf-8"))
    assert found
    record = tree.folder / "public" / found[1].lstrip("/") / "record.md"
    assert hashlib.sha256(record.read_bytes()).hexdigest() == found[2]


def test_netlify_leads_the_same_way(life: tuple[Tree, Reader]) -> None:
    """After each step, too, where its matcher is at hand."""
    if not has_netlify():
        pytest.skip("Netlify's matcher is not here; `npm install --no-package-lock` in tests/netlify/ brings it")
    tree, reader = life
    public = tree.folder / "public"
    reader.returns(redirecting_host(public, by_netlify(public, reader.seen)), places(tree))
    led = by_netlify(public, reader.seen)
    ours = by_documented_rules(public)
    assert {address: led(address) for address in reader.seen} == {address: ours(address) for address in reader.seen}


def test_a_second_assignment_finds_nothing(life: tuple[Tree, Reader]) -> None:
    tree, _ = life
    before = tree.bytes()
    assert tree.assign("2026-06-01") == ""
    assert tree.bytes() == before


def test_the_pages_say_what_became_of_the_record(life: tuple[Tree, Reader]) -> None:
    tree, _ = life
    public = tree.folder / "public"
    page = (public / "platform/acme-corp/house-rules/model-training/index.html").read_text()
    for words in ("Withdrawn on 12 May 2026", "is not followed since 10 May 2026", "Superseded", 'content="noindex"'):
        assert words in page
    assert 'href="../../../../p/SA-P-000001/v/3/"' in page
    old = (public / "p/SA-P-000001/v/1/index.html").read_text()
    assert "which is old" in old
    assert 'href="../3/"' in old
    assert "Content may train models." in old


# --- attempts to break it: what is done, the rule that refuses, the words that name the mend

RECORD = "platform/acme-corp/house-rules/model-training.md"
Attempt = tuple[Step, str, str]


def without(path: str) -> Step:
    return lambda tree: shutil.rmtree(tree.file(path)) if tree.file(path).is_dir() else tree.file(path).unlink()


def with_edit(path: str, old: str, new: str) -> Step:
    return lambda tree: tree.edit(path, old, new)


def without_line(path: str, start: str) -> Step:
    """Takes the first line out that starts so."""
    return lambda tree: tree.write(path, re.sub(rf"(?m)^{re.escape(start)}.*\n", "", tree.text(path), count=1))


def at_a_former_address(tree: Tree) -> None:
    """Another record where the renamed one was, which gives its former names up."""
    without_line(RECORD, "aliases:")(tree)
    text = re.sub(r"(?m)^id: .*\n", "", tree.text("platform/acme-corp/terms/training-again.md"))
    tree.write("platform/acme-corp/terms/training.md", re.sub(r"(?m)^supersedes: .*\n", "", text))


def swapped(tree: Tree) -> None:
    again = "platform/acme-corp/terms/training-again.md"
    for path, old, new in ((RECORD, "000001", "000002"), (again, "000002", "000001")):
        tree.edit(path, f"id: SA-P-{old}", f"id: SA-P-{new}")
    tree.edit(RECORD, "successors: [SA-P-000002]", "successors: [acme-corp/terms/training-again]")


def merged(tree: Tree) -> None:
    """A duplicate deleted, and its address claimed by the one that stays."""
    without(RECORD)(tree)
    again = "platform/acme-corp/terms/training-again.md"
    tree.edit(again, "supersedes: [acme-corp/house", "aliases: [acme-corp/house")


BREACHES: dict[str, Attempt] = {
    "a provision deleted": (without("platform/acme-corp/terms/training-again.md"), "address-lost", "mark it withdrawn"),
    "a finding deleted": (without("platform/acme-corp/terms/finding"), "address-lost", "bring it back (`git checkout"),
    "a document deleted": (without("platform/acme-corp/terms"), "address-lost", "mark it retired"),
    "a platform deleted": (without("platform/acme-corp"), "address-lost", "mark it retired"),
    "a prose page deleted": (without("page/about.md"), "address-lost", "mark it retired"),
    "a duplicate merged away": (merged, "address-lost", "mark it withdrawn"),
    "an id taken out": (without_line(RECORD, "id:"), "id-not-written", "run `atlas assign`"),
    "an id changed": (with_edit(RECORD, "id: SA-P-000001", "id: SA-P-000077"), "id-changed", "write the old one back"),
    "ids swapped": (swapped, "id-changed", "write the old one back"),
    "a former name dropped": (
        with_edit(RECORD, "acme/terms/training,", ""), "address-lost", "add 'acme/terms/training'"),
    "a platform's former name dropped": (
        without_line("platform/acme-corp/entity.yaml", "aliases:"), "address-lost", "keep /platform/acme/ alive"),
    "a clause type's former name dropped": (
        without_line("clause-type/model-use.md", "aliases:"), "address-lost", "add 'training'"),
    "another record at a former address": (at_a_former_address, "address-taken", "give this record another name"),
    "a published record made a draft": (
        with_edit(RECORD, "confidence:", "draft: true\nconfidence:"), "published-draft", "must be taken out again"),
    "the ledger deleted": (without("ledger.tsv"), "id-not-assigned", "take the line out"),
    "a version edited": (
        with_edit("version/SA-P-000001/1.md", "Content may", "It may"), "version-altered", "`git checkout REV"),
    "a version deleted": (without("version/SA-P-000001/1.md"), "version-altered", "`git checkout REVISION -- "),
    "a version's row deleted": (
        without_line("version/versions.tsv", "2026-05-04\tSA-P-000001\t3"), "version-not-listed", "run `atlas assign`"),
}  # fmt: skip
SINCE: dict[str, Attempt] = {
    "a row edited": (
        with_edit("ledger.tsv", "2026-05-02\tSA-P", "2026-05-03\tSA-P"), "ledger-rewritten", "git checkout HEAD --"),
    "a row deleted": (without_line("ledger.tsv", "2026-05-01\t\tpage"), "ledger-rewritten", "then `atlas assign`"),
    "a version's row deleted": (
        without_line("version/versions.tsv", "2026-05-04\tSA-P-000001"), "versions-rewritten", "git checkout HEAD --"),
    "a capture's entry deleted": (
        with_edit("platform/acme-corp/terms/captures.yaml", "captured_at: 2026-03-05T08", "captured_at: 2026-03-05T09"),
        "capture-rewritten", "put it back"),
    "the tag authority changed": (
        with_edit("site.yaml", "atlas.example,2026", "atlas.example,2027"), "permanent-setting-changed", "back"),
    "a permanent base given": (
        with_edit("site.yaml", "language: en", "language: en\npermanent_base: https://w3id.example/a"),
        "permanent-setting-changed", "take it out"),
}  # fmt: skip


@pytest.mark.parametrize("attempt", BREACHES)
def test_an_attempt_to_break_it_is_refused(attempt: str, life: tuple[Tree, Reader], tmp_path: Path) -> None:
    do, rule, mend = BREACHES[attempt]
    tree = copied(life[0], tmp_path)
    do(tree)
    result = tree.run("check")
    assert result.exit_code == 1
    named = [line for line in result.stdout.splitlines() if line.endswith(f"[{rule}]")]
    assert named, result.stdout
    assert any(mend in line for line in named), named
    is_mended_so = "run `atlas assign`" in mend
    assert tree.run("assign").exit_code == (0 if is_mended_so else 1)
    assert tree.run("check").exit_code == (0 if is_mended_so else 1)


@pytest.mark.parametrize("attempt", SINCE)
def test_an_attempt_is_refused_that_only_an_older_revision_shows(
    attempt: str, life: tuple[Tree, Reader], tmp_path: Path
) -> None:
    do, rule, mend = SINCE[attempt]
    tree = copied(life[0], tmp_path, with_git=True)
    do(tree)
    result = tree.run("check", "--base", "HEAD")
    assert result.exit_code == 1
    named = [line for line in result.stdout.splitlines() if line.endswith(f"[{rule}]")]
    assert any(mend in line for line in named), result.stdout


def copied(tree: Tree, folder: Path, *, with_git: bool = False) -> Tree:
    """The tree in another place."""
    shutil.copytree(tree.content, folder / "content")
    if with_git:
        shutil.copytree(tree.folder / ".git", folder / ".git")
    return Tree(folder)
