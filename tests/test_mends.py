"""Mends of breaches, followed as they are printed: no published address, version or number is lost by one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.living import PROJECT, Tree

TERMS = "platform/acme/terms/"
TRAINING = TERMS + "training.md"
VERSIONS = "version/versions.tsv"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A published catalogue, committed: a provision with two versions, one with one, a finding."""
    tree = Tree(tmp_path)
    another(tree, "alpha")
    tree.assign("2026-05-01")
    tree.edit(TRAINING, "severity: medium", "severity: high")
    tree.assign("2026-05-02")
    tree.commit("published")
    return tree


def another(tree: Tree, slug: str) -> None:
    text = re.sub(r"(?m)^id: .*\n", "", tree.text(TRAINING))
    tree.write(f"{TERMS}{slug}.md", text.replace("Content trains", f"{slug.title()} says that content trains"))


def faults(tree: Tree, *options: str) -> list[str]:
    return [line for line in tree.run("check", *options).stdout.splitlines() if ": advice: " not in line]


def follow(tree: Tree, line: str) -> None:
    """Does what a message says."""
    if command := re.search(r"`(git [^`]+)`", line):
        done = subprocess.run(["bash", "-c", command[1]], cwd=tree.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}: {done.stderr}"
    elif "take the line out" in line:
        path = line.split(":")[0].removeprefix("content/")
        tree.write(path, re.sub(r"(?m)^id: .*\n", "", tree.text(path)))
    elif "delete it" in line:
        tree.file(line.split(":")[0].removeprefix("content/")).unlink()
    else:
        raise AssertionError(f"no mend in: {line}")


def followed(tree: Tree) -> list[str]:
    """The messages that were followed, the first that names a mend of each check, until only assign is left to run."""
    done: list[str] = []
    while lines := [line for line in faults(tree) if "; run `atlas assign`" not in line]:
        assert len(done) < 12, lines
        done.append(next((line for line in lines if "`git " in line), lines[0]))
        follow(tree, done[-1])
    return done


def without(tree: Tree, path: str, words: str) -> None:
    """Takes the lines with some words out of a file."""
    lines = tree.text(path).splitlines(keepends=True)
    assert any(words in line for line in lines)
    tree.write(path, "".join(line for line in lines if words not in line))


# --- versions


@pytest.mark.parametrize("is_committed", [False, True])
@pytest.mark.parametrize("loss", ["table", "folder", "rows", "rows and files"])
def test_lost_versions_come_back_and_no_run_gives_them_other_bytes(loss: str, is_committed: bool, tree: Tree) -> None:
    before = tree.bytes()
    alpha, training = (re.findall(r"id: (\S+)", tree.text(f"{TERMS}{name}.md"))[0] for name in ("alpha", "training"))
    if loss == "table":
        tree.file(VERSIONS).unlink()
    elif loss == "folder":
        shutil.rmtree(tree.file("version"))
    else:
        without(tree, VERSIONS, training)
        without(tree, VERSIONS, alpha)
    if loss == "rows and files":
        shutil.rmtree(tree.file(f"version/{training}"))
    if is_committed:
        tree.commit("lost")
        tree.write("page/about.md", tree.text("page/about.md"))
        tree.commit("another")
    lost = tree.bytes()
    assert tree.run("assign").exit_code == 1
    assert tree.bytes() == lost, "a run that is refused does nothing"
    rules = {line.rpartition("[")[2] for line in faults(tree)}
    assert rules <= {"version-missing]", "version-row-gone]"}
    assert all("[version-missing]" in line for line in followed(tree)), "one command brings all back"
    assert tree.bytes() == before
    assert tree.assign("2026-05-03") == ""


def test_the_newest_row_alone_is_added_again_for_the_file_as_it_is(tree: Tree) -> None:
    before = tree.bytes()
    without(tree, VERSIONS, "\tSA-P-000002\t2\t")
    tree.edit(TRAINING, "severity: high", "severity: low")
    assert "[versions-rewritten]" in "".join(faults(tree, "--base", "HEAD"))
    assert tree.assign("2026-05-03") == "SA-P-000002 version 2\nSA-P-000002 version 3\n"
    assert tree.bytes()["version/SA-P-000002/2.md"] == before["version/SA-P-000002/2.md"]


def test_a_file_that_was_never_a_version_is_deleted(tree: Tree) -> None:
    tree.write("version/SA-P-000009/1.md", "---\ntitle: x\n---\n")
    (line,) = followed(tree)
    assert "none ever had one, so it was never published: delete it [version-row-gone]" in line


@pytest.mark.parametrize("is_staged", [False, True])
def test_an_altered_or_deleted_version_comes_back(is_staged: bool, tree: Tree) -> None:
    before = tree.bytes()
    tree.git("rm", "-q", "content/version/SA-P-000002/1.md")
    tree.write("version/SA-P-000002/2.md", "x")
    if is_staged:
        tree.git("add", "content")
    assert len(followed(tree)) == 2
    assert tree.bytes() == before


# --- ids and addresses


@pytest.mark.parametrize("is_committed", [False, True])
@pytest.mark.parametrize("loss", ["row", "document's row", "table"])
def test_a_deleted_row_comes_back_and_no_record_gets_another_number(loss: str, is_committed: bool, tree: Tree) -> None:
    before = tree.bytes()
    if loss == "table":
        tree.file("ledger.tsv").unlink()
    else:
        without(tree, "ledger.tsv", "SA-P-000002" if loss == "row" else "SA-D-00001")
    if is_committed:
        tree.commit("lost")
    (line,) = [line for line in faults(tree) if line.endswith("[id-not-assigned]")][:1]
    assert "its row is gone from there" in line
    assert "take the line out" not in line
    follow(tree, line)
    assert tree.bytes() == before
    assert faults(tree) == []


def test_a_deleted_row_is_known_by_its_versions_without_git(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.assign()
    without(tree, "ledger.tsv", "SA-P-000001")
    (line,) = [line for line in faults(tree) if "[id-not-assigned]" in line]
    assert "its row is gone from there" in line


def test_a_copied_record_gives_its_id_back(tree: Tree) -> None:
    shutil.copy(tree.file(TRAINING), tree.file(TERMS + "a.md"))
    tree.edit(TERMS + "a.md", "Content trains", "A says that content trains")
    before = tree.bytes()[TRAINING]
    (line,) = followed(tree)
    assert line.startswith("content/platform/acme/terms/a.md:")
    assert "SA-P-000003 platform/acme/terms/a.md" in tree.assign("2026-05-03")
    assert tree.bytes()[TRAINING] == before


@pytest.mark.parametrize("is_committed", [False, True])
@pytest.mark.parametrize("what", [TRAINING, "platform/acme", "platform/acme/terms", "page/about.md"])
def test_what_was_deleted_comes_back_as_it_was(what: str, is_committed: bool, tree: Tree) -> None:
    tree.edit(TRAINING, "steps: Open the", "steps: Open your")
    tree.commit("edited")
    before = tree.bytes()
    shutil.rmtree(tree.file(what)) if tree.file(what).is_dir() else tree.file(what).unlink()
    if is_committed:
        tree.commit("deleted")
    lost = [line for line in faults(tree) if line.endswith("[address-lost]")]
    assert len(lost) == 1, "of a folder the outermost address only"
    follow(tree, lost[0])
    assert tree.bytes() == before
    assert faults(tree) == []


def test_former_names_from_before_the_first_number_stay(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.edit("platform/acme/entity.yaml", "name:", "aliases: [acme-labs]\nname:")
    tree.edit("page/about.md", "title:", "aliases: [who]\ntitle:")
    tree.assign()
    for row in (
        "SA-E-0001\tentity\t/platform/acme-labs/\tmoved\t/platform/acme/\t\n",
        "SA-P-000001\tprovision\t/platform/acme-labs/terms/training/\tmoved\t/platform/acme/terms/training/\t\n",
        "\tpage\t/who/\tmoved\t/about/\t\n",
    ):
        assert row in tree.text("ledger.tsv")
    assert tree.assign("2026-05-02") == ""
    assert faults(tree) == []
    tree.edit("platform/acme/entity.yaml", "aliases: [acme-labs]\n", "")
    tree.edit("page/about.md", "aliases: [who]\n", "")
    entity, page = sorted(faults(tree), reverse=True)
    assert "aliases must keep /platform/acme-labs/ alive, where this was published; add 'acme-labs'" in entity
    assert "aliases must keep /who/ alive, where this was published; add 'who'" in page


@pytest.mark.parametrize(
    ("old", "new", "moved", "alias"),
    [
        ("acme", "acm", "platform/acm/entity.yaml", "acme"),
        ("acme/terms", "acme/tos", "platform/acme/tos/document.yaml", "terms"),
        ("acme/terms/training", "acme/terms/learning", TERMS + "learning.md", "training"),
        ("page/about", "page/who", "page/who.md", "about"),
    ],
)
def test_a_record_that_was_moved_by_hand_is_renamed(old: str, new: str, moved: str, alias: str, tree: Tree) -> None:
    places = [f"content/{name if name.startswith('page/') else f'platform/{name}'}" for name in (old, new)]
    tree.git("mv", *(place if (tree.folder / place).exists() else f"{place}.md" for place in places[:1]),
             places[1] if (tree.folder / places[0]).is_dir() else f"{places[1]}.md")  # fmt: skip
    (line,) = [line for line in faults(tree) if line.endswith("[address-lost]")]
    if old != "page/about":  # a page has no id to be known by
        assert f"content/{moved}:" in line
        assert f"add '{alias}' (`atlas rename {old} {new}` does it for you)" in line
    tree.does("rename", old, new)
    assert f"aliases: [{alias}]" in tree.text(moved)
    assert faults(tree) == []


def test_what_was_moved_by_hand_stays_there_when_the_rename_is_refused(tree: Tree) -> None:
    tree.git("mv", "content/platform/acme", "content/platform/acm")
    tree.edit("page/about.md", "title:", "titel:")
    before = tree.bytes()
    assert tree.run("rename", "acme", "acm").exit_code == 1
    assert tree.bytes() == before


# --- branches


@pytest.mark.parametrize("at", ["main", "theirs"])
@pytest.mark.parametrize("is_committed", [False, True])
def test_two_branches_that_both_assigned_end_without_errors(at: str, is_committed: bool, tree: Tree) -> None:
    """Both sides of every conflict are kept, as an editor's button does; then each message is followed to the letter.
    On the branch that is not published git knows the other as origin/main."""
    tree.git("checkout", "-q", "-b", "theirs")
    for slug in ("beta", "delta", "omega"):
        another(tree, slug)
    tree.edit(f"{TERMS}alpha.md", "severity: medium", "severity: low")
    tree.assign("2026-05-03")
    tree.commit("theirs")
    tree.git("checkout", "-q", "main")
    for slug in ("gamma", "zeta"):
        another(tree, slug)
    tree.assign("2026-05-03")
    published = tree.bytes()
    tree.commit("ours")
    if at == "theirs":
        tree.git("update-ref", "refs/remotes/origin/main", "main")
    tree.git("checkout", "-q", at)
    merge(tree, "main" if at == "theirs" else "theirs")
    if is_committed:
        tree.commit("merged")
    assert tree.run("assign").exit_code == 1
    lines = followed(tree)
    assert any("content/ledger.tsv content/version` brings back what is published" in line for line in lines)
    for base in ("main", "HEAD^1") if is_committed and at == "main" else ("main",):
        held = {line.rpartition("[")[2] for line in faults(tree, "--base", base)}
        assert held == {"version-not-listed]"}, "the mend itself is not refused, though main was unsound"
    base = "HEAD^1" if is_committed and at == "main" else "main"  # what was published
    assert {line.rpartition("[")[2] for line in faults(tree, "--base", base)} == {"version-not-listed]"}
    given = tree.assign("2026-05-04")
    assert {line.split()[0] for line in given.splitlines() if "version" not in line} == {
        f"SA-P-{number:06}" for number in (5, 6, 7)
    }
    assert faults(tree, "--base", base) == []
    after = tree.bytes()
    for path, data in published.items():
        if path.startswith("version/SA-") or path in (TERMS + "gamma.md", TERMS + "zeta.md"):
            assert after[path] == data, f"{path} is published and has other bytes"


def merge(tree: Tree, branch: str) -> None:
    """Merges a branch and keeps both sides of each conflict; of a file that both added, theirs."""
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", "merge", "--no-commit", "-q", branch],
        cwd=tree.folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode, "there are conflicts"
    for path in tree.git("diff", "--name-only", "--diff-filter=U").splitlines():
        text = (tree.folder / path).read_text("utf-8")
        if path.endswith(".tsv"):
            (tree.folder / path).write_text(re.sub(r"(?m)^(<<<<<<<|=======|>>>>>>>).*\n", "", text), "utf-8")
        else:
            tree.git("checkout", "-q", "--theirs", "--", path)
    tree.git("add", "content")


# --- main, before it is published


def test_main_is_checked_against_what_it_was_before_ids_are_given(tree: Tree) -> None:
    steps = yaml.safe_load((PROJECT / ".github/workflows/publish.yml").read_text("utf-8"))["jobs"]["publish"]["steps"]
    scripts = [step.get("run", "") for step in steps]
    (at,) = [n for n, script in enumerate(scripts) if "atlas check" in script]
    assert at < next(n for n, script in enumerate(scripts) if "atlas assign" in script)
    assert steps[at]["env"] == {"BEFORE": "${{ github.event.before }}"}
    first = tree.git("rev-parse", "HEAD")
    for before, expected in ((first, f"check --base {first}"), ("0" * 40, "check"), ("", "check")):
        script = f"atlas() {{ echo $@; }}\n{scripts[at]}"
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=tree.folder, capture_output=True, text=True, check=True,
            env={"BEFORE": before, "PATH": "/usr/bin:/bin:/usr/local/bin"},
        )  # fmt: skip
        assert done.stdout.strip() == expected
