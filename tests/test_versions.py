"""Published versions: what makes one, what its page and file say for ever, what may not be shown any more."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from atlas.edits import parsed
from atlas.reading import read as read_content
from atlas.references import references
from atlas.versions import HEADER, Version, changes, file_of, own_words, read, with_versions
from tests.living import Tree

TERMS = "platform/acme/terms/"
TRAINING = TERMS + "training.md"
RETENTION = TERMS + "finding/retention.yaml"
HEAD = "\t".join(HEADER) + "\n"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    tree = Tree(tmp_path)
    tree.assign()
    return tree


def test_a_table_is_read_as_it_was_written() -> None:
    first = Version("2026-05-01", "SA-P-000001", 1, "a", "2026-01-10T08:00:00Z", "b")
    second = Version("2026-05-02", "SA-P-000001", 2, "c", "2026-01-10T08:00:00Z", "b")
    data = with_versions(b"", [first])
    assert with_versions(data, [second]).startswith(data)
    assert read(with_versions(data, [second])) == ((first, second), ())
    assert read(b"") == ((), ())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-05-01\tSA-P-000001\t2\ta\tb\tc", "n must be 1, the next of SA-P-000001; got '2'"),
        ("2026-05-01\tSA-P-000001\t01\ta\tb\tc", "n must be 1"),
        ("2026-05-01\tSA-D-00001\t1\ta\tb\tc", "id must be that of a provision or finding; got 'SA-D-00001'"),
        ("2026-05-01\tnone\t1\ta\tb\tc", "id must be that of a provision or finding"),
        ("2026-05-01\tSA-P-000001\t1\ta\tb", "line must have 6 fields"),
    ],
)
def test_a_fault_of_the_table(row: str, words: str) -> None:
    assert words in read(f"{HEAD}{row}\n".encode())[1][0].text


def test_the_file_of_a_version() -> None:
    assert file_of("PA-P-000042", 3) == "version/PA-P-000042/3.md"
    assert file_of("PA-F-00042", 1) == "version/PA-F-00042/1.yaml"


# --- what makes a version

CHANGES = [
    ("title: Content trains", "title: Your content trains", ("words",)),
    ("Content may hold secrets.", "Content may hold many secrets.", ("words",)),
    ("confidence:", "questions: [{q: Is it so?, a: It is.}]\nconfidence:", ("words",)),
    ("answer: opt-out", "answer: always", ("answer",)),
    ("clause_type: training", "clause_type: retention", ("answer",)),
    ("severity: medium", "value: {amount: 30, unit: day}\nseverity: medium", ("answer",)),
    ("scope: {plans: [free]}", "scope: {plans: [team]}", ("answer",)),
    ("confidence:", "variants: [{scope: {plans: [team]}, answer: never}]\nconfidence:", ("answer",)),
    ("severity: medium", "severity: high", ("severity",)),
    ("severity: medium", "severity: medium\nseverity_because: It may hold secrets.", ("severity",)),
    ("- text: We use", "- text: use", ("quotes",)),
    ("heading: Your content", "heading: Your contents", ("quotes",)),
    ("capture: 2026-01-10T08:00:00Z", "capture: 2026-03-05T08:00:00Z", ("quotes",)),
    ("confidence:", "earlier: [{capture: 2025-01-10T08:00:00Z, excerpts: [{text: x}]}]\nconfidence:", ("quotes",)),
    ("answer: opt-out\nseverity: medium", "answer: always\nseverity: high", ("answer", "severity")),
    ("steps: Open the settings and", "steps: Open your settings and", ()),
    ("steps: Open", "checked_on: 2026-03-01, result: works, steps: Open", ()),
    ("reviewed_on: 2026-01-13", "reviewed_on: 2026-02-13", ()),
    ("reviewed_by: [bob]", "reviewed_by: [bob, ann]", ()),
    ("analysed_on: 2026-01-12", "analysed_on: 2026-02-12", ()),
    ('articles: ["9"]', 'articles: ["9", "6"]', ()),
    ("confidence: high", "confidence: low", ()),
    ("confidence:", "log: [{on: 2026-02-01, kind: update, text: Steps.}]\nconfidence:", ()),
    ("confidence:", "later: [{capture: 2026-03-05T08:00:00Z, verdict: same, on: 2026-03-06}]\nconfidence:", ()),
    ("confidence:", "aliases: [model-training]\nrelated: [acme/terms/x]\nconfidence:", ()),
    ("confidence:", "withdrawn: {on: 2026-03-06, kind: error, reason: It was none.}\nconfidence:", ()),
    ("title: Content trains models unless", "title: >-\n  Content trains\n  models unless", ()),
    ("Content may hold secrets.", "Content may\nhold secrets.", ()),
]
CHANGES_OF_A_FINDING = [
    ("note: Nothing says", "note: No line says", ("words",)),
    ("finding: absent", "finding: not-applicable", ("answer",)),
    ("capture: 2026-03-05", "capture: 2026-01-10", ("quotes",)),
    ("searched: [retain, keep]", "searched: [retain, keep, store]", ("quotes",)),
    ("reviewed_on: 2026-03-06", "reviewed_on: 2026-03-07", ()),
    ("note: Nothing says how", "note: >-\n  Nothing says\n  how", ()),
]


def said(path: str, text: str, tree: Tree) -> dict[str, str]:
    content, _ = read_content(tree.content)
    assert content
    source = parsed(path, text.encode())
    return own_words(source.value, source.body, references(content))


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [(TRAINING, *change) for change in CHANGES] + [(RETENTION, *change) for change in CHANGES_OF_A_FINDING],
)
def test_what_is_another_version(path: str, old: str, new: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    text = tree.text(path)
    assert old in text
    assert changes(said(path, text, tree), said(path, text.replace(old, new, 1), tree)) == expected


def test_references_are_compared_by_what_they_lead_to(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.edit("clause-type/training.md", "question:", "aliases: [learning]\nquestion:")
    tree.edit("platform/acme/terms/document.yaml", "type:", "aliases: [tos]\ntype:")
    text = tree.text(TRAINING).replace("clause_type: training", "clause_type: learning")
    assert changes(said(TRAINING, tree.text(TRAINING), tree), said(TRAINING, text, tree)) == ()
    names = ("acme/terms", "acme/tos", "acme/x")
    elsewhere = [f"finding: refers-elsewhere\nrefers_to: {name}\nnote: x\n" for name in names]
    assert changes(*(said(RETENTION, text, tree) for text in elsewhere[:2])) == ()
    assert changes(*(said(RETENTION, text, tree) for text in elsewhere[1:])) == ("answer",)


def edited(tree: Tree, path: str, old: str, new: str) -> str:
    """What an assignment prints after an edit."""
    tree.edit(path, old, new)
    return tree.assign("2026-05-02")


def test_a_change_keeps_the_record_beside_the_versions_before(tree: Tree) -> None:
    before = tree.text("version/SA-P-000001/1.md")
    assert edited(tree, TRAINING, "severity: medium", "severity: high") == "SA-P-000001 version 2\n"
    assert tree.text("version/SA-P-000001/2.md") == tree.text(TRAINING)
    assert tree.text("version/SA-P-000001/1.md") == before
    assert edited(tree, RETENTION, "note: Nothing says", "note: No line says") == "SA-F-00001 version 2\n"
    assert edited(tree, TRAINING, "steps: Open the", "steps: Open your") == ""


def test_words_that_come_back_are_a_new_version(tree: Tree) -> None:
    edited(tree, TRAINING, "severity: medium", "severity: high")
    tree.edit(TRAINING, "severity: high", "severity: medium")
    assert "SA-P-000001 version 3" in tree.assign("2026-05-03")


def test_a_rename_makes_no_version(tree: Tree) -> None:
    tree.does("rename", "clause-type/training", "clause-type/learning")
    tree.does("rename", "acme", "acme-one")
    assert "version" not in tree.assign("2026-05-02")


# --- pages and files


def test_pages_of_versions(tree: Tree) -> None:
    printed = edited(tree, TRAINING, "severity: medium", "severity: high")
    tree.edit(
        TRAINING, "Content may hold secrets.", "Content may hold [secrets](/about/) and [more](https://x.example/)."
    )
    assert "version" in printed + tree.assign("2026-05-03")
    public = tree.publish()
    pages = {n: (public / f"p/SA-P-000001/v/{n}/index.html").read_text() for n in (1, 2, 3)}
    for n, page in pages.items():
        record = (public / f"p/SA-P-000001/v/{n}/record.md").read_bytes()
        assert hashlib.sha256(record).hexdigest() in page
        assert 'href="record.md"' in page
        assert f'rel="canonical" href="https://atlas.example/p/SA-P-000001/v/{n}/"' in page
        assert ("which is old" in page) == (n != 3)
        assert "severity: Medium → High" in page
        assert "words: Why it matters" in page
        lower = public / f"p/sa-p-000001/v/{n}"
        assert (lower / "index.html").read_text() == page, "a disk may take both for one"
        assert (lower / "record.md").read_bytes() == record
    assert "Severity: Medium" in pages[1]
    assert "Severity: High" in pages[2]
    assert "secrets and <a" in pages[3], "links of this site drop, those elsewhere stay"
    assert 'href="https://x.example/"' in pages[3]


def test_the_record_lists_its_versions(tree: Tree) -> None:
    edited(tree, TRAINING, "severity: medium", "severity: high")
    tree.edit(TRAINING, "severity: high", "severity: low")
    public = tree.publish()
    page = (public / (TERMS + "training/index.html")).read_text()
    places = [page.index(words) for words in ("Version 2", "severity: Medium → High", "Version 1", "first published")]
    assert places == sorted(places)
    assert "This record was changed since the newest version" in page
    assert 'Permanent address: <a href="../../../../p/SA-P-000001/">https://atlas.example/p/SA-P-000001/</a>' in page
    finding = (public / (TERMS + "finding/retention/index.html")).read_text()
    assert "Version 1" in finding
    assert 'id="cite"' in finding


def test_a_permanent_base_is_what_is_cited(tree: Tree) -> None:
    tree.edit("site.yaml", "language: en", "language: en\npermanent_base: https://w3id.example/small-atlas/")
    page = (tree.publish() / (TERMS + "training/index.html")).read_text()
    assert ">https://w3id.example/small-atlas/p/SA-P-000001/</a>" in page


def test_ids_lead_on_in_upper_and_lower_case(tree: Tree) -> None:
    public = tree.publish()
    homes = {"p/SA-P-000001": "acme/terms/training", "f/SA-F-00001": "acme/terms/finding/retention"}
    homes |= {"d/SA-D-00001": "acme/terms", "e/SA-E-0001": "acme"}
    for where, home in homes.items():
        page = (public / where / "index.html").read_text()
        assert (public / where.lower() / "index.html").read_text() == page
        assert f'content="0; url=../../platform/{home}/"' in page
        assert f'<link rel="canonical" href="https://atlas.example/platform/{home}/">' in page
        assert f'<a href="../../platform/{home}/">' in page
        assert "<script" not in page
        assert "noindex" not in page


def test_a_version_outlives_the_format_it_was_written_in(tree: Tree) -> None:
    """A version's file holds a key that the format does not know any more, and lacks one that it requires."""
    old = tree.text("version/SA-P-000001/1.md").replace("basis: explicit", "grounds: express")
    rows = tree.text("version/versions.tsv")
    was = hashlib.sha256(tree.bytes()["version/SA-P-000001/1.md"]).hexdigest()
    tree.write("version/SA-P-000001/1.md", old)
    tree.write("version/versions.tsv", rows.replace(was, hashlib.sha256(old.encode()).hexdigest()))
    assert tree.does("check") == ""
    assert "Content may train models." in (tree.publish() / "p/SA-P-000001/v/1/index.html").read_text()


# --- what may not be shown any more


def hidden_page(tree: Tree) -> str:
    public = tree.publish()
    for folder in ("SA-P-000001", "sa-p-000001"):
        assert not (public / f"p/{folder}/v/1/record.md").exists()
    files = [path for path in public.rglob("*") if path.is_file() and "/text/" not in path.as_posix()]
    assert not [path for path in files if b"unless you object" in path.read_bytes()]
    return (public / "p/SA-P-000001/v/1/index.html").read_text()


def test_what_is_hidden_is_hidden_in_every_version(tree: Tree) -> None:
    withdrawal = "withdrawn: {on: 2026-03-06, kind: legal, reason: A court said so., hide: [excerpts, body]}"
    tree.edit(TRAINING, "confidence:", f"{withdrawal}\nconfidence:")
    page = hidden_page(tree)
    assert "are not shown any more: A court said so." in page
    assert "Withdrawn on 6 March 2026" in page
    assert hashlib.sha256(tree.bytes()["version/SA-P-000001/1.md"]).hexdigest() in page
    tree.file("version/SA-P-000001/1.md").unlink()
    assert tree.does("check") == ""


def test_quotes_of_a_withheld_text_are_hidden_in_every_version(tree: Tree) -> None:
    tree.write(
        TERMS + "notes.yaml", "texts:\n  2026-01-10T080000Z: {withheld: {on: 2026-03-06, reason: It holds a name.}}\n"
    )
    assert "are not shown any more: It holds a name." in hidden_page(tree)
    tree.write(TERMS + "notes.yaml", tree.text(TERMS + "notes.yaml").replace("name.}", "name., quotes: stay}"))
    assert (tree.publish() / "p/SA-P-000001/v/1/record.md").exists()
