"""The files beside pages: citations that independent libraries read, hashes that sha256sum checks, links that lead."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import bibtexparser
import pytest
import rispy
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from atlas.cli import main
from atlas.commands.cite import found
from atlas.exports.bundle import Exports, exported
from atlas.exports.twins import markdown_text
from atlas.fold import readable
from atlas.ids import address
from atlas.memo import Memo
from atlas.pages import citing
from atlas.pages.base import Views
from atlas.pages.versions import versions_of
from atlas.site import site_views
from tests.making import Tree
from tests.reading_back import STYLES, read_bibtex, read_ris, set_lines, works

WORDS = "We sell nothing at all, and never did so."


# --- citations


def test_bibtex_of_every_provision_reads_back(exports: Exports, views: Views) -> None:
    assert read_bibtex(exports.files, works(views)) >= 4 * len(views.content.provisions)


def test_ris_of_every_provision_reads_back(exports: Exports, views: Views) -> None:
    assert read_ris(exports.files, works(views)) >= 2 * len(views.content.provisions)


@pytest.mark.parametrize("style", STYLES)
def test_csl_of_every_provision_is_set(style: str, exports: Exports, views: Views) -> None:
    assert len(set(set_lines(exports.files, works(views), style))) == len(views.content.provisions)


@pytest.mark.parametrize(
    "name",
    ["SA-P-000001", "sa-p-000001", "https://atlas.example/p/SA-P-000001/", "/p/sa-p-000001/v/1/", "acme/terms/sale",
     "content/platform/acme/terms/sale.md", "https://atlas.example/platform/acme/terms/sale/"],
)  # fmt: skip
def test_a_record_is_named_by_its_id_an_address_a_path_or_its_file(name: str, tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [WORDS])
    tree.provision("acme/terms/sale", WORDS)
    tree.assign()
    assert found(tree.catalogue().refer, name) == ("provision", "acme/terms/sale")


def test_a_page_that_changed_since_its_newest_version_says_what_is_cited(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [WORDS])
    tree.provision("acme/terms/sale", WORDS)
    tree.assign()
    for severity, is_changed in (("medium", False), ("high", True)):
        path = tree.content / "platform/acme/terms/sale.md"
        path.write_text(path.read_text().replace("severity: medium", f"severity: {severity}"))
        outcome = tree.outcome()
        assert outcome.catalogue
        assert outcome.coverage
        with Memo(None) as memo:
            views = site_views(outcome.catalogue, outcome.coverage, memo)
        assert versions_of(views, views.content.provisions["acme/terms/sale"])["is_changed"] is is_changed


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@example("1. One")
@example("# Head _of_ <b>*all*</b> [a](b) `c` & &amp; | ~~x~~ \\")
@example("- x")
@example("= x")
def test_text_in_markdown_is_that_text(value: str) -> None:
    plain = " ".join(value.split())
    tokens = MarkdownIt("commonmark").parse(markdown_text(value))
    if plain:
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        assert "".join(child.content for child in tokens[1].children or []) == plain


def test_whole_files_cite_every_record_once(exports: Exports, views: Views) -> None:
    keys = [work.key for work in citing.every(views)]
    assert len(keys) == len(set(keys))
    library = bibtexparser.parse_string(exports.files["data/citations.bib"].decode())
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries[::2]] == keys
    assert [entry["id"] for entry in rispy.loads(exports.files["data/citations.ris"].decode())] == keys
    assert [entry["id"] for entry in json.loads(exports.files["data/citations.json"])] == keys


def test_a_record_is_cited_by_its_version(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [WORDS])
    tree.provision("acme/terms/sale", WORDS)
    tree.assign()
    cited = CliRunner().invoke(main, ["cite", "SA-P-000001", "--content", tree.content.as_posix()])
    record, source = cited.output.splitlines()
    assert "(Version 1)" in record
    assert "/p/SA-P-000001/v/1/" in record
    assert "Record SA-P-000001" in record
    assert "SHA-256 of the record file" in record
    assert source.startswith("Acme (n.d.). Terms. https://acme.example/terms")


@pytest.mark.parametrize("form", ["text", "legal", "bibtex", "ris", "csl"])
def test_the_command_prints_every_form(form: str, tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [WORDS])
    tree.provision("acme/terms/sale", WORDS)
    arguments = ["cite", "--content", tree.content.as_posix(), "--format", form]
    done = CliRunner().invoke(main, [*arguments, "acme/terms/sale"])
    assert (done.exit_code, "Sale" in done.output) == (0, True), done.output
    assert CliRunner().invoke(main, [*arguments, "acme/terms"]).exit_code == 0
    missed = CliRunner().invoke(main, [*arguments, "acme/terms/sail"])
    assert missed.exit_code == 2
    assert "did you mean" in missed.output


# --- hashes and links


def test_hashes_of_documents_are_checked_by_sha256sum(demonstration_site: Path, views: Views) -> None:
    checked = 0
    for key in views.content.documents:
        folder = demonstration_site / address("document", key).strip("/")
        if (folder / "SHA256SUMS").read_text("utf-8"):
            done = subprocess.run(
                ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=False
            )
            assert done.returncode == 0, key
            checked += 1
            named = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()}
            texts = {f"text/{path.name}" for path in (folder / "text").glob("*.md")}
            originals = {f"original/{path.name}" for path in (folder / "original").glob("*.*")}
            assert named == texts | originals
    assert checked > 20


def test_captures_are_told_beside_a_document(exports: Exports, views: Views) -> None:
    for key in views.content.documents:
        told = json.loads(exports.files[f"platform/{key}/captures.json"])
        captures = views.catalogue.evidence.captures.get(key, ())
        assert [each["captured_at"] for each in told["captures"]] == [each.captured_at for each in captures]


def test_linksets_lead_to_files_of_the_site(demonstration_site: Path, views: Views) -> None:
    for key in views.content.provisions:
        here = address("provision", key).lstrip("/")
        [link] = json.loads((demonstration_site / here / "linkset.json").read_text("utf-8"))["linkset"]
        assert {"anchor", "cite-as", "describedby", "license", "collection"} <= set(link)
        for target in (*link["describedby"], *link.get("item", [])):
            assert (demonstration_site / urlsplit(target["href"]).path.lstrip("/")).is_file()


def test_a_twin_is_the_record_of_the_api(exports: Exports, views: Views) -> None:
    for key in views.content.provisions:
        twin = json.loads(exports.files[f"platform/{key}/index.json"])
        path = twin["api_url"].removeprefix(views.absolute("/"))
        assert {"schema_version": twin.pop("schema_version")} == {"schema_version": "1.0.0"}
        assert json.loads(exports.files[path])["result"] == twin


def test_markdown_says_what_the_page_says(exports: Exports, views: Views) -> None:
    for key, record in views.content.provisions.items():
        text = exports.files[f"platform/{key}/index.md"].decode()
        assert text.startswith(f"# {markdown_text(record.title)}\n")
        assert markdown_text(views.content.clause_types[record.clause_type].question) in text
        if not record.withdrawn and not views.is_withheld(key):
            assert markdown_text(readable(record.excerpts[0].text).splitlines()[0]) in text


def test_hidden_words_are_in_no_twin(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [WORDS])
    withdrawn = {"on": "2026-12-02", "kind": "legal", "reason": "A court's order.", "hide": ["excerpts", "body"]}
    tree.provision("acme/terms/sale", WORDS, withdrawn=withdrawn)
    outcome = tree.outcome()
    assert outcome.catalogue
    assert outcome.coverage
    with Memo(None) as memo:
        files = exported(site_views(outcome.catalogue, outcome.coverage, memo), memo, has_data=True).files
    assert [path for path, data in files.items() if b"sell nothing" in data] == []
