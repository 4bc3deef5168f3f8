"""`python -m tests.proof NAME [arguments]` runs one proof; without a name it lists them all.

A proof is a module beside this one with `main(argv) -> int`: 0 proven, 1 not, 2 cannot be run here (the reason is
printed).
"""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def names() -> dict[str, str]:
    """Every proof by name, with the first line of its docstring."""
    modules = sorted(path for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    return {
        path.stem: (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]
        for path in modules
    }


def main(argv: list[str]) -> int:
    known = names()
    if argv and argv[0] in known:
        run = import_module(f"tests.proof.{argv[0]}").main
        return int(run(argv[1:]))
    print(
        f"{__doc__}\nProofs (each has --help):" if argv != [] else "Proofs, each run by `python -m tests.proof NAME`:"
    )
    width = max(map(len, known))
    for name, about in known.items():
        print(f"  {name:<{width}}  {about}")
    if argv and argv[0] not in ("-h", "--help"):
        print(f"\nthere is no proof '{argv[0]}'", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
