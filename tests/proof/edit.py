"""One edit costs a second: what a build does after one sentence of one analysis was changed.

Builds a copy of the catalogue cold, then again without a change, then after an edit of one analysis. Prints seconds,
processor seconds and files written, each also as a part of the cold build's.

    python -m tests.proof edit
    python -m tests.proof edit --content /tmp/bench --no-search
"""

from __future__ import annotations

import re
import shutil

from tests.proof._ground import CannotRun, Run, build, cannot_run, catalogue, parser, scratch, sound, table, verdict

MOST = 0.25  # of the cold build's seconds; on the real catalogue it is far less


def main(argv: list[str]) -> int:
    asked = parser(__doc__)
    asked.add_argument("--no-search", action="store_true", help="leave the search bundle out")
    given = asked.parse_args(argv)
    try:
        folder = catalogue(given.content)
    except CannotRun as error:
        return cannot_run(error)
    options = ["--no-search"] if given.no_search else []
    with scratch() as place:
        copy = place / "content"
        shutil.copytree(folder, copy)
        runs = {"cold": sound(build(copy, place / "site", *options, where=place), "the cold build")}
        runs["nothing changed"] = sound(build(copy, place / "site", *options, where=place), "the idle build")
        record = sorted(copy.glob("platform/*/*/*.md"))[0]
        record.write_text(
            record.read_text(encoding="utf-8") + "\nOne more sentence, written today.\n", encoding="utf-8"
        )
        runs["one sentence edited"] = sound(
            build(copy, place / "site", *options, where=place), "the build after the edit"
        )
        print(f"{folder}; edited: {record.relative_to(copy)}\n")
        table(
            [_row(name, run, runs["cold"]) for name, run in runs.items()],
            "build",
            "seconds",
            "of cold",
            "processor",
            "pages",
            "written",
        )
        print()
        for name, run in runs.items():
            print(f"{name}: " + ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in run.stages.items()))
        shown = (place / "site" / record.relative_to(copy).with_suffix("") / "index.html").read_text(encoding="utf-8")
    print()
    part = runs["one sentence edited"].seconds / runs["cold"].seconds
    faults = [f"the edit cost {part:.0%} of the cold build; at most {MOST:.0%} is allowed"] if part > MOST else []
    faults += [] if "One more sentence, written today." in shown else ["the edit is not on its page"]
    return verdict(faults, f"an edit costs {part:.1%} of the cold build")


def _row(name: str, run: Run, cold: Run) -> tuple[object, ...]:
    pages, written = (re.search(rf"([\d,]+) {what}", run.said) for what in ("pages?", "files? written"))
    return (
        name, f"{run.seconds:.2f}", f"{run.seconds / cold.seconds:.3f}", f"{run.cpu_seconds:.2f}",
        pages[1] if pages else "", written[1] if written else "",
    )  # fmt: skip
