"""What pages say to machines and of the data: heads, `/data/` with examples that run, builds without data, and what a
new record changes."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from pyld import jsonld

from atlas.exports.bundle import exported
from atlas.ids import address
from atlas.memo import Memo
from atlas.pages import plan
from atlas.pages.base import Page, Views
from atlas.pages.examples import Example, examples
from atlas.site import Options, Outcome, build, examine, site_views
from tests.making import Tree

PROJECT = Path(__file__).resolve().parents[1]
WORDS = "We may use everything that you write to train our models."


@pytest.fixture(scope="module")
def pages(views: Views) -> dict[str, Page]:
    return {page.address: page for page in plan(views)}


# --- heads


def parsed(site: Path, where: str) -> BeautifulSoup:
    return BeautifulSoup((site / where.lstrip("/") / "index.html").read_text("utf-8"), "html.parser")


def offline(url: str, options: Any) -> dict[str, Any]:
    """schema.org's context, as far as it matters here: every term is one of its vocabulary."""
    document = {"@context": {"@vocab": "https://schema.org/"}}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}


def test_linked_data_is_json_ld(demonstration_site: Path, views: Views) -> None:
    for key, record in views.content.provisions.items():
        html = parsed(demonstration_site, address("provision", key))
        [script] = html.find_all("script", type="application/ld+json")
        graph = jsonld.flatten(json.loads(script.string), None, {"documentLoader": offline})
        kinds = [kind.removeprefix("https://schema.org/") for node in graph for kind in node.get("@type", ())]
        assert {"WebPage", "BreadcrumbList", "DigitalDocument", "DefinedTerm"} <= set(kinds)
        is_hidden = views.is_withheld(key) or (record.withdrawn and "excerpts" in record.withdrawn.hide)
        assert kinds.count("Quotation") == (0 if is_hidden else len(record.excerpts)), key


def test_linked_data_cannot_end_its_element(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [WORDS], title="Terms </script><script>alert(1)</script>")
    tree.provision("acme/terms/sale", WORDS, title="A <b>& B</b> </script>")
    out = built(tree.content, tmp_path / "site")
    html = (out / "platform/acme/terms/sale/index.html").read_text("utf-8")
    assert "<script>alert" not in html
    [script] = BeautifulSoup(html, "html.parser").find_all("script", type="application/ld+json")
    assert json.loads(script.string)["@graph"][0]["name"].startswith("A <b>& B</b> </script>")


def test_a_reference_manager_sees_a_web_page(demonstration_site: Path, views: Views) -> None:
    for key in views.content.provisions:
        html = parsed(demonstration_site, address("provision", key))
        metas = {meta.get("name") or meta.get("property"): meta.get("content") for meta in html.find_all("meta")}
        assert metas["z:itemType"] == "webpage"
        assert str(metas["DC.creator"]).endswith(",")
        assert {
            "DC.title",
            "DCTERMS.issued",
            "DC.publisher",
            "DC.identifier",
            "DC.description",
            "DCTERMS.rights",
        } <= set(metas)
        assert not [name for name in metas if name and str(name).startswith("citation_")]
        assert {"og:title", "og:type", "og:url", "og:image", "og:site_name", "article:published_time"} <= set(metas)
        assert (demonstration_site / urlsplit(str(metas["og:image"])).path.lstrip("/")).is_file()


def test_signposts(demonstration_site: Path, views: Views) -> None:
    for key in views.content.provisions:
        html = parsed(demonstration_site, address("provision", key))
        links: dict[str, list[Any]] = {}
        for link in html.find_all("link"):
            links.setdefault(" ".join(link["rel"]), []).append(link)
        assert {"canonical", "cite-as", "describedby", "license", "collection", "linkset"} <= set(links)
        assert {link["type"] for link in links["describedby"]} == {
            "application/json", "text/markdown", "application/x-bibtex", "application/x-research-info-systems",
            "application/vnd.citationstyles.csl+json",
        }  # fmt: skip
        assert links["linkset"][0]["type"] == "application/linkset+json"


def test_feeds_stand_in_the_heads_of_their_pages(pages: dict[str, Page], views: Views) -> None:
    with_feeds = {page.address for page in pages.values() if any("feed" in link.href for link in page.head.links)}
    assert "/" in with_feeds
    for kind, keys in (("entity", views.content.entities), ("category", views.content.categories)):
        assert {address(kind, key) for key in keys} <= with_feeds


def test_every_provision_says_how_to_cite_it(demonstration_site: Path, views: Views) -> None:
    for key in views.content.provisions:
        section = parsed(demonstration_site, address("provision", key)).find(id="cite")
        assert section
        text = section.get_text()
        assert "This record" in text
        assert "The document it rests on" in text
        assert "@misc{" in text
        assert "TY  - ELEC" in text


# --- the page of the data


def test_every_download_is_listed_with_its_hash(demonstration_site: Path) -> None:
    html = parsed(demonstration_site, "/data/")
    text = html.get_text()
    listed = {(demonstration_site / "data" / link["href"]).resolve() for link in html.select("table.downloads a")}
    for path in sorted((demonstration_site / "data").rglob("*")):
        if path.is_file() and path.name != "index.html":
            assert path.resolve() in listed, path
    sums = (demonstration_site / "data/SHA256SUMS").read_text("utf-8").splitlines()
    assert [line for line in sums if line.split("  ")[0] not in text] == []


def test_every_feed_is_listed(demonstration_site: Path) -> None:
    html = parsed(demonstration_site, "/data/")
    base = demonstration_site / "data"
    linked = {(base / link["href"]).resolve() for link in html.select("#feeds a")}
    own = [
        re.findall(r'rel="self"[^>]*href="https://atlas.example/([^"]+)"', path.read_text("utf-8"))
        for path in demonstration_site.rglob("*.atom")
    ]
    assert {(demonstration_site / address).resolve() for [address] in own} <= linked


def test_it_says_what_is_promised(demonstration_site: Path) -> None:
    html = parsed(demonstration_site, "/data/")
    text = " ".join(html.get_text(" ").split())
    version = json.loads((demonstration_site / "api/v1/index.json").read_text("utf-8"))["dataset_version"]
    for words in (version, "If the project ends", "Quoted and captured texts", "for ever", "dataset version"):
        assert words in text, words


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A plain file server over a folder, as curl and Python see it."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def local(
    demonstration: Outcome, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, tuple[Example, ...]]]:
    """The demonstration's data on a server of this machine, with the examples for it."""
    folder = tmp_path_factory.mktemp("served")
    with served(folder) as base, Memo(None, jobs=1) as memo:
        outcome = examine(Options(content=PROJECT / "content", base_url=base, cache=None, jobs=1), memo)
        assert outcome.catalogue
        assert outcome.coverage
        views = site_views(outcome.catalogue, outcome.coverage, memo)
        for path, data in exported(views, memo, has_data=True).files.items():
            if path.startswith(("data/", "api/")):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
        yield folder, examples(views)


RUN = {
    "shell": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-W", "ignore", "-c"],
    "pandas": [sys.executable, "-W", "ignore", "-c"],
    "r": ["Rscript", "--vanilla", "-e"],
}


@pytest.mark.parametrize("language", RUN)
def test_every_example_runs(language: str, local: tuple[Path, tuple[Example, ...]], tmp_path: Path) -> None:
    if not shutil.which(RUN[language][0]):
        pytest.skip(
            f"{RUN[language][0]} is not installed; on Debian: apt-get install --no-install-recommends r-base-core"
        )
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    mine = [example for example in local[1] if example.language == language]
    assert mine
    for example in mine:
        done = subprocess.run(
            [*RUN[language], example.code], cwd=tmp_path, capture_output=True, text=True, check=False, env=environment
        )
        assert (done.returncode, bool(done.stdout.strip())) == (0, True), (example.title, done.stderr)


def test_there_is_a_way_to_run_each_example(local: tuple[Path, tuple[Example, ...]]) -> None:
    assert {example.language for example in local[1]} == set(RUN)


def test_examples_are_printed_as_they_are(demonstration_site: Path, views: Views) -> None:
    shown = [code.get_text() for code in parsed(demonstration_site, "/data/").select("#api pre code")]
    told = [each.code.replace(views.absolute(""), "https://atlas.example") for each in examples(views)]
    assert shown == told


# --- builds without data, builds after a change


def built(content: Path, out: Path, **options: Any) -> Path:
    made = Options(content=content, templates=PROJECT / "templates", out=out, has_search=False, cache=None, jobs=1)
    outcome = build(replace(made, **options))
    assert outcome.is_sound, [str(problem) for problem in outcome.problems][:5]
    return out


def small(folder: Path) -> Tree:
    """Two platforms of one clause type."""
    tree = Tree(folder)
    tree.document("acme/terms", [WORDS])
    tree.document("birch/terms", ["We never train on what you write to us here."])
    tree.document("birch/privacy", ["We keep what you write for thirty days at the most."])
    tree.provision("birch/terms/promise", "We never train on what you write to us here.", answer="never")
    return tree


def test_without_data_there_is_none_and_no_link_to_any(tmp_path: Path) -> None:
    site = built(small(tmp_path).content, tmp_path / "site", has_data=False)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    data = re.compile(
        r"^(api|\.well-known)/|^data/(?!index\.html)|/(index\.(json|md)|cite\.\w+|linkset\.json|captures\.json|SHA256SUMS)$"
    )
    assert [path for path in files if data.search(path)] == []
    assert {"feed.atom", "sitemap.xml", "robots.txt", "data/index.html", "feed/calendar.ics"} <= files
    for path in files:
        if path.endswith(".html"):
            html = (site / path).read_text("utf-8")
            assert not re.search(
                r'href="[^"]*(index\.json|index\.md|cite\.(bib|ris|json)|captures\.json|SHA256SUMS|api/v1|linkset)',
                html,
            )


def test_one_new_provision_changes_only_what_speaks_of_it(tmp_path: Path) -> None:
    tree = small(tmp_path)
    before = contents(built(tree.content, tmp_path / "before"))
    tree.provision("acme/terms/training", WORDS)
    after = contents(built(tree.content, tmp_path / "after"))
    assert not set(before) - set(after)
    changed = {path for path, data in after.items() if before.get(path) != data}
    assert {path for path in changed if not path.startswith(("data/", "api/"))} == SPEAKS
    tables = {path.split("/")[2].split(".")[0] for path in changed if path.startswith("data/csv/")}
    assert tables == TABLES
    answers = {
        path for path in changed if path.startswith("api/") and result(after[path]) != result(before.get(path, b"{}"))
    }
    assert answers == ANSWERS, "the rest of the API names the new dataset version, and says the same"


def result(data: bytes) -> Any:
    return json.loads(data).get("result")


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


OWN = "platform/acme/terms/training"
BESIDE = ("index.html", "index.json", "index.md", "cite.bib", "cite.ris", "cite.json", "linkset.json")
FEEDS = (
    "feed", "feed/new", "feed/weekly", "category/data-use/feed", "clause-type/training/feed", "platform/acme/feed",
    "platform/acme/terms/feed",
)  # fmt: skip
PAGES = (
    "", "category/data-use/", "changes/", "changes/2026-w49/", "clause-type/", "clause-type/training/", "compare/",
    "freshness/", "platform/", "platform/acme/", "platform/acme/terms/", "platform/acme/terms/text/2026-01-01T080000Z/",
)  # fmt: skip
SPEAKS = {
    *(f"{OWN}/{name}" for name in BESIDE),
    *(f"{feed}.{suffix}" for feed in FEEDS for suffix in ("atom", "json")),
    *(f"{page}index.html" for page in PAGES),
    "feed/calendar.ics",
    "sitemap.xml",
    "platform/birch/terms/promise/index.html",  # shows the new record among the others
    "platform/birch/terms/promise/index.json",
}
TABLES = {
    "answer_scopes", "answers", "coverage", "coverage_answers", "events", "excerpt_parts", "excerpt_states", "excerpts",
    "peers", "prevalence", "provision_people", "provisions",
}  # fmt: skip
RECORDS = (
    "clause-types/training", "documents/acme--terms", "entities/acme", "provisions/acme--terms--training",
    "provisions/birch--terms--promise",
)  # fmt: skip
ANSWERS = {f"api/v1/{name}index.json" for name in ("", "events/", "provisions/", *(f"{record}/" for record in RECORDS))}
