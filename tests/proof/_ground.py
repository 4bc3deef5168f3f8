"""What several proofs stand on: where the catalogues are, builds in processes of their own with what they cost, plain
tables, and the tree of a built site as hashes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DEMONSTRATION = PROJECT / "content"
REAL = PROJECT.parent / "shared" / "real-catalogue"
SAMPLE_SECONDS = 0.05  # how often the memory of a build is looked at


class CannotRun(Exception):
    """The surroundings are not there; the text says what is missing and the command that mends it."""


def parser(doc: str | None) -> argparse.ArgumentParser:
    """A parser whose help is the module's docstring, with --content."""
    made = argparse.ArgumentParser(
        prog=f"python -m tests.proof {sys.argv[1] if len(sys.argv) > 1 else 'NAME'}",
        description=doc,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "--content", type=Path, default=REAL, help="a catalogue (default: ../shared/real-catalogue beside the project)"
    )
    return made


def catalogue(folder: Path) -> Path:
    """The folder, if a catalogue is there."""
    if not (folder / "site.yaml").is_file():
        raise CannotRun(f"there is no catalogue at '{folder}'; name one with --content DIR")
    return folder.resolve()


def cannot_run(error: CannotRun) -> int:
    print(f"cannot run: {error}", file=sys.stderr)
    return 2


def table(rows: Iterable[Sequence[object]], *heads: str) -> None:
    """Prints rows under heads; numbers to the right."""
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    is_number = [
        all(row[n].replace(",", "").replace(".", "").isdigit() for row in cells) and bool(cells)
        for n in range(len(heads))
    ]
    widths = [max(len(head), *(len(row[n]) for row in cells)) if cells else len(head) for n, head in enumerate(heads)]
    for row in (heads, ["-" * width for width in widths], *cells):
        line = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_number, strict=True)
        )
        print("  ".join(line).rstrip())


def verdict(faults: Sequence[str], proven: str) -> int:
    """Prints the faults, or what is proven; the exit code."""
    for fault in faults:
        print(f"FAULT: {fault}")
    print(f"{len(faults)} faults" if faults else f"proven: {proven}")
    return 1 if faults else 0


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for what a proof builds, gone after it; under TMPDIR."""
    with tempfile.TemporaryDirectory(prefix="atlas-proof-") as folder:
        yield Path(folder).resolve()


# --- builds in processes of their own


@dataclass
class Run:
    """A build as seen from outside: its exit code, what it said, and what it cost. Memory in MiB: `largest_mib` of any
    one process, `whole_mib` of all at the same moment, where pages that processes share count once. `load` is what the
    machine was busy with before, in processes: above 0 the seconds on the wall say less."""

    code: int = 0
    said: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    largest_mib: float = 0.0
    whole_mib: float = 0.0
    load: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)


def build(
    content: Path,
    out: Path,
    *options: str,
    where: Path = PROJECT,
    env: dict[str, str] | None = None,
    tell_memory: bool = False,
) -> Run:
    """`python build.py` on a catalogue, run in folder `where` (its `.cache` is there), with the project's templates."""
    command = [sys.executable, str(PROJECT / "build.py"), "--content", str(content), "--out", str(out)]
    command += ["--templates", str(PROJECT / "templates"), *options]
    variables = {**os.environ, "PYTHONPATH": str(PROJECT), **(env or {})}
    start, before = time.perf_counter(), os.times()
    process = subprocess.Popen(
        command, cwd=where, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    run = Run(load=os.getloadavg()[0])
    watching = threading.Thread(target=_watch, args=(process, run), daemon=True)
    if tell_memory:
        watching.start()
    run.said = process.communicate()[0]
    run.code, run.seconds = process.returncode, time.perf_counter() - start
    after = os.times()
    run.cpu_seconds = after.children_user + after.children_system - before.children_user - before.children_system
    if tell_memory:
        watching.join()
    run.stages = _stages(run.said)
    return run


def sound(run: Run, what: str) -> Run:
    """The run, if it built; what it said goes with the failure otherwise."""
    if run.code:
        raise AssertionError(f"{what} ended with {run.code}:\n{run.said[-4000:]}")
    return run


def _stages(said: str) -> dict[str, float]:
    """`seconds: read 1.2, prove 3.4` in a build's summary."""
    _, found, listed = said.rpartition("seconds: ")
    pairs = (part.strip().rsplit(" ", 1) for part in listed.split("\n")[0].split(",")) if found else ()
    return {name: float(seconds) for name, seconds in pairs}


def _watch(process: subprocess.Popen[str], run: Run) -> None:
    while process.poll() is None:
        sizes = [_mib(pid) for pid in _family(process.pid)]
        run.largest_mib = max(run.largest_mib, *(resident for resident, _ in sizes), 0)
        run.whole_mib = max(run.whole_mib, sum(share for _, share in sizes))
        time.sleep(SAMPLE_SECONDS)


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _mib(pid: int) -> tuple[float, float]:
    """Resident size of a process, and its share when what it has in common with others is divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n")
    except OSError:
        return 0, 0
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
    return sizes.get("Rss", 0), sizes.get("Pss", 0)


# --- built sites


def hashes(site: Path) -> dict[str, str]:
    """SHA-256 of every file of a built site by path; the search bundle, which its tool does not make alike, apart."""
    files = (path for path in site.rglob("*") if path.is_file())
    names = {path.relative_to(site).as_posix(): path for path in files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sorted(names.items())
        if not name.startswith("pagefind/")
    }


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Paths that differ or stand on one side only."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
