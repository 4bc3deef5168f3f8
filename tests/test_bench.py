"""The bench writes catalogues that keep the content contract, and the same ones from the same seed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from atlas.memo import Memo
from atlas.site import Options, Outcome, examine
from tests.bench.__main__ import main
from tests.bench.catalogue import write


def examined(folder: Path) -> Outcome:
    with Memo(None, jobs=2) as memo:
        return examine(Options(content=folder, cache=None), memo)


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def fifty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "fifty"
    write(folder, 50, 1)
    return folder


def test_a_catalogue_of_the_bench_is_sound(fifty: Path) -> None:
    outcome = examined(fifty)
    assert [str(problem) for problem in outcome.problems if not problem.is_advice] == []
    assert outcome.catalogue is not None
    assert len(outcome.catalogue.content.provisions) == 50


def test_it_has_what_real_catalogues_have(fifty: Path) -> None:
    catalogue = examined(fifty).catalogue
    assert catalogue is not None
    states = {words.state for words in catalogue.histories.words.values()}
    runs = [run for history in catalogue.histories.documents.values() for run in history.runs]
    texts = [text for texts in catalogue.evidence.texts.values() for text in texts.values()]
    assert states >= {"verbatim"}
    assert states & {"reworded", "not-found"}
    assert set(catalogue.standing.values()) >= {"live"}
    assert any(record.earlier for record in catalogue.content.provisions.values())
    assert any(run.returns_to is not None for run in runs)
    assert any(text.unusable for text in texts)
    assert catalogue.current_findings


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(fifty: Path, tmp_path: Path) -> None:
    write(tmp_path / "again", 50, 1)
    write(tmp_path / "other", 50, 2)
    assert digests(tmp_path / "again") == digests(fifty)
    assert digests(tmp_path / "other") != digests(fifty)


def test_a_larger_catalogue_begins_with_the_documents_of_a_smaller(fifty: Path, tmp_path: Path) -> None:
    write(tmp_path / "small", 12, 1)
    small, large = digests(tmp_path / "small"), digests(fifty)
    assert {name: large[name] for name in small} == small


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("mine")
    assert main(["--write", str(tmp_path), "--provisions", "1"]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
