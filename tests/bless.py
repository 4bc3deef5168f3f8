"""Writes what tests expect: what each broken tree prints into its `problems.txt`, and the golden site.

`python -m tests.bless` does all, `python -m tests.bless golden short-excerpt` what is named. Then read the diff.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from atlas.problems import as_text
from tests import golden
from tests.trees import BASE, BROKEN, EXPECTED, broken, problems

GOLDEN = "golden"


def main(names: list[str]) -> None:
    """Blesses the named rules and the golden site, or everything."""
    rules = [name for name in names if name != GOLDEN]
    if not rules and GOLDEN not in names:
        rules = sorted(path.name for path in BROKEN.iterdir() if path.is_dir() and path != BASE)
    for rule in rules:
        with tempfile.TemporaryDirectory() as folder:
            broken(Path(folder), rule)
            text = as_text(problems(Path(folder), rule))
        path = BROKEN / rule / EXPECTED
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            print(f"{rule}\n{text}", end="")
    if GOLDEN in names or not names:
        golden.bless()


if __name__ == "__main__":
    main(sys.argv[1:])
