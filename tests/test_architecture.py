"""The plan of the code holds: one written order of modules, small modules and functions, one place that fetches."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = PROJECT / "atlas"
MOST_LINES_OF_A_MODULE, MOST_LINES_OF_A_FUNCTION = 400, 50
FETCHING = ("capture", "importers")  # the only code that may speak to the network
NETWORK = {"httpx", "urllib.request", "http.client", "requests", "aiohttp", "ftplib", "smtplib"}

# A module imports only from those above it. A folder is one entry; inside it no import may lead back to its start.
# CONTRIBUTING.md prints the same order with what each is for.
ORDER = (
    "problems", "git", "writing", "ids", "sources", "edits", "nodes", "shapes", "vocabulary", "records", "hidden",
    "journal", "markup", "markdown", "marks", "archived", "fold", "wording", "similarity", "worddiff",
    "sectiondiff", "memo", "reading", "references", "soundness", "ledger", "versions", "redirects", "evidence", "runs",
    "history", "changes", "scopes", "catalogue", "freshness", "coverage", "checks", "importers", "requoting",
    "judging", "capture", "labels", "citations", "pages", "exports", "facets", "pagefind", "render", "shell",
    "search", "publishing", "site", "assign", "rename", "serve", "schemas", "commands", "cli",
)  # fmt: skip


def modules() -> dict[str, Path]:
    """Every module by its name without `atlas.`; the package itself is none."""
    named = {path: path.relative_to(PACKAGE).with_suffix("").parts for path in sorted(PACKAGE.rglob("*.py"))}
    names = {".".join(parts[:-1] if parts[-1] == "__init__" else parts): path for path, parts in named.items()}
    return {name: path for name, path in names.items() if name}


MODULES = modules()


def tree_of(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imported(name: str) -> Iterator[str]:
    """What a module imports anywhere in it, under TYPE_CHECKING and in functions too, as full dotted names."""
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner.removeprefix("atlas.") in MODULES else str(node.module)


def own(name: str) -> set[str]:
    """The modules of this package that a module imports."""
    return {found.removeprefix("atlas.") for found in imported(name) if found.startswith("atlas.")}


def entry(name: str) -> str:
    """The entry of the order that a module belongs to."""
    return name.split(".")[0]


def test_every_module_has_its_place_in_the_order() -> None:
    assert sorted({entry(name) for name in MODULES}) == sorted(ORDER)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_those_above_it(name: str) -> None:
    if entry(name) not in ORDER:
        pytest.skip("it has no place in the order yet, which another test says")
    below = ORDER[ORDER.index(entry(name)) + 1 :]
    assert sorted(found for found in own(name) if entry(found) in below) == []


def test_no_import_leads_back_to_where_it_began() -> None:
    graph = {name: own(name) - {name} for name in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(MODULES)


def test_contributing_prints_the_order() -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.split("| module | its one job |")[1].split("\n\n")[0]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert tuple(name.rstrip("/") for cell in cells for name in re.findall(r"`([^`]*)`", cell)) == ORDER


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short_and_begins_with_its_job(name: str) -> None:
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_MODULE
    assert ast.get_docstring(tree_of(name)), "its docstring says what it is for"


@pytest.mark.parametrize("name", MODULES)
def test_functions_are_short(name: str) -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    lengths = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(tree_of(name))
        if isinstance(node, kinds)
    }
    assert {function: lines for function, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


@pytest.mark.parametrize("name", MODULES)
def test_only_what_captures_and_imports_speaks_to_the_network(name: str) -> None:
    if entry(name) not in FETCHING:
        assert NETWORK & set(imported(name)) == set()


@pytest.mark.parametrize("name", MODULES)
def test_nothing_swallows_every_error(name: str) -> None:
    handlers = [node for node in ast.walk(tree_of(name)) if isinstance(node, ast.ExceptHandler)]
    assert [handler.lineno for handler in handlers if handler.type is None] == []


def test_a_package_re_exports_nothing() -> None:
    """What is taken from a module is defined there."""
    for name in MODULES:
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("atlas."):
                source = str(node.module).removeprefix("atlas.")
                names = {alias.name for alias in node.names if f"{source}.{alias.name}" not in MODULES}
                assert names <= defined(source), (
                    f"{name} takes {sorted(names - defined(source))} from {source}, which only imports it"
                )


def defined(name: str) -> set[str]:
    """The names a module defines at its top."""
    found: set[str] = set()
    nodes = list(tree_of(name).body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If | ast.Try):
            nodes += [*node.body, *node.orelse]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                found |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
    return found
