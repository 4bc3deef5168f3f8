"""A record under another name: what moves, what is rewritten, what stays byte for byte, what is refused."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import AfterValidator, BaseModel

from atlas.reading import MODELS, read
from atlas.references import records_by_kind
from atlas.rename import REFERENCES, named_by
from atlas.shapes import Reference, Slug
from tests.living import Tree

TERMS = "platform/acme/terms/"
TRAINING = TERMS + "training.md"
OTHER = "platform/acme/privacy/"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """The sound tree with a second document, whose records name those of the first in every way there is."""
    tree = Tree(tmp_path)
    shutil.copytree(tree.file(TERMS), tree.file(OTHER))
    shutil.rmtree(tree.file(OTHER + "finding"))
    tree.edit(OTHER + "document.yaml", "Terms of Service", "Privacy Policy")
    names = (
        "relies_on: [{document: acme/terms, how: incorporated}] # acme/terms\n"
        "prevails_over:\n  - document: 'acme/terms'\neditions: [{language: de, document: \"acme/terms\"}]\n"
    )
    tree.write(OTHER + "document.yaml", tree.text(OTHER + "document.yaml") + names)
    naming = (
        "related: [acme/terms/training]\nsupersedes: [acme/terms/training, acme/terms/finding/retention]\n"
        "supports:\n  - document: acme/terms\n    capture: 2026-01-10T08:00:00Z\n"
        "    text: You keep whatever rights you have in the content\nconfidence:"
    )
    tree.edit(OTHER + "training.md", "confidence:", naming)
    link = "[it](/platform/acme/terms/training/), in [these terms](/platform/acme/terms/)."
    tree.edit(OTHER + "training.md", "Content may train models.", f"Compare {link}")
    tree.write("operator/child.yaml", "name: Child\nparent: acme-corp\n")
    assert tree.run("check").exit_code == 0
    return tree


RENAMES = [
    ("acme", "acme-one", "platform/acme-one/entity.yaml", "acme"),
    ("platform/acme/", "acme-one", "platform/acme-one/entity.yaml", "acme"),
    ("acme/terms", "acme/tos", "platform/acme/tos/document.yaml", "terms"),
    ("acme/terms/training", "acme/terms/learning", "platform/acme/terms/learning.md", "training"),
    ("content/platform/acme/terms/training.md", "acme/terms/learning", "platform/acme/terms/learning.md", "training"),
    ("acme/terms/training", "acme/privacy/learning", "platform/acme/privacy/learning.md", "acme/terms/training"),
    ("clause-type/training", "clause-type/learning", "clause-type/learning.md", "training"),
    ("clause-type/training", "learning", "clause-type/learning.md", "training"),
    ("clause-type/retention", "clause-type/keeping", "clause-type/keeping.md", "retention"),
    ("category/data-use", "category/use", "category/use.yaml", "data-use"),
    ("regulation/data-act", "regulation/act", "regulation/act.md", "data-act"),
    ("agency/watchdog", "agency/dog", "agency/dog.md", "watchdog"),
    ("operator/acme-corp", "operator/corp", "operator/corp.yaml", "acme-corp"),
    ("page/about", "page/who", "page/who.md", "about"),
]


@pytest.mark.parametrize(("old", "new", "path", "alias"), RENAMES)
def test_a_rename_leaves_the_old_name_and_a_clean_check(old: str, new: str, path: str, alias: str, tree: Tree) -> None:
    tree.assign()
    before = tree.bytes()
    tree.does("rename", old, new)
    assert f"aliases: [{alias}]\n" in tree.text(path)
    assert [line for line in tree.run("check").stdout.splitlines() if ": advice: " not in line] == []
    assert tree.bytes() != before
    content, _ = read(tree.content)
    assert content
    present = records_by_kind(content)
    for file, named in named_by(content):
        for _, words, kinds in named:
            assert "://" in words or any(words in present[kind] for kind in kinds), f"{file} still names {words}"


def test_only_what_must_change_changes(tree: Tree) -> None:
    before = tree.bytes()
    printed = tree.does("rename", "acme/terms", "acme/tos")
    assert printed == "rewrote platform/acme/privacy/document.yaml\nrewrote platform/acme/privacy/training.md\n"
    expected = {path.replace("/terms/", "/tos/"): data for path, data in before.items()}
    expected["platform/acme/tos/document.yaml"] += b"aliases: [terms]\n"
    sheet = before[OTHER + "document.yaml"]
    for before_it, after_it in ((b"document: ", b","), (b"'", b"'"), (b'"', b'"')):
        sheet = sheet.replace(before_it + b"acme/terms" + after_it, before_it + b"acme/tos" + after_it)
    expected[OTHER + "document.yaml"] = sheet
    head, body = before[OTHER + "training.md"].split(b"\n---\n", 1)
    expected[OTHER + "training.md"] = head.replace(b"acme/terms", b"acme/tos") + b"\n---\n" + body
    assert tree.bytes() == expected


def test_links_in_prose_stay_and_lead_on(tree: Tree) -> None:
    tree.does("rename", "acme", "acme-one")
    assert "(/platform/acme/terms/training/)" in tree.text("platform/acme-one/privacy/training.md")
    tree.does("build", "--no-search", "--templates", str(Path(__file__).parents[1] / "templates"))
    assert (tree.folder / "public/platform/acme/terms/training/index.html").is_file()


def test_a_clause_type_takes_its_findings_along(tree: Tree) -> None:
    tree.does("rename", "clause-type/retention", "clause-type/keeping")
    assert "aliases: [retention]" in tree.text(TERMS + "finding/keeping.yaml")
    assert "acme/terms/finding/keeping]" in tree.text(OTHER + "training.md")


def test_a_name_may_be_taken_back(tree: Tree) -> None:
    tree.assign()
    tree.does("rename", "acme/terms/training", "acme/terms/learning")
    tree.does("rename", "acme/terms/learning", "acme/privacy/learning")
    assert "aliases: [acme/terms/training, acme/terms/learning]" in tree.text(OTHER + "learning.md")
    tree.does("rename", "acme/privacy/learning", "acme/terms/training")
    assert "aliases: [acme/privacy/learning, acme/terms/learning]" in tree.text(TRAINING)
    assert tree.run("check").exit_code == 0


REFUSALS = [
    ("acme/terms/nothing", "acme/terms/x", "there is no record 'acme/terms/nothing'"),
    ("acme/terms/trainin", "acme/terms/x", "did you mean 'acme/terms/training'?"),
    ("clause-type/trainin", "clause-type/x", "did you mean 'training'?"),
    ("acme/terms/training", "acme/terms/training", "has that name already"),
    ("acme/terms/training", "acme/privacy/training", "/platform/acme/privacy/training/ is taken"),
    ("acme/terms/training", "acme/terms", "must read <platform>/<document>/<provision>; got 'acme/terms'"),
    ("acme/terms", "tos", "must read <platform>/<document>; got 'tos'"),
    ("clause-type/training", "clause-type/a/b", "must read clause-type/<slug>"),
    ("acme/terms/training", "acme/terms/Training", "'Training' cannot be a name"),
    ("acme", "search", "'search' cannot be a name"),
    ("acme/terms/training", "acme/imprint/training", "there is no document 'acme/imprint' to move it to"),
    ("acme/terms", "bramble/terms", "there is no entity 'bramble' to move it to"),
    ("acme/terms/finding/retention", "acme/terms/finding/training", "a finding is named for its clause type"),
    ("acme/terms/finding/retention", "acme/terms/retention", "must read <platform>/<document>/finding/<clause-type>"),
    ("regulation/data-act", "clause-type/data-act", "must read regulation/<slug>"),
]


@pytest.mark.parametrize(("old", "new", "words"), REFUSALS)
def test_what_cannot_be_is_refused(old: str, new: str, words: str, tree: Tree) -> None:
    before = tree.bytes()
    result = tree.run("rename", old, new)
    assert result.exit_code == 2
    assert words in result.stderr
    assert tree.bytes() == before


def test_a_former_address_is_not_given_to_another(tree: Tree) -> None:
    tree.assign()
    tree.does("rename", "acme/terms/training", "acme/terms/learning")
    result = tree.run("rename", "acme/privacy/training", "acme/terms/training")
    assert result.exit_code == 2
    assert "/platform/acme/terms/training/ was another record's, acme/terms/learning, and leads to it" in result.stderr
    result = tree.run("rename", "acme/terms/training", "acme/terms/x")
    assert "there is no record 'acme/terms/training'; it is 'acme/terms/learning' now" in result.stderr


def test_what_would_leave_an_error_is_taken_back(tree: Tree) -> None:
    sheet = "captures:\n- {captured_at: 2026-02-01T08:00:00Z, text: text/2026-02-01T080000Z.md, text_sha256: %s}\n"
    shutil.copytree(tree.file(TERMS), tree.file("platform/acme/rules"))
    for path in ("training.md", "captures.yaml", "text/2026-01-10T080000Z.md"):
        tree.file(f"platform/acme/rules/{path}").unlink()
    shutil.rmtree(tree.file("platform/acme/rules/finding"))
    texts = tree.file("platform/acme/rules/text")
    (texts / "2026-03-05T080000Z.md").rename(texts / "2026-02-01T080000Z.md")
    found = re.search(r"2026-03-05T080000Z.md\n\s+text_sha256: (\w+)", tree.text(TERMS + "captures.yaml"))
    assert found
    tree.write("platform/acme/rules/captures.yaml", sheet % found[1])
    assert tree.run("check").exit_code == 0
    before = tree.bytes()
    result = tree.run("rename", "acme/terms/training", "acme/rules/training")
    assert result.exit_code == 1
    assert "[unknown-capture]" in result.stdout
    assert "nothing was renamed" in result.stderr
    assert tree.bytes() == before


def test_nothing_is_renamed_while_the_check_has_errors(tree: Tree) -> None:
    tree.edit(TRAINING, "confidence: high", "confidence: certain")
    before = tree.bytes()
    assert tree.run("rename", "acme", "acme-one").exit_code == 1
    assert tree.bytes() == before


# --- every field that names a record is known

NAMES_NO_RECORD = {"document.type", "clause-type.expected_in", "document.scope"}
MARKS = (next(part for part in get_args(Slug) if isinstance(part, AfterValidator)), get_args(Reference)[1])


def fields_of(model: type[BaseModel], way: tuple[str, ...] = ()) -> set[str]:
    """Every field of a record type that holds slugs or references, by the keys down to it."""
    found: set[str] = set()
    for name, info in model.model_fields.items():
        here = (*way, info.alias or name)
        parts = list(parts_of(info.annotation)) + list(info.metadata)
        for inner in parts:
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                found |= fields_of(inner, here)
        if any(part == mark for part in parts for mark in MARKS):
            found.add(".".join(here))
    return found


def parts_of(annotation: object) -> Iterator[object]:
    yield annotation
    for part in get_args(annotation):
        yield from parts_of(part)


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_that_names_a_record_is_rewritten(kind: str) -> None:
    known = {".".join(keys) for keys in REFERENCES[kind]}
    found = {name for name in fields_of(MODELS[kind]) if f"{kind}.{name}" not in NAMES_NO_RECORD}
    assert found - known == set()
    assert known - found <= {"refers_to"}
