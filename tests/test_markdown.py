"""Our own Markdown: what is rendered, what is refused, where links and headings stand."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.markdown import Heading, Link, headings, inline, links, render
from atlas.markup import Ids, Levels, absolute, slug, target

ADDRESSES = [
    ("https://acme.example/terms#a", "https://acme.example/terms#a"),
    ("HTTP://Acme.example", "http://Acme.example"),
    ("https://acme.example:8080/a b?q=[1]#x#y", "https://acme.example:8080/a%20b?q=%5B1%5D#x%23y"),
    ("https://acme.example/100%/%20", "https://acme.example/100%25/%20"),
    ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
    ("https://192.0.2.7/", "https://192.0.2.7/"),
    ("mailto:a@acme.example?subject=Hi there", "mailto:a@acme.example?subject=Hi%20there"),
    ("https://", None),
    ("https:acme.example", None),
    ("https://user@acme.example/", None),
    ("https://acme.example:99999/", None),
    ("https://acme.example:x/", None),
    ("https://999.1.1.1/", None),
    ("https://a..b/", None),
    ("https://-a.example/", None),
    ("https://acme example/", None),
    ("mailto:", None),
    ("javascript:alert(1)", None),
    ("data:text/html,x", None),
    ("tel:1", None),
    ("//acme.example/", None),
]
OUR_ADDRESSES = [
    ("/methodology/", "/methodology/"),
    ("../b c/", "../b%20c/"),
    ("#words", "#words"),
    ("?q=1", "?q=1"),
    ("", None),
    ("/\\acme.example", None),
    ("vbscript:x", None),
]


@pytest.mark.parametrize(("href", "expected"), ADDRESSES)
def test_absolute_addresses_are_made_valid_or_refused(href: str, expected: str | None) -> None:
    assert absolute(href) == expected
    assert target(href) == expected


@pytest.mark.parametrize(("href", "expected"), OUR_ADDRESSES)
def test_addresses_on_our_site_are_taken_by_target_only(href: str, expected: str | None) -> None:
    assert target(href) == expected
    assert absolute(href) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who *we* are", "who-we-are"),
        ("  § 3.1  ", "3-1"),
        ("…", "section"),
        ("個人情報", "個人情報"),
        ("a" * 90, "a" * 60),
        ("word " * 30, "word-" * 11 + "word"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_ids_are_never_given_twice() -> None:
    ids = Ids("t-")
    assert [ids(text) for text in ("A", "a 2", "A", "a", "A 2")] == ["t-a", "t-a-2", "t-a-3", "t-a-4", "t-a-2-2"]


@pytest.mark.parametrize(
    ("first", "levels", "expected"),
    [
        (2, [3, 2, 4, 6, 4, 1], [2, 2, 3, 4, 3, 2]),
        (2, [1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 6]),
        (4, [2, 3, 4, 2], [4, 5, 6, 4]),
    ],
)
def test_levels_never_skip(first: int, levels: list[int], expected: list[int]) -> None:
    levels_from = Levels(first)
    assert [levels_from(level) for level in levels] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("a <b>b</b>", "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n"),
        ("[a](https://b.example/)", '<p><a href="https://b.example/">a</a></p>\n'),
        ("[a](javascript:alert(1))", "<p>a</p>\n"),
        ("[*a*](data:x) b", "<p><em>a</em> b</p>\n"),
        ("[](https://b.example/)", "<p></p>\n"),
        ("[<https://a.example>](https://b.example)", '<p><a href="https://b.example">https://a.example</a></p>\n'),
        ("![a *b*](c.png)", "<p>[image: a b]</p>\n"),
        ("# A\n#### B", '<h2 id="a">A</h2>\n<h3 id="b">B</h3>\n'),
        ("#\n\n# ![](x)", '<h2 id="image">[image]</h2>\n'),
        ("3. a\n4. b", '<ol start="3"><li>a\n</li>\n<li>b\n</li>\n</ol>\n'),
        ("```\n<a>\n```", "<pre><code>&lt;a&gt;\n</code></pre>\n"),
        ("a  \nb\n\n---", "<p>a<br>\nb</p>\n<hr>"),
    ],
)
def test_render(text: str, expected: str) -> None:
    assert render(text) == expected


def test_tables_scroll_and_are_told_apart() -> None:
    page = render("|a|b|\n|-:|:-:|\n|c|d|\n\n| | |\n|-|-|\n|e|f|\n\n|a|\n|-|")
    region = '<div class="scroll" tabindex="0" role="region" aria-label="'
    assert page.count(region) == 3
    assert [page.count(f'{region}{label}"') for label in ("Table", "Table 2", "Table 3")] == [1, 1, 1]
    assert '<th class="align-right">a</th>\n<th class="align-center">b</th>' in page
    assert page.count("<thead>") == 2
    assert "style=" not in page


def test_level_ids_and_link_are_the_callers() -> None:
    ids = Ids()
    assert render("# A\n[b](/c/) [d](#e)", level=4, ids=ids, link=lambda href: ".." + href) == (
        '<h4 id="a">A</h4>\n<p><a href="../c/">b</a> <a href="#e">d</a></p>\n'
    )
    assert render("# A", ids=ids) == '<h2 id="a-2">A</h2>\n'


def test_inline_has_no_blocks() -> None:
    assert inline("# *a* [b](/c/) <i>", link=lambda href: "." + href) == '# <em>a</em> <a href="./c/">b</a> &lt;i&gt;'


def test_links_have_their_places_and_say_which_are_unsafe() -> None:
    text = "# [a](/b/)\n\n> x `y\n> z` [c](javascript:d)\n\n| t |\n|---|\n| <e@f.example> |\n\n"
    text += "1. ![g](h.png) and [i][j]\n\n[j]: k/\n"
    assert links(text) == (
        Link("/b/", 1, 3),
        Link("javascript:d", 4, 6),
        Link("mailto:e@f.example", 8, 3),
        Link("h.png", 10, 4, is_image=True),
        Link("k/", 10, 20),
    )
    assert [link.is_safe for link in links(text)] == [True, False, True, False, True]


def test_headings_respect_fences_lists_and_underlines() -> None:
    text = "# A\n```\n# no\n```\n- # no\n\nB\n===\n### *C* ###\nend"
    assert headings(text) == (Heading(1, "A", 1, 2), Heading(1, "B", 7, 9), Heading(3, "*C*", 9, 10))


@given(st.text() | st.text(alphabet="#*_[]()!<>|-`~ \n\\:/.a1&\"'"))
def test_whatever_is_written_becomes_html_without_scripts(text: str) -> None:
    page = render(text)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Any = parser.parseFragment(page)
    assert [error for error in parser.errors if error[1] != "invalid-codepoint"] == []
    assert all(target(link.get("href")) for link in tree.iter("a"))
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert len(links(text)) >= page.count("<a ")
