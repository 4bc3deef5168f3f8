"""An import, killed before every one of its steps on disk, and run again: `python tests/killed.py FOLDER`.

A child imports a collection into a copy of a small catalogue and is killed (SIGKILL) before its first, second, third
... change of the disk, until one comes through. After each: every file is one of those before or after the import, byte
for byte; `atlas check` finds no error; and the next run gives what an import gives that was not killed. Prints how many
steps there were.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from atlas.importers.importing import Options, import_ota
from atlas.journal import JOURNAL
from atlas.problems import errors
from atlas.writing import PARTIAL
from tests.ota import LONG, dataset
from tests.trees import BASE, problems

CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir"}
Tree = dict[str, bytes]


# A new platform, a new document of one that is there, and three versions of a document that is there. As a dataset, so
# that each of the many runs starts no git.
COLLECTION = {
    "Bramble/Terms/2026-01-01T00-00-00Z": f"# Terms\n\n{LONG}",
    "Bramble/Imprint/2026-01-02T00-00-00Z": LONG,
    "Acme/Imprint/2026-02-01T00-00-00Z": LONG,
    "Acme/Terms/2026-02-01T00-00-00Z": LONG,
    "Acme/Terms/2026-02-02T00-00-00Z": LONG + "x",
    "Acme/Terms/2026-04-02T00-00-00Z": LONG,
}


def main(folder: Path) -> int:
    versions = dataset(folder / "versions", COLLECTION)
    options = Options(versions, folder / "content")
    before = tree(Path(shutil.copytree(BASE, options.content)))
    import_ota(options)
    after = tree(options.content)
    step, checked = 1, []
    while killed_at(step, options, before):
        found = tree(options.content)
        passing = {name for name in found if name.endswith((JOURNAL, PARTIAL))}
        half = [name for name in found.keys() - passing if found[name] not in (before.get(name), after.get(name))]
        assert not half, f"step {step}: {half}"
        assert before.keys() <= found.keys(), f"step {step}"
        if found not in checked:
            checked.append(found)
            faults = errors(problems(folder))
            assert not faults, f"step {step}: {faults}"
        import_ota(options)
        assert tree(options.content) == after, f"step {step}: the next run did not complete it"
        assert not (options.content / ".import-ota").exists()
        step += 1
    return step - 1


def tree(content: Path) -> Tree:
    """What a reader of the catalogue sees: all files but those below a dot folder."""
    names = {path.relative_to(content).as_posix(): path for path in content.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in sorted(names.items()) if not name.startswith(".")}


def killed_at(step: int, options: Options, before: Tree) -> bool:
    """Whether an import into the catalogue as it was before is killed at a step; False when it has fewer steps."""
    shutil.rmtree(options.content)
    for name, data in before.items():
        (options.content / name).parent.mkdir(parents=True, exist_ok=True)
        (options.content / name).write_bytes(data)
    child = os.fork()
    if not child:
        _die_at(step)
        import_ota(options)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFEXITED(status) or os.WTERMSIG(status) == signal.SIGKILL
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _die_at(step: int) -> None:
    left = step

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        is_write = event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]
        if event in CHANGES or is_write:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
