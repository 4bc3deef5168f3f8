"""The watch: what is due is captured, what changed comes as a pull request, what fails as an issue, and nothing is
fetched where strangers' changes are checked. `gh` is a stand-in that remembers; git and the pages are real."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.captured import NEWEST, QUOTED, Tree, page, tree
from tests.web import Answer, Web

PROJECT = Path(__file__).resolve().parents[1]
WORKFLOWS = PROJECT / ".github/workflows"
NEW = NEWEST.replace(QUOTED, "We and our partners use your content to train our models unless you object by post.")

ATLAS = """#!/bin/sh
command=$1; shift
[ "$command" = capture ] && set -- "$@" --allow-loopback --pause 0 --deadline 5 --no-archive
exec {python} -m atlas.cli "$command" "$@"
"""

GH = '''#!{python}
"""Remembers pull requests and issues in a file, and answers as gh does for the few commands that are used."""
import json, os, sys
path = os.environ["GH_STATE"]
state = json.load(open(path))
kind, verb, *rest = sys.argv[1:]
options = {{}}
plain = []
while rest:
    word = rest.pop(0)
    if word == "--force":
        continue
    if word.startswith("--"):
        options.setdefault(word[2:], []).append(rest.pop(0))
    else:
        plain.append(word)
one = lambda name: options.get(name, [""])[0]
body = open(one("body-file")).read() if one("body-file") else one("comment")
found = [item for item in state[kind] if item["open"]] if kind != "label" else []
if verb == "list":
    title = os.environ.get("TITLE")
    chosen = [item for item in found if (item["head"] == one("head") if kind == "pr" else item["title"] == title)]
    if "isCrossRepository | not" in one("jq"):
        chosen = [item for item in chosen if not item.get("fork")]
    print(chosen[0]["number"] if chosen else "", end="")
elif kind == "label":
    state["label"] = sorted({{*state["label"], *plain}})
elif verb == "create":
    assert set(options.get("label", [])) <= set(state["label"]), options
    item = {{"number": len(state[kind]) + 1, "open": True, "title": one("title"), "head": one("head"), "body": body,
            "labels": options.get("label", []), "comments": []}}
    state[kind].append(item)
else:
    item = next(item for item in found if str(item["number"]) == plain[0])
    item["comments"].append(body)
    item["open"] = verb != "close"
json.dump(state, open(path, "w"))
'''


@dataclass
class Clone:
    """A checkout of the catalogue with a remote, and commands as the workflow has them."""

    made: Tree
    state: Path
    runs: int = 0

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.made.home, capture_output=True, text=True, check=True, env=self.env()
        )
        return done.stdout

    def env(self) -> dict[str, str]:
        named = {
            f"GIT_{who}_{what}": "bot@atlas.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        path = f"{self.made.home.parent / 'bin'}:{os.environ['PATH']}"
        return {**os.environ, **named, "PATH": path, "GH_STATE": str(self.state), "PYTHONPATH": str(PROJECT),
                "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip

    def watch(self) -> dict[str, list[Any]]:
        """Runs the watch in a new checkout of main, as a runner has it; what stands at GitHub after it."""
        self.runs += 1
        home, remote = self.made.home.parent / f"run-{self.runs}", self.made.home.parent / "remote"
        self.git("clone", "--quiet", "--depth", "1", remote.as_uri(), str(home))
        done = subprocess.run(
            [PROJECT / ".github/watch.sh"], cwd=home, capture_output=True, text=True, check=False, env=self.env()
        )
        assert done.returncode == 0, done.stderr
        assert not subprocess.run(["git", "status", "--porcelain"], cwd=home, capture_output=True, check=True).stdout
        return dict(json.loads(self.state.read_text()))

    def github(self, **pull: Any) -> None:
        """One more pull request at GitHub."""
        state = json.loads(self.state.read_text())
        state["pr"].append({"number": len(state["pr"]) + 1, "open": True, "title": "", "comments": [], **pull})
        self.state.write_text(json.dumps(state))

    def close(self, head: str) -> None:
        """Closes the pull request of a branch, which stays."""
        state = json.loads(self.state.read_text())
        for pull in state["pr"]:
            pull["open"] = pull["open"] and pull["head"] != head
        self.state.write_text(json.dumps(state))

    def on(self, branch: str, path: str) -> str:
        """A file at a branch of the remote."""
        self.git("fetch", "--quiet", "origin")
        return self.git("show", f"origin/{branch}:content/platform/{path}")


@pytest.fixture
def site() -> Iterator[Web]:
    with Web({"/terms": Answer(page(NEW))}) as served:
        yield served


@pytest.fixture
def clone(tmp_path: Path, site: Web) -> Clone:
    (tmp_path / "bin").mkdir()
    (tmp_path / "home").mkdir()
    for name, text in (("atlas", ATLAS), ("gh", GH)):
        script = tmp_path / "bin" / name
        script.write_text(text.format(python=sys.executable))
        script.chmod(script.stat().st_mode | stat.S_IEXEC)
    made = tree(tmp_path / "home", site.url("/terms"))
    (made.home / ".gitignore").write_text(".cache/\n")
    found = Clone(made, tmp_path / "gh.json")
    found.state.write_text('{"pr": [], "issue": [], "label": []}')
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", tmp_path / "remote"], check=True)
    found.git("init", "--quiet", "-b", "main")
    found.git("add", ".")
    found.git("commit", "--quiet", "-m", "All")
    found.git("remote", "add", "origin", str(tmp_path / "remote"))
    found.git("push", "--quiet", "origin", "main")
    return found


def another(clone: Clone, name: str, url: str, text: str | None) -> None:
    """One more document, captured long ago, or never."""
    made = clone.made
    made.write(
        f"platform/acme/{name}/document.yaml",
        f"title: {name}\ntype: terms\nsources: [{{url: {url}}}]\nscope: {{audience: [individuals]}}\n",
    )
    if text is not None:
        (made.home / "old.html").write_bytes(page(text))
        at = "2026-02-01T00:00:00Z"
        done = made.run("capture", f"acme/{name}", "--from", "old.html", "--at", at, "--no-archive", "--accept")
        assert done.exit_code == 0, done.output
        (made.home / "old.html").unlink()
    clone.git("add", ".")
    clone.git("commit", "--quiet", "-m", name)
    clone.git("push", "--quiet", "origin", "main")


def test_what_is_due_comes_before_people(clone: Clone, site: Web) -> None:
    site.routes["/same"] = Answer(page(NEWEST))
    another(clone, "same", site.url("/same"), NEWEST)
    another(clone, "gone", site.url("/gone"), None)
    state = clone.watch()
    pulls = {pull["head"]: pull for pull in state["pr"]}
    assert sorted(pulls) == ["watch/acme--terms", "watch/seen-again"]
    pull = pulls["watch/acme--terms"]
    assert pull["title"].startswith("acme/terms: another reading on ")
    assert "| `acme/terms/training` | still stands | **reworded** |" in pull["body"]
    assert "atlas requote acme/terms/training" in pull["body"]
    assert clone.on("watch/acme--terms", "acme/terms/captures.yaml").count("captured_at") == 3
    assert "acme/same" in pulls["watch/seen-again"]["body"]
    assert "seen_until" in clone.on("watch/seen-again", "acme/same/captures.yaml")
    assert "seen_until" not in clone.on("main", "acme/same/captures.yaml")
    (issue,) = state["issue"]
    assert issue["title"] == "Not captured: acme/gone"
    assert issue["labels"] == ["capture-failed", "capture-doubtful"]
    assert "answers 404" in issue["body"]

    site.routes["/gone"] = Answer(page(NEW * 2))
    site.routes["/terms"] = Answer(page(NEW.replace("by post", "by letter")))
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "origin/watch/seen-again")
    clone.git("push", "--quiet", "origin", "main")
    state = clone.watch()  # the pull request that is still open is added to
    assert [pull["head"] for pull in state["pr"]] == ["watch/acme--terms", "watch/seen-again", "watch/acme--gone"]
    assert "by letter" in state["pr"][0]["comments"][0]
    assert clone.on("watch/acme--terms", "acme/terms/captures.yaml").count("captured_at") == 4
    assert site.paths().count("/same") == 1
    assert state["issue"][0]["open"] is False
    assert len(state["issue"]) == 1


def test_what_is_only_seen_again_is_put_anew_every_day(clone: Clone, site: Web) -> None:
    site.routes["/terms"] = Answer(page(NEWEST))
    for _ in range(2):
        state = clone.watch()
        assert [pull["head"] for pull in state["pr"] if pull["open"]] == ["watch/seen-again"]
    assert len(state["pr"][0]["comments"]) == 1


def test_a_branch_that_was_left_behind_is_begun_anew(clone: Clone, site: Web) -> None:
    clone.watch()
    clone.close("watch/acme--terms")
    site.routes["/terms"] = Answer(page(NEW.replace("by post", "by letter")))
    state = clone.watch()
    assert [pull["open"] for pull in state["pr"]] == [False, True]
    assert clone.on("watch/acme--terms", "acme/terms/captures.yaml").count("captured_at") == 3


@pytest.mark.parametrize("fork", [True, False])
def test_a_pull_request_without_a_branch_here_is_none_of_ours(fork: bool, clone: Clone) -> None:
    clone.github(head="watch/acme--terms", fork=fork)
    state = clone.watch()
    assert [pull["head"] for pull in state["pr"]] == ["watch/acme--terms"] * 2
    assert state["pr"][0]["comments"] == []


def test_a_document_at_which_something_fails_leaves_the_others_alone(clone: Clone, site: Web) -> None:
    another(clone, "gone", site.url("/gone"), None)
    site.routes["/gone"] = Answer(page(NEW * 2))
    hook = clone.made.home.parent / "remote/hooks/update"
    hook.write_text('#!/bin/sh\n[ "$1" != refs/heads/watch/acme--gone ]\n')
    hook.chmod(0o755)
    with pytest.raises(AssertionError, match="acme--gone"):
        clone.watch()
    pulls = json.loads(clone.state.read_text())["pr"]
    assert [pull["head"] for pull in pulls] == ["watch/acme--terms"]


def test_when_nothing_is_due_nothing_is_asked_for(clone: Clone, site: Web) -> None:
    site.routes["/terms"] = Answer(page(NEWEST))
    clone.made.capture()
    clone.git("commit", "--quiet", "-am", "Seen")
    clone.git("push", "--quiet", "origin", "main")
    asked = len(site.asked)
    assert clone.watch()["pr"] == []
    assert len(site.asked) == asked


# --- the workflows


def workflow(name: str) -> dict[Any, Any]:
    return dict(yaml.safe_load((WORKFLOWS / name).read_text("utf-8")))


def test_the_watch_may_do_what_it_does_and_no_more() -> None:
    watch = workflow("watch.yml")
    assert set(watch[True]) == {"schedule", "workflow_dispatch"}  # YAML 1.1 reads the key `on` as true
    assert watch["permissions"] == {}
    (job,) = watch["jobs"].values()
    assert job["permissions"] == {"contents": "write", "pull-requests": "write", "issues": "write"}
    checkout, *_, last = job["steps"]
    assert checkout["with"]["persist-credentials"] is False
    assert ".github/watch.sh" in last["run"]
    assert [step for step in job["steps"] if "GH_TOKEN" in step.get("env", {})] == [last]


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=lambda path: path.name)
def test_nothing_is_fetched_where_a_pull_request_is_checked(path: Path) -> None:
    text = path.read_text("utf-8")
    triggers = workflow(path.name)[True]
    if any(str(trigger).startswith("pull_request") for trigger in triggers):
        assert "capture" not in text
        assert "watch.sh" not in text
        assert "pull_request_target" not in triggers


def test_the_script_is_sound_shell() -> None:
    subprocess.run(["bash", "-n", PROJECT / ".github/watch.sh"], check=True)
