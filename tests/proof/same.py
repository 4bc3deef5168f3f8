"""The same content gives the same bytes, whatever the number of processes, the order of files, the hash seed, the day.

Builds each catalogue cold several times, and once by way of an edit and its undoing, and compares every file with the
first build, the search bundle apart.

    python -m tests.proof same
    python -m tests.proof same --content content --no-search
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from tests.proof._ground import (
    DEMONSTRATION,
    CannotRun,
    Run,
    build,
    cannot_run,
    catalogue,
    differences,
    hashes,
    parser,
    scratch,
    sound,
    table,
    verdict,
)  # fmt: skip


def main(argv: list[str]) -> int:
    asked = parser(__doc__)
    asked.add_argument("--no-search", action="store_true", help="leave the search bundle out")
    asked.add_argument("--only", action="store_true", help="--content alone, without the demonstration")
    given = asked.parse_args(argv)
    try:
        folders = dict.fromkeys([*([] if given.only else [DEMONSTRATION]), catalogue(given.content)])
    except CannotRun as error:
        return cannot_run(error)
    faults = [fault for folder in folders for fault in compared(folder, ["--no-search"] if given.no_search else [])]
    return verdict(faults, "every build of the same content gives the same bytes")


def compared(content: Path, options: list[str]) -> Iterator[str]:
    """What differs between builds of one catalogue."""
    print(f"{content}\n")
    rows: list[tuple[object, ...]] = []
    with scratch() as place:
        first: dict[str, str] = {}
        for what, run, site in ways(content, place, options):
            found = hashes(site)
            first = first or found
            apart = differences(first, found)
            rows.append((what, f"{run.seconds:.1f}", len(found), len(apart)))
            yield from (f"{what}: {name} differs from the first build" for name in apart[:10])
            if site != place / "first":
                shutil.rmtree(site)
    table(rows, "build", "seconds", "files", "differing")
    print()


def ways(content: Path, place: Path, options: list[str]) -> Iterator[tuple[str, Run, Path]]:
    """Each build: what was done, what it cost, where the site is. The folder that a build is run in has its cache."""
    cold = ["--no-cache", *options]
    yield "cold, --jobs 1", _built(content, place / "first", [*cold, "--jobs", "1"]), place / "first"
    yield "cold, --jobs 2", _built(content, place / "second", [*cold, "--jobs", "2"]), place / "second"
    seeded = sound(
        build(content, place / "seeded", *cold, env={"PYTHONHASHSEED": "4711"}), "the build with another hash seed"
    )
    yield "cold, another hash seed", seeded, place / "seeded"
    abroad = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    yield (
        "cold, another time zone and locale",
        sound(build(content, place / "abroad", *cold, env=abroad), "the build abroad"),
        place / "abroad",
    )
    shuffled(content, place / "copy" / "content")
    yield (
        "cold, files made in another order",
        _built(place / "copy" / "content", place / "third", [*cold, "--jobs", "2"]),
        place / "third",
    )
    yield from by_way_of_an_edit(place / "copy" / "content", place, options)


def by_way_of_an_edit(copy: Path, place: Path, options: list[str]) -> Iterator[tuple[str, Run, Path]]:
    """A build that remembers, one after an edit, one after the edit was undone, all into one folder."""
    site = place / "edited"
    record = next(path for path in sorted(copy.glob("platform/*/*/*.md")))
    sheet = next(path for path in sorted(copy.glob("platform/*/*/document.yaml")))
    before = {path: path.read_bytes() for path in (record, sheet)}
    sound(build(copy, site, *options, where=place), "the first remembered build")
    record.write_bytes(before[record] + b"\nOne more sentence, for a while.\n")
    sheet.write_bytes(before[sheet].replace(b"title:", b"# a comment\ntitle:", 1))
    sound(build(copy, site, *options, where=place), "the build after an edit")
    for path, data in before.items():
        path.write_bytes(data)
    yield (
        "after an edit and its undoing",
        sound(build(copy, site, *options, where=place), "the build after undoing it"),
        site,
    )


def _built(content: Path, out: Path, options: list[str]) -> Run:
    return sound(build(content, out, *options), f"the build into {out.name}")


def shuffled(content: Path, copy: Path) -> None:
    """The catalogue copied file by file in another order, with other times."""
    paths = sorted(path for path in content.rglob("*") if path.is_file())
    random.Random(1).shuffle(paths)
    for nth, path in enumerate(paths):
        target = copy / path.relative_to(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        moment = time.time() - 86_400 * 400 + nth
        os.utime(target, (moment, moment))
