"""Writes what each broken tree prints into its `problems.txt`: run `python -m tests.bless`, then read the diff."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from atlas.problems import as_text
from tests.trees import BASE, BROKEN, EXPECTED, broken, problems


def main(names: list[str]) -> None:
    """Blesses the named rules, or all folders."""
    for rule in names or sorted(path.name for path in BROKEN.iterdir() if path.is_dir() and path != BASE):
        with tempfile.TemporaryDirectory() as folder:
            broken(Path(folder), rule)
            text = as_text(problems(Path(folder), rule))
        path = BROKEN / rule / EXPECTED
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            print(f"{rule}\n{text}", end="")


if __name__ == "__main__":
    main(sys.argv[1:])
