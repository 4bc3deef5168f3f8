"""The real catalogue builds cold, soundly and within bounds, with a page for everything in it.

Prints seconds by stage, wall time and memory of a cold build with search; then what is in the site beside what is in
the records; the advice by rule; and for five clause types n, N and tracked by audience and region, with the entities
behind each number and the records that put them there, so that they can be checked by hand.

    python -m tests.proof real
    python -m tests.proof real --jobs 1 --clause-types ai-training,arbitration
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from atlas.coverage import Coverage, Prevalence
from atlas.memo import Memo
from atlas.shapes import AUDIENCES
from atlas.site import Options, Outcome, examine
from tests.proof._ground import CannotRun, Run, build, cannot_run, catalogue, parser, scratch, table, verdict

SECONDS, MIB = 60, 1024  # what the issue allows on two cores
FIVE = "ai-training,arbitration,liability-cap,competing-use-ban,data-retention"


def main(argv: list[str]) -> int:
    asked = parser(__doc__)
    asked.add_argument("--jobs", default="2", help="processes at work (default: 2)")
    asked.add_argument("--clause-types", default=FIVE, help=f"whose numbers are printed (default: {FIVE})")
    asked.add_argument("--no-search", action="store_true", help="build without the search bundle")
    given = asked.parse_args(argv)
    try:
        folder = catalogue(given.content)
    except CannotRun as error:
        return cannot_run(error)
    with scratch() as place:
        options = ["--no-cache", "--jobs", given.jobs, *(["--no-search"] if given.no_search else [])]
        run = build(folder, place / "site", *options, tell_memory=True)
        print_cost(run, place / "site", given.jobs)
        if run.code:
            return verdict([f"the build ended with {run.code}: {run.said[-2000:]}"], "")
        with Memo(None, jobs=2) as memo:
            outcome = examine(Options(content=folder, cache=None), memo)
        assert outcome.catalogue, outcome.coverage
        faults = [*over_bounds(run), *missing_pages(folder, place / "site", outcome)]
    print_advice(outcome)
    for clause_type in given.clause_types.split(","):
        assert outcome.coverage
        faults += print_prevalence(outcome.coverage, clause_type)
    return verdict(faults, "0 errors, a page for every record and capture, within the bounds of time and memory")


def print_cost(run: Run, site: Path, jobs: str) -> None:
    busy = f"{os.cpu_count()} processors, load {run.load:.1f} before the build"
    print(f"Cold build of the catalogue with --jobs {jobs} ({busy}): exit code {run.code}\n")
    measures = [
        *((f"stage: {stage}", f"{seconds:.1f} s") for stage, seconds in run.stages.items()),
        ("whole, wall time", f"{run.seconds:.1f} s"),
        ("whole, processor time", f"{run.cpu_seconds:.1f} s"),
        ("memory, largest process", f"{run.largest_mib:.0f} MiB"),
        ("memory, all processes at once", f"{run.whole_mib:.0f} MiB"),
    ]
    table(measures, "measure", "value")
    files = [path for path in site.rglob("*") if path.is_file()]
    rows = [
        (
            "pages",
            sum(path.suffix == ".html" for path in files),
            sum(path.stat().st_size for path in files if path.suffix == ".html"),
        ),
        ("search bundle", *_size(path for path in files if path.relative_to(site).parts[0] == "pagefind")),
        ("all files", *_size(files)),
    ]
    print()
    table(rows, "of", "files", "bytes")
    print(f"\n{run.said.strip().splitlines()[-1] if run.said.strip() else ''}\n")


def _size(paths: Iterator[Path] | list[Path]) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in paths]
    return len(sizes), sum(sizes)


def over_bounds(run: Run) -> Iterator[str]:
    if run.seconds > SECONDS:
        yield f"the build took {run.seconds:.1f} s; at most {SECONDS} s are allowed"
    if run.whole_mib > MIB:
        yield f"the build used {run.whole_mib:.0f} MiB at once; at most {MIB} are allowed"


def missing_pages(folder: Path, site: Path, outcome: Outcome) -> list[str]:
    """Records and captures, counted from the files' names alone, against the pages of the site."""
    assert outcome.catalogue
    captures = {
        f"{path.parent.relative_to(folder).as_posix()}/text/{capture.captured_at.replace(':', '')}"
        for path in folder.glob("platform/*/*/captures.yaml")
        for capture in outcome.catalogue.content.captures["/".join(path.parts[-3:-1])].captures
    }
    wanted = {
        "entities": {f"platform/{path.parent.name}" for path in folder.glob("platform/*/entity.yaml")},
        "documents": {path.parent.relative_to(folder).as_posix() for path in folder.glob("platform/*/*/document.yaml")},
        "captures": captures,
        "findings": {
            path.relative_to(folder).with_suffix("").as_posix() for path in folder.glob("platform/*/*/finding/*.yaml")
        },
        "provisions": {
            path.relative_to(folder).with_suffix("").as_posix() for path in folder.glob("platform/*/*/*.md")
        },
        **{
            kind: {path.relative_to(folder).with_suffix("").as_posix() for path in folder.glob(f"{kind}/*.*")}
            for kind in ("operator", "clause-type", "category", "regulation", "agency")
        },
    }
    faults = [
        f"no page for {name}"
        for names in wanted.values()
        for name in sorted(names)
        if not (site / name / "index.html").is_file()
    ]
    rows = [
        (kind, len(names), sum((site / name / "index.html").is_file() for name in names))
        for kind, names in wanted.items()
    ]
    table(rows, "records", "in the content", "with a page")
    print()
    return faults


def print_advice(outcome: Outcome) -> None:
    rules = Counter(problem.rule for problem in outcome.problems if problem.is_advice)
    wrong = sum(not problem.is_advice for problem in outcome.problems)
    print(f"{wrong} errors, {rules.total()} advice, by rule:\n")
    table(sorted(rules.items()), "rule", "advice")
    print()


def print_prevalence(coverage: Coverage, clause_type: str) -> Iterator[str]:
    """One table a clause type, then who is behind each number and why."""
    title = coverage.catalogue.content.clause_types[clause_type].title
    print(f"{title} ({clause_type}): n with such a clause, of N known, of all tracked\n")
    counted = [
        coverage.prevalence(clause_type, audience, region)
        for region in coverage.catalogue.content.site.compare_regions
        for audience in (*AUDIENCES, None)
    ]
    table(
        [
            (c.region, c.audience or "any", *map(len, (c.present, c.known, c.tracked, c.absent)), _others(c))
            for c in counted
        ],
        "region", "audience", "n", "N", "tracked", "absent", "others",
    )  # fmt: skip
    print()
    for one in counted:
        without = set(one.known) - set(one.present)
        print(
            f"  {one.region}, {one.audience or 'any'}: present {_named(one.present)}; known without {_named(without)}"
        )
        print("".join(f"    {key}: {_named(members)}\n" for key, members in one.answers.items()), end="")
    print()
    yield from _recounted(coverage, clause_type, counted)
    _print_records(coverage, clause_type)


def _others(counted: Prevalence) -> str:
    return ", ".join(f"{state} {len(members)}" for state, members in counted.others.items())


def _named(entities: object) -> str:
    return ", ".join(sorted(entities)) if entities else "none"  # type: ignore[call-overload]


def _recounted(coverage: Coverage, clause_type: str, counted: list[Prevalence]) -> Iterator[str]:
    """Faults of arithmetic: numbers that do not add up."""
    for one in counted:
        where = f"{clause_type}, {one.region}, {one.audience or 'any'}"
        groups = [set(one.known), *(set(members) for members in one.others.values())]
        if sum(map(len, groups)) != len(one.tracked) or set().union(*groups) != set(one.tracked):
            yield f"{where}: known and others are not the tracked"
        if not set(one.present) <= set(one.known) or not set(one.absent) <= set(one.known) - set(one.present):
            yield f"{where}: present and absent are not apart"
    for region in {one.region for one in counted}:
        here = [one for one in counted if one.region == region]
        whole = next(one for one in here if one.audience is None)
        if set(whole.present) != set().union(*(set(one.present) for one in here if one.audience)):
            yield f"{clause_type}, {region}: any audience is not the sum of the audiences"


def _print_records(coverage: Coverage, clause_type: str) -> None:
    """The records behind the numbers: who answers what, for whom, and whether it stands."""
    found = coverage.catalogue
    rows = []
    for key in sorted(found.by_clause_type[clause_type]):
        record, reach = found.content.provisions[key], found.reach_of(key)
        answers = [
            record.answer,
            *(f"{v.answer} ({'/'.join([*v.scope.audience, *v.scope.regions]) or 'variant'})" for v in record.variants),
        ]
        rows.append((key, found.standing[key], "; ".join(answers), "/".join(reach.audience), "/".join(reach.regions)))
    for key in found.findings_by_clause_type[clause_type]:
        finding, reach = found.content.findings[key], found.reach_of(key)
        current = "current" if key in found.current_findings else "changed since"
        rows.append((key, current, f"finding: {finding.finding}", "/".join(reach.audience), "/".join(reach.regions)))
    table(rows, "record", "standing", "answer", "audience", "regions")
    print()
