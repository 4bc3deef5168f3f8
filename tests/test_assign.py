"""Numbers for new records: which, where they are written, and that no number, no byte and no half run is lost."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from atlas.assign import assign
from atlas.site import Options
from atlas.versions import HEADER as VERSIONS_HEADER
from tests.living import Tree

TERMS = "platform/acme/terms/"
TRAINING = TERMS + "training.md"
NO_VERSIONS = "\t".join(VERSIONS_HEADER) + "\n"
GIVEN = {
    "platform/acme/entity.yaml": "SA-E-0001",
    "platform/acme/terms/document.yaml": "SA-D-00001",
    "platform/acme/terms/training.md": "SA-P-000001",
    "platform/acme/terms/finding/retention.yaml": "SA-F-00001",
}


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def another(tree: Tree, slug: str) -> str:
    """A further provision, like the one that is there but for its id."""
    path = f"{TERMS}{slug}.md"
    text = re.sub(r"(?m)^id: .*\n", "", tree.text(TRAINING))
    tree.write(path, text.replace("Content trains", f"{slug.title()} says that content trains"))
    return path


def errors_in(printed: str) -> set[str]:
    """The rules of what a check printed, advice apart."""
    return {line.rpartition("[")[2].rstrip("]") for line in printed.splitlines() if ": advice: " not in line}


def test_an_id_is_a_first_line_and_no_other_byte_changes(tree: Tree) -> None:
    before = tree.bytes()
    printed = tree.assign()
    after = tree.bytes()
    assert [line.split()[::-1] for line in printed.splitlines()[:4]] == [[*pair] for pair in GIVEN.items()]
    assert set(after) - set(before) == {
        "ledger.tsv", "version/versions.tsv", "version/SA-P-000001/1.md", "version/SA-F-00001/1.yaml",
    }  # fmt: skip
    for path, data in before.items():
        line = f"id: {GIVEN.get(path)}\n".encode()
        head = b"---\n" if path.endswith(".md") else b""
        assert after[path] == (head + line + data.removeprefix(head) if path in GIVEN else data)


def test_a_version_is_the_record_as_published(tree: Tree) -> None:
    tree.assign()
    assert tree.bytes()["version/SA-P-000001/1.md"] == tree.bytes()[TRAINING]
    assert tree.bytes()["version/SA-F-00001/1.yaml"] == tree.bytes()[TERMS + "finding/retention.yaml"]


def test_windows_line_ends_stay(tree: Tree) -> None:
    tree.file(TRAINING).write_bytes(tree.text(TRAINING).replace("\n", "\r\n").encode())
    before = tree.bytes()[TRAINING]
    tree.assign()
    assert tree.bytes()[TRAINING] == before.replace(b"---\r\n", b"---\r\nid: SA-P-000001\r\n", 1)
    assert tree.does("check") == ""


def test_a_second_run_finds_nothing_to_do(tree: Tree) -> None:
    tree.assign()
    before = tree.bytes()
    result = tree.run("assign", "--on", "2026-09-09")
    assert (result.stdout, result.exit_code) == ("", 0)
    assert "0 ids given, 0 rows added, 0 versions kept" in result.stderr
    assert tree.bytes() == before


def test_numbers_go_by_path_and_go_on(tree: Tree) -> None:
    for slug in ("zeta", "alpha"):
        another(tree, slug)
    tree.assign()
    another(tree, "beta")
    assert "SA-P-000004 platform/acme/terms/beta.md" in tree.assign("2026-05-02")
    numbers = [tree.text(f"{TERMS}{slug}.md").split("\n")[1] for slug in ("alpha", "training", "zeta", "beta")]
    assert numbers == [f"id: SA-P-{number:06}" for number in (1, 2, 3, 4)]


def test_a_number_that_only_the_ledger_knows_is_not_given_again(tree: Tree) -> None:
    row = "2026-01-01\tSA-P-000007\tprovision\t/platform/acme/terms/training/\tpublished\t\t\n"
    tree.write("ledger.tsv", "at\tid\tkind\turl\tstate\ttarget\treason\n" + row)
    tree.write("version/versions.tsv", NO_VERSIONS)
    another(tree, "alpha")
    printed = tree.assign()
    assert "SA-P-000007 platform/acme/terms/training.md" in printed
    assert "SA-P-000008 platform/acme/terms/alpha.md" in printed


def test_ids_of_another_prefix_count_too(tree: Tree) -> None:
    tree.assign()
    for path in ("site.yaml", *GIVEN, "ledger.tsv", "version/versions.tsv"):
        tree.write(path, tree.text(path).replace("SA-P-000001", "SA-P-1000000"))
    (tree.content / "version/SA-P-000001").rename(tree.content / "version/SA-P-1000000")
    another(tree, "alpha")
    assert "SA-P-1000001 platform/acme/terms/alpha.md" in tree.assign()


# --- whom no number is given


def test_a_draft_gets_none(tree: Tree) -> None:
    tree.edit(TRAINING, "confidence:", "draft: true\nconfidence:")
    printed = tree.assign()
    assert "SA-F-00001" in printed
    assert "SA-P" not in printed
    tree.edit(TRAINING, "draft: true\n", "")
    assert tree.assign().startswith("SA-P-000001")


def test_what_nobody_reviewed_gets_none_where_review_is_required(tree: Tree) -> None:
    tree.edit(TRAINING, ", reviewed_by: [bob], reviewed_on: 2026-01-13", "")
    tree.edit(TERMS + "finding/retention.yaml", "reviewed_on: 2026-03-06\n", "")
    tree.edit("site.yaml", "language: en", "language: en\nrequire_review: true")
    assert [line.split()[0] for line in tree.assign().splitlines()] == ["SA-E-0001", "SA-D-00001"]
    tree.edit("site.yaml", "require_review: true", "require_review: false")
    assert "SA-P-000001" in tree.assign()


def test_nothing_is_done_while_the_check_has_errors(tree: Tree) -> None:
    tree.edit(TRAINING, "confidence: high", "confidence: certain")
    before = tree.bytes()
    result = tree.run("assign")
    assert result.exit_code == 1
    assert "[wrong-value]" in result.stdout
    assert "nothing was assigned" in result.stderr
    assert tree.bytes() == before


def test_a_record_that_a_command_cannot_write_into_is_named(tree: Tree) -> None:
    keys = tree.text("platform/acme/entity.yaml").strip().replace("\n", ", ")
    tree.write("platform/acme/entity.yaml", f"{{{keys}}}\n")
    result = tree.run("assign")
    assert result.exit_code == 2
    assert not tree.file("ledger.tsv").exists()
    assert "platform/acme/entity.yaml must hold its keys a line each" in result.stderr


# --- the day


def test_the_day_is_that_of_the_newest_commit(tree: Tree) -> None:
    tree.commit()
    tree.does("assign")
    assert {line.split("\t")[0] for line in tree.text("ledger.tsv").splitlines()[1:]} == {"2026-05-01"}


def test_outside_git_the_day_is_that_of_the_newest_observation(tree: Tree) -> None:
    tree.does("assign")
    assert tree.text("ledger.tsv").splitlines()[1].startswith("2026-03-06\t")


def test_the_day_does_not_go_back(tree: Tree) -> None:
    tree.assign("2026-05-05")
    another(tree, "alpha")
    result = tree.run("assign", "--on", "2026-05-04")
    assert result.exit_code == 2
    assert "--on must not be before 2026-05-05" in result.stderr
    tree.does("assign")
    assert tree.text("ledger.tsv").splitlines()[-1].startswith("2026-05-05\t")


# --- two at a time, and branches


def test_two_commands_do_not_write_at_a_time(tree: Tree) -> None:
    handle = os.open(tree.content, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        result = tree.run("assign")
    finally:
        os.close(handle)
    assert result.exit_code == 2
    assert "another command is writing into 'content'" in result.stderr


def branches(tree: Tree, *, assigned: bool) -> None:
    """Main, and a branch; each adds records, and assigns them too if told; not merged yet."""
    tree.assign()
    tree.commit("first")
    tree.git("checkout", "-q", "-b", "theirs")
    another(tree, "alpha")
    if assigned:
        tree.assign("2026-05-02")
    tree.commit("theirs")
    tree.git("checkout", "-q", "main")
    another(tree, "beta")
    another(tree, "gamma")
    tree.assign("2026-05-02")
    tree.commit("ours")


def test_two_branches_that_add_records_do_not_clash(tree: Tree) -> None:
    branches(tree, assigned=False)
    tree.git("merge", "-q", "--no-edit", "theirs")
    assert tree.assign("2026-05-03").splitlines()[0] == "SA-P-000004 platform/acme/terms/alpha.md"
    assert errors_in(tree.does("check", "--base", "HEAD~1")) == set()
    ids = sorted(path.read_text().split("\n")[1] for path in tree.file(TERMS).glob("*.md"))
    assert ids == [f"id: SA-P-{number:06}" for number in (1, 2, 3, 4)]
    given = [line.split("\t")[1] for line in tree.text("ledger.tsv").splitlines()[1:] if "\tSA-P-" in line]
    assert given == [f"SA-P-{number:06}" for number in (1, 2, 3, 4)]


def test_someone_else_assigned_meanwhile(tree: Tree, tmp_path: Path) -> None:
    other = Tree(tmp_path / "other")
    for one in (tree, other):
        another(one, "alpha")
    other.assign()
    for path in ("ledger.tsv", "platform/acme/entity.yaml", TERMS + "document.yaml", TRAINING):
        tree.write(path, other.text(path))
    shutil.copytree(other.file("version"), tree.file("version"))
    shutil.rmtree(tree.file("version/SA-P-000001"))
    tree.write("version/versions.tsv", NO_VERSIONS)
    another(tree, "beta")
    tree.assign("2026-05-02")
    assert tree.text(TERMS + "alpha.md") == other.text(TERMS + "alpha.md")
    assert "id: SA-P-000003" in tree.text(TERMS + "beta.md")


# --- killed

CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir"}


def killed_at(step: int, tree: Tree, before: dict[str, bytes]) -> bool:
    """Whether a run on the tree as it was is killed before its nth change of the disk; False when it has fewer."""
    shutil.rmtree(tree.content)
    for path, data in before.items():
        tree.file(path).parent.mkdir(parents=True, exist_ok=True)
        tree.file(path).write_bytes(data)
    child = os.fork()
    if not child:
        die_at(step)
        assign(Options(content=tree.content, cache=None, jobs=1), on="2026-05-02")
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def die_at(step: int) -> None:
    left = step

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        is_write = event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]
        if event in CHANGES or is_write:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def test_a_run_that_is_killed_anywhere_is_completed_by_the_next(tree: Tree) -> None:
    tree.assign()
    another(tree, "alpha")
    tree.edit(TRAINING, "Content may train models.", "What you write may train models.")
    before = tree.bytes()
    tree.assign("2026-05-02")
    after = tree.bytes()
    step, seen = 1, set()
    while killed_at(step, tree, before):
        found = tree.bytes()
        half = [path for path, data in found.items() if data not in (before.get(path), after.get(path))]
        assert not half, f"step {step}: {half}"
        rules = errors_in(tree.run("check").stdout)
        assert rules <= {"id-not-written", "version-not-listed"}, f"step {step}"
        seen |= rules
        tree.assign("2026-05-02")
        assert tree.bytes() == after, f"step {step}: the next run did not complete it"
        step += 1
    print(f"killed at {step - 1} steps")
    assert step > 10
    assert seen == {"id-not-written", "version-not-listed"}


def test_what_a_killed_run_left_is_kept_though_the_record_was_changed_since(tree: Tree) -> None:
    tree.assign()
    left = tree.text(TRAINING).replace("Content may train models.", "What you write may train models.")
    tree.write("version/SA-P-000001/2.md", left)
    assert errors_in(tree.run("check").stdout) == {"version-not-listed"}
    assert tree.assign("2026-05-02") == "SA-P-000001 version 2\nSA-P-000001 version 3\n"
    assert tree.text("version/SA-P-000001/2.md") == left
    assert tree.text("version/SA-P-000001/3.md") == tree.text(TRAINING)
    assert tree.does("check") == ""


def test_an_id_without_a_value_is_filled_in(tree: Tree) -> None:
    tree.edit(TRAINING, "---\n", "---\nid:\n")
    tree.edit("platform/acme/entity.yaml", "name:", "id:  # none until assigned\nname:")
    before = tree.text(TRAINING)
    tree.assign()
    assert tree.text(TRAINING) == before.replace("id:\n", "id: SA-P-000001\n", 1)
    assert "id: SA-E-0001  # none until assigned\n" in tree.text("platform/acme/entity.yaml")


def test_the_day_does_not_go_back_before_a_version(tree: Tree) -> None:
    tree.assign("2026-05-01")
    tree.edit(TRAINING, "severity: medium", "severity: high")
    tree.assign("2026-05-07")
    another(tree, "alpha")
    assert "--on must not be before 2026-05-07" in tree.run("assign", "--on", "2026-05-06").stderr
