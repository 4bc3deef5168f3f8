"""Captures, killed before every one of their steps on disk, and run again: `python tests/killed_capture.py FOLDER`.

A child captures saved pages into a copy of a small catalogue and is killed (SIGKILL) before its first, second, third
... change of the disk, until one comes through: a new text with its original, the same text, a text that came back,
and an error page that is noted as such. After each kill `atlas check` finds no error, every file is one of those before
or after the capture, byte for byte, and the next run gives what a run gives that was not killed. Prints how often.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from atlas.capture.fetch import Wire
from atlas.capture.guard import Guard
from atlas.capture.manners import Visitor
from atlas.capture.take import Orders, Outcome, take
from atlas.reading import read
from tests.captured import KEY, NEWEST, Tree, page, tree

CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir"}
NEW = NEWEST.replace("in your settings", "by post")
FIRST = (Path(__file__).parent / "broken/base/platform/acme/terms/text/2026-01-10T080000Z.md").read_text("utf-8")
VISITOR = Visitor(Wire("none", Guard()), "none")
ERROR = "# Sorry\n\nThis page is not available."
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "new": (NEW, {}),
    "same": (NEWEST, {}),
    "back": (FIRST, {}),
    "error": (ERROR, {"unusable": "error-page"}),
}


def main(home: Path) -> int:
    return sum(killed_everywhere(home / name, text, options) for name, (text, options) in CASES.items())


def killed_everywhere(home: Path, text: str, options: dict[str, Any]) -> int:
    """How many steps a capture of a text has; after a kill before each of them all is well."""
    home.mkdir()
    made = tree(home)
    saved = home / "saved.html"
    saved.write_bytes(page(text))
    pristine = Path(shutil.copytree(made.content, home / "pristine"))
    before = made.files()

    def capture() -> Outcome:
        content, _ = read(made.content)
        assert content
        orders = Orders(made.content, VISITOR, "none", files=(saved,), at="2026-04-01T08:00:00Z", **options)
        return take(content, KEY, orders)

    assert capture().is_taken
    after = made.files()
    assert after != before
    assert not made.errors()
    step, checked = 1, []
    while killed_at(step, made, pristine, capture):
        found = made.files()
        half = [name for name, data in found.items() if data not in (before.get(name), after.get(name))]
        assert not half, f"step {step}: {half}"
        assert before.keys() <= found.keys(), f"step {step}"
        if (state := (found, (made.document / ".capturing").exists())) not in checked:
            checked.append(state)
            assert not made.errors(), f"step {step}: {made.errors()}"
            is_on_record = found["captures.yaml"] == after["captures.yaml"]
            assert not is_on_record or found.get("notes.yaml") == after.get("notes.yaml"), (
                f"step {step}: without its note"
            )
        assert capture().is_taken, f"step {step}"
        assert made.files() == after, f"step {step}: the next run did not complete it"
        assert not list(made.document.glob(".capturing*")), f"step {step}"
        step += 1
    return step - 1


def killed_at(step: int, made: Tree, pristine: Path, capture: Callable[[], Outcome]) -> bool:
    """Whether a capture into the catalogue as it was is killed at a step; False when it has fewer."""
    shutil.rmtree(made.content)
    shutil.copytree(pristine, made.content)
    child = os.fork()
    if not child:
        _die_at(step)
        os._exit(0 if capture().is_taken else 1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
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
