"""The commands as people and programs meet them: exit codes, help that teaches, forms of output, quiet in a pipe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from atlas.cli import main
from tests.trees import BASE

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sound tree in content/, and templates; commands run there."""
    shutil.copytree(BASE, tmp_path / "content")
    (tmp_path / "templates").symlink_to(PROJECT / "templates")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def spoil(home: Path) -> None:
    site = home / "content/site.yaml"
    site.write_text(site.read_text().replace("title: Small Atlas", "titel: Small Atlas"))


def advise(home: Path) -> None:
    """A tree with one advice and no error."""
    entity = home / "content/platform/acme/entity.yaml"
    entity.write_text("".join(line for line in entity.read_text().splitlines(True) if "homepage" not in line))


# --- exit codes


def test_a_sound_tree_exits_with_0_and_prints_nothing_but_a_summary(home: Path) -> None:
    result = run("check", "--no-cache")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 platform, 1 document, 2 captures, 1 provision, 1 finding; 0 errors, 0 advice\n"


def test_an_error_exits_with_1(home: Path) -> None:
    spoil(home)
    assert (run("check", "--no-cache").exit_code, run("build", "--no-cache", "--no-search").exit_code) == (1, 1)


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 1)])
def test_advice_fails_only_when_asked_to(options: list[str], code: int, home: Path) -> None:
    advise(home)
    result = run("check", "--no-cache", *options)
    assert (result.exit_code, result.stderr.endswith("0 errors, 1 advice\n")) == (code, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--content", "nothing"], "atlas: there is no content folder 'nothing'; name one with --content\n"),
        (
            ["build", "--templates", "nothing"],
            "atlas: there are no templates in 'nothing'; name their folder with --templates\n",
        ),
        *(
            (
                ["build", "--out", out],
                f"atlas: --out must be a folder apart from '{folder}'; got '{out}', choose another\n",
            )
            for out, folder in [
                ("content", "content"), ("content/public", "content"), (".", "content"), ("..", "content"),
                ("templates", "templates"), ("templates/site", "templates"),
            ]
        ),
        (["build", "--out", "cli.py"], "atlas: --out must be a folder; 'cli.py' is a file\n"),
        (["build", "--out", "cli.py/site"], "atlas: --out must be a folder; 'cli.py' is a file\n"),
        *(
            (
                [command, "--out", "papers"],
                "atlas: --out must be a new or empty folder, or one that a build made; "
                "'papers' holds other files, choose another or empty it\n",
            )
            for command in ("build", "serve")
        ),
        (
            ["build", "--base-url", "notaurl"],
            "atlas: --base-url must be an address that begins with https://; got 'notaurl'\n",
        ),
        (
            ["build", "--base-url", "https://atlas.example/?a=b"],
            "atlas: --base-url must have no query and no fragment; got 'https://atlas.example/?a=b'\n",
        ),
    ],
)  # fmt: skip
def test_surroundings_that_are_wrong_exit_with_2_and_one_line_that_names_the_mend(
    arguments: list[str], said: str, home: Path
) -> None:
    (home / "cli.py").write_text("A file.")
    (home / "papers").mkdir()
    (home / "papers/thesis.txt").write_text("Years of work.")
    before = sorted(path for path in home.rglob("*"))
    result = run(*arguments, "--no-cache")
    assert (result.exit_code, result.stderr) == (2, said)
    assert sorted(path for path in home.rglob("*")) == before


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check", "--frmat", "json"], ["check", "--format", "xml"], ["build", "--jobs", "0"]]
)
def test_a_command_mistyped_exits_with_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr


def test_a_build_says_what_it_made_and_where_the_time_went(home: Path) -> None:
    result = run("build", "--no-cache", "--no-search")
    assert (result.exit_code, result.stdout) == (0, "")
    assert " pages, " in result.stderr
    assert "0 errors, 0 advice; seconds: read " in result.stderr
    assert (home / "public/index.html").is_file()


def test_a_build_that_fails_says_that_nothing_was_written(home: Path) -> None:
    spoil(home)
    result = run("build", "--no-cache", "--no-search")
    assert result.stderr.endswith("nothing was written\n")
    assert (
        "content/site.yaml:1:1: 'titel' must be a key of this record, did you mean 'title'? [unknown-key]"
        in result.stderr
    )
    assert not (home / "public").exists()


# --- forms of output


def test_problems_as_json_are_for_programs(home: Path) -> None:
    spoil(home)
    value = json.loads(run("check", "--no-cache", "--format", "json").stdout)
    assert value["errors"] == len(value["problems"]) == 2
    assert value["rules"] == {"missing-key": 1, "unknown-key": 1}
    assert {"path", "line", "column", "rule", "text", "is_advice"} <= value["problems"][0].keys()


def test_problems_as_github_commands_stand_on_their_lines(home: Path) -> None:
    spoil(home)
    said = run("check", "--no-cache", "--format", "github").stdout
    assert "::error file=content/site.yaml,line=1,col=1,title=unknown-key::" in said


def test_schemas_are_written_where_they_are_wanted(home: Path) -> None:
    result = run("schema", "--out", "made")
    written = sorted(path.as_posix() for path in Path("made").iterdir())
    assert (result.exit_code, sorted(result.stdout.splitlines())) == (0, written)
    assert "made/provision.schema.json" in written


# --- help


def commands(group: click.Group = main, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with its name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))
        else:
            yield (*above, name), command


@pytest.mark.parametrize(("name", "command"), [pytest.param(*each, id=" ".join(each[0])) for each in commands()])
def test_help_teaches(name: tuple[str, ...], command: click.Command) -> None:
    said = run(*name, "--help").output
    summary = (command.help or "").split("\n")[0]
    assert summary.endswith(".")
    assert "Examples:" in said or "http://127.0.0.1" in said or len(command.params) < 3, "neither an example nor simple"
    for option in command.params:
        assert isinstance(option, click.Argument) or getattr(option, "help", None), f"{option.name} is not explained"


@pytest.mark.parametrize(("name", "command"), [pytest.param(*each, id=" ".join(each[0])) for each in commands()])
def test_examples_in_help_are_commands_there_are(name: tuple[str, ...], command: click.Command) -> None:
    known = {" ".join(known) for known, _ in commands()}
    for line in (command.help or "").splitlines():
        if line.strip().startswith("atlas "):
            words = line.split()[1:]
            assert words[0] in known or " ".join(words[:2]) in known
            options = {option for parameter in command.params for option in parameter.opts}
            assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options


def test_the_first_help_says_where_to_start() -> None:
    said = " ".join(run("--help").output.split())
    assert "Start with `atlas check`" in said
    assert "Exit codes: 0 fine, 1 the content is wrong, 2 the command cannot run." in said


# --- in a pipe


def piped(home: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    return subprocess.run([sys.executable, *arguments], cwd=home, env=environment, capture_output=True)


def test_in_a_pipe_there_is_no_progress_and_no_colour(home: Path) -> None:
    advise(home)
    done = piped(home, "-m", "atlas.cli", "check", "--no-cache")
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\r" not in done.stdout + done.stderr
    assert done.stdout.count(b"\n") == done.stderr.count(b"\n") == 1


def test_build_py_is_the_build_command(home: Path) -> None:
    said = piped(home, str(PROJECT / "build.py"), "--help").stdout.decode()
    assert said.startswith("Usage: build.py build")
    done = piped(home, str(PROJECT / "build.py"), "--out", "elsewhere", "--no-search", "--no-cache")
    assert (done.returncode, done.stdout) == (0, b"")
    assert (home / "elsewhere/index.html").is_file()
