"""What is remembered is what would be computed: same results with a store, without one, by one process or by two."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas import memo as module
from atlas.memo import KEEP_RUNS, REFRESH_RUNS, Memo, code_digest, digest

CALLS: list[object] = []


def squared(number: int) -> int:
    CALLS.append(number)
    return number * number


def cubed(number: int) -> int:
    CALLS.append(number)
    return number**3


def scaled(task: tuple[int, tuple[int, ...]]) -> list[int]:
    factor, numbers = task
    CALLS.append(task)
    return [factor * number for number in numbers]


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    CALLS.clear()


def test_a_result_is_computed_once(tmp_path: Path) -> None:
    with Memo(tmp_path) as memo:
        assert memo.map(squared, [1, 2, 3, 2]) == [1, 4, 9, 4]
        assert memo.map(squared, [3, 4]) == [9, 16]
    with Memo(tmp_path) as memo:
        assert memo.map(squared, [4, 3, 2, 1]) == [16, 9, 4, 1]
    assert CALLS == [1, 2, 3, 4]


def test_without_a_folder_everything_is_computed_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Memo(None) as memo:
        assert memo.map(squared, [1, 2]) + memo.map(squared, [1, 2]) == [1, 4, 1, 4]
    assert CALLS == [1, 2, 1, 2]
    assert list(tmp_path.iterdir()) == []


def test_functions_do_not_share_results(tmp_path: Path) -> None:
    with Memo(tmp_path) as memo:
        assert (memo.map(squared, [2]), memo.map(cubed, [2])) == ([4], [8])


def test_a_key_stands_for_a_task(tmp_path: Path) -> None:
    with Memo(tmp_path) as memo:
        assert memo.map(squared, [2, -2, 3], key=lambda number: str(abs(number))) == [4, 4, 9]
    assert CALLS == [-2, 3] or CALLS == [2, 3]


def test_groups_are_given_only_what_is_not_known(tmp_path: Path) -> None:
    with Memo(tmp_path) as memo:
        assert memo.map_groups(scaled, [(10, [1, 2]), (100, [1])], key=str) == [[10, 20], [100]]
        assert memo.map_groups(scaled, [(10, [2, 3, 3]), (100, [1])], key=str) == [[20, 30, 30], [100]]
    assert CALLS == [(10, (1, 2)), (100, (1,)), (10, (3,))]


def test_processes_give_the_results_in_order(tmp_path: Path) -> None:
    numbers = list(range(60))
    with Memo(None, jobs=2) as memo:
        assert memo.map(squared, numbers) == [number * number for number in numbers]
        assert memo.map_groups(scaled, [(n, [1, 2]) for n in numbers], key=str) == [[n, 2 * n] for n in numbers]
    assert CALLS == []


def test_progress_counts_what_is_computed(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with Memo(tmp_path) as memo:
        memo.map(squared, [1])
        memo.map(squared, [1, 2, 3], progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]


def test_other_code_forgets_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Memo(tmp_path) as memo:
        memo.map(squared, [2])
    monkeypatch.setattr(module, "code_digest", lambda: "of another version")
    with Memo(tmp_path) as memo:
        assert memo.map(squared, [2]) == [4]
    assert CALLS == [2, 2]


def test_the_digest_of_the_code_is_of_every_module(tmp_path: Path) -> None:
    assert code_digest() == code_digest()
    assert len(code_digest()) == 64


def test_a_store_that_is_none_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "memo.sqlite").write_bytes(b"no database at all" * 100)
    with Memo(tmp_path) as memo:
        assert memo.map(squared, [2]) == [4]


def test_results_that_nobody_asks_for_are_dropped(tmp_path: Path) -> None:
    with Memo(tmp_path) as memo:
        memo.map(squared, [1, 2])
    for _ in range(KEEP_RUNS + REFRESH_RUNS):
        with Memo(tmp_path) as memo:
            memo.map(squared, [1])
    CALLS.clear()
    with Memo(tmp_path) as memo:
        memo.map(squared, [1, 2])
    assert CALLS == [2]


def test_a_run_in_which_nothing_changed_writes_no_result(tmp_path: Path) -> None:
    def rows() -> list[tuple[str, bytes, int]]:
        with sqlite3.connect(tmp_path / "memo.sqlite") as store:
            found = store.execute("SELECT * FROM results").fetchall()
        store.close()
        return found

    with Memo(tmp_path) as memo:
        memo.map(squared, [1, 2])
    before = rows()
    with Memo(tmp_path) as memo:
        memo.map(squared, [1, 2])
    assert rows() == before


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_no_two_lists_of_parts_have_one_digest(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) is (one == other)


def test_a_digest_is_of_bytes_as_of_their_text() -> None:
    assert digest("é") == digest("é".encode())
