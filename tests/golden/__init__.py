"""A small site, every byte of it: `content/` is the catalogue, `expected/` what a build makes of it, the search bundle
apart. `python -m tests.bless golden` writes `expected/` anew; its diff is part of the commit that changes a page.
"""

from __future__ import annotations

import difflib
import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from atlas.site import Options, build

HERE = Path(__file__).parent
CONTENT, EXPECTED = HERE / "content", HERE / "expected"
TEMPLATES = HERE.parents[1] / "templates"
BUNDLE, DATABASE = "pagefind/", "data/atlas.sqlite"
MOST_LINES = 30  # of the difference of one file; more would bury the next

Site = dict[str, bytes]


def files(folder: Path) -> Site:
    """Every file below a folder by path."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items()}


def built(out: Path) -> Site:
    """The site as it is built now, without the search bundle. SQLite's file is read as SQL, and its hash is left out
    where others name it, as another release of SQLite may write other bytes."""
    outcome = build(Options(content=CONTENT, templates=TEMPLATES, out=out, cache=None, jobs=1))
    assert outcome.is_sound, [str(problem) for problem in outcome.problems]
    made = {name: data for name, data in files(out).items() if not name.startswith(BUNDLE)}
    if database := made.pop(DATABASE, None):
        sha256 = hashlib.sha256(database).hexdigest().encode()
        made = {name: data.replace(sha256, b"(hash of atlas.sqlite)") for name, data in made.items()}
        made[f"{DATABASE}.sql"] = _as_sql(out / DATABASE).encode()
    return made


def _as_sql(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump()) + "\n"


def differences(expected: Site, made: Site) -> Iterator[str]:
    """What a reader must know: files that are new or gone, and the lines that differ in the others."""
    yield from (f"gone: {name}" for name in expected if name not in made)
    yield from (f"new: {name}" for name in made if name not in expected)
    for name in expected:
        if name in made and expected[name] != made[name]:
            before, after = (data.decode("utf-8", "replace").splitlines() for data in (expected[name], made[name]))
            lines = list(difflib.unified_diff(before, after, f"expected/{name}", f"built/{name}", lineterm="", n=1))
            more = [f"... {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else []
            yield "\n".join([*lines[:MOST_LINES], *more]) or f"{name}: line ends differ"


def bless() -> None:
    """Writes what is built now as what is expected; prints what changed."""
    with tempfile.TemporaryDirectory() as folder:
        made = built(Path(folder) / "site")
    for difference in differences(files(EXPECTED) if EXPECTED.is_dir() else {}, made):
        print(difference)
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for name, data in made.items():
        path = EXPECTED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
