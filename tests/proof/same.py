"""The same content gives the same bytes, whatever the number of processes, the order of files, the hash seed, the day.

Builds each catalogue cold several times, then by way of edits of every kind of record and their undoing, and compares
every file with that of a cold build, the search bundle apart.

    python -m tests.proof same
    python -m tests.proof same --content content --no-search
"""

from __future__ import annotations

import os
import random
import re
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

Files = dict[str, str]  # SHA-256 by path
Way = tuple[str, Run, Files, Files]  # what was done, what it cost, what was expected, what was found
KINDS = {
    "category": "category/*.yaml",
    "clause type": "clause-type/*.md",
    "regulation": "regulation/*.md",
    "agency": "agency/*.md",
    "operator": "operator/*.yaml",
    "page": "page/*.md",
    "entity": "platform/*/entity.yaml",
    "document": "platform/*/*/document.yaml",
    "finding": "platform/*/*/finding/*.yaml",
    "provision": "platform/*/*/*.md",
}


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
        for what, run, expected, found in ways(content, place, options):
            apart = differences(expected, found)
            rows.append((what, f"{run.seconds:.1f}", len(found), len(apart)))
            yield from (f"{what}: {name} differs" for name in apart[:10])
    table(rows, "build", "seconds", "files", "differing")
    print()


def ways(content: Path, place: Path, options: list[str]) -> Iterator[Way]:
    """Each way to build; all but that of edits are compared with the first."""
    cold = ["--no-cache", *options]
    run, first = _built(content, place, [*cold, "--jobs", "1"])
    yield "cold, --jobs 1", run, first, first
    run, found = _built(content, place, [*cold, "--jobs", "2"])
    yield "cold, --jobs 2", run, first, found
    run, found = _built(content, place, cold, {"PYTHONHASHSEED": "4711"})
    yield "cold, another hash seed", run, first, found
    run, found = _built(
        content, place, cold, {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    )
    yield "cold, another time zone and locale", run, first, found
    copy = place / "copy" / "content"
    shuffled(content, copy)
    run, found = _built(copy, place, [*cold, "--jobs", "2"])
    yield "cold, files made in another order", run, first, found
    yield from by_way_of_edits(copy, place, options, first)


def by_way_of_edits(copy: Path, place: Path, options: list[str], first: Files) -> Iterator[Way]:
    """Builds that remember, into one folder: after a record of every kind was edited, compared with a cold build of the
    edited records; and after the edits were undone."""
    site = place / "edited"
    sound(build(copy, site, *options, where=place), "the first remembered build")
    before = dict(edited(copy))
    run = sound(build(copy, site, *options, where=place), "the build after the edits")
    yield (
        f"after edits of {len(before)} kinds of record",
        run,
        _built(copy, place, ["--no-cache", *options])[1],
        hashes(site),
    )
    for path, data in before.items():
        path.write_bytes(data)
    run = sound(build(copy, site, *options, where=place), "the build after the edits were undone")
    yield "after their undoing", run, first, hashes(site)


def _built(content: Path, place: Path, options: list[str], env: dict[str, str] | None = None) -> tuple[Run, Files]:
    """A build into a folder that goes again: what it cost, and its files."""
    run = sound(build(content, place / "site", *options, env=env), f"the build with {options} {env or ''}")
    found = hashes(place / "site")
    shutil.rmtree(place / "site")
    return run, found


def edited(content: Path) -> Iterator[tuple[Path, bytes]]:
    """Edits the name and the last words of one record of every kind; gives each with what it was before."""
    for kind, pattern in KINDS.items():
        paths = sorted(content.glob(pattern))
        if not paths:
            continue
        path = paths[len(paths) // 2]
        before = path.read_bytes()
        text = re.sub(r"(?m)^((?:name|title|note): *(?:>-\n +)?[\"']?)", r"\1New ", before.decode(), count=1)
        assert text.encode() != before, f"{kind}: {path}"
        path.write_bytes((text + ("\nOne sentence more.\n" if path.suffix == ".md" else "")).encode())
        yield path, before


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
