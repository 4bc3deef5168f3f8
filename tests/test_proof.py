"""Proofs are listed, explain themselves, say what they miss, and find what they are to find."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from tests.making import Tree
from tests.proof import _ground
from tests.proof.__main__ import main, names

PROJECT = Path(__file__).resolve().parents[1]
KEPT = "We keep what you write for thirty days after you delete the account, unless a court orders otherwise."


def test_without_a_name_the_proofs_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(f"{name} " in said and about in said for name, about in names().items())
    assert {"states", "real", "same", "conformance", "axe", "edit"} <= names().keys()


def test_a_name_there_is_none_of_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sates"]) == 2
    assert "there is no proof 'sates'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["states", "real", "same", "edit"])
def test_a_proof_without_its_catalogue_says_so_and_exits_with_2(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--content", "/nowhere"]) == 2
    assert "there is no catalogue at '/nowhere'; name one with --content DIR" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["states", "real", "same", "conformance", "axe", "edit"])
def test_help_teaches(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"python -m tests.proof {name}" in said
    assert "--content" in said


def test_the_slow_states_agree_and_a_state_made_wrong_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = Tree(tmp_path)
    page = f"# Terms\n\n## Deletion\n\n{KEPT}\n"
    texts = [page, page.replace("thirty", "sixty"), page.replace("Deletion", "1. Deletion"), "# Terms\n\nNothing."]
    tree.document("acme/terms", texts)
    tree.provision("acme/terms/keeping", KEPT)
    states = import_module("tests.proof.states")
    assert states.main(["--content", str(tree.content), "--no-pages"]) == 0
    assert "mismatches: 0" in capsys.readouterr().out
    monkeypatch.setattr(states.slow, "negations", lambda passage: Counter([passage]))
    states.slow_runs.cache_clear()
    states.slow._closest.cache_clear()
    assert states.main(["--content", str(tree.content), "--no-pages"]) == 1
    assert "acme/terms/keeping, excerpt 1, run 2: reworded, slowly not-found" in capsys.readouterr().out


def test_hashes_leave_out_the_search_bundle_alone(tmp_path: Path) -> None:
    for name in ("index.html", "pagefind/x", "a/pagefind/y"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert list(_ground.hashes(tmp_path)) == ["a/pagefind/y", "index.html"]


def test_the_memory_of_a_build_is_measured(tmp_path: Path) -> None:
    Tree(tmp_path)
    options = ("--no-cache", "--no-search")
    run = _ground.sound(_ground.build(tmp_path / "content", tmp_path / "site", *options, tell_memory=True), "it")
    assert 20 < run.largest_mib < 2000
    assert run.stages.keys() >= {"read", "prove", "render", "write"}
    assert run.seconds > 0


def test_the_list_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.proof"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0
    assert "states" in done.stdout
