"""Remembered pure functions: what is slow is computed once for the same input, by the same code.

In: a module-level function of values that spell themselves out (`repr`) and the tasks it is to do. Out: its results in
order, from `.cache/` where they are known. The key is a digest of the function's name, the task, and every line of this
package, so a change of code forgets everything. Delete `.cache/` at any time: nothing changes but the time taken.
`Memo(None)` remembers nothing and computes all the same, which is how a test shows that both give one result.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import atlas

Task = TypeVar("Task")
Context = TypeVar("Context")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]

LIBRARIES = ("jinja2", "markdown-it-py", "pydantic", "pyyaml", "rapidfuzz")
CHUNK = 400  # keys asked of SQLite at once; its default limit for parameters is higher everywhere
KEEP_RUNS = 40  # results that this many runs in a row did not ask for are dropped
FEW = 4  # tasks that one process does before others have started
REFRESH_RUNS = 20  # a result's last use is noted this seldom, so that a run in which nothing changed writes nothing


def digest(*parts: bytes | str) -> str:
    """SHA-256 over the parts, each preceded by its length, so that no two lists of parts are alike."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(f"{len(data)}:".encode() + data)
    return whole.hexdigest()


@cache
def code_digest() -> str:
    """A digest of the package's own source, of Python and of the libraries: what is remembered holds for these only."""
    folder = Path(atlas.__file__).parent
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    return digest(sys.version, *libraries, *(path.read_bytes() for path in sorted(folder.rglob("*.py"))))


class Memo:
    """The store of results in `folder`, or none; `jobs` processes do what is not in it."""

    def __init__(self, folder: Path | None, *, jobs: int = 1) -> None:
        self.jobs = jobs
        self._store = _open(folder) if folder else None
        self._run = _next_run(self._store) if self._store else 0
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Memo:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown()
        if self._store:
            self._store.execute("DELETE FROM results WHERE used < ?", (self._run - KEEP_RUNS,))
            self._store.commit()
            self._store.close()

    def map(
        self,
        function: Callable[[Task], Result],
        tasks: Sequence[Task],
        *,
        key: Callable[[Task], str] | None = None,
        progress: Progress | None = None,
    ) -> list[Result]:
        """`[function(task) for task in tasks]`. `key` gives a digest that stands for a task whose own value is large
        or holds a place on disk; it must tell apart all that the result depends on."""
        keys = [self._key(function, key(task) if key else _spelled(task)) for task in tasks]
        known = dict(self._known(keys))
        missing = list({k: task for k, task in zip(keys, tasks, strict=True) if k not in known}.items())
        fresh = self.compute(function, [task for _, task in missing], progress)
        for (k, _), result in zip(missing, fresh, strict=True):
            known[k] = result
            self._keep(k, result)
        return [known[k] for k in keys]

    def map_groups(
        self,
        function: Callable[[tuple[Context, tuple[Task, ...]]], Sequence[Result]],
        groups: Sequence[tuple[Context, Sequence[Task]]],
        *,
        key: Callable[[Context], str],
        progress: Progress | None = None,
    ) -> list[list[Result]]:
        """As `map`, for tasks that share what is costly to prepare: `function` is given a context with those of its
        tasks that are not known, and each result is remembered by itself, under `key(context)` and the task."""
        keys = [[self._key(function, key(context) + _spelled(task)) for task in tasks] for context, tasks in groups]
        known = dict(self._known([k for group in keys for k in group]))
        missing = [
            (context, {k: task for k, task in zip(group, tasks, strict=True) if k not in known})
            for (context, tasks), group in zip(groups, keys, strict=True)
        ]
        missing = [(context, tasks) for context, tasks in missing if tasks]
        fresh = self.compute(function, [(context, tuple(tasks.values())) for context, tasks in missing], progress)
        for (_, tasks), results in zip(missing, fresh, strict=True):
            for k, result in zip(tasks, results, strict=True):
                known[k] = result
                self._keep(k, result)
        return [[known[k] for k in group] for group in keys]

    def _key(self, function: Callable[..., Any], rest: str) -> str:
        return digest(code_digest(), function.__module__, function.__qualname__, rest)

    def _known(self, keys: Sequence[str]) -> Iterator[tuple[str, Any]]:
        if not self._store:
            return
        for start in range(0, len(keys), CHUNK):
            part = tuple(keys[start : start + CHUNK])
            holes = ",".join("?" * len(part))
            rows = self._store.execute(f"SELECT key, value FROM results WHERE key IN ({holes})", part).fetchall()
            yield from ((key, pickle.loads(value)) for key, value in rows)
            old = (self._run, self._run - REFRESH_RUNS, *part)
            self._store.execute(f"UPDATE results SET used = ? WHERE used < ? AND key IN ({holes})", old)

    def _keep(self, key: str, result: Any) -> None:
        if self._store:
            row = (key, pickle.dumps(result, protocol=5), self._run)
            self._store.execute("INSERT OR REPLACE INTO results (key, value, used) VALUES (?, ?, ?)", row)

    def compute(
        self, function: Callable[[Task], Result], tasks: Sequence[Task], progress: Progress | None = None
    ) -> Iterator[Result]:
        """The results in order, by as many processes as there are jobs, remembering nothing."""
        results: Iterable[Result]
        if self.jobs == 1 or len(tasks) <= FEW:
            results = map(function, tasks)
        else:
            self._pool = self._pool or ProcessPoolExecutor(self.jobs)
            chunk = max(1, min(16, len(tasks) // (self.jobs * 4)))
            results = self._pool.map(function, tasks, chunksize=chunk)
        for number, result in enumerate(results, 1):
            if progress:
                progress(number, len(tasks))
            yield result


def _spelled(task: Any) -> str:
    """A task in full: its `repr` depends on its value alone, which the bytes of a pickle do not."""
    return digest(repr(task))


def _open(folder: Path) -> sqlite3.Connection:
    """The store, made anew if what lies there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "memo.sqlite"
    try:
        return _prepared(path)
    except sqlite3.DatabaseError:
        path.unlink()
        return _prepared(path)


def _prepared(path: Path) -> sqlite3.Connection:
    store = sqlite3.connect(path, timeout=60)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = OFF")
    store.execute("CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, value BLOB, used INTEGER) WITHOUT ROWID")
    store.execute("CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY)")
    return store


def _next_run(store: sqlite3.Connection) -> int:
    number: int = store.execute("SELECT coalesce(max(number), 0) + 1 FROM runs").fetchone()[0]
    store.execute("DELETE FROM runs")
    store.execute("INSERT INTO runs VALUES (?)", (number,))
    store.commit()
    return number
