"""The whole pipe on small trees: what a build writes, what it leaves alone, one result whatever the way to it."""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest

from atlas.problems import AtlasError
from atlas.render import CONTENT_SECURITY_POLICY, inspect
from atlas.serve import server
from atlas.site import Options, Outcome, build
from tests.making import Tree, stamp
from tests.proof._ground import differences, hashes
from tests.trees import BASE

PROJECT = Path(__file__).resolve().parents[1]
TEMPLATES = PROJECT / "templates"
QUOTE = "We train our models on whatever you write, unless you object in the settings."


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "content")
    return tmp_path / "content"


def made(content: Path, name: str = "site", **told: Any) -> Outcome:
    options = {
        "templates": TEMPLATES,
        "out": content.parent / name,
        "cache": None,
        "jobs": 1,
        "has_search": False,
        **told,
    }
    return build(Options(content=content, **options))


def photographed(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its bytes and the time of its last change."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


# --- nothing is written when anything is wrong


def test_an_error_leaves_the_site_exactly_as_it_was(content: Path) -> None:
    assert made(content).is_sound
    before = photographed(content.parent / "site")
    (content / "site.yaml").write_text((content / "site.yaml").read_text().replace("title:", "titel:"))
    outcome = made(content)
    assert not outcome.is_sound
    assert (outcome.written, outcome.deleted) == (0, 0)
    assert photographed(content.parent / "site") == before


def test_an_error_makes_no_site_where_there_was_none(content: Path) -> None:
    (content / "people.yaml").unlink()
    assert not made(content).is_sound
    assert sorted(path.name for path in content.parent.iterdir()) == ["content"]


def test_a_broken_link_stops_the_build_and_names_page_and_target(content: Path) -> None:
    templates = content.parent / "templates"
    shutil.copytree(TEMPLATES, templates)
    page = templates / "home.html"
    page.write_text(
        page.read_text().replace("{% block main %}", '{% block main %}<a href="{{ href("/nowhere/#x") }}">x</a>', 1)
    )
    assert made(content).is_sound
    before = photographed(content.parent / "site")
    outcome = made(content, templates=templates)
    assert [str(problem) for problem in outcome.problems if not problem.is_advice] == [
        "index.html:1:1: link must lead to a page, file or anchor of this site; got /nowhere/#x [broken-link]"
    ]
    assert photographed(content.parent / "site") == before


def test_templates_that_are_not_there_are_named(content: Path) -> None:
    with pytest.raises(AtlasError, match="there are no templates in '.*nothing'; name their folder with --templates"):
        made(content, templates=content.parent / "nothing")


def test_a_site_is_built_anew_where_an_older_one_stands_whose_cache_is_gone(content: Path) -> None:
    assert made(content, preview="first", has_data=False).is_sound
    assert made(content).is_sound


# --- one result, whatever the way


def test_a_second_build_writes_nothing(content: Path) -> None:
    cache = content.parent / "cache"
    first = made(content, cache=cache)
    before = photographed(content.parent / "site")
    second = made(content, cache=cache)
    assert (second.pages, second.written, second.deleted) == (first.pages, 0, 0)
    assert photographed(content.parent / "site") == before


def test_an_edit_writes_the_pages_it_changes_and_no_more(content: Path) -> None:
    """The files for machines name the digest of all content, so that each edit is in them; the pages do not."""
    cache, record = content.parent / "cache", content / "platform/acme/terms/training.md"
    made(content, cache=cache)
    before = photographed(content.parent / "site")
    record.write_text(record.read_text().replace("You can object in the settings.", "You may object in the settings."))
    outcome = made(content, cache=cache)
    after = photographed(content.parent / "site")
    changed = {name for name in after if after[name] != before.get(name)}
    assert outcome.written == len(changed)
    pages = {name for name in changed if name.endswith(".html") and not name.startswith("data/")}
    assert pages == {"platform/acme/terms/training/index.html"}


@pytest.mark.parametrize(
    "told",
    [{"jobs": 2}, {"cache": Path("cache")}, {"cache": Path("cache"), "jobs": 2}],
    ids=["two processes", "a cache", "both"],
)
def test_every_way_to_build_gives_the_same_bytes(
    content: Path, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(content.parent)
    made(content, "one")
    made(content, "two", **told)
    assert differences(hashes(content.parent / "one"), hashes(content.parent / "two")) == []


def test_files_made_in_another_order_at_another_time_give_the_same_bytes(content: Path) -> None:
    made(content, "one")
    other = content.parent / "other" / "content"
    for path in sorted((path for path in content.rglob("*") if path.is_file()), reverse=True):
        target = other / path.relative_to(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        os.utime(target, (10**9, 10**9))
    made(other, "two")
    assert differences(hashes(content.parent / "one"), hashes(other.parent / "two")) == []


def test_an_edit_and_its_undoing_give_the_bytes_of_a_cold_build(content: Path) -> None:
    cache, record = content.parent / "cache", content / "platform/acme/terms/training.md"
    made(content, "one")
    made(content, "two", cache=cache)
    before = record.read_bytes()
    record.write_bytes(before.replace(b"severity: medium", b"severity: high"))
    made(content, "two", cache=cache)
    record.write_bytes(before)
    made(content, "two", cache=cache)
    assert differences(hashes(content.parent / "one"), hashes(content.parent / "two")) == []


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("clause-type/training.md", "clause-type/training"),
        ("regulation/data-act.md", "regulation/data-act"),
        ("agency/watchdog.md", "agency/watchdog"),
        ("page/about.md", "about"),
        ("platform/acme/terms/training.md", "platform/acme/terms/training"),
    ],
)
def test_an_edit_of_the_words_below_the_fields_reaches_the_page(path: str, page: str, content: Path) -> None:
    cache, record = content.parent / "cache", content / path
    made(content, cache=cache)
    record.write_text(record.read_text() + "\nA sentence more than before.\n")
    made(content, cache=cache)
    assert "A sentence more than before." in (content.parent / "site" / page / "index.html").read_text()


def test_a_page_that_somebody_touched_is_made_again(content: Path) -> None:
    cache, page = content.parent / "cache", content.parent / "site" / "index.html"
    made(content, cache=cache)
    before = page.read_bytes()
    page.write_text("touched")
    made(content, cache=cache)
    assert page.read_bytes() == before
    page.unlink()
    made(content, cache=cache)
    assert page.read_bytes() == before


def test_a_record_that_went_takes_its_page_along(content: Path) -> None:
    cache = content.parent / "cache"
    made(content, cache=cache)
    assert (content.parent / "site/operator/acme-corp/index.html").is_file()
    (content / "operator/acme-corp.yaml").unlink()
    entity = content / "platform/acme/entity.yaml"
    entity.write_text(
        "".join(line for line in entity.read_text().splitlines(keepends=True) if not line.startswith("operator:"))
    )
    assert made(content, cache=cache).is_sound
    assert not (content.parent / "site/operator/acme-corp").exists()


# --- what stands in a site


def test_every_capture_answers_and_every_text_can_be_downloaded_as_it_is(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [QUOTE, "Other words.", QUOTE])
    tree.provision("acme/terms/training", QUOTE)
    assert made(tree.content).is_sound
    site = tmp_path / "site/platform/acme/terms/text"
    assert all((site / stamp(number) / "index.html").is_file() for number in range(3))
    assert {path.name for path in site.glob("*.md")} == {f"{stamp(0)}.md", f"{stamp(1)}.md"}
    assert (site / f"{stamp(0)}.md").read_text() == QUOTE


def test_a_withheld_text_is_not_served_in_any_form(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    words = "A name that a court ordered us to hide."
    tree.document(
        "acme/terms", [words, QUOTE], notes={"texts": {stamp(0): {"withheld": {"on": "2026-02-01", "reason": "Order"}}}}
    )
    tree.provision("acme/terms/training", QUOTE, capture=1)
    assert made(tree.content).is_sound
    assert not (tmp_path / f"site/platform/acme/terms/text/{stamp(0)}.md").exists()
    assert not [
        path for path in (tmp_path / "site").rglob("*") if path.is_file() and words.encode() in path.read_bytes()
    ]


def test_strangers_pages_are_published_as_plain_text(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    data, name = b"<script>alert(1)</script>", f"original/{stamp(0)}-1.html"
    page = {"url": "https://acme.example/terms", "original": name, "original_sha256": hashlib.sha256(data).hexdigest()}
    tree.document("acme/terms", [QUOTE], captures={0: {"sources": [page]}})
    tree.put(f"platform/acme/terms/{name}", data)
    assert made(tree.content).is_sound
    assert {path.name for path in (tmp_path / "site/platform/acme/terms/original").iterdir()} == {
        f"{stamp(0)}-1.html.txt"
    }


@pytest.mark.parametrize(("label", "is_marked"), [("", False), ("pull request 12", True)])
def test_a_preview_is_marked_and_kept_from_search_engines_and_keeps_its_addresses(
    content: Path, label: str, is_marked: bool
) -> None:
    made(content, preview=label)
    page = (content.parent / "site/platform/acme/terms/training/index.html").read_text()
    assert ("pull request 12" in page) is is_marked
    assert ("noindex" in page) is is_marked
    assert 'href="https://atlas.example/platform/acme/terms/training/"' in page


def test_a_publication_leaves_out_drafts_and_what_has_no_id(content: Path) -> None:
    assert made(content, is_publication=True).is_sound
    site = content.parent / "site"
    assert not (site / "platform/acme/index.html").exists()
    assert (site / "clause-type/training/index.html").is_file()


def test_another_base_url_changes_canonical_addresses_and_no_link(content: Path) -> None:
    made(content, "one")
    made(content, "two", base_url="https://other.example/deep/")
    page = "platform/acme/terms/training/index.html"
    one, two = ((content.parent / name / page).read_text() for name in ("one", "two"))
    one = one.replace("https%3A//atlas.example/", "https%3A//other.example/deep/")  # within links that pass the page on
    spelled = [("https://atlas.example/", "https://other.example/deep/")]
    spelled += [(quote(before, safe=""), quote(after, safe="")) for before, after in spelled]  # in links to share by
    for before, after in spelled:
        one = one.replace(before, after)
    assert one == two


# --- served


def test_the_folder_works_below_any_path_of_a_plain_server(content: Path) -> None:
    """Follows every link of every page, as a browser would, on `python -m http.server` with the site a folder deep."""
    made(content, "deep/sub/site", has_search=True)
    handler = partial(_Quiet, directory=str(content.parent / "deep"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        start = f"http://127.0.0.1:{running.server_address[1]}/sub/site/"
        seen, missing = _followed(start)
        running.shutdown()
    site = content.parent / "deep/sub/site"
    pages = {
        start + path.parent.relative_to(site).as_posix().removeprefix(".") + "/" for path in site.rglob("index.html")
    }
    kept = re.compile(r"/changes/\d{4}-w\d\d/$|/change/[^/]+/$")  # addresses that stay though nothing leads there now
    assert missing == []
    assert {page for page in pages if page.replace("site//", "site/") not in seen and not kept.search(page)} == set()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def _followed(start: str) -> tuple[set[str], list[str]]:
    """Every address that links lead to from a page, and those that are not there."""
    host = urlsplit(start).netloc
    seen, waiting, missing = {start}, [start], []
    connection = http.client.HTTPConnection(host)
    while waiting:
        url = waiting.pop()
        connection.request("GET", urlsplit(url).path)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            missing.append(url)
        elif response.headers.get_content_type() == "text/html":
            for link in inspect(body.decode(), urlsplit(url).path)[0]:
                found = urljoin(start, link.partition("#")[0])
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)
    connection.close()
    return seen, missing


def test_the_preview_server_sends_the_policy_and_the_page_for_what_is_not_there(content: Path) -> None:
    made(content)
    with server(content.parent / "site", 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        answers = {}
        for path in ("/", "/nothing/", f"/platform/acme/terms/text/{'2026-01-10T080000Z'}.md"):
            connection = http.client.HTTPConnection("127.0.0.1", running.server_address[1])
            connection.request("GET", path)
            response = connection.getresponse()
            answers[path] = (response.status, response.headers, response.read())
            connection.close()
        running.shutdown()
    home, nothing, text = answers.values()
    assert home[0] == 200
    assert home[1]["Content-Security-Policy"].startswith(CONTENT_SECURITY_POLICY)
    assert (nothing[0], nothing[2]) == (404, (content.parent / "site/404.html").read_bytes())
    assert text[1]["Content-Type"] == "text/markdown; charset=utf-8"


def test_a_port_in_use_is_named(content: Path) -> None:
    with (
        server(content, 0) as running,
        pytest.raises(AtlasError, match="cannot be used .*; choose another with --port"),
    ):
        server(content, running.server_address[1])
