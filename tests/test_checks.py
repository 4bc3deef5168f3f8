"""Every rule that can be reported has a folder in `broken/` with the text it prints; the sound tree prints nothing."""

from __future__ import annotations

import ast
import inspect
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from atlas import evidence, reading, sources
from atlas.checks import (
    ACCEPTED_UNUSED,
    CHECKS,
    RULE_OF_ACCEPTING,
    RULES_OF_READING,
    Check,
    advice,
    captures,
    identity,
    kept,
    ledger,
    prose,
    provisions,
    references,
    since,
    texts,
    vocabulary,
    words,
)
from atlas.cli import main
from atlas.problems import as_text, errors
from tests.making import Tree
from tests.trees import BASE, BROKEN, EXPECTED, REVISION, SINCE, broken, lay, problems, rules

MODULES = (advice, captures, identity, kept, ledger, prose, provisions, references, since, texts, vocabulary, words)
ADVICE = {check.name for check in CHECKS if check.is_advice} | {ACCEPTED_UNUSED}


def check(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    """`atlas check`, run in a folder that holds `content/`."""
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, ["check", "--no-cache", "--jobs", "1", *options])


def test_the_sound_tree_has_no_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    result = check(tmp_path, monkeypatch, "--strict")
    assert (result.stdout, result.exit_code) == ("", 0)


@pytest.mark.parametrize("rule", rules())
def test_a_broken_tree_prints_exactly(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(tmp_path, rule)
    result = check(tmp_path, monkeypatch, *(["--base", REVISION] if rule in SINCE else []))
    expected = (BROKEN / rule / EXPECTED).read_text("utf-8")
    assert result.stdout == expected
    assert f"[{rule}]" in expected
    named = [line for line in expected.splitlines() if line.endswith(f"[{rule}]")]
    assert all((": advice: " in line) == (rule in ADVICE) for line in named)
    assert result.exit_code == any(": advice: " not in line for line in expected.splitlines())


def test_strict_lets_advice_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(tmp_path, "homepage-missing")
    assert check(tmp_path, monkeypatch, "--strict").exit_code == 1


# --- the list of rules


def reported_in(module: ModuleType) -> set[str]:
    """The rule names in a module: the first string that `Problem` or `_report` is given, or `_explain` gives."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in ("Problem", "_report"):
            found |= set(first_words(node.args))
        elif isinstance(node, ast.FunctionDef) and node.name == "_explain":
            returned = (part.value for part in ast.walk(node) if isinstance(part, ast.Return))
            found |= {word for value in returned if isinstance(value, ast.Tuple) for word in first_words(value.elts)}
    return found


def first_words(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)][:1]


def test_rules_of_reading_are_those_that_the_modules_report() -> None:
    assert reported_in(sources) | reported_in(reading) | reported_in(evidence) == RULES_OF_READING.keys()


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    known = {check.name for check in CHECKS} | RULES_OF_READING.keys() | RULE_OF_ACCEPTING.keys()
    assert set(rules()) == known


def test_no_rule_is_written_and_not_listed() -> None:
    written = {
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
        if function.__annotations__["return"] == "Iterator[Found]"
    }
    assert written == {check.find for check in CHECKS if check.find.__module__ != "atlas.checks"}


def test_rules_have_names_of_their_own() -> None:
    names = [*(check.name for check in CHECKS), *RULES_OF_READING, *RULE_OF_ACCEPTING]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("rule", CHECKS, ids=lambda rule: rule.name)
def test_a_docstring_is_the_rule(rule: Check) -> None:
    assert ("should" if rule.is_advice else "must") in rule.must
    assert rule.must.endswith(".")


# --- several at once


def test_many_faults_are_reported_together_and_sorted(tmp_path: Path) -> None:
    folders = [
        "unknown-region",
        "unknown-operator",
        "duplicate-entry",
        "dead-link",
        "note-without-text",
        "duplicate-key",
    ]
    content = broken(tmp_path, folders[0])
    for rule in folders[1:]:
        lay(content, BROKEN / rule)
    found = problems(tmp_path)
    assert found == sorted(found)
    assert {problem.rule for problem in found} >= {*folders}
    assert len(found) == len(set(found))


def test_a_record_that_cannot_be_read_is_not_called_unknown(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    names = ["operator/acme-corp.yaml", "category/data-use.yaml", "regulation/data-act.md", "clause-type/training.md"]
    names += ["people.yaml", "jurisdictions.yaml", "document-types.yaml"]
    for name in names:
        (tmp_path / "content" / name).write_text(
            "---\nnonsense: 1\n---\n" if name.endswith(".md") else "nonsense: []\n"
        )
    found = {problem.path.removeprefix("content/"): problem.rule for problem in problems(tmp_path)}
    assert found.keys() == set(names)
    assert set(found.values()) <= {"missing-key", "unknown-key", "wrong-type", "wrong-value"}


def test_a_platform_that_cannot_be_read_breaks_nothing_else(tmp_path: Path) -> None:
    for name in ("entity.yaml", "terms/document.yaml", "terms/captures.yaml", "terms/training.md"):
        shutil.rmtree(tmp_path / "content", ignore_errors=True)
        shutil.copytree(BASE, tmp_path / "content")
        (tmp_path / "content/platform/acme" / name).write_text("---\nnonsense: 1\n---\n")
        found = errors(problems(tmp_path))
        assert {problem.path for problem in found} == {f"content/platform/acme/{name}"}, as_text(found)


@pytest.mark.parametrize("rule", ["ambiguous-excerpt", "heading-not-above", "idle-difference"])
def test_what_is_remembered_is_what_is_found(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(tmp_path, rule)
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        result = CliRunner().invoke(main, ["check", "--jobs", "1"])
        assert result.stdout == (BROKEN / rule / EXPECTED).read_text("utf-8")


def spoiled(folder: Path, *edits: tuple[str, str, str]) -> list[str]:
    """The errors of the tree in a folder once words of some files are put in place of others, as rules and files."""
    for name, old, new in edits:
        file = folder / "content" / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
    return [f"{problem.rule} {problem.path.rpartition('/')[2]}" for problem in errors(problems(folder))]


TRAINING = "platform/acme/terms/training.md"


def test_a_faulty_site_hides_no_other_fault(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    edits = [("site.yaml", "id_prefix: SA", "id_prefix: sa"), (TRAINING, "id: data-act", "id: data-akt")]
    found = spoiled(tmp_path, *edits, (TRAINING, "unless you object", "unless you complain"))
    assert found == ["quote-not-found training.md", "unknown-regulation training.md", "wrong-value site.yaml"]


def test_a_faulty_site_makes_no_fault_of_ids_that_fit_it(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    entity = ("platform/acme/entity.yaml", "name:", "id: SA-E-0001\nname:")
    found = spoiled(tmp_path, ("site.yaml", "title:", "titel:"), entity)
    assert set(found) == {"missing-key site.yaml", "unknown-key site.yaml", "id-not-assigned entity.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("severity: medium\n", "", ["missing-key"]),
        ("severity: medium", "severity: medium\nseverty: high", ["unknown-key"]),
        ("severity: medium", "severity: medium\nseverity: high", ["duplicate-key"]),
    ],
)
def test_a_fault_of_shape_hides_no_other_of_its_provision(
    old: str, new: str, faults: list[str], tmp_path: Path
) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    edits = [(TRAINING, old, new), (TRAINING, "unless you object", "unless you complain")]
    edits += [(TRAINING, "## Why it matters", "## Why it maters"), (TRAINING, "confidence: high", "confidence: low")]
    more = ["interpretive-note-missing", "missing-heading", "quote-not-found", "unknown-heading"]
    assert sorted(spoiled(tmp_path, *edits)) == sorted(f"{rule} training.md" for rule in [*faults, *more])


@pytest.mark.parametrize(
    "name", ["entity.yaml", "terms/document.yaml", "terms/captures.yaml", "terms/text/2026-01-10T080000Z.md"]
)
@pytest.mark.parametrize(
    ("make", "rule"), [(os.mkfifo, "no-file"), (lambda file: file.symlink_to("/dev/zero"), "symbolic-link")]
)
def test_what_is_no_file_is_not_opened_and_nothing_echoes_it(
    make: Callable[[Path], None], rule: str, name: str, tmp_path: Path
) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    file = tmp_path / "content/platform/acme" / name
    file.unlink()
    make(file)
    assert [str(problem).rpartition("[")[2] for problem in errors(problems(tmp_path))] == [f"{rule}]"]


def test_a_body_without_headings_misses_them_all(tmp_path: Path) -> None:
    tree = contradicted(tmp_path)
    tree.provision("acme/terms/bare", "We use what you write to train our models.", body="Words.\n")
    said = [line for line in tree.problems() if "/bare.md" in line]
    assert ["missing-heading" in line for line in said] == [True, True, True, False]
    assert said[-1].endswith("[text-before-heading]")


@pytest.mark.parametrize("spoil", ["capture: 2026-01", "excerpts:\n  - text"])
def test_a_quote_that_is_not_sound_itself_is_not_proven(spoil: str, tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    edits = [(TRAINING, spoil, spoil.replace("2026", "in 2026").replace("text", "txet"))]
    found = spoiled(tmp_path, *edits, (TRAINING, "## Why it matters", "## Why it maters"))
    assert {rule.split()[0] for rule in found} <= {
        "wrong-value", "missing-key", "unknown-key", "missing-heading", "unknown-heading"
    }  # fmt: skip
    assert "unknown-heading training.md" in found


def contradicted(folder: Path) -> Tree:
    """A finding that says absent where a provision quotes words that stand there."""
    tree = Tree(folder)
    tree.document("acme/terms", ["We use what you write to train our models."])
    tree.provision("acme/terms/use", "We use what you write to train our models.")
    tree.finding("acme/terms")
    return tree


def test_a_contradiction_is_reported_beside_other_faults(tmp_path: Path) -> None:
    tree = contradicted(tmp_path)
    tree.provision("acme/terms/torn", "We use what you write to train our models.", severity="grave")
    tree.provision("acme/terms/misquoting", "We never use what you write to train our models.")
    tree.change("site.yaml", titel="Misspelled")
    rules = {line.rpartition("[")[2].rstrip("]") for line in tree.problems()}
    assert rules == {"wrong-value", "quote-not-found", "unknown-key", "contradicted-finding"}


@pytest.mark.parametrize(
    "fields",
    [
        {"severity": "grave", "supersedes": ["acme/terms/finding/training"]},  # what a torn record ends stands no more
        {"answer": "perhaps", "supersedes": ["acme/terms/finding/training"]},
        {"supersedes": ["acme/terms/finding/training"], "title": None},
    ],
)
def test_what_a_faulty_record_ends_is_not_called_contradicted(fields: dict[str, object], tmp_path: Path) -> None:
    tree = contradicted(tmp_path)
    tree.provision("acme/terms/torn", "We use what you write to train our models.", **fields)
    assert "contradicted-finding" not in "".join(tree.problems())
    assert len(tree.problems()) == 1


def test_what_cannot_be_read_at_all_takes_its_platform_away(tmp_path: Path) -> None:
    tree = contradicted(tmp_path)
    tree.put("platform/acme/terms/torn.md", "---\n[\n---\n")
    assert [line.rpartition("[")[2] for line in tree.problems()] == ["yaml-syntax]"]


# --- what records accept

ACCEPTED = "accepted:\n  - {rule: %s, why: Judged and kept.}\n"


def test_a_record_silences_an_advice(tmp_path: Path) -> None:
    record = broken(tmp_path, "short-excerpt") / "platform/acme/terms/training.md"
    record.write_text(record.read_text().replace("\n---\n", "\n" + ACCEPTED % "short-excerpt" + "---\n", 1))
    assert problems(tmp_path) == []


@pytest.mark.parametrize("rule", ["short-text", "error-page", "idle-difference"])
def test_a_document_silences_advice_on_its_texts(rule: str, tmp_path: Path) -> None:
    record = broken(tmp_path, rule) / "platform/acme/terms/document.yaml"
    record.write_text(record.read_text() + ACCEPTED % rule)
    assert problems(tmp_path) == []


# --- tables


@pytest.mark.parametrize(
    ("cited", "listed", "is_part"),
    [
        ("6", "6", True),
        ("6(1)", "6", True),
        ("6(1)(f)", "6(1)", True),
        ("6", "6(1)", False),
        ("60", "6", False),
        ("6(10)", "6(1)", False),
        ("1798.100(a)(3)", "1798.100", True),
        ("1798.1001", "1798.100", False),
        ("Annex III", "Annex", True),
    ],
)
def test_a_listed_article_covers_its_parts(cited: str, listed: str, is_part: bool) -> None:
    assert references._is_part(cited, listed) is is_part


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("Terms of 5 January 2026", "5 January 2026"),
        ("Terms of January 5, 2026", "January 5, 2026"),
        ("New rules since 2026", "since 2026"),
        ("As it was on 2026-01-05", "2026-01-05"),
        ("Changes of May 2026", "May 2026"),
        ("California AB 2013 and what is published", None),
        ("Consumer Rights Act 2015 named in the terms", None),
        ("Content may be kept for 30 days", None),
        ("USD 2000 at most", None),
    ],
)
def test_dates_in_titles(title: str, date: str | None) -> None:
    match = prose._DATE.search(title)
    assert (match[0] if match else None) == date


@pytest.mark.parametrize(
    ("words_", "is_found"),
    [
        ("The promise was removed in March.", True),
        ("The section on training has since been\ndropped.", True),
        ("The policy no longer\nmentions partners.", True),
        ("What you made public should be removed by hand first.", False),
        ("Content is removed after 30 days.", False),
        ("Personal data may be kept no longer than needed.", False),
        ("You may no longer use the service. The terms say so.", False),
    ],
)
def test_what_says_that_words_are_gone(words_: str, is_found: bool) -> None:
    assert bool(advice._GONE_IN_BODY.search(words_)) is is_found


IDLE = "We care. Updated: {} It is yours. {} We keep data for {} days."


@pytest.mark.parametrize(
    ("before", "after", "is_idle"),
    [
        (("5 days ago.", "", "30"), ("6 days ago.", "", "30"), True),
        (("yesterday.", "", "30"), ("2 weeks ago.", "", "30"), True),
        (("", "1,204 views.", "30"), ("", "1,377 views.", "30"), True),
        (("", "", "30"), ("", "We use cookies. Accept all Reject all.", "30"), True),
        (("", "© 2025 Acme.", "30"), ("", "© 2026 Acme.", "30"), True),
        (("", "", "30"), ("", "", "60"), False),
        (("5 days ago.", "", "30"), ("6 days ago.", "", "60"), False),
        (("", "", "30"), ("", "We sell what you type to anyone.", "30"), False),
    ],
)
def test_differences_that_say_nothing(
    before: tuple[str, ...], after: tuple[str, ...], is_idle: bool, tmp_path: Path
) -> None:
    paths = tmp_path / "before.md", tmp_path / "after.md"
    for path, parts in zip(paths, (before, after), strict=True):
        path.write_text(IDLE.format(*parts))
    assert bool(texts._idle((*paths, "", "", ()))) is is_idle


@pytest.mark.parametrize(
    ("excerpt", "count"),
    [("We use your content to train our models.", 8), ("end-to-end use", 2), ("我们会使用您的内容", 9), ("", 0)],
)
def test_words_of_an_excerpt(excerpt: str, count: int) -> None:
    assert len(advice._WORD.findall(excerpt)) == count
