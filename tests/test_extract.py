"""Pages read as text: what a clause is cited by stays, the same bytes give the same text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.archived import render
from atlas.capture import extract
from atlas.capture.apart import MEMORY_BYTES, Apart
from atlas.capture.decoding import text_of
from atlas.capture.extract import (
    READER,
    PageBytes,
    _open_at_once,
    normalised,
    read_page,
    read_pages,
    rule_of,
)
from atlas.capture.failure import Failure
from atlas.capture.markdown import numeral
from atlas.records import SourcePage
from atlas.wording import find, wording
from tests.pdfs import pdf

URL = "https://acme.example/legal/terms"


def html(body: str) -> PageBytes:
    return PageBytes(URL, "text/html", "utf-8", body.encode())


def read(body: str, select: str | None = None, remove: str | None = None) -> str:
    return read_page(html(body), select, remove)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (
            "<h1>Terms</h1><h2>1. Scope</h2><p>We <b>may</b> <em>share</em>.</p>",
            "# Terms\n\n## 1. Scope\n\nWe **may** *share*.",
        ),
        (
            "<ol type=a><li>Fees<ol type=i><li>Tax<li>Levy</ol><li>Costs</ol>",
            "- (a) Fees\n  - (i) Tax\n  - (ii) Levy\n- (b) Costs",
        ),
        ("<ol type=A start=27><li>x</ol>", "- (AA) x"),
        ("<ol type=I start=4><li>x<li>y</ol>", "- (IV) x\n- (V) y"),
        ('<ol style="list-style-type: lower-alpha"><li>x</ol>', "- (a) x"),
        ('<ol style="color:red;list-style: upper-roman inside"><li>x</ol>', "- (I) x"),
        ('<ol style="list-style-type:none"><li>1.1 x</ol>', "- 1.1 x"),
        ("<ol start=4><li>x<li>y</ol>", "4. x\n5. y"),
        ("<ol><li>x<li value=7>y<li>z</ol>", "- 1. x\n- 7. y\n- 8. z"),
        ("<ol reversed><li>x<li>y</ol>", "- 2. x\n- 1. y"),
        ("<ol type=a><li>x<li value=5>y</ol>", "- (a) x\n- (e) y"),
        ("<ol start=nonsense type=nonsense><li>x</ol>", "1. x"),
        ("<ol><li><p>One</p><p>Two</p><li>x</ol>", "1. One\n\n   Two\n2. x"),
        ("<ul><li>one<ul><li>two</ul><li></ul>", "- one\n  - two"),
        (
            "<dl><dt>Affiliate<dd>means any entity.<dt>Fee<dd>a sum</dl>",
            "- Affiliate  \n  means any entity.\n- Fee  \n  a sum",
        ),
        ("<dl><div><dt>Term<dd>x</div></dl>", "- Term  \n  x"),
        (
            "<table><tr><th>Data<th>Why<tr><td>name | alias<td><ol type=a><li>login<li>fees</ol></table>",
            "| Data | Why |\n| --- | --- |\n| name \\| alias | (a) login<br>(b) fees |",
        ),
        ("<table><tr><td>a<p>b</p><td>c<br>d</table>", "|  |  |\n| --- | --- |\n| a<br>b | c<br>d |"),
        (
            "<table><caption>Kept</caption><tr><th colspan=2>x<tr><td>1<td>2</table>",
            "Kept\n\n| x | |\n| --- | --- |\n| 1 | 2 |",
        ),
        ("<p>one<br>two</p>", "one  \ntwo"),
        ("<main>a<aside>b</aside>c</main>", "a\n\nb\n\nc"),
        ("<details><summary>More</summary>hidden words</details>", "More\n\nhidden words"),
        ("<pre>1. A\n   b\n\nc</pre>", "1. A  \n   b\n\nc"),
        (
            '<p><a href="/privacy#x">Policy</a> <a href="#top">Top</a></p>',
            "[Policy](https://acme.example/privacy#x) Top",
        ),
        ('<a href="javascript:void(0)">x</a> <a href="data:,y">y</a> <a href="tel:1">z</a>', "x y z"),
        ('<a href="a (b).html">x</a>', "[x](https://acme.example/legal/a%20%28b%29.html)"),
        ('<a href="http://[bad">x</a>', "x"),
        ('<a href="mailto:a@b.example">mail</a>', "[mail](mailto:a@b.example)"),
        ('<a href="/x"><h2>Head</h2><p>words</p></a>', "## Head\n\nwords"),
        ('<h2>Rights <a href="#rights"></a></h2>', "## Rights"),
        (
            'x<img src="/l.png?v=7" alt="Our logo">y<img src="/d.png" alt="">',
            "x![Our logo](https://acme.example/l.png)y",
        ),
        ("<p># of users</p>", "\\# of users"),
        ("<p>[<a href=#c>Contents</a>][<a href=#i>Index</a>], note [1](a)</p>", "[Contents] [Index], note [1] (a)"),
        ("<p>5 * 3 and snake_case</p>", "5 \\* 3 and snake\\_case"),
        ("<p>x<script>var a='<p>y</p>'</script><style>p{}</style><noscript>z</noscript><!-- c --></p>", "x"),
        ("<select><option>a</select><input value=b><textarea>c</textarea><button>d</button>", "d"),
        ('<a class="__cf_email__" data-cfemail="543931142c7a37">[email&#160;protected]</a>', "me@x.c"),
        ('<a data-cfemail="zz">[email protected]</a>', "[email protected]"),
        ("<p>a&nbsp;b\u200b c\u00ad</p>", "a b\u200b c\u00ad"),
        ("<p>re\u0301sume\u0301</p>", "r\u00e9sum\u00e9"),
        ("<p>unclosed <b>bold<p>next", "unclosed **bold**\n\n**next**"),
        ("<div>a</div>\n\n\n\n<div>b</div>", "a\n\nb"),
    ],
)
def test_each_element_becomes_what_it_means(page: str, text: str) -> None:
    assert read(page) == text + "\n"


@pytest.mark.parametrize(
    ("number", "style", "spelled"),
    [(1, "a", "(a)"), (27, "a", "(aa)"), (703, "A", "(AAA)"), (9, "i", "(ix)"), (1994, "I", "(MCMXCIV)"),
     (4000, "i", "(4000)"), (0, "a", "0."), (-3, "1", "-3."), (12, "1", "12.")],
)  # fmt: skip
def test_numbers_are_spelled_as_lists_count(number: int, style: str, spelled: str) -> None:
    assert numeral(number, style) == spelled


def test_a_clause_can_be_quoted_with_its_number_as_a_reader_copies_it() -> None:
    text = read("<ol type=a><li>You agree:<ol type=i><li>to pay <b>all</b> fees, and<li>to tell us.</ol></ol>")
    assert wording(text) == "(a) You agree: (i) to pay all fees, and (ii) to tell us."
    assert find(text, text, "(i) to pay all fees, and")
    assert "<li>(a) You agree:" in render(text)


@pytest.mark.parametrize(
    ("select", "remove", "text"),
    [
        (None, None, "Menu\n\nOne\n\nTwo\n\nAd\n\nEnd"),
        ("main", None, "One\n\nTwo\n\nAd"),
        ("main", ".ad, nav", "One\n\nTwo"),
        (".part", None, "One\n\nTwo"),
        ("#two, #one", None, "One\n\nTwo"),
        ("main, .part", None, "One\n\nTwo\n\nAd"),
        (None, "nav, main", "End"),
        ("p:not(.ad):has(+ p)", None, "One"),
    ],
)
def test_select_and_remove_say_what_the_document_is(select: str | None, remove: str | None, text: str) -> None:
    page = (
        "<nav>Menu</nav><main><p class=part id=one>One<p class=part id=two>Two"
        "<div class=ad>Ad<div class=ad></div></div></main><footer>End</footer>"
    )
    assert read(page, select, remove) == text + "\n"


@pytest.mark.parametrize(
    ("page", "select", "remove", "kind", "says"),
    [
        (html("<p>x"), ".terms", None, "select", "nothing on it matches '.terms'"),
        (html("<p>x"), "p >", None, "select", "select must be CSS selectors; got 'p >'"),
        (html("<p>x"), None, "..", "select", "remove must be CSS selectors"),
        (html("<p>x"), None, "p", "unreadable", "has no words"),
        (html("<p>x"), None, "body", "unreadable", "has no words"),
        (html("<p>x"), None, "html", "select", "remove must leave something of the page; got 'html'"),
        (html("<p>x"), None, "*", "select", "remove must leave something of the page; got '\\*'"),
        (html("<p>x"), None, ":root", "select", "remove must leave something of the page; got ':root'"),
        (html("<!-->" + "<div>" * 100_000 + "x"), None, None, "unreadable", "3,000 tags open at once"),
        (html("<script>x</script>"), None, None, "unreadable", "has no words"),
        (html("<p> - </p>"), "p", None, "unreadable", "has no words in what select names"),
        (html("<div>" * 300 + "x"), None, None, "unreadable", "more than 200 deep"),
        (html("<div>" * 100_000 + "x"), None, None, "unreadable", "3,000 tags open at once"),
        (PageBytes(URL, "image/png", None, b"\x89PNG"), None, None, "media-type", "it is image/png"),
        (PageBytes(URL, "application/json", None, b"{}"), None, None, "media-type", "it is application/json"),
        (PageBytes(URL, "", None, b"\0\1"), None, None, "media-type", "it is untyped"),
        (PageBytes(URL, "text/plain", None, b"x"), "main", None, "select", "select and remove mean nothing"),
        (PageBytes(URL, "application/pdf", None, b"%PDF-1.4 rest"), None, None, "unreadable", "the PDF is damaged"),
        (PageBytes(URL, "application/pdf", None, pdf("", "")), None, None, "unreadable", "it is a scan"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(page: PageBytes, select: str, remove: str, kind: str, says: str) -> None:
    with pytest.raises(Failure, match=says) as raised:
        read_page(page, select, remove)
    assert raised.value.kind == kind


def test_a_pdf_is_read_page_by_page() -> None:
    made = pdf("1. Terms\nYou agree to these terms.", "2. Law\nThe law of Norway applies.")
    text = "1. Terms\nYou agree to these terms.\n\n2. Law\nThe law of Norway applies.\n"
    for media_type in ("application/pdf", "application/octet-stream", ""):
        assert read_page(PageBytes(URL, media_type, None, made), None, None) == text


def test_plain_text_is_kept_as_it_is() -> None:
    page = PageBytes(URL, "text/plain", None, b"\xef\xbb\xbfTerms\r\n\r\n\r\n1. You * agree   \r\n")
    assert read_page(page, None, None) == "Terms\n\n1. You * agree\n"


def test_a_page_of_no_stated_type_is_what_it_begins_like() -> None:
    assert read_page(PageBytes(URL, "", None, b"\n<!DOCTYPE html><p>We may."), None, None) == "We may.\n"


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Gebühr".encode(), None, "Gebühr"),
        ("Gebühr".encode("latin-1"), None, "Gebühr"),
        ("Gebühr".encode("latin-1"), "ISO-8859-1", "Gebühr"),
        (b"\x93fees\x94 \x80", "latin1", "“fees” €"),
        ("Gebühr".encode("utf-16"), None, "Gebühr"),
        ("Gebühr".encode("utf-16-le"), "utf-16le", "Gebühr"),
        (b"\xef\xbb\xbf" + "Gebühr".encode(), "iso-8859-1", "Gebühr"),
        (b'<meta charset="windows-1251">\xcf\xf0\xe0\xe2\xe0', None, '<meta charset="windows-1251">Права'),
        (b"<meta http-equiv=content-type content='text/html; charset=shift_jis'>\x8b\x4b\x96\xf1", None,
         "<meta http-equiv=content-type content='text/html; charset=shift_jis'>規約"),
        (b'<meta charset="utf-16">ok', None, '<meta charset="utf-16">ok'),
        ("Gebühr".encode(), "no-such-encoding", "Gebühr"),
        ("Gebühr".encode(), "rot13", "Gebühr"),
        ("Gebühr".encode(), "utf-7", "Gebühr"),
        (b"a\xff", "utf-8", "a\ufffd"),
    ],
)  # fmt: skip
def test_encodings_are_chosen_as_browsers_choose_them(body: bytes, charset: str | None, text: str) -> None:
    assert text_of(body, charset) == text


def test_several_pages_are_one_text_and_each_begins_on_its_line() -> None:
    sources = [SourcePage.model_validate({"url": f"https://acme.example/{n}", "select": "main"}) for n in (1, 2, 3)]
    pages = [html(f"<main><h1>Part {n}</h1><p>Words {n}</main>") for n in (1, 2, 3)]
    reading = read_pages(pages, sources)
    lines = reading.text.split("\n")
    assert [(url[-1], lines[line - 1]) for url, line in reading.parts] == [
        ("1", "# Part 1"),
        ("2", "# Part 2"),
        ("3", "# Part 3"),
    ]
    assert reading.text.count("\n\n") == 5
    assert read_pages(pages[:1], sources[:1]).parts == ()


def test_a_rule_is_named_by_all_that_can_alter_a_text() -> None:
    def rule(kinds: list[str], *sources: dict[str, str]) -> str:
        return rule_of(
            [SourcePage.model_validate({"url": "https://a.example/", **source}) for source in sources], kinds
        )

    rules = [
        rule(["html"], {}), rule(["pdf"], {}), rule(["html"], {"select": "main"}), rule(["html"], {"remove": "main"}),
        rule(["html", "html"], {}, {}),
    ]  # fmt: skip
    assert len(set(rules)) == len(rules)
    assert rule(["html"], {"select": "main"}) == rules[2]
    assert rule_of([SourcePage.model_validate({"url": "https://b.example/"})], ["html"]) == rules[0]


PIECES = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<ol type=a>", "</ol>", "<li>", "<td>", "<table>", "<b>", "</b>", "<a href=/x>", "</a>", "<br>",
         "we may", "&nbsp;", "&amp;", "<h2>", "<dl><dt>", "<dd>", "* x", "<pre>", "\n\n", "<img alt=q>", "<!--", "-->"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_any_page_gives_the_same_normal_text_twice_or_is_refused(body: str) -> None:
    try:
        text = read(body)
    except Failure:
        return
    assert read(body) == text
    assert normalised(text) == text
    assert "\n\n\n" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("opener", ["<script ", "<script>", "<STYLE>", "<title>", "<textarea>", "<!--"])
def test_what_is_never_closed_is_looked_for_once(opener: str) -> None:
    page = "<div>We may.</div>" + opener * (10_000_000 // len(opener))
    started = time.monotonic()
    most = _open_at_once(page)
    assert most == 1
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("opener", ["<script ", "<!--"])
def test_ten_megabytes_that_are_never_closed_are_read_in_seconds(opener: str) -> None:
    started = time.monotonic()
    assert read("<p>We may.</p>" + opener * (10_000_000 // len(opener))) == "We may.\n"
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>We" + " " * 1_000_000 + "may.", "We may."),
        ("<table><tr><td><pre>We" + " " * 200_000 + "may.</pre></table>", None),
    ],
    ids=["in a paragraph", "in a cell"],
)
def test_many_spaces_take_time_in_proportion(page: str, text: str | None) -> None:
    started = time.monotonic()
    got = read(page)
    assert time.monotonic() - started < 10
    assert text is None or got == text + "\n"


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = PageBytes(URL, "text/plain", "utf-8", ("a" + "\u0301\u0316" * 1_000_000).encode())
    started = time.monotonic()
    monkeypatch.setattr(READER, "seconds", 0.5)
    with pytest.raises(Failure, match="cannot be read within 0.5 seconds") as raised:
        read_page(marks, None, None)
    monkeypatch.undo()
    assert raised.value.kind == "unreadable"
    assert time.monotonic() - started < 10
    assert read("<p>We may.") == "We may.\n"


def test_what_takes_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    hungry = Apart("tests.hungry")
    with pytest.raises(Failure, match="the page cannot be read: its reader ran out of memory or broke down") as raised:
        hungry.ask({"bytes": MEMORY_BYTES}, "the page")
    assert raised.value.kind == "unreadable"
    assert hungry.ask({"bytes": MEMORY_BYTES // 4}, "the page") == {"length": MEMORY_BYTES // 4}
    hungry.end()


def test_a_parser_that_breaks_down_is_a_failure_of_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(html: str, base: str) -> str:
        raise RecursionError("too deep")

    monkeypatch.setattr(extract, "markdown", breaks)
    job = {"url": URL, "media_type": "text/html", "charset": None, "select": None, "remove": None, "body": "PHA+eA=="}
    answer = {"kind": "unreadable", "fault": f"{URL} cannot be read: RecursionError: too deep"}
    assert extract._answer(job) == answer


def test_a_text_that_grows_on_the_way_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "<ul><li>" * 70 + "a<br>" * 1_000
    monkeypatch.setattr(extract, "LONGEST_TEXT", 10 * len(page))
    with pytest.raises(Failure, match="more than 55,600 characters as text") as raised:
        extract._text_of(html(page), None, None)
    assert raised.value.kind == "too-large"


def test_a_long_page_takes_time_in_proportion() -> None:
    item = "<li>We may share what you give us with those who need it.</li>"
    started = time.monotonic()
    read(f"<ol type=a>{item * 4000}</ol>")
    assert time.monotonic() - started < 6
