"""Pages to bytes: links made relative, links and anchors found again, and every one that leads nowhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from atlas.pages.base import Page
from atlas.render import (
    CONTENT_SECURITY_POLICY,
    Shell,
    broken_links,
    environment,
    folder_digest,
    frame_digest,
    inspect,
    page_digest,
    relative,
    render,
)

SEGMENT = st.sampled_from(["a", "b", "platform", "acme", "terms"])
FOLDERS = st.lists(SEGMENT, max_size=5).map(lambda parts: "/" + "".join(part + "/" for part in parts))
FILES = st.tuples(FOLDERS, st.sampled_from(["", "x.css", "2026.md"])).map("".join)
SHELL = Shell(
    title="Atlas", tagline="All", base_url="https://atlas.example/sub", language="en", publisher="Desk", licence=("CC", "https://cc.example"),
    repository="", notice="", independence="", as_of="2026-01-01", preview="", assets=(("x.css", "x.123.css"),),
    menu=(), foot=(), has_search=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "here", "written"),
    [
        ("/", "/", "./"),
        ("/", "/platform/", "../"),
        ("/platform/", "/", "platform/"),
        ("/platform/acme/", "/platform/", "acme/"),
        ("/platform/acme/", "/platform/acme/", "./"),
        ("/platform/acme/#do", "/platform/acme/", "#do"),
        ("/platform/acme/", "/platform/acme/terms/x/", "../../"),
        ("/clause-type/x/#law", "/platform/acme/", "../../clause-type/x/#law"),
        ("/platform/acme/terms/text/2026.md", "/platform/acme/terms/x/", "../text/2026.md"),
        ("/assets/x.css", "/404.html", "assets/x.css"),
        ("/a/b/c/", "/a/x/c/", "../../b/c/"),
    ],
)
def test_an_address_is_written_as_seen_from_the_page(address: str, here: str, written: str) -> None:
    assert relative(address, here) == written


@given(FILES, FOLDERS, st.sampled_from(["", "#do"]))
def test_a_browser_finds_the_address_again_under_any_path(address: str, here: str, fragment: str) -> None:
    base = "https://atlas.example/some/sub-path"
    written = relative(address + fragment, here)
    assert urljoin(base + here, written) == base + address + fragment
    links, _ = inspect(f'<p><a href="{written}">x</a>', here)
    assert links == (address + fragment,)


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<a class="x" href="../y/?q=1#z">', ("/platform/y/#z",)),
        ('<link rel="stylesheet" href="/assets/x.css">', ("/assets/x.css",)),
        ('<script type="module" src="../../x.js"></script>', ("/x.js",)),
        ('<img alt="" src="x.png"><form action="/search/">', ("/platform/acme/x.png", "/search/")),
        ('<a href="#do">', ("/platform/acme/#do",)),
        ('<a href=".">', ("/platform/acme/",)),
        ('<a href="..">', ("/platform/",)),
        ('<a href="?q=1">', ("/platform/acme/",)),
        ('<a href="../../../../x/">', ("/x/",)),
        ('<a href="https://other.example/">', ()),
        ('<a href="mailto:a@b.example"><a href="//other.example/"><img src="data:image/png;base64,x">', ()),
        ('<a href="a&amp;b/">', ("/platform/acme/a&b/",)),
        ('<a data-href="x/" title="href=">', ()),
        ('<a href="x/"><a href="x/">', ("/platform/acme/x/",)),
    ],
)
def test_internal_links_are_found(html: str, links: tuple[str, ...]) -> None:
    assert inspect(html, "/platform/acme/")[0] == links


def test_anchors_are_found() -> None:
    assert inspect('<h2 id="do">x</h2><p class="a" id="words">', "/")[1] == {"do", "words"}


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("/a/", True), ("/a/#x", True), ("/a/#y", False), ("/b/", False), ("/b/#x", False), ("/x.css", True),
        ("/x.css#x", True), ("/", True), ("/a", False), ("/A/", False),
    ],
)  # fmt: skip
def test_a_link_leads_to_a_page_an_anchor_or_a_file(link: str, leads: bool) -> None:
    pages = {"/": ((link,), frozenset[str]()), "/a/": ((), frozenset({"x"}))}
    assert list(broken_links(pages, frozenset({"/x.css"}), "")) == ([] if leads else [("/", link)])


def test_the_page_for_missing_addresses_links_from_the_path_of_the_base_url() -> None:
    pages = {"/404.html": (("/sub/a/", "/a/b/"), frozenset[str]()), "/a/": ((), frozenset[str]())}
    assert list(broken_links(pages, frozenset(), "/sub")) == [("/404.html", "/a/b/")]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "one.html").write_text(
        '<a href="{{ href("/a/#x") }}">{{ text }}</a> <link href="{{ asset("x.css") }}"> {{ absolute("/a/") }}\n'
    )
    return tmp_path


def page(address: str = "/b/c/", text: str = "x") -> Page:
    return Page(address=address, template="one.html", title="T", description="D", context={"text": text})


def test_values_are_escaped_and_links_relative(templates: Path) -> None:
    made = render(page(text="<b>&"), SHELL, templates, templates)
    assert made.html.decode() == (
        '<a href="../../a/#x">&lt;b&gt;&amp;</a> <link href="../../assets/x.123.css"> https://atlas.example/sub/a/'
    )
    assert made.links == ("/a/#x", "/assets/x.123.css")


def test_the_page_for_missing_addresses_links_from_the_root(templates: Path) -> None:
    made = render(page("/404.html"), SHELL, templates, templates)
    assert made.html.decode().startswith('<a href="/sub/a/#x">x</a> <link href="/sub/assets/x.123.css">')


def test_a_name_a_page_is_not_given_stops_it(templates: Path) -> None:
    with pytest.raises(UndefinedError):
        render(replace(page(), context={}), SHELL, templates, templates)


def test_a_page_has_another_digest_when_anything_it_shows_is_another(templates: Path) -> None:
    def made(page: Page, shell: Shell = SHELL) -> str:
        return page_digest(page, frame_digest(shell, folder_digest(templates)))

    before = made(page())
    assert before == made(page(), replace(SHELL))
    others = {made(page(text="y")), made(page("/b/")), made(page(), replace(SHELL, preview="1"))}
    (templates / "one.html").write_text("else")
    others.add(made(page()))
    assert len(others | {before}) == 5


def test_a_folder_has_another_digest_when_a_name_changes(templates: Path) -> None:
    before = folder_digest(templates)
    (templates / "one.html").rename(templates / "two.html")
    assert folder_digest(templates) != before


def test_our_own_markdown_links_are_relative_too(templates: Path) -> None:
    (templates / "one.html").write_text("{{ text | markdown }}{{ text | inline }}")
    environment.cache_clear()
    made = render(page(text="See [that](/a/#x)."), SHELL, templates, templates)
    assert made.links == ("/a/#x",)
    assert b'href="../../a/#x"' in made.html


def test_the_policy_forbids_everything_that_is_not_named() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe-inline" not in CONTENT_SECURITY_POLICY
    assert not any("http" in sources or "*" in sources for sources in rules.values())
