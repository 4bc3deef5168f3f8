"""A site goes onto the disk whole or not at all, whenever a build is cut short."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.problems import AtlasError
from atlas.publishing import MARKS, publish, refuse_foreign, staged

PROJECT = Path(__file__).resolve().parents[1]
Tree = dict[str, str]

OLD: Tree = {
    "index.html": "old home",
    "kept.html": "kept",
    "a/page.html": "old page",
    "gone/deep/page.html": "gone",
    "swap": "file",
    "folder/x": "x",
    "folder/y": "y",
}
NEW: Tree = {
    "index.html": "new home",
    "kept.html": "kept",
    "a/page.html": "new page",
    "b/new.html": "new",
    "swap/page.html": "now a folder",
    "folder": "now a file",
}

CHILD = """
import os, signal, sys
from pathlib import Path
import json
sys.path.insert(0, sys.argv[1])
from atlas.publishing import MARKS, publish, refuse_foreign, staged
out, new, keep, last = Path(sys.argv[2]), json.loads(sys.argv[3]), json.loads(sys.argv[4]), int(sys.argv[5])
count = 0
def die_at_the_last(event, arguments):
    global count
    is_write = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa")
    if is_write or event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir"):
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(die_at_the_last)
with staged(out) as files:
    for name, text in new.items():
        (files / name).parent.mkdir(parents=True, exist_ok=True)
        (files / name).write_text(text)
    publish(files, out, keep)
"""


def tree(out: Path) -> Tree:
    return {path.relative_to(out).as_posix(): path.read_text() for path in out.rglob("*") if path.is_file()}


def put(out: Path, files: Tree, keep: tuple[str, ...] = ()) -> tuple[int, int]:
    with staged(out) as place:
        for name, text in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text)
        return publish(place, out, keep)


def beside(out: Path) -> list[str]:
    """What lies beside the site when nobody builds: a lock file, and nothing else."""
    return sorted(path.name for path in out.parent.iterdir() if path != out)


def test_into_an_empty_place_the_site_is_renamed_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "site"
    assert put(out, OLD) == (len(OLD), 0)
    assert tree(out) == OLD
    assert beside(out) == [".site.lock"]


def test_onto_a_site_files_are_replaced_kept_and_deleted(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, OLD)
    staged_files = {name: text for name, text in NEW.items() if name != "kept.html"}
    assert put(out, staged_files, ("kept.html",)) == (len(staged_files), 4)
    assert tree(out) == NEW
    assert not (out / "gone").exists()
    assert beside(out) == [".site.lock"]


def test_what_is_no_part_of_the_site_is_deleted_links_too(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, OLD)
    (out / "stray.txt").write_text("stray")
    (out / "link").symlink_to(tmp_path)
    put(out, NEW)
    assert tree(out) == NEW
    assert not (out / "link").is_symlink()
    assert tmp_path.is_dir()


@pytest.mark.parametrize(
    ("old", "new"),
    [({"x": "file"}, {"x/y": "in a folder"}), ({"x/y/z": "deep"}, {"x": "file"}), ({"x/y": "1"}, {"x/y/z": "2"})],
)
def test_a_file_may_become_a_folder_and_a_folder_a_file(old: Tree, new: Tree, tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, old)
    put(out, new)
    assert tree(out) == new


def fail(out: Path) -> None:
    with staged(out) as place:
        (place / "index.html").write_text("half")
        raise KeyError


def test_a_build_that_fails_leaves_the_site_and_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, OLD)
    with pytest.raises(KeyError):
        fail(out)
    assert tree(out) == OLD
    assert beside(out) == [".site.lock"]


def test_two_builds_at_a_time_into_one_folder_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with staged(out), pytest.raises(AtlasError, match="another build is writing there"), staged(out):
        pass


def test_builds_into_two_folders_side_by_side_do_not_meet(tmp_path: Path) -> None:
    with staged(tmp_path / "one") as one, staged(tmp_path / "two") as two:
        (one / "x").write_text("1")
        (two / "x").write_text("2")
        publish(one, tmp_path / "one", ())
        publish(two, tmp_path / "two", ())
    assert (tree(tmp_path / "one"), tree(tmp_path / "two")) == ({"x": "1"}, {"x": "2"})


def killed(out: Path, new: Tree, keep: tuple[str, ...], step: int) -> bool:
    """A build that is killed before its nth change of the disk; False when it came through."""
    command = [sys.executable, "-c", CHILD, str(PROJECT), str(out), json.dumps(new), json.dumps(keep), str(step)]
    code = subprocess.run(command, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}).returncode
    assert code in (0, -signal.SIGKILL)
    return code != 0


@pytest.mark.parametrize("begins", [{}, OLD])
def test_a_build_killed_at_any_step_is_finished_or_undone_by_the_next(begins: Tree, tmp_path: Path) -> None:
    new = {name: text for name, text in NEW.items() if name != "kept.html"} if begins else NEW
    keep = ("kept.html",) if begins else ()
    ends: list[Tree] = []
    step, was_killed = 1, True
    while was_killed:
        out = tmp_path / str(step) / "site"
        if begins:
            put(out, begins)
        was_killed = killed(out, new, keep, step)
        found = tree(out)
        assert all(text in (begins.get(name), NEW.get(name)) for name, text in found.items()), (
            "a file is neither the old nor the new one"
        )
        with staged(out):
            pass
        ends.append(tree(out))
        assert beside(out) == [".site.lock"]
        assert put(out, NEW) >= (0, 0)
        assert tree(out) == NEW
        step += 1
    assert step > 15
    turned = ends.index(NEW)
    assert all(end == begins for end in ends[:turned])
    assert all(end == NEW for end in ends[turned:])


# --- where a site may go


def filled(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("words")
    return folder


@pytest.mark.parametrize("names", [(), MARKS, (*MARKS, "platform/x.html", "stray.txt")])
def test_a_site_goes_into_an_empty_folder_or_one_that_a_build_made(names: tuple[str, ...], tmp_path: Path) -> None:
    refuse_foreign(filled(tmp_path / "site", *names), [tmp_path / "content"])


def test_a_site_goes_where_a_build_was_cut_short(tmp_path: Path) -> None:
    out = filled(tmp_path / "site", "index.html")
    with pytest.raises(AtlasError, match="holds other files"):
        refuse_foreign(out, [])
    filled(tmp_path / ".site.staging", "journal.json")
    refuse_foreign(out, [])


@pytest.mark.parametrize("names", [("notes.txt",), (".env",), MARKS[1:], (*MARKS, ".git/HEAD")])
def test_a_site_goes_into_no_folder_that_holds_other_work(names: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match="choose another or empty it"):
        refuse_foreign(filled(tmp_path / "site", *names), [tmp_path / "content"])


def test_a_link_hides_no_folder_that_is_apart(tmp_path: Path) -> None:
    filled(tmp_path / "elsewhere/content", "site.yaml")
    (tmp_path / "content").symlink_to(tmp_path / "elsewhere/content")
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    for out in ("out", "elsewhere/content/site", "elsewhere", "."):
        with pytest.raises(AtlasError, match="apart from"):
            refuse_foreign(tmp_path / out, [tmp_path / "content"])


def test_a_site_does_not_go_where_one_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled(tmp_path / "a/b"))
    for out in (Path(), tmp_path / "a", Path("..")):
        with pytest.raises(AtlasError, match="must not hold the folder you work in"):
            refuse_foreign(out, [])
    refuse_foreign(Path("public"), [])
