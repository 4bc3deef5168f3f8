"""An import of the Open Terms Archive collection gives the real catalogue's captures again.

The collection's bundle is cloned and imported, with its declarations, into a catalogue that holds only the small tables
and the vocabulary. Then: for every document of the real catalogue the times, hashes, re-readings, files of texts and
addresses of commits are the same; so are the pages, but for texts of which a page failed and documents whose pages only
a former declaration names. Run again, it changes no byte; neither does an import into a copy of the real catalogue. A
bare clone gives the same tree, a dataset folder the same times and hashes. `atlas check` finds no error. The texts
proposed as unusable are those that analysts noted. Prints what it took.

    python -m tests.proof import_ota
    python -m tests.proof import_ota --collections ../shared/collections
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from atlas.memo import Memo
from atlas.problems import errors
from atlas.site import Options, examine
from tests.proof._ground import (
    DEMONSTRATION,
    PROJECT,
    CannotRun,
    cannot_run,
    catalogue,
    differences,
    hashes,
    parser,
    scratch,
    table,
    verdict,
)  # fmt: skip

COLLECTIONS = PROJECT.parent / "shared" / "collections"
VOCABULARY = ("agency", "category", "clause-type", "regulation")
SECONDS = 10  # "a collection of 1,500 versions takes seconds", on a machine that does other things too
LEFT_TO_PEOPLE = ["title", "label", "scope", "sources", "type"]


@dataclass(frozen=True)
class Import:
    """One run of the command: exit code, both streams, wall and processor time."""

    code: int
    said: str
    counted: str
    seconds: float
    cpu_seconds: float


def main(argv: list[str]) -> int:
    asked = parser(__doc__)
    asked.add_argument(
        "--collections", type=Path, default=COLLECTIONS, help="where the bundle and the declarations are"
    )
    given = asked.parse_args(argv)
    try:
        real = catalogue(given.content)
        bundle, declarations = sources(given.collections)
    except CannotRun as error:
        return cannot_run(error)
    with scratch() as place:
        faults = list(prove(place, real, bundle, declarations))
    return verdict(faults, "the real catalogue's captures again, once, from each form of the collection")


def sources(folder: Path) -> tuple[Path, Path]:
    bundle, declarations = folder / "genai-eu-versions.bundle", folder / "genai-eu-declarations"
    if not bundle.is_file() or not declarations.is_dir():
        raise CannotRun(f"there is no collection at '{folder}'; name its folder with --collections DIR")
    return bundle.resolve(), declarations.resolve()


def prove(place: Path, real: Path, bundle: Path, declarations: Path) -> Iterator[str]:
    versions, bare = place / "versions", place / "bare.git"
    for options, clone in (([], versions), (["--bare"], bare)):
        subprocess.run(["git", "clone", "-q", *options, str(bundle), str(clone)], check=True)
    content = fresh(place / "content")
    first = run(versions, content, "--declarations", str(declarations))
    print(first.counted, end="")
    table(
        [("wall time", f"{first.seconds:.1f} s"), ("processor time", f"{first.cpu_seconds:.1f} s")],
        "the import",
        "took",
    )
    yield from (f"the import ended with {first.code}: {first.said[-1000:]}" for _ in range(first.code != 0))
    yield from (
        f"the import took {first.cpu_seconds:.1f} s of processor time" for _ in range(first.cpu_seconds > SECONDS)
    )
    yield from same_captures(content, real)
    yield from same_proposals(first.said, real)
    yield from checked(content)
    yield from unchanged(versions, content, declarations, "run again")
    yield from unchanged(
        versions, copied(real, place / "real"), declarations, "imported into a copy of the real catalogue"
    )
    other = fresh(place / "other")
    run(bare, other, "--declarations", str(declarations))
    yield from (f"a bare clone gives another {path}" for path in differences(hashes(content), hashes(other))[:5])
    yield from dataset_alike(versions, content, place)


def fresh(content: Path) -> Path:
    """A catalogue of small tables and vocabulary only."""
    content.mkdir()
    for path in DEMONSTRATION.glob("*.yaml"):
        shutil.copy(path, content)
    for name in VOCABULARY:
        shutil.copytree(DEMONSTRATION / name, content / name)
    return content


def copied(real: Path, folder: Path) -> Path:
    """The real catalogue, writable."""
    shutil.copytree(real, folder, copy_function=shutil.copyfile)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def run(repository: Path, content: Path, *options: str) -> Import:
    """`atlas import-ota` in a process of its own."""
    before, start = resources(), time.perf_counter()
    command = [sys.executable, "-m", "atlas.cli", "import-ota", str(repository), "--content", str(content), *options]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    return Import(done.returncode, done.stdout, done.stderr, time.perf_counter() - start, resources() - before)


def resources() -> float:
    """Processor time of all children so far."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# --- the parts of the proof


def same_captures(content: Path, real: Path) -> Iterator[str]:
    """The real catalogue's captures against the imported ones; prints how much is alike."""
    alike: dict[str, int] = {}
    for sheet in sorted(real.glob("platform/*/*/captures.yaml")):
        key = "/".join(sheet.parts[-3:-1])
        imported = content / "platform" / key / "captures.yaml"
        if not imported.is_file():
            yield f"{key}: no captures were imported"
            continue
        ours, theirs = read(imported)["captures"], read(sheet)["captures"]
        for what, pick in FACTS.items():
            if [pick(capture) for capture in ours] != [pick(capture) for capture in theirs]:
                yield f"{key}: {what} differ"
        yield from same_parts(key, ours, theirs, unusable(sheet))
        alike["captures"] = alike.get("captures", 0) + len(theirs)
        alike["whole files, byte for byte"] = alike.get("whole files, byte for byte", 0) + same_bytes(imported, sheet)
        alike["whole files but `watched`"] = alike.get("whole files but `watched`", 0) + same_bytes(imported, sheet, 1)
        for name in LEFT_TO_PEOPLE:
            one, other = (read(path.with_name("document.yaml")).get(name) for path in (imported, sheet))
            alike[f"document.yaml: {name}"] = alike.get(f"document.yaml: {name}", 0) + (bare(one) == bare(other))
    extra = {path.parent for path in content.glob("platform/*/*/captures.yaml")}
    extra = {folder for folder in extra if not (real / folder.relative_to(content) / "captures.yaml").is_file()}
    yield from (f"{folder.relative_to(content)} is not in the real catalogue" for folder in extra)
    table(alike.items(), "alike with the real catalogue", "number")


FACTS: dict[str, Any] = {
    "times": lambda capture: capture["captured_at"],
    "hashes": lambda capture: capture["text_sha256"],
    "re-readings": lambda capture: capture.get("reread"),
    "files of texts": lambda capture: capture["text"],
    "addresses": lambda capture: capture["origin"],
}


def same_parts(key: str, ours: list[Any], theirs: list[Any], failed: set[str]) -> Iterator[str]:
    """Pages agree wherever the real catalogue gives them; it gives none where a page failed or was not declared."""
    for our, their in zip(ours, theirs, strict=False):
        is_only_ours = "parts" not in their and (our["text"][5:-3] in failed or key.startswith("le-chat/"))
        if our.get("parts") != their.get("parts") and not is_only_ours:
            yield f"{key}: the pages of {our['captured_at']} differ: {our.get('parts')}, {their.get('parts')}"


def same_proposals(said: str, real: Path) -> Iterator[str]:
    """What is proposed for notes.yaml against what analysts noted."""
    proposed = {stamp.strip(" :") for stamp in said.split("\n") if stamp.startswith("    20")}
    noted = set().union(*(unusable(path) for path in real.glob("platform/*/*/captures.yaml")))
    both = len(proposed & noted)
    print(f"\nproposed as unusable: {len(proposed)} texts; noted by analysts: {len(noted)}; both: {both}\n")
    yield from (f"noted as unusable, and not proposed: {stamp}" for stamp in sorted(noted - proposed))


def checked(content: Path) -> Iterator[str]:
    with Memo(None, jobs=2) as memo:
        problems = examine(Options(content=content, cache=None), memo).problems
    print(f"atlas check: {len(errors(problems))} errors, {len(problems) - len(errors(problems))} advice")
    yield from (str(problem) for problem in errors(problems)[:10])


def unchanged(versions: Path, content: Path, declarations: Path, what: str) -> Iterator[str]:
    before = hashes(content)
    again = run(versions, content, "--declarations", str(declarations))
    print(f"{what}: {again.counted.strip()}, {again.seconds:.1f} s")
    yield from (f"{what} it changes {path}" for path in differences(before, hashes(content))[:5])
    yield from (f"{what} it ends with {again.code}" for _ in range(again.code != 0))


def dataset_alike(versions: Path, content: Path, place: Path) -> Iterator[str]:
    """The imported captures as a dataset of `Service/Type/<time>.md`, imported anew."""
    services = {path.name.lower().replace(" ", "-").replace(".", "-"): path.name for path in versions.iterdir()}
    for sheet in content.glob("platform/*/*/captures.yaml"):
        service, terms = sheet.parts[-3:-1]
        for capture in read(sheet)["captures"]:
            name = capture["captured_at"].replace(":", "-")
            target = place / "dataset" / services[service] / terms.replace("-", " ") / f"{name}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(sheet.parent / capture["text"], target)
    other = fresh(place / "from-dataset")
    run(place / "dataset", other, "--url", "https://github.com/OpenTermsArchive/genai-eu-versions")
    for sheet in content.glob("platform/*/*/captures.yaml"):
        ours, theirs = (read(path)["captures"] for path in (other / sheet.relative_to(content), sheet))
        if [(c["captured_at"], c["text_sha256"]) for c in ours] != [
            (c["captured_at"], c["text_sha256"]) for c in theirs
        ]:
            yield f"{sheet.relative_to(content)}: from a dataset, times or hashes differ"


# --- reading


def read(path: Path) -> Any:
    return yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)


def unusable(sheet: Path) -> set[str]:
    """The stamps that the notes beside captures.yaml call unusable."""
    notes = sheet.with_name("notes.yaml")
    texts = (read(notes).get("texts") or {}) if notes.is_file() else {}
    return {stamp for stamp, note in texts.items() if "unusable" in note}


def same_bytes(one: Path, other: Path, from_line: int = 0) -> bool:
    ours, theirs = (path.read_bytes().split(b"\n")[from_line:] for path in (one, other))
    return ours == theirs


def bare(value: Any) -> Any:
    """What of a value of document.yaml an archive could know: of its pages the address, of its scope whom."""
    if isinstance(value, list):
        return [page["url"] for page in value]
    return value["audience"] if isinstance(value, dict) else value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
