"""A catalogue of any size, made from a seed, to measure builds on.

    python -m tests.bench --write /tmp/bench --provisions 500
    python -m tests.bench --run /tmp/bench

`--write` makes a content tree that keeps the content contract; the same seed gives the same bytes. `--run` builds a
catalogue cold, warm and after one edit, and prints seconds, memory, and each as a ratio to a reference task that is
run before and after, so that figures of different machines can be compared.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import time
from pathlib import Path

from tests.bench.catalogue import write
from tests.proof._ground import build, scratch, sound, table


def main(argv: list[str]) -> int:
    asked = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument(
        "--write", type=Path, metavar="DIR", help="the folder to write a catalogue into; it must be empty or not there"
    )
    asked.add_argument("--provisions", type=int, default=500, metavar="N", help="how many provisions (default: 500)")
    asked.add_argument("--seed", type=int, default=1, help="the seed (default: 1)")
    asked.add_argument("--run", type=Path, metavar="DIR", help="the catalogue to build")
    asked.add_argument("--no-search", action="store_true", help="build without the search bundle")
    given = asked.parse_args(argv)
    if not (given.write or given.run):
        asked.print_help()
        return 2
    if given.write:
        try:
            write(given.write, given.provisions, given.seed)
        except FileExistsError as error:
            print(f"cannot write: {error}", file=sys.stderr)
            return 2
        sizes = [path.stat().st_size for path in given.write.rglob("*") if path.is_file()]
        print(f"{given.provisions:,} provisions: {len(sizes):,} files, {sum(sizes):,} bytes in {given.write}")
    if given.run:
        measure(given.run.resolve(), ["--no-search"] if given.no_search else [])
    return 0


def measure(content: Path, options: list[str]) -> None:
    """Prints what builds cost, beside the reference."""
    before = reference()
    with scratch() as place:
        copy = place / "content"
        shutil.copytree(content, copy)
        runs = {"cold": sound(build(copy, place / "site", *options, where=place, tell_memory=True), "the cold build")}
        runs["warm, nothing changed"] = sound(
            build(copy, place / "site", *options, where=place, tell_memory=True), "the warm build"
        )
        record = sorted(copy.glob("platform/*/*/*.md"))[0]
        record.write_text(record.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
        runs["warm, one sentence edited"] = sound(
            build(copy, place / "site", *options, where=place, tell_memory=True), "the build after an edit"
        )
    unit = (before + reference()) / 2
    print(f"reference task: {unit:.2f} s (SHA-256 of 400 MB and 3 million words split and counted)\n")
    rows = [
        (
            name,
            f"{r.seconds:.1f}",
            f"{r.seconds / unit:.2f}",
            f"{r.cpu_seconds:.1f}",
            f"{r.largest_mib:.0f}",
            f"{r.whole_mib:.0f}",
        )
        for name, r in runs.items()
    ]
    table(rows, "build", "seconds", "of reference", "processor", "MiB, largest", "MiB, all")
    for name, run in runs.items():
        print(f"\n{name}: " + ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in run.stages.items()), end="")
    print()


def reference() -> float:
    """Seconds that a fixed piece of work takes here: some in C, some in Python."""
    start = time.perf_counter()
    whole = hashlib.sha256()
    for _ in range(400):
        whole.update(bytes(1_000_000))
    words = ("we may share your data with partners " * 430_000).split()
    counted: dict[str, int] = {}
    for word in words:
        counted[word] = counted.get(word, 0) + 1
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
