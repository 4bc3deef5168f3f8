"""Archived texts: valid HTML from anything, cut where nothing reaches across, quotes marked and linked."""

from __future__ import annotations

import re
import time
from typing import Any

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from atlas import archived
from atlas.archived import passages, render, rendered
from atlas.marks import Mark
from atlas.markup import Entry, Ids, Levels, Page, absolute

FRAGMENTS = re.split(
    "[ \n]+",
    """word Word 12 é \u200b * ** *** _ __ ~~ ` `` [ ] ( ) ![ ](https://a.example/b_(c)) ](#x) ](/y) ](javascript:z)
    ](<a>) ](mailto:a@b) " ' “ ” . : , ! \\ \\\\ | |-|-| |-|-|-| <br> <BR/> <b> </p> <!-- --> < > & &amp; &#x100000;
    <https://a.b> # ## ###### - + 1. 2) 10. === --- *** ``` [a]: \x00 \x0c \x7f \ufdd0 \U0001fffe \U00100000 \ud7ff""",
)
SHAPES = ("](https://a.example/)", "1. ", "\n|a|b|\n|-|-|\n|", "\n## ", "<br>", "![", "\n\n    ", "<https://a.example>")
SPACES = (" ", " ", "  ", "    ", "\t", "\n", "\n", "\n\n", "\r\n", "\r")
SOURCES = st.lists(st.sampled_from([*FRAGMENTS, *SHAPES, *SPACES])).map("".join)
TEXTS = SOURCES | st.text()
PAIRS = st.lists(st.tuples(st.integers(-5, 200), st.integers(-5, 200)), max_size=5)


def marks_at(*spans: tuple[int, int]) -> list[Mark]:
    return [Mark(f"r-{n}", start, end, f"../r{n}/", f"R{n}") for n, (start, end) in enumerate(spans)]


def marks_on(text: str, *words: str) -> list[Mark]:
    return marks_at(*((text.index(word), text.index(word) + len(word)) for word in words))


def brief(page: str) -> str:
    """`page` with marks as `{0+1:...}`, where numbers are anchors, and links to records as `->0`."""
    page = re.sub(r' <a class="mark-link" href="../r(\d)/">R\1</a>', r"->\1", page)
    page = re.sub(r'<mark(?: id="q-r-(\d)")?>((?:<span id="q-r-\d"></span>)*)', _brief_mark, page)
    return page.replace("</mark>", "}")


def _brief_mark(found: re.Match[str]) -> str:
    return "{" + "+".join([found[1] or "", *re.findall(r"q-r-(\d)", found[2])]) + ":"


def assert_conforms(page: str) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Any = parser.parseFragment(page)
    assert parser.errors == []
    ids = re.findall(r'<[^>]* id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[tq]-\S+", name) for name in ids)
    for link in tree.iter("a"):
        assert not list(link.iter("a"))[1:]
        if link.get("class") != "mark-link":
            assert absolute(link.get("href")) == link.get("href")
            assert link.get("rel") == "nofollow noreferrer"
    levels = [1, *map(int, re.findall(r"<h([1-6])", page))]
    assert all(2 <= b <= a + 1 for a, b in zip(levels, levels[1:], strict=False))
    for table in tree.iter("table"):
        assert len({len(row) for row in table.iter("tr")}) == 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ""),
        (" \n\n\t", ""),
        ("[a](https://b.example/)", '<p><a href="https://b.example/" rel="nofollow noreferrer">a</a></p>\n'),
        ("[a](mailto:b@c.example)", '<p><a href="mailto:b@c.example" rel="nofollow noreferrer">a</a></p>\n'),
        ("[a](/b) [c](#d) [e](javascript:f) [g](data:h) [i]()", "<p>a c e g i</p>\n"),
        ("[](https://b.example/)a", "<p>a</p>\n"),
        ("![a](b.png) ![](c.gif)", "<p>[image: a] [image]</p>\n"),
        (
            "[![a](b.png)](https://c.example)",
            '<p><a href="https://c.example" rel="nofollow noreferrer">[image: a]</a></p>\n',
        ),
        ("a<br>b<BR />c", "<p>a<br>\nb<br>\nc</p>\n"),
        ("<b>a</b> &amp; \\<br>", "<p>&lt;b&gt;a&lt;/b&gt; &amp;amp; &lt;br&gt;</p>\n"),
        ("    a\n\n```\nb", "<p>a</p>\n<p>```\nb</p>\n"),
        ("[a]: https://b.example/", "<p>[a]: https://b.example/</p>\n"),
        ("### A\n\n# B\n\n## A", '<h2 id="t-a">A</h2>\n<h2 id="t-b">B</h2>\n<h3 id="t-a-2">A</h3>\n'),
        ("#\n\n## [](x)\n\n##### \u200b\n\na", "<p>a</p>\n"),
        ("4. a\n\n5. b", '<ol start="4"><li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n'),
        ("* a\n\nb\n\n* c", "<ul><li>a\n</li>\n</ul>\n<p>b</p>\n<ul><li>c\n</li>\n</ul>\n"),
        ("a\x00b\U00100000", "<p>a\ufffdb\ufffd</p>\n"),
        ("- a\n\n\x0cb", "<ul><li>a\n</li>\n</ul>\n<p>b</p>\n"),
        ("a\r\nb\rc\r\n\r\nd", "<p>a\nb\nc</p>\n<p>d</p>\n"),
    ],
)
def test_render(source: str, expected: str) -> None:
    assert render(source) == expected


def test_cells_beyond_the_head_row_are_kept_in_the_last() -> None:
    page = render("|a|b|\n|-|-|\n|c|d|e\\|f|g|\n|h|\n|i|j| |")
    assert re.findall(r"<td>(.*)</td>", page) == ["c", "d | e|f | g", "h", "", "i", "j"]


@pytest.mark.parametrize("nested", ["> " * 150 + "word", "- " * 150 + "word", "> - " * 49 + "> # word"])
def test_words_are_kept_however_deep_they_are_nested(nested: str) -> None:
    assert "word" in render(nested)


def test_the_outline_names_the_headings_as_they_stand() -> None:
    assert rendered("## A *b*\n\ntext\n\n#### [A b](x)").outline == (
        Entry(2, "t-a-b", "A b"),
        Entry(3, "t-a-b-2", "A b"),
    )


@given(TEXTS)
def test_anything_conforms(source: str) -> None:
    assert_conforms(render(source))
    assert render(source) == render(source)


@given(TEXTS, PAIRS)
def test_anything_marked_anywhere_conforms_and_has_every_anchor_and_link(
    source: str, spans: list[tuple[int, int]]
) -> None:
    marks = marks_at(*spans)
    page = render(source, marks)
    assert_conforms(page)
    for mark in marks:
        assert page.count(f'id="q-{mark.key}"') == 1
        assert f'href="{mark.href}">{mark.title}</a>' in page


@given(TEXTS)
@example("- a\n\n  b\n\n- c\n\n\td\n\n1. e\n\n2) f\n\n> g\n\n> h\n\n|i|\n|-|\n\nj\n===\n\n---\n\n* * *\n\n* k")
def test_passages_mean_the_same_alone_as_together(source: str) -> None:
    text = source.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    page = Page(Levels(2), Ids("t-"))
    page.add(archived._remembered(text))
    assert render(source) == page.html()


@given(
    st.lists(st.sampled_from(["- a", "* b", "1. c", "2) d", "e", "  f", "    g", "> h", "> - i", "# j", "\tk", "---"]))
)
def test_lists_go_on_after_blank_lines_or_are_cut(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    page = Page(Levels(2), Ids("t-"))
    page.add(archived._remembered(text))
    assert render(text) == page.html()


def test_captures_that_share_passages_share_their_work() -> None:
    text = "# A\n\nb\n\n* c\n\n  d\n\n* e\n\nf\n"
    assert [text[start:end] for start, end in passages(text)] == ["# A", "b", "* c\n\n  d\n\n* e", "f\n"]


@pytest.mark.parametrize(
    ("source", "quotes", "expected"),
    [
        ("We may share data.", ["may share"], "<p>We {0:may share}->0 data.</p>\n"),
        ("“We *may* share.”", ["“We *may* share.”"], "<p>{0:“We }<em>{:may}</em>{: share.”}->0</p>\n"),
        ("a **b c** d", ["b c** d"], "<p>a <strong>{0:b c}</strong>{: d}->0</p>\n"),
        ("a**“b”** c", ["“b”"], "<p>a**{0:“b”}->0** c</p>\n"),
        (
            "see [our b](https://c.example/d). E",
            ["our b](https://c.example/d)."],
            '<p>see <a href="https://c.example/d" rel="nofollow noreferrer">{0:our b}</a>{:.}->0 E</p>\n',
        ),
        ("[a](#b) c", ["a"], "<p>{0:a}->0 c</p>\n"),
        ("a\n\nb `c` d", ["a\n\nb `c`"], "<p>{0:a}</p>\n<p>{:b }<code>{:c}</code>->0 d</p>\n"),
        ("1. a\n2. b\n\nc", ["1. a\n2. b"], "<ol><li>{0:a}\n</li>\n<li>{:b}->0\n</li>\n</ol>\n<p>c</p>\n"),
        ("## A b", ["b"], '<h2 id="t-a-b">A {0:b}->0</h2>\n'),
        ("x ![a b](c) d", ["b](c) d"], "<p>x [image: a {0:b}]{: d}->0</p>\n"),
        ("a b c d", ["a b c", "b c d"], "<p>{0:a }{1:b c}->0->1{: d}->1</p>\n"),
        ("a b c", ["a b c", "b"], "<p>{0:a }{1:b}->0->1{: c}->0</p>\n"),
        ("a b", ["a b", "a b"], "<p>{0+1:a b}->0->1</p>\n"),
        ("a b c", ["a", "c"], "<p>{0:a}->0 b {1:c}->1</p>\n"),
        ("a snake_case b", ["snake_case"], "<p>a {0:snake_case}->0 b</p>\n"),
        ("a\r\n\r\nb c", ["c"], "<p>a</p>\n<p>b {0:c}->0</p>\n"),
        ("a b\nc *d* *e* f", ["b\nc *d* *e*"], "<p>a {0:b\nc }<em>{:d}</em>{: }<em>{:e}->0</em> f</p>\n"),
        ("1\\. a b", ["1\\. a"], "<p>{0:1. a}->0 b</p>\n"),
    ],
)
def test_quotes_are_marked_and_linked(source: str, quotes: list[str], expected: str) -> None:
    assert brief(render(source, marks_on(source, *quotes))) == expected


def test_a_quote_without_shown_words_keeps_its_anchor_and_link() -> None:
    page = render("a\n\n---\n\nb", marks_at((3, 6), (50, 60)))
    link = '<p> <a class="mark-link" id="q-r-{0}" href="../r{0}/">R{0}</a></p>\n'
    assert page == f"<p>a</p>\n<hr>{link.format(0)}<p>b</p>\n{link.format(1)}"


@given(st.lists(st.sampled_from([*"ab*_~`“”.,()[]<&#>-|\\ \n", "**", "\n\n", *SHAPES])), st.data())
def test_marks_at_words_change_nothing_else(fragments: list[str], data: st.DataObject) -> None:
    source = "".join(fragments)
    targets = [found.span() for found in re.finditer(r"\]\(https[^)]*\)|<https[^>]*>|<br>", source)]
    letters = [n for n, one in enumerate(source) if one.isalnum() and not any(a <= n < b for a, b in targets)]
    if letters:
        chosen = sorted(data.draw(st.lists(st.sampled_from(letters), min_size=2, max_size=2)))
        page = render(source, marks_at((chosen[0], chosen[1] + 1)))
        page = re.sub(r'<p> <a class="mark-link"[^>]*>R0</a></p>\n| <a class="mark-link"[^>]*>R0</a>', "", page)
        assert re.sub(r"</?mark[^>]*>", "", page) == render(source)


@pytest.mark.parametrize(
    "part", ["[", "![", "`a``b", "*a **b ", "> ", "- a\n", "<a:", "|a|b|\n|-|-|\n", "\\", " \n", "](", "# a\n\n"]
)
def test_time_is_linear_in_hostile_texts(part: str) -> None:
    source = part * (20_000 // len(part))
    started = time.process_time()
    render(source, marks_at(*((n * 100, n * 100 + 250) for n in range(20))))
    assert time.process_time() - started < 5
