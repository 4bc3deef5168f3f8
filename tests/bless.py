"""Writes what each broken tree prints into its `problems.txt`: run `python -m tests.bless`, then read the diff."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from atlas.problems import as_text
from tests.trees import BROKEN, EXPECTED, broken, problems, rules


def main(names: list[str]) -> None:
    """Blesses the named rules, or all."""
    for rule in names or rules():
        with tempfile.TemporaryDirectory() as folder:
            broken(Path(folder), rule)
            text = as_text(problems(Path(folder)))
        path = BROKEN / rule / EXPECTED
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            print(f"{rule}\n{text}", end="")


if __name__ == "__main__":
    main(sys.argv[1:])
